"""Everything that can be done to a question, for walks at random: each act tries, and may be refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from portal.workflow import clock
from portal.workflow.decisions import Decision
from reconciliation.safeguards.actions import record_screen
from reconciliation.tracks import actions
from reconciliation.tracks.actions import PauseText, Reply, Review, Told
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors import Inputs
from reconciliation.tracks.selectors.answers import open_proposal
from reconciliation.tracks.selectors.collect import open_closing
from reconciliation.tracks.sweeps import remind_and_finish
from tests.tracks.road import ANSWER, PARTS, PROCESS, WEIGHED, WITHHELD, Road

Act = Callable[[Road, str], None]
DECISION = Decision(text="Decided.", reason="Because.", told="Told.", told_how="phone")


def _act(action: Callable[..., object], road: Road, local: str, **more: Any) -> None:
    action(actor=road.actor(local), pk=road.pk, **more)


def _share(road: Road, local: str) -> None:
    proposal = open_proposal(road.track)
    _act(actions.share_answer, road, local, version_shown=proposal.digest if proposal else "")


def _no_further(road: Road, local: str) -> None:
    proposal = open_closing(road.track)
    _act(actions.no_further_action, road, local, version_shown=proposal.digest if proposal else "")


def _reply(answers: bool) -> Act:
    said = Reply(answers_me=answers, missing="" if answers else "The date.")
    return lambda road, local: _act(actions.reply, road, local, replies={1: said, 2: said})


def _screen(road: Road, local: str) -> None:
    record_screen(
        actor=road.actor(local), engagement=road.track.engagement, subject=road.pk, outcome="no_immediate_risk",
        reason="Nobody is at risk.",
    )  # fmt: skip


def _write(answer: Any, number: int) -> Act:
    return lambda road, local: _act(actions.write_answer, road, local, number=number, answer=answer)


def _pause(reason: str, days: int) -> Act:
    def pause(road: Road, local: str) -> None:
        again = clock.add_working_days(clock.today(), days)
        text = PauseText(reason=reason, review_on=again, why="It has to.", told="We paused this.")
        _act(actions.pause, road, local, text=text)

    return pause


def _decide(outcome: str, number: int) -> Act:
    before = {"released": (), "redacted": ("full",), "summary": ("full", "redacted")}
    review = Review(
        outcome=outcome, reason="Because.", text="What we can say.", reason_code="third_party_data",
        considered={form: WEIGHED[form] for form in before.get(outcome, WEIGHED)}, covered={1: "safety"},
        best_interests="It protects a child.", next_date=None,
    )  # fmt: skip
    return lambda road, local: _act(actions.decide_review, road, local, number=number, review=review)


def _extend(road: Road, local: str) -> None:
    later = clock.add_working_days(clock.today(), 9)
    _act(actions.extend_answer, road, local, new_due=later, reason="It takes longer.", family_told="By phone.")


def raw(event: str) -> Act:
    """Any declared move at all, with the fullest inputs: only the policy and the guards stand in its way."""
    inputs = Inputs(reason="Because.", told="Told.", named=frozenset({1}))
    return lambda road, local: _act(
        actions.moving.make, road, local, event=event, version=None, inputs=inputs, decision=DECISION
    )


def _sweep(road: Road, local: str) -> None:
    remind_and_finish()


RAW = {move.event: move for move in ShortTermTrack.moves().values()}
# What only its own action can do, for the action writes what the move rests on.
WITH_ROWS = frozenset({
    "pause", "resume", "reopen", "step_up", "review_requested", "released", "redacted", "summary", "refused",
    "no_further_action", "not_answered", "propose_answer", "return", "share_answer", "share_process_information",
})  # fmt: skip
OUTCOMES = ("released", "redacted", "summary", "refused")
ACTS: dict[str, Act] = {
    "screen": _screen,
    "assign": lambda road, local: _act(
        actions.assign, road, local, worker=road.cast.users["caseworker"], answer="none_declared"
    ),
    "restate": lambda road, local: _act(actions.restate, road, local, parts=PARTS),
    "reject": lambda road, local: _act(actions.reject_restatement, road, local, because="Not that."),
    "confirm": lambda road, local: _act(actions.confirm_question, road, local),
    "write 1": _write(ANSWER, 1),
    "write 2": _write(PROCESS, 2),
    "withhold 2": _write(WITHHELD, 2),
    "item": lambda road, local: _act(
        actions.keep_item, road, local, number=2, what="A note", text="One.\n\nTwo about others."
    ),
    "no proceedings": lambda road, local: road.no_proceedings() and None,
    "propose": lambda road, local: _act(actions.propose, road, local),
    "return": lambda road, local: _act(actions.return_answer, road, local, reason="Say more."),
    "share": _share,
    "share process": lambda road, local: _act(actions.share_process_information, road, local, numbers=frozenset({2})),
    "satisfied": _reply(True),
    "not satisfied": _reply(False),
    "go on": lambda road, local: _act(actions.continue_part, road, local),
    "ask for review": lambda road, local: _act(actions.ask_for_review, road, local, number=2, missing="All of it."),
    "refer": lambda road, local: _act(actions.refer_for_review, road, local, number=2, why="Look again."),
    "acknowledge": lambda road, local: _act(actions.acknowledge_review, road, local),
    **{f"{outcome} {n}": _decide(outcome, n) for outcome in OUTCOMES for n in (1, 2)},
    "pause for the family": _pause("awaiting_family", 6),
    "pause for safety": _pause("safety", 3),
    "pause for too long": _pause("proceedings", 11),
    "pause own": lambda road, local: _act(actions.pause, road, local),
    "resume": lambda road, local: _act(actions.resume, road, local),
    "redirect": lambda road, local: _act(
        actions.redirect, road, local, where="complaint", reason="It is one.", told=Told("Call the team.")
    ),
    "no further": lambda road, local: _act(
        actions.propose_no_further_action,
        road,
        local,
        reason="Nothing is left.",
        told=Told("We stop here.", support="Somebody to talk to."),
    ),
    "agree no further": _no_further,
    "disagree": lambda road, local: _act(actions.disagree_and_finish, road, local, words="I do not agree."),
    "more help": lambda road, local: _act(actions.step_up, road, local),
    "withdraw": lambda road, local: _act(actions.withdraw, road, local),
    "come back": lambda road, local: _act(actions.reopen, road, local, words="It is not done.", numbers=()),
    "come back to 1": lambda road, local: _act(actions.reopen, road, local, words="Part 1.", numbers=(1,)),
    "extend": _extend,
    "sweep": _sweep,
    **{f"{move.id} {event}": raw(event) for event, move in RAW.items() if event not in WITH_ROWS},
}
# How long after the step before it an act comes.
GAPS = (dt.timedelta(0), dt.timedelta(hours=7), dt.timedelta(days=1), dt.timedelta(days=6), dt.timedelta(days=31))


FAMILY, LEAD = "family_member", "supervisor"
USUAL = {
    "screen": LEAD, "assign": LEAD, "redirect": LEAD, "share": LEAD, "return": LEAD, "agree no further": LEAD,
    "S2 start_screen": LEAD, "reject": FAMILY, "confirm": FAMILY, "satisfied": FAMILY, "not satisfied": FAMILY,
    "ask for review": FAMILY, "pause own": FAMILY, "disagree": FAMILY, "more help": FAMILY, "withdraw": FAMILY,
    "come back": FAMILY, "come back to 1": FAMILY, "acknowledge": "information_governance",
    **{f"{outcome} {n}": "information_governance" for outcome in OUTCOMES for n in (1, 2)},
}  # fmt: skip


def usual(road: Road, act: str) -> str:
    """Who most often does it, so that a walk gets somewhere; whoever paused goes on."""
    if act == "resume":
        return FAMILY if road.track.paused_by_family else "caseworker"
    return USUAL.get(act, "caseworker")


ALWAYS = ("more help", "pause own", "pause for the family", "pause for safety", "withdraw", "sweep", "extend")
# What leads somewhere from each state, so that a walk goes deep; anything else is tried too, and refused.
LEADS_ON = {
    "received": ("S2 start_screen",),
    "screening": ("screen", "assign", "assign", "redirect"),
    "clarifying": ("restate", "confirm", "confirm", "reject"),
    "answering": (
        "no proceedings",
        "write 1",
        "write 2",
        "withhold 2",
        "item",
        "propose",
        "propose",
        "share process",
        "no further",
        "agree no further",
        "ask for review",
    ),
    "awaiting_approval": ("share", "share", "return"),
    "answer_shared": (
        "satisfied",
        "not satisfied",
        "not satisfied",
        "go on",
        "ask for review",
        "refer",
        "disagree",
        "sweep",
    ),
    "information_escalation": ("acknowledge", *(f"{outcome} {n}" for outcome in OUTCOMES for n in (1, 2))),
    "paused": ("resume", "resume"),
}


def chosen(road: Road, number: int, *, anything: bool) -> str:
    """The act that a drawn number stands for in the state that the question is in."""
    state = road.track.current
    acts = sorted(ACTS) if anything else [*LEADS_ON.get(state, ("come back", "come back to 1")) * 4, *ALWAYS]
    return acts[number % len(acts)]
