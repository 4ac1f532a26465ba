"""The pages of this room, and the one refusal for everybody else."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.accounts.actors import actor_of
from portal.accounts.models import Role, User
from portal.notifications.actions import confirm, save_safe_contact
from reconciliation.families import actions, selectors
from reconciliation.families.models import (
    AccessGrant,
    Conflict,
    FamilyEngagement,
    Incident,
    Membership,
    Person,
    Team,
)
from tests.families.cast import Cast, account

ANSWERS = {
    "side": "harmed", "side_basis": "reported", "known_to_social_care": "no", "external_system": "", "external_ref": "",
}  # fmt: skip
BORN = {"birth_date_day": "2", "birth_date_month": "4", "birth_date_year": "2014"}


def signed_in(user: User) -> Client:
    """A browser in which this user is signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def test_a_supervisor_opens_an_engagement_page_by_page(cast: Cast) -> None:
    client = signed_in(cast.east.supervisor)
    assert "Open an engagement" in text_of(client.get("/engagements/new/"))
    client.post("/engagements/new/", ANSWERS | {"external_system": "Sable", "external_ref": "S-77"})
    engagement = FamilyEngagement.objects.latest("opened_at")
    home = f"/engagements/{engagement.pk}/people/"
    assert engagement.external_ref == "S-77"

    assert client.post(home + "child/", {"name": "Ida Varnish"} | BORN)["Location"] == home
    child = engagement.people.get()
    asked = client.post(home + "adult/", {"name": "Imelda Varnish"})["Location"]
    assert "What is Imelda Varnish to Ida Varnish?" in text_of(client.get(asked))
    answer = {"kind": "mother", "parental_responsibility": "yes", "basis": "birth_mother"}
    assert client.post(asked, answer)["Location"] == home
    sibling = client.post(home + "child/", {"name": "Bo Varnish"} | BORN)["Location"]
    assert "parental" not in text_of(client.get(sibling))
    client.post(sibling, {"kind": "sibling"})

    mother = engagement.people.get(is_child=False)
    contact = {"kind": "phone", "value": "07700 900 111"}
    assert client.post(f"{home}{mother.pk}/contact/", contact)["Location"] == home
    page = text_of(client.get(home))
    assert "Mother of" in page
    assert "07700 900 111" in page

    checked = f"/engagements/{engagement.pk}/check/"
    assert "Not known to social care" in text_of(client.get(checked))
    opened = client.post(checked)["Location"]
    assert engagement.reference in text_of(client.get(opened))
    assert selectors.family_name(selectors.people_of(engagement.pk)) == "Varnish"
    assert child.position == 1


def test_a_supervisor_of_several_teams_chooses_one(cast: Cast) -> None:
    south = Team.objects.create(name="South team")
    Membership.objects.create(team=south, user=cast.east.supervisor)
    client = signed_in(cast.east.supervisor)
    assert "Select a team" in text_of(client.post("/engagements/new/", ANSWERS))
    client.post("/engagements/new/", ANSWERS | {"team": str(south.pk)})
    assert FamilyEngagement.objects.filter(team=south).count() == 1
    assert "Select a team" in text_of(client.post("/engagements/new/", ANSWERS | {"team": str(cast.west.team.pk)}))


@pytest.mark.parametrize(
    ("page", "data", "words"),
    [
        ("/engagements/new/", {}, "Select which child this family belongs to"),
        ("/engagements/new/", ANSWERS | {"external_ref": "S-77"}, "Enter the name of the other case system"),
        ("people/child/", {"name": "  "} | BORN, "Enter the child&#x27;s full name"),
        ("people/child/", {"name": "x" * 121} | BORN, "Full name must be 120 characters or fewer"),
        ("people/child/", {"name": "Ida"}, "Enter the child&#x27;s date of birth"),
        ("people/child/", {"name": "Ida"} | BORN | {"birth_date_year": "2999"}, "must be"),
        ("people/child/", {"name": "Ida"} | BORN | {"birth_date_month": "13"}, "must be a real date"),
        ("contact/", {"kind": "phone", "value": "call me"}, "Enter a phone number"),
        ("contact/", {"kind": "email", "value": "nobody"}, "Enter an email address in the correct format"),
        ("invite/", {"email": ""}, "Enter their email address"),
        ("conflict/", {}, "Select what the conflict of interest is"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_is_kept(
    cast: Cast, page: str, data: dict[str, str], words: str
) -> None:
    east = cast.east
    base = f"/engagements/{east.engagement.pk}/"
    if page in {"contact/", "invite/"}:
        page = f"{base}people/{cast.east.mother.pk}/{page}"
        Person.objects.filter(pk=cast.east.mother.pk).update(user=None)
    elif not page.startswith("/"):
        page = base + page
    before = (FamilyEngagement.objects.count(), Person.objects.count(), Conflict.objects.count())
    page_text = text_of(signed_in(east.supervisor).post(page, data))
    assert "There is a problem" in page_text
    assert words in page_text
    assert (FamilyEngagement.objects.count(), Person.objects.count(), Conflict.objects.count()) == before


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Ida\u202eevil", "' OR 1=1 --", "<" * 120, "عائشة"])
def test_any_name_is_kept_as_typed_and_shown_harmless(cast: Cast, name: str) -> None:
    east = cast.east
    client = signed_in(east.worker)
    home = f"/engagements/{east.engagement.pk}/people/"
    client.post(home + "adult/", {"name": name})
    person = Person.objects.filter(engagement=east.engagement).order_by("position").last()
    assert person is not None
    assert person.name == name
    page = text_of(client.get(home))
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert client.get(f"{home}{person.pk}/relation/{east.child.pk}/").status_code == 200


def test_the_letter_is_shown_once_and_names_nothing_of_the_case(cast: Cast) -> None:
    east = cast.east
    Person.objects.filter(pk=east.mother.pk).update(user=None)
    address = f"/engagements/{east.engagement.pk}/people/{east.mother.pk}/invite/"
    client = signed_in(east.supervisor)
    letter = text_of(client.post(address, {"email": "hanne@arrowmere.example"}))
    link = re.search(r"http://testserver(/invitation/[^<\s]+)", letter)
    assert link is not None
    assert Client().get(link[1]).status_code == 200
    for word in (east.engagement.reference, "harm", "safeguarding", "incident", east.team.name):
        assert word not in letter.partition("<main")[2].partition("</main>")[0].lower()
    assert link[1] not in text_of(client.get(address))
    assert "Invited, has not signed in yet" in text_of(client.get(f"/engagements/{east.engagement.pk}/people/"))


def test_a_young_child_is_invited_only_with_the_box(cast: Cast) -> None:
    east = cast.east
    address = f"/engagements/{east.engagement.pk}/people/{east.child.pk}/invite/"
    client = signed_in(east.supervisor)
    data = {"email": "mika@arrowmere.example"}
    assert "Confirm that this child may have their own account" in text_of(client.post(address, data))
    assert "/invitation/" in text_of(client.post(address, data | {"younger_confirmed": "on"}))


def test_a_contact_detail_goes_only_after_it_was_asked_about(cast: Cast) -> None:
    east = cast.east
    detail = actions.add_contact(actor=east.boss, person=east.mother, kind="phone", value="07700 900 111")
    address = f"/engagements/{east.engagement.pk}/people/{east.mother.pk}/contact/{detail.pk}/remove/"
    client = signed_in(east.worker)
    assert "07700 900 111" in text_of(client.get(address))
    client.post(address)
    assert not east.mother.contact_details.exists()
    assert client.get(address).status_code == 404


def test_a_worker_who_declares_a_conflict_meets_a_404_at_the_next_click(cast: Cast) -> None:
    east = cast.east
    client = signed_in(east.worker)
    address = f"/engagements/{east.engagement.pk}/conflict/"
    assert "at once" in text_of(client.get(address))
    done = client.post(address, {"kind": "neighbour", "note": ""})
    assert east.engagement.reference not in text_of(client.get(done["Location"]))
    assert client.get(address).status_code == 404
    assert client.get(f"/engagements/{east.engagement.pk}/people/").status_code == 404


def test_the_safeguarding_lead_links_two_families_and_opens_one(cast: Cast) -> None:
    client = signed_in(cast.lead)
    address = client.post("/incidents/new/", {"note": "At the school"})["Location"]
    for one in (cast.east, cast.west):
        assert client.post(address + "link/", {"reference": one.engagement.reference.lower()}).status_code == 302
    page = text_of(client.get(address))
    assert cast.east.engagement.reference in page
    assert cast.west.engagement.reference in page
    assert "Osterlin" not in page
    opening = f"/engagements/{cast.east.engagement.pk}/open/"
    assert "Enter why you need to see this family" in text_of(client.post(opening, {"reason": " "}))
    done = client.post(opening, {"reason": "A call from the school"})
    assert done["Location"] == f"/engagements/{cast.east.engagement.pk}/"
    assert cast.east.engagement.reference in text_of(client.get("/incidents/"))
    assert AccessGrant.objects.get().reason == "A call from the school"


def test_the_safeguarding_lead_opens_a_family_by_its_reference(cast: Cast) -> None:
    client = signed_in(cast.lead)
    data = {"reference": "QQQQ-QQQQ", "reason": "A call"}
    assert "There is no family with this reference" in text_of(client.post("/incidents/open-a-family/", data))
    data["reference"] = cast.west.engagement.reference
    assert client.post("/incidents/open-a-family/", data).status_code == 302


@pytest.mark.parametrize("typed", ["QQQQ-QQQQ", "nonsense", "<script>"])
def test_an_unknown_reference_is_said_to_be_so_beside_the_field(cast: Cast, typed: str) -> None:
    incident = actions.open_incident(actor=actor_of(cast.lead))
    page = text_of(signed_in(cast.lead).post(f"/incidents/{incident.pk}/link/", {"reference": typed}))
    assert "There is no family with this reference" in page
    assert "<script>" not in page


def panels(cast: Cast, reader: User) -> str:
    """Who the first family is, as this user's page draws it."""
    request = RequestFactory().get("/")
    request.user = reader
    source = "{% load families_panels %}{% engagement_header engagement %}{% people_panel engagement %}"
    return Template(source).render(Context({"request": request, "engagement": cast.east.engagement}))


def test_the_panels_show_the_people_and_the_side_in_words(cast: Cast) -> None:
    drawn = panels(cast, cast.east.supervisor)
    assert "side: child who was harmed, East team" in drawn
    assert "Osterlin" in drawn
    assert "Mother of" in drawn
    assert "Signs in with their own account" in drawn


def test_each_person_who_signs_in_is_shown_with_how_to_reach_them_safely_to_whoever_works_with_them(cast: Cast) -> None:
    parent = actor_of(cast.east.parent)
    save_safe_contact(actor=parent, format="audio")
    confirm(actor=parent)
    for reader in (cast.east.supervisor, cast.east.worker):
        assert panels(cast, reader).count("Sound recording") == 1
    for reader in (cast.west.supervisor, cast.west.worker, cast.lead):
        assert "Safe contact" not in panels(cast, reader)


def count(client: Client, address: str) -> int:
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_people_page_costs_the_same_for_many_people(cast: Cast) -> None:
    east = cast.east
    client = signed_in(east.supervisor)
    address = f"/engagements/{east.engagement.pk}/people/"
    client.get(address)  # that it was opened is written down once
    few = count(client, address)
    for number in range(8):
        person = actions.add_person(
            actor=east.boss, engagement=east.engagement, name=f"Uncle {number}", is_child=number % 2 == 0
        )
        actions.add_contact(actor=east.boss, person=person, kind="phone", value=f"07700 900 12{number}")
        actions.relate(actor=east.boss, person=person, to=actions.RelationTo(east.child, "other_relative"))
    assert count(client, address) == few


def test_the_list_of_incidents_costs_the_same_for_many(cast: Cast) -> None:
    cast.link()
    client = signed_in(cast.lead)
    few = count(client, "/incidents/")
    for _ in range(5):
        incident = actions.open_incident(actor=actor_of(cast.lead))
        engagement = actions.open_engagement(
            actor=cast.east.boss, team=cast.east.team, side="harmed", side_basis="found", known_to_social_care=True
        )
        actions.link_engagement(actor=actor_of(cast.lead), incident=incident, engagement=engagement)
    assert count(client, "/incidents/") == few


def test_incidents_are_listed_newest_first_each_once_over_several_pages(cast: Cast) -> None:
    client = signed_in(cast.lead)
    for _ in range(30):
        actions.open_incident(actor=actor_of(cast.lead))
    first = text_of(client.get("/incidents/"))
    following = re.search(r'rel="next" href="(\?after=[^"]+)"', first)
    assert following is not None
    second = text_of(client.get("/incidents/" + following[1]))
    listed = [set(re.findall(r"/incidents/([0-9a-f-]{36})/", page)) for page in (first, second)]
    assert not listed[0] & listed[1]
    assert len(listed[0] | listed[1]) == Incident.objects.count() == 30


def addresses(cast: Cast) -> dict[str, set[str]]:
    """Each page of the East family, and who gets it: of the East side by post, or the lead."""
    east = cast.east
    home = f"/engagements/{east.engagement.pk}/"
    mother = f"{home}people/{east.mother.pk}/"
    boss, workers = {"supervisor"}, {"supervisor", "worker"}
    return {
        f"{home}details/": boss,
        f"{home}check/": boss,
        f"{home}opened/": boss,
        f"{home}conflict/": workers | {"approver"},
        f"{home}people/": workers,
        f"{home}people/child/": workers,
        f"{home}people/adult/": workers,
        mother: workers,
        f"{mother}relation/{east.child.pk}/": workers,
        f"{mother}contact/": workers,
        f"{mother}invite/": boss,
        f"{home}open/": {"lead"},
        "/incidents/": {"lead"},
        "/incidents/new/": {"lead"},
        "/incidents/open-a-family/": {"lead"},
    }


def everybody(cast: Cast) -> dict[str, User]:
    """All who are signed in anywhere near."""
    east = {post: getattr(cast.east, post) for post in ("supervisor", "worker", "approver", "parent")}
    west = {f"west {post}": getattr(cast.west, post) for post in east}
    rest = {
        role: account(role, f"some-{role}")
        for role in Role
        if role not in {Role.SAFEGUARDING_LEAD, Role.SUPERVISOR, Role.CASEWORKER}
    }
    return {**east, **west, **{str(role): user for role, user in rest.items()}, "lead": cast.lead}


def test_each_page_is_for_its_own_people_and_for_all_others_the_same_404(cast: Cast) -> None:
    cast.link()
    pages = addresses(cast)
    for name, user in everybody(cast).items():
        client = signed_in(user)
        missing = client.get(f"/engagements/{uuid4()}/people/").content
        for address, let_in in pages.items():
            response = client.get(address)
            assert response.status_code == (200 if name in let_in else 404), (name, address)
            if name not in let_in:
                assert response.content == missing, (name, address)


def test_a_forged_id_of_another_family_is_the_same_404_on_a_page_of_ones_own(cast: Cast) -> None:
    client = signed_in(cast.east.supervisor)
    home = f"/engagements/{cast.east.engagement.pk}/people/"
    detail = actions.add_contact(actor=cast.west.boss, person=cast.west.mother, kind="phone", value="07700 900 111")
    for address in (
        f"{home}{cast.west.mother.pk}/",
        f"{home}{cast.west.mother.pk}/invite/",
        f"{home}{cast.east.mother.pk}/relation/{cast.west.child.pk}/",
        f"{home}{cast.east.mother.pk}/contact/{detail.pk}/remove/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "a@b.example"}).status_code == 404


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    for address in addresses(cast):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_no_page_names_a_family_in_its_title(cast: Cast) -> None:
    client = signed_in(cast.east.supervisor)
    for address, let_in in addresses(cast).items():
        if "supervisor" in let_in:
            title = re.search(r"<title>(.*?)</title>", text_of(client.get(address)), re.DOTALL)
            assert title is not None
            assert not re.search(r"Osterlin|harm|[A-Z0-9]{4}-[A-Z0-9]{4}|conflict", title[1])


@pytest.mark.django_db
def test_every_page_about_one_family_says_its_side(cast: Cast) -> None:
    client = signed_in(cast.east.supervisor)
    about_one = [
        address for address, let_in in addresses(cast).items() if "supervisor" in let_in and "/engagements/" in address
    ]
    pages = {address: text_of(client.get(address)) for address in about_one}
    captions = [address for address, text in pages.items() if "govuk-caption" in text]
    assert len(captions) >= 6
    for address in captions:
        assert "side: child who was harmed" in pages[address].lower(), address
