"""The guards of this room: each with what closes it, what opens it, and what it never blocks."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.workflow import clock
from reconciliation.safeguards.facts import LanguageFacts, NeedFact, ProceedingsFacts, ScreenFacts
from reconciliation.safeguards.gates import (
    ALWAYS,
    BETWEEN_FAMILIES,
    INTER_FAMILY,
    LIVE,
    language_gate,
    proceedings_gate,
    screen_gate,
)
from reconciliation.safeguards.words import Proceedings, ScreenOutcome

NOON = dt.datetime(2026, 4, 15, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
ENDED = sorted(set(Proceedings) - LIVE - {Proceedings.NONE_KNOWN})

facts_of_proceedings = st.builds(
    ProceedingsFacts,
    today=st.just(TODAY),
    status=st.sampled_from(["", *Proceedings.values]),
    non_objection=st.booleans(),
    last_check_on=st.one_of(st.none(), st.dates(dt.date(2025, 1, 1), TODAY)),
)


def proceedings(status: str = "", *, checked: dt.date | None = TODAY, non_objection: bool = False) -> ProceedingsFacts:
    return ProceedingsFacts(
        today=TODAY,
        status=status,
        status_id=uuid.uuid4() if status else None,
        non_objection=non_objection,
        last_check_on=checked,
        check_id=uuid.uuid4() if checked else None,
    )


# --- The safeguarding screen ---------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ScreenOutcome.values)
def test_any_recorded_screen_opens_the_gate_and_is_its_evidence(outcome: str) -> None:
    screen = uuid.uuid4()
    result = screen_gate(ScreenFacts(since=NOON, screen_id=screen, outcome=outcome, recorded_at=NOON))
    assert result.passed
    assert result.evidence == (str(screen),)
    assert result.as_at == NOON


@pytest.mark.parametrize("facts", [None, ScreenFacts(since=NOON)])
def test_without_a_screen_the_gate_says_what_is_missing_and_what_opens_it(facts: ScreenFacts | None) -> None:
    result = screen_gate(facts)
    assert not result.passed
    assert result.why == "No safeguarding screen is recorded since the question came in."
    assert result.opens == "Record the safeguarding screen."


def test_a_screen_made_before_the_question_came_back_to_screening_does_not_count() -> None:
    before = NOON - dt.timedelta(seconds=1)
    result = screen_gate(ScreenFacts(since=NOON, screen_id=uuid.uuid4(), recorded_at=before))
    assert not result.passed
    assert result.opens == "Record a new safeguarding screen."


# --- Police and court work -----------------------------------------------------------------------


@given(
    activity=st.sampled_from(sorted(ALWAYS)),
    status=st.sampled_from(["", *Proceedings.values]),
    non_objection=st.booleans(),
    checked=st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), TODAY)),
)
def test_no_status_and_no_check_late_or_missing_ever_blocks_support_safety_or_what_happens_next(
    activity: str, status: str, non_objection: bool, checked: dt.date | None
) -> None:
    assert proceedings_gate(activity, proceedings(status, checked=checked, non_objection=non_objection)).passed
    assert proceedings_gate(activity, None).passed


def test_what_is_never_blocked_are_help_safety_and_what_happens_next() -> None:
    named = {"support", "support_referral", "therapy", "advocacy", "process_information", "safety_plan"}
    assert named <= ALWAYS
    assert not ALWAYS & (BETWEEN_FAMILIES | {"incident_information", "org_meeting"})


@pytest.mark.parametrize("activity", sorted(BETWEEN_FAMILIES))
@pytest.mark.parametrize("status", sorted(LIVE | {"right_to_review"}))
def test_no_written_non_objection_lets_the_families_meet_or_write(activity: str, status: str) -> None:
    result = proceedings_gate(activity, proceedings(status, non_objection=True))
    assert (result.passed, result.guard) == (False, "G_GATE(inter_family)")


def test_a_decision_that_can_be_reviewed_holds_back_contact_between_families_and_nothing_else() -> None:
    facts = proceedings("right_to_review")
    assert proceedings_gate("incident_information", facts).passed
    assert not proceedings_gate(INTER_FAMILY, facts).passed


def test_without_any_answer_the_gate_says_so_and_does_not_call_it_old() -> None:
    assert proceedings_gate("incident_information", proceedings("bail", checked=None)).why == (
        "No answer from police or court is recorded."
    )


@pytest.mark.parametrize("facts", [None, proceedings(checked=None)])
def test_what_happened_waits_until_a_status_is_recorded(facts: ProceedingsFacts | None) -> None:
    result = proceedings_gate("incident_information", facts)
    assert not result.passed
    assert result.opens == "Record the police or court status."


def test_nothing_known_needs_no_check() -> None:
    assert proceedings_gate("incident_information", proceedings("none_known", checked=None)).passed


@pytest.mark.parametrize("status", ENDED)
def test_what_happened_may_be_told_when_it_has_ended(status: str) -> None:
    facts = proceedings(status)
    result = proceedings_gate("incident_information", facts)
    assert result.passed
    assert result.evidence == (str(facts.status_id), str(facts.check_id))


@pytest.mark.parametrize("status", sorted(LIVE))
def test_what_happened_waits_while_it_goes_on(status: str) -> None:
    result = proceedings_gate("incident_information", proceedings(status))
    assert not result.passed
    assert "non-objection" in result.opens


@pytest.mark.parametrize("status", sorted(LIVE))
def test_a_written_non_objection_lets_what_happened_be_told(status: str) -> None:
    assert proceedings_gate("incident_information", proceedings(status, non_objection=True)).passed


@pytest.mark.parametrize("status", sorted({*ENDED, *LIVE}))
def test_a_check_holds_for_ten_working_days_and_not_for_eleven(status: str) -> None:
    # Easter lies between: 30 March and ten working days is 15 April.
    for checked, holds in ((dt.date(2026, 3, 30), True), (dt.date(2026, 3, 27), False), (None, False)):
        facts = proceedings(status, checked=checked, non_objection=True)
        assert proceedings_gate("incident_information", facts).passed is holds


@given(facts_of_proceedings)
def test_an_activity_that_nobody_named_is_judged_as_information(facts: ProceedingsFacts) -> None:
    told = proceedings_gate("incident_information", facts)
    assert proceedings_gate("something_new", facts) == told


@given(facts_of_proceedings)
def test_contact_between_families_has_no_override(facts: ProceedingsFacts) -> None:
    if facts.status in LIVE | {"", "right_to_review"}:
        assert not proceedings_gate(INTER_FAMILY, facts).passed


@given(facts_of_proceedings)
def test_every_refusal_says_in_plain_words_what_is_missing_and_what_opens_it(facts: ProceedingsFacts) -> None:
    for activity in ("incident_information", INTER_FAMILY):
        result = proceedings_gate(activity, facts)
        assert result.passed or (result.why.endswith(".") and result.opens.endswith("."))


@given(facts_of_proceedings)
def test_nothing_but_none_known_passes_on_an_old_check(facts: ProceedingsFacts) -> None:
    if not proceedings_gate("incident_information", facts).passed or facts.status == "none_known":
        return
    assert facts.last_check_on is not None
    assert clock.working_days_between(facts.last_check_on, facts.today) <= 10


# --- Language and format -------------------------------------------------------------------------


def need(language: str = "pl", form: str = "standard", **met: object) -> NeedFact:
    return NeedFact(person_id=uuid.uuid4(), language=language, format=form, **met)  # type: ignore[arg-type]


@pytest.mark.parametrize("facts", [None, LanguageFacts(), LanguageFacts((need("en"),))])
def test_readers_of_plain_english_need_nothing(facts: LanguageFacts | None) -> None:
    assert language_gate(facts).passed


@pytest.mark.parametrize("reader", [need("pl"), need("en", "bsl"), need("ar", "audio")])
def test_another_language_or_format_waits_until_it_was_met(reader: NeedFact) -> None:
    result = language_gate(LanguageFacts((need("en"), reader)))
    assert not result.passed
    assert result.opens == "Record how the need was met for this question."


def test_an_interpreter_who_was_not_asked_about_links_does_not_count() -> None:
    reader = need(met_id=uuid.uuid4(), interpreter=True, interpreter_checked=False)
    result = language_gate(LanguageFacts((reader,)))
    assert not result.passed
    assert result.opens == "Check for links, and record it."


@pytest.mark.parametrize("interpreter", [True, False])
def test_a_need_that_was_met_opens_the_gate_and_is_its_evidence(interpreter: bool) -> None:
    met = uuid.uuid4()
    result = language_gate(LanguageFacts((need(met_id=met, interpreter=interpreter, interpreter_checked=True),)))
    assert result.passed
    assert result.evidence == (str(met),)


def test_one_reader_served_does_not_serve_another() -> None:
    served = need(met_id=uuid.uuid4())
    assert not language_gate(LanguageFacts((served, need("ur")))).passed
