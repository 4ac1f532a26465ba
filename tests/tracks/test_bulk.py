"""A given past is checked step by step, and leaves what the real actions leave."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.workflow import clock
from portal.workflow.models import Deadline, DeadlineChange, DecisionRecord, MoveRecord
from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import at, day
from reconciliation.safeguards.actions import record_proceedings, record_screen
from reconciliation.safeguards.models import SafetyScreen
from reconciliation.tracks import actions, parties, states
from reconciliation.tracks.actions import AnswerText, Reply
from reconciliation.tracks.bulk import QuestionPast, WrongPast, write
from reconciliation.tracks.models import Answer, PartResponse, Proposal, QuestionPart, ShortTermTrack, Waiting
from reconciliation.tracks.selectors.answers import open_proposal
from tests.tracks.road import WITHHELD

TEXT = "Who decided? And may we read it? And who is with him now?"
PARTS = ["Who decided?", "May we read it?", "Who is with him now?"]
SAID = AnswerText("answered", "incident_information", "The head of year decided.")
BETTER = AnswerText("answered", "incident_information", "The head of year decided, and is sorry.")
KEPT = WITHHELD
RIGHTS = AnswerText("answered", "process_information", "You can call us at any time.")


@pytest.fixture
def past(cast: Cast) -> QuestionPast:
    return asked(cast)


def asked(cast: Cast, **others: Any) -> QuestionPast:
    """A question of Imelda's, nothing done with it yet."""
    given = {
        "engagement": cast.engagements["varnish"], "asker": cast.people["imelda"], "text": TEXT,
        "actor": cast.actor("family_member"), "at": at(-9, "09:00"), "worker_id": cast.users["caseworker"].pk,
    }  # fmt: skip
    return QuestionPast(**(given | others))


def answering(cast: Cast) -> QuestionPast:
    """Agreed on in three parts."""
    past, boss, worker = asked(cast), cast.actor("supervisor"), cast.actor("caseworker")
    past.start_screen(actor=boss, at=at(-9, "10:00"))
    past.screen(actor=boss, at=at(-9, "10:10"), outcome="no_immediate_risk", reason="Safe.")
    past.assign(actor=boss, at=at(-9, "11:00"), worker_id=cast.users["caseworker"].pk)
    past.restate(actor=worker, at=at(-8, "10:00"), parts=PARTS)
    past.confirm_question(actor=cast.actor("family_member"), at=at(-7, "18:00"))
    return past


def given(cast: Cast) -> ShortTermTrack:
    """A whole road in bulk: returned once, shared in part, gone on with, a longer date, and asked to look again."""
    past = answering(cast)
    boss, worker, asker = cast.actor("supervisor"), cast.actor("caseworker"), cast.actor("family_member")
    past.write_answer(actor=worker, at=at(-6, "10:00"), number=1, answer=SAID)
    past.write_answer(actor=worker, at=at(-6, "10:05"), number=2, answer=KEPT)
    past.wait_for(
        actor=worker, at=at(-6, "10:10"), number=3, whom="The school", asked_on=day(-6), next_date=day(4)
    )  # fmt: skip
    past.propose(actor=worker, at=at(-6, "11:00"))
    past.return_answer(actor=boss, at=at(-6, "12:00"), reason="Say sorry.")
    past.write_answer(actor=worker, at=at(-5, "10:00"), number=1, answer=BETTER)
    past.propose(actor=worker, at=at(-5, "11:00"))
    past.share_answer(actor=boss, at=at(-5, "12:00"))
    past.continue_part(actor=worker, at=at(-4, "09:00"))
    past.extend_answer(actor=worker, at=at(-4, "10:00"), new_due=day(6), reason="Late.", family_told="By phone.")
    past.write_answer(actor=worker, at=at(-3, "10:00"), number=3, answer=RIGHTS)
    past.share_process_information(actor=worker, at=at(-3, "11:00"), numbers=frozenset({3}))
    past.reply(actor=asker, at=at(-2, "20:00"), replies={1: Reply(True), 2: Reply(False, "Cover it."), 3: Reply(True)})
    write([past])
    return ShortTermTrack.objects.get(pk=past.track.pk)


def made(cast: Cast) -> ShortTermTrack:
    """The same road through the real actions, the clock moved."""
    boss, worker, asker = cast.actor("supervisor"), cast.actor("caseworker"), cast.actor("family_member")

    def on(n: int, time: str, action: Callable[..., Any], **said: Any) -> Any:
        with clock.moved(at(n, time)):
            return action(**said)

    engagement = cast.engagements["varnish"]
    on(-9, "08:00", record_proceedings, actor=boss, engagement=engagement, status="none_known")
    draft = on(-9, "08:50", actions.save_draft, actor=asker, person=cast.people["imelda"], text=TEXT)
    pk = on(-9, "09:00", actions.submit_question, actor=asker, draft_id=draft.pk).pk
    on(-9, "10:00", actions.start_screen, actor=boss, pk=pk)
    on(-9, "10:10", record_screen, actor=boss, engagement=engagement, subject=pk,
       outcome="no_immediate_risk", reason="Safe.")  # fmt: skip
    on(-9, "11:00", actions.assign, actor=boss, pk=pk, worker=cast.users["caseworker"], answer="none_declared")
    on(-8, "10:00", actions.restate, actor=worker, pk=pk, parts=PARTS)
    on(-7, "18:00", actions.confirm_question, actor=asker, pk=pk)
    on(-6, "10:00", actions.write_answer, actor=worker, pk=pk, number=1, answer=SAID)
    on(-6, "10:05", actions.write_answer, actor=worker, pk=pk, number=2, answer=KEPT)
    on(-6, "10:10", actions.wait_for, actor=worker, pk=pk, number=3, whom="The school", asked_on=day(-6),
       chased_on=None, next_date=day(4))  # fmt: skip
    on(-6, "11:00", actions.propose, actor=worker, pk=pk)
    on(-6, "12:00", actions.return_answer, actor=boss, pk=pk, reason="Say sorry.")
    on(-5, "10:00", actions.write_answer, actor=worker, pk=pk, number=1, answer=BETTER)
    on(-5, "11:00", actions.propose, actor=worker, pk=pk)
    proposal = open_proposal(ShortTermTrack.objects.get(pk=pk))
    assert proposal is not None
    on(-5, "12:00", actions.share_answer, actor=boss, pk=pk, version_shown=proposal.digest)
    on(-4, "09:00", actions.continue_part, actor=worker, pk=pk)
    on(-4, "10:00", actions.extend_answer, actor=worker, pk=pk, new_due=day(6), reason="Late.",
       family_told="By phone.")  # fmt: skip
    on(-3, "10:00", actions.write_answer, actor=worker, pk=pk, number=3, answer=RIGHTS)
    on(-3, "11:00", actions.share_process_information, actor=worker, pk=pk, numbers=frozenset({3}))
    replies = {1: Reply(True), 2: Reply(False, "Cover it."), 3: Reply(True)}
    on(-2, "20:00", actions.reply, actor=asker, pk=pk, replies=replies)
    return ShortTermTrack.objects.get(pk=pk)


TRACK = ("state", "version", "received_at", "state_since", "next_due", "resume_state", "loops", "worker_id", "team_id")
# What each table says of a question, beside the ids.
SAYS: list[tuple[Any, str, tuple[str, ...]]] = [
    (MoveRecord, "track_id", (
        "number", "move_id", "event", "from_state", "to_state", "at", "actor_id", "actor_post", "process_version",
    )),
    (DecisionRecord, "track_id", ("event", "decision_text", "reason_text", "family_told", "decided_at", "to_state")),
    (Deadline, "track_id", ("kind", "days", "due_on", "counted_from", "opened_at", "stopped_at")),
    (DeadlineChange, "deadline__track_id", ("old_due", "new_due", "reason", "family_told", "at")),
    (SafetyScreen, "subject", ("outcome", "reason", "at", "recorded_post")),
    (QuestionPart, "track_id", ("number", "wording", "status", "reason_code", "next_date")),
    (Answer, "part__track_id", ("version", "status", "text", "reason_code", "written_at", "actor_id")),
    (Proposal, "track_id", ("number", "state", "at", "decided_by", "decided_at", "return_reason")),
    (PartResponse, "part__track_id", ("answers_me", "missing", "at")),
    (Waiting, "part__track_id", ("whom", "asked_on", "chased_on", "ended_at")),
]  # fmt: skip


def says(track: ShortTermTrack) -> dict[str, list[str]]:
    told = {"track": [str([getattr(track, name) for name in TRACK])]}
    for model, path, names in SAYS:
        rows = model.objects.filter(**{path: track.pk})
        told[model.__name__] = sorted(str([getattr(row, name) for name in names]) for row in rows)
    return told


def test_a_past_leaves_the_very_rows_that_the_real_actions_leave(cast: Cast) -> None:
    left, wanted = says(given(cast)), says(made(cast))
    assert left.keys() == wanted.keys()
    for table, rows in wanted.items():
        assert left[table] == rows, table


def test_a_past_is_on_the_chain_step_for_step_and_says_that_it_was_given(cast: Cast) -> None:
    start = list(AuditEntry.objects.values_list("pk", flat=True))
    given(cast)
    first = list(AuditEntry.objects.exclude(pk__in=start))
    made(cast)
    second = AuditEntry.objects.exclude(pk__in=[*start, *(entry.pk for entry in first)])
    # Of the family and not of the question: these were there before.
    others = {"proceedings_recorded", "conflict_answer_recorded"}
    assert sorted(entry.action for entry in first) == sorted(e.action for e in second if e.action not in others)
    assert all(entry.details["given"] for entry in first)
    assert verify() == []


def test_the_proposal_names_its_exact_versions(cast: Cast) -> None:
    track = given(cast)
    shared = track.proposals.get(number=2)
    assert sorted(answer.text for answer in shared.answers.all()) == sorted([BETTER.text, KEPT.text])


def test_many_pasts_are_written_as_one(cast: Cast) -> None:
    write(answering(cast) for _ in range(40))
    tracks = ShortTermTrack.objects.filter(state=states.ANSWERING)
    assert tracks.count() == 40
    assert QuestionPart.objects.filter(track__in=tracks).count() == 120
    assert verify() == []


def test_nothing_is_written_where_one_of_them_fails(cast: Cast) -> None:
    def pasts() -> Any:
        yield answering(cast)
        yield asked(cast, at=dt.datetime(2026, 3, 30))  # a moment without a zone

    with pytest.raises(ValueError, match="zone"):
        write(pasts())
    assert not ShortTermTrack.objects.exists()


# --- who, when and what not ---------------------------------------------------------------------


def test_a_move_that_does_not_leave_from_here_is_refused(cast: Cast, past: QuestionPast) -> None:
    with pytest.raises(WrongPast, match="S3"):
        past.assign(actor=cast.actor("supervisor"), at=at(-8, "10:00"), worker_id=cast.users["caseworker"].pk)


def test_a_step_back_in_time_is_refused(cast: Cast, past: QuestionPast) -> None:
    with pytest.raises(WrongPast, match="before"):
        past.start_screen(actor=cast.actor("supervisor"), at=at(-10, "10:00"))


def test_a_text_before_the_move_that_it_follows_is_refused(cast: Cast) -> None:
    past = answering(cast)
    with pytest.raises(WrongPast, match="before"):
        past.write_answer(actor=cast.actor("caseworker"), at=at(-8, "10:00"), number=1, answer=SAID)


def test_a_decision_without_its_form_is_refused(cast: Cast) -> None:
    past = answering(cast).past
    past.move("propose_answer", actor=cast.actor("caseworker"), party=parties.WORKER, at=at(-6, "10:00"))
    with pytest.raises(WrongPast, match="full form"):
        past.move("share_answer", actor=cast.actor("supervisor"), party=parties.APPROVER, at=at(-6, "11:00"))


def test_a_move_for_somebody_else_is_refused(cast: Cast, past: QuestionPast) -> None:
    with pytest.raises(WrongPast, match="not for the"):
        past.past.move("start_screen", actor=cast.actor("family_member"), party=parties.ASKER, at=at(-8, "10:00"))


@pytest.mark.parametrize("local", ["second_parent", "young_person", "other_family", "caseworker", "supervisor"])
def test_nobody_but_whoever_asked_asks_in_their_name(cast: Cast, local: str) -> None:
    with pytest.raises(WrongPast, match="asker"):
        asked(cast, actor=cast.actor(local))


@pytest.mark.parametrize("local", ["other_caseworker", "wrenfield", "supervisor", "family_member"])
def test_nobody_but_the_familys_worker_writes_an_answer(cast: Cast, local: str) -> None:
    with pytest.raises(WrongPast, match="assigned caseworker"):
        answering(cast).write_answer(actor=cast.actor(local), at=at(-6, "10:00"), number=1, answer=SAID)


@pytest.mark.parametrize("local", ["caseworker", "family_member", "auditor"])
def test_neither_the_worker_nor_the_family_approves(cast: Cast, local: str) -> None:
    past = answering(cast)
    past.write_answer(actor=cast.actor("caseworker"), at=at(-6, "10:00"), number=1, answer=SAID)
    past.propose(actor=cast.actor("caseworker"), at=at(-6, "10:30"))
    with pytest.raises(WrongPast):
        past.share_answer(actor=cast.actor(local), at=at(-6, "11:00"))


def test_what_happened_does_not_go_without_a_second_person(cast: Cast) -> None:
    past = answering(cast)
    past.write_answer(actor=cast.actor("caseworker"), at=at(-6, "10:00"), number=1, answer=SAID)
    with pytest.raises(WrongPast, match="S8b"):
        past.share_process_information(actor=cast.actor("caseworker"), at=at(-6, "11:00"))


def test_nothing_goes_that_is_not_written(cast: Cast) -> None:
    with pytest.raises(WrongPast, match="ready"):
        answering(cast).propose(actor=cast.actor("caseworker"), at=at(-6, "10:00"))


def test_the_date_is_moved_once_and_within_its_bounds(cast: Cast) -> None:
    past, worker = answering(cast), cast.actor("caseworker")
    said = {"actor": worker, "at": at(-6, "10:00"), "reason": "Late.", "family_told": "By phone."}
    with pytest.raises(WrongPast, match="working day 20"):
        past.extend_answer(new_due=day(12), **said)
    past.extend_answer(new_due=day(11), **said)
    with pytest.raises(WrongPast, match="once"):
        past.extend_answer(new_due=day(11), **said)
