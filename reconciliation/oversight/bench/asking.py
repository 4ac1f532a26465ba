"""A question that comes in without an account, beside one plain insert, both sent to the same server."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
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


def submissions(times: int) -> tuple[float, float]:
    """Median seconds of the last form of `/ask/`, and of a page that does one insert."""
    with _one_more_page():
        return side_by_side([(_submission(), _insert()) for _ in range(times + WARM)])


def _submission() -> "_Sent":
    draft, _secret = begin(pk=uuid4(), own=False, unsafe=False)
    save(pk=draft.pk, text=TEXT)
    session = SessionStore()
    session[ASKING] = str(draft.pk)
    session.save()
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return _Sent(client, "/ask/reach/", {"reach": Reach.COME_BACK.value}, 200)


def _insert() -> "_Sent":
    return _Sent(Client(SERVER_NAME="localhost"), f"/{BARE}", {}, 204)


class _Sent:
    """One form that is sent when it is called."""

    def __init__(self, client: Client, address: str, form: dict[str, str], status: int) -> None:
        self.client, self.address, self.form, self.status = client, address, form, status

    def __call__(self) -> None:
        response = self.client.post(self.address, self.form)
        if response.status_code != self.status:
            raise RuntimeError(f"{self.address} answered {response.status_code} instead of {self.status}.")


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
