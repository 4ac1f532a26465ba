"""What every track has: a protected state, a version that a page can hold on to, and the next date it owes."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models

from portal.workflow.declare import Move, moves_of


class TrackBase(models.Model):
    """The columns that the mover writes. A track adds its state field (django-fsm, protected) and its own facts."""

    KIND: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    state_since = models.DateTimeField()
    next_due = models.DateField(null=True)
    process_version = models.CharField(max_length=20)

    class Meta:
        abstract = True

    @classmethod
    def moves(cls) -> dict[str, Move]:
        """Every declared move, by event."""
        if "_moves" not in cls.__dict__:
            cls._moves = moves_of(cls)
        return cls._moves

    _moves: ClassVar[dict[str, Move]]

    @property
    def holder(self) -> uuid.UUID:
        """Whose key and chain this belongs to."""
        raise NotImplementedError

    @property
    def counts_from(self) -> dt.datetime:
        """From where the dates that count from receipt are counted; a track that can be opened again says otherwise."""
        return self.received_at

    @property
    def current(self) -> str:
        """The state, as plain text."""
        return str(getattr(self, "state"))  # noqa: B009

    def open_moves(self) -> list[Move]:
        """The moves whose source is the present state, whatever their guards say."""
        return [move for move in type(self).moves().values() if self.current in move.sources]
