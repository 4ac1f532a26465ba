"""Names in settings lead somewhere."""

import pytest
from django.conf import settings
from django.test import override_settings

from portal.accounts.roles import Role
from portal.checks import handlers_resolve, homes_resolve


def test_every_event_and_every_handler_of_the_settings_exists() -> None:
    assert handlers_resolve() == []


def test_every_home_and_every_menu_entry_leads_to_a_page() -> None:
    assert homes_resolve() == []


@pytest.mark.parametrize("names", [settings.ROLE_HOMES, settings.NAVIGATION])
def test_every_role_has_a_home_and_a_menu(names: dict[str, object]) -> None:
    assert set(names) == {role.value for role in Role}


@override_settings(EVENT_HANDLERS={"portal.nowhere.Happened": ["portal.nowhere.react"]})
def test_a_handler_that_does_not_exist_is_named() -> None:
    assert [error.msg for error in handlers_resolve()] == [
        "EVENT_HANDLERS names portal.nowhere.Happened, which does not exist",
        "EVENT_HANDLERS names portal.nowhere.react, which does not exist",
    ]


@override_settings(ROLE_HOMES={}, NAVIGATION={"auditor": [("Nowhere", "no_such_page")]})
def test_a_menu_entry_that_leads_nowhere_is_named() -> None:
    assert [error.msg for error in homes_resolve()] == ["No address is called no_such_page"]
