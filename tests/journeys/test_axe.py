"""axe finds nothing on any page, once a page and role."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from reconciliation.tracks import actions, states
from tests.journeys.conftest import Mode, People
from tests.tracks.road import Road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES: dict[str, tuple[str, ...]] = {
    "stranger": ("/", "/accounts/login/", "/demo/"),
    "family_member": (
        "/home/", "/questions/ask/", "{answered}", "{clarified}", "{clarified}confirm/", "{answered}reply/",
        "{answered}withdraw/", "{answered}share/", "{draft}check/", "{answered}sent/", "/no/such/page/",
    ),
    "caseworker": (
        "/worklist/", "{family}", "{work}wording/", "{working}parts/1/answer/", "{working}parts/1/waiting/",
        "{working}propose/", "{working}date/", "{family}people/", "{family}proceedings/", "{family}conflict/",
        "{family}ask/", "/engagements/look/",
    ),
    "supervisor": (
        "/queue/", "/worklist/", "/engagements/new/", "{family}worker/", "{family}people/child/", "{waiting}approve/",
        "{waiting}return/", "{family}details/",
    ),
    "safeguarding_lead": ("/incidents/", "/incidents/new/", "/incidents/open-a-family/", "/held-texts/"),
    "admin": ("/people/", "/people/invite/"),
    "auditor": ("/decisions/",),
    "information_governance": ("/reviews/",),
    "commissioner": ("/demand/",),
    "service_provider": ("/referrals/",),
}  # fmt: skip


@pytest.fixture
def addresses(cast: Any) -> dict[str, str]:
    """Questions in the states that the pages need."""
    answered, clarified, working, waiting = (Road(cast) for _ in range(4))
    for road, state in (
        (answered, states.ANSWER_SHARED), (clarified, states.CLARIFYING), (working, states.ANSWERING),
        (waiting, states.AWAITING_APPROVAL),
    ):  # fmt: skip
        road.until(state)
    actions.restate(actor=cast.actor("caseworker"), pk=clarified.pk, parts=["One thing", "Another"])  # type: ignore[arg-type]
    working.write(1)
    draft = actions.save_draft(actor=cast.actor("family_member"), person=cast.people["imelda"], text="Who decided?")
    return {
        "answered": f"/questions/{answered.pk}/", "clarified": f"/questions/{clarified.pk}/",
        "work": f"/work/{clarified.pk}/", "working": f"/work/{working.pk}/", "waiting": f"/work/{waiting.pk}/",
        "family": f"/engagements/{answered.track.engagement_id}/", "draft": f"/questions/ask/{draft.pk}/",
    }  # fmt: skip


@pytest.mark.parametrize("people", [Mode(width=1280), Mode(width=360)], ids=["wide", "phone"], indirect=True)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(people: People, addresses: dict[str, str]) -> None:
    found, axe = [], Axe()
    for who, paths in PAGES.items():
        page = people.stranger() if who == "stranger" else people.page(who)
        for path in paths:
            page.goto(people.url + path.format(**addresses))
            people.fits(page)
            if people.mode.width > 1000:
                faults = axe.run(page).response["violations"]
                found += [(who, path, fault["id"], fault["nodes"][0]["html"][:120]) for fault in faults]
    assert found == []


def test_a_form_sent_empty_has_a_summary_that_leads_to_each_field(people: People, addresses: dict[str, str]) -> None:
    found, axe = [], Axe()
    forms = {
        "family_member": ("/questions/ask/", "{answered}reply/", "{clarified}confirm/"),
        "caseworker": ("{working}parts/2/answer/", "{working}date/", "{family}conflict/"),
        "supervisor": ("/engagements/new/", "{waiting}return/", "{family}worker/"),
    }
    for who, paths in forms.items():
        page = people.page(who)
        for path in paths:
            page.goto(people.url + path.format(**addresses))
            page.locator("main button[type=submit]").last.click()
            page.wait_for_load_state()
            links = page.locator(".govuk-error-summary a")
            assert links.count() > 0, path
            for number in range(links.count()):
                target = links.nth(number).get_attribute("href") or ""
                assert page.locator(f"[id='{target[1:]}']").count() == 1, (path, target)
            found += [(path, fault["id"]) for fault in axe.run(page).response["violations"]]
    assert found == []
