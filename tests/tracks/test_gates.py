"""Each guard of the short-term track, judged over plain facts."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from portal.workflow.guards import NOT_AVAILABLE, Gate
from reconciliation.safeguards.facts import LanguageFacts, NeedFact, ProceedingsFacts, ScreenFacts
from reconciliation.tracks import gates
from reconciliation.tracks.facts import INCIDENT_INFORMATION, PROCESS_INFORMATION, Facts, PartFact

TODAY = dt.date(2026, 4, 15)
NOW = dt.datetime(2026, 4, 15, 10, tzinfo=dt.UTC)
ME, OTHER = uuid.uuid4(), uuid.uuid4()
FACTS = Facts(today=TODAY, now=NOW, actor_id=ME)


def part(number: int = 1, **more: object) -> PartFact:
    ready: dict[str, object] = {
        "id": uuid.uuid4(), "number": number, "shared_status": "not_yet", "answer_id": uuid.uuid4(),
        "status": "answered", "info_class": INCIDENT_INFORMATION, "has_text": True,
    }  # fmt: skip
    return PartFact(**{**ready, **more})  # type: ignore[arg-type]


def police(status: str, **more: object) -> ProceedingsFacts:
    known = {"last_check_on": TODAY - dt.timedelta(days=3), "status_id": uuid.uuid4(), **more}
    return ProceedingsFacts(today=TODAY, status=status, **known)  # type: ignore[arg-type]


SCREENED = ScreenFacts(since=NOW - dt.timedelta(days=1), screen_id=uuid.uuid4(), recorded_at=NOW)
NEED = NeedFact(person_id=uuid.uuid4(), language="ar", format="audio")
PROPOSED = {
    "proposal_id": uuid.uuid4(), "proposed_by": OTHER, "version_shown": "v1", "version_proposed": "v1",
    "actor_is_approver": True,
}  # fmt: skip

TABLE: list[tuple[str, Gate, dict[str, object], bool]] = [
    ("no screen", gates.screen, {}, False),
    ("a screen made since", gates.screen, {"screen": SCREENED}, True),
    ("a screen from before the return", gates.screen,
     {"screen": replace(SCREENED, since=NOW + dt.timedelta(1))}, False),
    ("nobody chosen", gates.conflict, {}, False),
    ("chosen and not asked", gates.conflict, {"worker_id": OTHER}, False),
    ("asked, no link", gates.conflict, {"worker_id": OTHER, "worker_answer": "none_declared"}, True),
    ("a declared link", gates.conflict, {"worker_id": OTHER, "worker_answer": "declared"}, False),
    ("works with the other side", gates.conflict,
     {"worker_id": OTHER, "worker_answer": "none_declared", "worker_on_other_side": True}, False),
    ("nothing said back", gates.restated, {"actor_is_asker": True}, False),
    ("the asker confirms", gates.restated, {"restated": True, "actor_is_asker": True}, True),
    ("their own wording", gates.restated, {"restated": True, "restated_verbatim": True}, True),
    ("four days without a reply", gates.restated, {"restated": True, "restated_days": 4}, False),
    ("five days without a reply", gates.restated, {"restated": True, "restated_days": 5}, True),
    ("the family said no", gates.restated, {"restated": True, "restated_days": 9, "restated_rejected": True}, False),
    ("no answer written", gates.parts_complete, {"parts": (part(answer_id=None),)}, False),
    ("a whole answer", gates.parts_complete, {"parts": (part(),)}, True),
    ("in part, no reason", gates.parts_complete, {"parts": (part(status="part"),)}, False),
    ("in part, with a reason", gates.parts_complete, {"parts": (part(status="part", reason_code="safety"),)}, True),
    ("not held, and not said who does", gates.parts_complete,
     {"parts": (part(status="cannot_answer", reason_code="not_held", explains=False),)}, False),
    ("no status of proceedings", gates.information, {"parts": (part(),)}, False),
    ("nothing known", gates.information,
     {"parts": (part(),), "proceedings": police("none_known", last_check_on=None)}, True),
    ("an investigation", gates.information, {"parts": (part(),), "proceedings": police("investigation")}, False),
    ("an investigation and no objection", gates.information,
     {"parts": (part(),), "proceedings": police("investigation", non_objection=True)}, True),
    ("an old check", gates.information,
     {"parts": (part(),), "proceedings": police("no_further_action", last_check_on=dt.date(2026, 3, 20))}, False),
    ("a right to review holds back contact only", gates.information,
     {"parts": (part(),), "proceedings": police("right_to_review")}, True),
    ("what happens next, during an investigation", gates.information,
     {"parts": (part(info_class=PROCESS_INFORMATION),), "proceedings": police("investigation")}, True),
    ("saying that it cannot be answered, during an investigation", gates.information,
     {"parts": (part(status="cannot_answer", reason_code="live_proceedings"),), "proceedings": police("court")}, True),
    ("one blocked part does not block another", gates.information,
     {"parts": (part(1), part(2, info_class=PROCESS_INFORMATION)), "named": frozenset({2}),
      "proceedings": police("court")}, True),
    ("only process", gates.process_only, {"parts": (part(info_class=PROCESS_INFORMATION),)}, True),
    ("what happened needs a second person", gates.process_only, {"parts": (part(),)}, False),
    ("nothing proposed", gates.approved, {"actor_is_approver": True}, False),
    ("someone else approves the exact version", gates.approved, PROPOSED, True),
    ("no approver", gates.approved, {**PROPOSED, "actor_is_approver": False}, False),
    ("who proposed approves", gates.approved, {**PROPOSED, "proposed_by": ME}, False),
    ("another version", gates.approved, {**PROPOSED, "version_shown": "v0"}, False),
    ("a need that is not met", gates.language, {"language": LanguageFacts((NEED,))}, False),
    ("a need that is met", gates.language, {"language": LanguageFacts((replace(NEED, met_id=uuid.uuid4()),))}, True),
    ("an unchecked interpreter", gates.language,
     {"language": LanguageFacts((replace(NEED, met_id=uuid.uuid4(), interpreter=True),))}, False),
    ("plain English", gates.language,
     {"language": LanguageFacts((replace(NEED, language="en", format="standard"),))}, True),
    ("a held text", gates.recipient, {"parts": (part(held=True),)}, False),
    ("nothing held", gates.recipient, {}, True),
    ("no reason", gates.reason_given, {"reason": "  "}, False),
    ("a reason", gates.reason_given, {"reason": "Because."}, True),
    ("nobody told", gates.told, {}, False),
    ("told", gates.told, {"told": "By phone."}, True),
    ("the family itself does it", gates.told, {"actor_is_asker": True}, True),
    ("a part is owed", gates.nothing_outstanding, {"parts": (part(),)}, False),
    ("nothing is owed", gates.nothing_outstanding, {"parts": (part(shared_status="part"),)}, True),
    ("silent on a part", gates.every_part_answers, {"parts": (part(answers_me=True), part(2))}, False),
    ("every part answers", gates.every_part_answers, {"parts": (part(answers_me=True),)}, True),
    ("no part named", gates.loops_left, {"parts": (part(),)}, False),
    ("a part named", gates.loops_left, {"parts": (part(shared_status="answered"),), "named": frozenset({1})}, True),
    ("the third round", gates.loops_left,
     {"parts": (part(shared_status="answered"),), "named": frozenset({1}), "loops": 2}, False),
    ("a part that cannot be answered", gates.loops_left,
     {"parts": (part(shared_status="cannot_answer"),), "named": frozenset({1})}, False),
    ("a part still owed goes on", gates.part_can_go_on, {"parts": (part(),)}, True),
    ("nothing left", gates.part_can_go_on, {"parts": (part(shared_status="answered"),)}, False),
    ("no support offered", gates.support_offered, {}, False),
    ("nineteen days", gates.reminded, {"waited_days": 19}, False),
    ("twenty days, a safe channel, one reminder", gates.reminded,
     {"waited_days": 20, "safe_channel": True, "reminders": 1}, False),
    ("twenty days, no safe channel", gates.reminded, {"waited_days": 20}, True),
    ("involved before", gates.reviewer_uninvolved, {"involved_before": True}, False),
    ("refused without considering a summary", gates.considered_in_order,
     {"outcome": "refused", "considered": ("full", "redacted")}, False),
    ("summary after full and redacted", gates.considered_in_order,
     {"outcome": "summary", "considered": ("full", "redacted")}, True),
    ("a worker pauses a review", gates.pause_allowed, {"from_state": "information_escalation"}, False),
    ("a pause without a date", gates.review_date, {}, False),
    ("a worker ends the family's pause", gates.resume_allowed, {"paused_by_family": True}, False),
    ("the family ends a worker's pause", gates.resume_allowed, {"actor_is_asker": True}, False),
    ("the family ends a pause that is its own", gates.resume_allowed,
     {"actor_is_asker": True, "paused_for_family": True}, True),
    ("thirteen months later", gates.reopen_in_time,
     {"actor_is_asker": True, "closed_on": TODAY - dt.timedelta(days=400)}, False),
    ("a supervisor at any time", gates.reopen_in_time, {"closed_on": TODAY - dt.timedelta(days=4000)}, True),
]  # fmt: skip


@pytest.mark.parametrize(("gate", "facts", "holds"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_guard_holds_exactly_where_the_rule_says(gate: Gate, facts: dict[str, object], holds: bool) -> None:
    result = gate(replace(FACTS, **facts))  # type: ignore[arg-type]
    assert result.passed is holds
    if not holds:
        assert result.why.endswith(".")
        assert result.opens.endswith(".")


@pytest.mark.parametrize("facts", [{"parts": (part(held=True),)}, {"worker_id": OTHER, "worker_answer": "declared"}])
def test_a_wall_explains_itself_to_nobody_but_the_safeguarding_lead(facts: dict[str, object]) -> None:
    gate = gates.recipient if "parts" in facts else gates.conflict
    result = gate(replace(FACTS, **facts))  # type: ignore[arg-type]
    for role in ("family_member", "young_person", "caseworker", "supervisor", "information_governance", "auditor"):
        assert result.told_to(role)[0] == NOT_AVAILABLE
    assert result.told_to("safeguarding_lead")[0] != NOT_AVAILABLE


@pytest.mark.parametrize(
    "status",
    ["", "none_known", "police_enquiry", "investigation", "released_under_investigation", "bail", "charged", "court",
     "concluded_conviction", "concluded_acquittal", "out_of_court", "no_further_action", "right_to_review"],
)  # fmt: skip
def test_no_status_of_proceedings_ever_holds_back_what_happens_next(status: str) -> None:
    facts = replace(
        FACTS, parts=(part(info_class=PROCESS_INFORMATION),), proceedings=police(status, last_check_on=None)
    )
    assert gates.information(facts).passed
