"""What the tests of pages share: a page as its reader has it, and a date as a form sends it."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.workflow import clock
from tests.tracks.road import Road


def said(response: HttpResponse | Any) -> str:
    """The text of the page itself, its blanks as one."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def links(response: HttpResponse | Any) -> set[str]:
    """Where the page itself leads."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return set(re.findall(r'href="(/[^"]*)"', main))


def day(name: str, days: int) -> dict[str, str]:
    """A date in so many working days."""
    when = clock.add_working_days(clock.today(), days)
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def place(road: Road, name: str, *more: object) -> str:
    """The address of one page of this question."""
    return reverse(name, args=[road.pk, *more])


def family_page(road: Road) -> str:
    """The staff's page with this question open."""
    return f"{reverse('engagement', args=[road.track.engagement_id])}?question={road.pk}"


def record_page(road: Road) -> str:
    """The page with the promises, the apologies and the whole record of this question."""
    return reverse("question_record", args=[road.pk])


def people_page(road: Road) -> str:
    """The page that tells how the family is reached, and what more help was asked for."""
    return reverse("engagement_family", args=[road.track.engagement_id])


def send(client: Client, road: Road, name: str, *more: object, **data: object) -> HttpResponse | Any:
    """Fill in a form as its page was drawn now."""
    return client.post(place(road, name, *more), {"version": road.track.version, **data})
