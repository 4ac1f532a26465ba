"""Tying and untying: who has a question when, what the other side learns, and what the record says."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.reception import actions as reception
from reconciliation.reception.errors import CannotTie
from reconciliation.tracks import states
from reconciliation.tracks.actions import Reply, reply
from tests.access import marks
from tests.access.asked import HOLDER, Asked
from tests.access.crawl import crawl
from tests.access.test_matrix import EVERYBODY

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DUTY = {"duty_worker", "duty_supervisor"}
TEAM = {
    "varnish": {"caseworker", "supervisor", "second_supervisor"},
    "skerrowby": {"other_caseworker", "other_supervisor"},
}
OTHER = {"varnish": "skerrowby", "skerrowby": "varnish"}
# What is drawn anew each time that a page is.
DRAWN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|type="hidden"[^>]*value="[0-9a-f-]{36}"')


def readers(as_: As, path: str) -> set[str]:
    """All accounts that get this page."""
    answers = {local: as_(local).get(path).status_code for local in EVERYBODY}
    assert set(answers.values()) <= {200, 404, 409}, answers
    return {local for local, status in answers.items() if status != 404}


def answered(cast: Any) -> Asked:
    road = Asked(cast)
    road.until(states.ANSWER_SHARED)
    return road.says("Philippa Marsh").opened()


@pytest.mark.parametrize("family", TEAM)
def test_it_is_the_duty_teams_then_the_familys_teams_then_the_duty_teams_again(cast: Any, as_: As, family: str) -> None:
    road = answered(cast)
    place, home = f"/engagements/{road.pk}/", f"/engagements/{cast.engagements[family].pk}/?question={road.pk}"
    work = [
        reverse("waiting", args=[road.pk, 1]),
        reverse("promise", args=[road.pk]),
        reverse("assign", args=[road.pk]),
    ]
    duty = [reverse("duty_call", args=[road.pk]), reverse("duty_said", args=[road.pk])]
    tying = [reverse("question_tie", args=[road.pk])]

    def without_a_family() -> None:
        assert readers(as_, place) == DUTY | {"safeguarding_lead"}
        assert set().union(*(readers(as_, path) for path in (*work, *duty))) == DUTY
        assert set().union(*(readers(as_, path) for path in tying)) == {"safeguarding_lead"}
        for local in TEAM[family]:
            assert road.track.question not in unescape(as_(local).get(home).content.decode())

    without_a_family()
    road.tie(family)
    assert readers(as_, place) == set()
    assert set().union(*(readers(as_, path) for path in duty)) == set()
    assert set().union(*(readers(as_, path) for path in work)) == TEAM[family]
    for local in TEAM[family]:
        assert road.track.question in unescape(as_(local).get(home).content.decode())
    for local in DUTY:
        assert str(road.receipt.reference) not in as_(local).get("/duty/").content.decode()
    road.untie()
    without_a_family()
    road.tie(OTHER[family])
    assert set().union(*(readers(as_, path) for path in work)) == TEAM[OTHER[family]]


def test_people_pages_of_such_a_place_are_nobodys(cast: Any, as_: As) -> None:
    road = answered(cast)
    names = ("engagement_people", "engagement_add_child", "engagement_add_adult", "engagement_details",
             "engagement_check", "engagement_opened", "ask_for")  # fmt: skip
    paths = [reverse(name, args=[road.pk]) for name in names]
    paths += [reverse(name, args=[road.pk, road.pk]) for name in ("person_change", "person_contact", "person_invite")]
    for tied in (False, True):
        if tied:
            road.tie()
        for path in paths:
            assert readers(as_, path) == set(), path
            for local in (*DUTY, *TEAM["varnish"], "safeguarding_lead"):
                assert as_(local).post(path, {"name": "Forged", "email": "x@people.example"}).status_code == 404, path


def test_whoever_asked_keeps_it_through_every_tie(cast: Any) -> None:
    road = answered(cast)
    holder, path = road.browser(), f"/questions/{road.pk}/"
    for change in (lambda: None, road.tie, road.untie, lambda: road.tie("skerrowby")):
        change()
        page = holder.get(path)
        assert page.status_code == 200
        body = page.content.decode()
        words = [*marks.names_of(cast.engagements["varnish"]), *marks.names_of(cast.engagements["skerrowby"])]
        assert [word for word in words if word in body] == []
        assert cast.engagements["varnish"].reference not in body


@pytest.mark.parametrize("family", TEAM)
def test_the_other_side_learns_nothing_from_a_tie_or_its_undoing(cast: Any, family: str) -> None:
    marks.tell_all(cast)
    road = marks.ask_without_account(cast, "nobody", " who was there")
    others = {
        "varnish": ("other_family", "other_caseworker", "other_supervisor"),
        "skerrowby": (
            "family_member",
            "second_parent",
            "young_person",
            "caseworker",
            "supervisor",
            "second_supervisor",
        ),
    }[family]
    now = clock.now()
    with clock.moved(now):
        before = seen_by(cast, others)
        road.tie(family)
        assert seen_by(cast, others) == before
        road.untie()
        assert seen_by(cast, others) == before


def seen_by(cast: Any, locals_: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Every page that these can reach, byte for byte; that they looked is undone."""
    found = {}
    with transaction.atomic():
        for local in locals_:
            client = Client()
            client.force_login(cast.users[local], backend=BACKEND)
            found |= {(local, path): DRAWN.sub("", answer.content.decode()) for path, answer in crawl(client)}
        transaction.set_rollback(True)
    return found


def test_a_tie_tells_the_family_nothing_that_its_people_could_read(cast: Any, as_: As) -> None:
    road = marks.ask_without_account(cast, "nobody").tie()
    for local in ("family_member", "second_parent", "young_person", "other_family"):
        pages = [answer.content.decode().casefold() for _, answer in crawl(as_(local))]
        assert not [page for page in pages if "mark-nobody" in page or road.receipt.reference.casefold() in page]


def test_the_record_stays_whole_and_both_chains_name_the_joint(cast: Any) -> None:
    first, other = (cast.engagements[key].pk for key in TEAM)
    road = answered(cast)
    assert verify() == []
    reply(actor=road.actor(HOLDER), pk=road.own, replies={n: Reply(answers_me=n == 1, missing="Who?") for n in (1, 2)})
    assert verify() == []
    for family, holder in (("varnish", first), ("skerrowby", other), ("varnish", first)):
        road.tie(family, reason="mark-tie-reason")
        assert joint(road, holder, "question_tied") == (str(holder), str(road.pk))
        assert verify() == []
        assert road.track.question
        road.untie("mark-untie-reason")
        assert joint(road, holder, "question_untied") == (str(holder), str(road.pk))
        assert verify() == []
    road.tie()
    assert verify() == []
    counted = [AuditEntry.objects.filter(chain=road.pk, action=action).count() for action in ("tie_made", "tie_undone")]
    assert counted == [4, 3]


def joint(road: Asked, family: Any, action: str) -> tuple[str, str]:
    """What the newest entry of each chain says of the other."""
    own, theirs = (
        AuditEntry.objects.filter(chain=chain, action=action).order_by("sequence").last() for chain in (road.pk, family)
    )
    assert own is not None
    assert theirs is not None
    return own.details["family"], theirs.details["question"]


def test_no_entry_of_any_chain_holds_a_text(cast: Any) -> None:
    road = marks.ask_without_account(cast, "nobody").opened("mark-nobody-look")
    road.tie(reason="mark-nobody-reason").untie("mark-nobody-wrong")
    details = " ".join(str(entry.details).casefold() for entry in AuditEntry.objects.all())
    assert "mark-nobody" not in details
    assert marks.PHONES["nobody"] not in details


@pytest.mark.parametrize("local", sorted(EVERYBODY - {"safeguarding_lead"}))
def test_nobody_but_the_safeguarding_lead_ties_or_unties(cast: Any, local: str) -> None:
    road, family = answered(cast), cast.engagements["varnish"].pk
    actor = cast.actor(local)
    with pytest.raises(NotYours):
        reception.tie_question(actor=actor, pk=road.own, family=family, person=None, reason="Mine.")
    road.tie()
    with pytest.raises(NotYours):
        reception.untie_question(actor=actor, pk=road.own, reason="Mine.")
    assert road.track.engagement_id == family


def test_nobody_is_tied_who_has_not_agreed_or_took_it_back(cast: Any) -> None:
    road = Asked(cast).ask().opened()
    with pytest.raises(CannotTie):
        road.tie()
    road.says("Philippa Marsh").says("Philippa Marsh", agrees=False)
    with pytest.raises(CannotTie):
        road.tie()
    assert not road.track.engagement.is_family


def test_a_question_is_tied_once_and_to_a_family_and_a_person_of_it(cast: Any) -> None:
    road, second = answered(cast), answered(cast)
    lead = cast.actor("safeguarding_lead")
    for family, person in ((second.own, None), (cast.engagements["varnish"].pk, cast.people["petra"].pk)):
        with pytest.raises(NotYours):
            reception.tie_question(actor=lead, pk=road.own, family=family, person=person, reason="It is.")
    road.tie()
    with pytest.raises(OutOfDate):
        road.tie("skerrowby")


def test_a_tie_stays_once_its_asker_was_invited(cast: Any) -> None:
    road = answered(cast).tie()
    families.invite_person(actor=cast.actor("supervisor"), person=road.track.asker, email="p.marsh@people.example")
    with pytest.raises(OutOfDate):
        road.untie()
    assert road.track.engagement_id == cast.engagements["varnish"].pk
