"""WCAG 2.2 AA on every page and error state: axe, no sideways scroll, direction, keyboard."""

import os
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from content.languages import KNOWN, offered
from content.permissions import Role
from tests.browser import acts, pages
from tests.browser.portal_process import Portal

pytestmark = pytest.mark.browser
ALL = bool(os.environ.get("ALL_LANGUAGES"))
LANGUAGES = [language.tag for language in offered()] if ALL else ["en", "ar"]
WIDTHS = (1280, 390, 320)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def cases(portal: Portal) -> pages.Cases:
    return pages.make_cases(portal)


def look(page: Page) -> list[str]:
    """What is wrong with a page: axe at a desk's width (at every width in the long run), reflow at all of them."""
    found = _layout_faults(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"scrolls sideways at {width}")
        if ALL or width == WIDTHS[0]:
            violations = Axe().run(page, options=RULES).response["violations"]
            found += [f"{width}: {violation['id']}: {violation['nodes'][0]['target']}" for violation in violations]
    return found


def _layout_faults(page: Page) -> list[str]:
    language = KNOWN[page.url.split("/")[3]]
    html = page.locator("html")
    said = (html.get_attribute("lang"), html.get_attribute("dir"))
    found = [] if said == (language.tag, language.direction) else [f"html says {said}"]
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} main headings")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", pages.PUBLIC)
def test_public_pages(open_page: OpenPage, language: str, name: str) -> None:
    assert look(open_page(f"/{language}{pages.PUBLIC[name]}")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_proposal_and_its_error_states(open_page: OpenPage, language: str) -> None:
    page = open_page(f"/{language}/")
    draft = pages.begin_draft(page, language)
    found = {"tasks": look(page)}
    for section in pages.SECTIONS:
        page.goto(f"/{language}{draft}/{section}")
        found[section] = look(page)
    pages.show_mistakes(page, language, draft)
    assert page.title().startswith({"en": "Error:", "fr": "Erreur", "ar": "خطأ"}[language])
    found["mistakes"] = look(page)
    pages.show_refusal(page, language, draft)
    found["refusal"] = look(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_pages(open_page: OpenPage, portal: Portal, cases: pages.Cases, language: str) -> None:
    signed_in: dict[Role, Page] = {}
    found = {}
    for name, (role, path) in cases.staff_pages().items():
        page = signed_in.setdefault(role, signed_in.get(role) or acts.sign_in(open_page, portal, role))
        page.goto(f"/{language}{path}")
        found[name] = look(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_keyboard_reaches_the_content_first(open_page: OpenPage) -> None:
    page = open_page("/en/agreements")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_an_error_summary_takes_the_focus_and_leads_to_the_field(open_page: OpenPage) -> None:
    page = open_page("/en/")
    draft = pages.begin_draft(page, "en")
    pages.show_mistakes(page, "en", draft)
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "pc-el-term"


def test_a_language_is_switched_without_losing_page_filters_or_what_was_typed(open_page: OpenPage) -> None:
    page = open_page("/en/agreements?category=international-project", javascript=False)
    page.get_by_role("link", name="Français").click()
    assert page.url.endswith("/fr/agreements?category=international-project")
    draft = pages.begin_draft(page, "en")
    page.goto(f"/en{draft}/city")
    acts.fill(page, {"pc-el-city.city": "Kyiv Київ"})
    page.get_by_role("button", name="العربية").click()
    assert (page.locator("html").get_attribute("dir"), page.input_value('[name="pc-el-city.city"]')) == (
        "rtl",
        "Kyiv Київ",
    )


def test_no_page_asks_another_host_or_breaks_its_own_policy(open_page: OpenPage, portal: Portal) -> None:
    page = open_page("/en/")
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(portal.url) else None)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    for path in ("/", "/agreements", "/agreements/port-almora", "/search?q=harbour", "/propose", "/sign-in"):
        page.goto(f"/ar{path}")
    assert (foreign, complaints) == ([], [])


def test_no_page_is_heavier_than_100_kb_on_the_way(open_page: OpenPage, portal: Portal) -> None:
    page = open_page("/en/")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    heavy = {}
    for path in ("/", "/agreements", "/agreements/port-almora", "/propose"):
        sizes.clear()
        page.goto(f"/en{path}", wait_until="networkidle")
        if sum(sizes) > 100_000:
            heavy[path] = sum(sizes)
    assert heavy == {}
