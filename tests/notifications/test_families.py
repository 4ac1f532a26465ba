"""Families are told that something waits, in words that tell nothing; and one address on two sides stops quietly."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import transaction
from django.test import Client

from portal.accounts.demo import DEMO_ACCOUNTS
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.notifications import actions as contact
from portal.notifications import delivery
from portal.notifications.models import WAITING, Outbox, SafeContact
from portal.recipients.actions import decide_hold
from portal.recipients.models import Hold
from portal.workflow import mover
from portal.workflow.events import Moved
from portal.workflow.ledger import acted
from portal.workflow.models import MoveRecord
from reconciliation.families import actions as families
from reconciliation.families.contacts import address_is_of_one_side, shared_addresses, worked_with
from reconciliation.families.models import Conflict, ContactDetail, Person
from reconciliation.safeguards.words import Proceedings
from reconciliation.tracks import actions, states
from reconciliation.tracks.models import QuestionShare, ShortTermTrack
from reconciliation.tracks.notices import TELLING, tell_family
from reconciliation.tracks.words import STAFF_STATE
from tests.tracks.road import PARTS, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
SHARED = "one@letters.example"
# What a notice must not hold, in any form: who, about what, by whom, how it stands.
CASE_WORDS = """
    question answer part case worker council school police court incident harm safeguard refer review decision appeal
    child parent family reconciliation support share withheld approve meeting help urgent
""".split()


@pytest.fixture(autouse=True)
def _as_settled(settings: Any) -> None:
    settings.DELIVERY_CHECKS = ["reconciliation.families.contacts.address_is_of_one_side"]
    settings.SAFE_CONTACT_SEEN_BY = "reconciliation.families.contacts.worked_with"


@pytest.fixture
def road(cast: Any) -> Road:
    return Road(cast)


def reach(cast: Any, local: str, address: str | None = None) -> None:
    actor = cast.actor(local)
    contact.reach_by(actor=actor, channel="email", address=address or f"{local}@letters.example", verified=True)
    contact.confirm(actor=actor)


def waiting_for(cast: Any) -> list[str]:
    locals_ = {user.pk: local for local, user in cast.users.items()}
    return sorted(locals_[row.user_id] for row in Outbox.objects.filter(WAITING) if row.user_id)


def test_the_person_who_asked_is_told_when_we_say_how_we_understood(road: Road, cast: Any) -> None:
    reach(cast, "family_member")
    road.until(states.CLARIFYING)
    assert waiting_for(cast) == []
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=PARTS)
    assert waiting_for(cast) == ["family_member"]


def test_the_person_who_asked_and_whom_they_shared_with_are_told_of_an_answer(road: Road, cast: Any) -> None:
    for local in ("family_member", "second_parent", "young_person"):
        reach(cast, local)
    road.until(states.AWAITING_APPROVAL)
    Outbox.objects.all().delete()
    person = Person.objects.get(user=cast.users["second_parent"])
    QuestionShare.objects.create(track=road.track, person=person, since=road.track.received_at)
    road.share()
    assert waiting_for(cast) == ["family_member", "second_parent"]


def test_whoever_the_question_is_no_longer_shared_with_is_not_told(road: Road, cast: Any) -> None:
    reach(cast, "second_parent")
    road.until(states.AWAITING_APPROVAL)
    person = Person.objects.get(user=cast.users["second_parent"])
    at = road.track.received_at
    QuestionShare.objects.create(track=road.track, person=person, since=at, until=at)
    road.share()
    assert waiting_for(cast) == []


@pytest.mark.parametrize("event", ["released", "redacted", "summary", "refused"])
def test_they_are_told_when_somebody_new_has_decided_whatever_it_is(road: Road, cast: Any, event: str) -> None:
    reach(cast, "family_member")
    road.until(states.ANSWER_SHARED)
    Outbox.objects.all().delete()
    last = MoveRecord.objects.filter(track_id=road.pk).latest("number")
    MoveRecord(
        **acted(cast.actor("information_governance")), holder=last.holder, track_kind=last.track_kind,
        track_id=last.track_id, number=last.number + 1, move_id="S13", event=event, from_state="information_escalation",
        to_state="answer_shared", at=last.at, guard_results=[], process_version=last.process_version,
    ).save(force_insert=True)  # fmt: skip
    tell_family(Moved(track_kind="short_term", track_id=road.track.pk))
    assert waiting_for(cast) == ["family_member"]
    assert set(TELLING) <= set(ShortTermTrack.moves())


def test_the_moves_that_the_family_makes_or_that_give_them_nothing_to_read_tell_nobody(road: Road, cast: Any) -> None:
    reach(cast, "family_member")
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=PARTS)
    Outbox.objects.all().delete()
    actions.confirm_question(actor=road.actor("family_member"), pk=road.pk)
    road.no_proceedings().write(1).write(2).propose()
    assert waiting_for(cast) == []


def test_their_own_words_unchanged_ask_nothing_of_them(road: Road, cast: Any) -> None:
    reach(cast, "family_member")
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=[road.track.question])
    assert waiting_for(cast) == []


def test_a_wording_that_names_the_other_side_is_told_of_when_it_was_released(road: Road, cast: Any) -> None:
    reach(cast, "family_member")
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Why was Petra Skerrowby told first?"])
    assert waiting_for(cast) == []
    hold = Hold.objects.get()
    decide_hold(actor=cast.actor("safeguarding_lead"), hold_id=hold.pk, release=True, reason="They know her.")
    assert waiting_for(cast) == ["family_member"]


def test_a_wording_that_was_kept_back_is_not_told_of(road: Road, cast: Any) -> None:
    reach(cast, "family_member")
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Why was Petra Skerrowby told first?"])
    decide_hold(actor=cast.actor("safeguarding_lead"), hold_id=Hold.objects.get().pk, release=False, reason="No.")
    assert waiting_for(cast) == []


def test_the_notice_is_there_exactly_when_the_answer_is_shared(
    road: Road, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails after the notice takes the notice back with it."""
    reach(cast, "family_member")
    road.until(states.AWAITING_APPROVAL)
    Outbox.objects.all().delete()
    real = mover.publish

    def publish_and_fail(event: Any) -> None:
        real(event)
        assert waiting_for(cast) == ["family_member"]
        raise ZeroDivisionError

    monkeypatch.setattr(mover, "publish", publish_and_fail)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        road.share()
    assert waiting_for(cast) == []
    assert road.track.current == states.AWAITING_APPROVAL


def canaries(road: Road, cast: Any) -> set[str]:
    """Every name, reference, post, role and word of the work."""
    found = {word for account in DEMO_ACCOUNTS for word in (*account.name.split(), account.post_title) if word}
    found |= {str(role.label) for role in Role} | {role.value for role in Role}
    found |= {engagement.reference for engagement in cast.engagements.values()} | {road.track.reference}
    found |= {str(value) for value in (*STAFF_STATE.values(), *Proceedings.labels)} | set(CASE_WORDS)
    return found | {django_settings.SERVICE_NAME, django_settings.COUNCIL_NAME, str(road.pk)}


def test_no_notice_holds_a_name_a_reference_a_role_or_a_word_of_the_work_whatever_happened(
    road: Road, cast: Any
) -> None:
    reach(cast, "family_member")
    words = []
    for step in (
        lambda: road.until(states.CLARIFYING),
        lambda: actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=PARTS),
        lambda: actions.confirm_question(actor=road.actor("family_member"), pk=road.pk),
        lambda: road.no_proceedings().write(1).write(2).propose(),
        road.share,
    ):
        step()
        delivery.deliver()
    assert len(mail.outbox) == 2  # the wording, and the answer
    for sent in mail.outbox:
        message = sent.message()
        headers = {name: value for name, value in message.items() if name not in {"To", "Date", "Message-ID"}}
        words.append(f"{headers} {message.get_payload()}")
    assert words[0] == words[1]
    found = {word for word in canaries(road, cast) if re.search(rf"\b{re.escape(word)}", words[0], re.IGNORECASE)}
    assert found == set()
    ids = {str(road.pk), str(cast.users["family_member"].pk), road.track.reference}
    assert not any(one in str(sent.message()) for one in ids for sent in mail.outbox)


def test_the_page_of_safe_contact_and_the_demos_page_of_mails_name_nobody_else(road: Road, cast: Any, as_: As) -> None:
    reach(cast, "family_member")
    road.until(states.ANSWER_SHARED)
    theirs = {name for account in DEMO_ACCOUNTS for name in account.name.split() if account.local != "family_member"}
    theirs |= {"Imelda", "Corin", road.track.reference, road.track.engagement.reference}
    for page in (as_("family_member").get("/contact/"), Client().get("/demo/mail/")):
        body = page.content.decode()
        assert {name for name in theirs if re.search(rf"\b{name}\b", body)} - {"Varnish"} == set()


# One address on two sides.


def shared(cast: Any) -> None:
    for local in ("family_member", "other_family"):
        reach(cast, local, SHARED)


def test_nothing_is_sent_to_an_address_of_both_sides(cast: Any) -> None:
    shared(cast)
    for local in ("family_member", "other_family"):
        contact.notify(user_id=cast.users[local].pk, because="share_answer")
    delivery.deliver()
    assert mail.outbox == []
    assert not Outbox.objects.filter(WAITING).exists()


@pytest.mark.parametrize("mine", ["other_family@arrowmere.example", "07700 900 999"])
def test_the_other_sides_sign_in_address_and_what_their_worker_wrote_down_count_too(cast: Any, mine: str) -> None:
    petra = Person.objects.get(user=cast.users["other_family"])
    ContactDetail.objects.create(person=petra, kind="phone", value="+44 7700 900999")
    channel = "email" if "@" in mine else "sms"
    contact.reach_by(actor=cast.actor("family_member"), channel=channel, address=mine, verified=True)
    assert not address_is_of_one_side(cast.users["family_member"].pk)
    assert len(shared_addresses(cast.actor("safeguarding_lead"))) == 1


def test_a_household_may_share_one_address(cast: Any) -> None:
    for local in ("family_member", "second_parent"):
        reach(cast, local, SHARED)
    assert address_is_of_one_side(cast.users["family_member"].pk)
    assert shared_addresses(cast.actor("safeguarding_lead")) == []


def test_the_safeguarding_lead_is_told_which_families_and_not_the_address(cast: Any, as_: As) -> None:
    assert "One address, two sides" not in as_("safeguarding_lead").get("/incidents/").content.decode()
    shared(cast)
    [one] = shared_addresses(cast.actor("safeguarding_lead"))
    page = as_("safeguarding_lead").get("/incidents/").content.decode()
    assert "One address, two sides" in page
    assert {one.first, one.second} == {cast.engagements[key].reference for key in ("varnish", "skerrowby")}
    assert SHARED not in page


def test_the_family_sees_no_difference(cast: Any, as_: As) -> None:
    reach(cast, "other_family", "another@letters.example")
    reach(cast, "family_member", SHARED)
    client = as_("family_member")
    before = client.get("/contact/").content, client.get("/home/").content
    reach(cast, "other_family", SHARED)
    contact.notify(user_id=cast.users["family_member"].pk, because="share_answer")
    delivery.deliver()
    after = client.get("/contact/").content, client.get("/home/").content
    assert [_plain(page) for page in before] == [_plain(page) for page in after]


def _plain(page: bytes) -> bytes:
    return re.sub(rb'value="\w{64}"', b"", page)


def test_a_dump_holds_no_address_and_no_hash_that_anybody_could_make_without_the_key(cast: Any) -> None:
    reach(cast, "family_member", SHARED)
    stored = repr(SafeContact.objects.values_list("address", "address_mac"))
    assert "letters" not in stored
    assert not any("letters" in str(entry.details) for entry in AuditEntry.objects.all())


@pytest.mark.parametrize("local", sorted({account.local for account in DEMO_ACCOUNTS} - {"safeguarding_lead"}))
def test_nobody_else_is_told(cast: Any, local: str) -> None:
    shared(cast)
    assert shared_addresses(cast.actor(local)) == []


def test_a_lead_with_an_interest_of_their_own_is_not_told(cast: Any) -> None:
    shared(cast)
    lead = cast.users["safeguarding_lead"]
    Conflict.objects.create(engagement=cast.engagements["varnish"], user=lead, status="declared", recorded_by=lead)
    assert shared_addresses(cast.actor("safeguarding_lead")) == []


# Who sees how to reach somebody.


@pytest.mark.parametrize(
    ("local", "sees"),
    [
        ("caseworker", True), ("supervisor", True), ("second_supervisor", True),
        ("other_caseworker", False), ("other_supervisor", False), ("duty_worker", False), ("safeguarding_lead", False),
        ("commissioner", False), ("auditor", False), ("admin", False), ("service_provider", False),
        ("information_governance", False),
    ],
)  # fmt: skip
def test_staff_see_it_for_the_families_that_they_may_work_with(cast: Any, local: str, *, sees: bool) -> None:
    imelda = cast.users["family_member"].pk
    assert (imelda in worked_with(cast.actor(local), [imelda])) is sees


def test_the_safeguarding_lead_sees_it_once_the_family_is_open_to_them(cast: Any) -> None:
    lead, imelda = cast.actor("safeguarding_lead"), cast.users["family_member"].pk
    families.open_with_reason(actor=lead, engagement=cast.engagements["varnish"], reason="A call came in.")
    assert worked_with(lead, [imelda]) == {imelda}
