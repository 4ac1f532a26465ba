"""How this room shows its texts that wait for a second person, to the safeguarding lead."""

from collections.abc import Collection, Mapping
from uuid import UUID

from portal.audit.actor import Actor
from portal.recipients.selectors import HeldText
from reconciliation.families.policy import openable_by
from reconciliation.tracks.models import Answer, Apology, Commitment, Restatement, ShortTermTrack, ToldText, Waiting


def texts(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, HeldText]:
    """The very texts that were checked, by the row that holds them, of the families that this lead may open."""
    families = openable_by(actor).values("id")
    found: dict[UUID, HeldText] = {}
    for track in ShortTermTrack.objects.filter(pk__in=subjects, engagement_id__in=families):
        found[track.pk] = HeldText([track.question], "A question that a worker wrote down")
    for answer in Answer.objects.filter(pk__in=subjects, holder__in=families):
        found[answer.pk] = HeldText([answer.text, answer.elsewhere], "An answer")
    for restatement in Restatement.objects.filter(pk__in=subjects, holder__in=families):
        found[restatement.pk] = HeldText(restatement.parts, "A question, as we understood it")
    for told in ToldText.objects.filter(pk__in=subjects, holder__in=families):
        found[told.pk] = HeldText(told.texts, told.get_kind_display())
    for promise in Commitment.objects.filter(pk__in=subjects, holder__in=families):
        found[promise.pk] = HeldText(promise.texts, "A promise")
    for apology in Apology.objects.filter(pk__in=subjects, holder__in=families):
        found[apology.pk] = HeldText(apology.texts, "An apology")
    for wait in Waiting.objects.filter(pk__in=subjects, holder__in=families):
        found[wait.pk] = HeldText([wait.whom], "Whom we wait for")
    return found
