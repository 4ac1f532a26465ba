"""Where the demo is not loaded, and what is left then: nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from portal.accounts.models import User
from reconciliation.families.models import Team

pytestmark = pytest.mark.django_db
COMMAND = "reconciliation.oversight.management.commands.load_demo"


@override_settings(PORTAL_DEMO=False)
def test_nobody_loads_it_where_the_demo_is_off() -> None:
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_a_record_that_does_not_verify_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{COMMAND}.load_demo", lambda: Team.objects.create(name="Half a team"))
    monkeypatch.setattr(f"{COMMAND}.verified", lambda: ["chain 3 changed"])
    with pytest.raises(CommandError, match="chain 3 changed"):
        call_command("load_demo")
    assert not Team.objects.exists()
