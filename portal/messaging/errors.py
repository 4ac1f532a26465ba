"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from portal.ui.refusals import Refusal


class ThreadClosed(Refusal):
    """A closed conversation can be read and not added to."""

    status = 409
    template = "409.html"
    heading = _("This conversation is closed")
    words = _("Nothing was sent. What you wrote is below.")


class TooLateToTakeBack(Refusal):
    """The five minutes are over, and the other side has opened it."""

    status = 409
    template = "409.html"
    heading = _("This message cannot be taken back any more")
    words = _("A message can be taken back for five minutes after it was sent.")
