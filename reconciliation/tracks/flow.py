"""The flowchart of the short-term track as staff and as families read it: the same moves, in their own words."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from portal.workflow.declare import Move
from portal.workflow.drawing import Titles
from portal.workflow.flowchart import Asked, Chart, Contact, Lane, Phrases, Place, chart, rule_of
from reconciliation.tracks import flow_words, parties, states, words
from reconciliation.tracks.short_term import ShortTermTrack

SIDE = (states.PAUSED, states.INFORMATION_ESCALATION)
START = "start"
CLOSED = "closed"
ASKER_FOR_STAFF = "the person who asked"
STAFF_TITLES = Titles("Asked at many steps", "Beside the road", "Finished")
STAFF_PHRASES = Phrases("It stays at this step", "Back to where it was", ", or ")


def for_staff(named: Mapping[str, str]) -> Chart:
    """Every declared move between all states. ``named`` are the people who hold a post, by post."""
    places = {state: _staff_place(state) for state in (states.NONE, *_known_states())}
    return chart(_moves(), places, ask=lambda move: _asked_of_staff(move, named), phrases=STAFF_PHRASES)


def for_family() -> Chart:
    """The moves that a family has words for. No guard, no target, nobody's name."""
    phrases = Phrases(_str(flow_words.STAYS), _str(flow_words.BACK), _str(flow_words.OR))
    return chart(_moves(), _family_places(), ask=_asked_of_family, phrases=phrases)


def family_titles() -> Titles:
    """What stands above the parts of a family's picture."""
    return Titles(_str(flow_words.OFTEN), _str(flow_words.SIDE), _str(flow_words.CLOSED))


def posts() -> list[str]:
    """Every post that is accountable for a move."""
    return list(dict.fromkeys(move.accountable for move in _moves()))


def contact_of(move: Move) -> Contact | None:
    """Whom to ask locally, where the settings know."""
    found = settings.LOCAL_CONTACTS.get(_contact_key(move))
    return Contact(**{key: str(value) for key, value in found.items()}) if found else None


def _contact_key(move: Move) -> str:
    """As the move says, else by the post, else the family's own team."""
    known = move.contact == Move.contact and move.accountable in settings.LOCAL_CONTACTS
    return move.accountable if known else move.contact


def _moves() -> Sequence[Move]:
    return list(ShortTermTrack.moves().values())


def _known_states() -> list[str]:
    found = [state for move in _moves() for state in (*move.sources, *move.targets) if state]
    return list(dict.fromkeys([*states.ALL, *found]))


def _lane(state: str) -> Lane:
    if state == states.NONE:
        return Lane.START
    if state in states.CLOSED:
        return Lane.CLOSED
    return Lane.SIDE if state in SIDE else Lane.MAIN


def _str(text: object) -> str:
    return str(text)


# --- Staff ---------------------------------------------------------------------------------------


def _staff_place(state: str) -> Place:
    name = words.STAFF_STATE.get(state, state.replace("_", " ").capitalize())
    return Place(state or START, name or "Nothing asked yet", _lane(state))


def _asked_of_staff(move: Move, named: Mapping[str, str]) -> Asked:
    days = _days(move.days)
    return Asked(
        key=move.event, id=move.id, question=move.question, label=move.label,
        decides=_sentence(ASKER_FOR_STAFF if by == parties.ASKER else by for by in _parties(move)),
        accountable=move.accountable, person=named.get(move.accountable, ""), days=days, contact=contact_of(move),
        rules=tuple(rule_of(gate) for gate in move.guards),
        drawn=(move.accountable, days, f"Ask: {_contact_key(move)}"),
    )  # fmt: skip


def _days(days: int | None) -> str:
    if days is None:
        return "No set time"
    return "The same day" if days == 0 else f"{days} working day{'' if days == 1 else 's'}"


# --- Families ------------------------------------------------------------------------------------


def _family_places() -> dict[str, Place]:
    """States that a family reads in the same words are one step."""
    found: dict[str, Place] = {}
    told = {"name": _str(flow_words.ANY_NAME), "date": _str(flow_words.ANY_DATE)}
    for state in _known_states():
        key = CLOSED if state in states.CLOSED else state
        if key in words.STATE:
            about = _str(words.STATE[key]) % told
            same = next((place for place in found.values() if place.about == about), None)
            found[state] = same or Place(key, _str(flow_words.SHORT.get(key, about)), _lane(state), about)
    return {states.NONE: Place(START, _str(flow_words.START), Lane.START), **found}


def _asked_of_family(move: Move) -> Asked | None:
    if move.event not in flow_words.QUESTION:
        return None
    question, label = map(_str, flow_words.QUESTION[move.event])
    key = next(event for event, told in flow_words.QUESTION.items() if _str(told[0]) == question)
    decides = _sentence(_str(flow_words.PARTY[by]) for by in _parties(move) if by in flow_words.PARTY)
    return Asked(
        key=key, question=question, label=label, decides=decides, drawn=(decides,), contact=contact_of(move),
        accountable=_str(flow_words.POST.get(move.accountable, "")),
    )  # fmt: skip


def _parties(move: Move) -> list[str]:
    """Who may make the move: the family first, then in the order of the work."""
    known = list(flow_words.PARTY)
    return sorted(move.by, key=lambda by: (known.index(by) if by in known else len(known), by))


def _sentence(names: Iterable[str]) -> str:
    found = list(names)
    text = _(" or ").join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
    return text[:1].upper() + text[1:]
