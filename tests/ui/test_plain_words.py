"""The list of words that staff do not write to a family: what it finds, what only looks alike, and what it costs."""

import sys
from types import FrameType
from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ui.forms import GovForm, LongTextField, TextField
from portal.ui.plain_words import advice, found_in, stands_in
from portal.ui.words_check import ChecksWords
from portal.ui.words_to_avoid import ALIKE, AVOID


def words(text: str) -> list[str]:
    return [found.words for found in found_in(text)]


# Each row of the table: what is not written, and a piece of what to write instead.
TABLE = [
    ("perpetrator", "child who has harmed"),
    ("offender", "child who has harmed"),
    ("abuser", "child who has harmed"),
    ("young sex offender", "child who has harmed"),
    ("victim", "child who was harmed"),
    ("survivor", "child who was harmed"),
    ("alleged victim", "child who was harmed"),
    ("alleged", "reported"),
    ("peer-on-peer abuse", "harm between children"),
    ("perpetrator services", "support for children whose behaviour has harmed others"),
    ("disclosure", "told us"),
    ("allegation", "told us"),
    ("refused to engage", "chose not to"),
    ("DNA", "could not come"),
    ("hard to reach", "we have not yet found a way that works"),
    ("case", "your family"),
    ("subject", "your family"),
    ("the mother", "your family"),
    ("unhelpful", "what happened"),
    ("unfortunate", "what happened"),
    ("regrettable", "what happened"),
    ("closed", "finished for now"),
    ("NFA", "we are not taking this further, because"),
    ("you must", "please"),
    ("failure to", "if you can"),
]


@pytest.mark.parametrize(("word", "plain"), TABLE, ids=[word for word, _plain in TABLE])
def test_each_word_of_the_table_is_found_with_what_to_write_instead(word: str, plain: str) -> None:
    text = f"We wrote that {word} then."
    [found] = found_in(text)
    assert (found.words, text[found.start : found.end]) == (word, word)
    assert plain in found.instead


@pytest.mark.parametrize(
    "written",
    """perpetrators|re-offender|abusers|sex offenders|sexual offender|perp|perpetrated|offenders'|Victims|victimised
    victimized|survivors|alleged victims|allegedly|alleges|peer on peer|peer-to-peer abuse|Peer‑on‑Peer violence
    perpetrator support|disclosures|disclosed|disclosing|allegations|refuses to engage|refusal to engage
    did not engage|didn't engage|didn’t engage|non-engagement|non engagement|D.N.A.|DNA'd|hard-to-reach
    Cases|SUBJECT|the mother's|the mothers|unhelpfully|unfortunately|regrettably|N.F.A.|nfa|no further action
    closing your case|closure|You must|failed to|failing to""".replace("\n", "|").split("|"),
)  # fmt: skip
def test_inflections_and_common_spellings_are_found_whole(written: str) -> None:
    written = written.strip()
    bare = written.removesuffix("'s").removesuffix("'d").removesuffix("'")
    assert words(f"Here {written}, there")[0] in {bare, bare.removeprefix("re-")}
    assert len(found_in(f"Here {written}, there")) == 1


@pytest.mark.parametrize(
    "written",
    ["ReGrEtTaBlE", "“regrettable”", "'regrettable'", "regrettable.", "(regrettable)", "very—regrettable",
     "*regrettable*", "_regrettable_", "regret\u00adtable", "regret\u200btable", "NOT/REGRETTABLE"],
)  # fmt: skip
def test_letter_case_quotation_marks_and_what_cannot_be_seen_hide_no_word(written: str) -> None:
    assert [found.instead for found in found_in(written)] == [found_in("regrettable")[0].instead]


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n", "  \t\n ", "\u00a0", "-", "‑", " ‘", "\u2009"])
def test_a_turn_of_phrase_is_found_across_line_breaks_and_hyphens(gap: str) -> None:
    text = gap.join(("She was hard", "to", "reach."))
    [found] = found_in(text)
    assert found.words == text[len("She was ") : -1]


def test_a_sentence_that_ends_ends_a_turn_of_phrase() -> None:
    assert words("She refused. To engage a cab, call. That is hard; to reach us, ring.") == []


def test_letters_as_a_pdf_joins_them_are_read_as_letters() -> None:
    assert words("an oﬀender") == ["oﬀender"]


@pytest.mark.parametrize(
    "text",
    """suitcase|a briefcase and a staircase|showcase|in case it rains|just in case|In that case, call us|in any case
    in most cases|lower case|UPPER-CASE letters|case by case|case study|your caseworker|your case worker|worst case
    that is the case|if this is not the case|as the case may be|the court case|his pencil case|case law
    subject to a court order|the subject line|the subject matter|a subject access request|his school subjects
    subjected to|your mother|mother tongue|the mother tongue|her mother|the mother-in-law
    Victims' Code|Victims’ Code|the Victims’ Right to Review|victims' right to review
    the Disclosure and Barring Service|undisclosed|a DNA test|DNA evidence|he enclosed it|enclosure|close to home
    her closest friend|closed-circuit television|unfortunates|peer-to-peer support|her peers|harder to reach us
    we failed to tell you|We have failed to share it|our failure to call|The council's failure to act
    the school failed to tell you|he refused the offer|engaged|I must|you may|he offended her|an offence
    he did not attend school that day""".replace("\n", "|").split("|"),
)  # fmt: skip
def test_what_only_looks_alike_is_left_alone(text: str) -> None:
    assert words(f"So: {text.strip()}.") == []


def test_what_looks_alike_excuses_no_word_beside_it() -> None:
    assert words("In case the case is not the case, the mother's case.") == ["case", "the mother", "case"]
    assert words("The Victims' Code is for victims.") == ["victims"]
    assert words("we failed to engage") == ["failed to engage"]
    assert words("subject to the subject") == ["subject"]


@pytest.mark.parametrize(
    "vague",
    ["an isolated incident", "Mistakes were made", "lessons have been learned", "Lessons will be learnt",
     "We are sorry if this upset you", "sorry that you feel this way", "for any distress caused",
     "for reasons of confidentiality", "to protect anonymity", "appropriate action was taken", "certain individuals",
     "we can't comment"],
)  # fmt: skip
def test_what_dismisses_or_hides_behind_anonymity_is_found(vague: str) -> None:
    [found] = found_in(vague)
    assert found.instead.startswith("say ")


def test_the_advice_names_each_word_once_under_what_to_do_instead() -> None:
    told = advice(found_in("Closed. closed; NFA! It is regrettable, unhelpful\nand\nhard\nto\nreach."))
    assert told[0].startswith("Use plainer words: instead of “Closed” or “NFA”, write “finished for now”")
    assert told[1].startswith("Use plainer words: instead of “regrettable” or “unhelpful”, say what happened, plainly")
    assert told[2].startswith("Use plainer words: instead of “hard to reach”, write “chose not to”")
    assert len(told) == 3


def test_what_is_to_be_written_instead_is_itself_plain() -> None:
    assert [words(row.instead) for row in AVOID] == [[] for _row in AVOID]


def test_what_cannot_be_seen_in_a_word_is_shown_in_the_advice() -> None:
    assert "“vic[U+00AD]tim”" in advice(found_in("vic\u00adtim"))[0]


def test_a_quotation_is_known_whatever_its_blanks_and_letter_case() -> None:
    assert stands_in(" was THE case\r\nclosed? ", ["Why? Was the case  closed? Who?"])
    assert not stands_in("Was the case reopened?", ["Was the case closed?"])


# --- what it costs ------------------------------------------------------------------------------

LONG = 20_000
PIECES = sorted({piece.rstrip("?") for piece in f"{ALIKE} {' '.join(row.phrases for row in AVOID)}".split()})
HOSTILE = (
    st.lists(
        st.one_of(
            st.sampled_from([word for piece in PIECES for word in piece.split("|")]),
            st.sampled_from([" ", "-", "\n", ".", "'", "\u00ad", "\u0301", "a.", "the ", "peer on ", "we have "]),
            st.text(max_size=5),
        ),
        min_size=1,
        max_size=30,
    )
    .map("".join)
    .filter(bool)
)


def steps_for(text: str) -> int:
    """How many lines of code run, whatever the machine."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        found_in(text)
    finally:
        sys.settrace(before)
    return count


@settings(max_examples=25, deadline=None)
@given(HOSTILE)
def test_twice_the_text_takes_at_most_twice_the_steps(piece: str) -> None:
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    half, whole = steps_for(text[: LONG // 2]), steps_for(text)
    assert whole <= 2.2 * half + 500
    assert whole <= 60 * LONG


@given(st.text(max_size=300) | HOSTILE)
def test_every_finding_stands_where_it_says_in_order_and_apart(text: str) -> None:
    end = 0
    for found in found_in(text):
        assert found.start >= end
        assert text[found.start : found.end] == found.words != ""
        end = found.end
    assert (found_in(text) == []) is (advice(found_in(text)) == [])


# --- the form -----------------------------------------------------------------------------------


class Letter(ChecksWords, GovForm):
    word_fields = ("text", "where")
    text = LongTextField(label="The letter", max_length=200)
    where = TextField(label="Where to ask", required=False)
    note = TextField(label="A note for us", required=False)


def sent(**answers: str) -> Letter:
    data = QueryDict(mutable=True)
    data.update(answers)
    return Letter(data)


def page_of(form: GovForm) -> str:
    template = engines["django"].from_string("{% load portal_ui %}{% error_summary form %}{{ form }}")
    return template.render({"form": form})


def test_plain_words_pass_and_ask_for_nothing_more() -> None:
    form = sent(text="We did not share the report. We should have.", note="NFA")
    assert form.is_valid()
    assert (form.kept_words, form.found_words) == ("", [])
    assert "keep_words" not in form.fields


def test_a_word_to_avoid_is_an_error_beside_its_field_and_shows_one_more_question_below_it() -> None:
    form = sent(text="It is regrettable.", where="The closed office", note="Ours")
    assert not form.is_valid()
    assert list(form.fields) == ["text", "where", "keep_words", "note"]
    assert form.errors["text"] == advice(found_in("regrettable"))
    assert form.errors["where"] == advice(found_in("closed"))
    assert [found.words for found in form.found_words] == ["regrettable", "closed"]
    page = page_of(form)
    assert "It is regrettable." in page
    assert "Keep these words because…</label>" in page
    assert 'href="#id_text"' in page


def test_with_a_reason_the_words_stay_as_typed() -> None:
    form = sent(text="It is regrettable.", keep_words="The court wrote it.")
    assert form.is_valid()
    assert form.cleaned_data == {"text": "It is regrettable.", "where": "", "note": ""}
    assert form.kept_words == "The court wrote it."
    assert [found.words for found in form.found_words] == ["regrettable"]


def test_blanks_are_no_reason() -> None:
    assert list(sent(text="It is regrettable.", keep_words=" \r\n ").errors) == ["text"]


def test_a_reason_without_a_word_to_keep_is_not_kept() -> None:
    form = sent(text="We are sorry.", keep_words="The court wrote it.")
    assert form.is_valid()
    assert form.kept_words == ""


def test_a_reason_is_not_lost_where_something_else_is_wrong() -> None:
    form = sent(text="regrettable " * 40, keep_words="The court wrote it.")
    assert not form.is_valid()
    assert "The court wrote it." in page_of(form)
    too_long = sent(text="It is regrettable.", keep_words="x" * 1001)
    assert list(too_long.errors) == ["keep_words"]
    assert "1,000 characters or fewer" in too_long.errors["keep_words"][0]


def test_cleaning_twice_changes_nothing() -> None:
    form = sent(text="It is regrettable.", keep_words="The court wrote it.")
    form.full_clean()
    form.full_clean()
    assert form.is_valid()
    assert (form.kept_words, len(form.found_words)) == ("The court wrote it.", 1)


def test_the_reason_that_was_given_before_is_shown_when_the_text_is_opened_again() -> None:
    form = Letter(initial={"text": "It is regrettable.", "keep_words": "The court wrote it."})
    assert "The court wrote it." in page_of(form)
    assert "keep_words" not in Letter(initial={"text": "It is regrettable."}).fields


def test_what_the_family_wrote_themselves_may_be_quoted() -> None:
    form = sent(text="why was the CASE closed?")
    form.family_words = ("Who decided? Why was the case closed?",)
    assert form.is_valid()
    form = sent(text="Why was the case closed so soon?")
    form.family_words = ("Who decided? Why was the case closed?",)
    assert not form.is_valid()
