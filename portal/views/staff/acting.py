"""How every act of the staff goes: find the subject, try the verb; refused, show the page again with all that was typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from content import clock
from content.agreements.models import Agreement
from content.agreements.queries import agreement_by_id
from content.languages import KNOWN, current
from content.languages import gettext as _
from content.policy.pack import Pack
from content.proposals.drafts import sender_email
from content.proposals.guards import pack_of
from content.proposals.models import Proposal
from content.proposals.queries import proposal_by_id
from content.workflow import Refusal, Refused
from forms.base import FieldError, Form
from portal.database import db
from portal.views.staff.wording import about

PAGE_SIZE = 50
HIGHEST_ID = 2**62


@dataclass(frozen=True)
class Told:
    """A refusal as a page tells it: message, what exactly is amiss in words, the clause with its quote, the field to mend."""

    message: str
    field_id: str = ""
    about: tuple[str, ...] = ()
    rule: str = ""
    clause: str = ""
    quote: str = ""


Problems = list[Told] | list[FieldError] | list[Told | FieldError]


def told(refusals: Iterable[Refusal], form: Form | None = None, pack: Pack | None = None) -> list[Told]:
    """Refusals for the summary of a page; those about a field of the form link to it."""
    result = []
    for refusal in refusals:
        field = next((item for item in refusal.items if form is not None and item in form), "")
        result.append(
            Told(
                refusal.message,
                field_id=form[field].id if form is not None and field else "",
                about=() if field else about(refusal.items, pack),
                rule=refusal.rule,
                clause=refusal.clause,
                quote=refusal.quote,
            )
        )
    return result


def act(
    verb: Callable[[], object],
    *,
    done: str,
    target: str,
    again: Callable[[list[Told]], str],
    form: Form | None = None,
    pack: Pack | None = None,
) -> ResponseReturnValue:
    """Do it, say so and go on; refused, undo what was begun and show the page again with the reasons."""
    try:
        verb()
    except Refused as refused:
        # The page is to show what is stored, not what a refused verb had begun to change.
        db().rollback()
        return again(told(refused.refusals, form, pack)), 422
    flash(done)
    return redirect(target, 303)


def proposal_or_404(proposal_id: int) -> Proposal:
    """A received proposal; drafts are not found here."""
    found = proposal_by_id(db(), proposal_id) if proposal_id < HIGHEST_ID else None
    return found if found is not None else abort(404)


def agreement_or_404(agreement_id: int) -> Agreement:
    """A working copy."""
    found = agreement_by_id(db(), agreement_id) if agreement_id < HIGHEST_ID else None
    return found if found is not None else abort(404)


def typed() -> Any:
    """What was sent: the fields, and the one file; files that stand where words are asked for are left out."""
    return MultiDict([*(("file", file) for file in request.files.getlist("file")), *request.form.items(multi=True)])


def page_number() -> int:
    """The page asked for; the first when that is no number."""
    text = request.args.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def act_page(
    subject: Proposal | Agreement, form: Form, problems: Problems, *, title: str, button: str, back: str, **more: Any
) -> str:
    """The page of a single act: what it does, its fields, its button. ``mail`` names who is told by it."""
    template = "proposals/act.html" if isinstance(subject, Proposal) else "drafts/act.html"
    return render_template(
        template, subject=subject, form=form, problems=problems, title=title, button=button, back=back, **more
    )


def mail_of(proposal: Proposal) -> str:
    """Whom an act tells by mail, and in which language (T12)."""
    return _(
        "This sends a mail to %(address)s, in %(language)s.",
        address=sender_email(db(), proposal),
        language=KNOWN[proposal.language].babel.get_display_name(current().babel) or proposal.language,
    )


def city_today(pack: Pack) -> Any:
    """The calendar date of the city whose policy it is."""
    return clock.today(pack.parts.city.time_zone)


def pack_for(proposal: Proposal) -> Pack:
    """The pack that binds a proposal."""
    return pack_of(db(), proposal)
