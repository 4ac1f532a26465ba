"""`manage.py load_demo`: the invented families of Arrowmere, in an empty database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.audit.anchoring import verified
from reconciliation.families.models import FamilyEngagement
from reconciliation.oversight.demo.load import load_demo
from reconciliation.tracks.models import ShortTermTrack


class Command(BaseCommand):
    help = "Load the invented families of Arrowmere into an empty database (make demo-reset empties it first)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("The demo is loaded only where PORTAL_DEMO is on.")
        if FamilyEngagement.objects.exists():
            self.stdout.write("There are families already, so nothing was loaded.")
            return
        with transaction.atomic():
            load_demo()
            if faults := verified():
                raise CommandError("The record does not verify: " + "; ".join(faults))
        families, questions = FamilyEngagement.objects.count(), ShortTermTrack.objects.count()
        self.stdout.write(f"Loaded {families} families with {questions} questions; every chain verifies.")
        self.stdout.write(f"Demo accounts, all with the password {DEMO_PASSWORD} (or one click at /demo/):")
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"  {account.email:42} {account.role.label}: {account.who}")
