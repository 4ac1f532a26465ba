"""The checks with police and court: what each records, when nobody answers, and who reads and writes of it."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from portal.accounts.actors import actor_of
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from reconciliation.families.actions import open_with_reason
from reconciliation.safeguards import actions
from reconciliation.safeguards.errors import NotEscalated, NothingToAsk
from reconciliation.safeguards.gates import LIVE, WAITED_FOR, proceedings_gate
from reconciliation.safeguards.models import (
    ProceedingsCheck,
    ProceedingsEscalation,
    ProceedingsStatus,
    ProceedingsWatch,
)
from reconciliation.safeguards.selectors import proceedings_facts, recorded_of, watch_of
from reconciliation.safeguards.words import Proceedings
from tests.safeguards.conftest import BARRED, Scene
from tests.safeguards.test_pages import day, signed_in, worker

ENDED = sorted(set(Proceedings.values) - WAITED_FOR - {"none_known"})


def stands(scene: Scene, status: str = "investigation", **also: object) -> ProceedingsStatus:
    return actions.record_proceedings(actor=scene.worker, engagement=scene.engagement, status=status, **also)  # type: ignore[arg-type]


def ask(scene: Scene, answered: bool = False, **also: object) -> ProceedingsCheck:
    answers: dict[str, object] = {"officer_role": "Officer in the case", "answered": answered} | also
    return actions.record_check(actor=scene.worker, engagement=scene.engagement, **answers)  # type: ignore[arg-type]


def chased(scene: Scene, times: int) -> None:
    stands(scene)
    for _ in range(times):
        ask(scene)


def take_on(scene: Scene, **also: object) -> ProceedingsEscalation:
    answers: dict[str, object] = {"actor": scene.supervisor, "taken_on": clock.today()} | also
    return actions.record_escalation(engagement=scene.engagement, **answers)  # type: ignore[arg-type]


def watch(scene: Scene) -> ProceedingsWatch:
    found = watch_of(scene.engagement.pk)
    assert found is not None
    return found


def page(scene: Scene, what: str = "") -> str:
    return f"/engagements/{scene.engagement.pk}/proceedings/{what}"


# --- Checks --------------------------------------------------------------------------------------


def test_the_next_check_is_due_after_ten_working_days_unless_somebody_says_sooner(scene: Scene) -> None:
    stands(scene)
    assert ask(scene).next_check_due == clock.add_working_days(clock.today(), 10)
    sooner = clock.add_working_days(clock.today(), 3)
    assert ask(scene, next_check_due=sooner).next_check_due == sooner
    assert watch(scene).next_due == sooner


def test_a_status_without_a_check_is_due_one_at_once(scene: Scene) -> None:
    stands(scene)
    assert watch(scene).next_due == clock.today()


@pytest.mark.parametrize("status", ENDED)
def test_where_it_has_ended_no_check_falls_due_but_one_can_be_made(scene: Scene, status: str) -> None:
    stands(scene)
    ask(scene)
    stands(scene, status)
    assert (watch(scene).next_due, watch(scene).chases) == (None, 0)
    ask(scene, answered=True)
    assert watch(scene).next_due is None


def test_without_a_status_and_where_none_is_known_there_is_nobody_to_ask(scene: Scene) -> None:
    for status in ("", "none_known"):
        if status:
            stands(scene, status)
        with pytest.raises(NothingToAsk):
            ask(scene)
        assert worker(scene).get(page(scene, "check/")).status_code == 409
    assert not ProceedingsCheck.objects.exists()


def test_checks_without_an_answer_are_counted_until_somebody_answers(scene: Scene) -> None:
    stands(scene)
    assert [ask(scene).chase_count for _ in range(3)] == [1, 2, 3]
    assert ask(scene, answered=True).chase_count == 0
    assert ask(scene).chase_count == 1


def test_another_status_that_is_waited_for_does_not_end_the_chases_and_an_end_does(scene: Scene) -> None:
    chased(scene, 2)
    stands(scene, "charged")
    assert ask(scene).chase_count == 3
    stands(scene, "no_further_action")
    stands(scene, "investigation")
    assert ask(scene).chase_count == 1


def test_a_chase_without_an_answer_does_not_keep_the_gate_open(scene: Scene) -> None:
    stands(scene, non_objection=True, non_objection_ref="Letter of 2 March")
    ask(scene, answered=True)
    later = dt.datetime.combine(clock.add_working_days(clock.today(), 11), dt.time(9), clock.LONDON)
    with time_machine.travel(later, tick=False):
        ask(scene)
        result = proceedings_gate("incident_information", proceedings_facts(scene.engagement.pk))
        assert "The last answer from police or court is more than 10 working days old." in result.why
        ask(scene, answered=True)
        assert proceedings_gate("incident_information", proceedings_facts(scene.engagement.pk)).passed


def test_a_check_is_on_the_record_with_its_count_and_none_of_its_texts(scene: Scene) -> None:
    chased(scene, 2)
    ask(scene, outcome="Canary outcome", officer_ref="Canary reference")
    details = AuditEntry.objects.filter(action="proceedings_checked").latest("sequence").details
    assert (details["chase_count"], details["escalated"], details["answered"]) == (3, True, False)
    assert "Canary" not in str(details)
    assert verify() == []


# --- Escalation ----------------------------------------------------------------------------------


def test_the_third_chase_without_an_answer_goes_to_the_supervisor(scene: Scene) -> None:
    chased(scene, 2)
    assert not watch(scene).escalated
    ask(scene)
    assert watch(scene).escalated
    assert "Escalated to the supervisor" in worker(scene).get(page(scene)).content.decode()


def test_the_supervisor_takes_it_to_the_partnership_contact_on_the_record(scene: Scene) -> None:
    chased(scene, 3)
    taken = take_on(scene, note="Canary: ask for a date.")
    assert (taken.contact, taken.taken_on) == (settings.PARTNERSHIP_CONTACT, clock.today())
    assert taken.recorded_by == scene.cast.east.supervisor
    entry = AuditEntry.objects.get(action="proceedings_escalated")
    assert entry.details["taken_on"] == clock.today().isoformat()
    assert "Canary" not in str(entry.details)
    assert not watch(scene).to_take_on
    assert "Taken to the partnership" in worker(scene).get(page(scene)).content.decode()


def test_it_is_taken_on_once_a_chase_and_again_after_the_next_one(scene: Scene) -> None:
    chased(scene, 3)
    take_on(scene)
    with pytest.raises(NotEscalated):
        take_on(scene)
    ask(scene)
    take_on(scene)
    assert ProceedingsEscalation.objects.count() == 2


def test_before_the_third_chase_and_after_an_answer_there_is_nothing_to_take_on(scene: Scene) -> None:
    chased(scene, 2)
    with pytest.raises(NotEscalated):
        take_on(scene)
    ask(scene)
    ask(scene, answered=True)
    with pytest.raises(NotEscalated):
        take_on(scene)
    boss = signed_in(scene.cast.east.supervisor)
    assert boss.get(page(scene, "escalation/")).status_code == 409
    assert not ProceedingsEscalation.objects.exists()


@pytest.mark.parametrize("who", ["the assigned worker", *BARRED])
def test_nobody_but_a_supervisor_of_the_team_takes_it_on(scene: Scene, who: str) -> None:
    chased(scene, 3)
    user = {"the assigned worker": scene.cast.east.worker, **scene.barred}[who]
    with pytest.raises(NotYours):
        take_on(scene, actor=actor_of(user))
    client = signed_in(user)
    assert client.get(page(scene, "escalation/")).status_code == 404
    assert client.post(page(scene, "escalation/"), day("taken_on", clock.today())).status_code == 404
    assert not ProceedingsEscalation.objects.exists()


# --- The pages -----------------------------------------------------------------------------------


def checked(**also: object) -> dict[str, object]:
    return {"answered": "no", "officer_role": "Officer in the case", "pk": str(uuid.uuid4())} | also


def test_the_page_says_where_it_stands_what_is_due_and_all_that_was_recorded_newest_first(scene: Scene) -> None:
    stands(scene, note="They spoke to the school.", non_objection=True, non_objection_ref="Letter of 2 March")
    ask(scene, answered=True, outcome="Waiting for the laboratory.", officer_ref="AR/88", officer_role="Detective")
    ask(scene)
    text = worker(scene).get(page(scene)).content.decode()
    for words in ("Investigation", "Letter of 2 March", "They spoke to the school.", "Waiting for the laboratory.",
                  "AR/88", "Next check due", "Support, safety plans and what happens next carry on"):  # fmt: skip
        assert words in text
    assert text.index("Check without an answer, 1 in a row.") < text.index("Check answered.") < text.index("Status: ")
    assert "east-worker of the cast" in text


def test_a_long_history_is_read_page_by_page_each_entry_once(scene: Scene) -> None:
    stands(scene)
    with time_machine.travel(clock.now(), tick=False):
        for number in range(40):
            ask(scene, answered=True, outcome=f"Answer {number}.")
    first = recorded_of(scene.engagement.pk)
    second = recorded_of(scene.engagement.pk, first.earlier)
    texts = [entry.text for entry in (*first.entries, *second.entries)]
    assert (len(first.entries), len(second.entries), second.earlier) == (25, 16, "")
    assert {f"Answer {number}." for number in range(40)} <= {f"Answer {t.split('Answer ')[1].split('.')[0]}."
                                                            for t in texts if "Answer " in t}  # fmt: skip
    assert recorded_of(scene.engagement.pk, "no key").entries == first.entries


def test_the_worker_records_a_chase_and_reads_when_the_next_one_is_due(scene: Scene) -> None:
    stands(scene)
    client = worker(scene)
    form = client.get(page(scene, "check/")).content.decode()
    due = clock.add_working_days(clock.today(), 10)
    assert f'value="{due.year}"' in form
    answer = client.post(page(scene, "check/"), checked(), follow=True)
    assert f"The next one is due on {due:%-d %B %Y}." in answer.content.decode()
    assert ProceedingsCheck.objects.get().chase_count == 1


def test_whom_the_last_check_asked_need_not_be_typed_again(scene: Scene) -> None:
    stands(scene)
    ask(scene, officer_role="Detective sergeant", officer_ref="AR/88")
    form = worker(scene).get(page(scene, "check/")).content.decode()
    assert 'value="Detective sergeant"' in form
    assert 'value="AR/88"' in form


def test_a_past_that_is_written_down_later_hides_nothing_that_came_after_it(scene: Scene) -> None:
    with clock.moved(clock.now() + dt.timedelta(days=1)):
        stands(scene)
    stands(scene, "none_known")
    assert watch(scene).status.status == "investigation"


def test_a_check_sent_twice_is_one_chase(scene: Scene) -> None:
    stands(scene)
    client, sent = worker(scene), checked()
    assert [client.post(page(scene, "check/"), sent).status_code for _ in range(2)] == [302, 302]
    assert ProceedingsCheck.objects.get().chase_count == 1
    assert client.post(page(scene, "check/"), sent | {"officer_role": "Somebody else"}).status_code == 409
    with pytest.raises(OutOfDate):
        ask(scene, pk=uuid.UUID(str(sent["pk"])), officer_role="Another")


def test_the_errors_of_a_check_say_what_to_enter(scene: Scene) -> None:
    stands(scene)
    client = worker(scene)
    empty = client.post(page(scene, "check/"), {}).content.decode()
    for words in ("Select yes if they answered", "Enter the role of the officer you asked"):
        assert words in empty
    assert "Enter what they said" in client.post(page(scene, "check/"), checked(answered="yes")).content.decode()
    far = checked() | day("next_check_due", clock.add_working_days(clock.today(), 11))
    assert "must be on or before" in client.post(page(scene, "check/"), far).content.decode()
    assert not ProceedingsCheck.objects.exists()


def test_the_supervisor_records_the_escalation_on_a_page_that_names_the_contact(scene: Scene) -> None:
    chased(scene, 3)
    boss = signed_in(scene.cast.east.supervisor)
    assert settings.PARTNERSHIP_CONTACT in boss.get(page(scene, "escalation/")).content.decode()
    assert "Enter the date when it was taken to them" in boss.post(page(scene, "escalation/"), {}).content.decode()
    ahead = day("taken_on", clock.today() + dt.timedelta(days=1))
    assert "must be today or in the past" in boss.post(page(scene, "escalation/"), ahead).content.decode()
    sent = day("taken_on", clock.today()) | {"note": "Asked for a date.", "pk": str(uuid.uuid4())}
    assert [boss.post(page(scene, "escalation/"), sent).status_code for _ in range(2)] == [302, 302]
    assert ProceedingsEscalation.objects.get().note == "Asked for a date."


# --- Who may not ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", sorted(set(BARRED) - {"an approver who is not assigned"}))
def test_nobody_else_reads_the_page_or_sends_a_check(scene: Scene, who: str) -> None:
    stands(scene)
    client = signed_in(scene.barred[who])
    assert client.get(page(scene)).status_code == 404
    assert client.get(page(scene, "check/")).status_code == 404
    assert client.post(page(scene, "check/"), checked()).status_code == 404
    assert not ProceedingsCheck.objects.exists()


def test_an_approver_reads_and_records_nothing(scene: Scene) -> None:
    stands(scene)
    client = signed_in(scene.cast.east.approver)
    text = client.get(page(scene)).content.decode()
    assert "Investigation" in text
    assert "Record" not in text
    assert client.get(page(scene, "check/")).status_code == 404


def test_the_safeguarding_lead_reads_it_with_a_reason_and_changes_nothing(scene: Scene) -> None:
    stands(scene, note="Canary note")
    client = signed_in(scene.cast.lead)
    assert client.get(page(scene)).status_code == 404
    open_with_reason(actor=actor_of(scene.cast.lead), engagement=scene.engagement, reason="A new report.")
    assert "Canary note" in client.get(page(scene)).content.decode()
    assert client.get(page(scene, "status/")).status_code == 404
    assert client.get(page(scene, "escalation/")).status_code == 404


def test_reading_the_page_is_recorded(scene: Scene) -> None:
    stands(scene)
    worker(scene).get(page(scene))
    entry = AuditEntry.objects.get(action="opened.proceedings")
    assert (entry.chain, entry.actor_id) == (scene.engagement.pk, scene.cast.east.worker.pk)


@pytest.mark.parametrize("what", ["", "status/", "check/", "escalation/"])
def test_a_stranger_is_sent_to_sign_in(scene: Scene, what: str) -> None:
    assert Client().get(page(scene, what))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("status", sorted(LIVE))
def test_every_status_that_goes_on_is_waited_for(scene: Scene, status: str) -> None:
    stands(scene, status)
    assert watch(scene).next_due is not None
