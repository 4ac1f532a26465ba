"""What the family is told in a decision: kept before the move, so that the recipient check can hold it."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.recipients.actions import screen_text
from portal.ui.refusals import OutOfDate
from portal.workflow import clock
from portal.workflow.ledger import acted
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.models import ShortTermTrack, ToldText


@transaction.atomic
def tell(
    *, actor: Actor, pk: UUID, party: str, within: tuple[str, ...], kind: str, text: str, support: str = "",
    kept_words: str = "", version: int | None = None,
) -> ToldText:  # fmt: skip
    """Keep what the family will read, and check it. It stands even where the move is then refused, so that the
    safeguarding lead finds it on their list; the same text sent again is the same row."""
    track = locked_for(actor, pk, party)
    must_be_in(track, *within)
    if version is not None and version != track.version:
        raise OutOfDate()
    row = _same(track, kind, [text, support])
    if row is None:
        row = ToldText(
            **acted(actor), holder=track.holder, track=track, kind=kind, text=text, support=support,
            kept_words=kept_words, at=clock.now(),
        )  # fmt: skip
        row.save(force_insert=True)
        changed(actor, track.holder, "told_text_written", row, kind=kind)
    earlier = track.told_texts.filter(kind=kind, at__gte=track.state_since).exclude(pk=row.pk)
    screen_text(
        actor=actor, holder=track.holder, subject=row.pk, texts=row.texts, replaces=earlier.values_list("pk", flat=True)
    )
    return row


def _same(track: ShortTermTrack, kind: str, texts: list[str]) -> ToldText | None:
    rows = track.told_texts.filter(kind=kind, at__gte=track.state_since).order_by("-at", "-id")
    return next((row for row in rows if row.texts == texts), None)
