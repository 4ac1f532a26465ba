"""What this room refuses."""

from portal.ui.refusals import Refusal


class TooFarAhead(Refusal):
    """The next check with police or court lies further ahead than the rule allows."""

    status = 409
    template = "409.html"
    heading = "That could not be done"
    words = "The next check must be within 10 working days."
