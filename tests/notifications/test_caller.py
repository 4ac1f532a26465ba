"""Somebody calls a worker and says a code word: it fits or it does not, few times an hour, and it is on the record."""

import uuid

import pytest
from django.test import Client

from portal.accounts.models import KeptWork
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.audit.models import AuditEntry
from portal.notifications import actions
from portal.ui.refusals import NotYours
from tests.notifications.conftest import WORKED_WITH, MakeActor, Reachable
from tests.notifications.test_pages import client_of, text

pytestmark = pytest.mark.django_db
WORD = "purple kettle"
FITS, DOES_NOT = "The code word fits.", "This is not their code word."


def address(somebody: Actor | uuid.UUID) -> str:
    return f"/contact/{somebody.id if isinstance(somebody, Actor) else somebody}/word/"


@pytest.fixture
def somebody(reachable: Reachable) -> Actor:
    found = reachable(code_word=WORD)
    assert found.id is not None
    WORKED_WITH.add(found.id)
    return found


@pytest.fixture
def worker(make_actor: MakeActor) -> Client:
    return client_of(make_actor(Role.CASEWORKER))


def tries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action="code_word_tried").order_by("at", "id"))


@pytest.mark.parametrize("said", [WORD, "  Purple   KETTLE "])
def test_a_word_that_fits_is_said_to_fit(somebody: Actor, worker: Client, said: str) -> None:
    answer = worker.post(address(somebody), {"code_word": said}, follow=True)
    assert FITS in text(answer)
    assert answer.redirect_chain == [(address(somebody), 302)]
    assert FITS not in text(worker.get(address(somebody)))


@pytest.mark.parametrize("said", ["green kettle", "purple", "x", "Purple kettle!"])
def test_a_word_that_does_not_is_refused_beside_the_field_and_says_what_to_do(
    somebody: Actor, worker: Client, said: str
) -> None:
    page = text(worker.post(address(somebody), {"code_word": said}))
    assert DOES_NOT in page
    assert "Say nothing about the family" in page
    assert FITS not in page


def test_an_empty_word_is_asked_for_and_is_no_try(somebody: Actor, worker: Client) -> None:
    assert "Enter the word that they say" in text(worker.post(address(somebody), {"code_word": " "}))
    assert tries() == []


def test_each_try_is_on_the_record_with_who_and_whether_it_fitted_and_without_the_word(
    somebody: Actor, worker: Client
) -> None:
    worker.post(address(somebody), {"code_word": "green kettle"})
    worker.post(address(somebody), {"code_word": WORD})
    assert [entry.details["fitted"] for entry in tries()] == [False, True]
    assert {entry.actor_role for entry in tries()} == {Role.CASEWORKER}
    assert "kettle" not in str([vars(entry) for entry in AuditEntry.objects.all()])


def test_the_title_and_the_page_name_nobody(somebody: Actor, worker: Client) -> None:
    page = text(worker.get(address(somebody)))
    assert "<title>Contact</title>" in page.replace("\n", "")
    assert "kettle" not in page


# Who may not.


def test_after_five_tries_an_hour_even_the_right_word_is_too_much_whoever_types(
    somebody: Actor, worker: Client, make_actor: MakeActor
) -> None:
    for _ in range(5):
        assert worker.post(address(somebody), {"code_word": "green kettle"}).status_code == 200
    colleague = client_of(make_actor(Role.CASEWORKER))
    for client in (worker, colleague):
        answer = client.post(address(somebody), {"code_word": WORD})
        assert answer.status_code == 429
        assert FITS not in text(answer)
    assert len(tries()) == 5


def test_the_tries_for_one_person_leave_those_for_another(
    somebody: Actor, worker: Client, reachable: Reachable
) -> None:
    another = reachable("another@letters.example", code_word=WORD)
    assert another.id is not None
    WORKED_WITH.add(another.id)
    for _ in range(6):
        worker.post(address(somebody), {"code_word": "green kettle"})
    assert worker.post(address(another), {"code_word": WORD}).status_code == 302


def test_who_does_not_work_with_them_finds_what_is_not_there(
    somebody: Actor, worker: Client, reachable: Reachable
) -> None:
    WORKED_WITH.clear()
    nothing = worker.get("/no/such/page/")
    for other in (somebody, reachable("another@letters.example"), uuid.uuid4()):
        for answer in (worker.get(address(other)), worker.post(address(other), {"code_word": WORD})):
            assert (answer.status_code, answer.content) == (404, nothing.content)
    assert tries() == []


def test_where_no_word_was_chosen_there_is_nothing_to_check(reachable: Reachable, worker: Client) -> None:
    wordless = reachable()
    assert wordless.id is not None
    WORKED_WITH.add(wordless.id)
    assert worker.get(address(wordless)).status_code == 404


def test_a_family_checks_nobodys_word_not_even_its_own(somebody: Actor, reachable: Reachable) -> None:
    for actor in (somebody, reachable("another@letters.example")):
        assert client_of(actor).post(address(somebody), {"code_word": WORD}).status_code == 404
        with pytest.raises(NotYours):
            actions.try_code_word(actor=actor, user_id=somebody.id, word=WORD)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CASEWORKER}))
def test_no_other_role_that_does_not_work_with_them_does(somebody: Actor, make_actor: MakeActor, role: str) -> None:
    assert client_of(make_actor(role)).get(address(somebody)).status_code == 404


def test_a_stranger_is_sent_to_sign_in(somebody: Actor) -> None:
    assert Client().post(address(somebody), {"code_word": WORD})["Location"].startswith("/accounts/login/")


def test_a_word_is_never_kept_with_what_else_was_typed(somebody: Actor, worker: Client) -> None:
    worker.post("/account/keep/", {"code_word": WORD}, headers={"referer": f"http://testserver{address(somebody)}"})
    assert not KeptWork.objects.exists()
