"""The pieces that pages are made of: ``{% load portal_ui %}``."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms, template
from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.ui.components import ClosedMove, Entry, OpenMove, Row, Step, Task, each
from portal.ui.forms import problems_of
from portal.ui.plain_words import advice, found_in
from portal.ui.sanitise import clean, linked
from portal.ui.text import INVISIBLE, code_of, one_line_ending

register = template.Library()

# A text with more pieces than this is escaped like any other, but gets no links.
_MOST_LINKED_PIECES = 50


@register.filter
def shown(text: Any) -> SafeString:
    """Private text as typed: escaped, isolated in its direction, unseen characters shown."""
    text = one_line_ending("" if text is None else str(text))
    pieces = INVISIBLE.split(text)
    codes = [code_of(match.group()) for match in INVISIBLE.finditer(text)]
    draw: Callable[[str], SafeString] = linked if len(pieces) <= _MOST_LINKED_PIECES else _escaped
    parts = [draw(pieces[0])]
    for code, piece in zip(codes, pieces[1:], strict=True):
        parts += [format_html('<span class="portal-code">{}</span>', code), draw(piece)]
    inside = SafeString("").join(parts).replace("\n", "<br>")
    return format_html('<bdi dir="auto" class="portal-typed">{}</bdi>', SafeString(inside))


@register.filter
def digits(number: str) -> str:
    """A phone number as a link dials it."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")


@register.filter
def from_outside(markup: Any) -> SafeString:
    """Markup that came from outside, reduced to harmless tags."""
    return clean("" if markup is None else str(markup))


def _escaped(text: str) -> SafeString:
    return format_html("{}", text)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*shown_forms: forms.BaseForm | None) -> dict[str, Any]:
    """Every error of the forms on the page, each a link to what to correct."""
    bound = [form for form in shown_forms if form and form.is_bound]
    return {"problems": [problem for form in bound for problem in problems_of(form)]}


@register.inclusion_tag("components/plainer_words.html")
def plainer_words(kept_because: str, *texts: str) -> dict[str, Any]:
    """What staff would better write in these texts of theirs, and the reason that was given to keep the words."""
    return {"advice": advice(found_in(*texts)), "kept_because": kept_because}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Any], css: str = "") -> dict[str, Any]:
    """Rows of a key, a value and the links beside it."""
    listed = each(Row, rows)
    return {"rows": listed, "any_actions": any(row.actions for row in listed), "css": css}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Any]) -> dict[str, Any]:
    """Where it is, in a few words; what a screen reader needs is said in text."""
    return {"items": each(Step, items)}


@register.inclusion_tag("components/next_box.html")
def next_box(
    now: Any = "", by: Any = "", why: Any = "", who: Any = "", waiting: Any = "", heading: str = ""
) -> dict[str, Any]:
    """What happens next, by when, who and waiting for what. ``why`` explains the date on request."""
    return {"now": now, "by": by, "why": why, "who": who, "waiting": waiting, "heading": heading}


@register.simple_tag
def due(date: dt.date | dt.datetime | None, today: dt.date | None = None) -> SafeString:
    """A date that says in words whether it is late."""
    if date is None:
        return SafeString("")
    day = timezone.localdate(date) if isinstance(date, dt.datetime) else date
    today = today or timezone.localdate()
    if day < today:
        return format_html('<span class="portal-due portal-due--late">{}</span>', _late(day, today))
    if day == today:
        return format_html('<span class="portal-due portal-due--today">{}</span>', _("Today"))
    words = format_date(day, "D j M" if day.year == today.year else "D j M Y")
    return format_html('<span class="portal-due">{}</span>', words)


def _working_days_between() -> str:
    """The clock lies above this room, so it is named by string."""
    return getattr(settings, "WORKING_DAYS_BETWEEN", "portal.workflow.clock.working_days_between")


def _late(day: dt.date, today: dt.date) -> str:
    count: int = import_string(_working_days_between())(day, today)
    if count < 1:
        return _("Late")
    return ngettext("Late, %(count)d working day", "Late, %(count)d working days", count) % {"count": count}


@register.simple_tag
def tag(text: Any, colour: str = "") -> SafeString:
    """A status in words; its colour only repeats them."""
    css = f"govuk-tag govuk-tag--{colour}" if colour else "govuk-tag"
    return format_html('<strong class="{}">{}</strong>', css, text)


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first as given: when, what, by whom, and what was written."""
    return {"entries": each(Entry, entries)}


@register.filter
def moment(when: Any) -> str:
    """A day, and its time where it has one: ``14 Apr, 10:02``."""
    if isinstance(when, dt.datetime):
        when = timezone.localtime(when)
        return format_date(when, _day_format(when) + ", H:i")
    return format_date(when, _day_format(when)) if isinstance(when, dt.date) else str(when)


def _day_format(day: dt.date) -> str:
    return "j M" if day.year == timezone.localdate().year else "j M Y"


@register.inclusion_tag("components/moves.html")
def moves(open: Iterable[Any] = (), closed: Iterable[Any] = (), heading: str = "") -> dict[str, Any]:
    """What can be done now; and what cannot, with the reason and what would open it."""
    return {"open": each(OpenMove, open), "closed": each(ClosedMove, closed), "heading": heading}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Any], name: str = "task") -> dict[str, Any]:
    """Tasks with their status. ``name`` keeps the ids of two lists on one page apart."""
    return {"tasks": each(Task, tasks), "name": name}
