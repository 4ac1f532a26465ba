"""What every page of the signed-in knows of its sign-in: how long it lasts, and what is given back on it."""

from typing import Any

from django.http import HttpRequest

from portal.accounts import limits, selectors
from portal.accounts.models import SignIn, User
from portal.accounts.signed_in import KEPT


def sign_in(request: HttpRequest) -> dict[str, Any]:
    """The context processor. A query is made only where something is kept for this very page."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not isinstance(getattr(request, "sign_in", None), SignIn):
        return {}
    kept = (request.session.get(KEPT) or {}).get(request.path)
    return {
        "idle_minutes": int(limits.idle(user.role).total_seconds() // 60),
        "kept_work": selectors.kept_work(user, kept) if kept else [],
    }
