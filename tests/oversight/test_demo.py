"""The invented families: every state is there, every record is real, and everybody sees their own."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.demo import DEMO_ACCOUNTS
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.recipients.models import Hold
from portal.workflow import clock, ledger
from portal.workflow.models import Deadline, DecisionRecord, MoveRecord
from reconciliation.families import policy as families_policy
from reconciliation.families.models import FamilyEngagement, Membership, Person
from reconciliation.oversight.demo.cast import BOSS, COLLEAGUES, Cast
from reconciliation.safeguards.gates import proceedings_gate
from reconciliation.safeguards.selectors import proceedings_facts
from reconciliation.tracks import policy, states
from reconciliation.tracks.models import LongTermTrack, PartResponse, ShortTermTrack
from reconciliation.tracks.selectors.parts_told import parts_told
from reconciliation.tracks.selectors.told import title_of, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

REACHED = set(states.ALL)
OTHER_ROLES = ("service_provider", "commissioner", "auditor", "admin", "safeguarding_lead")

SignIn = Callable[[str], Client]


@pytest.fixture
def people(demo: Cast) -> Cast:
    return demo.again()


def titles(cast: Cast, local: str) -> set[str]:
    """What one account can read, by the beginning of each question."""
    return {title_of(track.question) for track in policy.visible_to(cast.actor(local))}


def of(cast: Cast, family: str, state: str) -> ShortTermTrack:
    return ShortTermTrack.objects.get(engagement=cast.engagements[family], state=state)


# --- what is there ------------------------------------------------------------------------------


def test_there_are_twelve_families_and_more_with_questions_in_every_state() -> None:
    assert FamilyEngagement.objects.count() >= 12
    assert {track.current for track in ShortTermTrack.objects.all()} == REACHED
    assert not FamilyEngagement.objects.exclude(id__in=ShortTermTrack.objects.values("engagement_id")).exists()


def test_one_wording_waits_for_the_family_and_one_was_sent_back(people: Cast) -> None:
    waiting = of(people, "okonjo_reyes", states.CLARIFYING)
    assert told(waiting).to_confirm is not None
    newest = of(people, "whitlock_banerji", states.CLARIFYING).restatements.last()
    assert newest is not None
    assert newest.rejected_because


def test_some_are_late_by_one_two_and_six_days_some_due_today_and_most_in_time() -> None:
    today = clock.today()
    due = [t.next_due for t in ShortTermTrack.objects.filter(state__in=states.OPEN) if t.next_due is not None]
    late = Counter(clock.working_days_between(day, today) for day in due if day < today)
    assert {1, 2, 6} <= set(late)
    assert sum(late.values()) * 2 < len(due)
    if clock.is_working_day(today):
        assert due.count(today) >= 3


def test_texts_are_short_and_long_and_one_is_in_arabic() -> None:
    texts = [track.question for track in ShortTermTrack.objects.all()]
    assert min(map(len, texts)) < 20
    assert max(map(len, texts)) > 2000
    assert any("؟" in text for text in texts)


def test_some_families_are_not_known_to_social_care_and_some_have_a_reference_elsewhere() -> None:
    assert FamilyEngagement.objects.filter(known_to_social_care=False).exists()
    known = FamilyEngagement.objects.filter(known_to_social_care=True)
    assert all(family.external_system and family.external_ref for family in known)


def test_a_late_check_with_the_police_closes_the_gate_and_a_recent_one_does_not(people: Cast) -> None:
    def why(family: str) -> str:
        return proceedings_gate("incident_information", proceedings_facts(people.engagements[family].pk)).why

    assert "more than 10 working days old" in why("mbeki_thorne")
    assert "going on" in why("ekpeneh")
    assert why("lindqvist") == ""
    assert why("varnish") == ""


def test_one_surname_is_in_both_teams_and_each_finds_its_own(people: Cast) -> None:
    for local, family in (("supervisor", "achterberg"), ("other_supervisor", "achterberg_west")):
        found = policy.visible_to(people.actor(local)).filter(asker__in=Person.objects.all())
        surnames = {t.engagement_id for t in found.select_related("asker") if t.asker.name.endswith("Achterberg")}
        assert surnames == {people.engagements[family].pk}


def test_a_text_that_names_the_other_side_waits_for_the_safeguarding_lead(people: Cast) -> None:
    assert Hold.objects.get().holder == people.engagements["dravenport"].pk


# --- the record ---------------------------------------------------------------------------------


def test_every_chain_verifies() -> None:
    assert verify() == []


def test_every_move_follows_the_definition_and_leaves_its_record_and_its_entry() -> None:
    decided = set(DecisionRecord.objects.exclude(move=None).values_list("move_id", flat=True))
    entries = Counter(AuditEntry.objects.filter(table_name="workflow_moverecord").values_list("row_id", flat=True))
    by_track: dict[UUID, list[MoveRecord]] = defaultdict(list)
    for record in MoveRecord.objects.order_by("track_id", "number"):
        by_track[record.track_id].append(record)
    for track in (*ShortTermTrack.objects.all(), *LongTermTrack.objects.all()):
        moves, state = by_track.pop(track.pk), ""
        for number, record in enumerate(moves, start=1):
            move = type(track).moves()[record.event]
            assert (record.number, record.from_state, record.move_id) == (number, state, move.id)
            assert record.from_state in move.sources
            assert record.to_state in move.targets
            assert (record.pk in decided) == move.decision
            assert entries[record.pk] == 1
            state = record.to_state
        times = [record.at for record in moves]
        assert times == sorted(times)
        assert times[-1] <= clock.now()
        since = [record.at for record in moves if record.from_state != record.to_state][-1]
        assert (track.current, track.version, track.state_since) == (state, len(moves), since)
    assert by_track == {}


def test_the_next_date_of_a_question_is_the_earliest_that_runs() -> None:
    running: dict[UUID, list[dt.date]] = defaultdict(list)
    for row in Deadline.objects.filter(stopped_at=None).exclude(kind__in=ledger.NOT_OURS):
        running[row.track_id].append(row.due_on)
    for track in ShortTermTrack.objects.all():
        assert track.next_due == min(running[track.pk], default=None)
        assert track.is_open or track.next_due is None


def test_nobody_approved_their_own_answer(people: Cast) -> None:
    for track in ShortTermTrack.objects.all():
        for proposal in track.proposals.exclude(decided_by=None):
            assert proposal.decided_by != proposal.actor_id


# --- who sees what ------------------------------------------------------------------------------


def test_imeldas_home_is_as_drawn(people: Cast) -> None:
    asked = policy.visible_to(people.actor("family_member")).order_by("-received_at")
    working, ready = [told(track) for track in asked]
    assert working.title == "Why were the classes moved, and who decided?"
    assert working.now == "We have answered 3 of your 4 parts. One part is still open."
    assert (working.who.split(",")[0], working.ready) == ("Rowan Tallis", False)
    assert (ready.title, ready.ready) == ("Can I see the report about the visit?", True)


def test_imeldas_first_question_has_three_answers_and_one_that_waits_for_the_school(people: Cast) -> None:
    track = policy.visible_to(people.actor("family_member")).latest("received_at")
    parts = parts_told(track)
    assert [part.part.status for part in parts] == ["answered", "answered", "answered", "not_yet"]
    assert parts[3].waiting.startswith("The school. We asked on ")
    assert "chased" in parts[3].waiting
    assert parts[3].part.next_date is not None


def test_inside_a_family_everybody_sees_their_own_and_what_is_shared(people: Cast) -> None:
    classes, report = "Why were the classes moved, and who decided?", "Can I see the report about the visit?"
    corins = "Do I have to talk about it again in my new class?"
    assert titles(people, "family_member") == {classes, report}
    assert titles(people, "young_person") == {corins}
    anselms = titles(people, "second_parent") - {report}
    assert len(anselms) == 1
    assert report in titles(people, "second_parent")
    assert not anselms & {classes, corins}


def test_the_pages_are_there_for_whom_they_are_for(people: Cast, as_: SignIn) -> None:
    for local, name in (
        ("family_member", "family_home"), ("young_person", "family_home"), ("caseworker", "worklist"),
        ("supervisor", "supervisor_queue"), ("information_governance", "information_home"), ("auditor", "audit_home"),
    ):  # fmt: skip
        assert as_(local).get(reverse(name)).status_code == 200, local


def test_every_question_page_of_imelda_can_be_drawn(people: Cast, as_: SignIn) -> None:
    client = as_("family_member")
    for track in policy.visible_to(people.actor("family_member")):
        assert client.get(reverse("question", args=[track.pk])).status_code == 200


def test_every_family_page_can_be_drawn_for_its_supervisor(people: Cast, as_: SignIn) -> None:
    for local in BOSS.values():
        client = as_(local)
        for family in families_policy.visible_to(people.actor(local)):
            assert client.get(reverse("engagement", args=[family.pk])).status_code == 200


def test_a_question_of_the_other_parent_or_of_a_child_is_the_404_of_any_other(people: Cast, as_: SignIn) -> None:
    client = as_("family_member")
    missing = client.get(reverse("question", args=[UUID(int=7)]))
    assert missing.status_code == 404
    for track in ShortTermTrack.objects.exclude(asker=people.people["imelda"]):
        answer = client.get(reverse("question", args=[track.pk]))
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_no_team_sees_a_question_of_the_other_and_nobody_else_sees_any(people: Cast) -> None:
    east = set(policy.visible_to(people.actor("supervisor")).values_list("pk", flat=True))
    west = set(policy.visible_to(people.actor("other_supervisor")).values_list("pk", flat=True))
    assert east
    assert west
    assert not east & west
    duty = set(policy.visible_to(people.actor("duty_supervisor")).values_list("pk", flat=True))
    assert duty
    assert not duty & (east | west)
    assert set(policy.visible_to(people.actor("duty_worker")).values_list("pk", flat=True)) <= duty
    assert len(east | west | duty) == ShortTermTrack.objects.count()
    assert [local for local in OTHER_ROLES if policy.visible_to(people.actor(local)).exists()] == []


def test_information_governance_sees_only_what_is_looked_at_again(people: Cast) -> None:
    seen = policy.visible_to(people.actor("information_governance"))
    assert [track.current for track in seen] == [states.INFORMATION_ESCALATION]
    assert PartResponse.objects.filter(part__track=seen.get(), answers_me=False).exists()


def test_nobody_signs_in_who_is_not_on_the_page_of_accounts(people: Cast) -> None:
    shown = {account.local for account in DEMO_ACCOUNTS}
    assert {local for local, user in people.users.items() if user.has_usable_password()} == shown
    assert set(COLLEAGUES) <= set(people.users)


def test_the_duty_worker_is_in_the_duty_team_only_and_only_managers_approve(people: Cast) -> None:
    teams = Membership.objects.filter(user=people.users["duty_worker"])
    assert [member.team.is_duty for member in teams] == [True]
    approvers = Membership.objects.filter(approver=True).values_list("user_id", flat=True)
    managers = ("supervisor", "second_supervisor", "other_supervisor", "duty_supervisor")
    assert set(approvers) == {people.users[local].pk for local in managers}
