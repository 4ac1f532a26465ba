"""A family that was given is a family like any other: found, seen by its team, and on the record."""

import datetime as dt

import pytest

from portal.accounts.actors import actor_of
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.bulk import FamilyPast, write
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.families.selectors import current_worker, find
from tests.families.cast import Cast

pytestmark = pytest.mark.django_db
LAST_YEAR = clock.now() - dt.timedelta(days=300)


def given(cast: Cast, name: str = "Odile Marchbank") -> FamilyPast:
    past = FamilyPast(
        actor=cast.east.boss, at=LAST_YEAR, team=cast.east.team, side="harmed", side_basis="reported",
        known_to_social_care=True,
    )  # fmt: skip
    past.add_person(name="Fern Marchbank", is_child=True, birth_date=dt.date(2015, 5, 4))
    past.add_person(name=name, is_child=False)
    past.assign(worker_id=cast.east.worker.pk)
    return past


def test_families_are_found_by_name_and_seen_by_their_worker(cast: Cast) -> None:
    pasts = [given(cast), given(cast, "Odile Tamsworth")]
    write(pasts)
    worker = actor_of(cast.east.worker)
    assert set(find(worker, "marchbank")) == {past.engagement for past in pasts}
    assert list(find(worker, "tamsworth")) == [pasts[1].engagement]
    assert list(find(worker, "tam")) == [pasts[1].engagement]
    assigned = current_worker(pasts[0].engagement.pk)
    assert assigned is not None
    assert assigned.user == cast.east.worker


def test_their_texts_are_sealed_under_keys_of_their_own(cast: Cast) -> None:
    past = given(cast)
    write([past])
    child, adult = Person.objects.filter(engagement=past.engagement)
    assert (child.name, child.birth_date, adult.name) == ("Fern Marchbank", dt.date(2015, 5, 4), "Odile Marchbank")
    keys.destroy(past.engagement.pk)
    with pytest.raises(keys.KeyMissing):
        _ = Person.objects.get(pk=child.pk).name


def test_the_record_says_that_they_were_given_by_whom_and_when(cast: Cast) -> None:
    past = given(cast)
    write([past])
    entries = AuditEntry.objects.filter(chain=past.engagement.pk).order_by("sequence")
    assert [entry.action for entry in entries] == [
        "engagement_opened", "person_added", "person_added", "worker_assigned",
    ]  # fmt: skip
    said = {(entry.actor_id, entry.at, entry.details["given"]) for entry in entries}
    assert said == {(cast.east.boss.id, LAST_YEAR, True)}
    assert verify() == []


def test_one_that_cannot_be_written_leaves_none(cast: Cast) -> None:
    pasts = [given(cast), given(cast)]
    keys.create(pasts[1].engagement.pk)
    with pytest.raises(keys.KeyExists):
        write(pasts)
    assert not FamilyEngagement.objects.filter(pk__in=[past.engagement.pk for past in pasts]).exists()


def test_the_other_team_sees_none_of_them(cast: Cast) -> None:
    write([given(cast)])
    assert not find(cast.west.boss, "marchbank").exists()
