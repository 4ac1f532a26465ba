"""A question that comes in without an account, beside one plain insert: both sent to one server on this machine."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from types import ModuleType
from urllib.parse import urlencode
from uuid import uuid4

import uvicorn
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from portal.accounts.sessions import SessionStore
from portal.workflow import clock
from portal.workflow.models import Deadline
from reconciliation.oversight.bench.timing import WARM, side_by_side
from reconciliation.reception.actions import begin, save
from reconciliation.reception.models import Reach
from reconciliation.reception.views.asking import ASKING

TEXT = "What was written down that day, and who can read it?"
BARE = "bench/insert/"
# A form's token and the cookie that it is held against.
TOKEN = "b" * 32


def submissions(times: int) -> tuple[float, float]:
    """Median seconds of the last form of `/ask/`, and of a page that does one insert."""
    with _one_more_page(), serving() as port:
        connection = HTTPConnection("127.0.0.1", port)
        return side_by_side([(_submission(connection), _insert(connection)) for _ in range(times + WARM)])


class _Sent:
    """One form that is sent when it is called, on a connection that stays open."""

    def __init__(self, connection: HTTPConnection, address: str, form: dict[str, str], session: str = "") -> None:
        cookies = f"{settings.CSRF_COOKIE_NAME}={TOKEN}; {settings.SESSION_COOKIE_NAME}={session}"
        self.connection, self.address, self.body = connection, address, urlencode(form)
        self.headers = {
            "Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip

    def __call__(self) -> None:
        self.connection.request("POST", self.address, self.body, self.headers)
        response = self.connection.getresponse()
        response.read()
        if response.status not in {200, 204}:
            raise RuntimeError(f"{self.address} answered {response.status}.")


def _submission(connection: HTTPConnection) -> _Sent:
    draft, _secret = begin(pk=uuid4(), own=False, unsafe=False)
    save(pk=draft.pk, text=TEXT)
    session = SessionStore()
    session[ASKING] = str(draft.pk)
    session.save()
    return _Sent(connection, "/ask/reach/", {"reach": Reach.COME_BACK.value}, str(session.session_key))


def _insert(connection: HTTPConnection) -> _Sent:
    return _Sent(connection, f"/{BARE}", {})


@login_not_required
def _plain_insert(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    Deadline.objects.create(
        holder=uuid4(), track_kind="bench", track_id=uuid4(), subject=uuid4(), kind="bare", counted_from=now, days=1,
        due_on=now.date(), opened_at=now,
    )  # fmt: skip
    return HttpResponse(status=204)


@contextmanager
def _one_more_page() -> Iterator[None]:
    """The service's addresses and the page to compare with, which no real server has."""
    addresses = ModuleType("bench_addresses")
    addresses.urlpatterns = [path(BARE, _plain_insert), path("", include(settings.ROOT_URLCONF))]  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=addresses):
        yield


@contextmanager
def serving() -> Iterator[int]:
    """The service as `serve` runs it, on a free port of this machine; yields the port."""
    config = uvicorn.Config("portal.asgi:application", port=0, lifespan="off", log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
