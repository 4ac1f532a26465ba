"""Each side's names, phones and addresses become words that the other side's texts are checked for."""

from uuid import UUID

from portal.encryption import keys
from portal.recipients.actions import protect
from reconciliation.families.selectors import holders_of, others_of_incident, own_words


def protect_both_ways(engagement_id: UUID) -> None:
    """Write what the other families of the incident must not read, and what this one must not.

    Hashed under the receiving family's key. Nothing goes on either chain: it would tell of another side.
    """
    others = others_of_incident(engagement_id)
    if not others:
        return
    keys.warm([engagement_id, *others])
    own = own_words(engagement_id)
    for other in others:
        theirs = own_words(other)
        for holder in holders_of(other):
            protect(holder=holder, words=own, own_words=theirs)
        for holder in holders_of(engagement_id):
            protect(holder=holder, words=theirs, own_words=own)
