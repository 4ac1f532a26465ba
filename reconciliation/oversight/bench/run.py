"""The whole bench, in a database that is there for it alone."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.core.management import call_command
from django.db import connection

from portal.workflow import clock
from reconciliation.oversight.bench.asking import submissions
from reconciliation.oversight.bench.changes import asks, move_queries, moves
from reconciliation.oversight.bench.filling import DAY, TEXT, Filling, surname
from reconciliation.oversight.bench.pages import Pages
from reconciliation.oversight.bench.seeing import open_to_the_lead, seeing
from reconciliation.oversight.bench.timing import once, told_apart
from reconciliation.oversight.demo.cast import Cast, load_cast
from reconciliation.tracks.bulk import QuestionPast, write
from reconciliation.tracks.models import ShortTermTrack

Figures = dict[str, float]
PAGES = ("worklist", "queue", "search", "family_home", "engagement")


@dataclass(frozen=True)
class Size:
    """How many families there are at first and in the end, and how often each thing is done."""

    few: int = 1_000
    many: int = 100_000
    times: int = 30


SMALL = Size(few=20, many=100, times=3)


def run(size: Size, tell: Callable[[str], None]) -> Figures:
    """Every figure by its dotted name."""
    call_command("migrate", verbosity=0)
    cast = load_cast()
    _asked_at_home(cast)
    open_to_the_lead(cast)
    filling = Filling(cast)
    filled = once(lambda: _fill(filling, size.few, tell))
    few, few_queries = _measured(cast, size, size.few)
    filled += once(lambda: _fill(filling, size.many, tell))
    many, many_queries = _measured(cast, size, size.many)
    tell("pages and moves measured")
    figures = {f"{name}.100k_over_1k_ratio": many[name] / few[name] for name in few}
    figures |= {f"{name}.1k_seconds": seconds for name, seconds in few.items()}
    figures |= {f"{name}.100k_seconds": seconds for name, seconds in many.items()}
    figures |= {f"{name}.1k_queries": count for name, count in few_queries.items()}
    figures |= {f"{name}.100k_queries": count for name, count in many_queries.items()}
    figures |= {f"{page}.over_bare_page_ratio": many[page] / many["bare_page"] for page in PAGES}
    for role, (own, bare) in seeing(cast, size.times).items():
        figures[f"visible_to.{role}.over_bare_read_ratio"] = own / bare
    figures |= _rates("ask", "over_bare_insert", *submissions(size.times * 3))
    figures |= _compared("question", "over_bare_insert", *asks(cast, size.times * 3))
    figures |= _compared("move", "over_bare_insert", *moves(cast, size.times * 3))
    theirs, missing = Pages(cast, size.times).refusals()
    figures |= _compared("not_yours", "over_missing", median(theirs), median(missing), dot="_")
    figures |= {f"not_yours.{name}": figure for name, figure in told_apart(theirs, missing).items()}
    figures |= {"families.1k": size.few, "families.100k": size.many, "questions": ShortTermTrack.objects.count()}
    return figures | {"filling.seconds": filled, "filling.families_a_second": size.many / filled}


def _measured(cast: Cast, size: Size, families: int) -> tuple[Figures, dict[str, int]]:
    """With so many families: the seconds of pages, of what each role may see and of a move, and the queries."""
    # Signed in anew: filling takes longer than a sign-in lasts that nobody uses.
    pages, name = Pages(cast, size.times), surname(families // 2)
    seconds = pages.seconds(name)
    seconds |= {f"visible_to.{role}": own for role, (own, _) in seeing(cast, size.times).items()}
    seconds["move"], seconds["bare_insert"] = moves(cast, size.times)
    return seconds, {**pages.queries(name), "move": move_queries(cast)}


def _compared(name: str, against: str, own: float, other: float, *, dot: str = ".") -> Figures:
    figures = {f"{name}{dot}{against}_ratio": own / other}
    return figures | {f"{name}.seconds": own, f"{against.removeprefix('over_')}.seconds": other}


def _rates(name: str, against: str, own: float, other: float) -> Figures:
    """How often a second it is done, as a part of how often the least is."""
    return {f"{name}.{against}_ratio": other / own, f"{name}.seconds": own, f"{name}.bare_insert_seconds": other}


def _fill(filling: Filling, count: int, tell: Callable[[str], None]) -> None:
    # Millions of rows are made and dropped without a cycle among them: looking for one is a fifth of the time.
    gc.disable()
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA cache_size = -400000")
            filling.up_to(count, tell)
            if connection.vendor == "postgresql":
                # As its own housekeeping would have done by the time that anybody asks for a page.
                cursor.execute("VACUUM ANALYZE")
    finally:
        connection.close()  # pages are measured with a cache of the usual size
        gc.enable()


def _asked_at_home(cast: Cast) -> None:
    """Imelda's home shows some questions of hers."""
    write(
        QuestionPast(
            engagement=cast.engagements["varnish"], asker=cast.people["imelda"], text=TEXT,
            actor=cast.actor("family_member"), at=clock.now() - days * DAY, worker_id=cast.users["caseworker"].pk,
        )
        for days in range(1, 6)
    )  # fmt: skip
