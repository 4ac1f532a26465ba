"""A stolen copy: no table, session, log, anchor file or message of anybody holds a receipt's secret or a text."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.audit.anchoring import anchor
from portal.notifications.models import Outbox
from reconciliation.reception import actions as reception
from reconciliation.reception.actions import ReachBy
from reconciliation.reception.models import AskDraft, MailedCode, Reach, Receipt
from reconciliation.reception.receipts import tidy_secret
from tests.access import marks
from tests.access.asked import Asked
from tests.hostile.test_sealed import stored

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TEXT, WHEN, NAME, PHONE = "mark-typed: who was there?", "mark-when", "Mark-named", "07700 900458"


def spellings(secret: str) -> set[str]:
    plain = tidy_secret(secret)
    return {secret, secret.lower(), plain, plain.lower(), secret.replace("-", " ")}


def asked_by_call(client: Client) -> str:
    """The whole way through the pages, as somebody without JavaScript goes; the secret that they kept."""
    begun = client.post("/ask/", {"unsafe": "yes"})
    secret = str(begun.context["secret"])
    client.post("/ask/write/save/", {"question": TEXT, "secret": secret})
    client.post("/ask/write/", {"question": TEXT, "saved": "yes", "secret": secret})
    client.post("/ask/reach/", {"reach": "call", "secret": secret})
    form = {"name": NAME, "address": PHONE, "when": WHEN, "voicemail_ok": "no", "may_say_who": "no", "secret": secret}
    sent = client.post("/ask/call/", form)
    assert secret in sent.content.decode()
    return secret


def test_neither_a_secret_nor_a_text_is_anywhere_in_clear(
    cast: Any, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ANCHOR_FILE = str(tmp_path / "anchor.json")
    caplog.set_level(logging.DEBUG)
    asker, back, halfway = Client(), Client(), Client()
    with django_capture_on_commit_callbacks(execute=True):
        secret = asked_by_call(asker)
        receipt = Receipt.objects.get()
        wrong = "7777-8888-9999-AAAA-BBBB"
        back.post("/ask/return/", {"reference": receipt.reference, "secret": wrong})
        back.post("/ask/return/", {"reference": receipt.reference, "secret": secret})
        # Typed into the wrong box.
        lost = Client()
        lost.post("/ask/return/lost/", {"reference": secret, "way": "email"})
        unfinished = str(halfway.post("/ask/", {"unsafe": "no"}).context["secret"])
        halfway.post("/ask/write/save/", {"question": "mark-halfway", "secret": unfinished})
        renewed = reception.renew_secret(receipt=receipt)
        by_email = Asked(cast).ask("mark-mailed", ReachBy(Reach.EMAIL, "", "mark-mail@people.example"))
        reception.mail_code(reference=by_email.receipt.reference)
        told = marks.ask_without_account(cast, "nobody").opened("mark-nobody-look").tie(reason="mark-nobody-reason")
        told.untie("mark-nobody-wrong")
        anchor()
    words = {w for s in (secret, wrong, unfinished, renewed, by_email.secret, told.secret) for w in spellings(s)}
    words |= {"mark-", "Mark-", PHONE, marks.PHONES["nobody"]}
    assert AskDraft.objects.count() == 1
    assert [(table, word) for table, raw in stored() for word in words if word.encode() in raw] == []
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    assert len(sessions) >= 3
    assert [word for word in words for session in sessions if word in session] == []
    assert [word for word in words if word in caplog.text] == []
    assert [word for word in words if word in Path(settings.ANCHOR_FILE).read_text(encoding="utf-8")] == []


def test_a_message_to_anybody_holds_no_word_of_it_and_a_code_goes_to_the_address_alone(cast: Any) -> None:
    road = Asked(cast).ask("mark-mailed", ReachBy(Reach.EMAIL, "Mark-named", "mark-mail@people.example"))
    reception.mail_code(reference=road.receipt.reference)
    marks.ask_without_account(cast, "nobody").tie(reason="mark-nobody-reason")
    rows = list(Outbox.objects.all())
    texts = " ".join(f"{row.subject} {row.body}" for row in rows).casefold()
    assert "mark-" not in texts
    assert road.receipt.reference.casefold() not in texts
    assert tidy_secret(road.secret).casefold() not in texts
    assert MailedCode.objects.get().receipt_id == road.pk
    assert {row.address for row in rows if row.address.startswith("mark-")} == {"mark-mail@people.example"}
