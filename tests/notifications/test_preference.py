"""What a person says about how they can be reached, and that nobody else says it for them."""

import datetime as dt

import pytest

from portal.accounts.roles import FAMILY_ROLES, Role
from portal.audit.actor import CLOCK
from portal.audit.models import AuditEntry
from portal.notifications import actions, selectors
from portal.notifications.errors import NotVerified
from portal.notifications.models import WAITING, Outbox, SafeContact
from portal.ui.refusals import NotYours
from portal.workflow import clock
from tests.notifications.conftest import (
    NEW,
    WORKED_WITH,
    MakeActor,
    Reachable,
    contact_of,
    deliver_at,
    london,
    notify,
)

pytestmark = pytest.mark.django_db


def test_a_person_has_one_preference_and_changes_it_in_steps(reachable: Reachable) -> None:
    somebody = reachable(safe_days=["1"], is_private=False, who_else_sees_it="A friend")
    actions.save_safe_contact(actor=somebody, format="audio", may_say_service_name=False)
    contact = SafeContact.objects.get()
    assert (contact.address, contact.who_else_sees_it, contact.format) == (NEW, "A friend", "audio")


def test_confirming_asks_again_in_thirty_days(reachable: Reachable) -> None:
    with clock.moved(london("2026-04-17")):
        somebody = reachable()
    assert contact_of(somebody).reconfirm_due == dt.date(2026, 5, 17)
    assert somebody.id is not None
    for day, due in (("2026-05-17", set()), ("2026-05-18", {somebody.id})):
        with clock.moved(london(day)):
            assert set(selectors.asked_again().values_list("user_id", flat=True)) == due


def test_a_code_word_is_kept_as_a_slow_hash_and_compared_as_it_is_spoken(reachable: Reachable) -> None:
    somebody = reachable()
    actions.save_safe_contact(actor=somebody, code_word="Purple  Kettle")
    contact = contact_of(somebody)
    assert "kettle" not in contact.code_word.lower()
    assert selectors.code_word_fits(contact, "purple kettle ")
    assert not selectors.code_word_fits(contact, "purple")
    actions.save_safe_contact(actor=somebody, code_word="")
    assert not selectors.code_word_fits(contact_of(somebody), "")


def test_the_old_address_is_told_in_the_same_words_only_if_that_is_safe(reachable: Reachable) -> None:
    told, not_told = reachable("old@letters.example"), reachable("older@letters.example")
    for actor, tell in ((told, True), (not_told, False)):
        actions.reach_by(actor=actor, channel="email", address=f"new-{NEW}", verified=True, tell_old=tell)
    [row] = Outbox.objects.filter(WAITING)
    assert (row.address, row.body) == ("old@letters.example", "You have a message. Sign in to read it.")


def test_an_old_address_is_told_in_its_safe_hours(reachable: Reachable) -> None:
    with clock.moved(london("2026-04-17", "20:00")):
        somebody = reachable(safe_days=["1"], safe_from=dt.time(10), safe_to=dt.time(12))
        actions.reach_by(actor=somebody, channel="portal_only", tell_old=True)
    assert Outbox.objects.get(WAITING).not_before == london("2026-04-21", "10:00")


def test_ruling_a_channel_out_ends_the_mail_to_an_old_address_too(reachable: Reachable) -> None:
    somebody = reachable()
    actions.reach_by(actor=somebody, channel="email", address=f"new-{NEW}", verified=True, tell_old=True)
    actions.never_use(actor=somebody, channels=["email", "post"])
    assert not Outbox.objects.filter(WAITING).exists()
    assert contact_of(somebody).never_use == ["email", "post"]


def test_who_chooses_to_look_here_leaves_no_address_behind(reachable: Reachable) -> None:
    somebody = reachable()
    actions.reach_by(actor=somebody, channel="portal_only")
    contact = contact_of(somebody)
    assert (contact.address, contact.address_mac) == ("", None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tansy@Letters.example", "tansy@letters.example ", True),
        ("07700 900 123", "+44 7700 900123", True),
        ("0044 7700-900123", "(07700) 900123", True),
        ("07700 900 123", "07700 900 124", False),
        ("tansy@letters.example", "tansy@letters.test", False),
        ("1 Elm Row, AR1 1AA", "2 Elm Row, AR1 1AA", False),
    ],
)
def test_one_address_is_recognised_however_it_is_written(db: None, one: str, other: str, same: bool) -> None:
    assert (selectors.address_mac(one) == selectors.address_mac(other)) is same


def test_every_change_is_on_the_record_without_what_was_said(reachable: Reachable) -> None:
    somebody = reachable(who_else_sees_it="My neighbour Fenwick")
    actions.never_use(actor=somebody, channels=["post"])
    entries = AuditEntry.objects.filter(table_name="notifications_safecontact").order_by("sequence")
    assert [entry.action for entry in entries] == [
        "safe_contact_reach_changed", "safe_contact_saved", "safe_contact_confirmed", "never_use_changed",
    ]  # fmt: skip
    assert {entry.actor_id for entry in entries} == {somebody.id}
    assert not any(word in str(list(entries.values())) for word in ("Fenwick", "letters.example"))


def test_a_worker_sees_how_to_reach_somebody_and_that_a_notice_got_lost(
    reachable: Reachable, make_actor: MakeActor
) -> None:
    somebody, worker = reachable(), make_actor(Role.CASEWORKER)
    assert somebody.id is not None
    WORKED_WITH.add(somebody.id)
    standing = selectors.standing_of(worker, somebody.id)
    assert standing is not None
    assert standing.contact == contact_of(somebody)
    assert not standing.unreached
    notify(somebody)
    Outbox.objects.update(given_up_at=clock.now())
    lost = selectors.standing_of(worker, somebody.id)
    assert lost is not None
    assert lost.unreached
    notify(somebody)
    deliver_at(clock.now())
    found = selectors.standing_of(worker, somebody.id)
    assert found is not None
    assert not found.unreached


# Who may not.


def test_a_new_address_without_proof_of_who_one_is_changes_nothing(reachable: Reachable) -> None:
    somebody = reachable()
    with pytest.raises(NotVerified):
        actions.reach_by(actor=somebody, channel="email", address="thief@letters.example")
    assert contact_of(somebody).address == NEW


@pytest.mark.parametrize("name", ["user_id", "address", "channel", "confirmed_at", "never_use", "address_mac"])
def test_nothing_else_slips_through_the_pages_that_change_one_thing(reachable: Reachable, name: str) -> None:
    with pytest.raises(TypeError):
        actions.save_safe_contact(actor=reachable(), **{name: None})


@pytest.mark.parametrize("role", sorted(set(Role) - FAMILY_ROLES))
def test_no_member_of_staff_says_it_for_anybody(make_actor: MakeActor, role: str) -> None:
    actor = make_actor(role)
    for attempt in (
        lambda: actions.save_safe_contact(actor=actor, format="audio"),
        lambda: actions.reach_by(actor=actor, channel="portal_only"),
        lambda: actions.never_use(actor=actor, channels=["email"]),
        lambda: actions.confirm(actor=actor),
        lambda: selectors.own(actor),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert not SafeContact.objects.exists()


def test_the_clock_has_no_preference() -> None:
    with pytest.raises(NotYours):
        actions.confirm(actor=CLOCK)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CASEWORKER}))
def test_who_does_not_work_with_somebody_does_not_see_how_to_reach_them(
    reachable: Reachable, make_actor: MakeActor, role: str
) -> None:
    somebody = reachable()
    assert somebody.id is not None
    WORKED_WITH.add(somebody.id)
    assert selectors.standing_of(make_actor(role), somebody.id) is None
    assert selectors.standing_of(CLOCK, somebody.id) is None


def test_a_worker_of_other_families_does_not_see_it(reachable: Reachable, make_actor: MakeActor) -> None:
    somebody = reachable()
    assert somebody.id is not None
    assert selectors.standing_of(make_actor(Role.CASEWORKER), somebody.id) is None
