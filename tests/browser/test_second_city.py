"""Another city in a real browser: its name, its colours, its language, its policy; and not a word of the first one."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from content.languages import COMPLETE
from content.permissions import Role
from portal.config import DEMONSTRATION, read_settings
from tests.browser import acts
from tests.browser.portal_process import Portal, running_portal
from tests.browser.test_story import get_json, wait_until
from tests.cities.puerto_alerce import CHARTER, FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.on_both]
TONGUE = "es" if "es" in COMPLETE else "fr"
LABELS = {
    "es": {"name": "Orillas Hermanas", "category": "Carta de hermanamiento", "about": "Quién escribe"},
    "fr": {"name": "Rivages jumeaux", "category": "Charte de jumelage", "about": "Qui écrit"},
}[TONGUE]
FIRST_CITY = str(read_settings(DEMONSTRATION / "site.toml")["site"]["city"]["en"]).lower()
PURPLE = "rgb(74, 29, 92)"
ANSWERS: dict[str, dict[str, str]] = {
    "remitente": {
        "quien-escribe": "Ana Mar", "correo": "ana@isla.example", "municipio": "Isla Verde", "idioma": "castellano",
    },
    "la-ciudad": {"ciudad.city": "Isla Verde", "ciudad.country": "PT", "historia": "La misma corriente."},
    "el-plan": {
        "metas.codes": "mar", "tareas.0.title": "Limpiar la playa", "tareas.0.kind": "obra",
        "aporte.amount": "9000000", "aporte.currency": "CLP", "plazo": "48",
    },
}  # fmt: skip
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], dict[str, str]]) -> Iterator[Portal]:
    """The second city's portal, started as the first one's is."""
    more = {"DEMONSTRATION_DATA": str(FOLDER), **new_database()}
    with running_portal(tmp_path_factory.mktemp("second") / "instance", **more) as running:
        yield running


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag in ("a", "link") and href:
            self.found.append(href)


def crawl(start: str, fetch: Callable[[str], tuple[str, str]]) -> dict[str, str]:
    """Every page below a start that can be reached from it, once, by its address without its query; at most 400."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting and len(seen) < 400:
        url = waiting.pop()
        path = urlsplit(url)._replace(query="", fragment="").geturl()
        if path in seen or not path.startswith(start) or "/static/" in path:
            continue
        media_type, seen[path] = fetch(url)
        if "html" in media_type:
            links = Links()
            links.feed(seen[path])
            waiting += [urljoin(url, link) for link in links.found if "sign-out" not in link]
    return seen


def fetch_as_anybody(url: str) -> tuple[str, str]:
    with urllib.request.urlopen(url) as response:
        return response.headers.get("Content-Type", ""), response.read().decode("utf-8", "replace")


def as_member(page: Page) -> Callable[[str], tuple[str, str]]:
    def fetch(url: str) -> tuple[str, str]:
        response = page.context.request.get(url)
        return response.headers.get("content-type", ""), response.body().decode("utf-8", "replace")

    return fetch


def naming_the_first_city(pages: dict[str, str]) -> list[str]:
    return [path for path, text in pages.items() if FIRST_CITY in text.lower()]


def send(page: Page) -> None:
    page.locator("main form button").last.click()


def test_the_whole_story_of_a_charter(open_page: OpenPage, portal: Portal, tmp_path: Path) -> None:
    reader = open_page(f"/{TONGUE}/", width=390)
    expect(reader.locator(".oa-header__name").first).to_have_text(LABELS["name"])
    colour = "element => getComputedStyle(element).backgroundColor"
    assert reader.locator(".oa-footer").evaluate(colour) == PURPLE
    assert reader.locator("#main-content .govuk-button").first.evaluate(colour) == PURPLE

    # The proposal, in the city's own questions.
    applicant = open_page(f"/{TONGUE}/propose", javascript=False, width=390)
    expect(applicant.locator("main")).to_contain_text(LABELS["category"])
    applicant.locator(f'main [name="category"][value="{CHARTER}"]').check()
    applicant.locator("#begin button").click()
    tasks = applicant.url
    for section, answers in ANSWERS.items():
        applicant.goto(f"{tasks}/{section}")
        acts.fill(applicant, answers)
        acts.save(applicant)
    applicant.goto(f"{tasks}/check")
    applicant.locator('main form[action$="/send"] button').click()
    expect(applicant).to_have_url(re.compile(rf"/{TONGUE}/status/"))
    wait_until(lambda: bool(portal.mail.messages))
    receipt = portal.mail.messages[0]
    assert (receipt["To"], receipt["Content-Language"]) == ("ana@isla.example", TONGUE)
    assert receipt.get_content().splitlines()[-6].startswith(LABELS["name"])
    assert FIRST_CITY not in receipt.get_content().lower()

    # The capacity before the merits, as this city has it; no lead division is asked for.
    staff = {
        role: acts.sign_in(open_page, portal, role)
        for role in (Role.PROTOCOL_OFFICER, Role.APPROVER, Role.SOLICITOR, Role.CLERK, Role.EDITOR, Role.PUBLISHER)
    }
    officer = staff[Role.PROTOCOL_OFFICER]
    officer.goto("/en/staff/worklists/new")
    officer.get_by_role("link", name=re.compile("Isla Verde")).click()
    proposal = officer.url
    acts.press(officer, "Take into assessment")
    officer.goto(f"{proposal}/capacity")
    for name in ("personas", "dinero"):
        officer.locator(f'main [name="{name}"][value="yes"]').first.check()
    send(officer)
    officer.goto(f"{proposal}/pass-capacity")
    send(officer)
    officer.goto(f"{proposal}/confirm-authority")
    acts.fill(officer, {"method": "mail", "note": "Answered."})
    send(officer)
    officer.goto(f"{proposal}/consultation")
    acts.fill(officer, {"body": "Cancillería", "question": "¿Reparos?", "answer": "No."})
    send(officer)
    officer.goto(f"{proposal}/assessment")
    for name in ("gobierno-elegido", "orilla", "sin-reparos", "h-examen-utilidad"):
        officer.locator(f'main [name="{name}"][value="yes"]').check()
        officer.locator(f'main [name="{name}-reason"]').fill("Consta.")
    officer.locator('main [name="orilla-kinds"][value="mar"]').check()
    officer.locator('main form:has([name="seen"]) button').last.click()
    officer.goto(proposal)
    officer.locator('main form[action$="/pass-assessment"] button').click()

    # The Concejo decides, the city's own offices sign.
    officer.goto(f"{proposal}/attach-report")
    acts.upload(officer, tmp_path, "informe.pdf")
    send(officer)
    officer.goto(proposal)
    officer.locator('main form[action$="/send-report"] button').click()
    clerk = staff[Role.CLERK]
    clerk.goto(f"{proposal}/record-decision")
    acts.fill(clerk, {"item": "Acuerdo 7", "decided_on": "2026-01-15", "outcome": "adopted"})
    send(clerk)
    officer.goto(proposal)
    expect(officer.locator("main")).to_contain_text("Concejo Municipal")
    officer.locator('main form[action$="/draft-agreement"] button').click()
    officer.goto(proposal)
    officer.get_by_role("link", name="The agreement", exact=True).first.click()
    agreement = officer.url
    editor = staff[Role.EDITOR]
    editor.goto(f"{agreement}/facts")
    acts.fill(editor, {"starts_on": "2026-02-01", "ends_on": "2030-01-31"})
    send(editor)
    editor.goto(f"{agreement}/words")
    words = {
        "title": "Carta con Isla Verde",
        "summary": "Dos orillas limpian el mar.",
        "wording": "Artículo 1. Limpiar.",
    }
    acts.fill(editor, words)
    editor.locator('main button[formaction$="/words/ready"]').click()
    solicitor = staff[Role.SOLICITOR]
    solicitor.goto(f"{agreement}/signing")
    solicitor.locator('main form[action$="/sign-off"] button').click()
    mayor = staff[Role.APPROVER]
    mayor.goto(f"{agreement}/signing")
    signed = {
        "office": "alcaldia",
        "signed_on": "2026-01-20",
        "partner_signatory": "Rui Costa",
        "partner_office": "Prefeito",
    }
    acts.fill(mayor, signed)
    mayor.locator('main form[action$="/signing/sign"] button').click()
    clerk.goto(f"{agreement}/signing/scan")
    acts.upload(clerk, tmp_path, "carta.pdf")
    acts.fill(clerk, {"title": "Carta firmada"})
    send(clerk)
    for act in ('[action*="/signing/compare/"]', '[action$="/signing/execute"]'):
        clerk.goto(f"{agreement}/signing")
        clerk.locator(f"main form{act} button").click()
    publisher = staff[Role.PUBLISHER]
    publisher.goto(f"{agreement}/publish")
    acts.fill(publisher, {"reason": "Firmada por las dos ciudades."})
    send(publisher)
    expect(publisher.locator("main")).to_contain_text("is published")

    # The reader finds it, in the language in which it was written and in the others.
    wait_until(lambda: get_json(f"{portal.url}/api/v1/search?q=orillas&lang=en")["total"] == 1)
    reader.goto(f"/{TONGUE}/search?q=orillas")
    reader.get_by_role("link", name="Carta con Isla Verde").click()
    expect(reader.locator("main")).to_contain_text(LABELS["category"])
    verified = portal.command("record", "verify")
    assert (verified.returncode, verified.stdout.splitlines()[-1]) == (0, "The record is sound.")

    # Nothing that anybody can reach speaks of the first city; the second one's name stands on every page.
    pages = crawl(f"{portal.url}/", fetch_as_anybody)
    assert f"{portal.url}/{TONGUE}/agreements/isla-verde" in pages and len(pages) > 40
    assert naming_the_first_city(pages) == []
    for member in (officer, acts.sign_in(open_page, portal, Role.ADMINISTRATOR)):
        inside = crawl(f"{portal.url}/en/staff/", as_member(member))
        assert len(inside) > 10
        assert naming_the_first_city(inside) == []
