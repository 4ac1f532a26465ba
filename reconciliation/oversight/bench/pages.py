"""The pages whose cost must not grow with the number of families, and the page of what one may not see."""

import logging
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from reconciliation.families.models import FamilyEngagement
from reconciliation.oversight.bench.timing import WARM, in_turns, queries, typical
from reconciliation.oversight.demo.cast import Cast
from reconciliation.tracks.models import ShortTermTrack

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


class Pages:
    """The demo accounts, signed in, and how often each page is asked for."""

    def __init__(self, cast: Cast, times: int) -> None:
        self.cast, self.times = cast, times + WARM
        self.family, self.worker, self.boss = map(self._client, ("family_member", "caseworker", "supervisor"))

    def seconds(self, name: str) -> dict[str, float]:
        """The median of each page; a name of one family is looked up."""
        found = {page: typical([ask] * self.times) for page, ask in self._each(name).items()}
        # Each family once, as nobody opens the same one all the time: with the read that is written to the record.
        return found | {"engagement": typical([_asked(self.worker.get, path) for path in self._engagements()])}

    def queries(self, name: str) -> dict[str, int]:
        """How many queries each page makes, the second time within a quarter of an hour."""
        counted = {}
        for page, ask in self._each(name).items():
            ask()
            counted[page] = queries(ask)
        return counted

    def _each(self, name: str) -> dict[str, Callable[[], None]]:
        """Every page; ``bare_page`` makes no query, and is what the others are held against."""
        worklist, queue, home, bare = map(reverse, ("worklist", "supervisor_queue", "family_home", "cookies"))
        return {
            "worklist": _asked(self.worker.get, worklist),
            "queue": _asked(self.boss.get, queue),
            "search": _asked(partial(self.boss.post, data={"wanted": name}), worklist),
            "family_home": _asked(self.family.get, home),
            "engagement": _asked(self.worker.get, self._engagements()[0]),
            "bare_page": _asked(Client(SERVER_NAME="localhost").get, bare),
        }

    def refusals(self) -> tuple[list[float], list[float]]:
        """The times of families that are not yours, and of such that are not there."""
        others = FamilyEngagement.objects.filter(team=self.cast.teams["west"])[: self.times * 3]
        paths = [(family.get_absolute_url(), reverse("engagement", args=[uuid4()])) for family in others]
        # A refusal that is measured needs no line in a log.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        refused = partial(_asked, self.worker.get, status=404)
        return in_turns([(refused(theirs), refused(nowhere)) for theirs, nowhere in paths])

    def _client(self, local: str) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.force_login(self.cast.users[local], backend=SIGN_IN)
        return client

    def _engagements(self) -> list[str]:
        """Each family once, as nobody opens the same one all the time."""
        own = ShortTermTrack.objects.filter(worker=self.cast.users["caseworker"]).select_related("engagement")
        return [track.engagement.get_absolute_url() for track in own.order_by("reference")[: self.times]]


def _asked(send: Callable[[str], HttpResponseBase], path: str, status: int = 200) -> Callable[[], None]:
    def ask() -> None:
        response = send(path)
        if response.status_code != status:
            raise RuntimeError(f"{path} answered {response.status_code} instead of {status}.")

    return ask
