"""Families with a question each, as many as asked for, through the writers of given pasts."""

import datetime as dt
from collections.abc import Callable
from itertools import product
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.accounts.actors import actor_of
from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families import bulk as families
from reconciliation.families.models import Person
from reconciliation.families.policy import user_of
from reconciliation.oversight.demo.cast import BOSS, TEAMS, Cast
from reconciliation.tracks import bulk as questions
from reconciliation.tracks.actions import AnswerText
from reconciliation.tracks.bulk import QuestionPast

BATCH = 10_000
TEXT = "Who was with my child that afternoon, and why did nobody call us before the evening?"
SAID = AnswerText("answered", "process_information", "You can call us at any time; the number is in the letter.")
SYLLABLES = "ba bre cal den dor fel fos gri hol kem lin mar nes pol rin sav tor vel wy zan".split()
SURNAMES = ["".join(parts).capitalize() for parts in product(SYLLABLES, repeat=4)]
# Of fifty questions, how many stand where; all others are finished.
STANDS = (("proposed", 1), ("clarifying", 2), ("screening", 5), ("received", 14))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class Given(NamedTuple):
    """One family of those that are written: whose it is, and who asks."""

    past: families.FamilyPast
    asker: Person
    user: User
    worker: Actor
    boss: Actor


class Filling:
    """Fills the teams of the cast: four families of five in the first, each worker with their share."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.count = cast, 0
        self.password = make_password(None)
        self.workers = {
            key: [cast.actor(local) for local in members if cast.users[local].role == Role.CASEWORKER]
            for key, (_, members) in TEAMS.items()
        }
        self.bosses = {key: cast.actor(local) for key, local in BOSS.items()}

    def up_to(self, count: int, told: Callable[[str], None]) -> None:
        """Write families until there are so many."""
        while self.count < count:
            numbers = range(self.count, min(self.count + BATCH, count))
            given = [self._family(number) for number in numbers]
            with keys.key_ring():
                with transaction.atomic():
                    User.objects.bulk_create([one.user for one in given], batch_size=500)
                    families.write(one.past for one in given)
                questions.write(self._question(number, one) for number, one in zip(numbers, given, strict=True))
            self.count = numbers.stop
            told(f"{self.count} families")

    def _family(self, number: int) -> Given:
        team = "west" if number % 5 == 4 else "east"
        boss = self.bosses[team]
        worker = self.workers[team][number // 5 % len(self.workers[team])]
        name = surname(number)
        user = User(email=f"person{number}@people.example", password=self.password, name=name, role=Role.FAMILY_MEMBER)
        past = families.FamilyPast(
            actor=boss, at=clock.now() - 400 * DAY, team=self.cast.teams[team], side="harmed", side_basis="reported",
            known_to_social_care=bool(number % 2),
        )  # fmt: skip
        asker = past.add_person(name=name, is_child=False, user_id=user.pk)
        past.assign(worker_id=user_of(worker))
        return Given(past, asker, user, worker, boss)

    def _question(self, number: int, one: Given) -> QuestionPast:
        stands = _stands(number % 50)
        age = 20 + number % 300 if stands == "finished" else 2 + number % 12
        at = clock.now() - age * DAY
        asker = actor_of(one.user)
        past = QuestionPast(
            engagement=one.past.engagement,
            asker=one.asker,
            text=TEXT,
            actor=asker,
            at=at,
            worker_id=user_of(one.worker),
        )
        if stands == "finished":
            past.withdraw(actor=asker, at=at + DAY)
        elif stands != "received":
            past.start_screen(actor=one.boss, at=at + HOUR)
        if stands in {"clarifying", "proposed"}:
            _taken_up(past, one, at + HOUR)
        if stands == "proposed":
            past.confirm_question(actor=asker, at=at + 2 * HOUR)
            past.write_answer(actor=one.worker, at=at + 3 * HOUR, number=1, answer=SAID)
            past.propose(actor=one.worker, at=at + 4 * HOUR)
        return past


def surname(number: int) -> str:
    """A surname of its own for each family; many share their first letters."""
    return SURNAMES[number % len(SURNAMES)]


def _taken_up(past: QuestionPast, one: Given, at: dt.datetime) -> None:
    past.screen(actor=one.boss, at=at, outcome="no_immediate_risk", reason="Safe at home.")
    past.assign(actor=one.boss, at=at, worker_id=user_of(one.worker))
    past.restate(actor=one.worker, at=at, parts=["Who was there?"])


def _stands(place: int) -> str:
    for stands, count in STANDS:
        if place < count:
            return stands
        place -= count
    return "finished"
