"""What a receipt opens: one question with its moves, and nothing else. And who else reads that question."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from portal.audit.actor import Actor
from portal.notifications.delivery import deliver
from portal.notifications.models import Kind, Outbox
from portal.workflow.models import MoveRecord
from reconciliation.safeguards.actions import record_proceedings, record_screen
from reconciliation.tracks import actions, policy, states
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.answers import open_proposal
from tests.access import world
from tests.access.test_matrix import OBJECTS, PLACES, SITE, address, site_address
from tests.architecture.test_routes import PUBLIC, routes
from tests.reception.conftest import Asker
from tests.tracks.road import ANSWER, WITHHELD, AnswerText, Road

pytestmark = pytest.mark.django_db
OPEN_TO_RECEIPTS = {
    "question", "confirm", "reply", "review", "withdraw", "disagree", "come_back", "pause", "resume",
    "flowchart_short_term",
}  # fmt: skip


def answered(cast: Any, pk: Any, answer: AnswerText = ANSWER) -> ShortTermTrack:
    """The duty desk screens, takes it, says it back in other words, has it confirmed, and answers."""
    worker, boss = cast.actor("duty_worker"), cast.actor("duty_supervisor")
    place = ShortTermTrack.objects.get(pk=pk).engagement
    actions.start_screen(actor=worker, pk=pk)
    record_screen(actor=worker, engagement=place, subject=pk, outcome="no_immediate_risk", reason="Safe.")
    record_proceedings(actor=boss, engagement=place, status="none_known")
    actions.assign(actor=boss, pk=pk, worker=cast.users["duty_worker"], answer="none_declared")
    actions.restate(actor=worker, pk=pk, parts=["Who should have told you?"])
    actions.confirm_question(actor=holder(pk), pk=pk)
    actions.write_answer(actor=worker, pk=pk, number=1, answer=answer)
    actions.propose(actor=worker, pk=pk)
    proposal = open_proposal(ShortTermTrack.objects.get(pk=pk))
    assert proposal is not None
    return actions.share_answer(actor=boss, pk=pk, version_shown=proposal.digest)


def holder(pk: Any) -> Actor:
    return Actor(kind="receipt", id=uuid.UUID(str(pk)), role="family_member", post="asked without an account")


def test_only_these_pages_are_marked_for_receipts() -> None:
    marked = {e.name for _route, e in routes(get_resolver()) if getattr(e.callback, "opens_by_receipt", False)}
    assert marked == OPEN_TO_RECEIPTS


def test_every_other_page_treats_its_holder_as_a_stranger(asker: Asker, cast: Any) -> None:
    asker.ask()
    first = world.varnish(cast)
    paths = [reverse(name) for name in PLACES if name not in OPEN_TO_RECEIPTS]
    paths += [address(name, first) for name in OBJECTS if name not in OPEN_TO_RECEIPTS]
    paths += [site_address(name, None) for name in SITE]
    paths += [f"/engagements/{asker.pk}/", f"/work/{asker.pk}/wording/", f"/questions/{asker.pk}/share/", "/duty/"]
    for path in paths:
        if path.lstrip("/") not in PUBLIC:
            answer = asker.client.get(path)
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/accounts/login/"), path


def test_no_other_question_opens_whether_it_is_there_or_not(asker: Asker, cast: Any) -> None:
    asker.ask()
    theirs, first = Asker().ask(), world.varnish(cast)
    nothing = asker.client.get(f"/questions/{uuid.uuid4()}/")
    assert nothing.status_code == 404
    for pk in (theirs.pk, first.question):
        for page in ("", "confirm/", "reply/", "parts/1/again/", "withdraw/", "disagree/", "come-back/", "pause/"):
            answer = asker.client.get(f"/questions/{pk}/{page}")
            assert (answer.status_code, answer.content) == (404, nothing.content), page
        assert asker.client.post(f"/questions/{pk}/withdraw/", {"version": "1"}).status_code == 404


def test_nobody_but_the_duty_team_reads_a_question_without_a_family(asker: Asker, cast: Any, as_: Any) -> None:
    asker.ask()
    for local in cast.users:
        if "@" in local or not cast.users[local].has_usable_password():
            continue
        seen = policy.visible_to(cast.actor(local)).filter(pk=asker.pk).exists()
        assert seen is (local in {"duty_worker", "duty_supervisor"}), local
    assert as_("duty_worker").get(f"/engagements/{asker.pk}/").status_code == 200
    assert as_("caseworker").get(f"/engagements/{asker.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["people/", "people/child/", "people/adult/", "details/", "check/", "opened/", "ask/"])
def test_what_only_a_family_has_is_not_there_for_anybody(asker: Asker, as_: Any, page: str) -> None:
    asker.ask()
    for local in ("duty_worker", "duty_supervisor", "supervisor", "safeguarding_lead"):
        assert as_(local).get(f"/engagements/{asker.pk}/{page}").status_code == 404


def test_the_duty_team_sees_no_family(cast: Any, as_: Any) -> None:
    road = Road(cast).until(states.ANSWERING)
    for local in ("duty_worker", "duty_supervisor"):
        assert not policy.visible_to(cast.actor(local)).exists()
        assert as_(local).get(f"/engagements/{road.track.engagement_id}/").status_code == 404


def test_with_the_code_one_follows_confirms_reads_and_says_that_it_answers(asker: Asker, cast: Any) -> None:
    asker.ask()
    track = answered(cast, asker.pk)
    asker.come_back()
    assert b"The head of year decided" in asker.client.get(asker.question).content
    form = {"version": track.version, "part_1": "yes", "missing_1": ""}
    assert asker.client.post(f"{asker.question}reply/", form).status_code == 302
    assert ShortTermTrack.objects.get(pk=asker.pk).current == states.CLOSED_ANSWERED
    last = MoveRecord.objects.filter(track_id=asker.pk).latest("number")
    assert (last.event, last.actor_kind, str(last.actor_id)) == ("family_satisfied", "receipt", asker.pk)


def test_with_the_code_one_replies_and_opens_it_again(asker: Asker, cast: Any) -> None:
    asker.ask()
    track = answered(cast, asker.pk)
    asker.come_back()
    form = {"version": track.version, "part_1": "no", "missing_1": "Who exactly?"}
    asker.client.post(f"{asker.question}reply/", form)
    track = ShortTermTrack.objects.get(pk=asker.pk)
    assert track.current == states.ANSWERING
    asker.client.post(f"{asker.question}withdraw/", {"version": track.version})
    track = ShortTermTrack.objects.get(pk=asker.pk)
    assert track.current == states.CLOSED_WITHDRAWN
    page = asker.client.get(f"{asker.question}come-back/")
    assert page.status_code == 200
    answer = asker.client.post(f"{asker.question}come-back/", {"version": track.version, "why": "I do want to know."})
    assert answer.status_code == 302, answer.content
    assert ShortTermTrack.objects.get(pk=asker.pk).current == states.SCREENING


def test_with_the_code_one_asks_for_a_decision_to_be_looked_at_again(asker: Asker, cast: Any) -> None:
    asker.ask()
    track = answered(cast, asker.pk, WITHHELD)
    asker.come_back()
    form = {"version": track.version, "missing": "Cover the names, and let me read the rest."}
    assert asker.client.post(f"{asker.question}parts/1/again/", form).status_code == 302
    assert ShortTermTrack.objects.get(pk=asker.pk).current == states.INFORMATION_ESCALATION
    reviewer = cast.actor("information_governance")
    assert policy.visible_to(reviewer).filter(pk=asker.pk).exists()


def test_with_the_code_one_pauses_and_goes_on_and_cannot_share_or_ask_for_more(asker: Asker, cast: Any) -> None:
    asker.ask()
    version = ShortTermTrack.objects.get(pk=asker.pk).version
    asker.client.post(f"{asker.question}pause/", {"version": version})
    assert ShortTermTrack.objects.get(pk=asker.pk).current in {states.PAUSED, states.RECEIVED}
    page = asker.client.get(asker.question).content.decode()
    assert "/share/" not in page
    assert "more-help" not in page


def test_a_notice_goes_only_to_an_address_that_was_confirmed_and_says_nothing(asker: Asker, cast: Any) -> None:
    asker.ask_by_email()
    other = Asker()
    other.ask_by_email("another@people.example")
    mail = Outbox.objects.filter(kind=Kind.ACCOUNT).order_by("created_at").first()
    assert mail is not None
    code = "".join(sign for sign in mail.body if sign.isdecimal())[:6]
    asker.client.post("/ask/done/", {"code": code})
    for one in (asker, other):
        answered(cast, one.pk)
    notices = Outbox.objects.filter(kind=Kind.NOTICE)
    assert [(str(row.user_id), row.body) for row in notices] == [
        (asker.pk, "You have a message. Come back to read it.")
    ]
    deliver()
    assert Outbox.objects.get(kind=Kind.NOTICE).sent_at is not None


def test_a_stranger_with_the_address_of_a_question_is_sent_to_sign_in(asker: Asker) -> None:
    asker.ask()
    answer = Client().get(asker.question)
    assert answer["Location"].startswith("/accounts/login/")


def test_by_page_the_duty_worker_starts_and_records_the_screen(asker: Asker, as_: Any) -> None:
    asker.ask()
    duty, other = as_("duty_worker"), as_("caseworker")
    page = f"/work/{asker.pk}/screen/"
    assert (duty.get(page).status_code, other.get(page).status_code) == (200, 404)
    screen = duty.post(page, {"version": "1"}).headers["Location"]
    assert b"Record the safeguarding screen" in duty.get(f"/engagements/{asker.pk}/").content
    duty.post(screen, {"outcome": "no_immediate_risk", "reason": "Spoke to them."})
    assert ShortTermTrack.objects.get(pk=asker.pk).current == states.SCREENING
    assert other.get(screen).status_code == 404
