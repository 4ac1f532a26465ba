"""Pictures of each role's home and of the question page, from a running demo, at both widths.

By hand, beside `make run`: `python -m tests.journeys.screenshots OUTDIR http://127.0.0.1:8000`.
docs/screens.md shows some of them.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import Mode, People
from tests.machine import CHROMIUM_ARGS, chromium

WIDTHS = (1280, 360)
HOMES = {
    "family_member": "family-home",
    "young_person": "young-person-home",
    "caseworker": "worklist",
    "supervisor": "queue",
    "duty_worker": "duty-worklist",
    "safeguarding_lead": "safeguarding",
    "service_provider": "referrals",
    "commissioner": "demand",
    "information_governance": "reviews",
    "auditor": "decisions",
    "admin": "accounts",
}
# From whose home the first link in this place leads to one more page.
BEYOND = {
    "family_member": ("question", "article h3 a"),
    "caseworker": ("engagement", "tbody th a"),
    "duty_worker": ("duty", "a[href='/duty/']"),
}


def pictures(browser: Browser, url: str, width: int, folder: Path) -> None:
    people = People(browser, url, Mode(width=width))
    stranger = people.stranger()
    stranger.goto(url)
    _picture(people, stranger, folder / f"start-{width}.png")
    for local, name in HOMES.items():
        page = people.page(local)
        _picture(people, page, folder / f"{name}-{width}.png")
        if local in BEYOND:
            further, link = BEYOND[local]
            page.locator("main").locator(link).first.click()
            page.wait_for_load_state()
            _picture(people, page, folder / f"{further}-{width}.png")
    without_account(people, folder, width)
    people.close()


def without_account(people: People, folder: Path, width: int) -> None:
    """From the first page of asking to the code; and how the demo's question is found again."""
    page = people.stranger("asks")
    page.goto(f"{people.url}/ask/")
    _picture(people, page, folder / f"ask-{width}.png")
    people.choose(page, "No")
    people.press(page, "button", "Continue")
    _picture(people, page, folder / f"ask-write-{width}.png")
    page = people.stranger("comes back")
    page.goto(f"{people.url}/demo/")
    _password, reference, code = page.locator("code").all_text_contents()
    page.goto(f"{people.url}/ask/return/")
    people.fill(page, "Your reference", reference)
    people.fill(page, "Your code", code)
    people.press(page, "button", "Continue")
    _picture(people, page, folder / f"ask-found-{width}.png")


def _picture(people: People, page: Page, path: Path) -> None:
    page.evaluate("document.fonts.ready")
    people.fits(page)
    page.screenshot(path=path, full_page=True)
    print(path)


def main(outdir: str, url: str) -> None:
    folder = Path(outdir)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        for width in WIDTHS:
            pictures(browser, url.rstrip("/"), width, folder)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.journeys.screenshots OUTDIR BASE_URL")
    main(sys.argv[1], sys.argv[2])
