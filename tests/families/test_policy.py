"""Who sees which family, as data."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import actor_of
from portal.accounts.models import Role, User
from portal.audit.actor import CLOCK, Actor
from portal.ui.refusals import NotYours
from reconciliation.families import actions, policy, selectors
from reconciliation.families.models import Assignment, Conflict, Membership, Person
from tests.families.cast import Cast, account, member

# Who, seen from the East family: may they see it, change its people, supervise it?
EXPECTED = [
    ("east supervisor", True, True, True),
    ("east worker", True, True, False),
    ("east approver", True, False, False),
    ("east parent", True, False, False),
    ("west supervisor", False, False, False),
    ("west worker", False, False, False),
    ("west approver", False, False, False),
    ("west parent", False, False, False),
    ("another worker of the team", False, False, False),
    ("a supervisor of no team", False, False, False),
    ("safeguarding lead without a reason", False, False, False),
    (Role.SERVICE_PROVIDER, False, False, False),
    (Role.COMMISSIONER, False, False, False),
    (Role.INFORMATION_GOVERNANCE, False, False, False),
    (Role.AUDITOR, False, False, False),
    (Role.ADMIN, False, False, False),
    (Role.YOUNG_PERSON, False, False, False),
]


def who(cast: Cast, name: str) -> User:
    if name == "another worker of the team":
        return member(cast.east.team, Role.CASEWORKER, "another")
    if name == "a supervisor of no team":
        return account(Role.SUPERVISOR, "free")
    if name == "safeguarding lead without a reason":
        return cast.lead
    if " " in name:
        where, post = name.split(" ")
        found: User = getattr(getattr(cast, where), post)
        return found
    return account(name, name)


@pytest.mark.parametrize(("name", "sees", "works", "supervises"), EXPECTED)
def test_a_family_is_seen_by_its_own_and_by_nobody_else(
    cast: Cast, name: str, sees: bool, works: bool, supervises: bool
) -> None:
    actor = actor_of(who(cast, name))
    engagement = cast.east.engagement
    assert policy.visible_to(actor).filter(pk=engagement.pk).exists() is sees
    assert policy.workable_by(actor).filter(pk=engagement.pk).exists() is works
    assert policy.supervised_by(actor).filter(pk=engagement.pk).exists() is supervises
    assert policy.people_visible_to(actor).filter(engagement=engagement).exists() is sees


@pytest.mark.parametrize("actor", [CLOCK, Actor(kind="receipt", id=None, role="receipt", post="")])
def test_neither_the_clock_nor_the_holder_of_a_receipt_sees_a_family(cast: Cast, actor: Actor) -> None:
    assert not policy.visible_to(actor).exists()
    assert not policy.people_visible_to(actor).exists()
    assert not policy.incidents_visible_to(actor).exists()


def test_a_membership_that_has_ended_shows_nothing_more(cast: Cast) -> None:
    Membership.objects.filter(user=cast.east.supervisor).update(until=timezone.now())
    assert not policy.visible_to(cast.east.boss).exists()


def test_a_worker_who_leaves_the_team_leaves_the_family(cast: Cast) -> None:
    Membership.objects.filter(user=cast.east.worker).update(until=timezone.now())
    assert not policy.visible_to(actor_of(cast.east.worker)).exists()


def test_an_assignment_counts_neither_before_it_starts_nor_after_it_ends(cast: Cast) -> None:
    worker = actor_of(cast.east.worker)
    own = Assignment.objects.filter(user=cast.east.worker)
    own.update(since=timezone.now() + timedelta(hours=1))
    assert not policy.visible_to(worker).exists()
    own.update(since=timezone.now() - timedelta(hours=2), until=timezone.now() - timedelta(hours=1))
    assert not policy.visible_to(worker).exists()


@pytest.mark.parametrize(
    ("status", "sees"),
    [("none_declared", True), ("detected", True), ("not_upheld", True), ("declared", False), ("upheld", False)],
)
@pytest.mark.parametrize("post", ["worker", "supervisor", "approver"])
def test_a_declared_or_upheld_conflict_bars_whoever_has_it(cast: Cast, post: str, status: str, sees: bool) -> None:
    user = getattr(cast.east, post)
    Conflict.objects.create(engagement=cast.east.engagement, user=user, status=status, recorded_by=cast.east.supervisor)
    assert policy.visible_to(actor_of(user)).exists() is sees


def test_inside_a_family_contact_details_are_each_persons_own(cast: Cast) -> None:
    east = cast.east
    for person, value in ((east.mother, "07700 900 111"), (east.child, "07700 900 222")):
        actions.add_contact(actor=east.boss, person=person, kind="phone", value=value)
    parent = actor_of(east.parent)
    assert [row.value for row in policy.contact_details_visible_to(parent)] == ["07700 900 111"]
    assert policy.contact_details_visible_to(east.boss).count() == 2
    assert not policy.contact_details_visible_to(cast.west.boss).exists()


def test_one_person_on_both_sides_is_two_rows_that_only_their_own_sign_in_joins(cast: Cast) -> None:
    west = cast.west
    twin = actions.add_person(actor=west.boss, engagement=west.engagement, name="Hanne Osterlin", is_child=False)
    Person.objects.filter(pk=twin.pk).update(user=cast.east.parent)
    parent = actor_of(cast.east.parent)
    assert policy.visible_to(parent).count() == 2
    for one, row in ((cast.east, cast.east.mother), (west, twin)):
        own = selectors.person_of(parent, one.engagement)
        assert own is not None
        assert own.pk == row.pk
        assert {person.engagement_id for person in policy.people_visible_to(one.boss)} == {one.engagement.pk}


def test_not_there_and_not_yours_are_one_refusal_of_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    parent = actor_of(cast.west.parent)
    for pk in (cast.east.engagement.pk, cast.east.child.pk):
        with django_assert_num_queries(1), pytest.raises(NotYours):  # type: ignore[operator]
            selectors.engagement_for(parent, pk)


def test_incidents_are_seen_by_the_safeguarding_lead_alone(cast: Cast) -> None:
    incident = cast.link()
    lead = actor_of(cast.lead)
    assert list(policy.incidents_visible_to(lead)) == [incident]
    everybody = [cast.east.supervisor, cast.east.worker, cast.east.parent, cast.west.supervisor]
    everybody += [account(role, f"some-{role}") for role in Role if role != Role.SAFEGUARDING_LEAD]
    for user in everybody:
        assert not policy.incidents_visible_to(actor_of(user)).exists()
        assert not policy.openable_by(actor_of(user)).exists()


def test_a_safeguarding_lead_with_an_interest_of_their_own_sees_neither_incident_nor_family(cast: Cast) -> None:
    cast.link()
    Conflict.objects.create(engagement=cast.west.engagement, user=cast.lead, status="declared", recorded_by=cast.lead)
    lead = actor_of(cast.lead)
    assert not policy.incidents_visible_to(lead).exists()
    with pytest.raises(NotYours):
        actions.open_with_reason(actor=lead, engagement=cast.west.engagement, reason="To look")
