"""How a list is narrowed and a family looked up."""

from django import forms

from portal.ui.forms import GovForm, TextField, enter
from reconciliation.oversight.selectors.decisions import EVENTS
from reconciliation.tracks import states, words


class LookUpForm(GovForm):
    """A reference or a name. It is posted, so that no name stands in an address or a browser's history."""

    wanted = TextField(label="Reference or name", max_length=80, error_messages=enter("a reference or a name"))


class FilterForm(GovForm):
    """Narrow the list."""

    mark_optional = False
    due = forms.ChoiceField(
        label="Due", required=False,
        choices=[("", "Any date"), ("late", "Late"), ("today", "Today"), ("week", "In the next 7 days"),
                 ("waiting", "Waiting for others")],
    )  # fmt: skip
    stage = forms.ChoiceField(
        label="Stage", required=False,
        choices=[("", "Any stage"), *((state, words.STAFF_STATE[state]) for state in states.OPEN)],
    )  # fmt: skip


class DecisionFilterForm(GovForm):
    """Narrow the log of decisions."""

    mark_optional = False
    event = forms.ChoiceField(
        label="Decision", required=False, choices=[("", "Any decision"), *EVENTS.items()],
    )  # fmt: skip
    post = TextField(label="Post title, or a part of it", required=False, max_length=80)


class ProceedingsFilterForm(GovForm):
    """Narrow the list of families that wait on police or court."""

    mark_optional = False
    show = forms.ChoiceField(
        label="Show", required=False,
        choices=[("", "Everything"), ("late", "Checks that are late"), ("escalated", "Escalated")],
    )  # fmt: skip
