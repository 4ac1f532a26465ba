"""What this room refuses."""

from portal.ui.refusals import Refusal


class TooFarAhead(Refusal):
    """The next check with police or court lies further ahead than the rule allows."""

    status = 409
    template = "409.html"
    heading = "That could not be done"
    words = "The next check must be within 10 working days."


class NothingToAsk(Refusal):
    """A check with police or court where no work of theirs is known."""

    status = 409
    template = "409.html"
    heading = "That could not be done"
    words = "There is no police or court work to ask about. Record where it stands first."


class NotEscalated(Refusal):
    """Taking to the partnership what is not, or not again, with the supervisor."""

    status = 409
    template = "409.html"
    heading = "That could not be done"
    words = "This goes to the partnership only after three checks in a row without an answer."
