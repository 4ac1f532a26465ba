"""The full form of a decision, as a plain value that an action fills in."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """What is written of a decision beside its move: why, and what the family was told.

    ``text`` is the decision in one sentence; ``told`` what the family was told, ``told_how`` by which way;
    ``not_told_reason`` stands where they were not. ``next_due`` is when the next owner acts.
    """

    text: str
    reason: str = ""
    reason_code: str = ""
    options_considered: str = ""
    child_voice: str = ""
    family_view: str = ""
    told: str = ""
    told_by: str = ""
    told_how: str = ""
    told_language: str = "en"
    not_told_reason: str = ""
    next_owner_post: str = ""
    next_owner_name: str = ""
    next_due: dt.date | None = None
