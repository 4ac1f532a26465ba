"""Every kind of field in the design system's markup, and every error in plain words beside it."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.forms import (
    ChoiceField,
    DateField,
    GovForm,
    GovFormMixin,
    LongTextField,
    MultipleChoiceField,
    TextField,
    WholeNumberField,
    YesNoField,
    enter,
    select,
)


class Every(GovForm):
    name = TextField(label="Full name", max_length=20, autocomplete="name")
    born = DateField(label="Date of birth", help_text="For example, 27 3 2011", birth=True)
    told = LongTextField(label="What happened", max_length=100)
    side = ChoiceField(
        label="Side",
        choices=[("a", "One"), ("b", "Other")],
        hints={"a": "As the family told us"},
        error_messages=select("a side"),
    )
    agreed = YesNoField(label="Did they agree?")
    languages = MultipleChoiceField(label="Languages", choices=[("cy", "Welsh"), ("ar", "Arabic")])
    team = forms.ChoiceField(label="Team", choices=[("", "Choose"), ("e", "East")])
    days = WholeNumberField(label="Working days")
    email = forms.EmailField(label="Email address")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    paper = forms.FileField(label="Letter")
    sure = forms.BooleanField(label="I have told the family")
    version = forms.CharField(widget=forms.HiddenInput)


VISIBLE = [name for name, field in Every.base_fields.items() if not field.widget.is_hidden]


class Seen(HTMLParser):
    """The tags of a page, by id and in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _tag, attrs in self.tags if "id" in attrs]


def page_of(form: forms.BaseForm) -> str:
    template = engines["django"].from_string("{% load portal_ui %}{% error_summary form %}{{ form }}")
    return template.render({"form": form})


def post(**answers: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(answers)
    return data


@pytest.mark.parametrize("name", VISIBLE)
def test_each_empty_field_shows_its_error_beside_it_and_is_described_by_it(name: str) -> None:
    form = Every(post())
    seen = Seen(str(form[name].as_field_group()))
    assert f"id_{name}_error" in seen.ids
    assert any(f"id_{name}_error" in (attrs.get("aria-describedby") or "") for _tag, attrs in seen.tags)
    assert "govuk-form-group--error" in str(form[name].as_field_group())


@pytest.mark.parametrize("name", VISIBLE)
def test_no_required_error_is_left_in_the_words_of_the_framework(name: str) -> None:
    words = Every(post()).errors[name][0]
    assert words.startswith(("Enter ", "Select "))
    assert "field is required" not in words


def test_each_link_of_the_error_summary_leads_to_an_id_on_the_page() -> None:
    page = page_of(Every(post()))
    links = re.findall(r'<a href="#([^"]*)"', page)
    assert len(links) == len(VISIBLE)
    assert set(links) <= set(Seen(page).ids)


def test_no_id_stands_twice_on_a_page() -> None:
    ids = Seen(page_of(Every(post()))).ids
    assert len(ids) == len(set(ids))


def test_a_missing_hidden_value_is_said_without_a_link() -> None:
    page = page_of(Every(post()))
    assert "<li>Something is missing from this page." in page


@pytest.mark.parametrize("name", VISIBLE)
def test_each_box_has_a_label_or_a_legend(name: str) -> None:
    seen = Seen(str(Every()[name].as_field_group()))
    labelled = {attrs.get("for") for tag, attrs in seen.tags if tag == "label"}
    boxes = [attrs["id"] for tag, attrs in seen.tags if tag in {"input", "textarea", "select"}]
    assert boxes
    assert set(boxes) <= labelled


def test_radios_and_checkboxes_and_dates_stand_in_a_fieldset() -> None:
    for name in ("side", "agreed", "languages", "born"):
        assert "<fieldset" in str(Every()[name].as_field_group())


def test_boxes_carry_the_classes_of_their_kind() -> None:
    form = Every(post())
    for name, css in {
        "name": "govuk-input govuk-input--error",
        "told": "govuk-textarea govuk-textarea--error",
        "team": "govuk-select govuk-select--error",
        "side": "govuk-radios__input",
        "languages": "govuk-checkboxes__input",
        "sure": "govuk-checkboxes__input",
        "secret": "govuk-password-input__input",
        "paper": "govuk-file-upload",
        "born": "govuk-date-input__input",
    }.items():
        assert css in str(form[name]), name


def test_the_browser_checks_nothing_and_cuts_nothing_off() -> None:
    page = str(Every())
    assert not re.search(r"\s(required|maxlength|placeholder|pattern)\b", page)


def test_a_password_may_be_pasted_and_is_not_spell_checked() -> None:
    box = str(Every()["secret"])
    assert 'autocomplete="new-password"' in box
    assert 'spellcheck="false"' in box


def test_a_line_of_help_belongs_to_its_answer() -> None:
    seen = Seen(str(Every()["side"].as_field_group()))
    first = next(attrs for tag, attrs in seen.tags if tag == "input")
    assert first["aria-describedby"] == "id_side_0-hint"
    assert "id_side_0-hint" in seen.ids


def test_the_author_of_a_form_keeps_the_last_word_on_its_errors() -> None:
    class Asked(GovForm):
        question = LongTextField(label="What do you want to ask?", error_messages=enter("your question"))

    assert Asked(post()).errors["question"] == ["Enter your question"]
    assert Every(post()).errors["side"] == ["Select a side"]
    assert Every(post(side="forged")).errors["side"] == ["Select a side"]


def test_a_label_set_after_the_form_was_made_is_the_one_in_its_error() -> None:
    form = Every(post())
    form.fields["name"].label = "Your child's name"
    assert form.errors["name"] == ["Enter your child's name"]


def test_an_over_long_text_is_told_by_how_many_and_is_given_back() -> None:
    form = Every(post(told="x" * 1120))
    assert form.errors["told"] == ["What happened must be 100 characters or fewer. You have 1,020 characters too many."]
    assert "x" * 1120 in str(form["told"])


def test_one_character_too_many_is_one_character() -> None:
    assert Every(post(name="x" * 21)).errors["name"] == [
        "Full name must be 20 characters or fewer. You have 1 character too many."
    ]


def test_the_count_of_characters_is_shown_below_a_long_answer() -> None:
    drawn = str(Every()["told"].as_field_group())
    assert 'data-maxlength="100"' in drawn
    assert 'id="id_told-info"' in drawn
    assert "id_told-info" in str(Every()["told"])


@pytest.mark.parametrize(
    ("day", "month", "year", "words", "target"),
    [
        ("", "", "", "Enter date of birth", "id_born_day"),
        ("3", "", "", "Date of birth must include a month and year", "id_born_month"),
        ("3", "4", "", "Date of birth must include a year", "id_born_year"),
        ("31", "2", "2011", "Date of birth must be a real date", "id_born_day"),
        ("3", "4", "11", "Year must include 4 numbers", "id_born_day"),
        ("x", "4", "2011", "Date of birth must be a real date", "id_born_day"),
        ("9" * 5000, "4", "2011", "Date of birth must be a real date", "id_born_day"),
        ("\u00b2", "4", "2011", "Date of birth must be a real date", "id_born_day"),
        ("3", "4", "2999", "Date of birth must be today or in the past", "id_born_day"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_where(day: str, month: str, year: str, words: str, target: str) -> None:
    form = Every(post(born_day=day, born_month=month, born_year=year))
    assert form.errors["born"] == [words]
    assert form["born"].error_target == target  # type: ignore[attr-defined]


@pytest.mark.parametrize("month", ["4", "04", "April", "apr", "APR"])
def test_a_month_may_be_written_as_a_number_or_a_name(month: str) -> None:
    form = Every(post(born_day="3", born_month=month, born_year="2011"))
    assert "born" not in form.errors
    assert form.cleaned_data["born"] == dt.date(2011, 4, 3)


def test_a_date_given_as_the_first_answer_fills_the_boxes() -> None:
    box = str(Every(initial={"born": dt.date(2011, 4, 3)})["born"])
    assert 'value="3"' in box
    assert 'value="2011"' in box


def test_yes_and_no_are_told_apart_from_no_answer() -> None:
    assert Every(post(agreed="yes")).fields["agreed"].clean("yes") is True
    assert YesNoField(required=False).clean("no") is False
    assert YesNoField(required=False).clean("") is None


def test_a_choice_that_may_be_left_out_says_so() -> None:
    class Some(GovForm):
        phone = TextField(label="Phone number", required=False)

    class Filter(Some):
        mark_optional = False

    assert "Phone number (optional)" in str(Some()["phone"].as_field_group())
    assert "optional" not in str(Filter()["phone"].as_field_group())


def test_a_plain_form_of_another_package_gets_the_same_markup_and_words() -> None:
    class Theirs(forms.Form):
        login = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"placeholder": "Email"}))

    class Ours(GovFormMixin, Theirs):
        pass

    assert 'class="govuk-input"' in str(Theirs()["login"])
    assert Ours(post(login="x")).errors["login"] == [
        "Enter an email address in the correct format, like name@example.com"
    ]


class Words(GovForm):
    line = TextField(label="Line", max_length=1000, required=False)
    text = LongTextField(label="Text", max_length=1000, required=False)
    plain = forms.CharField(label="Plain", required=False)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=200))
def test_a_long_text_is_kept_as_typed_whatever_its_characters(text: str) -> None:
    form = Words(post(text=text))
    assert form.is_valid()
    assert form.cleaned_data["text"] == (text if text.strip(" \t\n") else "")


def test_nul_is_kept_as_its_symbol_in_every_field_and_refused_in_none() -> None:
    form = Words(post(line="a\0b", text="a\0b\x07\u202ec", plain="a\0b"))
    assert form.is_valid()
    assert form.cleaned_data == {"line": "a\u2400b", "text": "a\u2400b\x07\u202ec", "plain": "a\u2400b"}


def test_an_answer_with_nul_does_not_disturb_the_others() -> None:
    data = QueryDict("languages=cy&languages=ar&name=a%00b", mutable=False)
    form = Every(data)
    assert form["languages"].value() == ["cy", "ar"]
    assert form["name"].value() == "a\u2400b"


def test_line_ends_count_as_one_character() -> None:
    form = Words(post(text="a\r\nb"))
    assert form.is_valid()
    assert form.cleaned_data["text"] == "a\nb"


def test_only_blanks_are_no_answer() -> None:
    assert Every(post(told=" \r\n\t ")).errors["told"] == ["Enter what happened"]
    assert Every(post(name="   ")).errors["name"] == ["Enter full name"]


def test_typed_markup_never_becomes_markup() -> None:
    form = Words(post(line='"><script>alert(1)</script>', text="</textarea><script>alert(1)</script>"))
    assert "<script>" not in str(form)
