"""Opens a new installation: invites its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from portal.accounts.actions import invite
from portal.accounts.roles import Role
from portal.audit.actor import CLOCK
from portal.ui.refusals import NotYours


class Command(BaseCommand):
    help = "Prints, once, the link by which the first administrator makes their account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            _invitation, token = invite(
                actor=CLOCK,
                email=options["email"],
                name=options["name"],
                role=Role.ADMIN,
                post_title="Service administrator",
            )
        except NotYours:
            raise CommandError("There is an administrator already: ask them for an invitation.") from None
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        self.stdout.write(reverse("invitation", kwargs={"token": token}))
