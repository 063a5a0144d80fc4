"""Screenshots of every page worth looking at, at two widths in English and Arabic, into ``screenshots/``."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from content.permissions import Role
from tests.browser import acts, pages
from tests.browser.portal_process import ARGUMENTS, Portal, browser_path, running_portal

FOLDER = Path(__file__).resolve().parents[2] / "screenshots"
WIDTHS = (1280, 390)
LANGUAGES = ("en", "ar")


def main() -> None:
    """Start a portal of its own, walk through it, and end it."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_portal(Path(folder) / "instance") as portal,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        cases = pages.make_cases(portal)
        for language in LANGUAGES:
            for width in WIDTHS:
                _walk(browser, portal, cases, language, width)
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")


def _walk(browser: Browser, portal: Portal, cases: pages.Cases, language: str, width: int) -> None:
    def opened(path: str = "/", **_options: Any) -> Page:
        page = browser.new_page(base_url=portal.url, viewport={"width": width, "height": 900})
        page.goto(path)
        return page

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=FOLDER / f"{name}-{language}-{width}.png", full_page=True)

    page = opened()
    for name, path in pages.PUBLIC.items():
        page.goto(f"/{language}{path}")
        keep(page, name)
    draft = pages.begin_draft(page, language)
    keep(page, "draft-tasks")
    for section in pages.SECTIONS:
        page.goto(f"/{language}{draft}/{section}")
        keep(page, f"draft-{section}")
    pages.show_mistakes(page, language, draft)
    keep(page, "draft-mistakes")
    pages.show_refusal(page, language, draft)
    keep(page, "draft-refusal")
    if language == "en":
        acts.propose(page, f"Pontneuf-{width}")
        keep(page, "status")
    signed_in: dict[Role, Page] = {}
    for name, (role, path) in cases.staff_pages().items():
        if role not in signed_in:
            signed_in[role] = acts.sign_in(opened, portal, role)
        signed_in[role].goto(f"/{language}{path}")
        keep(signed_in[role], f"staff-{name}")
    for one in (page, *signed_in.values()):
        one.close()


if __name__ == "__main__":
    main()
