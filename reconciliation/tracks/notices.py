"""Who is told that something waits for them: the person who asked, and whom they shared the question with.

Each function runs inside the transaction of what happened, so that a notice is in the outbox exactly when the answer
is shared: a server that dies after the commit loses no notice, and an answer that was rolled back sends none. Nothing
leaves the machine before the commit: the worker does not see the row until then.
"""

from django.db.models import QuerySet

from portal.accounts.roles import FAMILY_ROLES
from portal.events import Event
from portal.notifications.actions import notify
from portal.recipients.events import TextReleased
from portal.recipients.selectors import held_subjects
from portal.workflow.events import Moved
from portal.workflow.models import MoveRecord
from reconciliation.families.models import Person
from reconciliation.tracks import states
from reconciliation.tracks.events import Promised, Restated
from reconciliation.tracks.models import Apology, Commitment, Outcome, Restatement, ShortTermTrack

# The moves after which the family has something new to read: an answer, or what somebody new decided.
TELLING = frozenset({
    "share_answer", "share_process_information", "released", "redacted", "summary", "refused", "redirect",
    "no_further_action", "no_reply", "pause", "resume", "reopen",
})  # fmt: skip


def tell_family(event: Event) -> None:
    """An answer was shared, or a decision looked at again."""
    if not isinstance(event, Moved) or event.track_kind != ShortTermTrack.KIND:
        return
    moved = MoveRecord.objects.filter(track_id=event.track_id, track_kind=event.track_kind).latest("number")
    if moved.event in TELLING and moved.actor_role not in FAMILY_ROLES:
        _tell(ShortTermTrack.objects.get(pk=event.track_id), because=moved.event)


def tell_of_restatement(event: Event) -> None:
    """We say how we understood a question, and it may be read: at once, or when a second person let it go."""
    if isinstance(event, Restated):
        _tell_of(Restatement.objects.filter(pk=event.restatement_id))
    elif isinstance(event, TextReleased):
        _tell_of(Restatement.objects.filter(pk=event.subject, holder=event.holder))


def tell_of_promise(event: Event) -> None:
    """A promise was kept or not, or an apology approved, and it may be read: at once, or when it was let go."""
    if not isinstance(event, (Promised, TextReleased)) or held_subjects(event.holder, [event.subject]):
        return
    settled = Commitment.objects.filter(pk=event.subject, holder=event.holder).exclude(outcome=Outcome.OPEN)
    approved = Apology.objects.filter(pk=event.subject, holder=event.holder).exclude(approved_at=None)
    found: list[Commitment | Apology] = [*settled, *approved]
    for row in found:
        _tell(row.track, because=f"{row._meta.model_name}")


def _tell_of(restatements: QuerySet[Restatement]) -> None:
    """The family's own wording asks nothing of them, and an older one or one that was answered waits no more."""
    row = restatements.filter(verbatim=False, rejected_at=None, track__state=states.CLARIFYING).first()
    newest = row and row.track.restatements.latest("version")
    if row is not None and newest == row and not held_subjects(row.holder, [row.pk]):
        _tell(row.track, because="restated")


def _tell(track: ShortTermTrack, *, because: str) -> None:
    shared = track.shares.filter(until=None).values("person_id")
    people = Person.objects.filter(pk__in=[track.asker_id]) | Person.objects.filter(pk__in=shared)
    told = set(people.exclude(user=None).values_list("user_id", flat=True)) | {track.reached_by}
    for user_id in sorted(told):
        notify(user_id=user_id, because=because)
