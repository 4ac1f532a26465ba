"""Makes accounts: the address in lower case, the password hashed."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from portal.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that can sign in with `password`; without one it cannot sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of this address, in whatever case it is written."""
        return self.get(email=(username or "").strip().lower())
