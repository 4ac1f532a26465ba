"""Who may see how somebody can be reached, and who may change it."""

from collections.abc import Callable, Collection
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from portal.accounts.roles import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.notifications.models import SafeContact
from portal.ui.refusals import NotYours

WorkedWith = Callable[[Actor, Collection[UUID]], set[UUID]]


def seen_by(actor: Actor, user_ids: Collection[UUID]) -> set[UUID]:
    """Those of these people whose preference this actor may see: oneself; for staff, whom they work with.

    Who works with whom is known to a room above, which the settings name.
    """
    if actor.kind != "user" or actor.id is None:
        return set()
    if actor.role in FAMILY_ROLES:
        return {actor.id} & set(user_ids)
    return cast(WorkedWith, import_string(settings.SAFE_CONTACT_SEEN_BY))(actor, user_ids)


def visible_to(actor: Actor, user_ids: Collection[UUID]) -> QuerySet[SafeContact]:
    """The preferences of these people, as far as this actor may see them."""
    return SafeContact.objects.filter(user_id__in=seen_by(actor, user_ids))


def owner(actor: Actor) -> UUID:
    """Whose preference this actor may change: a member of a family their own, and nobody else any."""
    if actor.kind != "user" or actor.id is None or actor.role not in FAMILY_ROLES:
        raise NotYours
    return actor.id
