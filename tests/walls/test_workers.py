"""Another worker with a handover, names that match, and a look with a reason."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.audit.models import AuditEntry
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from reconciliation.families import actions, policy
from reconciliation.families.errors import CannotLink, NotAvailable
from reconciliation.families.models import Conflict, ConflictStatus, Membership
from reconciliation.families.selectors import current_worker, linkable
from reconciliation.families.selectors.conflicts import to_decide
from reconciliation.tracks import states
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def varnish(cast: Any) -> Any:
    return cast.engagements["varnish"]


def namesake(cast: Any, engagement: Any) -> Conflict:
    """The worker's own surname joins the family."""
    actions.add_person(actor=cast.actor("supervisor"), engagement=engagement, name="Aunt Tallis", is_child=False)
    return Conflict.objects.get(engagement=engagement, status=ConflictStatus.DETECTED)


def test_another_worker_gets_the_family_with_what_they_need_to_know(cast: Any, varnish: Any, as_: As) -> None:
    handover = actions.change_worker(
        actor=cast.actor("supervisor"), engagement=varnish, worker=cast.users["wrenfield"], summary="Call on Mondays."
    )
    assigned = current_worker(varnish.pk)
    assert assigned is not None
    assert assigned.user == cast.users["wrenfield"]
    assert (handover.from_user, handover.summary) == (cast.users["caseworker"], "Call on Mondays.")
    assert as_("caseworker").get(f"/engagements/{varnish.pk}/").status_code == 404
    assert "Call on Mondays." in as_("supervisor").get(f"/engagements/{varnish.pk}/family/").content.decode()


def test_the_family_never_reads_the_handover(cast: Any, varnish: Any, as_: As) -> None:
    Road(cast).until(states.ANSWERING)
    actions.change_worker(
        actor=cast.actor("supervisor"), engagement=varnish, worker=cast.users["wrenfield"], summary="Call on Mondays."
    )
    home = as_("family_member").get("/home/").content.decode()
    assert "Jocasta Wrenfield" in home
    assert "Mondays" not in home


def test_a_handover_is_asked_for_beside_the_field_and_nothing_typed_is_lost(varnish: Any, cast: Any, as_: As) -> None:
    page = as_("supervisor").post(
        f"/engagements/{varnish.pk}/worker/", {"worker": str(cast.users["wrenfield"].pk), "link": "no", "summary": ""}
    )
    body = page.content.decode()
    assert "Enter what the next worker needs to know" in body
    assert current_worker(varnish.pk).user == cast.users["caseworker"]  # type: ignore[union-attr]


def test_a_worker_of_the_other_side_is_no_choice_and_not_available(cast: Any, varnish: Any, as_: As) -> None:
    other = cast.users["other_caseworker"]
    body = as_("supervisor").get(f"/engagements/{varnish.pk}/worker/").content.decode()
    assert str(other.pk) not in body
    assert other.name not in body
    with pytest.raises(NotAvailable):
        actions.change_worker(actor=cast.actor("supervisor"), engagement=varnish, worker=other, summary="x")


def test_a_name_that_matches_is_flagged_and_bars_nobody_until_it_is_decided(cast: Any, varnish: Any, as_: As) -> None:
    conflict = namesake(cast, varnish)
    (found,) = to_decide(cast.actor("supervisor"))
    assert found.due == clock.due_on(conflict.recorded_at, 1)
    assert as_("caseworker").get(f"/engagements/{varnish.pk}/").status_code == 200
    assert "Possible conflicts of interest" in as_("supervisor").get("/queue/").content.decode()


def test_an_upheld_match_revokes_at_once_and_what_was_seen_is_listed(cast: Any, varnish: Any, as_: As) -> None:
    conflict = namesake(cast, varnish)
    actions.change_person(actor=cast.actor("caseworker"), person=cast.people["imelda"], name="Imelda Varnish")
    address = f"/engagements/{varnish.pk}/matches/{conflict.pk}/"
    assert "person changed" in as_("supervisor").get(address).content.decode()
    as_("supervisor").post(address, {"upheld": "yes", "reason": "She is his aunt."})
    assert as_("caseworker").get(f"/engagements/{varnish.pk}/").status_code == 404
    assert current_worker(varnish.pk) is None
    assert AuditEntry.objects.filter(chain=varnish.pk, action="conflict_decided").exists()


def test_a_match_that_means_nothing_is_not_flagged_again(cast: Any, varnish: Any) -> None:
    conflict = namesake(cast, varnish)
    decided = actions.decide_conflict(
        actor=cast.actor("supervisor"), conflict=conflict, upheld=False, reason="No relation."
    )
    assert decided.status == ConflictStatus.NOT_UPHELD
    actions.add_person(actor=cast.actor("supervisor"), engagement=varnish, name="Uncle Tallis", is_child=False)
    assert to_decide(cast.actor("supervisor")) == []
    with pytest.raises(NotYours):
        actions.decide_conflict(actor=cast.actor("supervisor"), conflict=conflict, upheld=True, reason="Again.")


def test_nobody_decides_on_their_own_match_or_on_another_teams(cast: Any, varnish: Any, as_: As) -> None:
    conflict = namesake(cast, varnish)
    address = f"/engagements/{varnish.pk}/matches/{conflict.pk}/"
    for local in ("caseworker", "other_supervisor", "safeguarding_lead", "family_member", "other_family", "admin"):
        assert as_(local).get(address).status_code == 404
    Conflict.objects.filter(pk=conflict.pk).update(user=cast.users["supervisor"])
    assert as_("supervisor").get(address).status_code == 404


def test_a_caseworker_reads_a_family_of_their_team_for_a_reason_until_the_end_of_tomorrow(
    cast: Any, varnish: Any, as_: As
) -> None:
    actor = cast.actor("wrenfield")
    assert not policy.visible_to(actor).filter(pk=varnish.pk).exists()
    actions.open_with_reason(actor=actor, engagement=linkable(actor, varnish.reference), reason="Rowan is ill.")
    assert policy.visible_to(actor).filter(pk=varnish.pk).exists()
    assert not policy.workable_by(actor).filter(pk=varnish.pk).exists()
    entry = AuditEntry.objects.filter(chain=varnish.pk, action="engagement_opened_with_reason").get()
    assert entry.actor_id == actor.id
    with clock.moved(clock.now() + dt.timedelta(days=3)):
        assert not policy.visible_to(actor).filter(pk=varnish.pk).exists()


def test_a_look_ends_with_the_membership_and_with_a_conflict(cast: Any, varnish: Any) -> None:
    actor = cast.actor("wrenfield")
    actions.open_with_reason(actor=actor, engagement=varnish, reason="Rowan is ill.")
    actions.declare_conflict(actor=actor, engagement=varnish, kind="neighbour")
    assert not policy.visible_to(actor).filter(pk=varnish.pk).exists()
    other = cast.actor("marrowby")
    actions.open_with_reason(actor=other, engagement=varnish, reason="Rowan is ill.")
    Membership.objects.filter(user=cast.users["marrowby"]).update(until=clock.now())
    assert not policy.visible_to(other).filter(pk=varnish.pk).exists()


@pytest.mark.parametrize("local", ["other_caseworker", "duty_worker", "family_member", "auditor", "commissioner"])
def test_nobody_else_opens_a_family_with_a_reason(cast: Any, varnish: Any, as_: As, local: str) -> None:
    actor = cast.actor(local)
    with pytest.raises(CannotLink):
        linkable(actor, varnish.reference)
    with pytest.raises(NotYours):
        actions.open_with_reason(actor=actor, engagement=varnish, reason="I am curious.")
    assert as_(local).get(f"/engagements/{varnish.pk}/worker/").status_code == 404


def test_an_unknown_reference_and_one_of_another_team_are_refused_in_the_same_words(cast: Any, as_: As) -> None:
    client, words = as_("caseworker"), []
    for reference in ("ZZZZ-ZZZZ", cast.engagements["skerrowby"].reference):
        page = client.post("/engagements/look/", {"reference": reference, "reason": "I am curious."})
        words.append(page.content.decode().replace(reference, ""))
    assert "There is no family with this reference." in words[0]
    assert len(set(words)) == 1 or "csrf" in words[0]


def test_a_match_is_decided_once(cast: Any, varnish: Any) -> None:
    conflict = namesake(cast, varnish)
    Conflict.objects.filter(pk=conflict.pk).update(decided_by=cast.users["second_supervisor"])
    with pytest.raises(OutOfDate):
        actions.decide_conflict(
            actor=cast.actor("supervisor"), conflict=conflict, upheld=True, reason="She is his aunt."
        )
