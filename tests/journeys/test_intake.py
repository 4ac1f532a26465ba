"""A supervisor takes a family in and invites a parent, who asks; the lead links two sides; a text is held."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reconciliation.families.actions import open_engagement
from reconciliation.families.models import FamilyEngagement, IncidentLink
from reconciliation.tracks import states
from reconciliation.tracks.actions import AnswerText
from tests.journeys.conftest import People
from tests.tracks.road import Road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "copper lantern meadow"


def test_a_family_is_taken_in_and_a_parent_is_invited_and_asks(people: People) -> None:
    boss = people.page("supervisor")
    open_family(people, boss)
    # The relation to the child is asked right after the adult.
    people.choose(boss, "Mother")
    people.choose(boss, "Yes", boss.get_by_role("group", name="Do they have parental responsibility?"))
    boss.get_by_label("What shows it?").select_option(label="Birth mother")
    people.press(boss, "button", "Continue")
    expect(boss.get_by_text("Parental responsibility: yes (birth mother)")).to_be_visible()
    people.press(boss, "button", "Check your answers")
    for said in ("Child who was harmed", "Not known to social care", "Perrin Stonecroft", "SC-40-118"):
        expect(boss.get_by_role("definition").filter(has_text=said).first).to_be_visible()
    people.press(boss, "button", "Confirm")
    engagement = FamilyEngagement.objects.latest("opened_at")
    expect(boss.get_by_text(engagement.reference).first).to_be_visible()
    link = invite(people, boss)
    parent = join(people, link)
    people.press(parent, "button", "Ask a question")
    people.fill(parent, "What do you want to ask?", "Will Perrin have the same teacher?")
    people.press(parent, "button", "Continue")
    people.press(parent, "button", "Send")
    expect(parent.get_by_role("heading", name="We have your question")).to_be_visible()
    # The link is spent: another browser gets no account with it.
    late = people.stranger("late")
    late.goto(people.url + link)
    expect(late.get_by_role("heading", name="This invitation cannot be used")).to_be_visible()
    family = engagement.get_absolute_url()
    for nobody in ("caseworker", "other_supervisor", "family_member", "safeguarding_lead", "admin"):
        people.gone(nobody, family, f"{family}people/", f"{family}opened/")


def open_family(people: People, boss: Page) -> None:
    """The family's side and outside reference, its child and its first adult."""
    people.press(boss, "link", "Open an engagement for a family")
    people.choose(boss, "Child who was harmed")
    people.choose(boss, "Reported")
    people.choose(boss, "No", boss.get_by_role("group", name="Is the family known to social care?"))
    people.fill(boss, "Other case system", "Early help records")
    people.fill(boss, "Reference in that system", "SC-40-118")
    people.press(boss, "button", "Continue")
    people.fill(boss, "Full name", "Perrin Stonecroft")
    for box, text in (("Day", "4"), ("Month", "5"), ("Year", "2014")):
        people.fill(boss, box, text)
    people.press(boss, "button", "Continue")
    people.press(boss, "button", "Add an adult")
    people.fill(boss, "Full name", "Merle Stonecroft")
    people.press(boss, "button", "Continue")


def invite(people: People, boss: Page) -> str:
    """The address of the one-time link, from the letter that is shown once."""
    people.press(boss, "link", "Invite people and add contact details")
    people.press(boss, "link", "Invite Merle Stonecroft")
    people.fill(boss, "Their own email address", "merle.stonecroft@people.example")
    people.follow(boss, boss.locator("main button[type=submit]"))
    return the_link(boss)


def the_link(boss: Page) -> str:
    """The address that the letter on this page gives."""
    link = re.search(r"/invitation/[\w-]+/", boss.locator("main").inner_text())
    assert link is not None
    return link.group()


def join(people: People, link: str) -> Page:
    """A parent opens the link in a fresh browser, chooses a password and lands on the home of families."""
    parent = people.stranger("merle")
    parent.goto(people.url + link)
    people.fill(parent, "Password", "short")
    people.press(parent, "button", "Create account")
    expect(parent.get_by_role("alert").get_by_text("Password must be 12 characters or more")).to_be_visible()
    people.fill(parent, "Password", PASSWORD)
    people.press(parent, "button", "Create account")
    people.arrive(parent)
    assert parent.url == f"{people.url}/home/"
    expect(parent.get_by_text("You have not asked anything yet.")).to_be_visible()
    return parent


def test_the_lead_links_two_families_but_never_two_of_one_team(people: People, cast: Any) -> None:
    east = open_engagement(
        actor=cast.actor("supervisor"), team=cast.teams["east"], side="child_who_harmed", side_basis="reported",
        known_to_social_care=False,
    )  # fmt: skip
    families = {**cast.engagements, "same_team": east}
    lead = people.page("safeguarding_lead")
    people.press(lead, "button", "Open an incident")
    people.follow(lead, lead.locator("main button[type=submit]"))
    refused = {"same_team": "Each side needs its own team.", "varnish": "linked to an incident already"}
    for family in ("al_naqib", "same_team", "varnish", "achterberg_west"):
        people.press(lead, "button", "Link a family")
        people.fill(lead, "Reference of the family", families[family].reference)
        people.press(lead, "button", "Link")
        if family in refused:
            expect(lead.get_by_role("alert").get_by_text(refused[family])).to_be_visible()
            people.press(lead, "link", "Back")
    incident = IncidentLink.objects.get(engagement=cast.engagements["al_naqib"]).incident
    linked = {link.engagement_id for link in incident.links.all()}
    assert linked == {cast.engagements[family].pk for family in ("al_naqib", "achterberg_west")}
    for nobody in ("supervisor", "other_supervisor", "caseworker", "family_member", "auditor"):
        people.gone(nobody, f"/incidents/{incident.pk}/", "/incidents/")


def test_an_answer_that_names_the_other_side_goes_only_after_the_lead_has_read_it(people: People, cast: Any) -> None:
    road = Road(cast).until(states.ANSWERING).no_proceedings()
    road.write(1, AnswerText("answered", "incident_information", "Petra Skerrowby was told first.")).write(2).propose()
    approve, question = f"{people.url}/work/{road.pk}/approve/", f"{people.url}/questions/{road.pk}/"
    boss, parent = people.page("supervisor"), people.page("family_member")
    boss.goto(f"{people.url}/engagements/{road.track.engagement_id}/")
    expect(boss.get_by_text("This is not available at the moment.")).to_be_visible()
    boss.goto(approve)
    people.press(boss, "button", "Approve and share")
    expect(boss.get_by_role("alert").get_by_text("This is not available at the moment.")).to_be_visible()
    parent.goto(question)
    expect(parent.get_by_text("Petra Skerrowby")).to_have_count(0)
    lead = people.page("safeguarding_lead")
    people.press(lead, "link", "Texts to read")
    held = lead.locator('main a[href^="/held-texts/"]').first
    for nobody in ("supervisor", "caseworker", "other_supervisor", "family_member", "information_governance"):
        people.gone(nobody, held.get_attribute("href") or "", "/held-texts/")
    people.follow(lead, held)
    expect(lead.get_by_text("Petra Skerrowby was told first.").first).to_be_visible()
    people.press(lead, "button", "Save your decision")
    expect(lead.get_by_role("alert").get_by_text("Select what should happen to this text")).to_be_visible()
    people.choose(lead, "Release it")
    people.fill(lead, "Why?", "She is a witness and knows.")
    people.press(lead, "button", "Save your decision")
    expect(lead.get_by_text("The text is released.")).to_be_visible()
    boss.goto(approve)
    people.press(boss, "button", "Approve and share")
    expect(boss.get_by_text("Answer approved and shared.").first).to_be_visible()
    parent.goto(question)
    expect(parent.get_by_text("Petra Skerrowby was told first.")).to_be_visible()
