"""What a receipt opens: the one question that it is of, and to nobody else anything that they could not open before."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from portal.accounts import actions as accounts
from portal.audit.models import AuditEntry
from reconciliation.families import actions as families
from reconciliation.families.models import Person
from reconciliation.reception import actions as reception
from reconciliation.reception.models import AskDraft, Receipt
from reconciliation.reception.selectors import holding
from reconciliation.tracks import states
from reconciliation.tracks.models import ShortTermTrack
from tests.access import test_matrix
from tests.access.asked import Asked
from tests.access.test_matrix import ASKED, OBJECTS, PLACES, SITE, World, address, site_address
from tests.access.test_posts import FORM
from tests.architecture.test_routes import PUBLIC, routes

pytestmark = pytest.mark.django_db
placed = test_matrix.placed

# What is theirs of the pages that a member of a family has; sharing and more help wait for a family.
OPENED = {
    "question", "confirm", "reply", "review", "withdraw", "disagree", "come_back", "pause", "resume",
}  # fmt: skip
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRONG = "AAAA-BBBB-CCCC-DDDD-EEEE"


def told(answer: Any) -> tuple[int, str, bytes]:
    """What an answer gives away."""
    return answer.status_code, answer.get("Location", ""), answer.content


def plain(answer: Any) -> str:
    """A page without what is drawn anew each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", answer.content.decode())


def shapes(queries: CaptureQueriesContext) -> list[str]:
    """The queries without their values."""
    return [re.sub(r"'[^']*'|X'[0-9A-F]*'|\b\d+\b|%s", "?", query["sql"]) for query in queries.captured_queries]


def come_back(client: Client, reference: str, secret: str, **meta: str) -> Any:
    return client.post("/ask/return/", {"reference": reference, "secret": secret}, **meta)


def test_the_pages_that_a_receipt_opens_are_listed_here() -> None:
    marked = {entry.name for _, entry in routes(get_resolver()) if getattr(entry.callback, "opens_by_receipt", False)}
    assert marked == OPENED | {"flowchart_short_term"}


def test_a_receipt_opens_its_question_and_for_all_else_its_holder_is_a_stranger(placed: World) -> None:
    holder, stranger, wrong = placed.road.browser(), Client(), []
    own = [address(name, placed.asked) for name in OPENED] + [reverse("flowchart_short_term")]
    for path in own:
        assert holder.get(path).status_code in {200, 409}, path
        assert stranger.get(path)["Location"].startswith("/accounts/login/"), path
    sides = (placed.first, placed.other, placed.asked)
    others = [reverse(name) for name in PLACES]
    others += [address(name, side) for name in (*OBJECTS, *ASKED) if name not in OPENED for side in sides]
    others += [site_address(name, placed) for name in SITE] + ["/no/such/page/", "/admin/"]
    for path in others:
        if path.lstrip("/") in PUBLIC or path in own:
            continue
        for method in ("get", "post", "delete"):
            sent = (path, FORM) if method == "post" else (path,)
            answers = [getattr(client, method)(*sent) for client in (holder, stranger)]
            if told(answers[0]) != told(answers[1]) or answers[0].status_code != 302:
                wrong.append((method, path, answers[0].status_code))
    assert wrong == []


def test_anothers_question_and_a_missing_one_are_the_one_404_for_it(cast: Any) -> None:
    mine, theirs = Asked(cast).ask(), Asked(cast).ask()
    of_family = OfFamily(cast)
    client, entries = mine.browser(), AuditEntry.objects.count()
    for name in OPENED:
        kwargs = {"number": 1} if name == "review" else {}
        paths = [reverse(name, kwargs={"pk": pk, **kwargs}) for pk in (theirs.pk, of_family, uuid.uuid4())]
        for answers in ([client.get(path) for path in paths], [client.post(path, FORM) for path in paths]):
            assert {answer.status_code for answer in answers} == {404}, name
            assert len({answer.content for answer in answers}) == 1, name
    counted = []
    for pk in (theirs.pk, of_family, uuid.uuid4()):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/questions/{pk}/")
        counted.append(shapes(queries))
    assert counted[0] == counted[1] == counted[2]
    assert AuditEntry.objects.count() == entries
    assert theirs.track.current == states.RECEIVED


def OfFamily(cast: Any) -> uuid.UUID:  # noqa: N802
    from tests.tracks.road import Road

    found = Road(cast).ask().pk
    assert found is not None
    return found


def test_an_account_counts_and_not_the_receipt_that_its_browser_opened_before(cast: Any) -> None:
    road = Asked(cast).ask()
    client = road.browser()
    client.force_login(cast.users["other_family"], backend=BACKEND)
    assert client.get(f"/questions/{road.pk}/").status_code == 404
    assert client.post(f"/questions/{road.pk}/withdraw/", FORM).status_code == 404
    assert client.get("/ask/done/")["Location"] == "/"


def test_leaving_the_exit_and_time_close_it(cast: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    road = Asked(cast).ask()
    path = f"/questions/{road.pk}/"
    left, exited, idle = (road.browser() for _ in range(3))
    assert left.post("/ask/leave/").status_code == 302
    exited.get("/exit/")
    assert [client.get(path).status_code for client in (left, exited, idle)] == [302, 302, 200]
    late = timezone.now() + settings.RECEIPT_IDLE + dt.timedelta(minutes=1)
    monkeypatch.setattr(holding.timezone, "now", lambda: late)
    assert idle.get(path)["Location"].startswith("/accounts/login/")


def test_a_new_secret_closes_what_the_old_one_opened(cast: Any) -> None:
    road = Asked(cast).ask()
    before = road.browser()
    old, road.secret = road.secret, reception.renew_secret(receipt=road.receipt)
    assert before.get(f"/questions/{road.pk}/").status_code == 302
    assert come_back(Client(), road.receipt.reference, old).status_code == 200
    assert road.browser().get(f"/questions/{road.pk}/").status_code == 200


def test_it_ends_where_its_owner_gets_an_account(cast: Any) -> None:
    road = Asked(cast).ask().says("Philippa Marsh").tie()
    holder = road.browser()
    assert holder.get(f"/questions/{road.pk}/").status_code == 200
    asker = Person.objects.get(pk=road.track.asker_id)
    _, token = families.invite_person(actor=cast.actor("supervisor"), person=asker, email="p.marsh@people.example")
    user = accepted(token)
    assert Receipt.objects.get(pk=road.own).ended_at is not None
    assert holder.get(f"/questions/{road.pk}/")["Location"].startswith("/accounts/login/")
    assert come_back(Client(), road.receipt.reference, road.secret).status_code == 200
    client = Client()
    client.force_login(user, backend=BACKEND)
    assert client.get(f"/questions/{road.pk}/").status_code == 200


def accepted(token: str) -> Any:
    from portal.accounts.selectors import invitation_of_token

    invitation = invitation_of_token(token)
    assert invitation is not None
    return accounts.accept_invitation(invitation=invitation, password="a-long-enough-word-pair")


def test_a_wrong_and_an_unknown_reference_are_answered_alike_at_the_same_cost(cast: Any) -> None:
    road = Asked(cast).ask()
    draft, secret = reception.begin(pk=uuid.uuid4(), own=False, unsafe=False)
    tried = {"known": road.receipt.reference, "draft": draft.reference, "unknown": "CCCC-7777", "none": "no reference"}
    pages, costs = {}, {}
    for which, reference in tried.items():
        client = Client()
        client.get("/ask/return/")
        with CaptureQueriesContext(connection) as queries:
            answer = come_back(client, reference, WRONG)
        assert answer.status_code == 200
        pages[which], costs[which] = plain(answer).replace(reference, "?"), shapes(queries)
        assert sorted(client.session.keys()) == []
    assert len(set(pages.values())) == 1
    assert all(cost == costs["known"] for cost in costs.values())
    assert come_back(Client(), draft.reference, secret)["Location"] == "/ask/write/"


def test_a_lost_code_is_answered_alike_whatever_the_reference_is(cast: Any) -> None:
    from reconciliation.reception.actions import ReachBy
    from reconciliation.reception.models import Reach

    by = (ReachBy(Reach.EMAIL, "", "philippa@people.example"), ReachBy(Reach.CALL, "", "07700 900456", "Mornings"))
    roads = [Asked(cast).ask(), *(Asked(cast).ask(by=one) for one in by)]
    references = [*(road.receipt.reference for road in roads), "CCCC-7777", "who knows"]
    for way in ("email", "call"):
        pages = set()
        for reference in references:
            cache.clear()
            client = Client()
            answer = client.post("/ask/return/lost/", {"reference": reference, "way": way})
            said = plain(answer).replace(reference, "?")
            if way == "email":
                assert answer["Location"] == "/ask/return/code/"
                said = plain(client.get("/ask/return/code/"))
                said += plain(client.post("/ask/return/code/", {"code": "000000x"}))
            pages.add(said)
        assert len(pages) == 1, way


def test_a_guessed_receipt_is_stopped_by_reference_and_by_address_and_no_other_reference_with_it(cast: Any) -> None:
    one, two = Asked(cast).ask(), Asked(cast).ask()
    client = Client()
    tries = [come_back(client, one.receipt.reference, WRONG).status_code for _ in range(11)]
    assert tries == [200] * 10 + [429]
    spelt = one.receipt.reference.replace("-", " ").lower()
    for meta in ({}, {"REMOTE_ADDR": "192.0.2.7"}):
        assert come_back(Client(), spelt, one.secret, **meta).status_code == 429
    assert come_back(client, two.receipt.reference, two.secret).status_code == 302
    flood = [
        come_back(Client(), f"CCCC-77{a}{b}", WRONG, REMOTE_ADDR="192.0.2.9").status_code
        for a in "CDFGHJ"
        for b in "347889"
    ]
    assert flood.count(200) == 30
    assert set(flood[30:]) == {429}
    assert come_back(Client(), two.receipt.reference, two.secret, REMOTE_ADDR="192.0.2.9").status_code == 429
    assert come_back(Client(), two.receipt.reference, two.secret, REMOTE_ADDR="192.0.2.10").status_code == 302


def test_a_mailed_code_is_good_once_and_for_three_tries(cast: Any) -> None:
    from reconciliation.reception.actions import ReachBy
    from reconciliation.reception.models import MailedCode, Reach

    road = Asked(cast).ask(by=ReachBy(Reach.EMAIL, "", "philippa@people.example"))
    reception.mail_code(reference=road.receipt.reference)
    for _ in range(3):
        assert reception.with_code(reference=road.receipt.reference, code="wrong") is None
    row = MailedCode.objects.get(receipt=road.receipt)
    code = next(f"{n:06}" for n in range(10**6) if reception_mac(f"{n:06}") == bytes(row.code_mac))
    assert reception.with_code(reference=road.receipt.reference, code=code) is None
    MailedCode.objects.update(tries=0)
    found = reception.with_code(reference=road.receipt.reference, code=code)
    assert found is not None
    assert reception.with_code(reference=road.receipt.reference, code=code) is None
    assert come_back(Client(), road.receipt.reference, found[1]).status_code == 302


def reception_mac(code: str) -> bytes:
    from reconciliation.reception.receipts import mac_of

    return mac_of(code)


@pytest.mark.parametrize(
    "path",
    ["/ask/", "/ask/write/", "/ask/write/save/", "/ask/reach/", "/ask/email/", "/ask/call/", "/ask/done/",
     "/ask/return/", "/ask/return/lost/", "/ask/return/code/", "/ask/leave/"],
)  # fmt: skip
def test_no_form_of_a_stranger_is_taken_without_its_token(cast: Any, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"unsafe": "no", "question": "Forged."}).status_code == 403
    assert not AskDraft.objects.exists()
    assert not Receipt.objects.exists()


def test_no_form_of_a_holder_or_of_staff_is_taken_without_its_token(cast: Any) -> None:
    road = Asked(cast).ask().says("Philippa Marsh").opened()
    entries = AuditEntry.objects.count()
    holder = road.browser()
    holder.handler.enforce_csrf_checks = True
    assert holder.post(f"/questions/{road.pk}/withdraw/", {"version": "1"}).status_code == 403
    family = cast.engagements["varnish"].pk
    paths = {
        "duty_worker": (f"/duty/{road.pk}/call/", f"/duty/{road.pk}/said/"),
        "safeguarding_lead": (
            f"/without-a-family/{road.pk}/", f"/without-a-family/{road.pk}/families/{family}/",
            f"/without-a-family/{road.pk}/undo/",
        ),
    }  # fmt: skip
    for local, own in paths.items():
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.users[local], backend=BACKEND)
        assert {client.post(path, FORM).status_code for path in own} == {403}
    assert AuditEntry.objects.count() == entries
    assert ShortTermTrack.objects.get(pk=road.own).current == states.RECEIVED
