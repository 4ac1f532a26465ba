"""The road of a question through the real actions, for tests that start somewhere on it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.safeguards.actions import record_proceedings, record_screen
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import AnswerText
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.answers import open_proposal

QUESTION = "Who decided to move the classes? And why were we not told?"
PARTS = ["Who decided to move the classes?", "Why were we not told?"]
ANSWER = AnswerText(status="answered", info_class="incident_information", text="The head of year decided on 4 March.")
PROCESS = AnswerText(status="answered", info_class="process_information", text="You can call your worker on Mondays.")
WEIGHED = {"full": "It names others.", "redacted": "Nothing would be left.", "summary": "It would tell who."}
WITHHELD = AnswerText(
    status="cannot_answer", info_class="incident_information", text="We cannot share this.",
    reason_code="third_party_data", considered=WEIGHED, best_interests="It protects another child.",
    next_date=clock.add_working_days(clock.today(), 20),
)  # fmt: skip


@dataclass
class Road:
    """One question of the Varnish family and everybody who moves it on."""

    cast: Any
    pk: UUID | None = None
    asker: str = "family_member"
    person: str = "imelda"
    worker: str = "caseworker"
    supervisor: str = "supervisor"

    def actor(self, local: str) -> Actor:
        return self.cast.actor(local)

    @property
    def track(self) -> ShortTermTrack:
        return ShortTermTrack.objects.select_related("asker", "engagement").get(pk=self.pk)

    def ask(self, text: str = QUESTION) -> "Road":
        asker = self.actor(self.asker)
        draft = actions.save_draft(actor=asker, person=self.cast.people[self.person], text=text)
        self.pk = actions.submit_question(actor=asker, draft_id=draft.pk).pk
        return self

    def screen(self) -> "Road":
        supervisor = self.actor(self.supervisor)
        actions.start_screen(actor=supervisor, pk=self.pk)
        record_screen(
            actor=supervisor, engagement=self.track.engagement, subject=self.pk, outcome="no_immediate_risk",
            reason="Nobody is at risk. We told her by phone.",
        )  # fmt: skip
        return self

    def assign(self) -> "Road":
        worker = self.cast.users[self.worker]
        actions.assign(actor=self.actor(self.supervisor), pk=self.pk, worker=worker, answer="none_declared")
        return self

    def agree(self, parts: list[str] | None = None) -> "Road":
        actions.restate(actor=self.actor(self.worker), pk=self.pk, parts=parts or PARTS)
        actions.confirm_question(actor=self.actor(self.asker), pk=self.pk)
        return self

    def write(self, number: int, answer: AnswerText = ANSWER) -> "Road":
        actions.write_answer(actor=self.actor(self.worker), pk=self.pk, number=number, answer=answer)
        return self

    def no_proceedings(self) -> "Road":
        record_proceedings(actor=self.actor(self.worker), engagement=self.track.engagement, status="none_known")
        return self

    def propose(self) -> "Road":
        actions.propose(actor=self.actor(self.worker), pk=self.pk)
        return self

    def share(self, approver: str = "") -> "Road":
        proposal = open_proposal(self.track)
        assert proposal is not None
        actions.share_answer(actor=self.actor(approver or self.supervisor), pk=self.pk, version_shown=proposal.digest)
        return self

    def until(self, state: str) -> "Road":
        """Drive on to a state of the straight road."""
        self.ask()
        steps = {
            states.SCREENING: self.screen,
            states.CLARIFYING: self.assign,
            states.ANSWERING: self.agree,
            states.AWAITING_APPROVAL: lambda: self.no_proceedings().write(1).write(2).propose(),
            states.ANSWER_SHARED: self.share,
        }
        for reached, step in steps.items():
            if self.track.current == state:
                break
            step()
            assert self.track.current == reached
        assert self.track.current == state
        return self
