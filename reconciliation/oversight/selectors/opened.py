"""Who opened what: for the auditor with names, reasons and all families; for a family what is their own, as roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.models import Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.audit.models import READ, AuditEntry
from portal.audit.reads import reads
from portal.encryption import keys
from portal.ui.refusals import NotYours
from reconciliation.families.models import AccessGrant, FamilyEngagement, Person
from reconciliation.tracks import policy
from reconciliation.tracks.selectors.told import day, title_of

PAGE_SIZE = 25

WHAT = {
    "family": "A family's page",
    "people": "The people of a family",
    "question": "A question",
    "answer": "An answer being written",
    "approval": "An answer to approve",
    "apology": "An apology to approve",
    "review": "A decision to look at again",
    "withheld_item": "An item that is withheld",
    "incident": "An incident",
    "held_text": "A text that waits for a second person",
    "matched_text": "A message of a family that may name the other side",
    "messages": "A conversation",
    "proceedings": "Police and court work of a family",
}
# Why a role opens such a page in its daily work; a look outside of it has a grant with a reason.
DAILY_WORK = {
    Role.CASEWORKER: "Works with the family, or approves",
    Role.SUPERVISOR: "Supervises the family's team",
    Role.SAFEGUARDING_LEAD: "Safeguarding work",
    Role.INFORMATION_GOVERNANCE: "Somebody asked for a decision to be looked at again",
}


@dataclass(frozen=True)
class Opened:
    """One read, as the auditor sees it."""

    at: datetime
    name: str
    post: str
    what: str
    family: str
    why: str


@dataclass(frozen=True)
class OpenedByRole:
    """One read, as the family sees it: a day and a role, never a name or an hour."""

    day: str
    role: str
    question: str


def opened_log(actor: Actor, after: UUID | None) -> tuple[list[Opened], UUID | None]:
    """Every read of a sensitive page, the newest first, by key."""
    if actor.role != Role.AUDITOR:
        raise NotYours()
    page, following = _page(reads(), after)
    holders = {entry.chain for entry in page}
    keys.warm({*holders, keys.SITE})
    families = dict(FamilyEngagement.objects.filter(pk__in=holders).values_list("pk", "reference"))
    names = names_of(entry.actor_id for entry in page if entry.actor_id)
    grants = _grants(page)
    shown = [
        Opened(
            at=entry.at,
            name=names[entry.actor_id][0] if entry.actor_id in names else "",
            post=entry.actor_post or _role(entry),
            what=WHAT.get(entry.action.removeprefix(READ), "Another page"),
            family=families.get(entry.chain, ""),
            why=_why(entry, grants),
        )
        for entry in page
    ]
    return shown, following


def opened_by(actor: Actor, person: Person, after: UUID | None) -> tuple[list[OpenedByRole], UUID | None]:
    """Who opened what this person can see themselves: the questions that they asked or that were shared with them.

    What the safeguarding lead opened is left out: the other family's doings may have been the reason.
    """
    tracks = policy.visible_to(actor).filter(engagement_id=person.engagement_id)
    own = reads().filter(
        chain__in=[person.engagement_id, *tracks.values_list("holder", flat=True)], row_id__in=tracks.values("id")
    )
    page, following = _page(own.exclude(actor_role=Role.SAFEGUARDING_LEAD), after)
    keys.warm([person.engagement_id])
    titles = {track.pk: title_of(track.question) for track in tracks.filter(pk__in={entry.row_id for entry in page})}
    lines = (
        OpenedByRole(day(timezone.localdate(entry.at)), _role(entry), titles[entry.row_id])
        for entry in page
        if entry.row_id in titles
    )
    return list(dict.fromkeys(lines)), following


def _page(rows: QuerySet[AuditEntry], after: UUID | None) -> tuple[list[AuditEntry], UUID | None]:
    if after is not None:
        last = rows.filter(pk=after).first()
        if last is None:
            raise NotYours()
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.pk))
    found = list(rows[: PAGE_SIZE + 1])
    return found[:PAGE_SIZE], found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None


def _role(entry: AuditEntry) -> str:
    return str(Role(entry.actor_role).label) if entry.actor_role in Role.values else entry.actor_role


def _grants(page: Iterable[AuditEntry]) -> Sequence[AccessGrant]:
    entries = list(page)
    grants = AccessGrant.objects.filter(
        engagement_id__in={entry.chain for entry in entries}, user_id__in={entry.actor_id for entry in entries}
    )
    return list(grants.order_by("-since"))


def _why(entry: AuditEntry, grants: Iterable[AccessGrant]) -> str:
    for grant in grants:
        ours = grant.engagement_id == entry.chain and grant.user_id == entry.actor_id
        if ours and grant.since <= entry.at and (grant.until is None or entry.at < grant.until):
            return grant.reason
    return next((why for role, why in DAILY_WORK.items() if role == entry.actor_role), "")
