"""What is recorded, what the guards then read, and who may record nothing."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import time_machine
from django.db import DatabaseError, transaction

from portal.accounts.actors import actor_of
from portal.audit.actor import CLOCK, Actor
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.ui.refusals import NotYours
from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.safeguards import actions
from reconciliation.safeguards.errors import TooFarAhead
from reconciliation.safeguards.gates import language_gate, proceedings_gate, screen_gate
from reconciliation.safeguards.models import (
    CommunicationNeed,
    NeedMet,
    ProceedingsCheck,
    ProceedingsStatus,
    SafetyScreen,
)
from reconciliation.safeguards.selectors import language_facts, proceedings_facts, screen_facts
from tests.safeguards.conftest import BARRED, Scene

SECRET = "Canary Quillfeather"


def screen(scene: Scene, actor: Actor, **changed: object) -> SafetyScreen:
    answers: dict[str, object] = {
        "engagement": scene.engagement, "subject": scene.question, "outcome": "mash_contacted",
        "contact_outcome": SECRET, "reason": SECRET,
    }  # fmt: skip
    return actions.record_screen(actor=actor, **(answers | changed))  # type: ignore[arg-type]


def status(scene: Scene, actor: Actor, value: str = "investigation", **also: object) -> ProceedingsStatus:
    answers = {"note": SECRET} | also
    return actions.record_proceedings(actor=actor, engagement=scene.engagement, status=value, **answers)  # type: ignore[arg-type]


def check(scene: Scene, actor: Actor, days: int = 10) -> ProceedingsCheck:
    return actions.record_check(
        actor=actor, engagement=scene.engagement, officer_role="Officer in the case", officer_ref=SECRET,
        outcome=SECRET, next_check_due=clock.add_working_days(clock.today(), days),
    )  # fmt: skip


def need(scene: Scene, actor: Actor, language: str = "pl", form: str = "standard") -> CommunicationNeed:
    mother = scene.cast.east.mother
    return actions.record_need(actor=actor, engagement=scene.engagement, person=mother, language=language, format=form)


def met(scene: Scene, actor: Actor, **changed: object) -> NeedMet:
    answers: dict[str, object] = {
        "engagement": scene.engagement, "subject": scene.question, "person": scene.cast.east.mother,
        "how": "interpreter", "interpreter": SECRET, "conflict_checked": True,
    }  # fmt: skip
    return actions.record_need_met(actor=actor, **(answers | changed))  # type: ignore[arg-type]


def needed(scene: Scene) -> bool:
    return not language_gate(language_facts(scene.question, [scene.cast.east.mother.pk])).passed


EVERYTHING: dict[str, Callable[[Scene, Actor], object]] = {
    "screen": screen, "status": status, "check": check, "need": need, "met": met,
}  # fmt: skip


@pytest.mark.parametrize("who", ["worker", "supervisor"])
def test_the_assigned_worker_or_a_supervisor_records_the_screen(scene: Scene, who: str) -> None:
    assert not screen_gate(screen_facts(scene.question, since=None)).passed
    recorded = screen(scene, getattr(scene, who))
    result = screen_gate(screen_facts(scene.question, since=None))
    assert result.passed
    assert result.evidence == (str(recorded.pk),)


def test_a_question_that_comes_back_to_screening_needs_a_new_screen(scene: Scene) -> None:
    screen(scene, scene.worker)
    back = clock.now() + dt.timedelta(seconds=1)
    assert not screen_gate(screen_facts(scene.question, since=back)).passed
    with time_machine.travel(back + dt.timedelta(minutes=5)):
        screen(scene, scene.worker)
    assert screen_gate(screen_facts(scene.question, since=back)).passed


def test_a_screen_of_one_question_is_none_of_another(scene: Scene) -> None:
    screen(scene, scene.worker)
    assert not screen_gate(screen_facts(scene.other_question, since=None)).passed


def test_what_happened_waits_for_the_police_and_then_for_nobody(scene: Scene) -> None:
    def told() -> bool:
        return proceedings_gate("incident_information", proceedings_facts(scene.engagement.pk)).passed

    assert not told()
    status(scene, scene.worker)
    check(scene, scene.worker)
    assert not told()
    status(scene, scene.worker, non_objection=True, non_objection_ref=SECRET)
    assert told()
    status(scene, scene.worker)
    assert not told()
    status(scene, scene.worker, "no_further_action")
    assert told()


def test_a_check_is_too_old_after_ten_working_days(scene: Scene) -> None:
    status(scene, scene.worker, "concluded_conviction")
    check(scene, scene.worker)
    for days, passes in ((10, True), (11, False)):
        day = clock.add_working_days(clock.today(), days)
        with time_machine.travel(dt.datetime.combine(day, dt.time(9), clock.LONDON), tick=False):
            facts = proceedings_facts(scene.engagement.pk)
            assert proceedings_gate("incident_information", facts).passed is passes


@pytest.mark.parametrize("days", [0, 1, 10])
def test_the_next_check_falls_within_ten_working_days(scene: Scene, days: int) -> None:
    status(scene, scene.worker)
    due = clock.add_working_days(clock.today(), days)
    assert check(scene, scene.worker, days).next_check_due == due


def test_a_next_check_further_ahead_is_refused(scene: Scene) -> None:
    with pytest.raises(TooFarAhead):
        check(scene, scene.worker, 11)


def test_a_need_holds_the_answer_until_it_was_met_for_this_question(scene: Scene) -> None:
    assert not needed(scene)
    need(scene, scene.worker)
    assert needed(scene)
    met(scene, scene.worker, conflict_checked=False)
    assert needed(scene)
    met(scene, scene.worker)
    assert not needed(scene)
    assert not language_gate(language_facts(uuid.uuid4(), [scene.cast.east.mother.pk])).passed


def test_a_need_that_changes_has_to_be_met_again(scene: Scene) -> None:
    need(scene, scene.worker)
    met(scene, scene.worker)
    need(scene, scene.worker, "pl", "audio")
    assert needed(scene)
    assert CommunicationNeed.objects.filter(until=None).count() == 1


def test_the_same_need_recorded_again_changes_nothing(scene: Scene) -> None:
    first = need(scene, scene.worker)
    met(scene, scene.worker)
    assert need(scene, scene.worker) == first
    assert not needed(scene)


def test_a_worker_who_speaks_the_language_needs_no_check(scene: Scene) -> None:
    need(scene, scene.worker)
    met(scene, scene.worker, how="worker", interpreter="", conflict_checked=False)
    assert not needed(scene)


def test_everything_stands_on_the_familys_chain_and_nothing_private_does(scene: Scene) -> None:
    for record in EVERYTHING.values():
        record(scene, scene.worker)
    entries = AuditEntry.objects.filter(chain=scene.engagement.pk).order_by("sequence")
    assert [entry.action for entry in entries][-5:] == [
        "screen_recorded", "proceedings_recorded", "proceedings_checked", "need_recorded", "need_met_recorded",
    ]  # fmt: skip
    assert not any(SECRET in str(entry.details) for entry in entries)
    assert all(entry.digest for entry in entries)
    assert verify() == []


@pytest.mark.engine
@pytest.mark.parametrize("name", ["screen", "status", "check", "met"])
def test_a_record_is_neither_changed_nor_removed(scene: Scene, name: str) -> None:
    status(scene, scene.worker)
    row = EVERYTHING[name](scene, scene.worker)
    rows = type(row).objects.filter(pk=row.pk)  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(engagement=scene.cast.west.engagement)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    assert rows.exists()


def test_a_question_or_a_person_of_the_other_family_cannot_be_named(scene: Scene) -> None:
    with pytest.raises(NotYours):
        screen(scene, scene.worker, subject=scene.other_question)
    with pytest.raises(NotYours):
        screen(scene, scene.worker, subject=uuid.uuid4())
    with pytest.raises(NotYours):
        met(scene, scene.worker, subject=scene.other_question)
    with pytest.raises(NotYours):
        met(scene, scene.worker, person=scene.cast.west.mother)
    assert not SafetyScreen.objects.exists()
    assert not NeedMet.objects.exists()


@pytest.mark.parametrize("what", sorted(EVERYTHING))
@pytest.mark.parametrize("who", BARRED)
def test_nobody_else_records_anything(scene: Scene, what: str, who: str) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(NotYours):
        EVERYTHING[what](scene, actor_of(scene.barred[who]))
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("what", sorted(EVERYTHING))
def test_the_clock_records_nothing(scene: Scene, what: str) -> None:
    with pytest.raises(NotYours):
        EVERYTHING[what](scene, CLOCK)


@pytest.mark.parametrize("what", sorted(EVERYTHING))
def test_a_worker_who_declared_a_conflict_records_nothing(scene: Scene, what: str) -> None:
    families.declare_conflict(actor=scene.worker, engagement=scene.engagement, kind="neighbour", note="")
    with pytest.raises(NotYours):
        EVERYTHING[what](scene, scene.worker)
