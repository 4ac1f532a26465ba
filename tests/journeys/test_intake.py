"""A supervisor opens an engagement and invites a parent; the safeguarding lead links two families; a text is held."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from reconciliation.families.models import FamilyEngagement, IncidentLink
from reconciliation.tracks import states
from reconciliation.tracks.actions import AnswerText
from tests.journeys.conftest import People
from tests.tracks.road import Road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_family_is_taken_in_invited_and_asks(people: People) -> None:
    boss = people.page("supervisor")
    people.press(boss, "link", "Open an engagement for a family")
    people.choose(boss, "Child who was harmed")
    people.choose(boss, "Reported")
    people.choose(boss, "No", "Is the family known to social care?")
    people.press(boss, "button", "Continue")
    boss.get_by_label("Full name").fill("Perrin Stonecroft")
    boss.get_by_label("Day").fill("4")
    boss.get_by_label("Month").fill("5")
    boss.get_by_label("Year").fill("2014")
    people.press(boss, "button", "Continue")
    engagement = FamilyEngagement.objects.order_by("-opened_at").first()
    assert engagement is not None
    boss.goto(f"{people.url}/engagements/{engagement.pk}/people/adult/")
    boss.get_by_label("Full name").fill("Merle Stonecroft")
    boss.locator("main button[type=submit]").click()
    people.choose(boss, "Mother")
    people.choose(boss, "Yes", "Do they have parental responsibility?")
    boss.get_by_label("What shows it?").select_option("birth_mother")
    boss.locator("main button[type=submit]").click()
    boss.goto(f"{people.url}/engagements/{engagement.pk}/check/")
    people.press(boss, "button", "Confirm")
    expect(boss.get_by_text(engagement.reference).first).to_be_visible()
    parent_row = engagement.people.get(is_child=False)
    boss.goto(f"{people.url}/engagements/{engagement.pk}/people/{parent_row.pk}/invite/")
    boss.get_by_label(re.compile("email", re.IGNORECASE)).first.fill("merle.stonecroft@people.example")
    boss.locator("main button[type=submit]").click()
    link = re.search(r"/invitation/[\w-]+/", boss.content())
    assert link is not None
    parent = people.stranger("merle")
    parent.goto(people.url + link.group())
    for box in parent.locator("input[type=password]").all():
        box.fill("copper lantern meadow")
    parent.locator("main button[type=submit]").click()
    parent.wait_for_url("**/home/")
    expect(parent.get_by_text("You have not asked anything yet.")).to_be_visible()
    parent.goto(people.url + link.group())
    expect(parent.get_by_text("copper lantern meadow")).to_have_count(0)


def test_the_lead_links_two_families_but_never_two_of_one_team(people: People, cast: Any) -> None:
    lead = people.page("safeguarding_lead")
    people.press(lead, "button", "Open an incident")
    lead.locator("main button[type=submit]").click()
    first = cast.engagements["al_naqib"]
    for family, words in ((first, ""), (cast.engagements["varnish"], "linked to an incident already")):
        people.press(lead, "button", "Link a family")
        lead.get_by_label("Reference of the family").fill(family.reference)
        people.press(lead, "button", "Link")
        if words:
            expect(lead.get_by_role("alert").get_by_text(words)).to_be_visible()
    assert IncidentLink.objects.filter(engagement=first).exists()


def test_an_answer_that_names_the_other_side_goes_only_after_the_lead_has_read_it(people: People, cast: Any) -> None:
    road = Road(cast).until(states.ANSWERING).no_proceedings()
    road.write(1, AnswerText("answered", "incident_information", "Petra Skerrowby was told first.")).write(2).propose()
    boss = people.page("supervisor")
    boss.goto(f"{people.url}/engagements/{road.track.engagement_id}/")
    expect(boss.get_by_text("This is not available at the moment.")).to_be_visible()
    boss.goto(f"{people.url}/work/{road.pk}/approve/")
    people.press(boss, "button", "Approve and share")
    expect(boss.get_by_role("alert").get_by_text("This is not available at the moment.")).to_be_visible()
    lead = people.page("safeguarding_lead")
    people.press(lead, "link", "Texts to read")
    lead.locator('main a[href^="/held-texts/"]').first.click()
    expect(lead.get_by_text("Petra Skerrowby was told first.").first).to_be_visible()
    lead.locator("main input[type=radio]").first.check()
    lead.locator("main textarea").fill("She is a witness and knows.")
    lead.locator("main button[type=submit]").click()
    boss.goto(f"{people.url}/work/{road.pk}/approve/")
    people.press(boss, "button", "Approve and share")
    assert road.track.current == states.ANSWER_SHARED
