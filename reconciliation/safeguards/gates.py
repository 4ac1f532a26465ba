"""The guards that rest on this room's facts. Pure, and shared by every track."""

from portal.workflow import clock
from portal.workflow.guards import GuardResult, failed, passed
from reconciliation.safeguards.facts import LanguageFacts, NeedFact, ProceedingsFacts, ScreenFacts

PROCESS_INFORMATION = "process_information"
SUPPORT = "support"
SAFETY_PLAN = "safety_plan"
INTER_FAMILY = "inter_family"
# Never held back by anything that police or courts do.
ALWAYS = frozenset({
    PROCESS_INFORMATION, SUPPORT, "support_referral", "therapy", "therapeutic_support_link", "advocacy",
    SAFETY_PLAN, "safety_plan_shared_setting", "share_for_safeguarding",
})  # fmt: skip
# By whatever name the families would meet or write.
BETWEEN_FAMILIES = frozenset({INTER_FAMILY, "letter", "shuttle", "facilitated_meeting"})

NOTHING_KNOWN = "none_known"
RIGHT_TO_REVIEW = "right_to_review"
LIVE = frozenset({"police_enquiry", "investigation", "released_under_investigation", "bail", "charged", "court"})
# While one of these stands, somebody else's decision is waited for, and asked after.
WAITED_FOR = LIVE | {RIGHT_TO_REVIEW}
CHECK_HOLDS_DAYS = 10
# So many checks in a row without an answer go to the supervisor.
CHASES_TO_ESCALATE = 3
PLAIN = ("en", "standard")


def screen_gate(facts: ScreenFacts | None) -> GuardResult:
    """G_SCREEN: a screen is recorded since the question last came to screening."""
    if facts is None or facts.screen_id is None or facts.recorded_at is None:
        return failed(
            "G_SCREEN",
            "No safeguarding screen is recorded since the question came in.",
            "Record the safeguarding screen.",
        )
    if facts.since is not None and facts.recorded_at < facts.since:
        return failed(
            "G_SCREEN",
            "No safeguarding screen is recorded since the question came back to screening.",
            "Record a new safeguarding screen.",
        )
    return passed("G_SCREEN", facts.screen_id, as_at=facts.recorded_at)


def proceedings_gate(activity: str, facts: ProceedingsFacts | None) -> GuardResult:
    """G_GATE: whether police or court work lets this activity go on.

    Support, safety and what happens next are never blocked; contact between families has no override; whatever else is
    told counts as information about what happened.
    """
    if activity in ALWAYS:
        return passed(f"G_GATE({activity})")
    between = activity in BETWEEN_FAMILIES
    guard = f"G_GATE({INTER_FAMILY})" if between else "G_GATE(information)"
    if facts is None or not facts.status:
        return failed(guard, "No police or court status is recorded.", "Record the police or court status.")
    if facts.status != NOTHING_KNOWN and not _answered_lately(facts):
        return failed(
            guard,
            "The last answer from police or court is more than 10 working days old."
            if facts.last_check_on
            else "No answer from police or court is recorded.",
            "Check again with police or court, and record what they answer.",
        )
    if between:
        return _between_families(guard, facts)
    if facts.status in LIVE and not facts.non_objection:
        return failed(
            guard,
            "Police or court work is going on, so what happened cannot be told yet.",
            "Record a written non-objection of the police or the prosecutors.",
        )
    return passed(guard, *facts.evidence)


def language_gate(facts: LanguageFacts | None) -> GuardResult:
    """G_LANG: everybody who will read it gets it in the language and the format that they need."""
    readers = facts.readers if facts else ()
    for need in readers:
        if (need.language, need.format) == PLAIN:
            continue
        if need.met_id is None:
            return failed(
                "G_LANG",
                "Somebody who will read this needs another language or format.",
                "Record how the need was met for this question.",
            )
        if need.interpreter and not need.interpreter_checked:
            return failed(
                "G_LANG",
                "The interpreter or translator was not checked for links with the families.",
                "Check for links, and record it.",
            )
    return passed("G_LANG", *_met(readers))


def _between_families(guard: str, facts: ProceedingsFacts) -> GuardResult:
    if facts.status in LIVE or facts.status == RIGHT_TO_REVIEW:
        return failed(
            guard,
            "Police or court work has not ended, so the families cannot meet or write through us.",
            "Wait until it has ended. Support carries on.",
        )
    return passed(guard, *facts.evidence)


def _answered_lately(facts: ProceedingsFacts) -> bool:
    if facts.last_check_on is None:
        return False
    return clock.working_days_between(facts.last_check_on, facts.today) <= CHECK_HOLDS_DAYS


def _met(readers: tuple[NeedFact, ...]) -> list[object]:
    return [need.met_id for need in readers if need.met_id]
