"""Data keys of holders, the site's own keys, and what they do: seal, open, blind.

A holder is a UUID: an engagement, a question without an account, or the site. Whoever makes a holder calls
`create` in the same transaction. Keys are read once a ring (one a request), never kept longer.
"""

import hmac
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.db.models import QuerySet

from . import aead
from .errors import KeyExists as KeyExists  # noqa: PLC0414 - part of this module's face
from .errors import KeyMissing as KeyMissing  # noqa: PLC0414
from .errors import SealBroken as SealBroken  # noqa: PLC0414
from .models import DataKey
from .wrapping import current_master, unwrap, unwrap_under, wrap, wrap_under

SITE = UUID("00000000-0000-4000-8000-000000000001")
DATA = "data"
SITE_PURPOSES = frozenset({"audit_mac", "name_index", "address_index"})

KeyName = tuple[UUID, str]


@dataclass(repr=False)
class _Ring:
    keys: dict[KeyName, bytes] = field(default_factory=dict)
    # Made here and not committed yet: after a rollback no row would hold them, so they are read each time.
    unsettled: set[KeyName] = field(default_factory=set)
    trial: bool = False
    # The site's keys as they are stored, each unwrapped at its first use.
    site: dict[str, DataKey] = field(default_factory=dict)


_ring: ContextVar[_Ring | None] = ContextVar("key_ring", default=None)


@contextmanager
def key_ring() -> Iterator[None]:
    """Read each key once while this is open; an inner ring shares the outer one."""
    if _ring.get() is not None:
        yield
        return
    token = _ring.set(_Ring())
    try:
        yield
    finally:
        _ring.reset(token)


@contextmanager
def trial_ring() -> Iterator[None]:
    """A ring of its own for a transaction that will be taken back: what is made in it is at hand, then forgotten."""
    token = _ring.set(_Ring(trial=True))
    try:
        yield
    finally:
        _ring.reset(token)


def create(holder: UUID) -> None:
    """Make the data key of a new holder."""
    if not _make((holder, DATA)):
        raise KeyExists(f"There is already a data key of {holder}.")


@contextmanager
def create_many(holders: Collection[UUID]) -> Iterator[None]:
    """Make the data keys of many new holders, and have them at hand while this is open.

    What they seal is written inside, in the same transaction: a key is forgotten at the end, as it is not
    committed yet.
    """
    if DataKey.objects.filter(holder__in=holders, purpose=DATA).exists():
        raise KeyExists("One of these holders has a data key already.")
    fresh = {(holder, DATA): aead.new_key() for holder in holders}
    rows = [DataKey(holder=holder, purpose=purpose) for holder, purpose in fresh]
    for row in rows:
        wrap(row, fresh[row.holder, DATA])
    DataKey.objects.bulk_create(rows, batch_size=500)
    with key_ring():
        ring = _ring.get() or _Ring()
        ring.keys |= fresh
        ring.unsettled |= fresh.keys()
        transaction.on_commit(partial(ring.unsettled.difference_update, fresh))
        try:
            yield
        finally:
            for name in fresh:
                ring.keys.pop(name, None)


def ensure(holder: UUID) -> None:
    """Make the data key of a holder that has none; a destroyed key is never made again."""
    if not _make((holder, DATA)):
        _key((holder, DATA))


def ensure_site() -> None:
    """Make the site's keys that are not there; each is also made at its first use."""
    for purpose in (DATA, *sorted(SITE_PURPOSES)):
        _make((SITE, purpose))


def warm(holders: Iterable[UUID]) -> None:
    """Load the keys of these holders into the open ring, in one query."""
    ring = _ring.get()
    if ring is None:
        return
    wanted = [holder for holder in set(holders) if (holder, DATA) not in ring.keys]
    if not wanted:
        return
    found = DataKey.objects.filter(purpose=DATA, holder__in=wanted).exclude(wrapped=b"")
    # Those that others are wrapped by come first, so that each is read once.
    for row in sorted(found, key=lambda row: row.under is not None):
        if (row.holder, DATA) not in ring.unsettled:
            ring.keys[row.holder, DATA] = _opened(row)


def seal(holder: UUID, label: str, text: str) -> bytes:
    """Seal a text with the holder's key, bound to the holder and the label."""
    return aead.encrypt(_key((holder, DATA)), _encode(text), bound_to=_bound(holder, label))


def open_sealed(holder: UUID, label: str, data: bytes) -> str:
    """Open what `seal` made for the same holder and label."""
    opened = aead.decrypt(_key((holder, DATA)), data, bound_to=_bound(holder, label))
    return opened.decode("utf-8", "surrogatepass")


def blind(purpose: str, text: str) -> bytes:
    """A keyed hash under a site key: equal texts are equal, and nothing can be read back."""
    if purpose not in SITE_PURPOSES:
        raise ValueError(f"The site has no key for {purpose!r}.")
    return hmac.digest(_key((SITE, purpose)), _encode(text), "sha256")


def blind_for(holder: UUID, label: str, text: str) -> bytes:
    """A keyed hash under the holder's own key, so that the same text differs from holder to holder."""
    info = b"blind:" + label.encode()
    derived = HKDF(SHA256(), aead.KEY, salt=None, info=info).derive(_key((holder, DATA)))
    return hmac.digest(derived, _encode(text), "sha256")


@transaction.atomic
def put_under(holder: UUID, under: UUID | None) -> None:
    """Wrap a holder's data key by another holder's, or (None) by the master key again; the key itself stays as it is.

    Raises ValueError where one of the two would stand under a key that is not wrapped by the master key.
    """
    row = DataKey.objects.select_for_update().get(holder=holder, purpose=DATA)
    key = _opened(row)
    if under is None:
        wrap(row, key)
    else:
        outer = DataKey.objects.select_for_update().filter(holder=under, purpose=DATA).first()
        if outer is None or outer.under is not None or under == holder or _inside(holder).exists():
            raise ValueError("A key is wrapped by one that the master key wraps.")
        wrap_under(row, key, under=under, by=_opened(outer))
    row.save(update_fields=["wrapped", "master_name", "under"])


def destroy(holder: UUID) -> None:
    """Destroy a holder's data key: all that it sealed is unreadable for good. The emptied row stays."""
    if holder == SITE:
        raise ValueError("The site's own key cannot be destroyed.")
    DataKey.objects.filter(holder=holder, purpose=DATA).update(wrapped=b"", master_name="")
    if (ring := _ring.get()) is not None:
        for gone in (holder, *_inside(holder).values_list("holder", flat=True)):
            ring.keys.pop((gone, DATA), None)


def rewrap_batch(size: int = 500) -> int:
    """Wrap up to `size` keys by the current master key; the keys themselves stay as they are."""
    with transaction.atomic():
        stale = DataKey.objects.select_for_update().exclude(master_name__in=["", current_master()])
        rows = list(stale.order_by("pk")[:size])
        for row in rows:
            wrap(row, unwrap(row))
        DataKey.objects.bulk_update(rows, ["wrapped", "master_name"])
    return len(rows)


def rewrap_all() -> int:
    """Wrap every key by the current master key, in batches; the count of keys that were not yet."""
    return sum(iter(rewrap_batch, 0))


def _key(name: KeyName) -> bytes:
    ring = _ring.get()
    if ring is not None and name in ring.keys:
        return ring.keys[name]
    row = _row(name, ring)
    if row is None and name[0] == SITE:
        _make(name)
        row = _row(name, ring)
    if row is None:
        raise KeyMissing(f"There is no {name[1]} key of {name[0]}.")
    key = _opened(row)
    if ring is not None and name not in ring.unsettled:
        ring.keys[name] = key
    return key


def _opened(row: DataKey) -> bytes:
    if row.under is None:
        return unwrap(row)
    return unwrap_under(row, by=_key((UUID(str(row.under)), DATA)))


def _row(name: KeyName, ring: _Ring | None) -> DataKey | None:
    if ring is None or name[0] != SITE:
        return DataKey.objects.filter(holder=name[0], purpose=name[1]).first()
    if name[1] not in ring.site or name in ring.unsettled:
        # A request that needs one of the site's keys soon needs another: they are read at once.
        ring.site = {row.purpose: row for row in DataKey.objects.filter(holder=SITE)}
    return ring.site.get(name[1])


def _inside(holder: UUID) -> QuerySet[DataKey]:
    """The keys that this holder's key wraps."""
    return DataKey.objects.filter(under=holder)


def _make(name: KeyName) -> bool:
    """Make a key unless it is there; false when it was. Two at once make one."""
    fresh = DataKey(holder=name[0], purpose=name[1])
    wrap(fresh, aead.new_key())
    _, made = DataKey.objects.get_or_create(
        holder=name[0], purpose=name[1], defaults={"wrapped": fresh.wrapped, "master_name": fresh.master_name}
    )
    if made and (ring := _ring.get()) is not None and not ring.trial:
        ring.unsettled.add(name)
        transaction.on_commit(partial(ring.unsettled.discard, name))
    return made


def _bound(holder: UUID, label: str) -> bytes:
    return holder.bytes + label.encode()


def _encode(text: str) -> bytes:
    # A family's text is kept as typed, and half of a surrogate pair can be typed.
    return text.encode("utf-8", "surrogatepass")
