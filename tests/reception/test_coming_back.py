"""Coming back without an account: reference and code, numbers by email, a call. Wrong and unknown are alike."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.notifications.models import Outbox, SafeContact
from reconciliation.reception import actions
from reconciliation.reception.actions import ReachBy
from reconciliation.reception.models import Reach, Receipt
from tests.reception.conftest import Asker, found, signs
from tests.reception.made import asked

pytestmark = pytest.mark.django_db


def code_in(position: int = 0) -> str:
    """The numbers of the newest mail."""
    return found(r"(\d{6})", Outbox.objects.order_by("-created_at", "-id")[position].body)


@pytest.mark.parametrize("how", [str, str.lower, lambda s: s.replace("-", " "), lambda s: s.replace("0", "o")])
def test_reference_and_code_open_it_however_they_are_typed(asker: Asker, how: Any) -> None:
    asker.ask()
    answer = asker.come_back(reference=asker.reference.lower(), secret=how(asker.secret))
    assert answer.headers["Location"] == asker.question
    assert asker.client.get(asker.question).status_code == 200


def test_a_wrong_and_an_unknown_one_are_alike_in_answer_and_work(asker: Asker) -> None:
    asker.ask()
    wrong = "AAAA-BBBB-CCCC-DDDD-EEEE"
    bodies, queries = [], []
    for reference in (asker.reference, "GGGG-HHHH", "no reference at all"):
        client = Client()
        client.get("/ask/return/")
        with CaptureQueriesContext(connection) as captured:
            answer = client.post("/ask/return/", {"reference": reference, "secret": wrong})
        bodies.append(answer.content.decode().replace(reference, "").partition("<main")[2])
        queries.append([query["sql"].split("WHERE")[0] for query in captured])
        assert answer.status_code == 200
    assert queries[0] == queries[1] == queries[2]
    tokens = [found(r'csrfmiddlewaretoken" value="([^"]+)', body) for body in bodies]
    plain = {body.replace(token, "") for body, token in zip(bodies, tokens, strict=True)}

    assert len(plain) == 1


def test_tries_end_for_one_reference_and_leave_another_open(asker: Asker) -> None:
    asker.ask()
    other = Asker().ask()
    for number in range(11):
        client = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        answer = client.post("/ask/return/", {"reference": asker.reference, "secret": "wrong"})
    assert answer.status_code == 429
    assert asker.come_back().status_code == 429
    assert other.come_back().status_code == 302


def test_tries_end_for_one_address(cast: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.9")
    answers = [
        client.post("/ask/return/", {"reference": f"CCCC-CC{a}{b}", "secret": "wrong"}).status_code
        for a in "CDFGHJ"
        for b in "CDFGHJ"
    ]
    assert answers[30] == 429


def test_an_open_question_closes_after_a_time_without_use_and_at_once_when_told(asker: Asker) -> None:
    asker.ask()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=21)):
        assert asker.client.get(asker.question).headers["Location"].startswith("/accounts/login/")
    asker.come_back()
    assert asker.client.get(asker.question).status_code == 200
    asker.client.post("/ask/leave/")
    assert asker.client.get(asker.question).status_code == 302


def test_a_planted_session_opens_nothing(asker: Asker) -> None:
    asker.ask()
    owner = Client()
    planted = owner.session
    planted.save()
    owner.cookies["sessionid"] = planted.session_key
    owner.post("/ask/return/", {"reference": asker.reference, "secret": asker.secret})
    thief = Client()
    thief.cookies["sessionid"] = planted.session_key
    assert thief.get(asker.question).status_code == 302
    assert owner.get(asker.question).status_code == 200


def test_the_numbers_by_email_show_whose_address_it_is_and_nothing_goes_there_before(asker: Asker) -> None:
    asker.ask_by_email()
    contact = SafeContact.objects.get(user_id=asker.pk)
    assert not contact.takes_notices
    assert b"Check the numbers" in asker.client.post("/ask/done/", {"code": "000000"}).content
    assert asker.client.post("/ask/done/", {"code": code_in()}).headers["Location"] == asker.question
    contact.refresh_from_db()
    assert contact.takes_notices


def test_a_lost_code_is_replaced_by_the_numbers_and_opens_nothing_any_more(asker: Asker) -> None:
    asker.ask_by_email()
    lost, client = asker.secret, Client()
    client.post("/ask/return/lost/", {"reference": asker.reference, "way": "email"})
    answer = client.post("/ask/return/code/", {"code": code_in()})
    assert signs(answer) == asker.reference
    assert client.get(asker.question).status_code == 200
    assert asker.client.get(asker.question).status_code == 302
    assert actions.come_back(reference=asker.reference, secret=lost) is None
    assert client.post("/ask/return/code/", {"code": code_in()}).status_code == 302


def test_the_numbers_are_good_for_three_tries_and_some_minutes(asker: Asker) -> None:
    asker.ask_by_email()
    right = code_in()
    for _ in range(3):
        assert actions.with_code(reference=asker.reference, code="000000") is None
    assert actions.with_code(reference=asker.reference, code=right) is None
    actions.mail_code(reference=asker.reference)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16)):
        assert actions.with_code(reference=asker.reference, code=code_in()) is None


def test_whatever_the_reference_is_the_answer_to_a_lost_code_is_the_same(asker: Asker) -> None:
    asker.ask()
    asker_by_email = Asker()
    asker_by_email.ask_by_email()
    pages = set()
    for reference in (asker.reference, asker_by_email.reference, "CCCC-DDDD"):
        client = Client()
        answer = client.post("/ask/return/lost/", {"reference": reference, "way": "email"})
        pages.add((answer.status_code, answer.headers["Location"], client.get("/ask/return/code/").status_code))
    assert len(pages) == 1
    waiting = Outbox.objects.filter(withdrawn_at=None)
    assert {mail.address for mail in waiting} == {"someone@people.example"}


def test_a_call_is_asked_for_again_where_a_number_was_given_and_nowhere_else(cast: Any) -> None:
    called, _secret = asked(by=ReachBy(Reach.CALL, "Ada", "01632 960 555", "Mornings"))
    quiet, _secret = asked()
    Receipt.objects.update(call_since=None)
    for receipt in (called, quiet):
        page = Client().post("/ask/return/lost/", {"reference": receipt.reference, "way": "call"})
        assert b"If you gave us a number with this question" in page.content
    called.refresh_from_db()
    quiet.refresh_from_db()
    assert called.call_since is not None
    assert quiet.call_since is None


def test_no_box_is_filled_with_codes(cast: Any) -> None:
    answers = []
    for _ in range(6):
        one = Asker()
        answers.append(one.ask_by_email("somebody@people.example").status_code)
    assert answers == [200] * 5 + [429]
