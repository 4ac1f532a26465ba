"""Typed work that could not be used at once: kept under the page it stood on, and given back there."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts import actions
from portal.accounts.models import User
from portal.accounts.signed_in import KEPT
from portal.ui.typed import what_was_typed

LONGEST_PATH = 500
# Codes are nothing to keep.
NOT_KEPT = frozenset({"Code"})


def page_of(request: HttpRequest) -> str:
    """The path of the page that this form stood on: a form may be sent to an address that cannot be opened."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    path = urlsplit(before).path if ours else request.path
    return path if path.startswith("/") and len(path) <= LONGEST_PATH else request.path[:LONGEST_PATH]


def keep(request: HttpRequest, user: User) -> str:
    """Keep what was sent, and say to which page to come back; that page then shows it."""
    path = page_of(request)
    typed = [(label, text) for label, text in what_was_typed(request) if label not in NOT_KEPT]
    kept = actions.keep_work(user=user, path=path, typed=typed)
    if kept is not None:
        request.session[KEPT] = {**request.session.get(KEPT, {}), path: str(kept.pk)}
    return path


def used(request: HttpRequest, user: User) -> None:
    """Something was sent from a page that gave typed work back: it is kept there no longer."""
    waiting = request.session.get(KEPT)
    paths = {request.path, page_of(request)} & set(waiting or ())
    if waiting and paths:
        actions.forget_work(user=user, pks=[waiting[path] for path in paths])
        request.session[KEPT] = {path: pk for path, pk in waiting.items() if path not in paths}
