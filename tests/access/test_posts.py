"""Who may send which form: the same table as for reading. A refused form is the one 404 and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from reconciliation.tracks.models import QuestionDraft, ShortTermTrack
from tests.access import test_matrix, world
from tests.access.test_matrix import (
    ASKED,
    EVERYBODY,
    OBJECTS,
    PLACES,
    SITE,
    World,
    address,
    site_address,
    without_family,
)
from tests.architecture.test_routes import PUBLIC

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
placed = test_matrix.placed

# What each form would take, were it theirs to send.
FORM = {
    "version": "1", "question": "Forged.", "right": "yes", "missing": "Forged.", "reason": "Forged.", "text": "Forged.",
    "name": "Forged", "email": "forged@people.example", "kind": "neighbour", "summary": "Forged.", "upheld": "yes",
    "outcome": "no_immediate_risk", "status": "none_known", "language": "en", "format": "standard", "how": "in_english",
    "link": "none_declared", "part_1": "yes", "post_title": "Forged", "active": "no", "decision": "release",
    "note": "Forged.", "words": "Forged.", "agrees": "yes", "reference": "KDWM-7PR4", "person": "add",
}  # fmt: skip


def changes() -> tuple[int, int, int, list[tuple[Any, ...]]]:
    """What an accepted form would move."""
    tracks = list(ShortTermTrack.objects.order_by("id").values_list("id", "state", "version", "worker_id"))
    return AuditEntry.objects.count(), QuestionDraft.objects.count(), len(tracks), tracks


def refused_to(local: str, placed: World) -> list[str]:
    """The addresses of every form that is not this account's: wrong role, the other side's, and of nothing at all."""
    mirrored = {name: {world.OTHER_SIDE.get(who, who) for who in allowed} for name, allowed in OBJECTS.items()}
    paths = [reverse(name) for name, allowed in PLACES.items() if local not in allowed]
    paths += [address(name, placed.first) for name, allowed in OBJECTS.items() if local not in allowed]
    paths += [address(name, placed.other) for name, allowed in mirrored.items() if local not in allowed]
    paths += [address(name, world.missing()) for name in (*OBJECTS, *ASKED)]
    paths += [address(name, side) for name in ASKED for side in (placed.first, placed.other)]
    paths += [address(name, placed.asked) for name in (*OBJECTS, *ASKED) if local not in without_family(name)]
    paths += [site_address(name, placed) for name, allowed in SITE.items() if local not in allowed]
    return paths


@pytest.mark.parametrize("local", sorted(EVERYBODY))
def test_a_form_that_is_not_theirs_is_the_one_404_and_changes_nothing(placed: World, as_: As, local: str) -> None:
    client = as_(local)
    nothing = client.get("/no/such/page/")
    before, wrong = changes(), []
    for path in refused_to(local, placed):
        answer = client.post(path, FORM)
        only_get = answer.status_code == 405 and client.get(path).status_code == 404
        if not only_get and (answer.status_code, answer.content) != (404, nothing.content):
            wrong.append((path, answer.status_code))
    assert wrong == []
    assert changes() == before


@pytest.mark.parametrize("local", ["family_member", "caseworker", "commissioner"])
def test_the_headers_of_the_one_404_tell_nothing_either(placed: World, as_: As, local: str) -> None:
    client = as_(local)
    paths = [address("engagement_details", side) for side in (placed.other, world.missing())]
    paths += [address("question", world.missing()), reverse("accounts_home"), "/no/such/page/"]
    told = {tuple(sorted((k, v) for k, v in client.get(path).items() if k != "Set-Cookie")) for path in paths}
    assert len(told) == 1


def test_a_strangers_form_is_sent_to_sign_in_and_changes_nothing(placed: World) -> None:
    before, client = changes(), Client()
    paths = [reverse(name) for name in PLACES] + [address(name, placed.first) for name in OBJECTS]
    paths += [address(name, placed.asked) for name in (*OBJECTS, *ASKED)]
    paths += [site_address(name, placed) for name in SITE] + ["/no/such/page/"]
    for path in paths:
        if path.lstrip("/") not in PUBLIC:
            answer = client.post(path, FORM)
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/accounts/login/"), path
    assert changes() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_other_method_does_anything_anywhere(placed: World, as_: As, method: str) -> None:
    clients = [as_(local) for local in ("family_member", "supervisor", "commissioner")]
    before = changes()
    for client in clients:
        for name in OBJECTS:
            paths = [address(name, side) for side in (placed.first, placed.other)]
            assert {getattr(client, method)(path).status_code for path in paths} == {405}, name
    assert changes() == before
