"""What this room keeps: teams, engagements, their people, incidents, and who may reach them."""

from reconciliation.families.models.access import (
    BARRING,
    AccessGrant,
    Assignment,
    Conflict,
    ConflictKind,
    ConflictStatus,
    GrantKind,
    Handover,
)
from reconciliation.families.models.dated import current
from reconciliation.families.models.engagements import FamilyEngagement, Side, SideBasis
from reconciliation.families.models.incidents import Incident, IncidentLink
from reconciliation.families.models.people import (
    ContactDetail,
    ContactKind,
    NameKey,
    NameKeyKind,
    ParentalResponsibility,
    Person,
    Relation,
    RelationBasis,
    RelationKind,
)
from reconciliation.families.models.teams import Membership, Team

__all__ = [
    "BARRING",
    "AccessGrant",
    "Assignment",
    "Conflict",
    "ConflictKind",
    "ConflictStatus",
    "ContactDetail",
    "ContactKind",
    "FamilyEngagement",
    "GrantKind",
    "Handover",
    "Incident",
    "IncidentLink",
    "Membership",
    "NameKey",
    "NameKeyKind",
    "ParentalResponsibility",
    "Person",
    "Relation",
    "RelationBasis",
    "RelationKind",
    "Side",
    "SideBasis",
    "Team",
    "current",
]
