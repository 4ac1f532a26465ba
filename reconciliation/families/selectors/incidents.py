"""What joins the sides, for the safeguarding lead, and for rules that name nothing."""

from uuid import UUID

from django.db.models import Q, QuerySet

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours
from reconciliation.families import policy
from reconciliation.families.errors import CannotLink
from reconciliation.families.models import FamilyEngagement, Incident, IncidentLink
from reconciliation.families.references import tidy_reference

PAGE_SIZE = 25


def incidents_page(actor: Actor, after: UUID | None = None) -> tuple[list[Incident], UUID | None]:
    """One page of incidents, newest first, and the key of the next page if there is one."""
    keys.warm([keys.SITE])
    rows = _incidents(actor).order_by("-opened_at", "id")
    if after is not None:
        last = incident_for(actor, after)
        earlier = Q(opened_at__lt=last.opened_at)
        rows = rows.filter(earlier | Q(opened_at=last.opened_at, id__gt=last.pk))
    found = list(rows[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return page, page[-1].pk if len(found) > PAGE_SIZE else None


def incident_for(actor: Actor, pk: UUID) -> Incident:
    """The incident, if this actor may see it."""
    incident = _incidents(actor).filter(pk=pk).first()
    if incident is None:
        raise NotYours
    return incident


def engagement_to_open(actor: Actor, pk: UUID) -> FamilyEngagement:
    """An engagement that the safeguarding lead may open with a reason."""
    engagement = policy.openable_by(actor).select_related("team").filter(pk=pk).first()
    if engagement is None:
        raise NotYours
    return engagement


def linkable(actor: Actor, typed: str) -> FamilyEngagement:
    """The engagement of an exact reference, for linking or opening; an unknown one is said to be so."""
    openable = policy.openable_by(actor) if policy.is_lead(actor) else policy.of_own_team(actor)
    engagement = openable.select_related("team").filter(reference=tidy_reference(typed) or "").first()
    if engagement is None:
        raise CannotLink("There is no family with this reference. Check it and try again.")
    return engagement


def opened_now(actor: Actor) -> list[FamilyEngagement]:
    """The families that the safeguarding lead has opened with a reason and may still see."""
    if not policy.is_lead(actor):
        return []
    return list(policy.visible_to(actor).select_related("team").order_by("reference"))


def others_of_incident(engagement_id: UUID) -> list[UUID]:
    """The other engagements of the same incident. For rules only: never shown outside the lead's pages."""
    incident = IncidentLink.objects.filter(engagement_id=engagement_id).values("incident_id")
    links = IncidentLink.objects.filter(incident_id__in=incident)
    return list(links.exclude(engagement_id=engagement_id).values_list("engagement_id", flat=True))


def holders_of(engagement_id: UUID) -> list[UUID]:
    """Whose keys seal what belongs to this family: its own, and those of questions that were tied to it."""
    tied = FamilyEngagement.objects.filter(tied_to=engagement_id)
    return [engagement_id, *tied.values_list("pk", flat=True)]


def _incidents(actor: Actor) -> QuerySet[Incident]:
    return policy.incidents_visible_to(actor).prefetch_related("links__engagement__team")
