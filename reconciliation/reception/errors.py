"""Refusals of this room."""

from django.utils.translation import gettext_lazy as _

from portal.ui.refusals import Refusal


class NoDutyTeam(Refusal):
    """Nobody would read it: there is no duty team."""

    status = 503
    template = "reception/closed.html"
    heading = _("You cannot ask here right now")
    words = _("Please call us instead.")


class CannotTie(Refusal):
    """What stands between a question and a family; the page asks for it before."""

    status = 409
    template = "409.html"
    heading = "This question cannot be tied to a family yet"
