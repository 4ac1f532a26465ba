"""Follow every link that somebody is shown, from their home on."""

import re
from collections.abc import Iterator
from html import unescape

from django.http import HttpResponse
from django.test import Client

HREF = re.compile(r'href="(/[^"#]*)')
# Assets are no pages; signing out, leaving and the demo's page of accounts end the crawl of whoever follows them.
NOT_FOLLOWED = ("/static/", "/accounts/logout/", "/exit/", "/demo/")
MOST = 400


def crawl(client: Client, *first: str) -> Iterator[tuple[str, HttpResponse]]:
    """Each address once, with its answer, redirects as they are."""
    waiting, seen = list(first or ("/",)), set(first or ("/",))
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        yield path, answer  # type: ignore[misc]
        links = [*HREF.findall(answer.content.decode()), answer.headers.get("Location", "")]
        for link in map(unescape, links):
            if link.startswith("/") and not link.startswith(NOT_FOLLOWED) and link not in seen:
                seen.add(link)
                waiting.append(link)
        assert len(seen) < MOST, "the links never end"


def everything_in(answer: HttpResponse) -> str:
    """Body, headers and cookies as one text; entities as the characters that a reader sees."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    cookies = "\n".join(morsel.OutputString() for morsel in answer.cookies.values())
    return unescape(answer.content.decode()) + headers + cookies
