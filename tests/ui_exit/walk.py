"""Walks the pages of somebody who is signed in, by the links that they see."""

import re
from collections.abc import Iterator
from html import unescape

from django.http import HttpResponse
from django.test import Client

BUTTON = "govuk-js-exit-this-page-button"
SECONDARY = "govuk-js-exit-this-page-skiplink"
# What signs out and what is no page. An address that is only sent to (405) is no page either.
NOT_WALKED = re.compile(r"^/(exit/$|accounts/logout/|static/|health/)")


def pages(client: Client, *first: str, most: int = 60) -> Iterator[tuple[str, HttpResponse]]:
    """Each page that can be reached by links from the first ones, drawn for this client."""
    waiting, seen = list(first), set(first)
    while waiting and most:
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code in {301, 302}:
            found = [response["Location"]]
        elif response.status_code != 405 and "text/html" in response.get("Content-Type", ""):
            most -= 1
            yield address, response
            found = re.findall(r'<(?:a|form)\b[^>]*?\s(?:href|action)="([^"#]+)', response.content.decode())
        else:
            continue
        for link in map(unescape, found):
            if link.startswith("/") and not NOT_WALKED.match(link) and link not in seen:
                seen.add(link)
                waiting.append(link)
