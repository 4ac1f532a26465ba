"""A question that was asked without an account, and everybody who moves it on."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.test import Client

from portal.audit.actor import Actor
from reconciliation.families import actions as families
from reconciliation.families.models import FamilyEngagement
from reconciliation.reception import actions as reception
from reconciliation.reception.actions import ReachBy
from reconciliation.reception.models import Reach, Receipt
from reconciliation.reception.selectors.holding import actor_of
from tests.tracks.road import QUESTION, Road

BACK = ReachBy(Reach.COME_BACK)
HOLDER = "whoever holds the receipt"


@dataclass
class Asked(Road):
    """Its place has no family: the duty team works it, and whoever asked is known by the receipt alone."""

    asker: str = HOLDER
    worker: str = "duty_worker"
    supervisor: str = "duty_supervisor"
    secret: str = ""

    def actor(self, local: str) -> Actor:
        return actor_of(self.receipt) if local == HOLDER else super().actor(local)

    @property
    def receipt(self) -> Receipt:
        return Receipt.objects.select_related("question__asker").get(pk=self.pk)

    def ask(self, text: str = QUESTION, by: ReachBy = BACK, *, unsafe: bool = False) -> "Asked":
        draft, self.secret = reception.begin(pk=uuid4(), own=False, unsafe=unsafe)
        reception.save(pk=draft.pk, text=text)
        self.pk = reception.submit(pk=draft.pk, by=by).pk
        return self

    def says(self, name: str, words: str = "The grandmother.", *, agrees: bool = True) -> "Asked":
        reception.record_said(
            actor=self.actor(self.worker), pk=self.own, name=name, words=words, how="phone", agrees=agrees
        )
        return self

    def opened(self, reason: str = "They agreed to be tied.") -> "Asked":
        """By the safeguarding lead, before they read it."""
        place = FamilyEngagement.objects.get(pk=self.own)
        families.open_with_reason(actor=self.actor("safeguarding_lead"), engagement=place, reason=reason)
        return self

    def tie(self, family: str = "varnish", person: UUID | None = None, reason: str = "Names agree.") -> "Asked":
        reception.tie_question(
            actor=self.actor("safeguarding_lead"), pk=self.own, family=self.cast.engagements[family].pk,
            person=person, reason=reason,
        )  # fmt: skip
        return self

    def untie(self, reason: str = "It was another family.") -> "Asked":
        reception.untie_question(actor=self.actor("safeguarding_lead"), pk=self.own, reason=reason)
        return self

    def browser(self) -> Client:
        """Of whoever holds the receipt, just after they showed it."""
        client = Client()
        answer = client.post("/ask/return/", {"reference": self.receipt.reference, "secret": self.secret})
        assert answer["Location"] == f"/questions/{self.pk}/"
        return client

    @property
    def own(self) -> UUID:
        assert self.pk is not None
        return self.pk
