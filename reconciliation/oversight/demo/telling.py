"""Telling what became of one question, day by day, with the people of its family and team.

Days count in working days from today. Each kind of step has its hour, so that a day's steps follow each other.
"""

from typing import Self

from reconciliation.families.models import Assignment
from reconciliation.oversight.demo.cast import BOSS, Cast
from reconciliation.oversight.demo.days import at, day
from reconciliation.tracks import parties
from reconciliation.tracks.actions import AnswerText, ApologyText, PauseText, Reply, Review, Told
from reconciliation.tracks.bulk import QuestionPast
from reconciliation.tracks.parts import InfoClass

NO_RISK = "no_immediate_risk"
SAFE = "The family is safe at home. School has a plan for the day. Nothing here says that a child is at risk now."


class Telling:
    """One question of the demo. Every step returns the telling, so that a story reads from top to bottom."""

    def __init__(
        self, cast: Cast, family: str, asker: str, text: str, *, on: int, time: str = "09:35", by_worker: bool = False
    ) -> None:
        self.cast = cast
        engagement = cast.engagements[family]
        assigned = Assignment.objects.filter(engagement=engagement, until=None).first()
        self.worker_id = assigned.user_id if assigned else None
        team = next(key for key, team in cast.teams.items() if team.pk == engagement.team_id)
        self.boss = cast.actor(BOSS[team])
        users = {user.pk: local for local, user in cast.users.items()}
        self.worker = cast.actor(users[self.worker_id]) if self.worker_id else self.boss
        person = cast.people[asker]
        self.asker = cast.actor(users[person.user_id]) if person.user_id else self.worker
        self.past = QuestionPast(
            engagement=engagement, asker=person, text=text, actor=self.worker if by_worker else self.asker,
            at=at(on, time), worker_id=self.worker_id, party=parties.WORKER if by_worker else parties.ASKER,
        )  # fmt: skip

    def screened(self, on: int, reason: str = SAFE, *, outcome: str = NO_RISK, contact: str = "") -> Self:
        """The team's manager looks at it first."""
        self.past.start_screen(actor=self.boss, at=at(on, "14:05"))
        self.past.screen(actor=self.boss, at=at(on, "14:20"), outcome=outcome, reason=reason, contact_outcome=contact)
        return self

    def given(self, on: int) -> Self:
        """The family's worker takes it."""
        if self.worker_id is None:
            raise ValueError("This family has no worker.")
        self.past.assign(actor=self.boss, at=at(on, "14:50"), worker_id=self.worker_id)
        return self

    def restated(self, on: int, *parts: str) -> Self:
        """The worker says back what is asked; without parts in the family's own words."""
        wording = list(parts) or [self.past.track.question.strip()]
        self.past.restate(actor=self.worker, at=at(on, "15:15"), parts=wording)
        return self

    def rejected(self, on: int, because: str) -> Self:
        """The family would put it differently."""
        self.past.reject_restatement(actor=self.asker, at=at(on, "15:40"), because=because)
        return self

    def agreed(self, on: int, *, by_worker: bool = False) -> Self:
        """Whoever asked says that this is it."""
        party = parties.WORKER if by_worker else parties.ASKER
        actor = self.worker if by_worker else self.asker
        self.past.confirm_question(actor=actor, at=at(on, "15:50"), party=party)
        return self

    def taken_up(self, on: int, agreed: int, *parts: str) -> Self:
        """The usual beginning: screened and given on one day, said back and agreed on another."""
        return self.screened(on).given(on).restated(agreed, *parts).agreed(agreed)

    def answered(
        self, on: int, number: int, text: str, *, status: str = "answered", process: bool = False, reason: str = "",
        elsewhere: str = "", time: str = "16:10",
    ) -> Self:  # fmt: skip
        """The worker writes the answer to one part."""
        info_class = InfoClass.PROCESS if process else InfoClass.INCIDENT
        answer = AnswerText(status, info_class, text, reason_code=reason, elsewhere=elsewhere)
        self.past.write_answer(actor=self.worker, at=at(on, time), number=number, answer=answer)
        return self

    def withheld(
        self, on: int, number: int, text: str, *, reason: str, weighed: tuple[str, str, str], best: str, again: int,
        time: str = "16:10",
    ) -> Self:  # fmt: skip
        """A part that cannot be answered: why not in full, covered or as a summary, and when it is looked at again."""
        answer = AnswerText(
            "cannot_answer", InfoClass.INCIDENT, text, reason_code=reason, best_interests=best, next_date=day(again),
            considered=dict(zip(("full", "redacted", "summary"), weighed, strict=True)),
        )  # fmt: skip
        self.past.write_answer(actor=self.worker, at=at(on, time), number=number, answer=answer)
        return self

    def waits(self, on: int, number: int, whom: str, *, asked: int, chased: int | None, due: int | None = None) -> Self:
        """Somebody outside the team is asked."""
        self.past.wait_for(
            actor=self.worker, at=at(on, "16:20"), number=number, whom=whom, asked_on=day(asked),
            chased_on=None if chased is None else day(chased), next_date=None if due is None else day(due),
        )  # fmt: skip
        return self

    def proposed(self, on: int, *numbers: int) -> Self:
        """What is ready goes to a second person."""
        self.past.propose(actor=self.worker, at=at(on, "16:30"), numbers=frozenset(numbers))
        return self

    def returned(self, on: int, reason: str) -> Self:
        """The second person asks for more."""
        self.past.return_answer(actor=self.boss, at=at(on, "16:40"), reason=reason)
        return self

    def shared(self, on: int, *, by: str = "") -> Self:
        """The second person approves, and the family can read it."""
        self.past.share_answer(actor=self.cast.actor(by) if by else self.boss, at=at(on, "16:50"))
        return self

    def shared_at_once(self, on: int, *numbers: int) -> Self:
        """What happens next, rights and contacts need no second person."""
        self.past.share_process_information(actor=self.worker, at=at(on, "16:50"), numbers=frozenset(numbers))
        return self

    def continued(self, on: int) -> Self:
        """The worker goes on with what is still open."""
        self.past.continue_part(actor=self.worker, at=at(on, "09:15"))
        return self

    def replied(self, on: int, *answers: str) -> Self:
        """Part by part, from the first: nothing where it answers, else what is missing."""
        replies = {number: Reply(not missing, missing) for number, missing in enumerate(answers, start=1)}
        self.past.reply(actor=self.asker, at=at(on, "19:20"), replies=replies)
        return self

    def lets_read(self, on: int, *people: str) -> Self:
        """Others of the family may read along."""
        for person in people:
            self.past.share_question(actor=self.asker, at=at(on, "19:30"), person=self.cast.people[person])
        return self

    def moved_date(self, on: int, to: int, reason: str, told: str) -> Self:
        """The one later date."""
        self.past.extend_answer(actor=self.worker, at=at(on, "16:25"), new_due=day(to), reason=reason, family_told=told)
        return self

    def withdrawn(self, on: int) -> Self:
        """Whoever asked takes it back."""
        self.past.withdraw(actor=self.asker, at=at(on, "20:15"))
        return self

    def item(self, on: int, number: int, what: str, text: str) -> Self:
        """The whole item behind a part that is withheld."""
        self.past.keep_item(actor=self.worker, at=at(on, "16:20"), number=number, what=what, text=text)
        return self

    def reviewed(self, on: int, number: int, review: Review) -> Self:
        """Information governance has looked at it again."""
        reviewer = self.cast.actor("information_governance")
        self.past.decide_review(actor=reviewer, at=at(on, "11:30"), number=number, review=review)
        return self

    def sent_elsewhere(self, on: int, where: str, reason: str, told: str) -> Self:
        """It belongs to another procedure."""
        self.past.redirect(actor=self.boss, at=at(on, "15:05"), where=where, reason=reason, told=Told(told))
        return self

    def disagreed(self, on: int, words: str) -> Self:
        """Whoever asked does not agree, and stops here."""
        self.past.disagree_and_finish(actor=self.asker, at=at(on, "20:05"), words=words)
        return self

    def not_taken_further(self, on: int, reason: str, told: str, support: str, *, decided: int | None = None) -> Self:
        """The worker proposes it; the second person agrees, if they have decided."""
        given = Told(told, how="phone", support=support)
        self.past.propose_no_further_action(actor=self.worker, at=at(on, "16:05"), reason=reason, told=given)
        if decided is not None:
            self.past.no_further_action(actor=self.boss, at=at(decided, "16:55"))
        return self

    def nobody_replied(self, first: int, second: int, finished: int) -> Self:
        """Two reminders, then the service's clock finishes."""
        for reminded in (first, second):
            self.past.remind(at=at(reminded, "09:00"))
        self.past.no_reply(at=at(finished, "09:05"))
        return self

    def paused(self, on: int, reason: str, again: int, why: str, told: str) -> Self:
        """The worker pauses it, until a day to look again."""
        text = PauseText(reason=reason, review_on=day(again), why=why, told=told)
        self.past.pause(actor=self.worker, at=at(on, "15:30"), text=text)
        return self

    def paused_by_them(self, on: int) -> Self:
        """Whoever asked wants it to wait."""
        self.past.pause(actor=self.asker, at=at(on, "21:10"))
        return self

    def resumed(self, on: int) -> Self:
        """It goes on."""
        track = self.past.track
        self.past.resume(actor=self.asker if track.paused_by_family else self.worker, at=at(on, "09:40"))
        return self

    def came_back(self, on: int, words: str, *numbers: int) -> Self:
        """Whoever asked opens it again."""
        self.past.reopen(actor=self.asker, at=at(on, "18:40"), words=words, numbers=numbers)
        return self

    def asked_for_more(self, on: int) -> Self:
        """A long-term request beside the question."""
        self.past.step_up(actor=self.asker, at=at(on, "20:30"))
        return self

    def promised(self, on: int, what: str, *, due: int) -> Self:
        """The worker promises something by a day."""
        post, name = self.worker.post, self.worker.name
        self.past.promise(
            actor=self.worker, at=at(on, "16:55"), what=what, owner_post=post, owner_name=name, due=day(due)
        )
        return self

    def kept(self, on: int, words: str) -> Self:
        """What was promised was done."""
        self.past.keep_promise(actor=self.worker, at=at(on, "12:10"), words=words)
        return self

    def said_sorry(self, on: int, text: ApologyText, *, by: str) -> Self:
        """The worker writes an apology, and a second person approves it."""
        self.past.apologise(actor=self.worker, at=at(on, "17:05"), text=text)
        self.past.approve_apology(actor=self.cast.actor(by), at=at(on, "17:20"))
        return self
