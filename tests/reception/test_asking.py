"""Three short pages without an account; nothing is lost, and whoever goes away leaves one row that goes too."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from portal.audit.models import AuditEntry, AuditHead
from portal.encryption.models import DataKey
from portal.ui.refusals import OutOfDate
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement, Team
from reconciliation.reception import actions, sweeps
from reconciliation.reception.hours import when_read
from reconciliation.reception.models import AskDraft, Receipt
from reconciliation.tracks.models import ShortTermTrack
from tests.reception.conftest import Asker
from tests.reception.made import BACK
from tests.tracks.test_together import at_once

pytestmark = pytest.mark.django_db


def test_three_pages_make_a_question_with_a_key_and_a_chain_of_its_own(asker: Asker) -> None:
    asker.ask("Who wrote the letter?")
    track = ShortTermTrack.objects.get(pk=asker.pk)
    assert track.question == "Who wrote the letter?"
    assert (track.holder, track.engagement_id, track.asker_id, track.receipt.pk) == (track.pk,) * 4
    assert track.engagement.team.is_duty
    assert not AskDraft.objects.exists()
    assert AuditEntry.objects.filter(chain=track.pk, actor_kind="receipt", actor_id=track.pk).count() == 3


def test_the_reference_and_the_code_stand_there_before_the_first_word(asker: Asker) -> None:
    page = asker.begin().content.decode()
    assert asker.secret in page
    assert AskDraft.objects.get().reference in page
    assert AskDraft.objects.get().text == ""
    signs = asker.secret.replace("-", "")
    assert len(signs) == 20
    assert set(signs) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")  # 5 bits each: a hundred in all


def test_the_first_page_sent_again_by_the_same_browser_is_the_same_draft_with_a_new_code(asker: Asker) -> None:
    asker.begin()
    first = asker.secret
    asker.begin(draft=asker.draft)
    assert AskDraft.objects.count() == 1
    assert asker.secret != first
    assert actions.come_back(reference=asker.reference, secret=asker.secret) is not None
    assert actions.come_back(reference=asker.reference, secret=first) is None


def test_another_browser_that_sends_the_id_of_a_draft_gets_one_of_its_own(asker: Asker) -> None:
    asker.begin()
    asker.write("Only I wrote this.")
    thief = Asker()
    thief.begin(draft=asker.draft)
    assert AskDraft.objects.count() == 2
    assert b"Only I wrote this." not in thief.client.get("/ask/write/").content
    assert actions.come_back(reference=asker.reference, secret=asker.secret) is not None


def test_the_last_form_sent_twice_is_one_question_and_shows_the_code_again(asker: Asker) -> None:
    asker.ask()
    again = asker.send()
    assert asker.secret in again.content.decode()
    assert ShortTermTrack.objects.filter(pk=asker.pk).count() == 1
    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.engine
def test_two_at_once_make_one_question(transactional_db: None, cast: Any) -> None:
    draft, _secret = actions.begin(pk=uuid.uuid4(), own=False, unsafe=False)
    actions.save(pk=draft.pk, text="Once.")
    both = at_once(*[lambda: actions.submit(pk=draft.pk, by=BACK)] * 2)
    assert {receipt.pk for receipt in both if isinstance(receipt, Receipt)} == {draft.pk}
    assert ShortTermTrack.objects.filter(pk=draft.pk).count() == 1


def test_what_was_typed_comes_back_with_the_error_and_is_kept(asker: Asker) -> None:
    asker.begin()
    page = asker.client.post("/ask/write/", {"question": "Half a thought", "secret": asker.secret}).content.decode()
    assert "Select if you have kept your code" in page
    assert "Half a thought" in page
    assert asker.secret in page
    assert AskDraft.objects.get().text == "Half a thought"


@pytest.mark.parametrize("text", ["x" * 10_001, "a\x00b", "half a pair \ud83d"])
def test_what_is_too_long_or_odd_is_not_lost(asker: Asker, text: str) -> None:
    asker.begin()
    body = "question=" + quote(text.encode("utf-8", "surrogatepass"))
    form = "application/x-www-form-urlencoded"
    assert asker.client.post("/ask/write/save/", body, content_type=form).status_code == 204
    assert asker.client.get("/ask/write/").status_code == 200
    assert AskDraft.objects.get().text


def test_a_script_keeps_what_is_in_the_box_and_another_browser_cannot(asker: Asker) -> None:
    asker.begin()
    assert asker.client.post("/ask/write/save/", {"question": "So far"}).status_code == 204
    assert AskDraft.objects.get().text == "So far"
    assert Client().post("/ask/write/save/", {"question": "Not mine"}).status_code == 409
    assert AskDraft.objects.get().text == "So far"


def test_left_half_way_it_is_found_again_with_the_code_and_with_nothing_else(asker: Asker) -> None:
    asker.begin()
    asker.client.post("/ask/write/save/", {"question": "I was in the middle of"})
    assert asker.come_back().headers["Location"] == "/ask/write/"
    assert b"I was in the middle of" in asker.client.get("/ask/write/").content
    assert b"The reference or the code is not right" in asker.come_back(secret="AAAA-AAAA-AAAA-AAAA-AAAA").content


def test_whoever_goes_away_leaves_one_row_that_goes_too(asker: Asker) -> None:
    keys, heads = DataKey.objects.count(), AuditHead.objects.count()
    asker.begin()
    asker.client.post("/ask/write/save/", {"question": "Never sent"})
    with clock.moved(clock.now() + dt.timedelta(days=8)):
        assert asker.client.get("/ask/write/").headers["Location"] == "/ask/"
        assert asker.come_back().status_code == 200
        assert sweeps.forget() == 1
    assert not AskDraft.objects.exists()
    assert (DataKey.objects.count(), AuditHead.objects.count()) == (keys, heads)
    assert not FamilyEngagement.objects.filter(pk=asker.pk).exists()


def test_no_secret_and_no_word_of_it_stands_in_a_table_or_a_session(asker: Asker) -> None:
    asker.ask("A word that is mine")
    sessions = "".join(Session.objects.values_list("session_data", flat=True))
    rows = str([list(model.objects.values_list()) for model in (Receipt, AskDraft, AuditEntry)])
    for hidden in (asker.secret, asker.secret.replace("-", ""), "A word that is mine"):
        assert hidden not in sessions
        assert hidden not in rows


def test_a_machine_is_kept_and_read_last(asker: Asker, as_: Any) -> None:
    asker.begin()
    asker.write("Buy now", website="https://example.invalid")
    asker.send()
    page = as_("duty_worker").get("/duty/").content.decode()
    assert page.index("Probably sent by a machine") < page.index("Buy now")
    assert Receipt.objects.get().by_machine


def test_a_flood_hides_no_real_question(cast: Any, as_: Any) -> None:
    for number in range(60):
        draft, _secret = actions.begin(pk=uuid.uuid4(), own=False, unsafe=True)
        actions.save(pk=draft.pk, text=f"Buy now {number}", by_machine=True)
        actions.submit(pk=draft.pk, by=BACK)
    Asker().ask("He is outside", unsafe="yes")
    page = as_("duty_worker").get("/duty/").content.decode()
    assert page.index("He is outside") < page.index("Buy now")


def test_too_many_from_one_address_are_told_to_wait_and_another_address_is_not(cast: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    answers = [client.post("/ask/", {"unsafe": "no"}).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    assert Client(REMOTE_ADDR="192.0.2.8").post("/ask/", {"unsafe": "no"}).status_code == 200


def test_unsafe_shows_whom_to_call_and_says_when_it_is_read(asker: Asker) -> None:
    page = asker.begin(unsafe="yes").content.decode()
    assert 'href="tel:999"' in page
    assert "(an invented number)" in page
    assert "We read questions like yours first." in page


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-27T02:14+00:00", "It is 2:14am. Nobody reads it now. Somebody reads it from 8am today."),
        ("2026-11-27T12:00+00:00", "Somebody reads it today, before 8pm."),
        ("2026-11-27T21:05+00:00", "It is 9:05pm. Nobody reads it now. Somebody reads it from 8am tomorrow."),
        ("2026-03-29T01:30+00:00", "It is 2:30am. Nobody reads it now. Somebody reads it from 8am today."),
        ("2026-10-25T00:30+00:00", "It is 1:30am. Nobody reads it now. Somebody reads it from 8am today."),
    ],
)
def test_it_says_honestly_when_somebody_reads_it(moment: str, words: str) -> None:
    assert when_read(dt.datetime.fromisoformat(moment)) == words


def test_without_a_duty_team_it_says_whom_to_call_and_takes_nothing(asker: Asker) -> None:
    Team.objects.filter(is_duty=True).update(is_duty=False)
    answer = asker.client.post("/ask/", {"unsafe": "no"})
    assert answer.status_code == 503
    assert b"tel:999" in answer.content
    assert not AskDraft.objects.exists()


def test_whoever_is_signed_in_asks_from_their_own_pages(as_: Any) -> None:
    assert as_("family_member").get("/ask/").headers["Location"] == "/"
    assert as_("caseworker").post("/ask/", {"unsafe": "no"}).headers["Location"] == "/"


def test_an_empty_question_is_not_sent(asker: Asker) -> None:
    asker.begin()
    assert asker.send().status_code == 409
    with pytest.raises(OutOfDate), transaction.atomic():
        actions.submit(pk=uuid.UUID(asker.pk), by=BACK)
    assert not ShortTermTrack.objects.filter(pk=asker.pk).exists()


def test_each_form_needs_its_token(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    for page in (
        "",
        "write/",
        "write/save/",
        "reach/",
        "email/",
        "call/",
        "done/",
        "return/",
        "return/lost/",
        "leave/",
    ):
        assert client.post(f"/ask/{page}", {"unsafe": "no"}).status_code == 403, page
