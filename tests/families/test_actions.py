"""Opening a family, its people, its worker, and who may do none of it."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from portal.accounts import actions as accounts
from portal.accounts.actors import actor_of
from portal.accounts.errors import InvitationUnusable
from portal.accounts.models import Role
from portal.audit.models import AuditEntry
from portal.encryption import keys
from portal.ui.refusals import NotYours
from reconciliation.families import actions, policy, selectors
from reconciliation.families.errors import CannotChange, CannotInvite, NotAvailable
from reconciliation.families.models import Assignment, Membership, Person, Relation
from tests.families.cast import Cast, account, member

DETAILS = {"side_basis": "reported", "known_to_social_care": True}


def said(holder: object) -> list[str]:
    """The actions on a chain, in order."""
    return list(AuditEntry.objects.filter(chain=holder).order_by("sequence").values_list("action", flat=True))


def test_an_engagement_has_its_own_key_and_chain_from_the_start(cast: Cast) -> None:
    engagement = cast.east.engagement
    assert keys.open_sealed(engagement.pk, "x", keys.seal(engagement.pk, "x", "text")) == "text"
    assert said(engagement.pk) == [
        "engagement_opened", "person_added", "person_added", "relation_recorded", "worker_assigned",
    ]  # fmt: skip


def test_no_entry_holds_a_name(cast: Cast) -> None:
    cast.link()
    told = str(list(AuditEntry.objects.values_list("action", "details"))).lower()
    assert not any(name in told for name in ("osterlin", "dravenport", "mika", "hanne"))


def test_the_side_can_be_corrected_until_it_is_confirmed(cast: Cast) -> None:
    boss, engagement = cast.east.boss, cast.east.engagement
    actions.change_details(actor=boss, engagement=engagement, side="affected", **DETAILS)
    actions.confirm_engagement(actor=boss, engagement=engagement)
    actions.change_details(
        actor=boss, engagement=engagement, side="affected", **DETAILS | {"known_to_social_care": False}
    )
    with pytest.raises(CannotChange):
        actions.change_details(actor=boss, engagement=engagement, side="harmed", **DETAILS)


def test_the_family_takes_its_name_from_the_first_child(cast: Cast) -> None:
    east = cast.east
    actions.add_person(actor=east.boss, engagement=east.engagement, name="Adam Adult", is_child=False)
    actions.add_person(actor=east.boss, engagement=east.engagement, name="Bo Sandvik", is_child=True)
    assert selectors.family_name(selectors.people_of(east.engagement.pk)) == "Osterlin"
    assert selectors.family_name([]) == ""


def test_a_relation_is_corrected_in_its_place(cast: Cast) -> None:
    east = cast.east
    actions.relate(
        actor=east.boss, person=east.mother, to=actions.RelationTo(east.child, "grandparent", "no", "not_seen")
    )
    only = Relation.objects.get(person=east.mother)
    assert (only.kind, only.parental_responsibility) == ("grandparent", "no")


def test_a_relation_never_reaches_a_child_of_another_family(cast: Cast) -> None:
    with pytest.raises(NotYours):
        actions.relate(actor=cast.east.boss, person=cast.east.mother, to=actions.RelationTo(cast.west.child, "mother"))


def test_an_accepted_invitation_ties_the_account_to_the_person(cast: Cast) -> None:
    east = cast.east
    father = actions.add_person(actor=east.boss, engagement=east.engagement, name="Olle Osterlin", is_child=False)
    invitation, token = actions.invite_person(actor=east.boss, person=father, email="olle@arrowmere.example")
    assert invitation.role == Role.FAMILY_MEMBER
    user = accounts.accept(token=token, password="three random words")
    father.refresh_from_db()
    assert father.user_id == user.pk
    assert policy.visible_to(actor_of(user)).get() == east.engagement
    assert said(east.engagement.pk)[-1] == "person_signed_in"
    with pytest.raises(CannotInvite):
        actions.invite_person(actor=east.boss, person=father, email="olle@arrowmere.example")


def test_a_second_invitation_ends_the_first_whatever_its_address(cast: Cast) -> None:
    east = cast.east
    father = actions.add_person(actor=east.boss, engagement=east.engagement, name="Olle", is_child=False)
    _, first = actions.invite_person(actor=east.boss, person=father, email="wrong@arrowmere.example")
    actions.invite_person(actor=east.boss, person=father, email="right@arrowmere.example")
    with pytest.raises(InvitationUnusable):
        accounts.accept(token=first, password="three random words")


def test_one_sign_in_is_one_person_of_a_family(cast: Cast) -> None:
    east = cast.east
    other = actions.add_person(actor=east.boss, engagement=east.engagement, name="Olle", is_child=False)
    _, token = actions.invite_person(actor=east.boss, person=other, email=east.parent.email)
    with pytest.raises(InvitationUnusable):
        accounts.accept_as(token=token, user=east.parent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=other.pk).update(user=east.parent)


@pytest.mark.parametrize(
    ("born", "asks"),
    [(date(2017, 4, 15), False), (date(2017, 4, 16), True), (None, True)],
)
@time_machine.travel("2030-04-15 12:00+01:00", tick=False)
def test_a_child_signs_in_from_13_or_where_the_supervisor_confirms_it(
    cast: Cast, born: date | None, asks: bool
) -> None:
    east = cast.east
    child = actions.add_person(
        actor=east.boss, engagement=east.engagement, name="Ida Osterlin", is_child=True, birth_date=born
    )
    if asks:
        with pytest.raises(CannotInvite):
            actions.invite_person(actor=east.boss, person=child, email="ida@arrowmere.example")
    invitation, _ = actions.invite_person(
        actor=east.boss, person=child, email="ida@arrowmere.example", younger_confirmed=asks
    )
    assert invitation.role == Role.YOUNG_PERSON


def test_a_new_worker_ends_the_one_before(cast: Cast) -> None:
    east = cast.east
    second = member(east.team, Role.CASEWORKER, "second")
    actions.assign_worker(actor=east.boss, engagement=east.engagement, worker=second)
    current = selectors.current_worker(east.engagement.pk)
    assert current is not None
    assert current.user == second
    assert not policy.visible_to(actor_of(east.worker)).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(engagement=east.engagement, user=east.worker, assigned_by=east.supervisor)


def test_assigning_the_same_worker_again_changes_nothing(cast: Cast) -> None:
    east = cast.east
    before = said(east.engagement.pk)
    actions.assign_worker(actor=east.boss, engagement=east.engagement, worker=east.worker)
    assert said(east.engagement.pk) == before


def test_declaring_a_conflict_cuts_access_at_once(cast: Cast) -> None:
    east = cast.east
    worker = actor_of(east.worker)
    actions.declare_conflict(actor=worker, engagement=east.engagement, kind="neighbour", note="Same street")
    assert selectors.current_worker(east.engagement.pk) is None
    with pytest.raises(NotYours):
        selectors.engagement_for(worker, east.engagement.pk)
    assert said(east.engagement.pk)[-2:] == ["conflict_declared", "assignment_ended"]
    with pytest.raises(NotAvailable):
        actions.assign_worker(actor=east.boss, engagement=east.engagement, worker=east.worker)


@pytest.mark.parametrize(("answer", "works_on"), [("none_declared", True), ("declared", False)])
def test_what_a_worker_answered_is_kept_and_counts_as_their_word(cast: Cast, answer: str, works_on: bool) -> None:
    east = cast.east
    actions.record_conflict_answer(actor=east.boss, engagement=east.engagement, worker=east.worker, answer=answer)
    kept = selectors.conflict_answer(east.worker.pk, east.engagement.pk)
    assert kept is not None
    assert kept.status == answer
    assert policy.visible_to(actor_of(east.worker)).exists() is works_on


def test_nobody_outside_the_team_is_available_and_the_refusal_says_nothing(cast: Cast) -> None:
    cast.link()
    east = cast.east
    both = member(east.team, Role.CASEWORKER, "both")
    Membership.objects.create(team=cast.west.team, user=both)
    left = member(east.team, Role.CASEWORKER, "left")
    Membership.objects.filter(user=left).update(until="2026-01-01T00:00Z")
    gone = member(east.team, Role.CASEWORKER, "gone")
    gone.is_active = False
    gone.save()
    for worker in (cast.west.worker, both, left, gone, east.supervisor, account(Role.CASEWORKER, "free")):
        with pytest.raises(NotAvailable) as refusal:
            actions.assign_worker(actor=east.boss, engagement=east.engagement, worker=worker)
        assert str(refusal.value) == "Not available."


@pytest.mark.parametrize("post", ["worker", "approver", "parent"])
def test_only_the_teams_supervisor_opens_assigns_invites_or_confirms(cast: Cast, post: str) -> None:
    east = cast.east
    for actor in (actor_of(getattr(east, post)), cast.west.boss, actor_of(cast.lead)):
        with pytest.raises(NotYours):
            actions.open_engagement(actor=actor, team=east.team, side="harmed", **DETAILS)
        with pytest.raises(NotYours):
            actions.assign_worker(actor=actor, engagement=east.engagement, worker=east.worker)
        with pytest.raises(NotYours):
            actions.invite_person(actor=actor, person=east.child, email="a@b.example", younger_confirmed=True)
        with pytest.raises(NotYours):
            actions.confirm_engagement(actor=actor, engagement=east.engagement)
        with pytest.raises(NotYours):
            actions.record_conflict_answer(
                actor=actor, engagement=east.engagement, worker=east.worker, answer="none_declared"
            )


@pytest.mark.parametrize("name", ["east approver", "east parent", "west supervisor", "west worker", "lead"])
def test_nobody_but_the_supervisor_and_the_assigned_worker_changes_people(cast: Cast, name: str) -> None:
    east = cast.east
    where, _, post = name.partition(" ")
    actor = actor_of(getattr(getattr(cast, where), post) if post else cast.lead)
    with pytest.raises(NotYours):
        actions.add_person(actor=actor, engagement=east.engagement, name="Eve", is_child=False)
    with pytest.raises(NotYours):
        actions.change_person(actor=actor, person=east.mother, name="Eve")
    with pytest.raises(NotYours):
        actions.add_contact(actor=actor, person=east.mother, kind="phone", value="07700 900 111")
    with pytest.raises(NotYours):
        actions.relate(actor=actor, person=east.mother, to=actions.RelationTo(east.child, "mother"))


def test_a_family_cannot_declare_a_conflict(cast: Cast) -> None:
    with pytest.raises(NotYours):
        actions.declare_conflict(actor=actor_of(cast.east.parent), engagement=cast.east.engagement, kind="other")
