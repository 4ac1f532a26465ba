"""The loop that runs the sweeps: in a process of its own, or in a thread beside the pages.

There is no queue of jobs: the due rows are the queue. Each sweep does what is due now, and can be run twice.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from portal.encryption.keys import key_ring

log = logging.getLogger(__name__)

PATIENCE = 30.0  # seconds to finish what was begun, at a stop

Sweep = Callable[[], int]


def run_once() -> int:
    """Every sweep once, in this thread; how much was done. A sweep that fails ends it."""
    return sum(_swept(dotted) for dotted in settings.WORKER_SWEEPS)


def run(stop: Event) -> None:
    """Sweep until told to stop, each at its pace. A sweep that fails is logged and comes again; the others go on."""
    paces: dict[str, float] = settings.WORKER_SWEEPS
    due = dict.fromkeys(paces, 0.0)
    # In a thread of the pool, whose future carries whatever a sweep raises.
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sweep") as pool:
        while not stop.is_set():
            for dotted, pace in paces.items():
                if not stop.is_set() and monotonic() >= due[dotted]:
                    done = _outcome(dotted, pool.submit(_swept_apart, dotted))
                    due[dotted] = monotonic() + (0 if done else pace)
            stop.wait(max(0.0, min(due.values()) - monotonic()))


def _outcome(dotted: str, sweep: "Future[int]") -> int:
    error = sweep.exception()
    if error is None:
        return sweep.result()
    log.error("A sweep failed", exc_info=error, extra={"event": "sweep_failed", "sweep": dotted})
    return 0


@contextmanager
def running() -> Iterator[None]:
    """The loop beside whatever runs meanwhile; at the end it finishes the mail that it is sending."""
    stop = Event()
    thread = Thread(target=run, args=(stop,), name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def _swept(dotted: str) -> int:
    sweep: Sweep = import_string(dotted)
    with key_ring():
        return sweep()


def _swept_apart(dotted: str) -> int:
    """With a fresh connection where the last one broke or is old, as a request has."""
    close_old_connections()
    try:
        return _swept(dotted)
    finally:
        close_old_connections()
