"""What somebody can reach by following links holds nothing that they may not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.accounts.demo import DEMO_ACCOUNTS
from portal.accounts.models import User
from tests.access import marks
from tests.access.crawl import crawl, everything_in
from tests.access.marks import FIRST, OTHER
from tests.conftest import Everybody

pytestmark = pytest.mark.django_db
EVERYBODY = [account.local for account in DEMO_ACCOUNTS]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# What only staff read of a family, and colleagues of its worker who have nothing to do with it.
STAFF_ONLY = {
    *(f"mark-{FIRST}-{what}" for what in marks.STAFF_TEXTS),
    *(f"mark-{who}-{what}" for who in marks.ROADS for what in ("draft", "worker-unsent")),
    "ARW-204418", "MASH", "Jocasta Wrenfield", "Dilip Marrowby", "Marit Sole",
}  # fmt: skip

STAFF_ONLY_OTHER = {
    "mark-petra-draft", "mark-petra-worker-unsent", "mark-other-screen", "mark-other-return", "mark-other-look", "MASH",
}  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """All that one account was shown, and what none of it may hold."""

    pages: Mapping[str, tuple[int, str]]
    unknown: frozenset[str]
    session: str


def unknown_to(cast: Any, local: str) -> set[str]:
    """What this account may not read anywhere."""
    first, other = marks.of_side(cast, FIRST), marks.of_side(cast, OTHER)
    first_staff, other_staff = marks.staff_of(cast, FIRST), marks.staff_of(cast, OTHER)
    questions, incident = marks.texts_of(*marks.ROADS), marks.of_incidents()
    of_family = STAFF_ONLY | other | other_staff | incident
    # What somebody of a family has not sent is theirs alone.
    unsent = {f"mark-{who}-own-unsent" for who in marks.ROADS}
    east = unsent | other | other_staff | incident | marks.texts_of("petra")
    west = unsent | first | first_staff | incident | marks.texts_of("imelda", "anselm", "corin")
    nobody = first | other | questions | incident | marks.everybodys_names(cast)
    outside = nobody | first_staff | other_staff
    without = {word for who in marks.WITHOUT_ACCOUNT for word in (f"mark-{who}", marks.PHONES[who])}
    found = {
        "family_member": of_family | marks.texts_of("anselm", "corin", "petra"),
        "second_parent": of_family | marks.texts_of("imelda", "corin", "petra"),
        "young_person": of_family | marks.texts_of("imelda", "anselm", "petra"),
        "other_family": west - {"mark-petra-own-unsent"} | STAFF_ONLY_OTHER,
        "caseworker": east,
        "supervisor": east,
        "second_supervisor": east,
        "other_caseworker": west,
        "other_supervisor": west,
        "duty_worker": outside,
        "duty_supervisor": outside,
        "service_provider": outside,
        "other_provider": outside,
        "commissioner": outside,
        "information_governance": outside,
        # Knows of incidents and of who is in them, and reads no family before saying why.
        "safeguarding_lead": questions | {f"mark-{s}-{what}" for s in marks.FAMILIES for what in ("mash", "said")},
        # Decisions with their reasons and posts, by reference; never a question, an answer or a name.
        "auditor": nobody - marks.references(cast) - {"mark-first-return", "mark-other-return"},
        # Accounts, and so the names of those who sign in; nothing of any case.
        "admin": nobody - {word for user in User.objects.all() for word in (user.name, *user.name.split())},
    }[local]  # fmt: skip
    return found | without - {word for word in without if local in READ.get(word, ())}


# Who reads the question that has no family, and who the one that was tied to the first.
DUTY, EAST = ("duty_worker", "duty_supervisor"), ("caseworker", "supervisor", "second_supervisor")
READ = {
    "mark-nobody": DUTY, marks.PHONES["nobody"]: DUTY, "mark-tied": EAST, marks.PHONES["tied"]: EAST,
}  # fmt: skip


@pytest.fixture(scope="module")
def reached(everybody: Everybody, django_db_blocker: DjangoDbBlocker) -> dict[str, Reached]:
    """Everything that every account can reach, gathered once and kept as text; the rows themselves are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = everybody.cast.again()
        marks.tell_all(cast)
        gathered = {local: gather(cast, local) for local in EVERYBODY}
        transaction.set_rollback(True)
    return gathered


def gather(cast: Any, local: str) -> Reached:
    client = Client()
    client.force_login(cast.users[local], backend=BACKEND)
    pages = {path: (answer.status_code, everything_in(answer)) for path, answer in crawl(client)}
    kept = Session.objects.get(pk=client.session.session_key).get_decoded()
    return Reached(pages, frozenset(unknown_to(cast, local)), str(kept))


@pytest.mark.parametrize("local", EVERYBODY)
def test_nothing_that_is_linked_tells_what_its_reader_may_not_know(reached: dict[str, Reached], local: str) -> None:
    mine = reached[local]
    assert mine.unknown
    said = {path: text.casefold() for path, (_, text) in mine.pages.items()}
    assert [(path, word) for path in said for word in mine.unknown if word.casefold() in said[path]] == []


@pytest.mark.parametrize("local", EVERYBODY)
def test_no_link_leads_nowhere(reached: dict[str, Reached], local: str) -> None:
    answers = {path: status for path, (status, _) in reached[local].pages.items()}
    assert {path: status for path, status in answers.items() if status not in {200, 302}} == {}
    assert len(answers) >= 2


@pytest.mark.parametrize(("local", "least"), [("family_member", 8), ("caseworker", 25), ("supervisor", 30)])
def test_the_crawl_does_reach_what_its_reader_may_know(
    reached: dict[str, Reached], local: str, least: int
) -> None:  # fmt: skip
    pages = [text for _, text in reached[local].pages.values()]
    assert len(pages) >= least
    for text in ("mark-imelda-question", "mark-imelda-answer", "Rowan Tallis"):
        assert any(text in page for page in pages), text


@pytest.mark.parametrize(
    ("local", "who"), [("duty_worker", "nobody"), ("duty_supervisor", "nobody"), ("caseworker", "tied")]
)
def test_whoever_works_on_a_question_without_an_account_reads_all_of_it(
    reached: dict[str, Reached], local: str, who: str
) -> None:
    read = " ".join(text for _, text in reached[local].pages.values())
    for what in ("question", "wording", "call", "words", "when"):
        assert f"mark-{who}-{what}" in read, what
    assert f"Mark-{who}-name" in read
    assert marks.PHONES[who] in read


def test_whoever_holds_a_receipt_reads_their_own_question_and_nothing_else(cast: Any) -> None:
    marks.tell_all(cast)
    road = marks.ask_without_account(cast, "nobody", " of the holder")
    client, staff = (
        road.browser(),
        {user.name for user in cast.users.values()} - {"Tamsin Oakhollow", "Cosima Stonecrop"},
    )
    unknown = marks.of_side(cast, FIRST) | marks.of_side(cast, OTHER) | marks.of_incidents() | staff
    unknown |= marks.texts_of(*marks.ROADS, "tied") | {f"mark-nobody-{what}" for what in ("call", "words", "reason")}
    pages = {path: everything_in(answer) for path, answer in crawl(client, f"/questions/{road.pk}/", "/")}
    assert any("mark-nobody-question: who was there? of the holder" in text for text in pages.values())
    said = {
        path: text.replace("mark-nobody-question: who was there? of the holder", "").replace("Mark-nobody-called", "")
        for path, text in pages.items()
    }
    unknown.add("mark-nobody-question")
    assert [(path, word) for path, text in said.items() for word in unknown if word.casefold() in text.casefold()] == []


@pytest.mark.parametrize("local", EVERYBODY)
def test_titles_addresses_and_sessions_hold_no_word_of_a_case(reached: dict[str, Reached], local: str) -> None:
    words = reached["commissioner"].unknown
    for path, (status, text) in reached[local].pages.items():
        title = text.split("<title>")[1].split("</title>")[0] if status == 200 else ""
        assert not [word for word in words if word in title], (path, title)
        assert not [word for word in words if word in path and not is_id(word)], path
    assert not [word for word in words if word in reached[local].session and not is_id(word)]


def is_id(word: str) -> bool:
    return len(word) == 36 and word.count("-") == 4
