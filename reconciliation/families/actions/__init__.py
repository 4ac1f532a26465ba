"""What can be done in this room: each names its actor, asks the policy and goes on the record."""

from reconciliation.families.actions.asking import is_invited, name_asker, open_for_question, tie, untie
from reconciliation.families.actions.conflicts import bar_reviewer, declare_conflict, record_conflict_answer
from reconciliation.families.actions.conversations import choose_readers, open_conversation
from reconciliation.families.actions.engagements import (
    change_details,
    confirm_engagement,
    open_engagement,
)
from reconciliation.families.actions.incidents import (
    link_engagement,
    open_incident,
    open_with_reason,
)
from reconciliation.families.actions.people import (
    RelationTo,
    add_contact,
    add_person,
    change_person,
    invite_person,
    needs_confirmation,
    relate,
    remove_contact,
)
from reconciliation.families.actions.walls import change_worker, decide_conflict
from reconciliation.families.actions.workers import assign_worker

__all__ = [
    "RelationTo",
    "add_contact",
    "add_person",
    "assign_worker",
    "bar_reviewer",
    "change_details",
    "change_person",
    "change_worker",
    "choose_readers",
    "confirm_engagement",
    "decide_conflict",
    "declare_conflict",
    "invite_person",
    "is_invited",
    "link_engagement",
    "name_asker",
    "needs_confirmation",
    "open_conversation",
    "open_engagement",
    "open_for_question",
    "open_incident",
    "open_with_reason",
    "record_conflict_answer",
    "relate",
    "remove_contact",
    "tie",
    "untie",
]
