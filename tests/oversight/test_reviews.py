"""Information governance looks at a decision again: who may, what they read, and what the family reads of it."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.audit.reads import reads
from portal.recipients.actions import decide_hold
from portal.recipients.models import Hold
from portal.workflow import clock
from portal.workflow.errors import MoveRefused
from portal.workflow.models import Deadline, DecisionRecord
from reconciliation.oversight.selectors.reviews import PAGE_SIZE, reviews
from reconciliation.safeguards.actions import record_proceedings
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import Reply, Review
from reconciliation.tracks.errors import WasInvolved
from reconciliation.tracks.models import Answer, Covered, QuestionPart, ReviewRequest, ShortTermTrack
from tests.tracks.road import WITHHELD, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
CANARY = "canary-under-the-bar"
SHOWN = "On 4 March the head of year moved two classes."
ITEM = f"{SHOWN}\n\nAnother pupil said this: {CANARY}.\n\nNobody was told to write to the parents."
OFFICER = "information_governance"


def said(response: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def day(name: str, days: int) -> dict[str, str]:
    when = clock.add_working_days(clock.today(), days)
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def place(name: str, road: Road, *more: int) -> str:
    return reverse(name, args=[road.pk, *more])


def withheld(road: Road, *numbers: int, item: str = ITEM) -> Road:
    """An answer with these parts withheld, shared with the family."""
    road.until(states.ANSWERING).no_proceedings()
    for number in (1, 2):
        road.write(number, WITHHELD) if number in numbers else road.write(number)
        if number in numbers and item:
            actions.keep_item(
                actor=road.actor("caseworker"), pk=road.pk, number=number, what="The report of the visit", text=item
            )
    return road.propose().share()


def asked(road: Road, *numbers: int) -> Road:
    """The family says of these parts that they do not answer."""
    replies = {n: Reply(answers_me=n not in numbers, missing=f"Please look at part {n} again.") for n in (1, 2)}
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies=replies)
    assert road.track.current == states.INFORMATION_ESCALATION
    return road


@pytest.fixture
def road(db: None, cast: Any) -> Road:
    return Road(cast)


@pytest.fixture
def review(road: Road) -> Road:
    return asked(withheld(road, 1), 1)


@pytest.fixture
def officer(as_: As) -> Client:
    return as_(OFFICER)


REDACT = {
    "why_full": "It names another pupil.", "text": "Here is the report.", "cover_2": "on",
    "code_2": "third_party_data",
}  # fmt: skip
SUMMARY = {
    "why_full": "It names another pupil.", "why_redacted": "Too little would be left.",
    "reason_code": "third_party_data", "text": "The classes were moved on 4 March.",
}  # fmt: skip
REFUSE = {
    **SUMMARY, "why_summary": "It would still tell who.", "text": "We cannot show it, and this is why.",
    "best_interests": "What was said in trust stays private.", **day("next_date", 30),
}  # fmt: skip
RELEASE = {"reason": "Nobody is harmed by it.", "text": ""}
EACH = {"review_released": RELEASE, "review_redacted": REDACT, "review_summary": SUMMARY, "review_refused": REFUSE}


def fill(client: Client, name: str, road: Road, data: dict[str, str], number: int = 1) -> HttpResponse:
    """The page with its hidden fields, filled in and sent."""
    page = client.get(place(name, road, number))
    hidden = {box.html_name: box.value() for box in page.context["form"].hidden_fields() if box.value() is not None}
    return client.post(place(name, road, number), hidden | data)  # type: ignore[return-value]


def press(client: Client, page: HttpResponse, name: str, road: Road, step: str, number: int = 1) -> HttpResponse:
    """Send on what the page of the check holds."""
    html = page.content.decode()
    sent: dict[str, list[str]] = {}
    for key, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html):
        sent.setdefault(unescape(key), []).append(unescape(value))
    sent.pop("csrfmiddlewaretoken", None)
    return client.post(place(name, road, number), sent | {"next_step": [step]})  # type: ignore[return-value]


def decide(client: Client, name: str, road: Road, data: dict[str, str], number: int = 1) -> HttpResponse:
    page = fill(client, name, road, data, number)
    assert page.status_code == 200
    assert "Check what the family will read" in said(page)
    return press(client, page, name, road, "decide", number)


# --- the list -----------------------------------------------------------------------------------


def test_the_list_says_which_part_who_asked_and_by_when(review: Road, officer: Client) -> None:
    (line,) = reviews(review.actor(OFFICER)).lines
    assert (line.numbers, line.asked_by, line.acknowledged) == ([1], "the family", False)
    now = clock.now()
    assert (line.acknowledge_by, line.decide_by) == (clock.due_on(now, 2), clock.due_on(now, 10))
    page = said(officer.get("/reviews/"))
    for words in (review.track.reference, review.track.engagement.reference, "The family", "No, due"):
        assert words in page
    assert "Please look at part 1 again." not in page


def test_a_worker_who_asked_is_said_to_have_asked(road: Road, officer: Client) -> None:
    withheld(road, 1)
    actions.refer_for_review(actor=road.actor("caseworker"), pk=road.pk, number=1, why="Somebody new should look.")
    assert "Their worker" in said(officer.get("/reviews/"))
    assert "Somebody new should look." in said(officer.get(place("review_case", road)))


def test_a_paused_one_is_listed_and_owes_nothing(review: Road, officer: Client) -> None:
    actions.pause(actor=review.actor("family_member"), pk=review.pk)
    assert "Paused" in said(officer.get("/reviews/"))
    page = said(officer.get(place("review_case", review)))
    assert "The family paused this." in page
    assert "part 1: release" not in page.lower()
    assert officer.get(place("review_refused", review, 1)).status_code == 409


def test_the_list_goes_on_by_key_past_its_first_page(review: Road, officer: Client) -> None:
    first = review.track
    more = [Road(review.cast).ask().track for _ in range(PAGE_SIZE + 4)]
    due = [clock.today() + dt.timedelta(days=n // 3) for n in range(len(more))]
    for track, date in zip(more, due, strict=True):
        ShortTermTrack.objects.filter(pk=track.pk).update(state=states.INFORMATION_ESCALATION, next_due=date)
    seen, after = [], ""
    for _ in range(2):
        waiting = reviews(review.actor(OFFICER), after)
        seen += [line.track.pk for line in waiting.lines]
        after = waiting.following
    assert after == ""
    assert sorted(seen) == sorted([first.pk, *(track.pk for track in more)])
    page = officer.get("/reviews/")
    link = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
    assert link is not None
    assert said(officer.get(f"/reviews/{unescape(link[1])}")).count(first.engagement.reference) == 5


def test_the_list_costs_the_same_for_many(review: Road, officer: Client) -> None:
    officer.get("/reviews/")
    with CaptureQueriesContext(connection) as one:
        officer.get("/reviews/")
    for _ in range(5):
        track = Road(review.cast).ask().track
        ShortTermTrack.objects.filter(pk=track.pk).update(state=states.INFORMATION_ESCALATION)
    with CaptureQueriesContext(connection) as many:
        officer.get("/reviews/")
    assert len(one) == len(many)


# --- one review ---------------------------------------------------------------------------------


def test_the_whole_case_is_on_one_page_and_its_reading_is_recorded(review: Road, officer: Client) -> None:
    page = said(officer.get(place("review_case", review)))
    for words in (review.track.question, "Please look at part 1 again.", WITHHELD.text,
                  "It is other people's information", "It names others.", "Nothing would be left.",
                  WITHHELD.best_interests, "The report of the visit", CANARY,
                  "part 1: refuse with reasons"):  # fmt: skip
        assert words.lower() in page.lower()
    assert set(reads().values_list("action", flat=True)) == {"opened.review", "opened.withheld_item"}


def test_acknowledging_stops_its_date(review: Road, officer: Client) -> None:
    path = place("review_acknowledge", review)
    assert officer.post(path, {"version": review.track.version}).status_code == 302
    assert ReviewRequest.objects.get().acknowledged_at is not None
    assert not Deadline.objects.filter(track_id=review.pk, kind="review_acknowledge", stopped_at=None).exists()
    page = said(officer.get(place("review_case", review)))
    assert "Acknowledged" in page
    assert reviews(review.actor(OFFICER)).lines[0].acknowledged


def test_an_item_that_was_not_kept_is_written_in_first(road: Road, officer: Client) -> None:
    asked(withheld(road, 1, item=""), 1)
    page = said(officer.get(place("review_case", road)))
    assert "It was not kept." in page
    assert "The whole item is not written in. Write it in first." in page
    for name in ("review_released", "review_redacted"):
        assert officer.get(place(name, road, 1)).headers["Location"] == place("review_item", road, 1)
    sent = officer.post(place("review_item", road, 1), {"what": "The report", "item_text": ITEM})
    assert sent.headers["Location"] == place("review_case", road)
    assert CANARY in said(officer.get(place("review_case", road)))
    assert officer.get(place("review_redacted", road, 1)).status_code == 200


def test_an_item_has_no_more_paragraphs_than_a_page_can_cover(road: Road, officer: Client) -> None:
    asked(withheld(road, 1, item=""), 1)
    sent = officer.post(place("review_item", road, 1), {"what": "The report", "item_text": "One.\n\n" * 81})
    assert "80 paragraphs or fewer" in said(sent)


# --- deciding -----------------------------------------------------------------------------------


def test_released_the_family_reads_all_of_it(review: Road, officer: Client, as_: As, monkeypatch: Any) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr("reconciliation.tracks.notices.notify", lambda **about: told.append(about))
    assert decide(officer, "review_released", review, RELEASE).headers["Location"] == "/reviews/"
    part = review.track.parts.get(number=1)
    assert (part.status, part.form, part.reason_code) == ("answered", "full", "")
    page = said(as_("family_member").get(place("question", review)))
    assert CANARY in page
    assert "parts covered" not in page
    assert review.track.current == states.ANSWER_SHARED
    assert told == [{"user_id": review.cast.users["family_member"].pk, "because": "released"}]


def test_redacted_what_is_covered_is_nowhere(review: Road, officer: Client, as_: As, caplog: Any) -> None:
    check = fill(officer, "review_redacted", review, REDACT)
    assert "[Covered here: it is about other people]" in said(check)
    assert CANARY not in check.content.decode()
    press(officer, check, "review_redacted", review, "decide")
    part = review.track.parts.get(number=1)
    assert (part.status, part.form, part.reason_code) == ("answered", "redacted", "third_party_data")
    page = as_("family_member").get(place("question", review))
    for words in ("Here is the report.", SHOWN, "[Covered here: it is about other people]", "with parts covered"):
        assert words in said(page)
    assert CANARY not in page.content.decode()
    (answer,) = Answer.objects.filter(part=part, form="redacted")
    assert [f.name for f in Answer._meta.concrete_fields if CANARY in str(getattr(answer, f.attname))] == []
    assert [entry for entry in AuditEntry.objects.all() if CANARY in str(entry.details)] == []
    assert CANARY not in caplog.text
    decision = DecisionRecord.objects.get(event="redacted")
    assert [f.name for f in decision._meta.concrete_fields if CANARY in str(getattr(decision, f.attname))] == []
    row = Covered.objects.get()
    assert (row.paragraph, row.reason_code, row.answer_id) == (2, "third_party_data", answer.pk)


def test_each_covered_paragraph_says_its_own_reason(review: Road, officer: Client) -> None:
    both = {**REDACT, "cover_1": "on", "code_1": "safety"}
    decide(officer, "review_redacted", review, both)
    text = review.track.parts.get(number=1).shared_answer.text  # type: ignore[union-attr]
    assert "[Covered here: saying it could put someone at risk]" in text
    assert "[Covered here: it is about other people]" in text
    assert SHOWN not in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code_2": ""}, "Select why paragraph 2 is covered"),
        ({"cover_2": ""}, "Select that paragraph 2 is covered, or take its reason away"),
        ({"cover_2": "", "code_2": ""}, "Select at least one paragraph to cover"),
        ({f"{what}_{n}": value for n in (1, 3) for what, value in (("cover", "on"), ("code", "safety"))},
         "This covers everything. Give a summary, or refuse with reasons"),
        ({"why_full": ""}, "Enter why it cannot be shared in full"),
    ],
)  # fmt: skip
def test_covering_is_asked_for_in_full(review: Road, officer: Client, change: dict[str, str], words: str) -> None:
    data = {name: value for name, value in (REDACT | change).items() if value}
    page = fill(officer, "review_redacted", review, data)
    assert words in said(page)
    assert "Check what the family will read" not in said(page)
    assert review.track.current == states.INFORMATION_ESCALATION


def test_a_summary_takes_its_place(review: Road, officer: Client, as_: As) -> None:
    decide(officer, "review_summary", review, SUMMARY)
    part = review.track.parts.get(number=1)
    assert (part.status, part.form) == ("answered", "summary")
    page = said(as_("family_member").get(place("question", review)))
    assert "You can read a summary." in page
    assert SUMMARY["text"] in page
    assert f"Looked at again by: {review.cast.users[OFFICER].post_title}" in page


def test_refused_it_stays_with_reasons_and_a_new_date(review: Road, officer: Client, as_: As) -> None:
    decide(officer, "review_refused", review, REFUSE)
    part = review.track.parts.get(number=1)
    assert (part.status, part.form, part.reason_code) == ("cannot_answer", "refused", "third_party_data")
    assert part.next_date == clock.add_working_days(clock.today(), 30)
    page = said(as_("family_member").get(place("question", review)))
    assert "We will look at this decision again by" in page
    assert "Ask for this decision to be looked at again" in page
    for words in (REFUSE["why_full"], REFUSE["why_summary"], REFUSE["best_interests"]):
        assert words not in page
    decision = DecisionRecord.objects.get(event="refused")
    assert REFUSE["why_summary"] in decision.options_considered
    assert decision.reason_text.startswith(REFUSE["why_full"])


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("review_redacted", ["Why not in full?"]),
        ("review_summary", ["Why not in full?", "Why not with parts covered?"]),
        ("review_refused", ["Why not in full?", "Why not with parts covered?", "Why not as a summary?"]),
    ],
)
def test_each_fuller_form_is_weighed_first_and_in_order(
    review: Road, officer: Client, name: str, order: list[str]
) -> None:
    page = said(officer.get(place(name, review, 1)))
    at = [page.index(words) for words in [*order, "The family reads"]]
    assert at == sorted(at)
    for left_out in (key for key in EACH[name] if key.startswith("why_")):
        answer = fill(officer, name, review, EACH[name] | {left_out: ""})
        assert f'id="id_{left_out}_error"' in answer.content.decode()


def test_the_rule_itself_refuses_forms_that_were_not_weighed(review: Road) -> None:
    short = Review("summary", "No.", text="In short.", reason_code="safety", considered={"redacted": "Too little."})
    with pytest.raises(MoveRefused) as refused:
        actions.decide_review(actor=review.actor(OFFICER), pk=review.pk, number=1, review=short)
    assert "Not considered yet: in full." in refused.value.reasons(OFFICER)[0]


def test_the_check_shows_exactly_what_the_family_will_read(review: Road, officer: Client, as_: As) -> None:
    check = fill(officer, "review_summary", review, SUMMARY)
    card = re.search(r"<article.*?</article>", check.content.decode(), re.DOTALL)
    press(officer, check, "review_summary", review, "decide")
    html = as_("family_member").get(place("question", review)).content.decode()
    read = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert card is not None
    assert read is not None
    words = [" ".join(unescape(re.sub(r"<[^>]*>", " ", found[0])).split()) for found in (card, read)]
    # Only the way to ask again is the family's own.
    assert words[1].startswith(words[0])


def test_before_it_is_decided_it_can_be_changed_and_nothing_is_written(review: Road, officer: Client) -> None:
    check, before = fill(officer, "review_refused", review, REFUSE), Answer.objects.count()
    page = press(officer, check, "review_refused", review, "change")
    assert page.status_code == 200
    html = unescape(page.content.decode())
    assert [text for text in (REFUSE["why_full"], REFUSE["text"], REFUSE["best_interests"]) if text not in html] == []
    assert "There is a problem" not in html
    assert Answer.objects.count() == before
    assert review.track.current == states.INFORMATION_ESCALATION


def test_what_somebody_else_holds_is_named(review: Road, officer: Client, as_: As) -> None:
    asks = fill(officer, "review_refused", review, REFUSE | {"reason_code": "not_held"})
    assert "Enter who holds it" in said(asks)
    decide(officer, "review_refused", review, REFUSE | {"reason_code": "not_held", "elsewhere": "The school holds it."})
    assert "The school holds it." in said(as_("family_member").get(place("question", review)))


def test_words_to_avoid_need_a_reason_here_too(review: Road, officer: Client) -> None:
    page = fill(officer, "review_summary", review, SUMMARY | {"text": "That was regrettable."})
    assert "Keep these words because" in said(page)
    kept = {"text": "That was regrettable.", "keep_words": "A quotation."}
    decide(officer, "review_summary", review, SUMMARY | kept)
    assert review.track.parts.get(number=1).shared_answer.kept_words == "A quotation."  # type: ignore[union-attr]


def test_evidence_stays_back_while_the_police_look_into_it(review: Road, officer: Client) -> None:
    record_proceedings(actor=review.actor("caseworker"), engagement=review.track.engagement, status="investigation")
    for name in ("review_released", "review_redacted", "review_summary"):
        page = decide(officer, name, review, EACH[name])
        assert page.status_code == 409
        assert "Part 1:" in said(page)
    assert review.track.current == states.INFORMATION_ESCALATION
    assert decide(officer, "review_refused", review, REFUSE).status_code == 302


def test_a_text_that_names_the_other_side_waits_for_the_safeguarding_lead(
    review: Road, officer: Client, as_: As
) -> None:
    data = SUMMARY | {"text": "Petra Skerrowby said so."}
    page = decide(officer, "review_summary", review, data)
    assert page.status_code == 409
    assert "This is not available at the moment. Ask the safeguarding lead." in said(page)
    assert "other side" not in said(page)
    assert data["text"] in unescape(page.content.decode())
    assert "Waiting for a second person" in said(officer.get(place("review_case", review)))
    assert "Skerrowby" not in said(as_("family_member").get(place("question", review)))
    again = officer.get(place("review_summary", review, 1))
    assert [t for t in (data["text"], data["why_full"]) if t not in unescape(again.content.decode())] == []
    decide_hold(actor=review.actor("safeguarding_lead"), hold_id=Hold.objects.get().pk, release=True, reason="Known.")
    assert decide(officer, "review_summary", review, data).status_code == 302
    assert Answer.objects.filter(part__track_id=review.pk, form="summary").count() == 1


def test_a_held_text_with_parts_covered_is_filled_in_again(road: Road, officer: Client) -> None:
    asked(withheld(road, 1, item=f"Petra Skerrowby was there.\n\n{CANARY}"), 1)
    decide(officer, "review_redacted", road, REDACT)
    form = officer.get(place("review_redacted", road, 1)).context["form"]
    assert form.initial["text"] == REDACT["text"]
    assert (form.initial["cover_2"], form.initial["code_2"]) == (True, "third_party_data")
    assert CANARY not in Answer.objects.get(form="redacted").text


def test_what_is_corrected_after_a_refusal_is_what_is_kept(review: Road) -> None:
    officer, considered = review.actor(OFFICER), {"full": "It names a pupil."}
    covered: dict[int, str] = {2: "third_party_data"}
    short = Review("redacted", "Because.", reason_code="safety", covered=covered)
    with pytest.raises(MoveRefused):
        actions.decide_review(actor=officer, pk=review.pk, number=1, review=short)
    whole = replace(short, considered=considered, reason_code="third_party_data")
    actions.decide_review(actor=officer, pk=review.pk, number=1, review=whole)
    part = review.track.parts.get(number=1)
    assert part.shared_answer is not None
    assert (part.reason_code, part.shared_answer.considered) == ("third_party_data", considered)


def test_several_parts_are_decided_one_by_one(road: Road, officer: Client) -> None:
    asked(withheld(road, 1, 2), 1, 2)
    assert reviews(road.actor(OFFICER)).lines[0].numbers == [1, 2]
    assert decide(officer, "review_redacted", road, REDACT).headers["Location"] == place("review_case", road)
    assert road.track.current == states.INFORMATION_ESCALATION
    assert officer.get(place("review_refused", road, 1)).status_code == 404
    page = said(officer.get(place("review_case", road)))
    assert "Please look at part 2 again." in page
    assert "Please look at part 1 again." not in page
    assert decide(officer, "review_refused", road, REFUSE, number=2).headers["Location"] == "/reviews/"
    assert road.track.current == states.ANSWER_SHARED


def test_it_goes_back_to_where_it_was_asked_from(road: Road, officer: Client) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1, WITHHELD).propose().share()
    actions.continue_part(actor=road.actor("caseworker"), pk=road.pk)
    actions.ask_for_review(actor=road.actor("family_member"), pk=road.pk, number=1, missing="Why?")
    decide(officer, "review_summary", road, SUMMARY)
    assert road.track.current == states.ANSWERING


# --- who may, and who may not -------------------------------------------------------------------


def test_what_was_decided_is_no_longer_theirs_to_read(review: Road, officer: Client) -> None:
    decide(officer, "review_summary", review, SUMMARY)
    assert officer.get(place("review_case", review)).status_code == 404
    assert officer.get(place("review_summary", review, 1)).status_code == 404
    assert review.track.reference not in said(officer.get("/reviews/"))


@pytest.fixture
def again(review: Road, officer: Client) -> Road:
    """The same officer decided once; the family asks once more."""
    decide(officer, "review_refused", review, REFUSE)
    return asked(review, 1)


def test_whoever_was_involved_is_told_so_and_what_would_do(again: Road, officer: Client) -> None:
    page = said(officer.get(place("review_case", again)))
    assert "You were involved before. A colleague who was not involved decides." in page
    assert CANARY not in page
    assert "Part 1: refuse" not in page


@pytest.mark.parametrize("name", [*EACH, "review_item", "review_acknowledge"])
def test_whoever_was_involved_and_sends_it_anyway_is_refused_in_the_same_words(
    again: Road, officer: Client, name: str
) -> None:
    path = place(name, again) if name == "review_acknowledge" else place(name, again, 1)
    sent = {**EACH.get(name, {"what": "x", "item_text": "y"}), "version": again.track.version, "next_step": "decide"}
    before = Answer.objects.count()
    page = officer.post(path, sent)
    assert page.status_code == 409
    assert "You were involved before. A colleague who was not involved decides." in said(page)
    assert Answer.objects.count() == before
    assert again.track.current == states.INFORMATION_ESCALATION


def test_the_actions_themselves_refuse_whoever_was_involved(again: Road) -> None:
    officer, refusal = again.actor(OFFICER), Review("refused", "No.", text="No.", reason_code="safety")
    for act in (
        lambda: actions.decide_review(actor=officer, pk=again.pk, number=1, review=refusal),
        lambda: actions.keep_item(actor=officer, pk=again.pk, number=1, what="x", text="y"),
        lambda: actions.acknowledge_review(actor=officer, pk=again.pk),
    ):
        with pytest.raises(WasInvolved):
            act()


def test_a_page_of_an_older_item_covers_nothing(review: Road, officer: Client) -> None:
    check = fill(officer, "review_redacted", review, REDACT)
    changed = f"{CANARY}\n\nA.\n\nB."
    actions.keep_item(actor=review.actor(OFFICER), pk=review.pk, number=1, what="The report", text=changed)
    assert press(officer, check, "review_redacted", review, "decide").status_code == 409
    old = Review("redacted", "No.", reason_code="safety", considered={"full": "x"}, covered={2: "safety"}, item=1)
    with pytest.raises(Exception, match="changed"):
        actions.decide_review(actor=review.actor(OFFICER), pk=review.pk, number=1, review=old)
    assert not QuestionPart.objects.filter(form="redacted").exists()


def test_sent_twice_it_is_decided_once(review: Road, officer: Client) -> None:
    check = fill(officer, "review_summary", review, SUMMARY)
    assert press(officer, check, "review_summary", review, "decide").status_code == 302
    assert press(officer, check, "review_summary", review, "decide").status_code == 404
    assert DecisionRecord.objects.filter(event="summary").count() == 1


@pytest.mark.parametrize(
    "who",
    ["caseworker", "supervisor", "second_supervisor", "safeguarding_lead", "auditor", "admin", "family_member",
     "young_person", "other_family", "other_caseworker", "other_supervisor", "commissioner", "service_provider"],
)  # fmt: skip
def test_nobody_else_reads_or_decides_it(review: Road, as_: As, who: str) -> None:
    client = as_(who)
    assert client.get("/reviews/").status_code == 404
    paths = [place(name, review) for name in ("review_case", "review_acknowledge")]
    paths += [place(name, review, 1) for name in (*EACH, "review_item")]
    nothing = client.get("/no/such/page/").content
    for path in paths:
        assert client.get(path).content == nothing, path
        answer = client.post(path, REFUSE | {"version": review.track.version, "next_step": "decide"})
        assert answer.status_code in {404, 405}, path
    assert review.track.current == states.INFORMATION_ESCALATION


def test_a_question_that_nobody_asked_to_look_at_is_not_there(road: Road, officer: Client) -> None:
    withheld(road, 1)
    assert officer.get(place("review_case", road)).status_code == 404
    assert officer.get(place("review_refused", road, 1)).status_code == 404


def test_a_part_that_is_not_under_review_is_not_there(review: Road, officer: Client) -> None:
    for name in (*EACH, "review_item"):
        assert officer.get(place(name, review, 2)).status_code == 404
        assert officer.get(place(name, review, 9)).status_code == 404
