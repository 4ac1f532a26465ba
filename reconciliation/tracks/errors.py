"""What this room refuses, in words for its page."""

from django.utils.translation import gettext_lazy as _

from portal.ui.refusals import Refusal


class WasInvolved(Refusal):
    """Whoever moved, answered or decided here before may not look at the decision again."""

    status = 409
    template = "409.html"
    heading = _("That could not be done")
    words = _("You were involved before. A colleague who was not involved decides.")


class WroteIt(Refusal):
    """An apology that waits for a second person is not decided by who wrote it."""

    status = 409
    template = "409.html"
    heading = _("That could not be done")
    words = _("You wrote this, so you cannot approve it. Another approver of the team decides.")
