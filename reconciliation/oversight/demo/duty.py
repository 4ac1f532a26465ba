"""Questions of people without an account: one at night, one new, one that is answered, one to tie to a family."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from portal.accounts.demo import DEMO_CODE, DEMO_REFERENCE
from portal.workflow import clock
from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import at
from reconciliation.oversight.demo.telling import NO_RISK
from reconciliation.reception import actions as reception
from reconciliation.reception.actions import ReachBy
from reconciliation.reception.models import AskDraft, CallOutcome, How, Reach
from reconciliation.reception.receipts import mac_of
from reconciliation.safeguards.actions import record_proceedings, record_screen
from reconciliation.tracks import actions
from reconciliation.tracks.actions import AnswerText
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.parts import InfoClass
from reconciliation.tracks.selectors.answers import digest_of_answers, on_the_table

BACK = ReachBy(Reach.COME_BACK)
SCREENED = "Spoke to them. The children are with their own parents, and nobody is at risk now."


@dataclass(frozen=True)
class Duty:
    """One question on the duty list, told through the actions that the pages call."""

    cast: Cast
    pk: UUID

    @classmethod
    def asked(
        cls, cast: Cast, text: str, *, on: int, time: str, by: ReachBy = BACK, unsafe: bool = False,
        reference: str = "", code: str = "",
    ) -> "Duty":  # fmt: skip
        """Somebody asks."""
        with clock.moved(at(on, time)):
            draft, _secret = reception.begin(pk=uuid4(), own=False, unsafe=unsafe)
            if reference:
                AskDraft.objects.filter(pk=draft.pk).update(reference=reference, secret_mac=mac_of(code))
            reception.save(pk=draft.pk, text=text)
            reception.submit(pk=draft.pk, by=by)
        return cls(cast, draft.pk)

    def screened(self, on: int) -> "Duty":
        """The duty worker looks first whether anybody is at risk; the duty manager gives it to them."""
        worker, boss = self.cast.users["duty_worker"], self.cast.actor("duty_supervisor")
        with clock.moved(at(on, "09:40")):
            actions.start_screen(actor=self.cast.actor("duty_worker"), pk=self.pk)
            record_screen(
                actor=self.cast.actor("duty_worker"), engagement=self._track().engagement, subject=self.pk,
                outcome=NO_RISK, reason=SCREENED,
            )  # fmt: skip
            record_proceedings(actor=boss, engagement=self._track().engagement, status="none_known")
        with clock.moved(at(on, "10:15")):
            actions.assign(actor=boss, pk=self.pk, worker=worker, answer="none_declared")
        return self

    def answered(self, on: int, text: str) -> "Duty":
        """In their own words, and read by a second person."""
        worker = self.cast.actor("duty_worker")
        with clock.moved(at(on, "11:30")):
            actions.restate(actor=worker, pk=self.pk, parts=[self._track().question])
            actions.confirm_question(actor=worker, pk=self.pk)
            answer = AnswerText("answered", InfoClass.INCIDENT, text)
            actions.write_answer(actor=worker, pk=self.pk, number=1, answer=answer)
            actions.propose(actor=worker, pk=self.pk, numbers=frozenset({1}))
        with clock.moved(at(on, "15:05")):
            shown = digest_of_answers(on_the_table(self._track()).values())
            actions.share_answer(actor=self.cast.actor("duty_supervisor"), pk=self.pk, version_shown=shown)
        return self

    def called(self, on: int, note: str) -> "Duty":
        """Spoken to on the phone."""
        with clock.moved(at(on, "12:10")):
            reception.record_call(
                actor=self.cast.actor("duty_worker"), pk=self.pk, outcome=CallOutcome.SPOKE, note=note
            )
        return self

    def says(self, on: int, name: str, words: str) -> "Duty":
        """Who they say they are, and that they agree."""
        with clock.moved(at(on, "12:25")):
            reception.record_said(
                actor=self.cast.actor("duty_worker"), pk=self.pk, name=name, words=words, how=How.BY_PHONE, agrees=True
            )
        return self

    def _track(self) -> ShortTermTrack:
        return ShortTermTrack.objects.select_related("engagement").get(pk=self.pk)


def ask_without_account(cast: Cast) -> None:
    """What the duty team has on its list."""
    Duty.asked(
        cast, "Who can tell me what was written down about my son? I signed nothing and nobody has called me.",
        on=-6, time="20:15", reference=DEMO_REFERENCE, code=DEMO_CODE,
    ).screened(-5).answered(
        -2,
        "The school wrote a note on the day, and the council wrote one the week after. You can read both. We will "
        "read them with you, if you like: call us and say your reference.",
    )  # fmt: skip
    grandmother = ReachBy(Reach.CALL, "Philippa", "01632 960 733", "Mornings, before ten")
    Duty.asked(
        cast, "My granddaughter stays with me at weekends. What may I say to her when she asks?", on=-4, time="08:50",
        by=grandmother,
    ).screened(-4).called(-3, "She asked what she may say. I told her that somebody will answer in writing.").says(
        -3, "Philippa Varnish",
        "She is the grandmother of Corin, whose family has a worker here already. She wants them to know.",
    )  # fmt: skip
    Duty.asked(
        cast, "Can I ask something before I tell you my name?", on=-1, time="21:40",
    )  # fmt: skip
    Duty.asked(
        cast, "He is outside the house again and my daughter will not go to bed. What do I do?", on=0, time="02:14",
        unsafe=True, by=ReachBy(Reach.CALL, "", "01632 960 784", "Any time, but send no text message"),
    )  # fmt: skip
