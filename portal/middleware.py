"""The house's own middleware: one key ring a request, and no page kept by a cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.encryption.keys import key_ring

GetResponse = Callable[[HttpRequest], HttpResponse]


class KeyRingMiddleware:
    """Each key that a request needs is read and unwrapped once, and forgotten at its end."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with key_ring():
            return self.get_response(request)


class NoStoreMiddleware:
    """Says no-store on every answer that did not say otherwise (static files do)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
