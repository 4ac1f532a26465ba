"""axe finds nothing on any page, and no phone scrolls sideways: every page that a link leads to in the whole demo."""

import re
from collections import Counter, defaultdict, deque
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver, resolve

from portal.accounts.actions import invite
from portal.accounts.demo import DEMO_PASSWORD
from portal.notifications.actions import save_safe_contact
from reconciliation.families.actions import open_conversation, open_with_reason
from reconciliation.families.models import Conflict
from reconciliation.oversight.actions import run_scenario
from reconciliation.oversight.demo.load import load_stories
from reconciliation.oversight.scenarios.reading import shipped
from reconciliation.tracks import actions, states
from tests.access import world
from tests.accounts.authenticator import with_passkey
from tests.accounts.conftest import with_app
from tests.architecture.test_routes import routes
from tests.journeys.conftest import People
from tests.reception import made
from tests.tracks.road import WITHHELD, Road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who walks, and in which frame their pages stand. A page is looked at once a frame, and again where it offers more.
WALKERS = {
    "stranger": "public", "family_member": "family", "young_person": "family", "caseworker": "staff",
    "supervisor": "staff", "duty_worker": "staff", "safeguarding_lead": "staff", "information_governance": "staff",
    "auditor": "staff", "commissioner": "staff", "service_provider": "staff", "admin": "staff",
}  # fmt: skip
# Where a walk begins besides its home and its menu: pages that follow a sent form, or that no link of the demo reaches.
BEGINNINGS = {
    "safeguarding_lead": ("{agreed}", "{agreed}families/{varnish}/", "{tied}undo/"),
    "stranger": (
        "/", "/ask/", "/ask/return/", "/ask/return/lost/", "/accounts/login/", "/demo/", "/invitation/no-such-token/",
        "{invitation}", "/demo/mail/",
    ),
    "family_member": (
        "/home/about/", "/accounts/logout/", "/no/such/page/", "{draft}check/", "{answered}sent/",
        "{answered}parts/1/again/", "{answered}disagree/", "{answered}more-help/", "{answered}pause/",
        "{paused}go-on/", "{finished}", "{finished}come-back/", "/account/confirm/", "/account/confirm/code/",
        *(f"/contact/{name}/" for name in "reach/email reach/sms reach/phone reach/post calls words language".split()),
    ),
    "young_person": ("/account/confirm/", "/account/second-factor/stop/", "/account/recovery-codes/"),
    "caseworker": (
        "{clarified}start/", "{working}share/", "{shared}go-on/", "{for_them}", "{working}no-further/",
        "{withheld}parts/1/withhold/",
        "{shared}no-reply/", "{shared}parts/1/refer/", "{working}pause/", "{stopped}resume/",
        "{caller}", "{family}family/", "{working}record/", "/account/confirm/",
    ),
    "supervisor": (
        "/engagements/conflict-recorded/", "{family}details/", "{family}check/", "{family}opened/", "{match}",
        "/queue/?show=moved", "{screened}elsewhere/", "{ended}open-again/", "{working}no-further/approve/",
        "{working}no-further/return/",
    ),
    "information_governance": ("{reviewed}",),
    "admin": ("{with_app}", "{with_app}second-factor/"),
}  # fmt: skip
# In the middle of signing in: what is typed on the first page leads to the second.
ON_THE_WAY_IN = {
    "/accounts/login/code/": {"Email address": "family_member@arrowmere.example"},
    "/accounts/login/": {"Email address": "young_person@arrowmere.example", "Password": DEMO_PASSWORD},
}
# These show nothing that could be looked at.
TAKES_A_FORM = "takes a form and leads on"
NO_PAGES = {
    "accounts_revoke": TAKES_A_FORM,
    "account_end": TAKES_A_FORM,
    "account_end_others": TAKES_A_FORM,
    "audit_check": TAKES_A_FORM,
    "ask_leave": TAKES_A_FORM,
    "thread_settle": TAKES_A_FORM,
    "thread_draft": "is sent by a script and answers without a page",
    "ask_save": "is sent by a script and answers without a page",
    "account_stay": "is sent by a script and answers without a page",
    "account_keep": "is sent by a script and answers without a page",
    "account_time_left": "answers a script in JSON",
    "account_second_factor_picture": "is a picture, with a text beside it on its page",
    "exit": "leads away; tests/journeys_exit",
}
# Of these many are read, for each offers what its state allows; of any other page the first two.
MANIFOLD = {"engagement": 25, "engagement_family": 25, "question": 8}
FEW = 2
# The pages of refusals are looked at as well.
REFUSED = {"/no/such/page/": 404, "/invitation/no-such-token/": 410}
ONLY_FAULTS = {"resultTypes": ["violations"]}
PHONE = {"width": 360, "height": 800}
WIDE = {"width": 1280, "height": 900}


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
    told = actions.Told("We cannot find out more.", support="Copperleaf Advocacy can help.")
    actions.propose_no_further_action(actor=cast.actor("caseworker"), pk=working.pk, reason="No record.", told=told)  # type: ignore[arg-type]
    screened = Road(cast).ask().screen()
    world.promised(answered)
    paused, finished = Road(cast).until(states.ANSWERING), Road(cast).until(states.ANSWER_SHARED)
    actions.pause(actor=cast.actor("family_member"), pk=paused.pk)  # type: ignore[arg-type]
    actions.disagree_and_finish(actor=cast.actor("family_member"), pk=finished.pk)  # type: ignore[arg-type]
    withheld, reviewed = Road(cast).until(states.ANSWERING).write(1, WITHHELD), world.review(cast)
    draft, for_them = (
        actions.save_draft(actor=cast.actor(who), person=cast.people["imelda"], text="Who decided?")
        for who in ("family_member", "caseworker")
    )
    _, token = invite(
        actor=cast.actor("admin"),
        email="new@people.example",
        name="Ottoline Marsh",
        role="auditor",
        post_title="Auditor",
    )
    engagement = answered.track.engagement
    match = Conflict.objects.create(
        engagement=engagement, user=cast.users["wrenfield"], status="detected", recorded_by=cast.users["supervisor"]
    )
    # The first of the list is the one that is walked to: with a result.
    run_scenario(actor=cast.actor("auditor"), path=shipped()[0])
    for local in ("young_person", "auditor"):
        with_app(cast.users[local])
        with_passkey(cast.users[local], "The phone with the owl")
    save_safe_contact(actor=cast.actor("family_member"), code_word="purple kettle")
    open_with_reason(actor=cast.actor("safeguarding_lead"), engagement=cast.engagements["varnish"], reason="It fits.")
    agreed, tied = made.without_account(cast), made.tied(cast)
    family, question, work = f"/engagements/{engagement.pk}/", "/questions/", "/work/"
    return {
        "family": family, "match": f"{family}matches/{match.pk}/", "invitation": f"/invitation/{token}/",
        "draft": f"{question}ask/{draft.pk}/", "for_them": f"{family}ask/{for_them.pk}/",
        "answered": f"{question}{answered.pk}/", "asked": f"{question}{clarified.pk}/",
        "shared": f"{work}{answered.pk}/", "clarified": f"{work}{clarified.pk}/", "working": f"{work}{working.pk}/",
        "waiting": f"{work}{waiting.pk}/", "screened": f"{work}{screened.pk}/",
        "paused": f"{question}{paused.pk}/", "stopped": f"{work}{paused.pk}/",
        "finished": f"{question}{finished.pk}/", "ended": f"{work}{finished.pk}/",
        "withheld": f"{work}{withheld.pk}/", "reviewed": f"/reviews/{reviewed}/",
        "caller": f"/contact/{cast.users['family_member'].pk}/word/",
        "with_app": f"/people/{cast.users['auditor'].pk}/",
        "agreed": f"/without-a-family/{agreed}/", "tied": f"/without-a-family/{tied}/",
        "varnish": str(cast.engagements["varnish"].pk),
    }  # fmt: skip


class Walker:
    """Reads every page that a link leads to, and opens in the browser those that differ."""

    def __init__(self, people: People) -> None:
        self.people, self.axe = people, Axe()
        self.offered: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.faults: list[tuple[str, ...]] = []

    def walk(self, who: str, *beginnings: str) -> None:
        """From these addresses on, as far as links lead."""
        todo, known, read = deque(beginnings), set(beginnings), Counter[str]()
        while todo:
            path = todo.popleft()
            name = name_of(path)
            read[name] += 1
            if read[name] > MANIFOLD.get(name, FEW):
                continue
            answer = self.people.context(who).request.get(self.people.url + path)
            if answer.status != REFUSED.get(path, 200):
                self.faults.append((who, path, str(answer.status)))
            html = answer.text()
            links = links_of(html, path)
            # What its own frame always offers makes no page another one.
            inside = links_of(html.partition("<main")[2].partition("</main>")[0], path)
            self._meet(who, path, {name_of(link) for link in inside})
            todo.extend(link for link in links if link not in known)
            known.update(links)

    def _meet(self, who: str, path: str, offers: set[str]) -> None:
        seen = (WALKERS.get(who, "public"), name_of(path))
        if seen in self.offered and offers <= self.offered[seen]:
            return
        self.offered[seen] |= offers
        page = self.people.pages[who]
        page.goto(self.people.url + path)
        found = self.axe.run(page, options=ONLY_FAULTS).response["violations"]
        self.faults += [(who, path, fault["id"], fault["nodes"][0]["html"][:160]) for fault in found]
        page.set_viewport_size(PHONE)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            self.faults.append((who, path, "scrolls sideways"))
        page.set_viewport_size(WIDE)


def name_of(path: str) -> str:
    match = resolve(urlsplit(path).path)
    return match.url_name or match.func.__name__


def links_of(html: str, here: str) -> list[str]:
    """Where a page leads, but not out of the session."""
    found = (unescape(link) for link in re.findall(r'<a [^>]*?href="([^"#]+)"', html))
    return [urljoin(here, link) for link in found if link.startswith(("/", "?")) and link != "/exit/"]


def on_the_way_in(people: People, name: str, path: str, typed: dict[str, str]) -> str:
    """The address of the page that a stranger's form leads to."""
    page = people.stranger(name)
    page.goto(people.url + path)
    for label, text in typed.items():
        page.get_by_label(label, exact=True).fill(text)
    people.follow(page, page.locator("main form[method=post] button[type=submit]").first)
    return page.url


def without_account(people: People, walker: Walker) -> None:
    """From page to page as somebody asks who has no account, and loses their code."""
    page = people.stranger("asks")
    page.goto(f"{people.url}/ask/")
    people.choose(page, "No")
    people.press(page, "button", "Continue")
    people.fill(page, "What do you want to ask?", "Who can I call?")
    people.choose(page, "No, I want to be emailed or called instead")
    people.press(page, "button", "Continue")
    walker.walk("asks", "/ask/write/", "/ask/reach/", "/ask/email/", "/ask/call/")
    page.goto(f"{people.url}/ask/email/")
    people.fill(page, "Your email address", "someone@people.example")
    people.press(page, "button", "Send my question")
    walker.walk("asks", "/ask/done/")
    page.goto(f"{people.url}/ask/return/lost/")
    people.fill(page, "Your reference", "GGGG-HHHH")
    people.choose(page, "Send a code to the email address that I gave")
    people.press(page, "button", "Continue")
    walker.walk("asks", "/ask/return/code/")


def test_axe_finds_nothing_on_any_page_and_no_phone_scrolls_sideways(
    people: People, cast: Any, addresses: dict[str, str]
) -> None:
    load_stories(cast)
    conversation = open_conversation(actor=cast.actor("family_member"), person_id=cast.people["imelda"].pk)
    world.talk(cast, conversation, "family_member", "caseworker")
    world.match(cast)
    walker = Walker(people)
    people.stranger()
    for who in WALKERS:
        further = [path.format(**addresses) for path in BEGINNINGS.get(who, ())]
        if who != "stranger":
            home = urlsplit(people.page(who).url).path
            further = [home, *further]
        walker.walk(who, *further)
    assert walker.faults == []
    for number, (path, typed) in enumerate(ON_THE_WAY_IN.items()):
        walker.walk(f"half {number}", urlsplit(on_the_way_in(people, f"half {number}", path, typed)).path)
    without_account(people, walker)
    named = {entry.name for _route, entry in routes(get_resolver()) if entry.name}
    missing = sorted(named - NO_PAGES.keys() - {name for _frame, name in walker.offered})
    assert not missing, f"nobody looked at {', '.join(missing)}"


def test_a_form_sent_empty_has_a_summary_that_leads_to_each_field(people: People, addresses: dict[str, str]) -> None:
    found, axe = [], Axe()
    forms = {
        "family_member": ("/questions/ask/", "{answered}reply/", "{asked}confirm/"),
        "caseworker": ("{working}parts/2/answer/", "{working}date/", "{family}conflict/"),
        "supervisor": ("/engagements/new/", "{waiting}return/", "{family}worker/"),
    }
    for who, paths in forms.items():
        page = people.page(who)
        for path in paths:
            page.goto(people.url + path.format(**addresses))
            people.follow(page, page.locator("main button[type=submit]").last)
            links = page.locator(".govuk-error-summary a")
            assert links.count() > 0, path
            for number in range(links.count()):
                target = links.nth(number).get_attribute("href") or ""
                assert page.locator(f"[id='{target[1:]}']").count() == 1, (path, target)
            found += [(path, fault["id"]) for fault in axe.run(page, options=ONLY_FAULTS).response["violations"]]
    assert found == []
