"""Draws the page of a refusal, wherever it was raised."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from portal.ui.handlers import draw
from portal.ui.refusals import NotYours, Refusal


class RefusalMiddleware:
    """A refusal becomes its page. Missing and forbidden become the same page as not yours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer only what is a refusal; anything else is a fault and stays one."""
        if isinstance(exception, Http404 | PermissionDenied):
            exception = NotYours()
        return draw(request, exception) if isinstance(exception, Refusal) else None
