"""Teams are the administrator's: who is in which, from when until when, and nothing of any family."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.actors import actor_of
from portal.accounts.models import Role, User
from portal.audit.models import AuditEntry
from portal.encryption import keys
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions import assign_worker, link_engagement, open_incident
from reconciliation.families.actions.teams import add_member, end_membership, open_team, set_approver
from reconciliation.families.errors import CannotChange, CannotLink, NotAvailable
from reconciliation.families.models import Assignment, Membership, Team
from reconciliation.families.selectors import current_worker
from tests.families.cast import Cast, account

TEAMS = "/teams/"


@pytest.fixture
def admin(db: None) -> User:
    keys.ensure(keys.SITE)
    return account(Role.ADMIN, "admin")


@pytest.fixture
def office(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def membership_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def site_actions() -> list[str]:
    return list(AuditEntry.objects.filter(chain=keys.SITE).order_by("sequence").values_list("action", flat=True))


def test_the_administrator_opens_a_team_and_fills_it(office: Client, admin: User) -> None:
    pk = str(uuid4())
    response = office.post(f"{TEAMS}new/", {"pk": pk, "name": "Harbour team", "is_duty": "no"})
    team = Team.objects.get(name="Harbour team")
    assert (response.status_code, response["Location"], str(team.pk)) == (302, f"{TEAMS}{team.pk}/", pk)
    assert "Harbour team" in office.get(TEAMS).content.decode()
    worker = account(Role.CASEWORKER, "harbour-worker")
    answers = {"email": " Harbour-worker@arrowmere.example ", "approver": "yes"}
    assert office.post(f"{TEAMS}{team.pk}/add/", answers)["Location"] == f"{TEAMS}{team.pk}/"
    member = membership_of(worker)
    assert (member.approver, member.until) == (True, None)
    page = office.get(f"{TEAMS}{team.pk}/").content.decode()
    assert worker.name in page
    assert "Approves answers" in page
    assert [action for action in site_actions() if action in {"team_opened", "member_added"}] == [
        "team_opened",
        "member_added",
    ]
    entry = AuditEntry.objects.get(action="member_added")
    assert (entry.actor_id, entry.details["user"], entry.row_id) == (admin.pk, str(worker.pk), member.pk)


def test_a_membership_can_begin_and_end_on_a_day(office: Client, cast: Cast) -> None:
    worker = account(Role.CASEWORKER, "later")
    first, last = clock.today() + timedelta(days=3), clock.today() + timedelta(days=9)
    office.post(
        f"{TEAMS}{cast.east.team.pk}/add/",
        {
            "email": worker.email, "approver": "no",
            "since_day": first.day, "since_month": first.month, "since_year": first.year,
            "until_day": last.day, "until_month": last.month, "until_year": last.year,
        },
    )  # fmt: skip
    member = membership_of(worker)
    assert member.since.astimezone(clock.LONDON).date() == first
    assert member.until is not None
    assert member.until.astimezone(clock.LONDON).date() == last + timedelta(days=1)
    assert "ends" in office.get(f"{TEAMS}{cast.east.team.pk}/").content.decode()


def test_a_form_sent_twice_opens_one_team(office: Client) -> None:
    answers = {"pk": str(uuid4()), "name": "Harbour team", "is_duty": "yes"}
    assert office.post(f"{TEAMS}new/", answers)["Location"] == office.post(f"{TEAMS}new/", answers)["Location"]
    assert Team.objects.get().is_duty


def test_a_name_is_given_once(office: Client, cast: Cast) -> None:
    page = office.post(f"{TEAMS}new/", {"name": cast.east.team.name.upper(), "is_duty": "no"})
    assert "There is a team with this name already." in page.content.decode()


def test_whoever_leaves_a_team_leaves_its_families_in_the_same_moment(office: Client, cast: Cast) -> None:
    worker, team = cast.east.worker, cast.east.team
    address = f"{TEAMS}{team.pk}/members/{membership_of(worker).pk}/end/"
    assert policy.visible_to(actor_of(worker)).exists()
    assert "What they wrote stays" in office.get(address).content.decode()
    assert office.post(address)["Location"] == f"{TEAMS}{team.pk}/"
    assert not policy.visible_to(actor_of(worker)).exists()
    assert current_worker(cast.east.engagement.pk) is None
    assignment = Assignment.objects.get(user=worker)
    assert assignment.until is not None
    chain = AuditEntry.objects.filter(chain=cast.east.engagement.pk).order_by("-sequence")
    assert chain[0].action == "assignment_ended"
    assert worker.name not in office.get(f"{TEAMS}{team.pk}/").content.decode()


def test_assignments_in_another_team_go_on(cast: Cast, admin: User) -> None:
    worker, third = cast.east.worker, Team.objects.create(name="Third team")
    member = add_member(actor=actor_of(admin), team=third, user=worker, approver=False)
    end_membership(actor=actor_of(admin), team=third, membership_id=member.pk)
    assert current_worker(cast.east.engagement.pk) is not None


def test_a_member_who_was_taken_out_can_be_added_again(cast: Cast, admin: User) -> None:
    actor, team = actor_of(admin), cast.east.team
    end_membership(actor=actor, team=team, membership_id=membership_of(cast.east.worker).pk)
    add_member(actor=actor, team=team, user=cast.east.worker, approver=False)
    assert Membership.objects.filter(user=cast.east.worker).count() == 2
    assert not policy.visible_to(actor_of(cast.east.worker)).exists()


def test_approving_is_given_and_taken(office: Client, cast: Cast) -> None:
    worker = cast.east.worker
    address = f"{TEAMS}{cast.east.team.pk}/members/{membership_of(worker).pk}/approver/"
    assert office.get(address).status_code == 200
    for answer, value in (("yes", True), ("no", False)):
        assert office.post(address, {"approver": answer}).status_code == 302
        assert membership_of(worker).approver is value
    assert site_actions()[-2:] == ["member_approves", "member_approves_no_longer"]


# Who may not.


def test_nobody_is_in_the_teams_of_both_sides(office: Client, cast: Cast) -> None:
    cast.link()
    for one, other in ((cast.east, cast.west), (cast.west, cast.east)):
        for user in (one.worker, one.supervisor, one.approver):
            page = office.post(f"{TEAMS}{other.team.pk}/add/", {"email": user.email, "approver": "no"})
            words = page.content.decode()
            assert "Not available." in words
            assert "incident" not in words.replace("of an incident", "")
            assert Membership.objects.filter(user=user).count() == 1


def test_without_an_incident_between_them_two_teams_can_share_somebody(cast: Cast, admin: User) -> None:
    add_member(actor=actor_of(admin), team=cast.west.team, user=cast.east.worker, approver=False)
    with pytest.raises(CannotLink):
        cast.link()


def test_a_membership_of_tomorrow_counts_today(cast: Cast, admin: User) -> None:
    worker, tomorrow = account(Role.CASEWORKER, "tomorrow"), clock.today() + timedelta(days=1)
    add_member(actor=actor_of(admin), team=cast.west.team, user=worker, approver=False, since=tomorrow)
    add_member(actor=actor_of(admin), team=cast.east.team, user=worker, approver=False, since=tomorrow)
    lead = actor_of(cast.lead)
    incident = open_incident(actor=lead)
    link_engagement(actor=lead, incident=incident, engagement=cast.east.engagement)
    with pytest.raises(CannotLink):
        link_engagement(actor=lead, incident=incident, engagement=cast.west.engagement)


def test_whoever_worked_for_one_side_does_not_approve_on_the_other(cast: Cast, admin: User) -> None:
    cast.link()
    actor, worker = actor_of(admin), cast.east.worker
    end_membership(actor=actor, team=cast.east.team, membership_id=membership_of(worker).pk)
    with pytest.raises(NotAvailable):
        add_member(actor=actor, team=cast.west.team, user=worker, approver=True)
    member = add_member(actor=actor, team=cast.west.team, user=worker, approver=False)
    with pytest.raises(NotAvailable):
        set_approver(actor=actor, team=cast.west.team, membership_id=member.pk, approver=True)
    with pytest.raises(NotAvailable):
        assign_worker(actor=cast.west.boss, engagement=cast.west.engagement, worker=worker)


def test_the_same_side_in_two_teams_may_share_somebody(cast: Cast, admin: User) -> None:
    cast.west.engagement.side = cast.east.engagement.side
    cast.west.engagement.save(update_fields=["side"])
    cast.link()
    add_member(actor=actor_of(admin), team=cast.west.team, user=cast.east.worker, approver=False)


@pytest.mark.parametrize("role", sorted(set(Role) - policy.TEAM_ROLES))
def test_only_caseworkers_and_supervisors_are_in_teams(cast: Cast, admin: User, office: Client, role: Role) -> None:
    user = account(role, f"not-a-member-{role}")
    page = office.post(f"{TEAMS}{cast.east.team.pk}/add/", {"email": user.email, "approver": "no"})
    assert "There is no caseworker or supervisor" in page.content.decode()
    with pytest.raises(NotAvailable):
        add_member(actor=actor_of(admin), team=cast.east.team, user=user, approver=False)


def test_nobody_is_in_a_team_twice(cast: Cast, admin: User) -> None:
    with pytest.raises(CannotChange):
        add_member(actor=actor_of(admin), team=cast.east.team, user=cast.east.worker, approver=True)


def test_whoever_is_switched_off_joins_no_team(cast: Cast, admin: User) -> None:
    user = account(Role.CASEWORKER, "gone")
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(NotAvailable):
        add_member(actor=actor_of(admin), team=cast.east.team, user=user, approver=False)


def test_a_last_day_before_the_first_is_refused(office: Client, cast: Cast) -> None:
    user = account(Role.CASEWORKER, "backwards")
    day = clock.today() + timedelta(days=5)
    since = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    day -= timedelta(days=1)
    until = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    answers = {"email": user.email, "approver": "no"} | since | until
    page = office.post(f"{TEAMS}{cast.east.team.pk}/add/", answers).content.decode()
    assert "Last day must be the first day or later" in page


def test_the_pages_of_teams_show_no_family(office: Client, cast: Cast) -> None:
    cast.link()
    pages = "".join(
        office.get(address).content.decode()
        for address in (TEAMS, f"{TEAMS}new/", f"{TEAMS}{cast.east.team.pk}/", f"{TEAMS}{cast.east.team.pk}/add/")
    )
    for canary in ("Osterlin", "Dravenport", cast.east.engagement.reference, cast.west.engagement.reference):
        assert canary not in pages


def test_a_member_of_another_team_and_a_past_one_are_not_there(office: Client, cast: Cast) -> None:
    stranger = membership_of(cast.west.worker)
    for name in ("end", "approver"):
        address = f"{TEAMS}{cast.east.team.pk}/members/{stranger.pk}/{name}/"
        assert office.get(address).status_code == 404
        assert office.post(address, {"approver": "yes"}).status_code == 404
    mine = f"{TEAMS}{cast.west.team.pk}/members/{stranger.pk}/end/"
    assert office.post(mine).status_code == 302
    assert office.post(mine).status_code == 404
    assert office.get(f"{TEAMS}{uuid4()}/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_no_other_role_finds_or_changes_a_team(cast: Cast, role: Role) -> None:
    user = account(role, f"other-{role}")
    client = Client()
    client.force_login(user)
    team, member = cast.east.team, membership_of(cast.east.worker)
    nowhere = client.get("/no-such-page/").content
    for address in (TEAMS, f"{TEAMS}new/", f"{TEAMS}{team.pk}/", f"{TEAMS}{team.pk}/members/{member.pk}/end/"):
        page = client.get(address)
        assert (page.status_code, page.content) == (404, nowhere)
    actor = actor_of(user)
    for refused in (
        lambda: open_team(actor=actor, name="Mine", is_duty=False),
        lambda: add_member(actor=actor, team=team, user=cast.west.worker, approver=True),
        lambda: set_approver(actor=actor, team=team, membership_id=member.pk, approver=True),
        lambda: end_membership(actor=actor, team=team, membership_id=member.pk),
    ):
        with pytest.raises(NotYours):
            refused()


def test_a_supervisor_makes_nobody_an_approver_of_their_own_team(cast: Cast) -> None:
    member = membership_of(cast.east.worker)
    with pytest.raises(NotYours):
        set_approver(actor=cast.east.boss, team=cast.east.team, membership_id=member.pk, approver=True)


def test_an_id_that_was_forged_is_out_of_date(cast: Cast, admin: User) -> None:
    with pytest.raises(OutOfDate):
        open_team(actor=actor_of(admin), name="Other", is_duty=False, pk=cast.east.team.pk)


def test_a_stale_sign_in_changes_no_team(office: Client, cast: Cast) -> None:
    from portal.accounts.models import SignIn

    SignIn.objects.update(proved_at=clock.now() - timedelta(minutes=15))
    for address in (f"{TEAMS}new/", f"{TEAMS}{cast.east.team.pk}/add/"):
        assert office.post(address)["Location"].startswith("/account/confirm/")
