"""The way of a page from its first words to the record, and back (RULES.md D3.7)."""

from collections.abc import Iterable

from content.db import Session
from content.languages import gettext as _
from content.pages.models import Page
from content.pages.states import PageState as S
from content.permissions import Permission as P
from content.record.models import PublicItem
from content.workflow import Refusal, Transition, Workflow


def is_public(session: Session, page: Page) -> bool:
    """Whether readers see a version of the page now."""
    item = session.get(PublicItem, page.item_id)
    return item is not None and item.is_live


def needs_public(session: Session, page: Page, _evidence: object) -> Iterable[Refusal]:
    """P12: only what readers see can be taken back, or stands behind a working copy that is let go of."""
    if not is_public(session, page):
        yield Refusal("P12", _("This page is not public."), items=("state",))


def needs_words(session: Session, page: Page, _evidence: object) -> Iterable[Refusal]:
    """Nobody is asked to publish a page that has no words yet."""
    text = page.texts.get(page.source_language)
    if text is None or not text.title:
        yield Refusal("E2", _("The page has no words in its source language yet."), items=("texts",))


OPEN = frozenset({S.PRIVATE, S.PENDING})
PAGE_WORKFLOW: Workflow[S] = Workflow(
    kind="page",
    initial=S.PRIVATE,
    transitions=(
        Transition("submit", frozenset({S.PRIVATE}), S.PENDING, P.PAGE_EDIT, needs_words),
        Transition("take_back", frozenset({S.PENDING}), S.PRIVATE, P.PAGE_EDIT),
        Transition("send_back", frozenset({S.PENDING}), S.PRIVATE, P.PAGE_PUBLISH, reason_required=True),
        # The gate was asked before the body was made; a publisher may publish without being asked to.
        Transition("publish", OPEN | {S.PUBLISHED, S.WITHDRAWN}, S.PUBLISHED, P.PAGE_PUBLISH),
        # Whoever edits or translates was asked for the permission by the verb that edits.
        Transition("revise", frozenset({S.PUBLISHED, S.WITHDRAWN}), S.PRIVATE, None),
        Transition("discard", OPEN, S.PUBLISHED, P.PAGE_EDIT, needs_public),
        Transition("retract", OPEN | {S.PUBLISHED}, S.WITHDRAWN, P.RECORD_WITHDRAW, needs_public, reason_required=True),
    ),
)
