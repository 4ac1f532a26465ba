"""Who sees which question, and who makes which move. Every list, page, search and count of questions starts here."""

from django.db.models import Q, QuerySet

from portal.accounts.models import FAMILY_ROLES, Role
from portal.audit.actor import Actor
from portal.workflow.declare import Move
from reconciliation.families import policy as families_policy
from reconciliation.families import selectors as families
from reconciliation.tracks import parties, states
from reconciliation.tracks.models import LongTermTrack, QuestionShare, ShortTermTrack


def visible_to(actor: Actor) -> QuerySet[ShortTermTrack]:
    """The questions that this actor may read.

    In a family: one's own, and those that were shared with one. With a receipt: the one. Staff: those of the families
    they may see. Information governance: those where somebody asked for a decision to be looked at again.
    """
    if actor.kind == "clock":
        # The service itself, which finishes what nobody replied to; no page and no socket has this actor.
        return ShortTermTrack.objects.filter(state=states.ANSWER_SHARED)
    if actor.kind == "receipt":
        return asked_by(actor)
    if actor.kind != "user" or actor.id is None:
        return ShortTermTrack.objects.none()
    if actor.role in FAMILY_ROLES:
        shared = QuestionShare.objects.filter(until=None, person__user_id=actor.id)
        return ShortTermTrack.objects.filter(
            Q(id__in=asked_by(actor).values("id")) | Q(id__in=shared.values("track_id"))
        )
    if actor.role == Role.INFORMATION_GOVERNANCE:
        waits = Q(state=states.PAUSED, resume_state=states.INFORMATION_ESCALATION)
        found = ShortTermTrack.objects.filter(Q(state=states.INFORMATION_ESCALATION) | waits)
        return found.exclude(engagement__in=families_policy.barred(actor.id))
    return ShortTermTrack.objects.filter(families_policy.among(families_policy.visible_to(actor)))


def long_term_visible_to(actor: Actor) -> QuerySet[LongTermTrack]:
    """The requests for more help that staff of the family may read; its members read their own line, and only that."""
    if actor.kind != "user" or actor.role not in {Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD}:
        return LongTermTrack.objects.none()
    return LongTermTrack.objects.filter(families_policy.among(families_policy.visible_to(actor)))


def asked_by(actor: Actor) -> QuerySet[ShortTermTrack]:
    """The questions that this member of a family asked; with a receipt, the one that it is of."""
    if actor.id is None:
        return ShortTermTrack.objects.none()
    if actor.kind == "receipt":
        return ShortTermTrack.objects.filter(pk=actor.id)
    return ShortTermTrack.objects.filter(asker__user_id=actor.id)


def parties_of(actor: Actor, track: ShortTermTrack, *, approves: bool | None = None) -> frozenset[str]:
    """What this actor is to this question, in the words of the table of transitions.

    ``approves``: whether they approve in its team, where that is known already.
    """
    if actor.kind == "clock":
        return frozenset({parties.CLOCK})
    if actor.id is None:
        return frozenset()
    if actor.role in FAMILY_ROLES:
        return frozenset({parties.ASKER}) if track.is_of(actor.id) else frozenset()
    works = actor.role == Role.CASEWORKER
    found = {
        parties.WORKER: works and track.worker_id == actor.id,
        # Whoever reads a question without a family is of the duty team.
        parties.DUTY_WORKER: works and not track.engagement.is_family,
        parties.SUPERVISOR: actor.role == Role.SUPERVISOR,
        parties.REVIEWER: actor.role == Role.INFORMATION_GOVERNANCE,
        parties.APPROVER: actor.role in {Role.SUPERVISOR, Role.CASEWORKER}
        and (families.is_approver(actor.id, track.team_id) if approves is None else approves),
    }
    return frozenset(party for party, is_one in found.items() if is_one)


def may(actor: Actor, track: ShortTermTrack, move: Move) -> bool:
    """Whether this actor may make this move, guards aside."""
    return bool(parties_of(actor, track) & move.by)
