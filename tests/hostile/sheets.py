"""Every form in which somebody writes: who sends it, when, and what they fill in. The marks stand for what is typed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.safeguards.actions import record_check, record_proceedings, record_screen
from reconciliation.tracks import actions, states
from tests.access import world
from tests.access.asked import Asked
from tests.tracks.road import PARTS, WITHHELD, Road

TYPED = object()


def day(name: str, when: dt.date) -> dict[str, Any]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


@dataclass(frozen=True)
class Sheet:
    """One form. ``fills`` may ask the cast for an id; ``before`` is what happens first, besides reaching ``state``."""

    name: str
    local: str
    fills: Callable[[Any], dict[str, Any]]
    state: str = ""
    before: Callable[[Road], object] = field(default=lambda road: None)
    place: Callable[[Any, Road], dict[str, Any]] = field(default=lambda cast, road: {"pk": road.pk})


def of_family(cast: Any, _road: Road) -> dict[str, Any]:
    return {"pk": cast.engagements["varnish"].pk}


def of_person(cast: Any, _road: Road) -> dict[str, Any]:
    return {"pk": cast.engagements["varnish"].pk, "person": cast.people["imelda"].pk}


def of_part(_cast: Any, road: Road) -> dict[str, Any]:
    return {"pk": road.pk, "number": 1}


def of_question(cast: Any, road: Road) -> dict[str, Any]:
    return {"pk": cast.engagements["varnish"].pk, "subject": road.pk}


def nowhere(_cast: Any, _road: Road) -> dict[str, Any]:
    return {}


def restated(road: Road) -> None:
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=PARTS)


def investigated(road: Road) -> None:
    record_proceedings(actor=road.actor("caseworker"), engagement=road.track.engagement, status="investigation")


def chased(road: Road) -> None:
    investigated(road)
    for _ in range(3):
        record_check(
            actor=road.actor("caseworker"), engagement=road.track.engagement, officer_role="Officer", answered=False
        )


def finished(road: Road) -> None:
    actions.disagree_and_finish(actor=road.actor("family_member"), pk=road.pk)


def screened(road: Road) -> None:
    record_screen(
        actor=road.actor("supervisor"), engagement=road.track.engagement, subject=road.pk,
        outcome="no_immediate_risk", reason="Nobody is at risk.",
    )  # fmt: skip


def given_up(road: Road) -> None:
    told = actions.Told("We cannot find out more.", support="Copperleaf Advocacy can help.")
    actions.propose_no_further_action(actor=road.actor("caseworker"), pk=road.pk, reason="No record.", told=told)


def withheld(road: Road) -> None:
    road.no_proceedings().write(1, WITHHELD).write(2)


def looked_at_again(road: Road) -> None:
    withheld(road)
    kept = {"what": "A letter", "text": "One.\n\nTwo."}
    actions.keep_item(actor=road.actor("caseworker"), pk=road.pk, number=1, **kept)
    road.propose().share()
    actions.ask_for_review(actor=road.actor("family_member"), pk=road.pk, number=1, missing="Please look again.")


def later(days: int) -> dt.date:
    return clock.add_working_days(clock.today(), days)


def without_family(cast: Any, _road: Road) -> dict[str, Any]:
    return {"pk": Asked(cast).ask().pk}


def agreed(cast: Any, _road: Road) -> dict[str, Any]:
    return {"pk": Asked(cast).ask().says("Philippa Marsh").opened().pk}


def chosen(cast: Any, road: Road) -> dict[str, Any]:
    family = cast.engagements["varnish"]
    families.open_with_reason(actor=cast.actor("safeguarding_lead"), engagement=family, reason="They named it.")
    return {**agreed(cast, road), "family": family.pk}


def tied(cast: Any, _road: Road) -> dict[str, Any]:
    return {"pk": Asked(cast).ask().says("Philippa Marsh").opened().tie().pk}


def of_thread(cast: Any, _road: Road) -> dict[str, Any]:
    return {"thread": families.open_conversation(
        actor=cast.actor("family_member"), person_id=cast.people["imelda"].pk
    ).pk}  # fmt: skip


DETAILS = {"side": "harmed", "side_basis": "reported", "known_to_social_care": "yes",
           "external_system": TYPED, "external_ref": TYPED}  # fmt: skip
EARLIER = dt.date(2014, 3, 27)

SHEETS = [
    Sheet("ask", "family_member", lambda cast: {"question": TYPED}, place=nowhere),
    Sheet("ask_for", "caseworker", lambda cast: {"asker": cast.people["imelda"].pk, "question": TYPED},
          place=lambda cast, road: {"engagement_id": cast.engagements["varnish"].pk}),
    Sheet("confirm", "family_member", lambda cast: {"right": "no", "instead": TYPED}, states.CLARIFYING, restated),
    Sheet("reply", "family_member", lambda cast: {"part_1": "no", "missing_1": TYPED, "part_2": "no",
          "missing_2": TYPED}, states.ANSWER_SHARED),
    Sheet("review", "family_member", lambda cast: {"missing": TYPED}, states.ANSWER_SHARED, place=of_part),
    Sheet("assign", "supervisor", lambda cast: {"worker": cast.users["marrowby"].pk, "link": "declared",
          "note": TYPED}, states.SCREENING),
    Sheet("restate", "caseworker", lambda cast: {"part_1": TYPED, "part_2": TYPED}, states.CLARIFYING),
    Sheet("answer", "caseworker", lambda cast: {"info_class": "incident_information", "status": "cannot_answer",
          "reason_code": "not_held", "text": TYPED, "elsewhere": TYPED}, states.ANSWERING, place=of_part),
    Sheet("waiting", "caseworker", lambda cast: {"whom": TYPED, **day("asked_on", clock.today())},
          states.ANSWERING, place=of_part),
    Sheet("extend", "caseworker", lambda cast: {**day("new_due", later(15)), "reason": TYPED, "family_told": TYPED},
          states.ANSWERING),
    Sheet("return_answer", "supervisor", lambda cast: {"reason": TYPED}, states.AWAITING_APPROVAL),
    Sheet("disagree", "family_member", lambda cast: {"why": TYPED}, states.ANSWER_SHARED),
    Sheet("come_back", "family_member", lambda cast: {"parts": ["1"], "why": TYPED}, states.ANSWER_SHARED, finished),
    Sheet("open_again", "supervisor", lambda cast: {"parts": ["1"], "why": TYPED}, states.ANSWER_SHARED, finished),
    Sheet("redirect_question", "supervisor", lambda cast: {"where": "complaint", "reason": TYPED, "told": TYPED,
          "how": "phone"}, states.SCREENING, screened),
    Sheet("propose_no_further_action", "caseworker", lambda cast: {"reason": TYPED, "told": TYPED, "support": TYPED,
          "how": "phone"}, states.ANSWERING),
    Sheet("return_no_further_action", "supervisor", lambda cast: {"reason": TYPED}, states.ANSWERING, given_up),
    Sheet("pause_for", "caseworker", lambda cast: {"reason": "provider_capacity", "why": TYPED, "told": TYPED,
          "how": "phone", **day("review_on", later(5))}, states.ANSWERING),
    Sheet("withhold", "caseworker", lambda cast: {"why_full": TYPED, "why_redacted": TYPED, "why_summary": TYPED,
          "best_interests": TYPED, "what": TYPED, "kept_where": TYPED, **day("next_date", later(20))},
          states.ANSWERING, withheld, of_part),
    Sheet("review_item", "information_governance", lambda cast: {"what": TYPED, "kept_where": TYPED},
          states.ANSWERING, looked_at_again, of_part),
    Sheet("review_released", "information_governance", lambda cast: {"reason": TYPED, "next_step": "decide"},
          states.ANSWERING, looked_at_again, of_part),
    Sheet("review_redacted", "information_governance", lambda cast: {"why_full": TYPED, "cover_2": "on",
          "code_2": "safety", "next_step": "decide"}, states.ANSWERING, looked_at_again, of_part),
    Sheet("review_summary", "information_governance", lambda cast: {"why_full": TYPED, "why_redacted": TYPED,
          "reason_code": "safety", "text": TYPED, "next_step": "decide"}, states.ANSWERING, looked_at_again, of_part),
    Sheet("review_refused", "information_governance", lambda cast: {"why_full": TYPED, "why_redacted": TYPED,
          "why_summary": TYPED, "reason_code": "not_held", "text": TYPED, "elsewhere": TYPED, "best_interests": TYPED,
          "next_step": "decide", **day("next_date", later(20))}, states.ANSWERING, looked_at_again, of_part),
    Sheet("refer_for_review", "caseworker", lambda cast: {"why": TYPED}, states.ANSWER_SHARED, place=of_part),
    Sheet("screen", "supervisor", lambda cast: {"outcome": "mash_contacted", "contact_outcome": TYPED,
          "reason": TYPED}, states.SCREENING, place=of_question),
    Sheet("proceedings_status", "caseworker", lambda cast: {"status": "charged", "note": TYPED, "non_objection": "on",
          "non_objection_ref": TYPED, "officer_role": TYPED, "officer_ref": TYPED, "outcome": TYPED,
          **day("next_check_due", later(5))}, place=of_family),
    Sheet("proceedings_check", "caseworker", lambda cast: {"answered": "yes", "officer_role": TYPED,
          "officer_ref": TYPED, "outcome": TYPED, **day("next_check_due", later(5))}, states.ANSWERING, investigated,
          of_family),
    Sheet("proceedings_escalation", "supervisor", lambda cast: {**day("taken_on", clock.today()), "note": TYPED},
          states.ANSWERING, chased, of_family),
    Sheet("need_met", "caseworker", lambda cast: {"how": "interpreter", "interpreter": TYPED,
          "conflict_checked": "on"}, states.ANSWERING,
          place=lambda cast, road: {**of_question(cast, road), "person": cast.people["imelda"].pk}),
    Sheet("engagement_new", "supervisor", lambda cast: dict(DETAILS), place=nowhere),
    Sheet("engagement_details", "supervisor", lambda cast: dict(DETAILS), place=of_family),
    Sheet("engagement_add_child", "supervisor", lambda cast: {"name": TYPED, **day("birth_date", EARLIER)},
          place=of_family),
    Sheet("engagement_add_adult", "caseworker", lambda cast: {"name": TYPED}, place=of_family),
    Sheet("person_change", "caseworker", lambda cast: {"name": TYPED}, place=of_person),
    Sheet("person_contact", "caseworker", lambda cast: {"kind": "address", "value": TYPED}, place=of_person),
    Sheet("engagement_worker", "supervisor", lambda cast: {"worker": cast.users["marrowby"].pk, "link": "no",
          "summary": TYPED}, place=of_family),
    Sheet("engagement_conflict", "caseworker", lambda cast: {"kind": "neighbour", "note": TYPED}, place=of_family),
    Sheet("engagement_look", "caseworker", lambda cast: {"reference": cast.engagements["achterberg"].reference,
          "reason": TYPED}, place=nowhere),
    Sheet("incident_new", "safeguarding_lead", lambda cast: {"note": TYPED}, place=nowhere),
    Sheet("engagement_open", "safeguarding_lead", lambda cast: {"reason": TYPED}, place=of_family),
    Sheet("family_open", "safeguarding_lead", lambda cast: {"reference": cast.engagements["varnish"].reference,
          "reason": TYPED}, place=nowhere),
    Sheet("held_text", "safeguarding_lead", lambda cast: {"decision": "keep_back", "reason": TYPED},
          place=lambda cast, road: {"pk": world.hold(cast)}),
    Sheet("thread", "family_member", lambda cast: {"text": TYPED}, place=of_thread),
    Sheet("thread_look", "supervisor", lambda cast: {"reason": TYPED}, place=of_thread),
    Sheet("ask_write", "stranger", lambda cast: {"question": TYPED, "saved": "yes"}, place=nowhere),
    Sheet("ask_call", "stranger", lambda cast: {"name": TYPED, "address": "07700 900 456", "when": TYPED,
          "voicemail_ok": "no", "may_say_who": "no"}, place=nowhere),
    Sheet("duty_call", "duty_worker", lambda cast: {"outcome": "spoke", "note": TYPED}, place=without_family),
    Sheet("duty_said", "duty_supervisor", lambda cast: {"name": TYPED, "words": TYPED, "how": "phone",
          "agrees": "yes"}, place=without_family),
    Sheet("question_tie", "safeguarding_lead", lambda cast: {"reference": cast.engagements["varnish"].reference,
          "reason": TYPED}, place=agreed),
    Sheet("question_tie_to", "safeguarding_lead", lambda cast: {"person": "add", "reason": TYPED}, place=chosen),
    Sheet("question_untie", "safeguarding_lead", lambda cast: {"reason": TYPED}, place=tied),
    Sheet("accounts_invite", "admin", lambda cast: {"name": TYPED, "email": "new@arrowmere.example",
          "role": "auditor", "post_title": TYPED}, place=nowhere),
    Sheet("accounts_post_title", "admin", lambda cast: {"post_title": TYPED},
          place=lambda cast, road: {"pk": cast.users["auditor"].pk}),
]  # fmt: skip


@dataclass
class Opened:
    """A form as its page shows it, ready to be filled in and sent."""

    client: Client
    path: str
    form: Any
    fills: dict[str, Any]

    @property
    def typed(self) -> list[str]:
        """The fields in which something is written."""
        return [name for name, value in self.fills.items() if value is TYPED]

    def limit(self, name: str) -> int:
        return int(self.form.fields[name].max_length)

    def hidden(self) -> dict[str, Any]:
        """What the page itself sends along."""
        return {box.html_name: box.value() for box in self.form.hidden_fields() if box.value() is not None}

    def send(self, texts: dict[str, str], **other: Any) -> HttpResponse:
        """Send it with these texts; ``other`` replaces, and None leaves out."""
        data = {**self.hidden(), **self.fills, **texts, **other}
        kept = {name: value for name, value in data.items() if value is not None and value is not TYPED}
        return self.client.post(self.path, kept)  # type: ignore[return-value]


def asked(cast: Any) -> dict[str, Any]:
    """A question in each of the states that a form is asked for in."""
    return {state: Road(cast).until(state).pk for state in sorted({sheet.state for sheet in SHEETS if sheet.state})}


def stranger() -> Client:
    """Somebody without an account, in the middle of a question."""
    client = Client()
    client.post("/ask/", {"unsafe": "no"})
    assert client.post("/ask/write/save/", {"question": "Who was there?"}).status_code == 204
    return client


def opened(sheet: Sheet, cast: Any, as_: Callable[[str], Client], questions: dict[str, Any]) -> Opened:
    """Bring the question to where this form is asked for, and open its page."""
    road = Road(cast, questions.get(sheet.state))
    if sheet.state:
        sheet.before(road)
    client, path = (
        stranger() if sheet.local == "stranger" else as_(sheet.local),
        reverse(sheet.name, kwargs=sheet.place(cast, road)),
    )
    return Opened(client, path, client.get(path).context["form"], sheet.fills(cast))
