"""A sign-in begins, is used, proves itself again and ends; typed work outlives it."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.accounts import limits
from portal.accounts.actors import actor_of
from portal.accounts.models import KeptWork, SignIn, User
from portal.audit.record import record
from portal.encryption.keys import SITE
from portal.ui.refusals import NotYours

LONGEST_KEPT = 100_000
MOST_KEPT = 10  # pages a person


@transaction.atomic
def begin_sign_in(*, user: User, device: str, second_factor: bool) -> SignIn:
    """Somebody has just shown who they are."""
    now = timezone.now()
    begun = SignIn.objects.create(
        user=user, device=device, began_at=now, seen_at=now, proved_at=now, second_factor=second_factor
    )
    _write(user, begun, "signed_in")
    return begun


def see(*, sign_in: SignIn) -> None:
    """It is in use: written down once a minute, so that a click costs no writing."""
    now = timezone.now()
    if now - sign_in.seen_at >= limits.SEEN_EVERY:
        SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(seen_at=now)
        sign_in.seen_at = now


@transaction.atomic
def prove(*, user: User, sign_in: SignIn) -> None:
    """Its owner has shown again who they are."""
    sign_in.proved_at = timezone.now()
    sign_in.save(update_fields=["proved_at"])
    _write(user, sign_in, "identity_shown_again")


@transaction.atomic
def end_sign_in(*, user: User, pk: UUID | None, why: str = "signed_out") -> None:
    """End one sign-in of this account; what has ended stays as it is."""
    row = SignIn.objects.select_for_update().filter(pk=pk, user=user).first() if pk else None
    if row is not None and row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _write(user, row, why)


@transaction.atomic
def end_own_sign_in(*, user: User, pk: UUID) -> None:
    """End a sign-in from another browser; only one's own can be."""
    if not SignIn.objects.filter(pk=pk, user=user).exists():
        raise NotYours
    end_sign_in(user=user, pk=pk, why="signed_out_elsewhere")


@transaction.atomic
def end_other_sign_ins(*, user: User, keep: UUID | None = None) -> int:
    """End all sign-ins of this account but the one that is kept."""
    rows = list(
        SignIn.objects.select_for_update()
        .filter(user=user, ended_at=None)
        .exclude(pk__in=[keep] if keep else [])
        .order_by("pk")
    )
    for row in rows:
        end_sign_in(user=user, pk=row.pk, why="signed_out_elsewhere")
    return len(rows)


@transaction.atomic
def keep_work(*, user: User, path: str, typed: Sequence[tuple[str, str]]) -> KeptWork | None:
    """Keep what was typed on one page for a day; what was kept of the same page before makes room."""
    fields = json.dumps(list(typed))
    if not typed or len(fields) > LONGEST_KEPT:
        return None
    mine = KeptWork.objects.filter(user=user)
    newest = mine.exclude(path=path).order_by("-kept_at", "pk").values_list("pk", flat=True)[: MOST_KEPT - 1]
    mine.exclude(pk__in=list(newest)).delete()
    return KeptWork.objects.create(user=user, path=path, fields=fields, kept_at=timezone.now())


def forget_work(*, user: User, pks: Iterable[str]) -> None:
    """It has been given back and used."""
    KeptWork.objects.filter(user=user, pk__in=list(pks)).delete()


def _write(user: User, row: SignIn, action: str) -> None:
    record(
        actor=actor_of(user),
        holder=SITE,
        action=action,
        table=User._meta.db_table,
        row=user.pk,
        details={"sign_in": str(row.pk)},
    )
