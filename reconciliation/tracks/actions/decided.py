"""The full form of each decision on a question: one wording, for what is done now and for a past that is given."""

import datetime as dt

from portal.workflow.decisions import Decision
from reconciliation.tracks.models import ClosingProposal, Elsewhere, PauseReason

WHO_ASKED = "The person who asked"
BY_A_SECOND_PERSON = "Approved by a second person in this exact version."
PROCESS_ONLY = "It is only about what happens next, rights or contacts."


def shared(reason: str) -> Decision:
    """S8 and S8b."""
    return Decision(
        text="The answer was shared.", reason=reason, told="The answer itself.", told_how="portal",
        next_owner_post=WHO_ASKED,
    )  # fmt: skip


def returned(reason: str) -> Decision:
    """S7."""
    return Decision(
        text="The proposed answer was returned.", reason=reason, not_told_reason="Nothing was shared yet.",
        next_owner_post="Caseworker",
    )  # fmt: skip


def redirected(where: str, reason: str, *, told: str, told_how: str) -> Decision:
    """S4; ``where`` is one of ``Elsewhere``."""
    return Decision(
        text=f"Sent elsewhere: {Elsewhere(where).label.lower()}.", reason=reason, reason_code=where, told=told,
        told_how=told_how, next_owner_post=WHO_ASKED,
    )  # fmt: skip


def not_agreed(words: str) -> Decision:
    """S10b."""
    return Decision(
        text="The person who asked does not agree, and finishes here.", reason="They said so.",
        family_view=words or "They do not agree.",
    )  # fmt: skip


def not_further(proposal: ClosingProposal) -> Decision:
    """S10c, of exactly this proposal."""
    return Decision(
        text="It is not taken further.", reason=proposal.reason, options_considered="An offer of support was made.",
        told=proposal.told.text, told_how=proposal.told_how, next_owner_post="Caseworker",
    )  # fmt: skip


def not_replied() -> Decision:
    """S11."""
    return Decision(
        text="Finished without a reply.", reason="Twenty working days passed after the answer, with reminders.",
        told="That it is finished for now, and that they can come back at any time.", told_how="portal",
        told_by="The service", next_owner_post=WHO_ASKED,
    )  # fmt: skip


def paused(reason: str, review_on: dt.date, *, why: str, told: str, told_how: str) -> Decision:
    """S15 by the worker."""
    return Decision(
        text="The question was paused.", reason=why, reason_code=reason, told=told, told_how=told_how,
        next_owner_post="Caseworker", next_due=review_on,
    )  # fmt: skip


def paused_by_asker(review_on: dt.date) -> Decision:
    """S15 by the person who asked, who gives no reason."""
    return Decision(
        text="The person who asked paused it.", reason_code=PauseReason.FAMILY_REQUEST,
        family_view="They want it to wait.", next_owner_post=WHO_ASKED, next_due=review_on,
    )  # fmt: skip
