"""The door of the applicants: secret links instead of accounts, and how often one address may knock."""

from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from limits import RateLimitItem

from content.policy.queries import current as current_policy
from content.proposals.links import proposal_by_token
from content.proposals.models import Proposal
from content.proposals.routes import offered_categories
from content.proposals.states import ProposalState
from portal.database import db
from portal.security import csrf
from portal.sign_in import throttle


def open_to_applicants(blueprint: Blueprint) -> None:
    """Let a blueprint be used without a cookie, and keep its secret links out of logs, referrers and indexes.

    There is no session whose rights a forged form could abuse: whoever knows the secret link may act, whoever does
    not cannot even name the page. A token bound to a session would only set a cookie and lose what was typed.
    """
    csrf.exempt(blueprint)

    @blueprint.after_request
    def keep_secret(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        if "token" in (request.view_args or {}):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def may_knock(limit: RateLimitItem, what: str, key: str = "") -> bool:
    """Count one try of this address, or of a key of its own; on the loopback of a demonstration nobody counts."""
    settings = current_app.extensions["settings"]
    address = request.remote_addr or ""
    if settings.demonstration and not key and address and ip_address(address).is_loopback:
        return True
    return throttle().allows(limit, what, key or address)


def draft_or_away(token: str) -> Proposal:
    """The draft that a link opens. 404 for no such link; a proposal that was sent shows where it stands instead."""
    proposal = proposal_by_token(db(), token, "draft")
    if proposal is None:
        abort(404)
    if proposal.state is not ProposalState.DRAFT:
        abort(redirect(url_for("status.page", token=token), 303))
    if proposal.category not in {category.code for category in offered_categories(current_policy(db()))}:
        abort(410)
    return proposal


def sent_or_away(token: str) -> Proposal:
    """The proposal that was sent, by its status link or by the link of its draft. 404 for no such link."""
    proposal = proposal_by_token(db(), token, "status") or proposal_by_token(db(), token, "draft")
    if proposal is None:
        abort(404)
    if proposal.state is ProposalState.DRAFT:
        abort(redirect(url_for("propose.tasks", token=token), 303))
    return proposal
