"""Links that show one draft without an account: secret, dated, revocable; they open nothing else (E19)."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select

from content import clock
from content.db import Session
from content.languages import gettext as _
from content.pages.models import Page, PreviewLink
from content.pages.operations import note
from content.permissions import Actor, Permission
from content.workflow import Refusal, Refused, require

GOOD_FOR = timedelta(days=7)
LONGEST_TOKEN = 100


def make_link(session: Session, page: Page, *, by: Actor) -> str:
    """The secret of a new link, good for seven days. It is told once: only its hash is kept. Raises NotAllowed."""
    require(by, Permission.PAGE_EDIT)
    token, moment = secrets.token_urlsafe(32), clock.now()
    link = PreviewLink(token_hash=_hash(token), made_by=by.name, made_at=moment, expires_at=moment + GOOD_FOR)
    page.links.append(link)
    session.flush()
    note(session, page, "preview_link_made", by, {"link": link.id})
    return token


def revoke_link(session: Session, page: Page, link_id: int, *, by: Actor) -> None:
    """Let a link show nothing from now on. Raises NotAllowed, Refused for a link that is not this page's."""
    require(by, Permission.PAGE_EDIT)
    link = next((link for link in page.links if link.id == link_id), None)
    if link is None:
        raise Refused(Refusal("E19", _("There is no such link.")))
    link.revoked_at = link.revoked_at or clock.now()
    note(session, page, "preview_link_revoked", by, {"link": link.id})


def page_behind(session: Session, token: str) -> Page | None:
    """The page that a link shows; None when the link is unknown, too old or revoked."""
    if len(token) > LONGEST_TOKEN:
        return None
    link = session.scalar(select(PreviewLink).where(PreviewLink.token_hash == _hash(token)))
    if link is None or link.revoked_at is not None or link.expires_at <= clock.now():
        return None
    return link.page


def good_links(page: Page) -> list[PreviewLink]:
    """The links that show the page now."""
    return [link for link in page.links if link.revoked_at is None and link.expires_at > clock.now()]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
