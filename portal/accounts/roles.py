"""The ten roles of the service, and which of them are the family's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account may do; one role an account."""

    FAMILY_MEMBER = "family_member", _("Family member")
    YOUNG_PERSON = "young_person", _("Young person")
    CASEWORKER = "caseworker", _("Caseworker")
    SUPERVISOR = "supervisor", _("Supervisor")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    SERVICE_PROVIDER = "service_provider", _("Service provider")
    COMMISSIONER = "commissioner", _("Commissioner")
    INFORMATION_GOVERNANCE = "information_governance", _("Information governance")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")


FAMILY_ROLES = frozenset({Role.FAMILY_MEMBER, Role.YOUNG_PERSON})
STAFF_ROLES = frozenset(Role) - FAMILY_ROLES
