"""The pages that are looked at: by a screenshot, by axe, by the keyboard. Paths without their language."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

from content.demo.people import CAST
from content.files import FileStore
from content.people.models import Person
from content.people.queries import person_by_email
from content.permissions import Role
from content.proposals.states import ProposalState as S
from portal.database import open_database
from tests.browser import acts
from tests.browser.portal_process import Portal
from tests.casework import PROJECT, advance_to, fill_register, stand_in, state_cost

PUBLIC = {
    "home": "/",
    "list": "/agreements",
    "list-filtered": "/agreements?category=international-project&status=end-not-recorded",
    "list-empty": "/agreements?country=XX",
    "agreement": "/agreements/port-almora",
    "agreement-fallback": "/agreements/kyiv",
    "version": "/agreements/port-almora/@1",
    "changes": "/agreements/milan/changes",
    "search": "/search?q=harbour",
    "search-start": "/search",
    "search-nothing": "/search?q=zzzzzz",
    "map": "/map",
    "map-closer": "/map?around=milan",
    "timeline": "/timeline",
    "goals": "/goals",
    "goal": "/goals/ipf-2",
    "historical": "/historical",
    "parties": "/parties",
    "party": "/parties/kyiv",
    "record": "/record",
    "registers": "/registers",
    "register": "/registers/networks",
    "register-sorted": "/registers/programme-figures?sort=amount&order=desc",
    "agreement-unconfirmed": "/agreements/cape-town-technical",
    "page": "/pages/about",
    "page-table": "/pages/how-to-propose",
    "news": "/news",
    "news-piece": "/news/check-the-record",
    "glossary": "/glossary",
    "policy": "/policy",
    "page-changes": "/pages/about/changes",
    "propose": "/propose",
    "status-find": "/status",
    "not-found": "/agreements/atlantis",
    "sign-in": "/sign-in",
    "forgotten-password": "/forgotten-password",
}
SECTIONS = ("about-you", "city", "goals", "activities", "money-and-staff", "term")


@dataclass(frozen=True)
class Cases:
    """Numbers of a proposal in assessment, a drafting agreement, a project to approve and a delegation, to look at."""

    proposal: int
    agreement: int
    project: int
    delegation: int

    def staff_pages(self) -> dict[str, tuple[Role, str]]:
        """Name to role and path."""
        proposal, agreement = f"/staff/proposals/{self.proposal}", f"/staff/agreements/{self.agreement}"
        officer, editor = Role.PROTOCOL_OFFICER, Role.EDITOR
        return {
            "queue": (officer, "/staff/"),
            "worklist": (officer, "/staff/worklists/assessment"),
            "proposal": (officer, proposal),
            "assessment": (officer, f"{proposal}/assessment"),
            "consultation": (officer, f"{proposal}/consultation"),
            "drafts": (editor, "/staff/agreements"),
            "exchange": (editor, "/staff/exchange"),
            "draft": (editor, agreement),
            "words": (editor, f"{agreement}/words"),
            "translation": (editor, f"{agreement}/translations/ar"),
            "signing": (Role.SOLICITOR, f"{agreement}/signing"),
            "pages": (editor, "/staff/pages"),
            "page": (editor, "/staff/pages/1"),
            "page-new": (editor, "/staff/pages/new"),
            "page-words": (editor, "/staff/pages/1/words/en"),
            "page-translation": (editor, "/staff/pages/1/words/ar"),
            "library": (editor, "/staff/library"),
            "library-file": (editor, "/staff/library/two-shores"),
            "people": (Role.ADMINISTRATOR, "/staff/people"),
            "authority-check": (officer, f"/staff/proposals/{self.project}/authority"),
            "authority-approval": (Role.APPROVER, f"/staff/proposals/{self.project}/authority"),
            "register": (Role.ADMINISTRATOR, "/staff/authority"),
            "delegation": (Role.ADMINISTRATOR, f"/staff/authority/{self.delegation}"),
            "delegation-propose": (Role.ADMINISTRATOR, "/staff/authority/propose"),
            "stand-in": (Role.ADMINISTRATOR, "/staff/authority/act-for"),
        }


def make_cases(portal: Portal) -> Cases:
    """Take one proposal to the assessment and another to a drafting agreement, in the portal's own database."""
    database = open_database(f"sqlite:///{portal.instance / 'portal.sqlite'}")
    store = FileStore(portal.instance / "files")
    with database.writing() as session:
        people: dict[Role, Person] = {}
        for part in CAST:
            person = person_by_email(session, part.email)
            assert person is not None
            people[part.role] = person
        waiting = advance_to(session, store, people, S.ASSESSMENT)
        drafted = advance_to(session, store, people, S.AGREEMENT_DRAFTING)
        assert drafted.agreement_id is not None
        delegation = fill_register(session, people, office="deputy_city_manager")
        stand_in(session, people, "deputy_city_manager")
        project = advance_to(session, store, people, S.AUTHORITY_CHECK, category=PROJECT)
        state_cost(session, project, people, office="deputy_city_manager")
        cases = Cases(waiting.id, drafted.agreement_id, project.id, delegation.id)
    database.engine.dispose()
    return cases


def begin_draft(page: Page, language: str) -> str:
    """Begin a proposal and give the path of its task list, without the language."""
    page.goto(f"/{language}/propose")
    acts.begin(page)
    found = re.search(r"/propose/[^/?#]+", page.url)
    assert found is not None
    return found[0]


def show_mistakes(page: Page, language: str, draft: str) -> None:
    """Leave the page of the term in its error state."""
    page.goto(f"/{language}{draft}/term")
    acts.fill(page, {"pc-el-term": "61"})
    acts.save(page)


def show_refusal(page: Page, language: str, draft: str) -> None:
    """Leave the check of an empty draft in its refused state."""
    page.goto(f"/{language}{draft}/check")
    page.locator('main form[action$="/send"] button').click()
