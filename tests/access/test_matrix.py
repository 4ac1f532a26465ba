"""Who gets which page: the table is the policy, read by a person. An address without a row fails the suite."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from portal.accounts.demo import DEMO_ACCOUNTS
from tests.access import world
from tests.access.asked import Asked
from tests.access.world import OTHER_SIDE, Side
from tests.architecture.test_routes import PUBLIC, routes

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]

FAMILY = {"family_member", "young_person", "second_parent", "other_family"}
WORKERS = {"caseworker", "other_caseworker", "duty_worker"}
SUPERVISORS = {"supervisor", "second_supervisor", "other_supervisor", "duty_supervisor"}
DUTY_WORKER, DUTY_BOSS = {"duty_worker"}, {"duty_supervisor"}
DUTY = DUTY_WORKER | DUTY_BOSS
LEAD, ADMIN, GOVERNANCE = {"safeguarding_lead"}, {"admin"}, {"information_governance"}
# Of the first family: who asked, who works with them, who supervises their team.
ASKER, WORKER, TEAM = {"family_member"}, {"caseworker"}, {"supervisor", "second_supervisor"}
EVERYBODY = {account.local for account in DEMO_ACCOUNTS}

# Pages that name nothing: who has them at all.
PLACES: dict[str, set[str]] = {
    "start": EVERYBODY, "account_logout": EVERYBODY, "account_login": EVERYBODY, "demo": EVERYBODY,
    "accounts_home": ADMIN, "accounts_invite": ADMIN,
    "held_texts": LEAD, "safeguarding_home": LEAD, "incident_new": LEAD, "family_open": LEAD,
    "engagement_new": SUPERVISORS - DUTY_BOSS, "conflict_recorded": WORKERS | SUPERVISORS, "engagement_look": WORKERS,
    "family_home": FAMILY, "about": FAMILY, "ask": FAMILY, "flowchart_short_term": EVERYBODY,
    **{f"contact_{of}": FAMILY for of in "reach email sms phone post private days times calls words".split()},
    **{f"contact_{of}": FAMILY for of in "code_word format language never_use".split()}, "contact": FAMILY,
    "demo_mail": EVERYBODY,
    "messages": FAMILY, "messages_waiting": WORKERS, "messages_find": LEAD | GOVERNANCE,
    "worklist": WORKERS | SUPERVISORS, "proceedings_list": WORKERS | SUPERVISORS,
    "promises_list": WORKERS | SUPERVISORS, "supervisor_queue": SUPERVISORS, "later_list": WORKERS | SUPERVISORS,
    "information_home": {"information_governance"}, "audit_home": {"auditor"},
    "audit_check": {"auditor"}, "opened_log": {"auditor"}, "opened_by": FAMILY,
    "scenarios": SUPERVISORS | LEAD | {"auditor"},
    **{f"account_{of}": EVERYBODY for of in "home password second_factor second_factor_picture stay time_left".split()},
    **{f"account_{of}": EVERYBODY for of in "confirm confirm_code end_others keep second_factor_stop".split()},
    "account_recovery_codes": EVERYBODY, "account_request_login_code": EVERYBODY, "mfa_authenticate": EVERYBODY,
    "account_passkeys": EVERYBODY, "account_passkey_add": EVERYBODY,
    "account_confirm_login_code": EVERYBODY, "exit": EVERYBODY, "exit_about": EVERYBODY, "safety": EVERYBODY,
    "privacy": EVERYBODY, "cookies": EVERYBODY, "accessibility": EVERYBODY,
    "teams_home": ADMIN, "team_new": ADMIN,
    # For people without an account; whoever has one is led to their own first page.
    **{f"ask_{of}": EVERYBODY for of in "start write save reach email call done leave".split()},
    **{f"ask_{of}": EVERYBODY for of in "return return_lost return_code".split()},
    "duty": DUTY, "questions_to_tie": LEAD,
    "referrals_home": {"service_provider", "other_provider"}, "demand_home": {"commissioner"},
}  # fmt: skip

# Pages of one family: who has them for the first family. For the other side it is the mirror image.
OBJECTS: dict[str, set[str]] = {
    "engagement": WORKER | TEAM, "engagement_details": TEAM, "engagement_check": TEAM, "engagement_opened": TEAM,
    "engagement_family": WORKER | TEAM, "question_record": WORKER | TEAM,
    "engagement_conflict": WORKER | TEAM, "engagement_worker": TEAM, "engagement_match": TEAM,
    "engagement_people": WORKER | TEAM, "engagement_add_child": WORKER | TEAM, "engagement_add_adult": WORKER | TEAM,
    "person_change": WORKER | TEAM, "person_relation": WORKER | TEAM, "person_contact": WORKER | TEAM,
    "contact_remove": WORKER | TEAM, "person_invite": TEAM,
    "screen": WORKER | TEAM, "proceedings": WORKER | TEAM, "need": WORKER | TEAM, "need_met": WORKER | TEAM,
    "proceedings_status": WORKER | TEAM, "proceedings_check": WORKER | TEAM, "proceedings_escalation": TEAM,
    "ask_for": WORKER | TEAM, "ask_for_again": set(),
    "question": ASKER, "ask_sent": ASKER | WORKER | TEAM, "confirm": ASKER, "reply": ASKER, "review": ASKER,
    "withdraw": ASKER, "share": ASKER, "ask_again": ASKER, "ask_check": ASKER,
    "disagree": ASKER, "more_help": ASKER, "come_back": ASKER, "pause": ASKER, "resume": ASKER,
    "start_screen": WORKER | TEAM, "assign": TEAM, "restate": WORKER, "confirm_for": WORKER, "answer": WORKER,
    "withhold": WORKER, "waiting": WORKER, "propose": WORKER,
    "share_process": WORKER, "continue_part": WORKER, "extend": WORKER,
    "share_answer": TEAM, "return_answer": TEAM,
    "promise": WORKER | TEAM, "promise_outcome": WORKER | TEAM, "apologise": WORKER, "apology": TEAM,
    "return_apology": TEAM,
    "redirect_question": TEAM, "open_again": TEAM, "no_further_action": TEAM, "return_no_further_action": TEAM,
    "propose_no_further_action": WORKER, "no_reply": WORKER, "refer_for_review": WORKER, "pause_for": WORKER,
    "resume_for": WORKER,
    "engagement_open": LEAD, "contact_caller": WORKER | TEAM,
    "engagement_messages": WORKER | TEAM | LEAD | GOVERNANCE, "thread": ASKER | WORKER, "thread_find": ASKER | WORKER,
    "thread_draft": ASKER | WORKER, "thread_people": ASKER, "thread_close": WORKER, "thread_settle": WORKER,
    "thread_look": TEAM | LEAD | GOVERNANCE, "message_take_back": WORKER, "held_message_take_back": WORKER,
}  # fmt: skip

# Pages of a question that was asked without an account, where it has no family: the duty team's and the lead's.
ASKED: dict[str, set[str]] = {
    "duty_call": DUTY, "duty_said": DUTY, "question_tie": LEAD, "question_tie_to": LEAD, "question_untie": LEAD,
}  # fmt: skip
# A place without a family has nobody to add, to name, to invite or to ask for, and no name to match.
NOT_WITHOUT_FAMILY = {
    "engagement_details", "engagement_check", "engagement_opened", "engagement_match", "engagement_people",
    "engagement_add_child", "engagement_add_adult", "person_change", "person_relation", "person_contact",
    "contact_remove", "person_invite", "ask_for", "contact_caller",
    "engagement_messages", "thread", "thread_find", "thread_draft", "thread_people", "thread_close", "thread_settle",
    "thread_look", "message_take_back", "held_message_take_back",
}  # fmt: skip
DUTY_FOR = {"caseworker": "duty_worker", "supervisor": "duty_supervisor", "second_supervisor": "duty_supervisor"}
# The safeguarding lead has opened it with a reason, and reads it.
READ_BY_LEAD = {"engagement", "engagement_family", "question_record", "proceedings"}


def without_family(name: str) -> set[str]:
    """Who has this page for a question that has no family yet."""
    if name in ASKED:
        return ASKED[name]
    duty = {DUTY_FOR.get(who, who) for who in OBJECTS[name] - FAMILY}
    return (set() if name in NOT_WITHOUT_FAMILY else duty) | (LEAD if name in READ_BY_LEAD else set())


# Pages of things that belong to no side.
SITE: dict[str, set[str]] = {
    "incident": LEAD, "incident_link": LEAD, "held_text": LEAD, "matched_text": LEAD, "acknowledge_help": TEAM,
    "scenario": SUPERVISORS | LEAD | {"auditor"},
    **{f"review_{of}": {"information_governance"} for of in "case acknowledge conflict item".split()},
    **{f"review_{of}": {"information_governance"} for of in "released redacted summary refused".split()},
    "team": ADMIN, "team_add": ADMIN, "team_approver": ADMIN, "team_end": ADMIN,
    "accounts_account": ADMIN, "accounts_post_title": ADMIN, "accounts_active": ADMIN, "accounts_revoke": ADMIN,
}  # fmt: skip
# Sent only, never opened: a GET is 405 whoever asks.
POST_ONLY = {
    "thread_draft",
    "thread_settle",
    "accounts_revoke",
    "accounts_active",
    "accounts_post_title",
    "team_approver",
    "team_end",
}
ELSEWHERE = {
    "accounts_second_factor": "the tests of accounts: it is there only where an account has a second factor",
    "account_end": "the tests of the account's own page: one's own sign-ins only",
    "account_passkey_rename": "the tests of passkeys: one's own only",
    "account_passkey_remove": "the tests of passkeys: one's own only",
    "invitation": "its own tests: whoever holds the link",
}
THERE = {200, 302, 405, 409}  # a page, the way to one, a page for POST only, or a page out of date


@dataclass
class World:
    first: Side
    other: Side
    incident: uuid.UUID
    hold: uuid.UUID
    match: uuid.UUID
    member: uuid.UUID
    review: uuid.UUID
    more_help: uuid.UUID
    asked: Side
    road: Asked
    cast: Any


def place(cast: Any) -> World:
    return World(
        world.varnish(cast), world.skerrowby(cast), world.incident(cast), world.hold(cast), world.match(cast),
        world.member(cast), world.review(cast), world.more_help(cast), *world.asked(cast), cast,
    )  # fmt: skip


@pytest.fixture(scope="module")
def placed(kept: Any) -> World:
    """Made once a module; what a test changes of it is gone with the test."""
    return kept(place)


def address(name: str, side: Side) -> str:
    """The address of one page, with what it names taken from one side."""
    route = next(route for route, entry in routes(get_resolver()) if entry.name == name)
    of_question = route.startswith(("questions/", "work/"))
    given = {
        "pk": side.question if of_question else side.engagement, "engagement_id": side.engagement,
        "person": side.person, "child": side.child, "detail": side.detail, "conflict": side.conflict,
        "user_id": side.account, "promise": side.promise, "apology": side.apology,
        "family": side.family, "subject": side.question, "draft_id": side.draft, "thread": side.thread,
        "held": side.held, "number": 2 if route.startswith("messages/") else 1,
    }  # fmt: skip
    return reverse(name, kwargs={key: value for key, value in given.items() if f":{key}>" in route})


def site_address(name: str, placed: World | None) -> str:
    if name == "scenario":
        return reverse(name, args=["taken-no-further" if placed is not None else "no-such-scenario"])
    things: dict[str, uuid.UUID] = {}
    if placed is not None:
        things = {"incident": placed.incident, "incident_link": placed.incident, "held_text": placed.hold}
        things["matched_text"] = placed.match
        things["acknowledge_help"] = placed.more_help
        things |= dict.fromkeys(
            ("accounts_account", "accounts_post_title", "accounts_active"), placed.cast.users["auditor"].pk
        )
        things |= dict.fromkeys(("team", "team_add", "team_approver", "team_end"), placed.cast.teams["east"].pk)
    kwargs = {"pk": things.get(name, uuid.uuid4())}
    if name.startswith("review_"):
        return reverse(name, args=[placed.review if placed is not None else uuid.uuid4(), *_part_of(name)])
    if name in {"team_approver", "team_end"}:
        kwargs["member"] = placed.member if placed is not None else uuid.uuid4()
    return reverse(name, kwargs=kwargs)


def _part_of(name: str) -> list[int]:
    return [] if name in {"review_case", "review_acknowledge", "review_conflict"} else [1]


def test_every_address_has_a_row() -> None:
    named = {entry.name for route, entry in routes(get_resolver()) if entry.name}
    assert named == {*PLACES, *OBJECTS, *ASKED, *SITE, *ELSEWHERE}


@pytest.mark.parametrize("local", sorted(EVERYBODY))
def test_each_account_has_its_own_pages_and_one_same_404_for_all_others(placed: World, as_: As, local: str) -> None:
    client = as_(local)
    nothing = client.get("/no/such/page/")
    assert nothing.status_code == 404
    mirrored = {name: {OTHER_SIDE.get(who, who) for who in allowed} for name, allowed in OBJECTS.items()}
    rows = [(reverse(name), local in allowed) for name, allowed in PLACES.items()]
    rows += [(address(name, placed.first), local in allowed) for name, allowed in OBJECTS.items()]
    rows += [(address(name, placed.other), local in allowed) for name, allowed in mirrored.items()]
    rows += [(address(name, placed.asked), local in without_family(name)) for name in (*OBJECTS, *ASKED)]
    rows += [(address(name, side), False) for name in ASKED for side in (placed.first, placed.other, world.missing())]
    rows += [(site_address(name, placed), local in who) for name, who in SITE.items() if name != "accounts_revoke"]
    rows += [(address(name, world.missing()), False) for name in OBJECTS]
    rows += [(site_address(name, None), False) for name in SITE if name not in POST_ONLY]
    wrong = []
    for path, allowed in rows:
        if path in {reverse("account_logout"), reverse("exit")}:
            continue
        answer = client.get(path)
        if allowed is not (answer.status_code in THERE) and answer.status_code != 405:
            wrong.append((path, allowed, answer.status_code))
        if answer.status_code == 404 and answer.content != nothing.content:
            wrong.append((path, "another 404", len(answer.content)))
    assert wrong == []


# Public pages that show a stranger nothing at once: a code is entered only where one was asked for, leaving leads away,
# a page of asking leads to its first where none was begun, and two of them only take a form.
TO_STRANGERS = {
    "/exit/": 302, "/accounts/login/app/": 302, "/accounts/login/code/enter/": 302, "/ask/done/": 302,
    "/ask/return/code/": 302, "/ask/write/": 302, "/ask/reach/": 302, "/ask/email/": 302, "/ask/call/": 302,
    "/ask/write/save/": 405, "/ask/leave/": 405,
}  # fmt: skip


def test_a_stranger_is_sent_to_sign_in_from_everywhere_but_the_public_pages(placed: World) -> None:
    client = Client()
    paths = [reverse(name) for name in PLACES] + [address(name, placed.first) for name in OBJECTS]
    paths += [address(name, placed.asked) for name in (*OBJECTS, *ASKED)]
    paths += [site_address(name, placed) for name in SITE] + ["/no/such/page", "/engagements/", "/admin/", "/.env"]
    for path in paths:
        answer = client.get(path)
        if path.lstrip("/") in PUBLIC:
            assert answer.status_code == TO_STRANGERS.get(path, 200), path
        else:
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/accounts/login/"), path


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_question_of_a_family_and_a_missing_one_take_the_same_number_of_queries(
    placed: World, as_: As, name: str
) -> None:
    for who in ASKED[name]:
        client, counted = as_(who), []
        for side in (placed.first, placed.other, world.missing()):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(name, side)).status_code == 404
            counted.append(len(queries))
        assert len(set(counted)) == 1, (who, counted)


@pytest.mark.parametrize("name", sorted(OBJECTS))
def test_not_yours_and_missing_take_the_same_number_of_queries(placed: World, as_: As, name: str) -> None:
    mirror = {"family_member": "other_family", "caseworker": "other_caseworker", "supervisor": "other_supervisor"}
    for who in OBJECTS[name] & mirror.keys():
        client = as_(mirror[who])
        counted = []
        for side in (placed.first, world.missing()):
            with CaptureQueriesContext(connection) as queries:
                send = client.post if name in POST_ONLY else client.get
                assert send(address(name, side)).status_code == 404
            counted.append(len(queries))
        assert counted[0] == counted[1], who


@pytest.mark.parametrize("name", sorted(OBJECTS.keys() | ASKED.keys()))
def test_a_wrong_method_is_405_whoever_asks_and_whatever_is_there(placed: World, as_: As, name: str) -> None:
    answers = {
        as_(local).delete(address(name, side)).status_code
        for local in ("family_member", "other_family", "caseworker", "commissioner")
        for side in (placed.first, world.missing())
    }
    assert answers == {405}
