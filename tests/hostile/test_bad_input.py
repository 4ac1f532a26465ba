"""Whatever is typed or forged: an error beside the field or a refusal of the house, nothing lost, never a fault."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from reconciliation.tracks import actions, states
from reconciliation.tracks.models import QuestionDraft, ShortTermTrack
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]

OVERRIDE = "a\u202eb\u200bc\x07d\x00e"
TEXTS = {
    "control and override characters": OVERRIDE,
    "twenty thousand brackets": "<" * 9_999,
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE tracks_shorttermtrack; --",
    "template": "{{ 7|add:7 }}{% csrf_token %}{url}%s%(name)s",
    "emoji and right to left": "مرحبا 👩‍👧 שלום",
}
FORGED = {
    "nothing": {},
    "wrong types": {"version": "one", "parts": "x", "worker": "x", "status": "x", "right": "x", "new_due_0": "x"},
    "another's id": {"version": "99", "worker": str(uuid.uuid4()), "people": str(uuid.uuid4()), "asker": "../../x"},
    "many": {"version": ["1", "2"], "question": ["a", "b"]},
    "over-long": {"version": "9" * 400, "question": "x" * 300_000, "reason": "x" * 300_000, "text": "x" * 300_000},
    "empty": {"version": "", "question": "", "reason": " ", "text": "\n", "parts": "", "instead": "", "missing": ""},
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_a_family_types_is_kept_shown_and_never_run(cast: Any, as_: As, text: str) -> None:
    client = as_("family_member")
    answer = client.post("/questions/ask/", {"question": text})
    assert answer.status_code == 302
    checked = client.get(answer["Location"])
    assert checked.status_code == 200
    sent = client.post(answer["Location"])
    track = ShortTermTrack.objects.get(asker=cast.people["imelda"])
    assert track.question == text.replace("\x00", "␀")
    for page in (client.get(sent["Location"]), client.get(f"/questions/{track.pk}/"), client.get("/home/")):
        body = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in body
        assert "\u202e" not in body
    if text == OVERRIDE:
        assert "U+202E" in client.get(f"/questions/{track.pk}/").content.decode()


def test_an_empty_and_an_over_long_question_say_so_beside_the_field_and_lose_nothing(as_: As) -> None:
    client = as_("family_member")
    assert "Enter your question" in client.post("/questions/ask/", {"question": " \n "}).content.decode()
    long = "why " * 2_501
    body = client.post("/questions/ask/", {"question": long}).content.decode()
    assert "10,000 characters or fewer. You have 4 characters too many." in body
    assert long in body


def test_sending_twice_makes_one_question(cast: Any, as_: As) -> None:
    client = as_("family_member")
    check = client.post("/questions/ask/", {"question": "Who decided?"})["Location"]
    places = {client.post(check)["Location"] for _ in range(3)}
    assert len(places) == 1
    assert ShortTermTrack.objects.filter(asker=cast.people["imelda"]).count() == 1
    assert not QuestionDraft.objects.exists()


def test_somebody_elses_draft_is_not_there(cast: Any, as_: As) -> None:
    draft = actions.save_draft(actor=cast.actor("family_member"), person=cast.people["imelda"], text="Mine.")
    for local in ("second_parent", "young_person", "other_family", "caseworker", "supervisor"):
        for path in (f"/questions/ask/{draft.pk}/", f"/questions/ask/{draft.pk}/check/"):
            assert as_(local).get(path).status_code == 404
            assert as_(local).post(path, {"question": "Theirs."}).status_code == 404
    assert QuestionDraft.objects.get(pk=draft.pk).text == "Mine."


@dataclass
class Form:
    """A page that is sent, by whom, in which state of the question."""

    path: str
    local: str
    state: str


FORMS = [
    Form("/questions/{pk}/confirm/", "family_member", states.CLARIFYING),
    Form("/questions/{pk}/reply/", "family_member", states.ANSWER_SHARED),
    Form("/questions/{pk}/parts/1/again/", "family_member", states.ANSWER_SHARED),
    Form("/questions/{pk}/withdraw/", "family_member", states.ANSWERING),
    Form("/questions/{pk}/share/", "family_member", states.ANSWERING),
    Form("/work/{pk}/screen/", "supervisor", states.RECEIVED),
    Form("/work/{pk}/worker/", "supervisor", states.SCREENING),
    Form("/work/{pk}/wording/", "caseworker", states.CLARIFYING),
    Form("/work/{pk}/start/", "caseworker", states.CLARIFYING),
    Form("/work/{pk}/parts/1/answer/", "caseworker", states.ANSWERING),
    Form("/work/{pk}/parts/1/waiting/", "caseworker", states.ANSWERING),
    Form("/work/{pk}/propose/", "caseworker", states.ANSWERING),
    Form("/work/{pk}/share/", "caseworker", states.ANSWERING),
    Form("/work/{pk}/go-on/", "caseworker", states.ANSWER_SHARED),
    Form("/work/{pk}/date/", "caseworker", states.ANSWERING),
    Form("/work/{pk}/approve/", "supervisor", states.AWAITING_APPROVAL),
    Form("/work/{pk}/return/", "supervisor", states.AWAITING_APPROVAL),
    Form("/questions/{pk}/disagree/", "family_member", states.ANSWER_SHARED),
    Form("/questions/{pk}/more-help/", "family_member", states.ANSWERING),
    Form("/questions/{pk}/pause/", "family_member", states.ANSWERING),
    Form("/questions/{pk}/come-back/", "family_member", states.ANSWER_SHARED),
    Form("/work/{pk}/elsewhere/", "supervisor", states.SCREENING),
    Form("/work/{pk}/no-further/", "caseworker", states.ANSWERING),
    Form("/work/{pk}/no-further/approve/", "supervisor", states.ANSWERING),
    Form("/work/{pk}/no-reply/", "caseworker", states.ANSWER_SHARED),
    Form("/work/{pk}/open-again/", "supervisor", states.ANSWER_SHARED),
    Form("/work/{pk}/parts/1/refer/", "caseworker", states.ANSWER_SHARED),
    Form("/work/{pk}/pause/", "caseworker", states.ANSWERING),
    Form("/engagements/{engagement}/ask/", "caseworker", states.ANSWERING),
    Form("/engagements/{engagement}/screen/{pk}/", "supervisor", states.SCREENING),
    Form("/engagements/{engagement}/proceedings/status/", "caseworker", states.ANSWERING),
    Form("/engagements/{engagement}/worker/", "supervisor", states.ANSWERING),
    Form("/engagements/{engagement}/people/adult/", "supervisor", states.RECEIVED),
    Form("/engagements/new/", "supervisor", states.RECEIVED),
    Form("/engagements/look/", "caseworker", states.RECEIVED),
    Form("/worklist/", "caseworker", states.RECEIVED),
    Form("/people/invite/", "admin", states.RECEIVED),
    Form("/incidents/new/", "safeguarding_lead", states.RECEIVED),
]


@pytest.mark.parametrize("form", FORMS, ids=[form.path for form in FORMS])
def test_no_forged_form_moves_anything_or_breaks_the_page(cast: Any, as_: As, form: Form) -> None:
    road = Road(cast).until(form.state)
    if form.state == states.ANSWERING:
        road.write(1)
    client, version = as_(form.local), road.track.version
    path = form.path.format(pk=road.pk, engagement=road.track.engagement_id)
    for forged in FORGED.values():
        answer = client.post(path, forged)
        assert answer.status_code in {200, 302, 404, 409}, (path, forged)
    for body in (b"\xff\xfe=\xff&version=%FF", b"a" * 2_000_000, b"=&=&&&"):
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 302, 400, 404, 409, 413}, (path, body[:20])
    assert road.track.version == version


@pytest.mark.parametrize(
    "path",
    ["/worklist/?after=x&due=x&stage=x", "/worklist/?after=2026-01-01_x", "/worklist/?after=2026-13-41_x%00",
     "/worklist/?due=late&stage=answering&after=2026-11-01_6f9619ff-8b86-d011-b42d-00cf4fc964ff", "/queue/?x=%FF",
     "/engagements/{engagement}/?question=x", "/engagements/{engagement}/?question=%00%FF",
     "/work/{pk}/parts/0/answer/",
     "/work/{pk}/parts/99999999999999999999/answer/", "/work/{pk}/parts/2147483648/waiting/"],
)  # fmt: skip
def test_no_address_breaks_a_page(cast: Any, as_: As, path: str) -> None:
    road = Road(cast).until(states.ANSWERING)
    local = "supervisor" if path.startswith("/queue") else "caseworker"
    answer = as_(local).get(path.format(pk=road.pk, engagement=road.track.engagement_id))
    assert answer.status_code in {200, 404}


def test_a_page_out_of_date_gives_back_what_was_typed(cast: Any, as_: As) -> None:
    road = Road(cast).until(states.AWAITING_APPROVAL)
    client = as_("supervisor")
    answer = client.post(f"/work/{road.pk}/return/", {"version": "1", "reason": "A long reason, typed with care."})
    assert answer.status_code == 409
    assert "A long reason, typed with care." in answer.content.decode()


def test_a_form_without_the_token_is_refused(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["family_member"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/questions/ask/", {"question": "Mine."}).status_code == 403
    assert not QuestionDraft.objects.exists()


def test_a_worker_cannot_put_a_question_into_another_familys_mouth(cast: Any, as_: As) -> None:
    road = Road(cast).until(states.ANSWERING)
    path = f"/engagements/{road.track.engagement_id}/ask/"
    answer = as_("caseworker").post(path, {"asker": str(cast.people["petra"].pk), "question": "Forged."})
    assert "Select who asked" in answer.content.decode()


def test_a_supervisor_cannot_choose_a_worker_who_is_not_in_the_list(cast: Any, as_: As) -> None:
    road = Road(cast).until(states.SCREENING)
    for local in ("other_caseworker", "duty_worker", "auditor", "family_member"):
        forged = {"version": road.track.version, "worker": str(cast.users[local].pk), "link": "none_declared"}
        answer = as_("supervisor").post(f"/work/{road.pk}/worker/", forged)
        assert "Select who will work on this" in answer.content.decode()
    assert road.track.current == states.SCREENING
