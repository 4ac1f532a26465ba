"""What this room refuses, in words that name nothing of the other side."""

from portal.ui.refusals import Refusal


class _NotDone(Refusal):
    status = 409
    template = "409.html"
    heading = "That could not be done"


class NotAvailable(_NotDone):
    """This worker cannot have this engagement; why is nobody's business here."""

    words = "Not available."


class CannotLink(_NotDone):
    """The safeguarding lead alone reads this, so it may say why."""


class CannotInvite(_NotDone):
    """A rule forbids this invitation: too young without a confirmation, or signed in already."""


class CannotChange(_NotDone):
    """A fact that is settled: it is no longer changed on a page."""
