"""Verbs that bring a page into the public record, change its address there, take it back, or restore what stood there."""

from content.db import JsonObject, Session
from content.languages import gettext as _
from content.pages.bodies import body_of, take_from
from content.pages.gate import publish_gate
from content.pages.models import Page
from content.pages.operations import need_fresh, need_slug, open_for_editing, touch
from content.pages.queries import files_of
from content.pages.states import PageKind
from content.pages.workflow import PAGE_WORKFLOW, is_public
from content.permissions import Actor, Permission
from content.record import log
from content.record.models import PublicItem, RecordEntry
from content.record.queries import body_at, version_of
from content.workflow import Refusal, Refused, perform, require


def submit(session: Session, page: Page, *, by: Actor) -> None:
    """Ask for the page to be published. Raises NotAllowed, Refused."""
    perform(session, PAGE_WORKFLOW, page, "submit", by=by)
    _moved(session, page)


def take_back(session: Session, page: Page, *, by: Actor) -> None:
    """Take the request back, to write on. Raises NotAllowed, Refused."""
    perform(session, PAGE_WORKFLOW, page, "take_back", by=by)
    _moved(session, page)


def send_back(session: Session, page: Page, *, by: Actor, reason: str) -> None:
    """Give the page back to its editors with what is to be mended. Raises NotAllowed, Refused without a reason."""
    perform(session, PAGE_WORKFLOW, page, "send_back", by=by, reason=reason)
    _moved(session, page)


def publish_page(session: Session, page: Page, *, by: Actor, reason: str = "") -> RecordEntry:
    """Publish the working copy as a new version.

    Raises NotAllowed; Refused with everything the gate blocks, or when it is what stands in the record already.
    """
    require(by, Permission.PAGE_PUBLISH)
    body = _publishable_body(session, page)
    public = session.get(PublicItem, page.item_id)
    if public is not None and public.is_live and body_at(session, public.sequence) == body:
        raise Refused(Refusal("P11", _("Nothing has changed since it was published."), items=("state",)))
    entry = log.publish(session, kind=page.kind.value, body=body, office=by.office, reason=reason)
    _published(session, page, entry, by, reason)
    return entry


def rename_page(session: Session, page: Page, slug: str, *, by: Actor, reason: str) -> RecordEntry:
    """Publish the working copy under a new address; the old one redirects for ever (P12).

    Raises NotAllowed; Refused for an address that cannot be had, or with everything the gate blocks.
    """
    require(by, Permission.PAGE_PUBLISH)
    if page.kind is PageKind.GLOSSARY:
        raise Refused(Refusal("P12", _("The glossary keeps its address."), items=("slug",)))
    need_slug(session, page.kind, slug)
    page.slug = slug
    body = _publishable_body(session, page)
    entry = log.rename(session, kind=page.kind.value, body=body, office=by.office, reason=reason)
    _published(session, page, entry, by, reason)
    return entry


def withdraw_page(session: Session, page: Page, *, by: Actor, reason: str) -> RecordEntry:
    """Take a published page back; its addresses say why. Raises NotAllowed, Refused without a reason."""
    perform(session, PAGE_WORKFLOW, page, "retract", by=by, reason=reason)
    entry = log.withdraw(session, item_id=page.item_id, office=by.office, reason=reason)
    _moved(session, page)
    return entry


def discard(session: Session, page: Page, *, by: Actor) -> None:
    """Let go of the working copy: it becomes again what readers see. Raises NotAllowed, Refused when nothing is public."""
    perform(session, PAGE_WORKFLOW, page, "discard", by=by)
    public = session.get(PublicItem, page.item_id)
    body = body_at(session, public.sequence) if public is not None else None
    if body is None:
        raise Refused(Refusal("P12", _("This page is not public.")))
    take_from(page, body)
    _moved(session, page)


def restore(session: Session, page: Page, version: int, *, revision: int, by: Actor) -> None:
    """Take the words and the place of an old version into the working copy; nothing is published by that (E4).

    Raises NotAllowed; Refused for a stale revision, or a version that is not there any more.
    """
    require(by, Permission.PAGE_EDIT)
    need_fresh(page, revision)
    found = version_of(session, page.item_id, version)
    if found is None or found.body is None:
        raise Refused(Refusal("E4", _("There is no such version."), items=(str(version),)))
    open_for_editing(session, page, by)
    take_from(page, found.body)
    touch(session, page, "restored", by, {"version": version})


def unpublished_changes(session: Session, page: Page) -> tuple[JsonObject, JsonObject] | None:
    """What readers see and what would be published now; None while nothing is public."""
    if not is_public(session, page):
        return None
    public = session.get(PublicItem, page.item_id)
    before = body_at(session, public.sequence) if public is not None else None
    return None if before is None else (before, working_body(session, page))


def working_body(session: Session, page: Page) -> JsonObject:
    """What would be published now, whether the gate is open or not."""
    return body_of(page, files_of(session, list(page.texts.values())))


def _publishable_body(session: Session, page: Page) -> JsonObject:
    """The body of the working copy. Raises Refused with everything the gate blocks."""
    report = publish_gate(session, page)
    if not report.is_open:
        raise Refused(*report.blocks)
    return working_body(session, page)


def _published(session: Session, page: Page, entry: RecordEntry, by: Actor, reason: str) -> None:
    data = {"sequence": entry.sequence, "version": entry.version, "slug": page.slug}
    perform(session, PAGE_WORKFLOW, page, "publish", by=by, reason=reason, data=data)
    _moved(session, page)


def _moved(session: Session, page: Page) -> None:
    """Whoever opened the page before must see where it stands now."""
    page.revision += 1
    session.flush()
