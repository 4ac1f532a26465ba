"""The pieces of a page."""

import datetime as dt
import re
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory

from portal.ui.components import ClosedMove, Entry, OpenMove, Row, Task
from portal.ui.forms import GovForm, LongTextField, TextField
from portal.ui.pages import check_answers, confirmation, question_page


def draw(source: str, **context: Any) -> str:
    return engines["django"].from_string("{% load portal_ui %}" + source).render(context)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


THURSDAY = dt.date(2026, 4, 16)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 4, 14), "Late, 2 working days"),
        (dt.date(2026, 4, 15), "Late, 1 working day"),
        (dt.date(2026, 4, 16), "Today"),
        (dt.date(2026, 4, 17), "Fri 17 Apr"),
        (dt.date(2027, 1, 4), "Mon 4 Jan 2027"),
    ],
)
def test_a_due_date_says_in_words_whether_it_is_late(day: dt.date, said: str) -> None:
    assert words(draw("{% due day today %}", day=day, today=THURSDAY)) == said


def test_a_date_missed_over_a_weekend_is_late_without_a_count() -> None:
    friday, saturday = dt.date(2026, 4, 17), dt.date(2026, 4, 18)
    assert words(draw("{% due day today %}", day=friday, today=saturday)) == "Late"


def test_no_date_is_no_text() -> None:
    assert draw("{% due day %}", day=None) == ""


def test_the_current_step_is_said_in_text_too() -> None:
    page = draw("{% steps items %}", items=[("We have it", "done"), ("We work on it", "current"), ("Answer", "todo")])
    assert words(page) == "Done: We have it Now: We work on it Later: Answer"
    assert page.count('aria-current="step"') == 1


def test_the_next_box_leaves_out_what_is_not_known() -> None:
    page = draw("{% next_box now=now who=who %}", now="We have your question.", who="Ada Brink")
    assert words(page) == "What happens next Now We have your question. Who Ada Brink"


def test_the_reason_for_a_date_opens_without_script() -> None:
    page = draw("{% next_box by=by why=why %}", by="Wednesday 29 April", why="Ten working days.")
    assert "<details" in page
    assert "Why this date" in page


def test_a_closed_move_says_why_and_what_would_open_it() -> None:
    page = draw(
        "{% moves open closed %}",
        open=[OpenMove("Propose the answer", "/propose/", "Goes to an approver who is not you.")],
        closed=[ClosedMove("Share it", "A second person must approve it.", "Ask Marit Sole.")],
    )
    assert 'href="/propose/"' in page
    assert "Not open: A second person must approve it. Ask Marit Sole." in words(page)


def test_nothing_open_is_said_in_words() -> None:
    assert "Nothing is open to you here at the moment." in draw("{% moves open closed %}", open=[], closed=[])


def test_a_summary_list_names_what_a_change_link_changes() -> None:
    page = draw(
        "{% summary_list rows %}", rows=[Row("Name", "Imelda", [("Change", "/name/", "name")]), ("Born", "2011", [])]
    )
    assert '<a class="govuk-link" href="/name/">Change<span class="govuk-visually-hidden"> name</span></a>' in page
    assert "govuk-summary-list__row--no-actions" in page


def test_a_timeline_shows_london_time() -> None:
    when = dt.datetime(2026, 4, 14, 9, 2, tzinfo=dt.UTC)
    page = words(
        draw("{% timeline entries %}", entries=[Entry(when, "Chased the school.", "Rowan Tallis", "Told by phone.")])
    )
    assert re.fullmatch(r"14 Apr( \d{4})?, 10:02 Chased the school\. Rowan Tallis Told by phone\.", page)


def test_a_task_that_cannot_start_has_no_link() -> None:
    page = draw(
        "{% task_list tasks %}", tasks=[Task("Your question", "/q/", "Done"), Task("Send", status="Cannot start yet")]
    )
    assert page.count("<a ") == 1
    assert "govuk-task-list__status--cannot-start-yet" in page


@pytest.mark.parametrize(
    "source",
    [
        "{% tag text 'blue' %}",
        "{% summary_list rows %}",
        "{% timeline entries %}",
        "{% next_box now=text %}",
        "{% moves open closed %}",
        "{% steps items %}",
        "{{ text|shown }}",
    ],
)
def test_no_piece_lets_text_become_markup(source: str) -> None:
    text = '<script>alert("x")</script>'
    page = draw(
        source,
        text=text,
        rows=[Row(text, text, [(text, "/", text)])],
        entries=[Entry(text, text, text, text)],
        open=[OpenMove(text, "/", text)],
        closed=[ClosedMove(text, text, text)],
        items=[(text, "done")],
    )
    assert "<script>" not in page


class Asked(GovForm):
    question = LongTextField(label="What do you want to ask?")


class Two(GovForm):
    first = TextField(label="First")
    second = TextField(label="Second")


def test_the_label_of_a_single_question_is_the_heading_of_its_page() -> None:
    page = question_page(RequestFactory().get("/"), form=Asked(), heading="What do you want to ask?").content.decode()
    assert page.count("<h1") == 1
    assert '<h1 class="govuk-label-wrapper"><label class="govuk-label govuk-label--l" for="id_question">' in page


def test_a_page_of_two_fields_has_its_own_heading() -> None:
    page = question_page(RequestFactory().get("/"), form=Two(), heading="Two things", back="/before/").content.decode()
    assert page.count("<h1") == 1
    assert '<a href="/before/" class="govuk-back-link">' in page


def test_an_inset_stands_after_the_heading_which_is_said_once() -> None:
    page = question_page(
        RequestFactory().get("/"), form=Asked(), heading="What do you want to ask?", inset="Call 999."
    ).content.decode()
    assert page.index("<h1") < page.index("govuk-inset-text")
    assert "govuk-label--s govuk-visually-hidden" in page


def test_a_page_with_errors_says_so_first_in_its_title() -> None:
    form = Asked({"question": ""})
    page = question_page(RequestFactory().get("/"), form=form, heading="What do you want to ask?").content.decode()
    assert "<title>Error: Question</title>" in page


def test_a_question_stays_out_of_the_title() -> None:
    page = question_page(RequestFactory().get("/"), form=Asked(), heading="What do you want to ask?").content.decode()
    assert "<title>Question</title>" in page


def test_answers_are_checked_before_they_are_sent() -> None:
    page = check_answers(
        RequestFactory().get("/"),
        heading="Check your answers",
        rows=[Row("Question", "Why?", [("Change", "/q/", "question")])],
    ).content.decode()
    assert "<title>Check your answers</title>" in page
    assert 'href="/q/"' in page


def test_a_confirmation_gives_the_reference_and_what_happens_next() -> None:
    page = confirmation(
        RequestFactory().get("/"),
        heading="We have your question",
        reference="QK7M-4TRX",
        next_steps=["Ada Brink reads it."],
    ).content.decode()
    assert "QK7M-4TRX" in page
    assert "Ada Brink reads it." in page
