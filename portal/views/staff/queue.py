"""The worklists: what waits for whom, since when, and what is due next."""

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from content import clock
from content.agreements.queries import waiting as agreements_waiting
from content.db import JsonObject
from content.languages import offered
from content.pages.queries import waiting as pages_waiting
from content.people.models import Person
from content.permissions import Permission
from content.policy.parts import AnswerType
from content.policy.queries import current as current_policy
from content.proposals import queries
from content.proposals.guards import pack_of
from content.proposals.models import Proposal
from portal.access import current_person, requires
from portal.database import db
from portal.views.staff.acting import PAGE_SIZE, city_today, page_number
from portal.views.staff.pages_wording import list_label
from portal.views.staff.wording import event_label, worklist_label

blueprint = Blueprint("queue", __name__)
OWN_SHOWN = 10
AGREEMENT_LISTS = (
    ("being-drafted", Permission.AGREEMENT_EDIT),
    ("to-publish", Permission.AGREEMENT_PUBLISH),
    ("to-translate", Permission.AGREEMENT_TRANSLATE),
)
PAGE_LISTS = (
    ("private", Permission.PAGE_EDIT),
    ("pending", Permission.PAGE_PUBLISH),
    ("to-translate", Permission.PAGE_TRANSLATE),
)


@blueprint.get("/<language:language>/staff/")
@requires(Permission.STAFF_ENTER)
def worklists() -> ResponseReturnValue:
    person, pack = current_person(), current_policy(db())
    today = city_today(pack)
    lists = [_tile(found) for found in queries.waiting(db(), person, today)]
    own = queries.proposals_of(db(), person.id, limit=OWN_SHOWN) if person.can(Permission.PROPOSAL_ASSESS) else []
    return render_template(
        "queue/worklists.html",
        lists=lists,
        agreement_lists=_agreement_tiles(person),
        page_lists=_page_tiles(person),
        own=[row_of(proposal) for proposal in own] if person.can(Permission.PROPOSAL_ASSESS) else None,
        may_do=person.can(Permission.PROPOSAL_VIEW),
    )


@blueprint.get("/<language:language>/staff/worklists/<name>")
@requires(Permission.PROPOSAL_VIEW)
def list(name: str) -> ResponseReturnValue:
    person = current_person()
    worklist = next((w for w in queries.worklists_for(person) if w.name == name), None) or abort(404)
    page = page_number()
    rows = [row_of(proposal) for proposal in queries.proposals_in(db(), worklist, page=page, size=PAGE_SIZE)]
    return render_template(
        "queue/list.html",
        title=worklist_label(name),
        mine=[row for row in rows if row["assigned_id"] == person.id],
        nobody=[row for row in rows if row["assigned_id"] is None],
        others=[row for row in rows if row["assigned_id"] not in (None, person.id)],
        page=page,
        pages=_pages(queries.count_in(db(), worklist)),
        page_url=lambda number: url_for("queue.list", name=name, page=number),
    )


@blueprint.get("/<language:language>/staff/done-by-me")
@requires(Permission.PROPOSAL_VIEW)
def done() -> ResponseReturnValue:
    page, person = page_number(), current_person()
    acts = queries.done_by(db(), person.id, page=page, size=PAGE_SIZE)
    return render_template(
        "queue/done.html",
        acts=[{**row_of(proposal), "act": event_label(entry.event), "at": entry.at} for entry, proposal in acts],
        page=page,
        pages=_pages(queries.count_done_by(db(), person.id)),
        page_url=lambda number: url_for("queue.done", page=number),
    )


def row_of(proposal: Proposal) -> JsonObject:
    """A proposal as a row of a worklist."""
    pack = pack_of(db(), proposal)
    today = city_today(pack)
    place, language = _place(proposal, pack)
    return {
        "reference": proposal.reference,
        "title": place,
        "lang": language,
        "category": str(pack.label(pack.category(proposal.category).label_key)),
        "url": url_for("proposals.page", proposal_id=proposal.id),
        "state": proposal.state.value,
        "age_days": (clock.now() - proposal.state_since).days,
        "due": proposal.due_on.isoformat() if proposal.due_on else None,
        "overdue": proposal.due_on is not None and proposal.due_on < today,
        "assigned": proposal.assignee.name if proposal.assignee else None,
        "assigned_id": proposal.assignee_id,
    }


def _place(proposal: Proposal, pack: Any) -> tuple[str, str | None]:
    """The city that the proposal speaks of, and the language in which it is written."""
    for element in pack.route(proposal.category).elements:
        answer = proposal.answers.get(element.id)
        if element.type is AnswerType.PLACE and answer is not None:
            return answer.value["city"], answer.language
    return proposal.reference or "", None


def _tile(found: queries.Waiting) -> JsonObject:
    return {
        "label": worklist_label(found.worklist.name),
        "url": url_for("queue.list", name=found.worklist.name),
        "count": found.count,
        "oldest_days": (clock.now() - found.oldest).days if found.oldest else None,
        "next_due": found.next_due.isoformat() if found.next_due else None,
        "overdue": found.overdue,
    }


def _agreement_tiles(person: Person) -> Any:
    tags = [language.tag for language in offered()]
    found = [agreements_waiting(db(), name, tags) for name, need in AGREEMENT_LISTS if person.can(need)]
    return [_plain_tile(waiting, worklist_label(waiting.name), "drafts.listing") for waiting in found]


def _page_tiles(person: Person) -> Any:
    tags = [language.tag for language in offered()]
    found = [pages_waiting(db(), name, tags) for name, need in PAGE_LISTS if person.can(need)]
    return [_plain_tile(waiting, list_label(waiting.name), "staff_pages.listing") for waiting in found]


def _plain_tile(waiting: Any, label: str, endpoint: str) -> JsonObject:
    """A list in which nothing falls due."""
    return {
        "label": label,
        "url": url_for(endpoint, show=waiting.name),
        "count": waiting.count,
        "oldest_days": (clock.now() - waiting.oldest).days if waiting.oldest else None,
        "next_due": None,
        "overdue": 0,
    }


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))
