"""When somebody reads what was asked without an account: said as it is, at two in the morning too."""

import datetime as dt

from django.conf import settings
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from portal.workflow import clock


def when_read(moment: dt.datetime | None = None) -> str:
    """One honest sentence for whoever sends something at ``moment`` (aware; now where left out)."""
    local = (moment or clock.now()).astimezone(clock.LONDON)
    opens, closes = settings.DUTY_HOURS
    if opens <= local.time() < closes:
        return _("Somebody reads it today, before %(hour)s.") % {"hour": _hour(closes)}
    said = {"now": _hour(local.time()), "hour": _hour(opens)}
    if local.time() < opens:
        return _("It is %(now)s. Nobody reads it now. Somebody reads it from %(hour)s today.") % said
    return _("It is %(now)s. Nobody reads it now. Somebody reads it from %(hour)s tomorrow.") % said


def _hour(time: dt.time) -> str:
    return time_format(time, "g:ia" if time.minute else "ga").replace(".", "")
