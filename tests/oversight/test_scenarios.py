"""Written scenarios: played through the real actions, taken back, told in plain words, and kept as dated results."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.demo import DEMO_ACCOUNTS
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.oversight.demo.cast import COLLEAGUES
from reconciliation.oversight.demo.households import OF_THE_CAST, OF_THE_STORIES
from reconciliation.oversight.models import ScenarioRun
from reconciliation.oversight.scenarios import reading
from reconciliation.oversight.scenarios.deeds import VERBS
from reconciliation.oversight.scenarios.expected import EXPECTED, PAGES
from reconciliation.oversight.scenarios.playing import Played, play
from reconciliation.oversight.scenarios.reading import read, shipped
from reconciliation.oversight.scenarios.roles import PARTS
from reconciliation.oversight.scenarios.unreadable import Unreadable

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db

ASKED = """
title = "A question comes in"
why = "Somebody looks at whether anybody is at risk before anything else."

[people]
imelda = "Imelda Varnish, parent"
ada = "Ada Brink, supervisor"
petra = "Petra Skerrowby, other family's parent"

[[step]]
on = "Monday 30 March 2026, 10:00"
who = "imelda"
does = "asks"
text = "Who decided?"
state = "received"
due.answer = "15 April 2026"
does_not_see = ["petra"]
"""
SCREENED = """
[[step]]
who = "ada"
does = "starts_screen"
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "story.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def wrong(played: Played) -> list[tuple[int, str, str]]:
    return [
        (step.number, checked.expected, checked.happened)
        for step in played.outcomes
        for checked in step.checks
        if not checked.passed
    ]


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


# --- the scenarios that come with the service ---------------------------------------------------


@pytest.mark.engine
@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_scenario_goes_as_it_is_written(path: Path) -> None:
    played = play(read(path))
    assert wrong(played) == []
    assert played.passed


def test_there_is_scenario_a_and_five_more() -> None:
    assert len(shipped()) >= 6
    first = read(next(path for path in shipped() if path.stem.startswith("question-partly-answered")))
    assert list(first.steps[-1].expected.way or ()) == [
        "received", "screening", "clarifying", "answering", "awaiting_approval", "answer_shared",
        "information_escalation", "answer_shared", "closed_answered",
    ]  # fmt: skip


def test_nobody_of_a_scenario_bears_a_name_of_the_demo() -> None:
    """Or a page of results would seem to tell a team of the other side."""
    named = {account.name for account in DEMO_ACCOUNTS} | set(COLLEAGUES.values())
    for home in (*OF_THE_CAST, *OF_THE_STORIES):
        named |= {person.name for person in (*home.children, *home.adults)}
    demo = {word for name in named for word in re.split(r"[ -]", name)}
    texts = [path.read_text(encoding="utf-8") for path in shipped()]
    texts += [part.stand_in for part in PARTS.values()]
    assert {word for text in texts for word in re.findall(r"\w+", text)} & demo == set()


# --- what a run leaves --------------------------------------------------------------------------


@pytest.mark.engine
def test_a_run_in_an_empty_database_leaves_nothing(written: Callable[[str], Path]) -> None:
    before = rows()
    assert play(read(written(ASKED + SCREENED))).passed
    assert rows() == before
    assert not keys._ring.get()


@pytest.mark.engine
def test_a_run_beside_real_families_leaves_nothing_and_the_record_is_whole(
    cast: Any, written: Callable[[str], Path]
) -> None:
    before = rows()
    assert play(read(written(ASKED + SCREENED))).passed
    assert rows() == before
    assert list(verify()) == []


def test_the_clock_stands_where_it_stood(written: Callable[[str], Path]) -> None:
    play(read(written(ASKED)))
    assert clock.today().year >= 2026
    assert clock._moved_to.get() is None


def test_a_key_that_was_made_in_a_run_is_forgotten_with_it(written: Callable[[str], Path]) -> None:
    with keys.key_ring():
        play(read(written(ASKED)))
        sealed = keys.seal(keys.SITE, "here", "kept")
    assert keys.open_sealed(keys.SITE, "here", sealed) == "kept"


def test_nobody_can_sign_in_as_somebody_of_a_scenario(written: Callable[[str], Path]) -> None:
    from reconciliation.oversight.scenarios.cast import NOWHERE, assemble

    scenario = read(written(ASKED))
    cast = assemble(scenario.people.values(), scenario.steps[0].at.date())
    assert {user.email.split("@")[1] for user in cast.users.values()} == {NOWHERE}
    assert not any(user.has_usable_password() for user in cast.users.values())


def test_what_is_only_tried_is_taken_back_before_the_story_goes_on(written: Callable[[str], Path]) -> None:
    tried = (
        '\n[[step]]\nwhat_if = "She takes it back."\nwho = "imelda"\ndoes = "withdraws"\nstate = "closed withdrawn"\n'
    )
    after = '\n[[step]]\nwho = "imelda"\ndoes = "looks"\nstate = "received"\nway = ["received"]\n'
    assert play(read(written(ASKED + tried + after))).passed


# --- what does not go as written ----------------------------------------------------------------


def test_an_expectation_that_is_not_so_fails_the_run_and_says_what_happened(written: Callable[[str], Path]) -> None:
    played = play(read(written(ASKED + SCREENED + 'state = "answering"\n')))
    assert not played.passed
    assert wrong(played) == [(2, "The question is: answering", "screening")]


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ('sees = ["petra"]', (2, "Petra Skerrowby can open the page of the question", "“Page not found”")),
        (
            'sees = ["imelda: Nobody decided"]',
            (2, "Imelda Varnish sees “Nobody decided”", "the page is there, and these words are not on it"),
        ),
        (
            'does_not_see = ["imelda: Who decided"]',
            (2, "Imelda Varnish does not see “Who decided”", "it is there to read"),
        ),
        ('due.answer = "16 April 2026"', (2, "Answer the family: Thursday 16 April 2026", "Wednesday 15 April 2026")),
        ("elapsed = 3", (2, "Elapsed working days: 3", "0")),
    ],
)
def test_each_expectation_can_fail(
    written: Callable[[str], Path], expected: str, told: tuple[int, str, str]
) -> None:  # fmt: skip
    played = play(read(written(f"{ASKED}{SCREENED}{expected}\n")))
    assert wrong(played) == [told]


def test_a_step_that_is_refused_unasked_ends_the_story(written: Callable[[str], Path]) -> None:
    step = '\n[[step]]\nwho = "petra"\ndoes = "withdraws"\n'
    played = play(read(written(ASKED + step + SCREENED)))
    assert wrong(played) == [(2, "It is done", "refused with “Page not found”")]
    assert [step.result for step in played.outcomes] == ["passed", "failed", "not played"]


def test_a_step_that_must_fail_and_does_not_ends_the_story(written: Callable[[str], Path]) -> None:
    played = play(read(written(ASKED + SCREENED + 'must_fail = "Page not found"\n' + SCREENED)))
    assert wrong(played) == [(2, "Refused with “Page not found”", "it was done")]
    assert played.outcomes[2].result == "not played"


def test_a_step_must_fail_for_the_reason_that_is_written(written: Callable[[str], Path]) -> None:
    step = '\n[[step]]\nwho = "petra"\ndoes = "withdraws"\nmust_fail = "Nobody was told"\n'
    assert wrong(play(read(written(ASKED + step)))) == [
        (2, "Refused with “Nobody was told”", "refused with “Page not found”")
    ]


def test_answering_before_anybody_has_asked_is_said_and_not_a_fault(written: Callable[[str], Path]) -> None:
    story = ASKED[: ASKED.index("[[step]]")] + SCREENED.replace("[[step]]", '[[step]]\non = "30 March 2026, 10:00"')
    assert wrong(play(read(written(story)))) == [(1, "It can be done here", "Nobody has asked anything yet.")]


# --- a file that cannot be read -----------------------------------------------------------------

BROKEN = {
    "not written as a scenario": (
        "title =",
        "title",
        "this is not written as a scenario",
    ),
    "no title": (
        'title = "A question comes in"\n',
        "",
        "“title” must be there too.",
    ),
    "an unknown beginning": (
        'why = "',
        'reason = "',
        "“reason” is not something that a scenario begins with.",
    ),
    "an unknown role": (
        "Brink, supervisor",
        "Brink, supervisr",
        "people, “ada”: “supervisr” is not a role. Did you mean “supervisor”?",
    ),
    "no role": (
        "Ada Brink, supervisor",
        "Ada Brink",
        "people, “ada”: write the name and the role",
    ),
    "an unknown verb": (
        '"asks"',
        '"aks"',
        "step 1: “aks” is not something that can be done. Did you mean “asks”?",
    ),
    "an unknown person": (
        'who = "imelda"',
        'who = "imelds"',
        "step 1: “imelds” is not somebody of this scenario. Did you mean “imelda”?",
    ),
    "an unknown person who looks": (
        '["petra"]',
        '["petro"]',
        "step 1: “does_not_see”: “petro” is not somebody of this scenario.",
    ),
    "an unknown page": (
        '["petra"]',
        '["petra on the moon"]',
        "step 1: “does_not_see”: “the moon” is not a page that a scenario can look at.",
    ),
    "an unknown field": (
        'text = "',
        'words = "Hm"\ntext = "',
        "step 1: “words” is not something that “asks” can be told. Use one of: text",
    ),
    "a missing field": (
        'text = "Who decided?"\n',
        "",
        "step 1: “asks” needs “text” too.",
    ),
    "a field of another kind": (
        'text = "Who decided?"',
        "text = 4",
        "step 1: “text”: A text in quotation marks is wanted here, not 4.",
    ),
    "no date": (
        'on = "Monday 30 March 2026, 10:00"\n',
        "",
        "step 1: “on” must be there too.",
    ),
    "a date in other words": (
        '"Monday 30 March 2026, 10:00"',
        '"the day after"',
        "step 1: “on”: “the day after” is not a date. Write it as “Monday 30 March 2026, 10:00”.",
    ),
    "a date that is not real": (
        "Monday 30 March",
        "31 April",
        "is not a real date",
    ),
    "another day of the week": (
        "Monday 30",
        "Sunday 30",
        "30 March 2026 is not a Sunday. It is a Monday.",
    ),
    "an hour that the clocks skip": (
        "Monday 30 March 2026, 10:00",
        "29 March 2026, 01:30",
        "the clocks go forward",
    ),
    "a promised day that is no date": (
        '"15 April 2026"',
        '"soon"',
        "step 1: “due”: “soon” is not a date.",
    ),
    "an unknown date of a question": (
        "due.answer",
        "due.anser",
        "“anser” is not a date of a question. Did you mean “answer”?",
    ),
    "an unknown state": (
        '"received"',
        '"recieved"',
        "step 1: “state”: “recieved” is not a state of a question. Did you mean “received”?",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_says_where_and_what_would_be_right(written: Callable[[str], Path], kind: str) -> None:
    old, new, told = BROKEN[kind]
    assert old in ASKED
    with pytest.raises(Unreadable) as refused:
        read(written(ASKED.replace(old, new)))
    assert str(refused.value).startswith("story.toml")
    assert told in str(refused.value)


def test_steps_stand_in_the_order_of_time(written: Callable[[str], Path]) -> None:
    earlier = SCREENED.replace("does =", 'on = "Sunday 29 March 2026, 10:00"\ndoes =')
    with pytest.raises(Unreadable, match="step 2: “on”: Sunday 29 March 2026, 10:00 is before the step above it"):
        read(written(ASKED + earlier))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nowhere\.toml: there is no such file"):
        read(tmp_path / "nowhere.toml")


# --- the command --------------------------------------------------------------------------------


def test_the_command_tells_what_went_as_written(
    written: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows()
    call_command("run_scenarios", file=written(ASKED))
    assert capsys.readouterr().out == "passed  A question comes in\n"
    assert rows() == before


def test_the_command_exits_with_1_where_one_fails(
    written: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError) as failed:
        call_command("run_scenarios", file=written(ASKED + SCREENED + 'state = "answering"\n'))
    assert failed.value.returncode == 1
    told = capsys.readouterr().out
    assert "FAILED  A question comes in" in told
    assert "step 2, Monday 30 March 2026, 10:01: failed. Ada Brink (supervisor) starts the safeguarding screen." in told
    assert "The question is: answering. No: screening." in told


def test_the_command_exits_with_1_where_a_file_cannot_be_read(
    written: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError):
        call_command("run_scenarios", file=written(ASKED.replace('"asks"', '"aks"')), json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is False
    assert "story.toml, step 1: “aks”" in told["scenarios"][0]["unreadable"]


def test_the_command_gives_json(written: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("run_scenarios", file=written(ASKED), json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is True
    step = told["scenarios"][0]["steps"][0]
    assert (step["number"], step["result"]) == (1, "passed")
    assert step["says"] == "Imelda Varnish (parent) asks a question."


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture
def one_file(written: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    path = written(ASKED)
    monkeypatch.setattr(reading, "FILES", path.parent)
    return path


PLAYERS = ("supervisor", "safeguarding_lead", "auditor")
OTHERS = (
    "family_member", "young_person", "caseworker", "duty_worker", "service_provider", "commissioner",
    "information_governance", "admin",
)  # fmt: skip


@pytest.mark.parametrize("local", PLAYERS)
def test_who_plays_scenarios_plays_one_and_its_dated_result_is_kept(as_: As, one_file: Path, local: str) -> None:
    client = as_(local)
    assert "Not played" in client.get(reverse("scenarios")).content.decode()
    sent = client.post(reverse("scenario", args=["story"]))
    assert (sent.status_code, sent["Location"]) == (302, reverse("scenario", args=["story"]))
    run = ScenarioRun.objects.get()
    assert (run.slug, run.title, run.passed) == ("story", "A question comes in", True)
    page = client.get(reverse("scenario", args=["story"])).content.decode()
    assert "Imelda Varnish (parent) asks a question." in page
    assert "As written" in page
    entry = AuditEntry.objects.get(action="scenario_played")
    assert (entry.chain, entry.row_id, entry.details) == (keys.SITE, run.pk, {"slug": "story", "passed": True})


def test_all_are_played_with_one_button(as_: As, one_file: Path) -> None:
    client = as_("auditor")
    assert client.post(reverse("scenarios"), follow=True).redirect_chain == [(reverse("scenarios"), 302)]
    assert ScenarioRun.objects.count() == 1


def test_an_older_result_can_be_read_again_and_a_changed_file_is_said(as_: As, one_file: Path) -> None:
    client = as_("supervisor")
    client.post(reverse("scenario", args=["story"]))
    first = ScenarioRun.objects.get()
    one_file.write_text(ASKED + SCREENED + 'state = "answering"\n', encoding="utf-8")
    assert "The file has changed since" in client.get(reverse("scenarios")).content.decode()
    client.post(reverse("scenario", args=["story"]))
    address = reverse("scenario", args=["story"])
    assert "No: screening." in client.get(address).content.decode()
    assert "No: screening." not in client.get(address, {"result": str(first.pk)}).content.decode()


def test_a_file_that_cannot_be_read_is_said_on_the_page_and_not_played(as_: As, one_file: Path) -> None:
    one_file.write_text(ASKED.replace('"asks"', '"aks"'), encoding="utf-8")
    client = as_("supervisor")
    assert "Did you mean “asks”?" in client.get(reverse("scenario", args=["story"])).content.decode()
    client.post(reverse("scenarios"))
    assert not ScenarioRun.objects.exists()


def test_a_kept_result_is_never_changed_or_taken_away(as_: As, one_file: Path) -> None:
    as_("auditor").post(reverse("scenario", args=["story"]))
    for change in (lambda rows: rows.update(passed=False), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ScenarioRun.objects.all())


@pytest.mark.parametrize("local", OTHERS)
def test_nobody_else_finds_the_page(as_: As, one_file: Path, local: str) -> None:
    client = as_(local)
    nothing = client.get("/no/such/page/").content
    for address in (reverse("scenarios"), reverse("scenario", args=["story"])):
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer.content) == (404, nothing)
    assert not ScenarioRun.objects.exists()


def test_a_name_that_is_no_scenario_and_a_result_of_none_are_not_found(as_: As, one_file: Path) -> None:
    client = as_("auditor")
    assert client.get(reverse("scenario", args=["no-such-story"])).status_code == 404
    missing = {"result": "00000000-0000-4000-8000-00000000abcd"}
    assert client.get(reverse("scenario", args=["story"]), missing).status_code == 404


def test_a_forged_form_plays_nothing(cast: Any, one_file: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["auditor"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(reverse("scenarios")).status_code == 403
    assert not ScenarioRun.objects.exists()


# --- the page for whoever writes one ------------------------------------------------------------

DOCS = (settings.BASE_DIR / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_format_is_described_word_for_word() -> None:
    described = set(re.findall(r"`([^`\n]+)`", DOCS))
    words = {*VERBS, *EXPECTED, *PARTS, *PAGES, *(entry.name for verb in VERBS.values() for entry in verb.fields)}
    assert words - described == set()


def test_the_example_of_the_description_goes_as_it_is_written(written: Callable[[str], Path]) -> None:
    example = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)[0]
    assert wrong(play(read(written(example)))) == []
