"""What there is to give away: a marked text of every kind, by whom it belongs to."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from portal.messaging import actions as messaging
from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.families.models import FamilyEngagement, Incident, Person
from reconciliation.reception import actions as reception
from reconciliation.reception.actions import ReachBy
from reconciliation.reception.models import Reach
from reconciliation.safeguards.actions import record_check, record_proceedings, record_screen
from reconciliation.tracks import actions
from reconciliation.tracks.actions import AnswerText, ApologyText, Reply
from tests.access.asked import Asked
from tests.tracks.road import Road

FIRST, OTHER = "first", "other"
# Those of each side's staff who have nothing to do with the other.
STAFF = {
    FIRST: ("caseworker", "wrenfield", "marrowby", "supervisor", "second_supervisor"),
    OTHER: ("other_caseworker", "thistleby", "fairholme", "other_supervisor"),
}
FAMILIES = {FIRST: "varnish", OTHER: "skerrowby"}


def tell(cast: Any, side: str, road: Road, who: str, tail: str) -> None:
    """A question from its first move to a reply, each text marked with who asked: ``mark-<who>-<what>``."""
    boss, worker = road.actor(road.supervisor), road.actor(road.worker)
    family = cast.engagements[FAMILIES[side]]
    road.ask(f"mark-{who}-question: what was decided?{tail}")
    actions.start_screen(actor=boss, pk=road.pk)
    record_screen(
        actor=boss, engagement=family, subject=road.pk, outcome="mash_contacted",
        contact_outcome=f"mark-{side}-mash{tail}", reason=f"mark-{side}-screen{tail}",
    )  # fmt: skip
    road.assign()
    record_proceedings(actor=worker, engagement=family, status="out_of_court", note=f"mark-{side}-police{tail}")
    record_check(
        actor=worker, engagement=family, officer_role="Officer", next_check_due=clock.today(),
        officer_ref=f"mark-{side}-officer{tail}", outcome=f"mark-{side}-said{tail}",
    )  # fmt: skip
    actions.restate(actor=worker, pk=road.pk, parts=[f"mark-{who}-wording{tail}", f"mark-{who}-second{tail}"])
    actions.confirm_question(actor=road.actor(road.asker), pk=road.pk)
    asked_on = clock.today() - dt.timedelta(days=1)
    actions.wait_for(
        actor=worker,
        pk=road.pk,
        number=2,
        whom=f"mark-{who}-whom{tail}",
        asked_on=asked_on,
        chased_on=None,
        next_date=None,
    )
    for number in (1, 2):
        answer = AnswerText("answered", "incident_information", f"mark-{who}-draft{tail}")
        actions.write_answer(actor=worker, pk=road.pk, number=number, answer=answer)
    road.propose()
    actions.return_answer(actor=boss, pk=road.pk, reason=f"mark-{side}-return{tail}")
    for number in (1, 2):
        answer = AnswerText("answered", "incident_information", f"mark-{who}-answer{tail}")
        actions.write_answer(actor=worker, pk=road.pk, number=number, answer=answer)
    road.propose().share(road.supervisor)
    said = {1: Reply(answers_me=False, missing=f"mark-{who}-missing{tail}"), 2: Reply(answers_me=True)}
    actions.reply(actor=road.actor(road.asker), pk=road.pk, replies=said)
    promise(road, side, who, tail)
    talk(cast, road, side, who, tail)


def talk(cast: Any, road: Road, side: str, who: str, tail: str) -> None:
    """A conversation: what each wrote and has not sent yet, and why their supervisor looked."""
    thread = families.open_conversation(actor=road.actor(road.asker), person_id=cast.people[who].pk)
    for local, what in ((road.asker, "own"), (road.worker, "worker")):
        actor, where = road.actor(local), {"thread_id": thread.pk}
        messaging.send(actor=actor, **where, text=f"mark-{who}-{what}-message{tail}", client_id=uuid4())
        messaging.keep_draft(actor=actor, **where, text=f"mark-{who}-{what}-unsent{tail}")
    messaging.look(actor=road.actor(road.supervisor), thread_id=thread.pk, reason=f"mark-{side}-look{tail}")


def promise(road: Road, side: str, who: str, tail: str) -> None:
    """A promise that was kept and one that is open, an apology that was returned and one that was approved."""
    boss, worker, pk = road.actor(road.supervisor), road.actor(road.worker), road.pk
    assert pk is not None
    kept, _ = (
        actions.promise(
            actor=worker, pk=pk, what=f"mark-{who}-{what}{tail}", owner_post="Team manager",
            owner_name=f"mark-{who}-owner{tail}", due=clock.today(),
        )
        for what in ("kept", "promise")
    )  # fmt: skip
    actions.keep_promise(actor=worker, commitment_id=kept.pk, words=f"mark-{who}-done{tail}")
    text = ApologyText(
        for_what=f"mark-{who}-happened{tail}", enquiries=f"mark-{who}-enquiries{tail}", sorry=f"mark-{who}-sorry{tail}",
        support=f"mark-{who}-support{tail}", by_post="Team manager", by_name=f"mark-{who}-by{tail}",
        how_given="portal", given_on=clock.today(), kept_words=f"mark-{side}-again{tail}",
    )  # fmt: skip
    for approved in (False, True):
        row = actions.apologise(actor=worker, pk=pk, text=text)
        if approved:
            actions.approve_apology(actor=boss, apology_id=row.pk)
        else:
            actions.return_apology(actor=boss, apology_id=row.pk, reason=f"mark-{side}-again{tail}")


ROADS = {
    "imelda": (FIRST, "family_member", "caseworker", "supervisor"),
    "anselm": (FIRST, "second_parent", "caseworker", "supervisor"),
    "corin": (FIRST, "young_person", "caseworker", "supervisor"),
    "petra": (OTHER, "other_family", "other_caseworker", "other_supervisor"),
}


def tell_all(cast: Any, tail: str = "") -> dict[str, UUID]:
    """A question of each who asks, and one that is finished. ``tail`` ends every text."""
    told = {}
    for who, (side, asker, worker, supervisor) in ROADS.items():
        road = Road(cast, None, asker, who, worker, supervisor)
        tell(cast, side, road, who, tail)
        actions.save_draft(actor=cast.actor(asker), person=cast.people[who], text=f"mark-{who}-not-sent{tail}")
        assert road.pk is not None
        told[who] = road.pk
    finish(cast, tail)
    ask_without_account(cast, "nobody", tail)
    ask_without_account(cast, "tied", tail).opened().tie(reason=f"mark-tied-reason{tail}")
    for side, family in FAMILIES.items():
        boss = cast.actor(STAFF[side][-1])
        kind = {"kind": "neighbour", "note": f"mark-{side}-link{tail}"}
        families.record_conflict_answer(
            actor=boss,
            engagement=cast.engagements[family],
            worker=cast.users[STAFF[side][2]],
            answer="declared",
            **kind,
        )
    families.open_incident(actor=cast.actor("safeguarding_lead"), note=f"mark-incident-note{tail}")
    return told


# Who asked without an account: nobody's yet, and one of the first family since the lead tied it.
WITHOUT_ACCOUNT = ("nobody", "tied")
PHONES = {"nobody": "07700 900456", "tied": "07700 900457"}


def ask_without_account(cast: Any, who: str, tail: str = "") -> Asked:
    """A question of somebody without an account, with all that the duty team writes down beside it."""
    by = ReachBy(Reach.CALL, f"Mark-{who}-called{tail}", PHONES[who], f"mark-{who}-when{tail}")
    road = Asked(cast).ask(f"mark-{who}-question: who was there?{tail}", by)
    duty = cast.actor("duty_worker")
    reception.record_call(actor=duty, pk=road.own, outcome="spoke", note=f"mark-{who}-call{tail}")
    road.screen().assign()
    actions.restate(actor=duty, pk=road.own, parts=[f"mark-{who}-wording{tail}"])
    return road.says(f"Mark-{who}-name{tail}", f"mark-{who}-words{tail}")


def finish(cast: Any, tail: str) -> None:
    """One more question of the first parent, answered and closed by her."""
    road = Road(cast).ask(f"mark-imelda-last{tail}").screen().assign()
    road.agree([f"mark-imelda-last-part{tail}"]).no_proceedings()
    road.write(1).propose().share()
    actions.reply(actor=cast.actor("family_member"), pk=road.pk, replies={1: Reply(answers_me=True)})


def of_side(cast: Any, side: str) -> set[str]:
    """Names, references, phones and staff texts of one side."""
    family = FamilyEngagement.objects.get(pk=cast.engagements[FAMILIES[side]].pk)
    return {
        family.reference, str(family.pk), *(f"mark-{side}-{what}" for what in STAFF_TEXTS),
        *names_of(family), *phones_of(family), *(track.reference for track in family.short_term_tracks.all()),
        *(str(track.pk) for track in family.short_term_tracks.all()),
    }  # fmt: skip


STAFF_TEXTS = ("mash", "screen", "police", "officer", "said", "return", "link", "again", "look")


def names_of(family: FamilyEngagement) -> Iterator[str]:
    """First and last names alone too: half a name is enough to know whose it is."""
    for person in Person.objects.filter(engagement=family):
        yield person.name
        yield from (word for word in person.name.split() if len(word) > 3)


def phones_of(family: FamilyEngagement) -> Iterator[str]:
    for person in Person.objects.filter(engagement=family):
        yield from (detail.value for detail in person.contact_details.all())


def references(cast: Any) -> set[str]:
    """Of families and of their questions: random, and no name."""
    families = FamilyEngagement.objects.prefetch_related("short_term_tracks")
    return {row.reference for family in families for row in (family, *family.short_term_tracks.all())}


def staff_of(cast: Any, side: str) -> set[str]:
    return {cast.users[local].name for local in STAFF[side]} | {cast.engagements[FAMILIES[side]].team.name}


def of_incidents() -> set[str]:
    incidents = Incident.objects.all()
    return {incident.reference for incident in incidents} | {str(incident.pk) for incident in incidents}


def texts_of(*people: str) -> set[str]:
    return {f"mark-{who}-" for who in people}


def everybodys_names(cast: Any) -> set[str]:
    """Of all families that there are."""
    return {name for family in cast.engagements.values() for name in names_of(family)}
