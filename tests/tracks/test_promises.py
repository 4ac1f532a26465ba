"""Promises with a day and apologies: who makes them, what becomes of them, and what the family reads."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.notifications import actions as notifications
from portal.notifications.models import WAITING, Outbox
from portal.recipients.actions import decide_hold
from portal.recipients.models import Hold
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.bulk import WrongPast
from reconciliation.oversight.demo.days import at
from reconciliation.tracks import actions, parties, states
from reconciliation.tracks.actions import ApologyText
from reconciliation.tracks.bulk import QuestionPast, write
from reconciliation.tracks.errors import WroteIt
from reconciliation.tracks.models import Apology, Commitment, ShortTermTrack
from reconciliation.tracks.promise_forms import SORRY
from reconciliation.tracks.selectors.promises import promise_entries, told_of
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db

As = Callable[[str], Client]
WHAT = "We will post you the letter."
OTHER_SIDE = "We have told Petra Skerrowby."
TEXT = ApologyText(
    for_what="Nobody called you on Friday. Somebody should have.", enquiries="Who was meant to call.",
    sorry="We are sorry that we did not call you.", support="You can call your worker on Mondays.",
    by_post="Team manager", by_name="Lowri Penhallow", how_given="phone", given_on=dt.date(2026, 3, 2),
)  # fmt: skip


def in_days(days: int) -> dt.date:
    return clock.add_working_days(clock.today(), days)


def later(days: int) -> dt.datetime:
    return dt.datetime.combine(in_days(days), dt.time(10), clock.LONDON)


def promise(road: Road, who: str = "caseworker", what: str = WHAT, **others: Any) -> Commitment:
    said = {"owner_post": "Team manager", "owner_name": "Lowri Penhallow", "due": in_days(3)} | others
    return actions.promise(actor=road.actor(who), pk=road.pk, what=what, **said)  # type: ignore[arg-type]


def keep(road: Road, row: Commitment, who: str = "caseworker", words: str = "It is in the post.") -> Commitment:
    return actions.keep_promise(actor=road.actor(who), commitment_id=row.pk, words=words)


def sorry(road: Road, text: ApologyText = TEXT, who: str = "caseworker") -> Apology:
    return actions.apologise(actor=road.actor(who), pk=road.pk, text=text)  # type: ignore[arg-type]


def approve(road: Road, row: Apology, who: str = "supervisor") -> Apology:
    return actions.approve_apology(actor=road.actor(who), apology_id=row.pk)


def said(response: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def read(as_: As, road: Road, who: str = "family_member") -> str:
    return said(as_(who).get(reverse("question", args=[road.pk])))


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def reachable(road: Road, *who: str) -> None:
    for local in who:
        address = f"{local}@people.example"
        notifications.reach_by(actor=road.actor(local), channel="email", address=address, verified=True)
        notifications.confirm(actor=road.actor(local))


def told(cast: Any) -> set[str]:
    waiting = set(Outbox.objects.filter(WAITING).values_list("user_id", flat=True))
    return {local for local, user in cast.users.items() if user.pk in waiting}


def hold() -> Hold:
    return Hold.objects.get(superseded_at=None)


@pytest.fixture
def asked(road: Road) -> Road:
    return road.until(states.ANSWERING)


# --- promises -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["caseworker", "supervisor"])
def test_worker_and_supervisor_promise_and_the_family_reads_what_who_and_by_when(
    asked: Road, as_: As, who: str
) -> None:
    promise(asked, who)
    text = read(as_, asked)
    day = in_days(3)
    for words in ("What we promised", WHAT, "Not done yet", f"It will be done by {day:%A} {day.day} {day:%B}",
                  "Lowri Penhallow, Team manager"):  # fmt: skip
        assert words in text


def test_the_same_promise_sent_twice_is_one(asked: Road) -> None:
    assert promise(asked) == promise(asked)
    assert promise(asked, due=in_days(4)) != promise(asked)


def test_one_that_is_kept_says_so_with_what_was_done(asked: Road, as_: As) -> None:
    keep(asked, promise(asked), "supervisor")
    text = read(as_, asked)
    assert "Done It was done. We told you on" in text
    assert "It is in the post." in text


def test_past_its_day_it_is_late_to_staff_and_not_done_yet_to_the_family(asked: Road, as_: As) -> None:
    due = promise(asked).due
    family = reverse("question_record", args=[asked.pk])
    with time_machine.travel(later(3), tick=False):
        assert "It will be done by" in read(as_, asked)
        assert "Late, " not in said(as_("caseworker").get(family)).partition("Promises and apologies")[2]
    with time_machine.travel(later(4), tick=False):
        assert f"It is not done yet. It was due on {due:%A} {due.day} {due:%B}" in read(as_, asked)
        shown = said(as_("caseworker").get(family)).partition("Promises and apologies")[2]
        assert "Late, 1 working day Lowri Penhallow, Team manager" in shown


def test_one_that_is_not_kept_stays_beside_the_new_one(asked: Road, as_: As) -> None:
    row = promise(asked)
    actions.break_promise(
        actor=asked.actor("caseworker"), commitment_id=row.pk, words="The printer is broken.", again_by=in_days(6)
    )
    row.refresh_from_db()
    new = Commitment.objects.exclude(pk=row.pk).get()
    assert (row.outcome, new.outcome, new.what, new.due) == ("broken", "open", WHAT, in_days(6))
    assert (new.owner_post, new.owner_name) == (row.owner_post, row.owner_name)
    text = read(as_, asked)
    assert text.count(WHAT) == 2
    for words in ("We did not do this It was not done by", "The printer is broken.", "It will be done by"):
        assert words in text


def test_what_becomes_of_it_is_said_once(asked: Road) -> None:
    row = keep(asked, promise(asked))
    with pytest.raises(OutOfDate):
        keep(asked, row)
    with pytest.raises(OutOfDate):
        actions.break_promise(actor=asked.actor("caseworker"), commitment_id=row.pk, words="No.")


def test_a_promise_outlives_the_question_and_none_is_made_once_it_was_taken_back(asked: Road) -> None:
    row = promise(asked)
    actions.withdraw(actor=asked.actor("family_member"), pk=asked.pk)  # type: ignore[arg-type]
    with pytest.raises(OutOfDate):
        promise(asked, what="Another.")
    with pytest.raises(OutOfDate):
        sorry(asked)
    assert keep(asked, row).outcome == "kept"


# --- apologies ----------------------------------------------------------------------------------


def test_the_family_reads_an_apology_once_a_second_person_approved_it(asked: Road, as_: As) -> None:
    row = sorry(asked)
    assert TEXT.sorry not in read(as_, asked)
    approve(asked, row, "second_supervisor")
    text = read(as_, asked)
    for words in ("What we are sorry for", TEXT.for_what, "What we will still find out", TEXT.enquiries, TEXT.sorry,
                  "What help there is", TEXT.support, "Lowri Penhallow, Team manager",
                  "We said this to you by phone on Monday 2 March"):  # fmt: skip
        assert words in text


def test_one_that_is_still_to_be_given_says_when_it_will_be(asked: Road, as_: As) -> None:
    approve(asked, sorry(asked, replace(TEXT, how_given="in_person", given_on=in_days(2))))
    assert "We will say this to you on" in read(as_, asked)


def test_one_that_is_given_here_has_the_day_of_its_approval(asked: Road, as_: As) -> None:
    approve(asked, sorry(asked, replace(TEXT, how_given="portal")))
    assert f"We write this to you here on {clock.today():%A} {clock.today().day}" in read(as_, asked)


def test_one_that_goes_back_is_written_again_and_the_newest_is_what_counts(asked: Road, as_: As) -> None:
    first = sorry(asked)
    actions.return_apology(actor=asked.actor("supervisor"), apology_id=first.pk, reason="Say who.")
    client = as_("caseworker")
    page = client.get(reverse("apologise", args=[asked.pk]))
    assert "Returned by the approver: Say who." in said(page)
    assert TEXT.sorry in unescape(page.content.decode())
    with pytest.raises(OutOfDate):
        approve(asked, first)
    second = sorry(asked, replace(TEXT, for_what="The head of year did not call you on Friday."))
    approve(asked, second)
    assert [told.row.pk for told in told_of(asked.track)["apologies"]] == [second.pk]


def test_a_new_wording_replaces_one_that_waits_and_the_same_one_is_the_same_row(asked: Road) -> None:
    first = sorry(asked)
    assert sorry(asked) == first
    second = sorry(asked, replace(TEXT, sorry="We are very sorry that we did not call you."))
    with pytest.raises(OutOfDate):
        approve(asked, first)
    assert approve(asked, second).approved_by == asked.cast.users["supervisor"].pk


# --- the recipient check ------------------------------------------------------------------------


def test_a_promise_that_names_the_other_side_waits_for_the_safeguarding_lead(asked: Road, as_: As) -> None:
    promise(asked, what=OTHER_SIDE)
    assert "Petra" not in read(as_, asked)
    page = said(as_("safeguarding_lead").get(reverse("held_text", args=[hold().pk])))
    assert OTHER_SIDE in page
    decide_hold(actor=asked.actor("safeguarding_lead"), hold_id=hold().pk, release=True, reason="They know.")
    assert OTHER_SIDE in read(as_, asked)


def test_who_owes_a_promise_is_checked_like_what_it_says(asked: Road, as_: As) -> None:
    promise(asked, owner_name="Petra Skerrowby")
    assert WHAT not in read(as_, asked)


def test_only_the_words_of_what_became_of_it_wait_where_only_they_name_somebody(asked: Road, as_: As) -> None:
    keep(asked, promise(asked), words=OTHER_SIDE)
    text = read(as_, asked)
    assert f"{WHAT} Done" in text
    assert "Petra" not in text


def test_an_approved_apology_waits_too_and_the_family_is_told_when_it_is_let_go(asked: Road, as_: As) -> None:
    reachable(asked, "family_member")
    approve(asked, sorry(asked, replace(TEXT, for_what=OTHER_SIDE)))
    assert "What we are sorry for" not in read(as_, asked)
    assert told(asked.cast) == set()
    decide_hold(actor=asked.actor("safeguarding_lead"), hold_id=hold().pk, release=True, reason="They know.")
    assert told(asked.cast) == {"family_member"}
    assert TEXT.sorry in read(as_, asked)


def test_staff_see_that_a_text_waits_and_not_why(asked: Road, as_: As) -> None:
    promise(asked, what=OTHER_SIDE)
    page = said(as_("caseworker").get(reverse("question_record", args=[asked.pk])))
    assert "Waiting for a second person" in page


# --- notices and the record ---------------------------------------------------------------------


def test_whoever_reads_it_is_told_of_what_became_of_it_and_of_an_apology(asked: Road) -> None:
    actions.share_question(
        actor=asked.actor("family_member"),
        pk=asked.pk,
        person_ids={asked.cast.people["anselm"].pk},  # type: ignore[arg-type]
    )
    reachable(asked, "family_member", "second_parent", "young_person")
    Outbox.objects.all().delete()
    row = promise(asked)
    assert told(asked.cast) == set()
    keep(asked, row)
    assert told(asked.cast) == {"family_member", "second_parent"}
    Outbox.objects.all().delete()
    waiting = sorry(asked)
    assert told(asked.cast) == set()
    approve(asked, waiting)
    assert told(asked.cast) == {"family_member", "second_parent"}


def test_every_step_is_in_the_record_and_in_the_audit(asked: Road) -> None:
    keep(asked, promise(asked))
    first = sorry(asked)
    actions.return_apology(actor=asked.actor("supervisor"), apology_id=first.pk, reason="Say who.")
    approve(asked, sorry(asked))
    entries = [entry for _, entry in promise_entries(asked.track)]
    assert {entry.title for entry in entries} == {
        "Something was promised.", "A promise was kept.", "An apology was written.", "An apology was returned.",
        "An apology was approved.",
    }  # fmt: skip
    made = AuditEntry.objects.filter(chain=asked.track.engagement_id, action__regex="^(promise|apology)_")
    assert list(made.order_by("sequence").values_list("action", flat=True)) == [
        "promise_made", "promise_kept", "apology_written", "apology_returned", "apology_written", "apology_approved",
    ]  # fmt: skip
    assert "letter" not in str(list(made.values_list("details", flat=True)))
    assert verify() == []


# --- the pages ----------------------------------------------------------------------------------


def test_a_worker_promises_from_the_page_of_the_family_and_records_what_became_of_it(asked: Road, as_: As) -> None:
    client = as_("caseworker")
    family = reverse("engagement", args=[asked.track.engagement_id])
    assert reverse("promise", args=[asked.pk]) in client.get(family).content.decode()
    filled = {"what": WHAT, "owner_post": "Team manager", "owner_name": "Lowri", **boxes("due", in_days(2))}
    assert client.post(reverse("promise", args=[asked.pk]), filled).status_code == 302
    row = Commitment.objects.get()
    outcome = reverse("promise_outcome", args=[asked.pk, row.pk])
    record = reverse("question_record", args=[asked.pk])
    assert record in client.get(family).content.decode()
    assert outcome in client.get(record).content.decode()
    broken = {"outcome": "broken", "words": "We lost it.", "again": "", **boxes("again_by", in_days(5))}
    assert client.post(outcome, broken).status_code == 302
    assert Commitment.objects.get(outcome="open", due=in_days(5)).what == WHAT
    assert client.get(outcome).status_code == 409


def test_a_promise_for_a_day_that_is_past_is_refused(asked: Road, as_: As) -> None:
    filled = {"what": WHAT, "owner_post": "A", "owner_name": "B", **boxes("due", clock.today() - dt.timedelta(days=1))}
    assert "must be today or in the future" in said(as_("caseworker").post(reverse("promise", args=[asked.pk]), filled))


def test_words_for_another_promise_need_its_day_and_a_kept_one_takes_none(asked: Road, as_: As) -> None:
    client, row = as_("caseworker"), promise(asked)
    outcome = reverse("promise_outcome", args=[asked.pk, row.pk])
    filled = {"outcome": "broken", "words": "We lost it.", "again": "We will print it again."}
    assert "Enter the other day" in said(client.post(outcome, filled))
    client.post(outcome, {**filled, "outcome": "kept", **boxes("again_by", in_days(5))})
    assert Commitment.objects.get().outcome == "kept"


def test_an_apology_starts_with_words_that_are_sorry_for_what_we_did(asked: Road, as_: As) -> None:
    client = as_("caseworker")
    page = reverse("apologise", args=[asked.pk])
    assert SORRY in unescape(client.get(page).content.decode())
    filled = {
        "for_what": TEXT.for_what, "sorry": "We are sorry that you feel let down.", "support": TEXT.support,
        "by_post": "A", "by_name": "B", "how_given": "portal", **boxes("given_on", clock.today()),
    }  # fmt: skip
    assert "say what went wrong, and that you are sorry for it" in said(client.post(page, filled))
    assert client.post(page, {**filled, "keep_words": "She said it so."}).status_code == 302
    assert Apology.objects.get().kept_words == "She said it so."
    assert client.post(page, {**filled, "sorry": "We are sorry."}).status_code == 302


def test_an_approver_reads_exactly_what_the_family_will_and_approves_or_returns_it(asked: Road, as_: As) -> None:
    row = sorry(asked, replace(TEXT, kept_words="She said it so.", sorry="We are sorry if we hurt you."))
    client = as_("second_supervisor")
    page = reverse("apology", args=[asked.pk, row.pk])
    text = said(client.get(page))
    for words in (TEXT.for_what, "We are sorry if we hurt you.", "The writer keeps these words because: She said it"):
        assert words in text
    assert client.get(reverse("return_apology", args=[asked.pk, row.pk])).status_code == 200
    assert client.post(page).status_code == 302
    row.refresh_from_db()
    assert row.approved_by == asked.cast.users["second_supervisor"].pk
    assert client.post(page).status_code == 409
    reason = {"reason": "Too late."}
    assert client.post(reverse("return_apology", args=[asked.pk, row.pk]), reason).status_code == 409


# --- in bulk ------------------------------------------------------------------------------------


def test_a_past_leaves_the_rows_and_the_entries_that_the_real_actions_leave(asked: Road) -> None:
    worker, boss = asked.actor("caseworker"), asked.actor("supervisor")
    past = QuestionPast(
        engagement=asked.track.engagement, asker=asked.track.asker, text="Who?", actor=asked.actor("family_member"),
        at=at(-9, "09:00"), worker_id=worker.id,
    )  # fmt: skip
    owner = {"owner_post": "Team manager", "owner_name": "Lowri Penhallow"}
    past.promise(actor=boss, at=at(-8, "09:00"), what=WHAT, due=in_days(3), party=parties.SUPERVISOR, **owner)
    past.keep_promise(actor=worker, at=at(-7, "09:00"), words="It is in the post.")
    past.promise(actor=worker, at=at(-7, "10:00"), what=WHAT, due=in_days(4), **owner)
    past.break_promise(actor=worker, at=at(-6, "09:00"), words="We lost it.")
    past.apologise(actor=worker, at=at(-5, "09:00"), text=TEXT)
    with pytest.raises(WrongPast, match="somebody else"):
        past.approve_apology(actor=replace(boss, id=worker.id), at=at(-5, "10:00"))
    past.approve_apology(actor=boss, at=at(-5, "10:00"))
    with pytest.raises(WrongPast, match="No promise"):
        past.keep_promise(actor=worker, at=at(-4, "09:00"), words="Again.")
    write([past])
    given = ShortTermTrack.objects.get(pk=past.track.pk)
    assert [row.outcome for row in given.commitments.all()] == ["kept", "broken"]
    assert len(told_of(given)["promises"]) == 2
    assert told_of(given)["apologies"][0].row.approved_post == boss.post
    made = AuditEntry.objects.filter(chain=given.engagement_id, action__regex="^(promise|apology)_")
    assert list(made.order_by("sequence").values_list("action", flat=True)) == [
        "promise_made", "promise_kept", "promise_made", "promise_broken", "apology_written", "apology_approved",
    ]  # fmt: skip
    assert verify() == []


# --- who may not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["family_member", "second_parent", "young_person", "other_family", "other_caseworker", "other_supervisor",
            "wrenfield", "duty_worker", "safeguarding_lead", "information_governance", "auditor", "admin"],
)  # fmt: skip
def test_nobody_else_promises_settles_or_says_sorry(asked: Road, who: str) -> None:
    actions.share_question(
        actor=asked.actor("family_member"),
        pk=asked.pk,
        person_ids={asked.cast.people["anselm"].pk},  # type: ignore[arg-type]
    )
    row, waiting = promise(asked), sorry(asked)
    for act in (
        lambda: promise(asked, who, "Another."), lambda: keep(asked, row, who), lambda: sorry(asked, TEXT, who),
        lambda: approve(asked, waiting, who),
        lambda: actions.return_apology(actor=asked.actor(who), apology_id=waiting.pk, reason="No."),
    ):  # fmt: skip
        with pytest.raises(NotYours):
            act()
    row.refresh_from_db()
    assert row.outcome == "open"


def test_a_supervisor_writes_no_apology_and_a_worker_who_is_no_approver_approves_none(asked: Road) -> None:
    with pytest.raises(NotYours):
        sorry(asked, TEXT, "supervisor")
    with pytest.raises(NotYours):
        approve(asked, sorry(asked), "caseworker")


def test_the_writer_does_not_approve_or_return_their_own_apology(asked: Road, as_: As) -> None:
    member = asked.cast.users["caseworker"].memberships.get()
    member.approver = True
    member.save()
    row = sorry(asked)
    with pytest.raises(WroteIt):
        approve(asked, row, "caseworker")
    page = as_("caseworker").post(reverse("apology", args=[asked.pk, row.pk]))
    assert page.status_code == 409
    assert "You wrote this, so you cannot approve it. Another approver of the team decides." in said(page)
    family = as_("caseworker").get(reverse("engagement", args=[asked.track.engagement_id])).content.decode()
    assert reverse("apology", args=[asked.pk, row.pk]) not in family


def test_whom_the_question_is_shared_with_reads_and_acts_on_nothing(asked: Road, as_: As) -> None:
    actions.share_question(
        actor=asked.actor("family_member"),
        pk=asked.pk,
        person_ids={asked.cast.people["anselm"].pk},  # type: ignore[arg-type]
    )
    row = promise(asked)
    approve(asked, sorry(asked))
    for who in ("family_member", "second_parent"):
        assert WHAT in read(as_, asked, who)
        assert TEXT.sorry in read(as_, asked, who)
    assert as_("second_parent").post(reverse("promise_outcome", args=[asked.pk, row.pk])).status_code == 404
    assert as_("young_person").get(reverse("question", args=[asked.pk])).status_code == 404


def test_a_promise_of_another_question_is_not_there_under_this_one(asked: Road, as_: As) -> None:
    other = Road(asked.cast).until(states.ANSWERING)
    row, waiting = promise(other), sorry(other)
    assert as_("caseworker").get(reverse("promise_outcome", args=[asked.pk, row.pk])).status_code == 404
    assert as_("supervisor").get(reverse("apology", args=[asked.pk, waiting.pk])).status_code == 404


def test_reason_words_and_returns_are_for_staff_alone(asked: Road, as_: As) -> None:
    first = sorry(asked, replace(TEXT, kept_words="The marrow word."))
    actions.return_apology(actor=asked.actor("supervisor"), apology_id=first.pk, reason="The lintel word.")
    approve(asked, sorry(asked, replace(TEXT, kept_words="The marrow word.")))
    text = read(as_, asked)
    assert "marrow" not in text
    assert "lintel" not in text
