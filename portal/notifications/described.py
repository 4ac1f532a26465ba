"""A preference in plain words, for the person themself (`own`) and for their worker."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications.models import SafeContact
from portal.notifications.words import Channel, Day, Format, SubjectStyle, Wording
from portal.ui.text import visible

Text = str | Promise


@dataclass(frozen=True)
class Line:
    """One thing that was said; `item` is the page that changes it."""

    item: str
    key: Text
    value: str


NOT_SAID = gettext_lazy("Not said yet")


def lines(contact: SafeContact, *, own: bool = True) -> list[Line]:
    """Everything that matters for the channel that was chosen, in the order in which it is asked."""
    found = [Line("reach", _("How we tell you") if own else "How to tell them", _reach(contact))]
    if contact.channel != Channel.PORTAL_ONLY:
        found += [
            Line("private", _("Who can see it"), _private(contact, own=own)),
            Line("days", _("Safe days"), _days(contact)),
            Line("times", _("Safe times"), _times(contact)),
        ]
    if contact.channel == Channel.PHONE:
        found.append(Line("calls", _("If you do not answer") if own else "If they do not answer", _calls(contact)))
    if contact.channel == Channel.EMAIL:
        found.append(Line("words", _("What the email says"), _words(contact)))
    found += [
        Line("code_word", _("Code word"), _code_word(contact, own=own)),
        Line("format", _("Format"), str(Format(contact.format).label)),
    ]
    if len(settings.LANGUAGES) > 1:
        languages = {code: str(name) for code, name in settings.LANGUAGES}
        found.append(Line("language", _("Language"), languages.get(contact.language, contact.language)))
    never = ", ".join(str(Channel(channel).label) for channel in contact.never_use)
    found.append(Line("never_use", _("Never use"), never or _("Nothing ruled out")))
    return found


def confirmed(contact: SafeContact) -> str:
    """When the person last said that it is right."""
    return format_date(contact.confirmed_at, "j F Y") if contact.confirmed_at else str(NOT_SAID)


def _reach(contact: SafeContact) -> str:
    label = str(Channel(contact.channel).label)
    return f"{label}: {visible(contact.address)}" if contact.address else label


def _private(contact: SafeContact, *, own: bool) -> str:
    if contact.is_private is None:
        return str(NOT_SAID)
    if contact.is_private:
        return _("Only you") if own else "Only they"
    return visible(contact.who_else_sees_it) or _("Someone else may see it")


def _code_word(contact: SafeContact, *, own: bool) -> str:
    if not contact.code_word:
        return _("None")
    return _("You have chosen one") if own else "They have chosen one"


def _days(contact: SafeContact) -> str:
    chosen = [str(day.label) for day in Day if day.value in contact.safe_days]
    return _("Every day") if len(chosen) == len(Day) else ", ".join(chosen)


def _times(contact: SafeContact) -> str:
    if contact.safe_from is None or contact.safe_to is None:
        return _("Any time")
    return _("%(start)s to %(end)s") % {"start": hour(contact.safe_from), "end": hour(contact.safe_to)}


def hour(time: dt.time) -> str:
    """10am, midday, 2pm."""
    return time_format(time, "P").replace(" a.m.", "am").replace(" p.m.", "pm").replace("noon", "midday")


def _calls(contact: SafeContact) -> str:
    voicemail = _("Leave a voicemail") if contact.voicemail_ok else _("No voicemail")
    name = _("say who we are") if contact.may_say_service_name else _("do not say who we are")
    return f"{voicemail}, {name}"


def _words(contact: SafeContact) -> str:
    text = str(Wording(contact.wording).label)
    return text if contact.subject_style == SubjectStyle.NEUTRAL else _("%(text)s No subject line.") % {"text": text}
