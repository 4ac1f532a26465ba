"""The screen and the choice of a worker."""

from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.ui.refusals import NotYours, OutOfDate
from reconciliation.families.actions import assign_worker, record_conflict_answer
from reconciliation.tracks import parties, policy, states
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.actions.moving import make
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors import Inputs


def start_screen(*, actor: Actor, pk: UUID, version: int | None = None) -> ShortTermTrack:
    """S2: somebody starts to look whether anybody is at risk."""
    return make(actor=actor, pk=pk, event="start_screen", version=version)


@transaction.atomic
def assign(
    *, actor: Actor, pk: UUID, worker: User, answer: str, kind: str = "", note: str = "", version: int | None = None
) -> ShortTermTrack:
    """S3: a named worker takes the question, after being asked about links with the family.

    ``answer`` is ``none_declared`` or ``declared``. A declared conflict is kept and bars the worker, and nobody is
    assigned: see ``note_conflict``, which the page calls for it.
    """
    track = _supervised(actor, pk)
    must_be_in(track, states.SCREENING)
    record_conflict_answer(actor=actor, engagement=track.engagement, worker=worker, answer=answer, kind=kind, note=note)

    def give(moved: ShortTermTrack) -> None:
        assign_worker(actor=actor, engagement=moved.engagement, worker=worker)
        moved.worker = worker

    return make(actor=actor, pk=pk, event="assign", version=version, inputs=Inputs(worker_id=worker.pk), effect=give)


@transaction.atomic
def note_conflict(
    *, actor: Actor, pk: UUID, worker: User, kind: str, note: str, version: int | None = None
) -> None:  # fmt: skip
    """The worker said that they have a link: it bars them from now on, and the question stays where it is."""
    track = locked_for(actor, pk, parties.SUPERVISOR)
    if version is not None and version != track.version:
        raise OutOfDate()
    record_conflict_answer(
        actor=actor, engagement=track.engagement, worker=worker, answer="declared", kind=kind, note=note
    )


@transaction.atomic
def give_worker(*, actor: Actor, pk: UUID, worker: User, version: int | None = None) -> None:
    """A question whose worker stepped off gets another one; its state stays as it is."""
    track = locked_for(actor, pk, parties.SUPERVISOR)
    must_be_in(track)
    if version is not None and version != track.version:
        raise OutOfDate()
    record_conflict_answer(actor=actor, engagement=track.engagement, worker=worker, answer="none_declared")
    assign_worker(actor=actor, engagement=track.engagement, worker=worker)
    track.worker = worker
    track.save(update_fields=["worker"])
    changed(actor, track.holder, "question_worker_chosen", track, worker=str(worker.pk))


def _supervised(actor: Actor, pk: UUID) -> ShortTermTrack:
    track = policy.visible_to(actor).select_related("engagement__team", "asker").filter(pk=pk).first()
    if track is None or parties.SUPERVISOR not in policy.parties_of(actor, track):
        raise NotYours()
    return track
