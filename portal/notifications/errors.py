"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from portal.ui.refusals import Refusal


class NotVerified(Refusal):
    """A new address is believed only from whoever showed again who they are."""

    status = 409
    template = "409.html"
    heading = _("That could not be done")
    words = _("Show again that it is you to use a new address. Nothing was saved.")
