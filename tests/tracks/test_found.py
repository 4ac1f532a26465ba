"""What a hostile reading found once, and holds since."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.digest import digest_of
from portal.audit.models import AuditEntry
from portal.recipients.actions import decide_hold
from portal.recipients.models import Hold
from portal.recipients.selectors import waiting
from portal.ui.refusals import Refusal
from portal.workflow import clock
from portal.workflow.ledger import CannotExtend
from portal.workflow.models import Deadline, DecisionRecord
from reconciliation.families import actions as families
from reconciliation.families.models import Assignment
from reconciliation.safeguards.actions import record_need, record_need_met, record_proceedings
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import AnswerText, Reply
from reconciliation.tracks.models import QuestionPart, ShortTermTrack
from reconciliation.tracks.selectors.told import told
from tests.tracks.road import PARTS, PROCESS, WEIGHED, Road

pytestmark = pytest.mark.django_db
YES, NO = Reply(answers_me=True), Reply(answers_me=False, missing="The date is missing.")
OTHER = "Wyn Skerrowby told us about it."


@pytest.fixture
def road(db: None, cast: Any) -> Road:
    return Road(cast)


def on_behalf(road: Road, text: str) -> Road:
    worker = road.actor("caseworker")
    if not Assignment.objects.filter(engagement=road.cast.engagements["varnish"], until=None).exists():
        families.assign_worker(
            actor=road.actor("supervisor"),
            engagement=road.cast.engagements["varnish"],
            worker=road.cast.users["caseworker"],
        )
    draft = actions.save_draft(actor=worker, person=road.cast.people["imelda"], text=text)
    road.pk = actions.submit_question(actor=worker, draft_id=draft.pk).pk
    return road


def test_question_written_by_staff_for_the_family_is_checked(road: Road, as_: Callable[[str], Client]) -> None:
    on_behalf(road, OTHER)
    assert Hold.objects.filter(holder=road.track.holder, superseded_at=None).exists()


def test_question_written_by_staff_is_not_shown_before_the_check(road: Road, as_: Callable[[str], Client]) -> None:
    on_behalf(road, OTHER)
    page = as_("family_member").get(reverse("question", args=[road.pk])).content.decode()
    assert "Skerrowby" not in page


def test_verbatim_restatement_of_a_staff_written_question_is_checked(road: Road) -> None:
    on_behalf(road, OTHER).screen().assign()
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=[OTHER])
    with pytest.raises(Refusal):
        actions.confirm_question(actor=road.actor("caseworker"), pk=road.pk)


def test_a_word_protected_after_the_answer_was_written_still_holds_it(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings()
    road.write(
        1, AnswerText(status="answered", info_class="incident_information", text="Bramwell Quillfeather saw it.")
    )
    road.write(2).propose()
    families.add_person(
        actor=road.actor("other_supervisor"),
        engagement=road.cast.engagements["skerrowby"],
        name="Bramwell Quillfeather",
        is_child=True,
    )
    with pytest.raises(Refusal):
        road.share()


def test_a_wording_that_was_not_on_the_page_is_not_confirmed(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Who moved the classes?", "Why?"])
    client = as_("family_member")
    page = client.get(reverse("confirm", args=[road.pk]))
    version = page.context["form"]["version"].value()
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Something else altogether."])
    answer = client.post(reverse("confirm", args=[road.pk]), {"version": version, "right": "yes"})
    assert answer.status_code == 409, [p.wording for p in QuestionPart.objects.filter(track_id=road.pk)]


def test_a_private_question_of_a_young_person_changes_nothing_on_the_parents_home(
    road: Road, as_: Callable[[str], Client]
) -> None:
    Assignment.objects.filter(engagement=road.cast.engagements["varnish"], until=None).update(until=clock.now())
    before = as_("second_parent").get("/home/").content.decode()
    assert "We choose your worker when you ask your first question" in before
    road.asker, road.person = "young_person", "corin"
    road.ask().screen().assign()
    after = as_("second_parent").get("/home/").content.decode()
    assert "We choose your worker when you ask your first question" in after


def test_a_reader_gets_no_link_that_is_a_404(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.CLARIFYING)
    actions.share_question(actor=road.actor("family_member"), pk=road.pk, person_ids={road.cast.people["anselm"].pk})
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=PARTS)
    client = as_("second_parent")
    link = reverse("confirm", args=[road.pk])
    assert client.get(link).status_code == 404
    assert link not in client.get("/home/").content.decode()


def test_the_time_that_a_wording_was_held_is_not_the_familys_silence(road: Road) -> None:
    start = clock.now() - dt.timedelta(days=14)
    with clock.moved(start):
        road.until(states.CLARIFYING)
        actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=[OTHER, "Why?"])
    with clock.moved(start + dt.timedelta(days=13)):
        hold = Hold.objects.get(holder=road.track.holder, superseded_at=None)
        decide_hold(actor=road.actor("safeguarding_lead"), hold_id=hold.pk, release=True, reason="Own friend.")
        with pytest.raises(Refusal):
            actions.confirm_question(actor=road.actor("caseworker"), pk=road.pk)


def test_the_reference_that_the_family_was_given_is_found(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.CLARIFYING)
    page = as_("caseworker").post("/worklist/", {"wanted": road.track.reference}).content.decode()
    assert "Nothing that you may see" not in page


def test_a_family_without_a_question_is_found_by_its_reference(road: Road, as_: Callable[[str], Client]) -> None:
    family = road.cast.engagements["varnish"]
    client = as_("supervisor")
    page = client.post("/worklist/", {"wanted": family.reference}).content.decode()
    assert str(family.pk) in page


def test_an_outdated_page_of_the_new_date_says_so(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.ANSWERING)
    day = clock.add_working_days(clock.today(), 14)
    form = {
        "version": road.track.version - 1,
        "new_due_0": day.day,
        "new_due_1": day.month,
        "new_due_2": day.year,
        "new_due_day": day.day,
        "new_due_month": day.month,
        "new_due_year": day.year,
        "reason": "The school is on holiday.",
        "family_told": "By phone.",
    }
    answer = as_("caseworker").post(reverse("extend", args=[road.pk]), form)
    assert answer.status_code == 409, (answer.status_code, answer.context["form"].errors if answer.context else None)


def test_the_need_is_met_for_the_text_that_goes_and_not_for_an_earlier_one(road: Road) -> None:
    record_need(
        actor=road.actor("supervisor"),
        engagement=road.cast.engagements["varnish"],
        person=road.cast.people["imelda"],
        language="ar",
        format="standard",
    )
    road.until(states.AWAITING_APPROVAL)
    record_need_met(
        actor=road.actor("caseworker"),
        engagement=road.track.engagement,
        subject=road.pk,
        person=road.cast.people["imelda"],
        how="worker",
    )
    road.share()
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: NO, 2: YES})
    road.write(
        1, AnswerText(status="answered", info_class="incident_information", text="A new English text.")
    ).propose()
    with pytest.raises(Refusal):
        road.share()


def test_a_held_draft_of_another_part_does_not_keep_process_information_back(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings()
    road.write(1, PROCESS)
    road.write(2, AnswerText(status="answered", info_class="incident_information", text=OTHER))
    actions.share_process_information(actor=road.actor("caseworker"), pk=road.pk, numbers=frozenset({1}))
    assert road.track.current == states.ANSWER_SHARED


def test_not_answered_does_not_renew_the_date_of_a_part_that_is_still_owed(road: Road) -> None:
    start = clock.now() - dt.timedelta(days=28)
    with clock.moved(start):
        road.until(states.ANSWERING).no_proceedings().write(1).propose().share()
        promised = Deadline.objects.get(track_id=road.pk, kind="answer", stopped_at=None).due_on
    with clock.moved(start + dt.timedelta(days=28)):
        actions.reply(actor=road.actor("family_member"), pk=road.pk, replies={1: NO})
        owed = Deadline.objects.filter(track_id=road.pk, stopped_at=None).order_by("due_on").first()
        assert owed is not None
        assert owed.due_on <= promised, f"part 2 was owed by {promised} and is now owed by {owed.due_on}"


def test_a_date_that_a_family_reads_is_in_the_ledger(road: Road) -> None:
    day = clock.add_working_days(clock.today(), 30)
    road.until(states.ANSWERING).no_proceedings().write(1)
    road.write(
        2,
        AnswerText(
            status="cannot_answer",
            info_class="incident_information",
            text="Not now.",
            reason_code="live_proceedings",
            next_date=day,
            considered=WEIGHED,
            best_interests="It protects what the police do.",
        ),
    ).propose().share()
    part = road.track.parts.get(number=2)
    assert part.next_date == day
    assert Deadline.objects.filter(track_id=road.pk, due_on=day, stopped_at=None).exists()


def test_a_finished_question_promises_no_date(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1).propose().share()
    actions.wait_for(
        actor=road.actor("caseworker"),
        pk=road.pk,
        number=2,
        whom="The school",
        asked_on=clock.today(),
        chased_on=None,
        next_date=clock.add_working_days(clock.today(), 5),
    )
    actions.withdraw(actor=road.actor("family_member"), pk=road.pk)
    page = as_("family_member").get(reverse("question", args=[road.pk])).content.decode()
    assert "You will hear about this part by" not in page


def test_home_costs_the_same_with_one_and_ten_questions(road: Road, as_: Callable[[str], Client]) -> None:
    client = as_("family_member")
    road.until(states.ANSWER_SHARED)
    client.get("/home/")
    with CaptureQueriesContext(connection) as one:
        client.get("/home/")
    for _ in range(4):
        Road(road.cast).until(states.ANSWERING)
    with CaptureQueriesContext(connection) as more:
        client.get("/home/")
    assert len(more) == len(one), (len(one), len(more))


def test_what_happened_is_not_shared_after_a_charge(road: Road) -> None:
    road.until(states.AWAITING_APPROVAL)
    record_proceedings(actor=road.actor("caseworker"), engagement=road.track.engagement, status="charged")
    with pytest.raises(Refusal):
        road.share()


def test_a_record_separator_in_the_question_makes_no_parts(road: Road) -> None:
    road.ask("One\x1eTwo").screen().assign()
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["One\x1eTwo"])
    actions.confirm_question(actor=road.actor("caseworker"), pk=road.pk)
    assert road.track.parts.count() == 1


def test_a_held_wording_with_a_record_separator_can_be_decided(road: Road) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Ask\x1eWyn Skerrowby.", "Why?"])
    assert Hold.objects.filter(holder=road.track.holder, superseded_at=None).count() == 1
    assert len(waiting(road.actor("safeguarding_lead"))) == 1


def test_a_chosen_worker_is_on_the_record_as_saved(road: Road) -> None:
    road.until(states.ANSWERING)
    families.declare_conflict(actor=road.actor("caseworker"), engagement=road.track.engagement, kind="neighbour")
    actions.give_worker(actor=road.actor("supervisor"), pk=road.pk, worker=road.cast.users["wrenfield"])
    entry = AuditEntry.objects.get(action="question_worker_chosen")
    assert entry.digest == digest_of(ShortTermTrack.objects.get(pk=road.pk))


def test_what_was_shared_is_on_the_chain(road: Road) -> None:
    road.until(states.ANSWER_SHARED)
    names = {
        AuditEntry.objects.filter(table_name=m._meta.db_table).exists()
        for m in (QuestionPart, type(road.track.proposals.get()))
    }
    assert names == {True}


def test_a_family_that_may_reply_is_not_late(road: Road, as_: Callable[[str], Client]) -> None:
    start = clock.now() - dt.timedelta(days=18)
    with clock.moved(start):
        road.until(states.ANSWER_SHARED)
    page = as_("supervisor").get("/queue/")
    late = next(s for s in page.context["sections"] if s.title == "Late")
    assert road.pk not in {line.track.pk for line in late.lines}


def test_sent_page_on_a_saturday_does_not_say_today(road: Road, as_: Callable[[str], Client]) -> None:
    with clock.moved(dt.datetime(2026, 3, 7, 20, tzinfo=clock.LONDON)):
        road.ask()
        page = as_("family_member").get(reverse("ask_sent", args=[road.pk])).content.decode()
    assert "Today we make sure" not in page


def test_a_declared_conflict_takes_the_supervisors_name_from_the_familys_page(road: Road) -> None:
    road.ask()
    ShortTermTrack.objects.filter(pk=road.pk).update(worker=None)
    named = next(k for k in ("supervisor", "second_supervisor") if road.cast.users[k].name in told(road.track).who)
    families.declare_conflict(actor=road.actor(named), engagement=road.track.engagement, kind="neighbour")
    assert road.cast.users[named].name not in told(road.track).who


def test_change_keeps_the_text_that_a_worker_typed(road: Road, as_: Callable[[str], Client]) -> None:
    families.assign_worker(
        actor=road.actor("supervisor"),
        engagement=road.cast.engagements["varnish"],
        worker=road.cast.users["caseworker"],
    )
    client = as_("caseworker")
    url = reverse("ask_for", args=[road.cast.engagements["varnish"].pk])
    sent = client.post(url, {"asker": str(road.cast.people["imelda"].pk), "question": "A long text by phone."})
    page = client.get(sent.url)
    change = page.context["back"]
    assert change in page.content.decode()
    assert "A long text by phone." in client.get(change).content.decode()


def test_control_characters_are_visible_in_labels(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Who\u202e moved it?"])
    actions.confirm_question(actor=road.actor("family_member"), pk=road.pk)
    road.no_proceedings().write(1).propose().share()
    page = as_("family_member").get(reverse("reply", args=[road.pk])).content.decode()
    assert "\u202e" not in page


def test_a_held_wording_says_to_the_worker_that_it_waits(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=[OTHER, "Why?"])
    page = as_("caseworker").get(reverse("engagement", args=[road.track.engagement_id])).content.decode()
    assert "The parts of the question are not written down yet" not in page


def test_a_new_date_whose_reason_the_family_could_not_read_is_refused(road: Road) -> None:
    road.until(states.ANSWERING)
    with pytest.raises(CannotExtend):
        actions.extend_answer(
            actor=road.actor("caseworker"),
            pk=road.pk,
            new_due=clock.due_on(road.track.received_at, 15),
            reason="Wyn Skerrowby has to be asked first.",
            family_told="We rang her.",
        )
    assert not DecisionRecord.objects.filter(event="extend", track_id=road.pk).exists()


def test_a_date_is_not_moved_without_a_reason_by_way_of_waiting(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1).propose().share()
    wait: dict[str, Any] = {"number": 2, "whom": "The school", "asked_on": clock.today(), "chased_on": None}
    worker, first = road.actor("caseworker"), clock.add_working_days(clock.today(), 5)
    with pytest.raises(CannotExtend):
        actions.wait_for(actor=worker, pk=road.pk, next_date=clock.due_on(road.track.received_at, 21), **wait)
    actions.wait_for(actor=worker, pk=road.pk, next_date=first, **wait)
    with pytest.raises(CannotExtend):
        actions.wait_for(actor=worker, pk=road.pk, next_date=first + dt.timedelta(days=1), **wait)
    assert road.track.parts.get(number=2).next_date == first
