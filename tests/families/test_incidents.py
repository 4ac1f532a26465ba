"""The link between the sides, what it protects, and the reasoned look."""

import pytest
import time_machine

from portal.accounts.actors import actor_of
from portal.accounts.models import Role
from portal.audit.models import AuditEntry
from portal.encryption import keys
from portal.recipients.check import hits
from portal.ui.refusals import NotYours
from reconciliation.families import actions, policy, selectors
from reconciliation.families.errors import CannotLink
from reconciliation.families.models import IncidentLink, Membership
from tests.families.cast import Cast, member


def test_the_same_team_on_both_sides_is_refused(cast: Cast) -> None:
    incident = cast.link()
    second = actions.open_engagement(
        actor=cast.east.boss, team=cast.east.team, side="child_who_harmed", side_basis="found",
        known_to_social_care=False,
    )  # fmt: skip
    with pytest.raises(CannotLink, match="same team"):
        actions.link_engagement(actor=actor_of(cast.lead), incident=incident, engagement=second)
    assert IncidentLink.objects.count() == 2


def test_a_family_is_linked_once(cast: Cast) -> None:
    incident = cast.link()
    with pytest.raises(CannotLink, match="already"):
        actions.link_engagement(actor=actor_of(cast.lead), incident=incident, engagement=cast.east.engagement)


def test_someone_in_both_teams_stands_in_the_way_of_a_link(cast: Cast) -> None:
    Membership.objects.create(team=cast.west.team, user=cast.east.supervisor)
    with pytest.raises(CannotLink, match="both sides"):
        cast.link()


def test_a_worker_who_came_from_the_other_side_stands_in_the_way_of_a_link(cast: Cast) -> None:
    east, west = cast.east, cast.west
    Membership.objects.filter(user=east.worker).update(until="2026-01-01T00:00Z")
    Membership.objects.create(team=west.team, user=east.worker)
    actions.assign_worker(actor=west.boss, engagement=west.engagement, worker=east.worker)
    actions.assign_worker(actor=east.boss, engagement=east.engagement, worker=member(east.team, Role.CASEWORKER, "new"))
    with pytest.raises(CannotLink, match="worker of one side"):
        cast.link()


def test_an_unknown_reference_is_said_to_be_so(cast: Cast) -> None:
    for typed in ("QQQQ-QQQQ", "", "not one", cast.east.engagement.reference[:-1]):
        with pytest.raises(CannotLink, match="no family with this reference"):
            selectors.linkable(actor_of(cast.lead), typed)


def test_each_sides_words_are_protected_from_the_other(cast: Cast) -> None:
    cast.link()
    east, west = cast.east.engagement.pk, cast.west.engagement.pk
    assert hits(east, "Ask the Dravenport family.")
    assert hits(west, "Mrs Osterlin said so.")
    assert not hits(east, "Mrs Osterlin said so.")
    assert not hits(west, "Ask the Dravenport family.")


def test_nothing_is_protected_before_the_link(cast: Cast) -> None:
    assert not hits(cast.east.engagement.pk, "Ask the Dravenport family.")


def test_who_and_what_is_added_later_is_protected_too(cast: Cast) -> None:
    cast.link()
    west = cast.west
    uncle = actions.add_person(actor=west.boss, engagement=west.engagement, name="Teodor Quillfeather", is_child=False)
    actions.add_contact(actor=west.boss, person=uncle, kind="phone", value="07700 900 456")
    actions.add_contact(actor=west.boss, person=uncle, kind="address", value="4 Sedge Row\nStillmarsh")
    east = cast.east.engagement.pk
    assert hits(east, "Speak to Quillfeather.")
    assert hits(east, "Ring 07700900456 today.")
    assert hits(east, "They live at 4 Sedge Row.")
    assert not hits(west.engagement.pk, "Speak to Quillfeather.")


def test_words_that_both_families_share_are_not_protected_from_either(cast: Cast) -> None:
    east, west = cast.east, cast.west
    actions.add_person(actor=west.boss, engagement=west.engagement, name="Bruna Osterlin", is_child=False)
    cast.link()
    assert not hits(east.engagement.pk, "Mrs Osterlin said so.")
    assert not hits(west.engagement.pk, "Mrs Osterlin said so.")


def test_neither_familys_chain_tells_of_the_other(cast: Cast) -> None:
    cast.link()
    for own, other in ((cast.east, cast.west), (cast.west, cast.east)):
        entries = AuditEntry.objects.filter(chain=own.engagement.pk)
        assert not any(str(other.engagement.pk) in str(entry.details) for entry in entries)
        assert not any("link" in entry.action or "incident" in entry.action for entry in entries)
    actions_on_site = AuditEntry.objects.filter(chain=keys.SITE).values_list("action", flat=True)
    assert list(actions_on_site).count("engagement_linked") == 2


def test_the_lead_sees_a_family_for_a_reason_until_the_end_of_the_next_day(cast: Cast) -> None:
    lead, engagement = actor_of(cast.lead), cast.east.engagement
    # The families were opened when this test began, so only the reasoned look is moved in time.
    with time_machine.travel("2030-04-15 23:30+01:00", tick=False):
        actions.open_with_reason(actor=lead, engagement=engagement, reason="A call from the school")
        assert policy.visible_to(lead).get() == engagement
    with time_machine.travel("2030-04-16 23:59+01:00", tick=False):
        assert policy.visible_to(lead).exists()
    with time_machine.travel("2030-04-17 00:00+01:00", tick=False):
        assert not policy.visible_to(lead).exists()
    last = AuditEntry.objects.filter(chain=engagement.pk).order_by("sequence").last()
    assert last is not None
    assert last.action == "engagement_opened_with_reason"
    assert "school" not in str(last.details)


@pytest.mark.parametrize("name", ["supervisor", "worker", "approver", "parent"])
def test_nobody_but_the_lead_opens_or_links_anything(cast: Cast, name: str) -> None:
    incident = actions.open_incident(actor=actor_of(cast.lead))
    actor = actor_of(getattr(cast.east, name))
    with pytest.raises(NotYours):
        actions.open_incident(actor=actor)
    with pytest.raises(NotYours):
        actions.link_engagement(actor=actor, incident=incident, engagement=cast.east.engagement)
    with pytest.raises(NotYours):
        actions.open_with_reason(actor=actor, engagement=cast.west.engagement, reason="Curious")
    with pytest.raises(CannotLink):
        selectors.linkable(actor, cast.west.engagement.reference)
