"""Asking without an account: a draft with its receipt first, then the words, then the question."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.audit.record import gathered
from portal.encryption import keys
from portal.notifications.actions import expect
from portal.notifications.words import Channel
from portal.ui.refusals import OutOfDate
from portal.workflow import clock, mover
from reconciliation.families import actions as families
from reconciliation.families.actions.common import insert
from reconciliation.families.models import Team
from reconciliation.families.selectors import duty_team
from reconciliation.reception.errors import NoDutyTeam
from reconciliation.reception.models import AskDraft, Reach, Receipt
from reconciliation.reception.receipts import mac_of, new_secret
from reconciliation.reception.selectors.holding import asker_of
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.process import PROCESS_VERSION
from reconciliation.tracks.question import QUESTION_LENGTH


@dataclass(frozen=True)
class ReachBy:
    """How, or whether, to reach whoever asks, and what to call them."""

    reach: str
    name: str = ""
    address: str = ""
    when: str = ""
    voicemail_ok: bool = False
    may_say_who: bool = False


@transaction.atomic
def begin(*, pk: UUID, own: bool, unsafe: bool) -> tuple[AskDraft, str]:
    """A reference and a secret before the first word, so that no exit loses any; the secret is returned this once.

    The same form sent again by the same browser (``own``) gets a new secret for its draft, and the old one ends; an id
    that somebody else's draft has is not taken.
    """
    if duty_team() is None:
        raise NoDutyTeam()
    secret = new_secret()
    expires = clock.now() + settings.ASK_DRAFT_KEPT
    known = AskDraft.objects.select_for_update().filter(pk=pk).first()
    draft = known if known is not None and own else None
    if draft is None:
        taken = known is not None or Receipt.objects.filter(pk=pk).exists()
        draft = AskDraft(pk=uuid4() if taken else pk, unsafe=unsafe, secret_mac=mac_of(secret), expires_at=expires)
        insert(draft)
        return draft, secret
    draft.unsafe, draft.secret_mac, draft.expires_at = unsafe, mac_of(secret), expires
    draft.save(update_fields=["unsafe", "secret_mac", "expires_at"])
    return draft, secret


@transaction.atomic
def save(*, pk: UUID, text: str, by_machine: bool = False) -> AskDraft:
    """Keep what was typed, sealed; what a machine seems to have filled in is kept too, and read last."""
    draft = _locked(pk)
    draft.text = text
    draft.by_machine = draft.by_machine or by_machine
    draft.expires_at = clock.now() + settings.ASK_DRAFT_KEPT
    draft.save(update_fields=["text", "by_machine", "expires_at"])
    return draft


@transaction.atomic
def submit(*, pk: UUID, by: ReachBy) -> Receipt:
    """S1: the question comes in, with a place, a key and a chain of its own. Sent twice it is one question."""
    draft = AskDraft.objects.select_for_update().filter(pk=pk).first()
    if draft is None:
        sent = Receipt.objects.filter(pk=pk, ended_at=None).first()
        if sent is None:
            raise OutOfDate()
        return sent
    # What is too long was kept as it was typed, and is made shorter before it is sent.
    if not 0 < len(draft.text) <= QUESTION_LENGTH:
        raise OutOfDate()
    team = duty_team()
    if team is None:
        raise NoDutyTeam()
    if not draft.text:
        raise OutOfDate()
    # The new key is at hand for all that is written under it.
    with gathered(), keys.create_many([pk]):
        receipt = _written(draft, team, by)
    draft.delete()
    return receipt


def _written(draft: AskDraft, team: Team, by: ReachBy) -> Receipt:
    pk = draft.pk
    actor = asker_of(pk, by.name)
    asker = families.open_for_question(actor=actor, pk=pk, reference=draft.reference, team=team, name=by.name)
    now = clock.now()
    track = ShortTermTrack(
        id=pk, holder=pk, engagement=asker.engagement, asker=asker, team=team, reference=draft.reference,
        received_at=now, state_since=now, process_version=PROCESS_VERSION, question=draft.text,
    )  # fmt: skip
    mover.begin(actor=actor, track=track, event="submit_question")
    receipt = Receipt(
        question=track, reference=draft.reference, secret_mac=draft.secret_mac, unsafe=draft.unsafe,
        by_machine=draft.by_machine, reach=by.reach, call_when=by.when, made_at=now,
        call_since=now if by.reach == Reach.CALL else None,
    )  # fmt: skip
    receipt.save(force_insert=True)
    changed(actor, pk, "receipt_given", receipt, unsafe=receipt.unsafe)
    _reach(actor, by)
    return receipt


def _reach(actor: Actor, by: ReachBy) -> None:
    """An email address counts once a code that was sent there came back; a number once it is called."""
    if by.reach != Reach.COME_BACK and actor.id is not None:
        expect(
            actor=actor, user_id=actor.id, channel=Channel.EMAIL if by.reach == Reach.EMAIL else Channel.PHONE,
            address=by.address, voicemail_ok=by.voicemail_ok, may_say_service_name=by.may_say_who,
        )  # fmt: skip


def _locked(pk: UUID) -> AskDraft:
    draft = AskDraft.objects.select_for_update().filter(pk=pk).first()
    if draft is None:
        raise OutOfDate()
    return draft
