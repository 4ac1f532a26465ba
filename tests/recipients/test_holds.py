"""A text that names the other side waits for a second person, and each decision is on that exact text."""

import uuid

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.actor import CLOCK, Actor
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.recipients.actions import decide_hold, read_held, screen_text
from portal.recipients.errors import NotYourOwnText
from portal.recipients.models import Hold
from portal.recipients.selectors import HeldText, cleared, held_subjects, waiting
from portal.ui.refusals import NotYours, OutOfDate
from tests.recipients.conftest import CLOSED_TO, TEXTS, an_actor

pytestmark = pytest.mark.django_db

TEXT = "Dravenport's class was moved."
CHANGED = "Dravenport's class was moved on Tuesday."


@pytest.fixture
def subject() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def hold(holder: uuid.UUID, subject: uuid.UUID, caseworker: Actor) -> Hold:
    """A worker's text that names the other side."""
    TEXTS[subject] = HeldText([TEXT], about="Answer to part 1")
    found = screen_text(actor=caseworker, holder=holder, subject=subject, texts=[TEXT])
    assert found is not None
    return found


def actions_on(holder: uuid.UUID) -> list[str]:
    return list(AuditEntry.objects.filter(chain=holder).order_by("sequence").values_list("action", flat=True))


def test_a_text_that_names_nobody_may_go(holder: uuid.UUID, subject: uuid.UUID, caseworker: Actor) -> None:
    texts = ["Your child's class was moved."]
    assert screen_text(actor=caseworker, holder=holder, subject=subject, texts=texts) is None
    assert cleared(holder, subject, texts)
    assert held_subjects(holder, [subject]) == set()
    assert actions_on(holder) == []


def test_a_text_that_names_the_other_side_waits(holder: uuid.UUID, subject: uuid.UUID, hold: Hold) -> None:
    assert hold.state == "open"
    assert not cleared(holder, subject, [TEXT])
    assert held_subjects(holder, [subject, uuid.uuid4()]) == {subject}
    assert actions_on(holder) == ["text_held"]


def test_the_same_text_saved_again_waits_once(
    holder: uuid.UUID, subject: uuid.UUID, hold: Hold, caseworker: Actor
) -> None:
    assert screen_text(actor=caseworker, holder=holder, subject=subject, texts=[TEXT]) == hold
    assert Hold.objects.count() == 1


def test_a_released_text_may_go_exactly_as_it_stands(
    holder: uuid.UUID, subject: uuid.UUID, hold: Hold, lead: Actor, caseworker: Actor
) -> None:
    decide_hold(actor=lead, hold_id=hold.pk, release=True, reason="The name is that of the school.")
    assert cleared(holder, subject, [TEXT])
    assert held_subjects(holder, [subject]) == set()
    assert screen_text(actor=caseworker, holder=holder, subject=subject, texts=[TEXT]) is None


def test_a_changed_text_needs_a_new_look(
    holder: uuid.UUID, subject: uuid.UUID, hold: Hold, lead: Actor, caseworker: Actor
) -> None:
    decide_hold(actor=lead, hold_id=hold.pk, release=True, reason="The name is that of the school.")
    assert not cleared(holder, subject, [CHANGED])
    assert not cleared(holder, subject, [TEXT, ""])
    assert screen_text(actor=caseworker, holder=holder, subject=subject, texts=[CHANGED]) is not None
    assert held_subjects(holder, [subject]) == {subject}


def test_a_release_of_one_text_does_not_release_the_same_words_elsewhere(
    holder: uuid.UUID, hold: Hold, lead: Actor
) -> None:
    decide_hold(actor=lead, hold_id=hold.pk, release=True, reason="The name is that of the school.")
    assert not cleared(holder, uuid.uuid4(), [TEXT])


def test_a_text_kept_back_does_not_go_until_it_is_written_in_another_way(
    holder: uuid.UUID, subject: uuid.UUID, hold: Hold, lead: Actor, caseworker: Actor
) -> None:
    decide_hold(actor=lead, hold_id=hold.pk, release=False, reason="It names the other child.")
    assert not cleared(holder, subject, [TEXT])
    again = screen_text(actor=caseworker, holder=holder, subject=subject, texts=[TEXT])
    assert again is not None
    assert again.state == "kept_back"
    assert screen_text(actor=caseworker, holder=holder, subject=subject, texts=["The class was moved."]) is None
    assert held_subjects(holder, [subject]) == set()


def test_a_text_changed_back_keeps_the_decision_made_on_it(
    holder: uuid.UUID, subject: uuid.UUID, hold: Hold, lead: Actor, caseworker: Actor
) -> None:
    decide_hold(actor=lead, hold_id=hold.pk, release=False, reason="It names the other child.")
    screen_text(actor=caseworker, holder=holder, subject=subject, texts=["The class was moved."])
    screen_text(actor=caseworker, holder=holder, subject=subject, texts=[TEXT])
    assert held_subjects(holder, [subject]) == {subject}


def test_a_new_version_ends_the_hold_on_the_one_it_replaces(
    holder: uuid.UUID, subject: uuid.UUID, hold: Hold, lead: Actor, caseworker: Actor
) -> None:
    newer = uuid.uuid4()
    texts = ["The class was moved."]
    screen_text(actor=caseworker, holder=holder, subject=newer, texts=texts, replaces=[subject])
    assert waiting(lead) == []


def test_every_step_stands_on_the_familys_chain_without_a_word_of_the_text(
    holder: uuid.UUID, hold: Hold, lead: Actor
) -> None:
    read_held(actor=lead, hold_id=hold.pk)
    decide_hold(actor=lead, hold_id=hold.pk, release=False, reason="It names Dravenport.")
    assert actions_on(holder) == ["text_held", "opened.held_text", "held_text_kept_back"]
    assert not any("ravenport" in str(entry.details) for entry in AuditEntry.objects.all())
    assert verify() == []


def test_the_reason_is_sealed(hold: Hold, lead: Actor) -> None:
    decided = decide_hold(actor=lead, hold_id=hold.pk, release=False, reason="It names Dravenport.")
    stored = Hold.objects.filter(pk=decided.pk).values_list("reason", flat=True).get()
    assert "Dravenport" not in repr(stored)
    assert Hold.objects.get(pk=decided.pk).reason == "It names Dravenport."


def test_a_second_decision_on_the_same_text_is_out_of_date(hold: Hold, lead: Actor) -> None:
    decide_hold(actor=lead, hold_id=hold.pk, release=False, reason="It names the other child.")
    with pytest.raises(OutOfDate):
        decide_hold(actor=lead, hold_id=hold.pk, release=True, reason="On second thoughts.")


def test_a_text_changed_while_the_lead_reads_it_is_out_of_date(subject: uuid.UUID, hold: Hold, lead: Actor) -> None:
    TEXTS[subject] = HeldText([CHANGED])
    assert waiting(lead) == []
    with pytest.raises(OutOfDate):
        decide_hold(actor=lead, hold_id=hold.pk, release=True, reason="Fine.")


def test_a_lead_who_wrote_the_text_does_not_decide_on_it(holder: uuid.UUID, subject: uuid.UUID, lead: Actor) -> None:
    TEXTS[subject] = HeldText([TEXT])
    own = screen_text(actor=lead, holder=holder, subject=subject, texts=[TEXT])
    assert own is not None
    with pytest.raises(NotYourOwnText):
        decide_hold(actor=lead, hold_id=own.pk, release=True, reason="Fine.")


def test_a_lead_with_an_interest_of_their_own_neither_sees_nor_decides(hold: Hold, lead: Actor) -> None:
    assert lead.id is not None
    CLOSED_TO.add(lead.id)
    assert waiting(lead) == []
    for attempt in (read_held, decide_hold):
        extra = {"release": True, "reason": "Fine."} if attempt is decide_hold else {}
        with pytest.raises(NotYours):
            attempt(actor=lead, hold_id=hold.pk, **extra)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SAFEGUARDING_LEAD}))
def test_no_other_role_decides_reads_or_lists(hold: Hold, role: str) -> None:
    actor = an_actor(role)
    with pytest.raises(NotYours):
        decide_hold(actor=actor, hold_id=hold.pk, release=True, reason="Fine.")
    with pytest.raises(NotYours):
        read_held(actor=actor, hold_id=hold.pk)
    with pytest.raises(NotYours):
        waiting(actor)
    hold.refresh_from_db()
    assert hold.state == "open"


def test_the_clock_does_not_decide(hold: Hold) -> None:
    with pytest.raises(NotYours):
        decide_hold(actor=CLOCK, hold_id=hold.pk, release=True, reason="Time is up.")


# --- The pages -----------------------------------------------------------------------------------


def signed_in(role: str) -> Client:
    user = User(email=f"{uuid.uuid4()}@people.example", name="Wren Halloway", role=role, post_title="Lead")
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    return client


def test_the_lead_reads_the_text_and_releases_it(hold: Hold) -> None:
    client = signed_in("safeguarding_lead")
    listed = client.get("/held-texts/").content.decode()
    assert "Answer to part 1" in listed
    assert "ravenport" not in listed
    text = client.get(f"/held-texts/{hold.pk}/").content.decode()
    assert "class was moved" in text
    assert "dravenport" in text
    decision = {"decision": "release", "reason": "The name is that of the school."}
    answer = client.post(f"/held-texts/{hold.pk}/", decision, follow=True)
    assert answer.redirect_chain == [("/held-texts/", 302)]
    assert "No text waits for you." in answer.content.decode()
    hold.refresh_from_db()
    assert hold.state == "released"


def test_a_decision_without_an_answer_or_a_reason_is_asked_for_again(hold: Hold) -> None:
    answer = signed_in("safeguarding_lead").post(f"/held-texts/{hold.pk}/", {"reason": "  "}).content.decode()
    assert "Select what should happen to this text" in answer
    assert "Enter why" in answer
    hold.refresh_from_db()
    assert hold.state == "open"


def test_sending_a_decision_twice_loses_nothing_that_was_typed(hold: Hold) -> None:
    client = signed_in("safeguarding_lead")
    decision = {"decision": "keep_back", "reason": "It names the other child."}
    client.post(f"/held-texts/{hold.pk}/", decision)
    again = client.post(f"/held-texts/{hold.pk}/", decision)
    assert again.status_code == 409
    assert "It names the other child." in again.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SAFEGUARDING_LEAD}))
def test_every_other_role_gets_the_page_of_something_that_is_not_there(hold: Hold, role: str) -> None:
    client = signed_in(role)
    missing = client.get(f"/held-texts/{uuid.uuid4()}/")
    assert missing.status_code == 404
    for answer in (
        client.get("/held-texts/"),
        client.get(f"/held-texts/{hold.pk}/"),
        client.post(f"/held-texts/{hold.pk}/", {"decision": "release", "reason": "Fine."}),
    ):
        assert answer.status_code == 404
        assert answer.content == missing.content
    hold.refresh_from_db()
    assert hold.state == "open"


def test_a_stranger_is_sent_to_sign_in(hold: Hold) -> None:
    assert Client().get(f"/held-texts/{hold.pk}/")["Location"].startswith("/accounts/login/")
