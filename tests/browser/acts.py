"""What people do in the browser, each act as one function: the applicant in French, staff in English."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from content.permissions import Role
from tests.browser.portal_process import Portal

OpenPage = Callable[..., Page]
SECTIONS = ("about-you", "city", "resources-and-priorities", "goals", "activities", "money-and-staff", "term")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def answers_for(city: str) -> dict[str, dict[str, str]]:
    """What a clerk abroad writes, page by page: field name to what is typed or chosen."""
    return {
        "about-you": {
            "sender-role": "municipality",
            "sender-name": "Élodie Ñuñez",
            "sender-organisation": f"Ville de {city}",
            "sender-email": "elodie@ville.example",
        },
        "city": {"pc-el-city.city": city, "pc-el-city.country": "FR"},
        "resources-and-priorities": {
            "pc-el-economy": "Le port, les chantiers navals et la recherche marine portent l’économie.",
            "pc-el-community-resources": "Trois musées, une université et un festival des phares.",
            "pc-el-municipal-priorities": "Adapter les quais à la montée des eaux.",
        },
        "goals": {"pc-el-goals.codes": "ipf-1", "pc-el-goals.text": "Apprendre ensemble à protéger les rivages."},
        "activities": {
            "pc-el-activities.0.title": "Atelier commun sur les quais",
            "pc-el-activities.0.description": "Un quai d’essai dans chaque ville.",
            "pc-el-activities.0.kind": "joint-project",
        },
        "money-and-staff": {
            "pc-el-financial-resources.amount": "1 250 000,50",
            "pc-el-financial-resources.currency": "EUR",
            "pc-el-staffing": "Deux ingénieures et un traducteur.",
        },
        "term": {"pc-el-term": "48", "pc-el-renewal": "yes"},
    }


def fill(page: Page, values: dict[str, str]) -> None:
    """Type and choose by the names of the fields."""
    for name, value in values.items():
        field = page.locator(f'main [name="{name}"]')
        kind = field.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def save(page: Page) -> None:
    page.locator('main button[name="_save"]').click()


def propose(page: Page, city: str) -> str:
    """Propose in French: refused once, then complete. Returns the reference."""
    page.goto("/fr/propose")
    begin(page)
    tasks = page.url
    answers = answers_for(city)
    for section in SECTIONS[:-1]:
        page.goto(f"{tasks}/{section}")
        fill(page, answers[section])
        save(page)
    _is_refused_without_a_term(page, tasks)
    page.goto(f"{tasks}/term?back=check")
    fill(page, answers["term"])
    save(page)
    expect(page).to_have_url(re.compile(r"/check"))
    expect(page.locator("main")).to_contain_text("Atelier commun sur les quais")
    page.locator('main form[action$="/send"] button').click()
    expect(page).to_have_url(re.compile(r"/fr/status/"))
    found = re.search(r"OA-\d{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", page.locator("main").inner_text())
    assert found is not None
    return found[0]


def begin(page: Page, category: str = "partnership-city") -> None:
    """Choose the kind of agreement and start a draft."""
    page.locator(f'#begin [name="category"][value="{category}"]').check()
    page.locator("#begin button").click()


def _is_refused_without_a_term(page: Page, tasks: str) -> None:
    page.goto(f"{tasks}/term")
    fill(page, {"pc-el-term": "61"})
    save(page)
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("60")
    assert page.locator('[name="pc-el-term"]').input_value() == "61"
    page.goto(f"{tasks}/check")
    send = page.locator('main form[action$="/send"] button')
    send.click()
    expect(page.locator(".govuk-error-summary, [role=alert]").first).to_be_visible()
    assert page.locator('main [id^="missing-"]').evaluate_all("all => all.map(one => one.id)") == ["missing-pc-el-term"]


def sign_in(open_page: OpenPage, portal: Portal, role: Role, **options: object) -> Page:
    """A fresh browser context in which the person of a role has signed in."""
    email = f"{role.value.replace('_', '-')}@demo.example"
    page = open_page("/en/sign-in", **options)
    page.fill("#email", email)
    page.fill("#password", portal.password(email))
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile(r"/en/staff/"))
    return page


def press(page: Page, name: str) -> None:
    """Press the one button or link of that name in the page's main part."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def assess(page: Page, proposal: str) -> None:
    """The protocol officer takes a proposal through step 2; five of six answers are not enough."""
    page.goto(proposal)
    press(page, "Take into assessment")
    page.goto(f"{proposal}/confirm-authority")
    fill(page, {"method": "mail", "note": "Answered from the city's own address."})
    page.locator("main form button").last.click()
    page.goto(f"{proposal}/consultation")
    fill(
        page,
        {
            "body": "Global Affairs",
            "question": "Is there anything to be known?",
            "answer": "Nothing speaks against it.",
        },
    )
    page.locator("main form button").last.click()
    judge(page, proposal, last_answer="no")
    page.goto(proposal)
    assert page.locator('main form[action$="/pass-assessment"]').count() == 0
    judge(page, proposal, last_answer="yes")
    page.goto(proposal)
    page.locator('main form[action$="/pass-assessment"] button').click()


def judge(page: Page, proposal: str, *, last_answer: str) -> None:
    """Answer every criterion and question, the last one as told."""
    page.goto(f"{proposal}/assessment")
    asked = list(dict.fromkeys(page.locator("main input[type=radio]").evaluate_all("all => all.map(one => one.name)")))
    for name in asked:
        answer = last_answer if name == asked[-1] else "yes"
        page.locator(f'main [name="{name}"][value="{answer}"]').check()
        page.locator(f'main [name="{name}-reason"]').fill("Seen in the proposal and in public sources.")
    page.locator('main [name$="-class"]').select_option("beta")
    page.locator('main [name$="-edition"]').fill("2024")
    page.locator('main [name$="-kinds"][value="knowledge"]').check()
    page.locator('main form[action$="/assessment"] button, main form:has([name="seen"]) button').last.click()


def sign_capacity(page: Page, proposal: str) -> None:
    """Sign the judgements of one's own division: all there."""
    page.goto(f"{proposal}/capacity")
    for name in ("staffing", "budget", "organisational"):
        page.locator(f'main [name="{name}"][value="yes"]').first.check()
    page.locator("main form button").last.click()


def upload(page: Page, folder: Path, name: str) -> None:
    """Choose a PDF for the file field of the page."""
    path = folder / name
    path.write_bytes(PDF)
    page.locator('main input[type="file"]').set_input_files(str(path))
