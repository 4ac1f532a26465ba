"""Requests that no page of ours sends: huge, broken, or of the wrong type. The answer is a page, never a fault."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.demo import DEMO_PASSWORD
from portal.audit.models import AuditEntry
from tests.access.test_matrix import ADMIN, FAMILY, LEAD, PLACES, SUPERVISORS, WORKERS
from tests.hostile.sheets import SHEETS, Sheet, asked, opened

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
FORM = "application/x-www-form-urlencoded"
MEGABYTES = 10 * 2**20

BODIES = {
    "ten megabytes of text": (b"question=" + b"a" * MEGABYTES, FORM, {400, 413}),
    "ten megabytes in many parts": (
        b"--x\r\nContent-Disposition: form-data; name=q\r\n\r\n" + b"a" * MEGABYTES + b"\r\n--x--",
        "multipart/form-data; boundary=x", {400, 413},
    ),
    "a file that nobody asked for": (
        b'--x\r\nContent-Disposition: form-data; name=f; filename="../../a\x00.exe"\r\n\r\nMZ\r\n--x--\r\n',
        "multipart/form-data; boundary=x", {200, 302, 400, 404, 409},
    ),
    "ten thousand fields": (b"&".join(b"a%d=1" % n for n in range(10_000)), FORM, {400}),
    "bytes that are no text": (b"question=%FF%FE&version=\xff\xfe&text=\xc3\x28", FORM, {200, 302, 400, 404, 409}),
    "half a surrogate": (b"question=%ED%A0%80&text=%ED%A0%80&reason=%ED%A0%80&name=%ED%A0%80", FORM,
                         {200, 302, 400, 404, 409}),
    "no boundary": (b"--x\r\n", "multipart/form-data", {200, 302, 400, 404, 409}),
    "json": (b'{"question": "x"}', "application/json", {200, 302, 404, 409}),
    "a charset that does not exist": (b"question=x", FORM + "; charset=x-nothing", {200, 302, 400, 404, 409}),
    "another charset": ("question=höher".encode("utf-16"), FORM + "; charset=utf-16", {200, 302, 400, 404, 409}),
    "nothing at all": (b"", "", {200, 302, 404, 409}),
}  # fmt: skip
SOME = [sheet for sheet in SHEETS if sheet.name in {
    "ask", "confirm", "reply", "assign", "answer", "extend", "engagement_new", "person_contact", "screen",
    "proceedings_status", "held_text", "accounts_invite",
}]  # fmt: skip


@pytest.fixture(scope="module")
def questions(kept: Any) -> dict[str, Any]:
    return kept(asked)


@pytest.mark.parametrize("sheet", SOME, ids=[sheet.name for sheet in SOME])
def test_no_body_breaks_a_form_or_moves_a_question(sheet: Sheet, cast: Any, as_: As, questions: dict[str, Any]) -> None:
    page = opened(sheet, cast, as_, questions)
    before = list(AuditEntry.objects.filter(action__startswith="short_term").values_list("pk"))
    wrong = {}
    for name, (body, kind, allowed) in BODIES.items():
        answer = page.client.generic("POST", page.path, body, content_type=kind)
        if answer.status_code not in allowed:
            wrong[name] = answer.status_code
    assert wrong == {}
    assert list(AuditEntry.objects.filter(action__startswith="short_term").values_list("pk")) == before


def test_a_body_that_is_too_large_gets_a_page_in_plain_words(as_: As) -> None:
    body, kind, _ = BODIES["ten megabytes of text"]
    answer = as_("family_member").post(reverse("ask"), body, content_type=kind)
    assert "We could not read what your browser sent us." in answer.content.decode()


ODD_QUERIES = [
    "after=x", "after=%00", "after=%FF%FE", "after=" + "9" * 5_000, "after=00000000-0000-4000-8000-000000000000",
    "after=2026-01-01_00000000-0000-4000-8000-000000000000", "after=9999-12-31_x", "after=1&after=2", "question=%00",
    "question=' OR 1=1 --", "due=%F0%9F%98%80&stage=<script>", "stage[]=x&due[0]=x", "next=//evil.example", "=&&=&%=",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_no_query_breaks_a_page_and_none_is_repeated_into_it_raw(as_: As, query: str) -> None:
    for local, who in (("family_member", FAMILY), ("caseworker", WORKERS), ("supervisor", SUPERVISORS),
                       ("safeguarding_lead", LEAD), ("auditor", {"auditor"}), ("admin", ADMIN)):  # fmt: skip
        client = as_(local)
        for name, allowed in PLACES.items():
            if allowed & who == who and name != "account_logout":
                answer = client.get(f"{reverse(name)}?{query}")
                assert answer.status_code in {200, 302, 404, 405}, (name, query)
                assert b"<script>" not in answer.content


@pytest.mark.parametrize("query", ["next=//evil.example", "next=https://evil.example/", "next=javascript:alert(1)",
                                   "next=/\\evil.example", "next=%00", "next=http:///evil.example"])  # fmt: skip
def test_signing_in_leads_nowhere_else(cast: Any, query: str) -> None:
    typed = {"login": "family_member@arrowmere.example", "password": DEMO_PASSWORD}
    answer = Client().post(f"/accounts/login/?{query}", typed)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "a\0b@x.example", "x" * 300_000, "'; --", "\u202e@x.example", "a@" * 500]
)
def test_no_address_or_password_breaks_signing_in(cast: Any, text: str) -> None:
    for typed in ({"login": text, "password": "x"}, {"login": "family_member@arrowmere.example", "password": text}):
        answer = Client().post("/accounts/login/", typed)
        assert answer.status_code in {200, 429}, typed
    assert Client().post("/demo/", {"account": text}).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "%FF", "..%2f..%2f", "x" * 5_000, "%E2%80%AE", "' OR 1=1 --"])
def test_no_token_breaks_the_page_of_an_invitation(cast: Any, as_: As, token: str) -> None:
    for client in (Client(), as_("family_member"), as_("admin")):
        assert client.get(f"/invitation/{token}/").status_code in {302, 404, 410}


@pytest.mark.parametrize(
    "path",
    ["/questions/00000000-0000-0000-0000-000000000000/", "/questions/%00/",
     "/questions/FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF/",
     "/questions/../admin/", "/work/1/", "/engagements/'/", "/questions//", "/%FF", "/questions/ask",
     "/" + "x" * 20_000, "/engagements/{7*7}/", "/questions/%0d%0aSet-Cookie:x=1/"],
)  # fmt: skip
def test_no_address_is_more_than_the_one_404(as_: As, path: str) -> None:
    client = as_("family_member")
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, client.get("/no/such/page/").content)


def test_forged_headers_change_nothing(as_: As) -> None:
    client = as_("family_member")
    forged = {"HTTP_X_FORWARDED_FOR": "x' OR 1=1", "HTTP_ACCEPT_LANGUAGE": "x" * 5_000,
              "HTTP_REFERER": "\u202e",
              "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"}  # fmt: skip
    assert client.get("/home/", **forged).status_code == 200
    assert Client().get("/home/", HTTP_COOKIE="sessionid=%00; csrftoken=" + "x" * 5_000).status_code == 302
    assert client.get("/home/", HTTP_HOST="evil.example").status_code == 400
