"""The machines' door: what a proposal is asked, and sending one. It obeys the same gate as the form (R-028, R-034)."""

import json
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from content.languages import gettext as _
from content.languages import offered, speak
from content.policy import completeness
from content.policy.completeness import Fault
from content.policy.pack import Pack
from content.policy.parts import Clause
from content.policy.queries import current as current_policy
from content.policy.schema import describe
from content.proposals import drafts
from content.proposals.drafts import Incomplete
from content.proposals.routes import offered_categories
from portal.access import public
from portal.database import db, writes
from portal.errors import problem
from portal.views.intake.door import may_knock, open_to_applicants

blueprint = Blueprint("intake_api", __name__)
open_to_applicants(blueprint)
PROPOSALS = RateLimitItemPerHour(30)
LARGEST_BODY = 2 * 1024 * 1024


@blueprint.get("/api/v1/policy")
@public
def policy() -> ResponseReturnValue:
    wanted = request.args.get("lang")
    if wanted is not None and not _is_offered(wanted):
        return problem(400, _("No such language is offered."), languages=[language.tag for language in offered()])
    pack = current_policy(db())
    body = describe(pack, wanted)
    open_here = {category.code for category in offered_categories(pack)}
    body["categories"] = [category for category in body["categories"] if category["id"] in open_here]
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/json")


@blueprint.post("/api/v1/proposals")
@public
@writes
def propose() -> ResponseReturnValue:
    if not may_knock(PROPOSALS, "api"):
        return problem(429, _("Too many tries"))
    body = _body()
    if not _is_offered(body.get("language")):
        tags = [language.tag for language in offered()]
        return problem(422, _("No such language is offered."), languages=tags, missing=[], faults=[])
    speak(body["language"])
    pack = current_policy(db())
    open_here = [category.code for category in offered_categories(pack)]
    if body.get("category") not in open_here:
        title = _("No proposals are taken in this category.")
        return problem(422, title, categories=open_here, missing=[], faults=[])
    return _receive(pack, body["category"], body["language"], body.get("answers", {}))


def _receive(pack: Pack, category: str, language: str, answers: Any) -> Response:
    if not isinstance(answers, dict):
        return _refusal(pack, Incomplete(completeness.missing(pack, category, {}), [Fault("", None, "answers")]))
    try:
        proposal, token = drafts.receive(db(), category=category, language=language, answers=answers, channel="api")
    except Incomplete as incomplete:
        return _refusal(pack, incomplete)
    address = current_app.config["PUBLIC_URL"] + url_for("status.page", language=language, token=token)
    body = json.dumps({"reference": proposal.reference, "status_url": address})
    return Response(body, 201, {"Location": address}, content_type="application/json")


def _body() -> dict[str, Any]:
    """The JSON object that was sent. 415 for another kind of content, 413 when too large, 400 when it is no object."""
    if not request.is_json:
        abort(415)
    request.max_content_length = LARGEST_BODY
    try:
        body = json.loads(request.get_data(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(body, dict):
        abort(400)
    return body


def _refuse_constant(name: str) -> Any:
    """NaN and Infinity are no JSON. Raises ValueError."""
    raise ValueError(name)


def _is_offered(tag: Any) -> bool:
    return tag in [language.tag for language in offered()]


def _refusal(pack: Pack, incomplete: Incomplete) -> Response:
    """Everything that is amiss, at once: what is missing and what cannot be used."""
    missing = [
        {"element": gap.element, "message": gap.message(pack), **_cited(gap.clause)} for gap in incomplete.missing
    ]
    return problem(
        422,
        _("This cannot be accepted"),
        detail=_("Nothing has been stored. Mend what is listed and send the proposal again."),
        missing=missing,
        faults=[_told(fault) for fault in incomplete.faults],
    )


def _told(fault: Fault) -> dict[str, Any]:
    # A name that the caller made up may hold half a character, which no answer could be encoded with.
    element = fault.element.encode("utf-8", "replace").decode()
    cited = _cited(fault.clause) if fault.clause is not None else {"clause": None, "quote": None}
    return {"element": element, "code": fault.code, "message": fault.message(), **cited}


def _cited(clause: Clause) -> dict[str, str]:
    return {"clause": f"{clause.rule} · {clause.where}", "quote": clause.quote}
