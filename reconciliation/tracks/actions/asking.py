"""Asking, sharing within the family, and withdrawing."""

from uuid import UUID

from django.db import transaction

from portal.accounts.models import FAMILY_ROLES, Role
from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.recipients.actions import screen_text
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock, mover
from reconciliation.families import policy as families_policy
from reconciliation.families import selectors as families
from reconciliation.families.models import Person
from reconciliation.families.references import new_reference
from reconciliation.tracks import policy, states
from reconciliation.tracks.actions.moving import lock_family, make
from reconciliation.tracks.models import (
    ProposalState,
    QuestionDraft,
    QuestionShare,
    ReviewRequest,
    ShortTermTrack,
)
from reconciliation.tracks.process import PROCESS_VERSION


def may_ask_for(actor: Actor, person: Person) -> bool:
    """Whether this actor may ask in this person's name: their own row, or their worker for them."""
    if actor.role in FAMILY_ROLES:
        return person.user_id is not None and person.user_id == actor.id
    return (
        actor.role in {Role.CASEWORKER, Role.SUPERVISOR}
        and families_policy.workable_by(actor).filter(pk=person.engagement_id).exists()
    )


@transaction.atomic
def save_draft(*, actor: Actor, person: Person, text: str, draft_id: UUID | None = None) -> QuestionDraft:
    """Keep what was typed, sealed. Raises NotYours for anyone but the writer."""
    if not may_ask_for(actor, person) or actor.id is None:
        raise NotYours()
    if draft_id is None:
        draft = QuestionDraft(holder=person.engagement_id, person=person, written_by=actor.id)
    else:
        draft = own_draft(actor, draft_id)
    draft.person, draft.holder = person, person.engagement_id
    draft.text = text
    draft.saved_at = clock.now()
    draft.save()
    return draft


def own_draft(actor: Actor, pk: UUID) -> QuestionDraft:
    """The draft, for who writes it; otherwise the one refusal."""
    rows = QuestionDraft.objects.select_related("person__engagement")
    draft = rows.filter(pk=pk).first()
    if draft is None or draft.written_by != actor.id or not may_ask_for(actor, draft.person):
        raise NotYours()
    return draft


@transaction.atomic
def submit_question(*, actor: Actor, draft_id: UUID) -> ShortTermTrack:
    """S1: the question comes in. Sending the same draft twice gives the one question."""
    sent = policy.visible_to(actor).filter(pk=draft_id).first()
    if sent is not None:
        return sent
    rows = QuestionDraft.objects.select_for_update(of=("self",)).select_related("person__engagement__team")
    draft = rows.filter(pk=draft_id).first()
    # The first of two at once has made it meanwhile.
    if draft is None and (sent := policy.visible_to(actor).filter(pk=draft_id).first()) is not None:
        return sent
    if draft is None or draft.written_by != actor.id or not may_ask_for(actor, draft.person):
        raise NotYours()
    engagement = draft.person.engagement
    assigned = families.current_worker(engagement.pk)
    now = clock.now()
    track = ShortTermTrack(
        id=draft.pk, holder=engagement.pk, engagement=engagement, asker=draft.person, team=engagement.team,
        reference=new_reference(),
        worker=assigned.user if assigned else None, received_at=now, state_since=now,
        process_version=PROCESS_VERSION, question=draft.text,
    )  # fmt: skip
    mover.begin(actor=actor, track=track, event="submit_question")
    if actor.id != draft.person.user_id:
        # Written by staff for the family: it is read like every other text of theirs.
        screen_text(actor=actor, holder=track.holder, subject=track.pk, texts=[track.question])
    draft.delete()
    return track


@transaction.atomic
def share_question(*, actor: Actor, pk: UUID, person_ids: set[UUID]) -> None:
    """The person who asked decides who else of the family reads along; nobody else can."""
    lock_family(pk)
    track = policy.asked_by(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if track is None:
        raise NotYours()
    family = {person.pk: person for person in track.engagement.people.exclude(pk=track.asker_id)}
    if not person_ids <= family.keys():
        raise NotYours()
    now = clock.now()
    current = {share.person_id: share for share in track.shares.filter(until=None)}
    for gone in current.keys() - person_ids:
        current[gone].until = now
        current[gone].save(update_fields=["until"])
        changed(actor, track.holder, "question_share_ended", current[gone])
    for new in person_ids - current.keys():
        share = QuestionShare.objects.create(track=track, person=family[new], since=now)
        changed(actor, track.holder, "question_shared", share)


def withdraw(*, actor: Actor, pk: UUID, version: int | None = None) -> ShortTermTrack:
    """S17: at once, no reason asked. What waited for approval goes no further."""
    return make(actor=actor, pk=pk, event="withdraw", version=version, effect=_drop_what_waits)


def _drop_what_waits(track: ShortTermTrack) -> None:
    for answers in track.proposals.filter(state=ProposalState.PROPOSED):
        answers.state = ProposalState.DROPPED
        answers.save(update_fields=["state"])
    for closing in track.closing_proposals.filter(state=ProposalState.PROPOSED):
        closing.state = ProposalState.DROPPED
        closing.save(update_fields=["state"])
    now = clock.now()
    track.pauses.filter(ended_at=None).update(ended_at=now)
    ReviewRequest.objects.filter(part__track=track, decided_at=None).update(decided_at=now, outcome="withdrawn")


def must_be_in(track: ShortTermTrack, *allowed: str) -> None:
    """A page of another state is out of date."""
    if track.current not in (allowed or states.OPEN):
        raise OutOfDate()
