"""Two families of one incident, each with a question and everything that an address can name."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from portal.messaging.actions import Sent, send
from portal.messaging.models import HeldMessage, Thread
from portal.notifications.actions import save_safe_contact
from portal.recipients.models import FamilyMatch, Hold
from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.families.actions import open_conversation
from reconciliation.families.models import Conflict, ContactDetail, Incident, Membership, Relation
from reconciliation.tracks import actions, states
from reconciliation.tracks.models import LongTermTrack
from tests.access.asked import Asked
from tests.tracks.road import WITHHELD, Road

OTHER_SIDE = {
    "family_member": "other_family",
    "caseworker": "other_caseworker",
    "supervisor": "other_supervisor",
    "second_supervisor": "other_supervisor",
}


@dataclass
class Side:
    """What the addresses of one family name, by the argument of the address."""

    engagement: uuid.UUID
    question: uuid.UUID
    person: uuid.UUID
    child: uuid.UUID
    detail: uuid.UUID
    draft: uuid.UUID
    conflict: uuid.UUID
    account: uuid.UUID
    promise: uuid.UUID
    apology: uuid.UUID
    thread: uuid.UUID
    held: uuid.UUID
    family: uuid.UUID = field(default_factory=uuid.uuid4)


def missing() -> Side:
    """Ids of nothing at all."""
    return Side(*(uuid.uuid4() for _ in range(12)))


def side_of(cast: Any, *, family: str, asker: str, parent: str, child: str, worker: str, supervisor: str) -> Side:
    """A family's question that was answered, a draft, a match to decide on, a detail and a code word."""
    engagement, person = cast.engagements[family], cast.people[asker]
    draft = actions.save_draft(actor=cast.actor(parent), person=person, text="Not sent yet.")
    conflict = Conflict.objects.create(
        engagement=engagement, user=cast.users[worker], status="detected", recorded_by=cast.users[supervisor]
    )
    save_safe_contact(actor=cast.actor(parent), code_word="purple kettle")
    detail = ContactDetail.objects.create(person=person, kind="phone", value="07700 900111")
    assert Relation.objects.filter(person=person).exists()
    thread = open_conversation(actor=cast.actor(parent), person_id=person.pk)
    held = talk(cast, thread, parent, "caseworker" if family == "varnish" else "other_caseworker")
    return Side(
        engagement=engagement.pk, question=uuid.uuid4(), person=person.pk, child=cast.people[child].pk,
        detail=detail.pk, draft=draft.pk, conflict=conflict.pk, account=cast.users[parent].pk,
        promise=uuid.uuid4(), apology=uuid.uuid4(), thread=thread.pk, held=held,
    )  # fmt: skip


def promised(road: Road) -> tuple[uuid.UUID, uuid.UUID]:
    """An open promise, and an apology that waits for an approver."""
    worker, today = road.actor(road.worker), clock.today()
    assert road.pk is not None
    made = actions.promise(
        actor=worker, pk=road.pk, what="We will call you.", owner_post="Team manager", owner_name="Ada Brink", due=today
    )
    text = actions.ApologyText("Nobody called.", "We are sorry.", "Team manager", "Ada Brink", "portal", today)
    return made.pk, actions.apologise(actor=worker, pk=road.pk, text=text).pk


def varnish(cast: Any) -> Side:
    side = side_of(
        cast, family="varnish", asker="imelda", parent="family_member", child="corin", worker="wrenfield",
        supervisor="supervisor",
    )  # fmt: skip
    road = Road(cast).until(states.ANSWER_SHARED)
    assert road.pk is not None
    side.question = road.pk
    side.promise, side.apology = promised(road)
    return side


def skerrowby(cast: Any) -> Side:
    child = next(
        p for key, p in cast.people.items() if p.engagement_id == cast.engagements["skerrowby"].pk and p.is_child
    )
    key = next(key for key, person in cast.people.items() if person.pk == child.pk)
    side = side_of(
        cast, family="skerrowby", asker="petra", parent="other_family", child=key, worker="thistleby",
        supervisor="other_supervisor",
    )  # fmt: skip
    road = Road(cast, None, "other_family", "petra", "other_caseworker", "other_supervisor").until(states.ANSWER_SHARED)
    assert road.pk is not None
    side.question = road.pk
    side.promise, side.apology = promised(road)
    return side


def asked(cast: Any) -> tuple[Side, Asked]:
    """A question without a family, answered by the duty team; the lead has opened it, and a family to tie it to."""
    road = Asked(cast)
    road.until(states.ANSWER_SHARED)
    road.says("Philippa Marsh").opened()
    family = cast.engagements["achterberg"]
    families.open_with_reason(actor=cast.actor("safeguarding_lead"), engagement=family, reason="They named it.")
    side = missing()
    side.engagement = side.question = side.person = side.child = side.account = road.own
    side.promise, side.apology = promised(road)
    side.family = family.pk
    return side, road


def talk(cast: Any, thread: Thread, parent: str, worker: str) -> uuid.UUID:
    """A message of each side, and one that names another family and waits; its id."""
    say(cast, thread, parent, "Hello Rowan.")
    say(cast, thread, worker, "Hello. How was Monday?")
    held = say(cast, thread, worker, "We spoke with Petra Skerrowby and Imelda Varnish.").held
    assert held is not None
    return held.pk


def say(cast: Any, thread: Thread, who: str, text: str) -> Sent:
    return send(actor=cast.actor(who), thread_id=thread.pk, text=text, client_id=uuid.uuid4())


def match(cast: Any) -> uuid.UUID:
    """What a parent of the first family wrote of the other."""
    thread = Thread.objects.get(about=cast.people["imelda"].pk)
    say(cast, thread, "family_member", "I met Petra Skerrowby.")
    return FamilyMatch.objects.get().pk


def incident(cast: Any) -> uuid.UUID:
    return Incident.objects.get().pk


def member(cast: Any) -> uuid.UUID:
    return Membership.objects.get(team=cast.teams["east"], user=cast.users["caseworker"]).pk


def review(cast: Any) -> uuid.UUID:
    """A question of the first family with a decision that somebody asked to be looked at again."""
    road = Road(cast).until(states.ANSWERING).no_proceedings().write(1, WITHHELD).write(2)
    assert road.pk is not None
    actions.keep_item(actor=cast.actor("caseworker"), pk=road.pk, number=1, what="A letter", text="One.\n\nTwo.")
    road.propose().share()
    actions.ask_for_review(actor=cast.actor("family_member"), pk=road.pk, number=1, missing="Please look again.")
    return road.pk


def more_help(cast: Any) -> uuid.UUID:
    """The request for more help of the first family."""
    road = Road(cast).ask("Who can help us?")
    assert road.pk is not None
    actions.step_up(actor=cast.actor("family_member"), pk=road.pk)
    return LongTermTrack.objects.get(requests__question_id=road.pk).pk


def hold(cast: Any) -> uuid.UUID:
    """A text of the first family that names the other side."""
    draft = actions.save_draft(actor=cast.actor("family_member"), person=cast.people["imelda"], text="And the trip?")
    road = Road(cast, actions.submit_question(actor=cast.actor("family_member"), draft_id=draft.pk).pk)
    road.screen().assign()
    actions.restate(actor=cast.actor("caseworker"), pk=road.pk, parts=["Was Petra Skerrowby told?"])
    return Hold.objects.exclude(subject__in=HeldMessage.objects.values("pk")).get().pk
