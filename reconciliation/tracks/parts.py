"""The parts of a question, the versions of their answers, what goes to approval, and what the family says of it."""

import json
import uuid
from typing import ClassVar

from django.db import models

from portal.audit.triggers import append_only
from portal.encryption.fields import SealedTextField
from portal.workflow.models import Acted
from reconciliation.families.models import Person
from reconciliation.tracks.facts import ELSEWHERE, INCIDENT_INFORMATION, PROCESS_INFORMATION
from reconciliation.tracks.short_term import ShortTermTrack


class PartStatus(models.TextChoices):
    """How far a part is answered. Withheld is ``cannot_answer`` with a reason, never a status of its own."""

    NOT_YET = "not_yet", "Not yet"
    ANSWERED = "answered", "Answered"
    PART = "part", "Answered in part"
    CANNOT_ANSWER = "cannot_answer", "Cannot be answered"


class ReasonCode(models.TextChoices):
    """Why a part is not, or not wholly, answered. That we do not own something is no reason."""

    THIRD_PARTY_DATA = "third_party_data", "It is other people's information"
    LEGAL_PRIVILEGE = "legal_privilege", "It is legal advice (privilege)"
    LIVE_PROCEEDINGS = "live_proceedings", "Police or court work is going on"
    SAFETY = "safety", "It could put someone at risk"
    COURT_ORDER = "court_order", "A court order forbids it"
    NOT_HELD = "not_held", "We do not hold it (say who does)"
    OUT_OF_SCOPE_HERE = "out_of_scope_here", "It cannot be answered here (say where it can)"


class AnswerForm(models.TextChoices):
    """In which form something is shared; each is considered before the next."""

    FULL = "full", "In full"
    REDACTED = "redacted", "With parts covered"
    SUMMARY = "summary", "As a summary"
    REFUSED = "refused", "Not shared"


class InfoClass(models.TextChoices):
    """What kind of information an answer gives; it decides who must approve and what the proceedings gate asks."""

    PROCESS = PROCESS_INFORMATION, "What happens next, rights or contacts"
    INCIDENT = INCIDENT_INFORMATION, "What happened, or evidence of it"


class QuestionPart(models.Model):
    """One answerable piece of a question, with its own status, reason and date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    wording = SealedTextField()
    status = models.CharField(max_length=20, choices=PartStatus, default=PartStatus.NOT_YET)
    reason_code = models.CharField(max_length=30, choices=ReasonCode, blank=True)
    form = models.CharField(max_length=10, choices=AnswerForm, blank=True)
    next_date = models.DateField(null=True)
    shared_answer = models.ForeignKey("Answer", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["track", "number"], name="one_part_a_number")]


class Answer(Acted):
    """One version of the answer to one part. A version is never changed: a new one is written.

    ``considered`` says, by form, why a fuller one would not do; ``best_interests`` is for staff alone; ``kept_words``
    is why words stay that we would rather not use.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    part = models.ForeignKey(QuestionPart, on_delete=models.PROTECT, related_name="answers")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=PartStatus)
    reason_code = models.CharField(max_length=30, choices=ReasonCode, blank=True)
    info_class = models.CharField(max_length=30, choices=InfoClass)
    text = SealedTextField()
    form = models.CharField(max_length=10, choices=AnswerForm, default=AnswerForm.FULL)
    considered_text = SealedTextField(blank=True)
    best_interests = SealedTextField(blank=True)
    kept_words = SealedTextField(blank=True)
    elsewhere = SealedTextField(blank=True)
    next_date = models.DateField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["part_id", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["part", "version"], name="one_answer_a_version")]

    @property
    def considered(self) -> dict[str, str]:
        """By form, why it would not do."""
        return dict(json.loads(self.considered_text)) if self.considered_text else {}

    @property
    def weighed(self) -> list[tuple[str, str]]:
        """The same for a page: each fuller form by its name."""
        return [(str(AnswerForm(form).label), why) for form, why in self.considered.items()]

    @property
    def withheld(self) -> bool:
        """There is something that is not shared, in any form; not only somebody else to ask."""
        return self.status == PartStatus.CANNOT_ANSWER and self.reason_code not in ELSEWHERE


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", "Waiting for approval"
    RETURNED = "returned", "Returned"
    SHARED = "shared", "Approved and shared"
    SHARED_UNAPPROVED = "shared_unapproved", "Shared without approval (process information)"
    DROPPED = "dropped", "Dropped"


class Proposal(Acted):
    """The exact versions that go to approval together. ``digest`` names them; the approver approves that digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="proposals")
    answers = models.ManyToManyField(Answer, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.PROPOSED)
    at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    return_reason = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["track", "number"], name="one_proposal_a_number")]


class PartResponse(models.Model):
    """What the person who asked says of one shared answer: does it answer them?"""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    part = models.ForeignKey(QuestionPart, on_delete=models.PROTECT, related_name="responses")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="responses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answers_me = models.BooleanField()
    missing = SealedTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Waiting(Acted):
    """Whom we wait for, for one part: since when, and when they were last chased. The family sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    part = models.ForeignKey(QuestionPart, on_delete=models.PROTECT, related_name="waits")
    whom = SealedTextField()
    kept_words = SealedTextField(blank=True)
    asked_on = models.DateField()
    chased_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_on", "id"]


append_only(Answer)
append_only(PartResponse)
