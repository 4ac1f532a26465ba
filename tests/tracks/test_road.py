"""The straight road and its branches, through the real actions."""

import datetime as dt
import uuid
from typing import Any

import pytest

from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.errors import MoveRefused
from portal.workflow.guards import NOT_AVAILABLE
from portal.workflow.ledger import CannotExtend
from portal.workflow.models import Deadline, DecisionRecord, MoveRecord
from reconciliation.families import actions as families
from reconciliation.safeguards.actions import record_need, record_need_met, record_proceedings
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import AnswerText, Reply
from reconciliation.tracks.models import Proposal, ShortTermTrack
from reconciliation.tracks.selectors.told import told
from tests.tracks.road import ANSWER, PARTS, PROCESS, QUESTION, WITHHELD, Road

pytestmark = pytest.mark.django_db
YES, NO = Reply(answers_me=True), Reply(answers_me=False, missing="The date is missing.")


def events(road: Road) -> list[str]:
    return [row.event for row in MoveRecord.objects.filter(track_id=road.pk)]


def due(road: Road, kind: str) -> Deadline | None:
    return Deadline.objects.filter(track_id=road.pk, kind=kind, stopped_at=None).first()


def test_a_question_is_asked_screened_assigned_agreed_answered_approved_and_said_to_be_answered(road: Road) -> None:
    road.until(states.ANSWER_SHARED)
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: YES, 2: YES})
    assert road.track.current == states.CLOSED_ANSWERED
    assert events(road) == [
        "submit_question", "start_screen", "assign", "confirm_question", "propose_answer", "share_answer",
        "family_satisfied",
    ]  # fmt: skip
    assert not Deadline.objects.filter(track_id=road.pk, stopped_at=None).exists()
    assert road.track.next_due is None
    assert verify() == []


def test_each_move_leaves_one_record_and_one_entry_that_carries_its_hash(road: Road) -> None:
    road.until(states.ANSWER_SHARED)
    for record in MoveRecord.objects.filter(track_id=road.pk):
        entry = AuditEntry.objects.get(row_id=record.pk)
        assert entry.chain == road.track.engagement_id
        assert len(entry.digest) == 64
        decision = DecisionRecord.objects.filter(move=record).first()
        assert ("decision_digest" in entry.details) is (decision is not None)


def test_the_answer_is_due_ten_working_days_after_receipt_and_the_worker_is_named(road: Road) -> None:
    road.ask()
    owed = due(road, "answer")
    assert owed is not None
    assert owed.due_on == clock.due_on(road.track.received_at, 10)
    road.screen().assign()
    account = told(road.track)
    assert "Rowan Tallis" in account.who


def test_sending_the_same_draft_twice_makes_one_question(road: Road) -> None:
    asker = road.actor("family_member")
    draft = actions.save_draft(actor=asker, person=road.cast.people["imelda"], text=QUESTION)
    first = actions.submit_question(actor=asker, draft_id=draft.pk)
    assert actions.submit_question(actor=asker, draft_id=draft.pk).pk == first.pk
    assert MoveRecord.objects.filter(track_id=first.pk).count() == 1


def test_the_familys_own_wording_needs_no_confirmation(road: Road) -> None:
    road.ask("Can I see the report?").screen().assign()
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Can I see the report?"])
    actions.confirm_question(actor=road.actor("caseworker"), pk=road.pk)
    assert [part.wording for part in road.track.parts.all()] == ["Can I see the report?"]


def test_a_worker_cannot_confirm_a_restated_question_until_five_working_days_have_passed(road: Road) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=PARTS)
    with pytest.raises(MoveRefused) as refused:
        actions.confirm_question(actor=road.actor("caseworker"), pk=road.pk)
    assert "five working days" in refused.value.reasons("caseworker")[0]
    later = dt.datetime.combine(clock.add_working_days(clock.today(), 5), dt.time(9), tzinfo=clock.LONDON)
    with clock.moved(later):
        actions.confirm_question(actor=road.actor("caseworker"), pk=road.pk)
    assert road.track.current == states.ANSWERING


def test_a_rejected_wording_cannot_be_confirmed_by_anybody_until_it_is_written_again(road: Road) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=PARTS)
    actions.reject_restatement(actor=road.actor("family_member"), pk=road.pk, because="I asked about the visit.")
    for local in ("caseworker", "family_member"):
        with pytest.raises(MoveRefused):
            actions.confirm_question(actor=road.actor(local), pk=road.pk)
    road.agree(["Was there a visit?"])
    assert road.track.current == states.ANSWERING


def test_one_part_can_be_shared_while_another_is_still_open_and_its_date_goes_on(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1).propose().share()
    assert [part.status for part in road.track.parts.all()] == ["answered", "not_yet"]
    assert due(road, "answer") is not None
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: YES})
    assert road.track.current == states.ANSWER_SHARED
    actions.continue_part(actor=road.actor("caseworker"), pk=road.pk)
    road.write(2).propose().share()
    assert due(road, "answer") is None
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: YES, 2: YES})
    assert road.track.current == states.CLOSED_ANSWERED


def test_a_question_is_not_finished_while_a_part_is_owed(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1).propose().share()
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: YES})
    assert road.track.is_open


def test_what_happens_next_goes_without_approval_and_what_happened_does_not(road: Road) -> None:
    road.until(states.ANSWERING).write(1, PROCESS).write(2)
    with pytest.raises(MoveRefused) as refused:
        actions.share_process_information(actor=road.actor("caseworker"), pk=road.pk)
    assert "Part 2 is about what happened." in refused.value.reasons("caseworker")[0]
    actions.share_process_information(actor=road.actor("caseworker"), pk=road.pk, numbers=frozenset({1}))
    assert road.track.current == states.ANSWER_SHARED


def test_an_investigation_blocks_the_part_about_what_happened_and_no_other(road: Road) -> None:
    road.until(states.ANSWERING).write(1).write(2, PROCESS)
    record_proceedings(actor=road.actor("caseworker"), engagement=road.track.engagement, status="investigation")
    with pytest.raises(MoveRefused):
        actions.propose(actor=road.actor("caseworker"), pk=road.pk)
    actions.propose(actor=road.actor("caseworker"), pk=road.pk, numbers=frozenset({2}))
    assert road.track.current == states.AWAITING_APPROVAL


def test_who_proposed_cannot_approve_and_an_approver_approves_only_what_was_shown(road: Road) -> None:
    road.until(states.AWAITING_APPROVAL)
    with pytest.raises(MoveRefused) as refused:
        actions.share_answer(actor=road.actor("supervisor"), pk=road.pk, version_shown="0" * 64)
    assert "changed" in refused.value.reasons("supervisor")[0]
    with pytest.raises(NotYours):
        road.share("caseworker")
    Proposal.objects.filter(track_id=road.pk).update(actor_id=road.cast.users["supervisor"].pk)
    with pytest.raises(MoveRefused) as own:
        road.share("supervisor")
    assert "cannot approve" in own.value.reasons("supervisor")[0]
    road.share("second_supervisor")
    assert road.track.current == states.ANSWER_SHARED


def test_a_returned_answer_goes_back_with_its_reason_and_can_be_proposed_again(road: Road) -> None:
    road.until(states.AWAITING_APPROVAL)
    with pytest.raises(MoveRefused):
        actions.return_answer(actor=road.actor("supervisor"), pk=road.pk, reason=" ")
    actions.return_answer(actor=road.actor("supervisor"), pk=road.pk, reason="Say who decided.")
    road.write(1).propose().share()
    assert DecisionRecord.objects.get(track_id=road.pk, event="return").reason_text == "Say who decided."


def test_not_answered_goes_back_twice_and_then_someone_new_looks(road: Road) -> None:
    road.until(states.ANSWER_SHARED)
    for loop in (1, 2):
        actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: NO, 2: YES})
        assert (road.track.current, road.track.loops) == (states.ANSWERING, loop)
        road.write(1).propose().share()
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: NO, 2: YES})
    assert road.track.current == states.INFORMATION_ESCALATION
    review = due(road, "review")
    assert review is not None
    assert review.due_on == clock.due_on(road.track.state_since, 10)


def test_a_part_that_cannot_be_answered_goes_to_someone_new_at_once(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1).write(2, WITHHELD).propose().share()
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: YES, 2: NO})
    assert road.track.current == states.INFORMATION_ESCALATION


def test_finished_with_a_part_that_fell_short_is_part_answered(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1).write(2, WITHHELD).propose().share()
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: YES, 2: YES})
    assert road.track.current == states.CLOSED_PART_ANSWERED


@pytest.mark.parametrize("state", [s for s in states.WORKING if s != states.INFORMATION_ESCALATION])
def test_the_person_who_asked_can_take_it_back_at_any_point_and_nobody_else_can(road: Road, state: str) -> None:
    road.until(state)
    for local in ("second_parent", "young_person", "other_family", "caseworker", "supervisor", "safeguarding_lead"):
        with pytest.raises(NotYours):
            actions.withdraw(actor=road.actor(local), pk=road.pk)
    actions.withdraw(actor=road.actor("family_member"), pk=road.pk)
    assert road.track.current == states.CLOSED_WITHDRAWN
    assert not Proposal.objects.filter(track_id=road.pk, state="proposed").exists()


def test_a_question_is_the_askers_alone_until_they_share_it_and_ends_when_they_end_it(road: Road) -> None:
    road.until(states.ANSWER_SHARED)
    anselm, imelda = road.actor("second_parent"), road.actor("family_member")
    visible = actions.asking.policy.visible_to
    assert not visible(anselm).filter(pk=road.pk).exists()
    actions.share_question(actor=imelda, pk=road.pk, person_ids={road.cast.people["anselm"].pk})
    assert visible(anselm).filter(pk=road.pk).exists()
    assert not visible(road.actor("young_person")).filter(pk=road.pk).exists()
    with pytest.raises(NotYours):
        actions.reply(actor=anselm, pk=road.pk, replies={1: YES, 2: YES})
    actions.share_question(actor=imelda, pk=road.pk, person_ids=set())
    assert not visible(anselm).filter(pk=road.pk).exists()


def test_a_question_cannot_be_shared_outside_the_family(road: Road) -> None:
    road.ask()
    for outsider in (road.cast.people["petra"].pk, uuid.uuid4()):
        with pytest.raises(NotYours):
            actions.share_question(actor=road.actor("family_member"), pk=road.pk, person_ids={outsider})


def test_a_worker_with_a_link_is_barred_and_the_question_stays(road: Road) -> None:
    road.until(states.SCREENING)
    worker = road.cast.users["caseworker"]
    actions.note_conflict(actor=road.actor("supervisor"), pk=road.pk, worker=worker, kind="other", note="A cousin.")
    with pytest.raises(MoveRefused) as refused:
        actions.assign(actor=road.actor("supervisor"), pk=road.pk, worker=worker, answer="none_declared")
    assert refused.value.reasons("supervisor")[0].startswith(NOT_AVAILABLE)
    assert "cousin" not in " ".join(refused.value.reasons("safeguarding_lead"))
    assert road.track.current == states.SCREENING


def test_a_worker_of_the_other_side_is_not_available_in_the_same_words(road: Road) -> None:
    road.until(states.SCREENING)
    other = road.cast.users["other_caseworker"]
    with pytest.raises(MoveRefused) as refused:
        actions.assign(actor=road.actor("supervisor"), pk=road.pk, worker=other, answer="none_declared")
    assert refused.value.reasons("supervisor")[0].startswith(NOT_AVAILABLE)


def test_a_worker_who_declares_a_conflict_loses_the_question_and_the_supervisor_gives_it_to_another(road: Road) -> None:
    road.until(states.ANSWERING)
    families.declare_conflict(actor=road.actor("caseworker"), engagement=road.track.engagement, kind="neighbour")
    assert road.track.worker_id is None
    with pytest.raises(NotYours):
        road.write(1)
    actions.give_worker(actor=road.actor("supervisor"), pk=road.pk, worker=road.cast.users["wrenfield"])
    assert road.track.worker == road.cast.users["wrenfield"]


def test_an_answer_that_names_the_other_side_waits_for_the_safeguarding_lead(road: Road) -> None:
    from portal.recipients.actions import decide_hold
    from portal.recipients.models import Hold

    road.until(states.ANSWERING).no_proceedings()
    road.write(1, AnswerText("answered", "incident_information", "Petra Skerrowby was told first.")).write(2).propose()
    with pytest.raises(MoveRefused) as refused:
        road.share()
    assert refused.value.reasons("supervisor") == [f"{NOT_AVAILABLE} Ask the safeguarding lead."]
    hold = Hold.objects.get()
    decide_hold(actor=road.actor("safeguarding_lead"), hold_id=hold.pk, release=True, reason="She is a witness.")
    road.share()
    assert road.track.current == states.ANSWER_SHARED


def test_a_restatement_that_names_the_other_side_is_not_shown_to_the_family(road: Road) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Was Skerrowby told?"])
    assert told(road.track).to_confirm is None
    with pytest.raises(MoveRefused):
        actions.confirm_question(actor=road.actor("family_member"), pk=road.pk)


def test_an_answer_waits_until_the_readers_language_is_met(road: Road) -> None:
    engagement, imelda = road.until(states.AWAITING_APPROVAL).track.engagement, road.cast.people["imelda"]
    worker = road.actor("caseworker")
    record_need(actor=worker, engagement=engagement, person=imelda, language="ar", format="audio")
    with pytest.raises(MoveRefused) as refused:
        road.share()
    assert "language" in refused.value.reasons("supervisor")[0]
    record_need_met(
        actor=worker, engagement=engagement, subject=road.pk, person=imelda, how="interpreter",
        interpreter="An interpreter of the county", conflict_checked=True,
    )  # fmt: skip
    road.share()


def test_the_date_moves_once_with_a_reason_and_no_later_than_day_twenty(road: Road) -> None:
    road.until(states.ANSWERING)
    worker, received = road.actor("caseworker"), road.track.received_at
    told_them: dict[str, Any] = {"reason": "The school is closed.", "family_told": "We rang her on Monday."}
    with pytest.raises(CannotExtend):
        actions.extend_answer(actor=worker, pk=road.pk, new_due=clock.due_on(received, 21), **told_them)
    actions.extend_answer(actor=worker, pk=road.pk, new_due=clock.due_on(received, 20), **told_them)
    with pytest.raises(CannotExtend):
        actions.extend_answer(actor=worker, pk=road.pk, new_due=clock.due_on(received, 20), **told_them)
    account = told(road.track)
    assert any("The school is closed." in line for line in account.why)
    assert DecisionRecord.objects.get(track_id=road.pk, event="extend").family_told == "We rang her on Monday."


def test_the_family_sees_whom_we_wait_for_since_when_and_when_they_were_chased(road: Road) -> None:
    road.until(states.ANSWERING)
    asked, chased = clock.today() - dt.timedelta(days=9), clock.today() - dt.timedelta(days=1)
    actions.wait_for(
        actor=road.actor("caseworker"), pk=road.pk, number=2, whom="The school", asked_on=asked, chased_on=chased,
        next_date=clock.add_working_days(clock.today(), 12),
    )  # fmt: skip
    (line,) = told(road.track).waiting
    assert line.startswith("The school. We asked on")
    part = due(road, "part")
    assert part is not None
    assert part.due_on == clock.add_working_days(clock.today(), 12)


def test_a_page_of_an_earlier_version_is_out_of_date_and_changes_nothing(road: Road) -> None:
    road.until(states.ANSWER_SHARED)
    seen = road.track.version
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: NO, 2: YES}, version=seen)
    with pytest.raises(OutOfDate):
        actions.withdraw(actor=road.actor("family_member"), pk=road.pk, version=seen)
    assert road.track.current == states.ANSWERING


def test_a_state_cannot_be_set_by_hand(road: Road) -> None:
    road.ask()
    track = road.track
    with pytest.raises(AttributeError):
        track.state = states.CLOSED_ANSWERED
    assert ShortTermTrack.objects.get(pk=road.pk).current == states.RECEIVED


def test_a_question_on_behalf_is_written_by_the_familys_own_worker_or_supervisor_only(road: Road) -> None:
    road.until(states.ANSWERING)
    imelda = road.cast.people["imelda"]
    for local in ("caseworker", "supervisor"):
        draft = actions.save_draft(actor=road.actor(local), person=imelda, text="By phone: may she visit?")
        track = actions.submit_question(actor=road.actor(local), draft_id=draft.pk)
        assert track.asker == imelda
        assert MoveRecord.objects.get(track_id=track.pk).actor_role == road.cast.users[local].role
    for local in (
        "other_caseworker",
        "other_supervisor",
        "duty_worker",
        "safeguarding_lead",
        "auditor",
        "other_family",
    ):
        with pytest.raises(NotYours):
            actions.save_draft(actor=road.actor(local), person=imelda, text="Not mine to ask.")


OUTSIDERS = (
    "other_family", "other_caseworker", "other_supervisor", "duty_worker", "service_provider", "other_provider",
    "commissioner", "auditor", "admin", "second_parent", "young_person",
)  # fmt: skip


@pytest.mark.parametrize("local", OUTSIDERS)
def test_nobody_outside_can_see_or_move_a_question_at_any_step(road: Road, local: str) -> None:
    for state in (states.RECEIVED, states.SCREENING, states.CLARIFYING, states.ANSWERING, states.ANSWER_SHARED):
        road.pk = None
        road.until(state)
        outsider = road.actor(local)
        assert not actions.asking.policy.visible_to(outsider).filter(pk=road.pk).exists()
        for event in ShortTermTrack.moves():
            with pytest.raises(NotYours):
                actions.moving.make(actor=outsider, pk=road.pk, event=event, version=None)
        with pytest.raises(NotYours):
            actions.write_answer(actor=outsider, pk=road.pk, number=1, answer=ANSWER)
