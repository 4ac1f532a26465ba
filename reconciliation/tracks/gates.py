"""The guards of the short-term track. Pure: each judges a ``Facts`` and says what would satisfy it."""

import datetime as dt

from portal.workflow import clock
from portal.workflow.guards import GuardResult, failed, passed
from reconciliation.safeguards.gates import language_gate, proceedings_gate, screen_gate
from reconciliation.tracks import states
from reconciliation.tracks.facts import ELSEWHERE, PROCESS_INFORMATION, REASONS, Facts, PartFact

MAX_LOOPS = 2
LATEST_REVIEW_DAYS = 10
REOPEN_FOR = dt.timedelta(days=365)
NO_REPLY_DAYS = 20
CONFIRM_AFTER_DAYS = 5
NEEDS_REASON = frozenset({"part", "cannot_answer"})
REVIEW_ORDER = ("full", "redacted", "summary", "refused")
HELD = failed("G_RECIPIENT", "A text may name the other side.", "Decide it on the page of held texts.", wall=True)
FORMS = {"full": "in full", "redacted": "with parts covered", "summary": "a summary", "refused": "not shared"}


def screen(facts: Facts) -> GuardResult:
    """G_SCREEN: the screen is recorded, since the question last came to screening."""
    return screen_gate(facts.screen)


def conflict(facts: Facts) -> GuardResult:
    """G_COI: the worker was asked and has no conflict, and does not work with the other side."""
    if facts.worker_id is None:
        return failed("G_COI", "No worker has been chosen.", "Choose a worker of the team.")
    if not facts.worker_answer:
        return failed(
            "G_COI", "The worker has not been asked about links with this family.", "Ask the worker, and record it."
        )
    if facts.worker_answer != "none_declared":
        return failed("G_COI", "The worker has a conflict of interest.", "Choose another worker.", wall=True)
    if facts.worker_on_other_side:
        return failed("G_COI", "The worker works with the other side.", "Choose another worker.", wall=True)
    return passed("G_COI", facts.worker_answer_id, wall=True)


def restated(facts: Facts) -> GuardResult:
    """The family confirmed the wording, or it is their own, or they had five working days to say so."""
    if facts.restated_held:
        return failed(
            "G_RESTATED", "The wording may name the other side.", "Decide it on the page of held texts.", wall=True
        )
    if not facts.restated:
        return failed(
            "G_RESTATED", "The parts of the question are not written down yet.", "Write down what is asked, in parts."
        )
    if facts.restated_rejected:
        return failed(
            "G_RESTATED", "The family said that this is not what they asked.", "Write the parts again in their words."
        )
    if facts.actor_is_asker or facts.restated_verbatim or facts.restated_days >= CONFIRM_AFTER_DAYS:
        return passed("G_RESTATED")
    return failed(
        "G_RESTATED",
        "The family has not said yet that we understood.",
        "Wait for them, or for five working days since you asked.",
    )


def _complete(part: PartFact) -> bool:
    if part.status in NEEDS_REASON and not (part.reason_code in REASONS and part.explains):
        return False
    return bool(part.status) and part.has_text


def parts_complete(facts: Facts) -> GuardResult:
    """Every part that goes has an answer, a status and, where it falls short, a reason."""
    if not facts.proposed:
        return failed("G_PARTS", "No part has an answer ready.", "Write the answer to at least one part.")
    short = [part for part in facts.proposed if not _complete(part)]
    if short:
        numbers = ", ".join(str(part.number) for part in short)
        return failed(
            "G_PARTS", f"Part {numbers} has no status, or no reason that is accepted.",
            "Complete it, or leave it for later. That we do not own something is no reason.",
        )  # fmt: skip
    return passed("G_PARTS", *(part.answer_id for part in facts.proposed))


def withheld_in_order(facts: Facts) -> GuardResult:
    """What is withheld was weighed in every fuller form, for the child, and is looked at again on a day."""
    for part in facts.proposed:
        if part.status != "cannot_answer" or part.reason_code in ELSEWHERE:
            continue
        missing = [FORMS[form] for form in REVIEW_ORDER[:-1] if form not in part.considered]
        if missing:
            return failed(
                "G_WITHHOLD", f"Part {part.number}: not considered yet: {', '.join(missing)}.",
                "Say why each will not do.",
            )  # fmt: skip
        if not (part.best_interests and part.dated):
            return failed(
                "G_WITHHOLD", f"Part {part.number} is withheld without a note or a day to look again.",
                "Write why this is best for the child, and when you look at it again.",
            )  # fmt: skip
    return passed("G_WITHHOLD", *(part.answer_id for part in facts.proposed))


def information(facts: Facts) -> GuardResult:
    """G_GATE(information), for each part alone; a part that only says why it cannot be answered is never blocked."""
    for part in facts.proposed:
        if part.status == "cannot_answer":
            continue
        result = proceedings_gate(part.info_class, facts.proceedings)
        if not result.passed:
            return failed("G_GATE(information)", f"Part {part.number}: {result.why}", result.opens)
    evidence = facts.proceedings.evidence if facts.proceedings else ()
    return passed("G_GATE(information)", *evidence, as_at=facts.now)


def process_only(facts: Facts) -> GuardResult:
    """Only what happens next, rights and contacts may go without a second person."""
    for part in facts.proposed:
        if part.info_class != PROCESS_INFORMATION:
            return failed(
                "G_PROCESS",
                f"Part {part.number} is about what happened.",
                "Propose it, so that a second person approves it.",
            )
        if part.status == "cannot_answer" and part.reason_code not in ELSEWHERE:
            return failed(
                "G_PROCESS", f"Part {part.number} is withheld.", "Propose it, so that a second person judges that.",
            )  # fmt: skip
    return passed("G_PROCESS", *(part.answer_id for part in facts.proposed))


def approved(facts: Facts) -> GuardResult:
    """G_APPROVE: someone else, who may approve, approves the exact version that was proposed."""
    if facts.proposal_id is None:
        return failed("G_APPROVE", "Nothing is proposed.", "The worker proposes first.")
    if not facts.actor_is_approver:
        return failed("G_APPROVE", "You are not an approver of this team.", "Ask an approver of the team.")
    if facts.actor_id == facts.proposed_by:
        return failed("G_APPROVE", "You wrote this, so you cannot approve it.", "Another approver decides.")
    if facts.version_shown != facts.version_proposed:
        return failed("G_APPROVE", "The text has changed since you read it.", "Read the newest version, then approve.")
    return passed("G_APPROVE", facts.proposal_id)


def language(facts: Facts) -> GuardResult:
    """G_LANG: the language and the format that the readers need are met."""
    return language_gate(facts.language)


def recipient(facts: Facts) -> GuardResult:
    """The recipient check: no text waits for a second person to look at it."""
    if any(part.held for part in facts.proposed):
        return HELD
    return passed("G_RECIPIENT", wall=True)


def reason_given(facts: Facts) -> GuardResult:
    """A decision has its reason."""
    if facts.reason.strip():
        return passed("G_REASON")
    return failed("G_REASON", "There is no reason.", "Say why.")


def reason_coded(facts: Facts) -> GuardResult:
    """What is not shared in full has one of the reasons that are accepted."""
    if facts.reason_code in REASONS:
        return passed("G_REASON_CODE")
    return failed(
        "G_REASON_CODE", "There is no reason that is accepted.",
        "Choose one from the list. That we do not own something is no reason.",
    )  # fmt: skip


def words_cleared(facts: Facts) -> GuardResult:
    """The recipient check of what the family is told beside an answer."""
    if facts.told_held:
        return HELD
    return passed("G_RECIPIENT", wall=True)


def not_asked_before(facts: Facts) -> GuardResult:
    """One request for more help at a time."""
    if facts.asked_before:
        return failed("G_ONE_REQUEST", "You have asked for more help already.", "We will tell you what we can offer.")
    return passed("G_ONE_REQUEST")


def told(facts: Facts) -> GuardResult:
    """G_TOLD: what the family was told is recorded; never asked for what the family itself does."""
    if facts.actor_is_asker or facts.told.strip():
        return passed("G_TOLD")
    return failed("G_TOLD", "It is not recorded what the family was told.", "Write what they were told, and how.")


def nothing_outstanding(facts: Facts) -> GuardResult:
    """No part is still owed."""
    owed = [part.number for part in facts.parts if part.shared_status == "not_yet"]
    if owed:
        numbers = ", ".join(map(str, owed))
        return failed("G_PARTS", f"Part {numbers} is not answered yet.", "Answer it first.")
    return passed("G_PARTS", *(part.id for part in facts.parts))


def every_part_answers(facts: Facts) -> GuardResult:
    """The person who asked said of every part that it answers them."""
    silent = [part.number for part in facts.parts if part.answers_me is not True]
    if silent:
        numbers = ", ".join(map(str, silent))
        return failed(
            "G_SATISFIED", f"Part {numbers}: you have not said that this answers you.", "Say so part by part."
        )
    return passed("G_SATISFIED")


def loops_left(facts: Facts) -> GuardResult:
    """Two rounds, then someone new looks; at once where a named part cannot be answered."""
    named = [part for part in facts.parts if part.number in facts.named]
    if not named:
        return failed("G_NAMED", "No part is named.", "Say which part is not answered.")
    if any(part.shared_status == "cannot_answer" for part in named) or facts.loops >= MAX_LOOPS:
        return failed("G_LOOPS", "This needs someone new.", "Ask for the decision to be looked at again.")
    return passed("G_LOOPS", *(part.id for part in named))


def part_can_go_on(facts: Facts) -> GuardResult:
    """A part is still owed, or can be answered now."""
    if any(part.shared_status == "not_yet" or part.can_go_on for part in facts.parts):
        return passed("G_PARTS")
    return failed("G_PARTS", "No part is left to answer.", "Wait for the family.")


def support_offered(facts: Facts) -> GuardResult:
    """Not going on needs an offer of support."""
    if facts.support_offered.strip():
        return passed("G_SUPPORT")
    return failed("G_SUPPORT", "No support was offered.", "Offer support, and write what.")


def reminded(facts: Facts) -> GuardResult:
    """Twenty working days and, where there is a safe channel, two reminders."""
    if facts.waited_days < NO_REPLY_DAYS:
        return failed("G_REMINDED", "Twenty working days have not passed.", "Wait for the family.")
    if facts.safe_channel and facts.reminders < 2:
        return failed("G_REMINDED", "The family has not been reminded twice.", "Send the reminders.")
    return passed("G_REMINDED")


def reviewer_uninvolved(facts: Facts) -> GuardResult:
    """Whoever looks again was not involved before."""
    if facts.involved_before:
        return failed("G_REVIEWER", "You were involved before.", "A colleague who was not involved decides.")
    return passed("G_REVIEWER")


def considered_in_order(facts: Facts) -> GuardResult:
    """Full, redacted, summary, refuse: each is considered before the next."""
    before = REVIEW_ORDER[: REVIEW_ORDER.index(facts.outcome)] if facts.outcome in REVIEW_ORDER else REVIEW_ORDER
    missing = [FORMS[form] for form in before if form not in facts.considered]
    if missing:
        return failed("G_ORDER_OF_FORMS", f"Not considered yet: {', '.join(missing)}.", "Say why each will not do.")
    return passed("G_ORDER_OF_FORMS")


def pause_allowed(facts: Facts) -> GuardResult:
    """While someone new looks at a decision, only the family may pause."""
    if facts.from_state == states.INFORMATION_ESCALATION and not facts.actor_is_asker:
        return failed("G_PAUSE", "A decision is being looked at again.", "Only the family can pause it now.")
    return passed("G_PAUSE")


def review_date(facts: Facts) -> GuardResult:
    """A pause has a date to look again, within ten working days."""
    latest = clock.add_working_days(facts.today, LATEST_REVIEW_DAYS)
    if facts.review_on is not None and facts.today < facts.review_on <= latest:
        return passed("G_REVIEW_DATE")
    return failed("G_REVIEW_DATE", "There is no date to look again.", "Set one within ten working days.")


def resume_allowed(facts: Facts) -> GuardResult:
    """Whoever paused resumes, and the guards that led to the earlier state hold again."""
    if facts.paused_by_family and not facts.actor_is_asker:
        return failed("G_RESUME", "The family asked for this pause.", "The family goes on when they want to.")
    if facts.actor_is_asker and not facts.paused_for_family:
        return failed("G_RESUME", "Your worker paused this.", "We go on as soon as we can.")
    for result in facts.rechecked:
        if not result.passed:
            return result
    return passed("G_RESUME")


def reopen_in_time(facts: Facts) -> GuardResult:
    """The person who asked has twelve months; a supervisor may at any time."""
    if facts.actor_is_asker and facts.closed_on and facts.today > facts.closed_on + REOPEN_FOR:
        return failed("G_REOPEN", "More than twelve months have passed.", "Ask a new question, or call us.")
    return passed("G_REOPEN")


# What has to hold still when a pause ends. Other guards judged an act that was done once; what police and courts let be
# told is asked again by the move that tells it, and would else hold a question that nobody could move on.
STANDING = frozenset({screen, conflict, language, recipient})
