"""The whole story in a real browser, without JavaScript and with it: from a municipality's first word to the reader's search."""

import json
import re
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from content.permissions import Role
from tests.browser import acts
from tests.browser.portal_process import Portal

pytestmark = [pytest.mark.browser, pytest.mark.on_both]
FOUND_SECONDS = 20


def get_json(url: str) -> Any:
    with urllib.request.urlopen(url) as response:
        return json.load(response)


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + FOUND_SECONDS
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.mark.parametrize("javascript,city", [(False, "Rochelune"), (True, "Portclair")])
def test_a_proposal_becomes_a_published_agreement_that_readers_find(
    open_page: Callable[..., Page], portal: Portal, tmp_path: Path, javascript: bool, city: str
) -> None:
    reader = open_page("/en/", javascript=javascript)
    applicant = open_page("/fr/", javascript=javascript, width=390)
    reference = acts.propose(applicant, city)

    # The receipt came by a real mail server, in French, with a link that opens the status page.
    wait_until(lambda: any(reference in message.get_content() for message in portal.mail.messages))
    receipt = next(m for m in portal.mail.messages if reference in m.get_content())
    assert (receipt["To"], receipt["Content-Language"]) == ("elodie@ville.example", "fr")
    link = re.search(r"http\S+/fr/status/\S+", receipt.get_content())
    assert link is not None
    applicant.goto(link[0])
    expect(applicant.locator("main")).to_contain_text(reference)

    staff = {
        role: acts.sign_in(open_page, portal, role, javascript=javascript)
        for role in (
            Role.PROTOCOL_OFFICER, Role.DIVISION_REVIEWER, Role.APPROVER, Role.SOLICITOR,
            Role.CLERK, Role.EDITOR, Role.PUBLISHER,
        )
    }  # fmt: skip
    officer = staff[Role.PROTOCOL_OFFICER]
    officer.goto("/en/staff/worklists/new")
    officer.get_by_role("link", name=re.compile(city)).click()
    proposal = officer.url

    # Step 2, and who may not do it.
    reviewer = staff[Role.DIVISION_REVIEWER]
    reviewer.goto(f"{proposal}/assessment")
    expect(reviewer.locator("h1")).to_have_text("You may not enter here")
    acts.assess(officer, proposal)

    # Step 3, signed by the lead office and by the lead division.
    officer.goto(f"{proposal}/lead-division")
    acts.fill(officer, {"division": "edc"})
    officer.locator("main form button").last.click()
    acts.sign_capacity(officer, proposal)
    acts.sign_capacity(reviewer, proposal)
    officer.goto(f"{proposal}/pass-capacity")
    officer.locator("main form button").last.click()

    # Step 4: report and decision of Council; only the clerk records it.
    officer.goto(f"{proposal}/attach-report")
    acts.upload(officer, tmp_path, "report.pdf")
    officer.locator("main form button").last.click()
    officer.goto(proposal)
    officer.locator('main form[action$="/send-report"] button').click()
    officer.goto(f"{proposal}/record-decision")
    expect(officer.locator("h1")).to_have_text("You may not enter here")
    clerk = staff[Role.CLERK]
    clerk.goto(f"{proposal}/record-decision")
    acts.fill(clerk, {"item": "2026.XX1.1", "decided_on": "2026-01-15", "outcome": "adopted"})
    clerk.locator("main form button").last.click()

    # The agreement: drafted, worded, signed off, signed, compared, executed.
    officer.goto(proposal)
    officer.locator('main form[action$="/draft-agreement"] button').click()
    officer.goto(proposal)
    officer.get_by_role("link", name="The agreement", exact=True).first.click()
    agreement = officer.url
    editor = staff[Role.EDITOR]
    editor.goto(f"{agreement}/facts")
    acts.fill(editor, {"starts_on": "2026-02-01", "ends_on": "2030-01-31"})
    editor.locator("main form button").last.click()
    editor.goto(f"{agreement}/words")
    acts.fill(
        editor,
        {
            "title": f"Partnership City agreement with {city}",
            "summary": "Two harbours learn together how to build quays that withstand the sea.",
            "wording": "Article 1. The cities build one trial quay each.",
        },
    )
    editor.locator('main button[formaction$="/words/ready"]').click()
    solicitor = staff[Role.SOLICITOR]
    solicitor.goto(f"{agreement}/signing")
    solicitor.locator('main form[action$="/sign-off"] button').click()
    mayor = staff[Role.APPROVER]
    mayor.goto(f"{agreement}/signing")
    acts.fill(
        mayor,
        {"office": "mayor", "signed_on": "2026-01-20", "partner_signatory": "Jean Quai", "partner_office": "Maire"},
    )
    mayor.locator('main form[action$="/signing/sign"] button').click()
    clerk.goto(f"{agreement}/signing/scan")
    acts.upload(clerk, tmp_path, "signed.pdf")
    acts.fill(clerk, {"title": "Signed agreement"})
    clerk.locator("main form button").last.click()
    clerk.goto(f"{agreement}/signing")
    clerk.locator('main form[action*="/signing/compare/"] button').click()
    clerk.goto(f"{agreement}/signing")
    clerk.locator('main form[action$="/signing/execute"] button').click()
    expect(clerk.locator("main")).to_contain_text("The agreement is executed")

    # The editor translates; only the publisher publishes.
    editor.goto(f"{agreement}/translations/fr")
    acts.fill(
        editor,
        {
            "title": f"Accord de ville partenaire avec {city}",
            "summary": "Deux ports apprennent ensemble à bâtir des quais qui résistent à la mer.",
        },
    )
    editor.locator('main button[formaction$="/translations/fr/ready"]').click()
    editor.goto(f"{agreement}/publish")
    expect(editor.locator("h1")).to_have_text("You may not enter here")
    publisher = staff[Role.PUBLISHER]
    publisher.goto(f"{agreement}/publish")
    acts.fill(publisher, {"reason": "Signed by both cities."})
    publisher.locator("main form button").last.click()

    expect(publisher.locator("main")).to_contain_text("is published")

    # The reader finds it in two languages, in the change feed, and the record verifies.
    key = city.lower()
    changes = get_json(f"{portal.url}/api/v1/changes?since=0")
    assert changes["items"][-1]["key"] == key
    wait_until(lambda: get_json(f"{portal.url}/api/v1/search?q={city}&lang=en")["total"] == 1)
    for language, word, title in (
        ("en", "quays", f"Partnership City agreement with {city}"),
        ("fr", "résistent", f"Accord de ville partenaire avec {city}"),
    ):
        reader.goto(f"/{language}/search")
        reader.locator('main input[name="q"]').fill(f"{word} {city}")
        reader.locator("main form button").first.click()
        expect(reader.locator("main mark").first).to_be_visible()
        reader.get_by_role("link", name=title).click()
        expect(reader.locator("h1")).to_contain_text(title)
    expect(reader.locator("main")).to_contain_text("2030")
    verified = portal.command("record", "verify")
    assert (verified.returncode, verified.stdout.splitlines()[-1]) == (0, "The record is sound.")
    applicant.goto(link[0])
    expect(applicant.locator("main")).not_to_contain_text("withstand")


def test_a_municipality_can_take_its_proposal_back(open_page: Callable[..., Page], portal: Portal) -> None:
    page = open_page("/fr/", javascript=False, width=390)
    reference = acts.propose(page, "Valpluie")
    page.locator('main a[href$="/withdraw"]').click()
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text(reference)
    wait_until(lambda: len([m for m in portal.mail.messages if reference in m.get_content()]) == 2)
