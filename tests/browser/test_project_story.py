"""An International Project in a real browser: proposed in French, approved by the office that signs, published, found."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content.permissions import Role
from tests.browser import acts
from tests.browser.portal_process import Portal
from tests.browser.test_story import get_json, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.on_both]
CITY = "Pierrelune"
ANSWERS = {
    "about-you": {
        "sender-role": "municipality",
        "sender-name": "Élodie Ñuñez",
        "sender-organisation": f"Ville de {CITY}",
        "sender-email": "elodie@ville.example",
    },
    "city": {"ip-el-city.city": CITY, "ip-el-city.country": "FR"},
    "project": {"ip-el-project": "Restaurer ensemble les toits de deux vieilles halles."},
    "goals": {"ip-el-goals.codes": "ipf-5", "ip-el-goals.text": "Garder vivants les métiers du toit."},
    "activities": {
        "ip-el-activities.0.title": "Chantier-école sur les toits",
        "ip-el-activities.0.kind": "joint-project",
        "ip-el-activities.0.staff": "Deux couvreurs de chaque ville.",
    },
    "money-and-staff": {"ip-el-cost.amount": "1 000 000", "ip-el-cost.currency": "EUR"},
    "term": {"ip-el-term": "36"},
}


def send(page: Page) -> None:
    page.locator("main form button").last.click()


def enter_delegation(page: Page, office: str, amount: str, division: str) -> None:
    """Enter a delegation from its paper, and put it in force."""
    page.goto("/en/staff/authority/propose")
    paper = {"office": office, "amount": amount, "currency": "CAD", "division": division}
    acts.fill(page, {**paper, "starts_on": "2026-01-01", "instrument": f"By-law on {office}"})
    send(page)
    page.locator("main").get_by_role("link", name=re.compile(office.replace("_", " "), re.IGNORECASE)).last.click()
    acts.press(page, "Put in force")
    expect(page.locator("main")).to_contain_text(f"By-law on {office}")


def propose(page: Page) -> None:
    """Propose in French; 37 months are refused, 36 are not, and nobody asks for milestones or world cities."""
    page.goto("/fr/propose")
    acts.begin(page, "international-project")
    tasks = page.url
    for section, answers in ANSWERS.items():
        page.goto(f"{tasks}/{section}")
        if section == "term":
            acts.fill(page, {"ip-el-term": "37"})
            acts.save(page)
            expect(page.locator(".govuk-error-summary")).to_contain_text("36")
        acts.fill(page, answers)
        acts.save(page)
    page.goto(f"{tasks}/check")
    page.locator('main form[action$="/send"] button').click()
    expect(page).to_have_url(re.compile(r"/fr/status/"))


def assess(page: Page, proposal: str) -> None:
    """Four criteria and the questions of a project, all with yes; none of them asks for the class of a city."""
    page.goto(proposal)
    acts.press(page, "Take into assessment")
    page.goto(f"{proposal}/confirm-authority")
    acts.fill(page, {"method": "letter", "note": "On their letterhead."})
    send(page)
    page.goto(f"{proposal}/consultation")
    acts.fill(page, {"body": "Global Affairs", "question": "Anything to be known?", "answer": "Nothing."})
    send(page)
    page.goto(f"{proposal}/assessment")
    asked = list(dict.fromkeys(page.locator("main input[type=radio]").evaluate_all("all => all.map(one => one.name)")))
    assert (len(asked), page.locator('main [name$="-class"]').count()) == (7, 0)
    for name in asked:
        page.locator(f'main [name="{name}"][value="yes"]').check()
        page.locator(f'main [name="{name}-reason"]').fill("Seen in the proposal.")
    page.locator('main form:has([name="seen"]) button').last.click()
    page.goto(proposal)
    page.locator('main form[action$="/pass-assessment"] button').click()


def test_a_project_is_approved_by_the_office_that_signs_and_published(
    open_page: Callable[..., Page], portal: Portal, tmp_path: Path
) -> None:
    applicant = open_page("/fr/", javascript=False, width=390)
    propose(applicant)
    status = applicant.url
    staff = {
        role: acts.sign_in(open_page, portal, role, javascript=False)
        for role in (
            Role.ADMINISTRATOR, Role.PROTOCOL_OFFICER, Role.DIVISION_REVIEWER, Role.APPROVER, Role.SOLICITOR,
            Role.CLERK, Role.EDITOR, Role.PUBLISHER,
        )
    }  # fmt: skip
    officer, reviewer = staff[Role.PROTOCOL_OFFICER], staff[Role.DIVISION_REVIEWER]
    officer.goto("/en/staff/worklists/new")
    officer.get_by_role("link", name=re.compile(CITY)).click()
    proposal = officer.url
    assess(officer, proposal)
    officer.goto(f"{proposal}/lead-division")
    acts.fill(officer, {"division": "edc"})
    send(officer)
    acts.sign_capacity(officer, proposal)
    acts.sign_capacity(reviewer, proposal)
    officer.goto(f"{proposal}/pass-capacity")
    send(officer)
    expect(officer.locator("main")).to_contain_text("The authority to sign is checked next.")

    # The register is filled, and the approver, whose own office may not sign projects, stands in for others.
    administrator = staff[Role.ADMINISTRATOR]
    enter_delegation(administrator, "division_head", "100000", "edc")
    enter_delegation(administrator, "city_manager", "2000000", "")
    for office in ("division_head", "city_manager"):
        administrator.goto("/en/staff/authority/act-for")
        days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "instrument": "Memo 3"}
        acts.fill(administrator, {"office": office, "division": "edc" if office == "division_head" else "", **days})
        administrator.locator('main [name="person"]').select_option(label="Luc Tremblay · Mayor")
        send(administrator)
        expect(administrator.locator("main")).to_contain_text("Luc Tremblay stands in.")

    # Step 4: the cost is beyond the division head's limit, and within the City Manager's.
    officer.goto(f"{proposal}/authority")
    stated = {"amount": "1000000", "currency": "CAD", "office": "division_head", "is_coordinated": "y"}
    acts.fill(officer, stated)
    send(officer)
    approver = staff[Role.APPROVER]
    approver.goto("/en/staff/worklists/authority")
    approver.get_by_role("link", name=re.compile(CITY)).click()
    approver.goto(f"{proposal}/authority")
    for office in ("division_head", "city_manager"):
        acts.fill(approver, {"office": office})
        approver.locator('main form[action$="/authority/approve"] button').click()
        if office == "division_head":
            summary = approver.locator(".govuk-error-summary")
            expect(summary).to_contain_text("does not exceed their financial signing authority")
    expect(approver.locator("main")).to_contain_text("The project is approved.")
    applicant.goto(status)
    expect(applicant.locator("main")).not_to_contain_text("By-law")

    # The agreement: drafted, worded, signed off, signed within the limit, compared, executed.
    officer.goto(proposal)
    officer.locator('main form[action$="/draft-agreement"] button').click()
    officer.goto(proposal)
    officer.get_by_role("link", name="The agreement", exact=True).first.click()
    agreement, editor = officer.url, staff[Role.EDITOR]
    editor.goto(f"{agreement}/facts")
    acts.fill(editor, {"starts_on": "2026-02-01", "ends_on": "2029-01-31"})
    send(editor)
    words = {"title": f"Roofs with {CITY}", "summary": "Two old market halls get new roofs from apprentices."}
    editor.goto(f"{agreement}/words")
    acts.fill(editor, {**words, "wording": "Article 1. Each city restores one roof."})
    editor.locator('main button[formaction$="/words/ready"]').click()
    solicitor, clerk = staff[Role.SOLICITOR], staff[Role.CLERK]
    solicitor.goto(f"{agreement}/signing")
    solicitor.locator('main form[action$="/sign-off"] button').click()
    approver.goto(f"{agreement}/signing")
    partner = {"partner_signatory": "Jean Toit", "partner_office": "Maire"}
    for office in ("division_head", "city_manager"):
        acts.fill(approver, {"office": office, "signed_on": "2026-03-20", **partner})
        approver.locator('main form[action$="/signing/sign"] button').click()
    expect(approver.locator("main")).to_contain_text("By-law on city_manager")
    clerk.goto(f"{agreement}/signing/scan")
    acts.upload(clerk, tmp_path, "signed.pdf")
    acts.fill(clerk, {"title": "Signed agreement"})
    send(clerk)
    for act in ("/signing/compare/", "/signing/execute"):
        clerk.goto(f"{agreement}/signing")
        clerk.locator(f'main form[action*="{act}"] button').click()
    expect(clerk.locator("main")).to_contain_text("The agreement is executed")

    # Published, and found by whoever searches; its approval reads as the office's, not as Council's.
    publisher, reader = staff[Role.PUBLISHER], open_page("/en/", javascript=False)
    publisher.goto(f"{agreement}/publish")
    acts.fill(publisher, {"reason": "Signed by both cities."})
    send(publisher)
    expect(publisher.locator("main")).to_contain_text("is published")
    wait_until(lambda: get_json(f"{portal.url}/api/v1/search?q={CITY}&lang=en")["total"] == 1)
    reader.goto(f"/en/search?q=apprentices+{CITY}")
    reader.get_by_role("link", name=words["title"]).click()
    expect(reader.locator("main")).to_contain_text("By-law on city_manager")
    assert portal.command("record", "verify").returncode == 0
