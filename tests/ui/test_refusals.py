"""Refusals draw their own pages; missing, forbidden and not yours cannot be told apart."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.ui import handlers
from portal.ui.middleware import RefusalMiddleware
from portal.ui.refusals import NotYours, OutOfDate, Refusal, TooOften


def answer(refusal: Exception, request: HttpRequest | None = None) -> HttpResponse | None:
    request = request or RequestFactory().get("/somewhere/")
    if not hasattr(request, "user"):
        request.user = SimpleNamespace(is_authenticated=True, role="caseworker")  # type: ignore[assignment]
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, refusal)


def drawn(refusal: Exception, request: HttpRequest | None = None) -> HttpResponse:
    response = answer(refusal, request)
    assert response is not None
    return response


def page(response: HttpResponse) -> str:
    return response.content.decode()


MISSING: list[Callable[[], HttpResponse]] = [
    lambda: drawn(NotYours()),
    lambda: drawn(NotYours("said for the log only")),
    lambda: drawn(Http404("no such thing")),
    lambda: drawn(PermissionDenied("wrong role")),
    lambda: drawn(NotYours(), RequestFactory().post("/other/place/", {"text": "typed"})),
    lambda: handlers.not_found(RequestFactory().get("/unrouted/")),
    lambda: handlers.forbidden(RequestFactory().get("/closed/")),
]


@pytest.mark.parametrize("reason", MISSING)
def test_the_page_of_what_is_not_yours_is_the_same_byte_for_byte(reason: Callable[[], HttpResponse]) -> None:
    first, other = drawn(NotYours()), reason()
    assert other.status_code == 404
    assert other.content == first.content
    assert other.headers == first.headers


def test_the_404_page_holds_no_token_nonce_form_id_or_time() -> None:
    text = page(drawn(NotYours()))
    assert not re.search(r"csrf|nonce|<form|<input|\d\d:\d\d|[0-9a-f]{8}-[0-9a-f]{4}", text)
    assert '<a class="govuk-service-navigation__link" href="/accounts/logout/">' in text


def test_the_404_page_needs_no_database_and_no_request(django_assert_num_queries: object) -> None:
    # Without the django_db mark any query would raise.
    assert page(handlers.not_found(RequestFactory().get("/")))


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (Refusal("The form could not be read."), 400, "The form could not be read."),
        (OutOfDate(), 409, "Something changed while you were on this page."),
        (TooOften(), 429, "Please wait a few minutes"),
    ],
)
def test_each_refusal_draws_its_page(refusal: Refusal, status: int, words: str) -> None:
    response = drawn(refusal)
    assert response.status_code == status
    assert words in page(response)


def test_too_often_says_when_to_come_back() -> None:
    assert drawn(TooOften()).headers["Retry-After"] == "300"


def test_a_page_out_of_date_gives_back_what_was_typed_and_nothing_else() -> None:
    request = RequestFactory().post(
        "/ask/",
        {
            "question": "Why were the classes moved?\n\u202e<b>",
            "csrfmiddlewaretoken": "token-of-this-form",
            "password": "three-random-words",
            "track": "0b5f1c9e-0f59-4d5c-9c2b-6d3a1de6f001",
            "version": "17",
            "seen_at": "2026-04-14T10:02:33.123456+00:00",
        },
        headers={"Referer": "http://testserver/questions/"},
    )
    text = page(drawn(OutOfDate(), request))
    assert "Why were the classes moved?\n\u202e&lt;b&gt;</textarea>" in text
    assert 'href="http://testserver/questions/"' in text
    for kept_back in ("token-of-this-form", "three-random-words", "0b5f1c9e", "2026-04-14"):
        assert kept_back not in text


def test_a_foreign_page_is_never_where_to_go_back_to() -> None:
    request = RequestFactory().post("/ask/", headers={"Referer": "https://evil.example/"})
    assert "evil.example" not in page(drawn(OutOfDate(), request))


def test_a_refusal_explains_itself_to_the_role_that_asks() -> None:
    class Guarded(Refusal):
        status = 409
        template = "409.html"

        def reasons(self, role: str) -> list[str]:
            return [f"A second person must approve it. ({role})"]

    assert "A second person must approve it. (caseworker)" in page(drawn(Guarded()))


def test_a_failed_form_token_is_403_and_gives_back_what_our_own_form_held() -> None:
    own = RequestFactory().post("/ask/", {"question": "Why?"}, headers={"Sec-Fetch-Site": "same-origin"})
    response = handlers.csrf_failure(own)
    assert response.status_code == 403
    assert "Why?" in page(response)


def test_a_foreign_form_cannot_put_its_words_on_our_page() -> None:
    foreign = RequestFactory().post("/ask/", {"question": "Call me"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Call me" not in page(handlers.csrf_failure(foreign))


def test_a_fault_is_a_plain_500_without_request_or_database() -> None:
    response = handlers.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in page(response)


def test_what_is_not_a_refusal_stays_a_fault() -> None:
    assert answer(ValueError("a fault")) is None
