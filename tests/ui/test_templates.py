"""Every template of the house: strict about scripts and styles, neutral in its title, careful in its words."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import loader
from django.test import RequestFactory, override_settings

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
STATIC = Path(settings.BASE_DIR) / "portal/ui/static/ui"

INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)[^>]*>|\|safe\b|autoescape off",
    re.IGNORECASE,
)
# Written in pieces, so that no source of the house holds the words themselves.
BANNED = re.compile(
    "|".join(
        (
            "perpetrat",
            "offender",
            "abuser",
            "vic" r"tim(?!s['’] (code|right))",
            "survivor",
            "alleged",
            "allegation",
            "peer-on-peer",
            "hard to reach",
            "refused to engage",
            "you " r"must\b",
            "failure " r"to\b",
            "unfortunate",
            "regrettable",
        )
    ),
    re.IGNORECASE,
)
TELLING = re.compile(r"harm|safeguard|refer|police|child|court|social|family of|risk", re.IGNORECASE)
TITLE = re.compile(r"{% block title %}(.*?){% endblock", re.DOTALL)
EVERYBODYS = {"templates", "account", "components"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_title(path: Path) -> str:
    found = TITLE.search(path.read_text(encoding="utf-8"))
    return found.group(1) if found else ""


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_holds_an_inline_script_or_style_or_switches_escaping_off(path: Path) -> None:
    assert not INLINE.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_labels_a_person(path: Path) -> None:
    assert not BANNED.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_title_shows_what_a_text_or_a_name_holds(path: Path) -> None:
    variables = set(re.findall(r"{{\s*([\w.]+)", own_title(path)))
    assert variables <= {"page_title", "service_name"}


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.parent.name in EVERYBODYS], ids=name)
def test_titles_that_a_family_may_leave_in_a_browser_tell_nothing(path: Path) -> None:
    assert not TELLING.search(own_title(path))


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_need_no_exception_from_the_policy(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|eval\(|new Function|document\.write|setAttribute\(.style", source)


def start(*, demo: bool) -> str:
    with override_settings(PORTAL_DEMO=demo):
        return loader.render_to_string("start.html", {}, RequestFactory().get("/"))


@pytest.mark.parametrize(
    "words",
    [
        "Do not use this service to report safeguarding concerns",
        "999",
        "101",
        "front door",
        "Arrowmere Children’s Line",
        "not read out of hours",
        "Who it is for",
        "Who does what",
        "one year for a Human Rights Act claim",
    ],
)
def test_the_start_page_says_who_it_is_for_and_what_it_is_not_for(words: str) -> None:
    assert words in start(demo=False)


def test_the_numbers_on_the_start_page_belong_to_nobody() -> None:
    numbers = set(re.findall(r'href="tel:(\d+)"', start(demo=False)))
    invented = {number for number in numbers if re.fullmatch(r"01632960\d{3}|08081570\d{3}", number)}
    assert numbers - invented == {"999", "101"}


def test_the_warning_stands_before_the_long_explanations() -> None:
    page = start(demo=False)
    assert page.index("Do not use this service") < page.index("Who does what")


def test_only_a_demonstration_says_that_everyone_is_invented() -> None:
    assert "everyone here is invented" in start(demo=True)
    assert "/demo/" not in start(demo=False)


def test_a_stranger_gets_no_menu_and_no_sign_out() -> None:
    assert "Sign out" not in start(demo=False)
