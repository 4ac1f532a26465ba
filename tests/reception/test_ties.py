"""The safeguarding lead ties a question to a family, where the asker agreed: who has it then, and who has lost it."""

import re
import uuid
from typing import Any

import pytest
from django.db import transaction

from portal.accounts.actions import accept
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.encryption import keys
from portal.encryption.models import DataKey
from portal.recipients.selectors import cleared
from portal.ui.refusals import NotYours, OutOfDate
from reconciliation.families import actions as families
from reconciliation.families.models import Person
from reconciliation.families.policy import visible_to as families_seen
from reconciliation.reception.actions import record_said, tie_question, untie_question
from reconciliation.reception.errors import CannotTie
from reconciliation.reception.models import Receipt
from reconciliation.safeguards.actions import record_need
from reconciliation.safeguards.selectors import needs_of
from reconciliation.tracks import policy
from reconciliation.tracks.actions import save_draft, submit_question
from reconciliation.tracks.models import ShortTermTrack
from tests.access import world
from tests.reception import made
from tests.reception.conftest import Asker
from tests.reception.test_receipts import answered

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "caseworker", "supervisor", "second_supervisor", "other_caseworker", "other_supervisor", "duty_worker",
    "duty_supervisor", "family_member", "other_family", "information_governance", "auditor", "commissioner",
)  # fmt: skip


def readers(cast: Any, pk: uuid.UUID) -> set[str]:
    return {local for local in EVERYBODY if policy.visible_to(cast.actor(local)).filter(pk=pk).exists()}


def tie(cast: Any, pk: uuid.UUID, person: uuid.UUID | None = None, family: str = "varnish") -> Person:
    engagement = cast.engagements[family]
    tie_question(
        actor=cast.actor("safeguarding_lead"),
        pk=pk,
        family=engagement.pk,
        person=person,
        reason="She named the school.",
    )
    return ShortTermTrack.objects.get(pk=pk).asker


def world_with_need(cast: Any) -> uuid.UUID:
    """A question of somebody who reads Arabic."""
    pk = made.without_account(cast)
    place = ShortTermTrack.objects.get(pk=pk)
    record_need(
        actor=cast.actor("duty_worker"), engagement=place.engagement, person=place.asker, language="ar", format="audio"
    )
    return pk


def row_of(cast: Any, local: str) -> Person:
    return Person.objects.get(engagement=cast.engagements["varnish"], user=cast.users[local])


def test_the_familys_team_has_it_and_the_duty_team_has_lost_it_at_once(cast: Any) -> None:
    pk = made.without_account(cast)
    assert readers(cast, pk) == {"duty_worker", "duty_supervisor"}
    asker = tie(cast, pk)
    assert readers(cast, pk) == {"caseworker", "supervisor", "second_supervisor"}
    assert ShortTermTrack.objects.get(pk=pk).worker_id == cast.users["caseworker"].pk
    assert asker.name == "Philippa Quorn"
    place = families_seen(cast.actor("duty_worker")).filter(pk=pk)
    assert not place.exists()


def test_undone_it_is_as_before_and_the_family_has_nobody_more(cast: Any) -> None:
    pk = made.without_account(cast)
    before = set(cast.engagements["varnish"].people.values_list("pk", flat=True))
    tie(cast, pk)
    untie_question(actor=cast.actor("safeguarding_lead"), pk=pk, reason="Another school.")
    assert readers(cast, pk) == {"duty_worker", "duty_supervisor"}
    assert set(cast.engagements["varnish"].people.values_list("pk", flat=True)) == before
    track = ShortTermTrack.objects.get(pk=pk)
    assert (track.engagement_id, track.asker_id, track.worker_id) == (pk, pk, None)
    tie(cast, pk, family="skerrowby")
    assert readers(cast, pk) == {"other_caseworker", "other_supervisor"}


def test_without_the_askers_agreement_nothing_is_tied(cast: Any) -> None:
    pk = made.without_account(cast)
    record_said(
        actor=cast.actor("duty_worker"), pk=pk, name="P", words="She called again: no.", how="phone", agrees=False
    )
    with pytest.raises(CannotTie), transaction.atomic():
        tie(cast, pk)
    unsaid, _secret = made.asked()
    lead, place = cast.actor("safeguarding_lead"), unsaid.question.engagement
    families.open_with_reason(actor=lead, engagement=place, reason="To look.")
    with pytest.raises(CannotTie), transaction.atomic():
        tie(cast, unsaid.pk)


@pytest.mark.parametrize("local", ["duty_worker", "duty_supervisor", "supervisor", "caseworker", "other_supervisor"])
def test_nobody_else_ties_or_undoes(cast: Any, local: str) -> None:
    pk, tied = made.without_account(cast), made.tied(cast)
    with pytest.raises(NotYours):
        tie_question(
            actor=cast.actor(local), pk=pk, family=cast.engagements["varnish"].pk, person=None, reason="I know her."
        )
    with pytest.raises(NotYours):
        untie_question(actor=cast.actor(local), pk=tied, reason="No.")


def test_the_lead_opens_it_first(cast: Any) -> None:
    pk = made.without_account(cast, opened=False)
    with pytest.raises(NotYours):
        tie(cast, pk)


def test_its_key_is_wrapped_by_the_familys_and_both_chains_name_the_joint(cast: Any) -> None:
    pk, family = made.without_account(cast), cast.engagements["varnish"].pk
    tie(cast, pk)
    assert DataKey.objects.get(holder=pk).under == family
    assert ShortTermTrack.objects.get(pk=pk).question == "mark-asked-question"
    joint = AuditEntry.objects.filter(action="question_tied")
    assert {(entry.chain, entry.details.get("family") or entry.details.get("question")) for entry in joint} == {
        (pk, str(family)), (family, str(pk)),
    }  # fmt: skip
    untie_question(actor=cast.actor("safeguarding_lead"), pk=pk, reason="Wrong.")
    assert DataKey.objects.get(holder=pk).under is None
    tie(cast, pk)
    assert verify() == []


def test_with_the_familys_key_destroyed_it_is_unreadable_too(cast: Any) -> None:
    pk = made.without_account(cast)
    tie(cast, pk)
    keys.destroy(cast.engagements["varnish"].pk)
    with pytest.raises(keys.KeyMissing):
        _ = ShortTermTrack.objects.get(pk=pk).question


def test_turning_the_master_key_leaves_it_whole_and_a_key_under_a_third_is_refused(cast: Any) -> None:
    pk = made.without_account(cast)
    tie(cast, pk)
    keys.rewrap_all()
    assert ShortTermTrack.objects.get(pk=pk).question == "mark-asked-question"
    other, _secret = made.asked()
    with pytest.raises(ValueError, match="master key"):
        keys.put_under(other.pk, pk)


def test_what_goes_to_the_asker_is_now_read_for_the_other_sides_names(cast: Any) -> None:
    pk = made.without_account(cast)
    text = ["We spoke to Petra Skerrowby about it."]
    assert cleared(pk, uuid.uuid4(), text)
    tie(cast, pk)
    assert not cleared(pk, uuid.uuid4(), text)
    untie_question(actor=cast.actor("safeguarding_lead"), pk=pk, reason="Wrong.")
    assert cleared(pk, uuid.uuid4(), text)


def test_what_they_need_goes_with_them(cast: Any) -> None:
    pk = world_with_need(cast)
    asker = tie(cast, pk)
    assert needs_of([asker.pk])[asker.pk].language == "ar"


def test_undone_whatever_was_written_of_the_asker_there_goes_with_them(cast: Any) -> None:
    pk = world_with_need(cast)
    asker = tie(cast, pk)
    boss, child = cast.actor("supervisor"), cast.people["corin"]
    families.relate(actor=boss, person=asker, to=families.RelationTo(child, "grandparent"))
    families.add_contact(actor=boss, person=asker, kind="phone", value="07700 900333")
    untie_question(actor=cast.actor("safeguarding_lead"), pk=pk, reason="Wrong.")
    gone = Person.objects.get(pk=asker.pk)
    assert (gone.engagement_id, gone.name) == (pk, "Philippa Quorn")
    assert [detail.value for detail in gone.contact_details.all()] == ["07700 900333"]
    assert not gone.relations.exists()
    assert verify() == []


@pytest.mark.parametrize("local", ["family_member", "second_parent", "young_person"])
def test_nobody_of_the_family_reads_the_name_of_whom_a_tie_added(cast: Any, as_: Any, local: str) -> None:
    tie(cast, made.without_account(cast))
    draft = save_draft(actor=cast.actor(local), person=row_of(cast, local), text="Mine.")
    mine = submit_question(actor=cast.actor(local), draft_id=draft.pk)
    page = as_(local).get(f"/questions/{mine.pk}/share/").content
    assert b"Who else can read" in page
    assert b"Philippa Quorn" not in page


def test_tied_to_somebody_with_an_account_it_stands_on_their_home_and_stays(cast: Any, as_: Any) -> None:
    pk = made.without_account(cast)
    tie(cast, pk, person=cast.people["imelda"].pk)
    assert Receipt.objects.get(pk=pk).ended_at is not None
    assert b"mark-asked-question" in as_("family_member").get("/home/").content
    for local in ("second_parent", "young_person", "other_family"):
        assert b"mark-asked-question" not in as_(local).get("/home/").content
    with pytest.raises(OutOfDate):
        untie_question(actor=cast.actor("safeguarding_lead"), pk=pk, reason="Late.")


def test_invited_it_stays_and_with_an_account_it_stands_on_their_home(asker: Asker, cast: Any, client: Any) -> None:
    asker.ask("Who can I call?")
    answered(cast, asker.pk)
    pk, lead = uuid.UUID(asker.pk), cast.actor("safeguarding_lead")
    made.says(cast, pk)
    families.open_with_reason(actor=lead, engagement=ShortTermTrack.objects.get(pk=pk).engagement, reason="Agreed.")
    person = tie(cast, pk)
    asker.come_back()
    assert asker.client.get(asker.question).status_code == 200
    _invitation, token = families.invite_person(
        actor=cast.actor("supervisor"), person=person, email="philippa@people.example"
    )
    with pytest.raises(OutOfDate):
        untie_question(actor=lead, pk=pk, reason="Late.")
    user = accept(token=token, password="lantern-orchard-thistle")  # invented
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert b"Who can I call?" in client.get("/home/").content
    assert client.get(asker.question).status_code == 200
    assert asker.client.get(asker.question).status_code == 302
    assert asker.come_back().status_code == 200


def test_a_tie_changes_nothing_that_the_other_family_or_its_team_can_read(cast: Any, as_: Any) -> None:
    pk = made.without_account(cast)
    world.skerrowby(cast)
    pages = [("other_family", "/home/"), ("other_caseworker", "/worklist/"), ("other_supervisor", "/queue/")]

    def read() -> list[str]:
        shown = [as_(local).get(path).content.decode().partition("<main")[2] for local, path in pages]
        return [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page) for page in shown]

    first = read()
    tie(cast, pk)
    assert read() == first


def test_by_page_the_lead_finds_the_family_chooses_who_asked_and_ties(cast: Any, as_: Any) -> None:
    pk, family = made.without_account(cast), cast.engagements["varnish"]
    lead = as_("safeguarding_lead")
    assert b"To tie to a family" in lead.get("/without-a-family/").content
    wrong = lead.post(f"/without-a-family/{pk}/", {"reference": "GGGG-HHHH", "reason": "Fits."})
    assert b"There is no family with this reference" in wrong.content
    assert lead.get(f"/without-a-family/{pk}/families/{family.pk}/").status_code == 404
    onwards = lead.post(f"/without-a-family/{pk}/", {"reference": family.reference, "reason": "The name fits."})
    page = lead.get(onwards.headers["Location"])
    assert b"Philippa Quorn" in page.content
    done = lead.post(onwards.headers["Location"], {"person": "add", "reason": "She named the school."})
    assert done.headers["Location"] == f"/engagements/{family.pk}/?question={pk}"
    assert b"take it back" in lead.get("/without-a-family/").content
    assert as_("duty_worker").get(f"/engagements/{pk}/").status_code == 404
    assert as_("caseworker").get(f"/engagements/{family.pk}/?question={pk}").status_code == 200
