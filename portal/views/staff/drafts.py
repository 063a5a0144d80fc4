"""Working copies of agreements: the list with its matrix of languages, and the page with everything that is in the making."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content import history
from content.agreements import operations
from content.agreements.bodies import body_of
from content.agreements.comparing import Change, compare
from content.agreements.gate import publish_gate
from content.agreements.models import Agreement
from content.agreements.queries import agreements_in, publications_of, waiting
from content.agreements.states import AgreementState
from content.agreements.workflow import pack_of
from content.db import JsonObject
from content.languages import gettext as _
from content.languages import offered
from content.permissions import Permission
from content.proposals.signing import proposal_of
from content.record.models import PublicItem
from content.record.queries import body_at
from forms.agreement import FactsForm, GoalsForm
from forms.base import Form
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import PAGE_SIZE, Problems, act, agreement_or_404, page_number, told
from portal.views.staff.presenting import history_of
from portal.views.staff.wording import worklist_label

blueprint = Blueprint("drafts", __name__)
LISTING = "/<language:language>/staff/agreements"
ADDRESS = f"{LISTING}/<int:agreement_id>"
LISTS = ("all", "being-drafted", "to-publish", "to-translate", "needs-alignment")


@blueprint.get(LISTING)
@requires(Permission.AGREEMENT_VIEW)
def listing() -> ResponseReturnValue:
    show, page = request.args.get("show", "all"), page_number()
    if show not in LISTS:
        abort(404)
    tags = [language.tag for language in offered()]
    agreements = agreements_in(db(), show, tags, page=page, size=PAGE_SIZE)
    live = publications_of(db(), agreements)
    return render_template(
        "drafts/listing.html",
        rows=[_row(agreement, live.get(agreement.item_id), tags) for agreement in agreements],
        lists=[(name, worklist_label(name), url_for("drafts.listing", show=name)) for name in LISTS],
        show=show,
        page=page,
        pages=max(1, -(-waiting(db(), show, tags).count // PAGE_SIZE)),
        page_url=lambda number: url_for("drafts.listing", show=show, page=number),
        may_exchange=current_person().can(Permission.AGREEMENT_EDIT),
    )


def _row(agreement: Agreement, item: PublicItem | None, tags: list[str]) -> JsonObject:
    title = agreement.texts[agreement.source_language].fields if agreement.source_language in agreement.texts else {}
    return {
        "url": url_for("drafts.page", agreement_id=agreement.id),
        "title": title.get("title") or agreement.slug,
        "lang": agreement.source_language,
        "slug": agreement.slug,
        "state": agreement.state.value,
        "version": item.version if item is not None and item.is_live else None,
        "needs_alignment": agreement.needs_alignment,
        "languages": [(tag, agreement.texts[tag].state.value if tag in agreement.texts else "missing") for tag in tags],
    }


@blueprint.get(ADDRESS)
@requires(Permission.AGREEMENT_VIEW)
def page(agreement_id: int) -> ResponseReturnValue:
    return show(agreement_or_404(agreement_id), [])


def show(agreement: Agreement, problems: Problems) -> str:
    """The whole working copy, with what an act on it was refused for."""
    pack, person = pack_of(db(), agreement), current_person()
    gate, item = publish_gate(agreement, pack), publications_of(db(), [agreement]).get(agreement.item_id)
    return render_template(
        "drafts/page.html",
        agreement=agreement,
        title=title_of(agreement),
        pack=pack,
        blocks=told(gate.blocks, pack=pack),
        warnings=told(gate.warnings, pack=pack),
        item=item if item is not None and item.is_live else None,
        withdrawn=item.withdrawn_reason if item is not None and not item.is_live else None,
        changes=differences(agreement, item),
        languages=offered(),
        proposal=proposal_of(db(), agreement) if person.can(Permission.PROPOSAL_VIEW) else None,
        history=history_of(db(), "agreement", agreement.id, pack=pack, person=person, closed=True),
        problems=problems,
        S=AgreementState,
    )


def title_of(agreement: Agreement) -> str:
    """The title in the source language, else the address."""
    text = agreement.texts.get(agreement.source_language)
    return str((text.fields if text else {}).get("title") or agreement.slug)


def back_to(agreement: Agreement) -> str:
    """The address of the working copy's page."""
    return url_for("drafts.page", agreement_id=agreement.id)


def differences(agreement: Agreement, item: PublicItem | None) -> list[Change]:
    """What of the working copy is not public yet; nothing while nothing is public."""
    body = body_at(db(), item.sequence) if item is not None and item.is_live else None
    return [] if body is None else compare(body, body_of(agreement, pack_of(db(), agreement)))


def staleness(agreement: Agreement, problems: Problems) -> JsonObject | None:
    """Who changed the agreement meanwhile, when a save was refused for it (E6)."""
    if not any(getattr(problem, "rule", "") == "E6" for problem in problems):
        return None
    last = history.of(db(), "agreement", agreement.id)[-1]
    return {"by": last.actor_name, "at": last.at}


@blueprint.get(f"{ADDRESS}/facts")
@requires(Permission.AGREEMENT_EDIT)
def facts(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _facts_page(agreement, FactsForm(data=_stored(agreement)), [])


@blueprint.post(f"{ADDRESS}/facts")
@requires(Permission.AGREEMENT_EDIT)
@writes
def save_facts(agreement_id: int) -> ResponseReturnValue:
    agreement, form = agreement_or_404(agreement_id), FactsForm(request.form)
    if not form.validate():
        return _facts_page(agreement, form, form.error_list()), 422
    changes = {
        field.name: field.data or "" for field in form if field.name in request.form and field.name != "revision"
    }
    return act(
        lambda: operations.edit_facts(db(), agreement, changes, revision=form.seen(), by=current_person()),
        done=_("The facts are saved."),
        target=back_to(agreement),
        again=lambda problems: _facts_page(agreement, form, problems),
        form=form,
    )


def _stored(agreement: Agreement) -> dict[str, Any]:
    contact = agreement.contact or {}
    return {
        "revision": str(agreement.revision),
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "lead_division": agreement.lead_division,
        "slug": agreement.slug,
        "contact_unit": contact.get("unit"),
        "contact_email": contact.get("email"),
    }


def _facts_page(agreement: Agreement, form: FactsForm, problems: Problems) -> str:
    return edit_page(agreement, form, problems, title=_("Facts"), stored=_stored(agreement))


def edit_page(
    agreement: Agreement, form: Form, problems: Problems, *, title: str, stored: JsonObject, **more: Any
) -> str:
    """A form over the working copy. After a stale save it shows what is stored now beside what was typed."""
    stale = staleness(agreement, problems)
    differing = [
        (field, stored.get(field.name) or "")
        for field in form
        if stale
        and field.name in stored
        and field.name != "revision"
        and (stored[field.name] or "") != (field.data or "")
    ]
    if stale:
        # Whoever has seen both may save again, knowingly.
        form["revision"].data = str(agreement.revision)
    return render_template(
        "drafts/edit.html",
        agreement=agreement,
        form=form,
        problems=problems,
        title=title,
        subtitle=title_of(agreement),
        stale=stale,
        differing=differing,
        back=back_to(agreement),
        **more,
    )


@blueprint.get(f"{ADDRESS}/goals")
@requires(Permission.AGREEMENT_EDIT)
def goals(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    stored = {"goals": [goal["code"] for goal in agreement.goals], "revision": str(agreement.revision)}
    return _goals_page(agreement, _goals_form(agreement, GoalsForm(data=stored)), [])


@blueprint.post(f"{ADDRESS}/goals")
@requires(Permission.AGREEMENT_EDIT)
@writes
def save_goals(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    form = _goals_form(agreement, GoalsForm(request.form))
    if not form.validate():
        return _goals_page(agreement, form, form.error_list()), 422
    codes = form.goals.data or []
    return act(
        lambda: operations.set_goals(db(), agreement, codes, revision=form.seen(), by=current_person()),
        done=_("The goals are saved."),
        target=back_to(agreement),
        again=lambda problems: _goals_page(agreement, form, problems),
        form=form,
    )


def _goals_form(agreement: Agreement, form: GoalsForm) -> GoalsForm:
    pack = pack_of(db(), agreement)
    form.goals.choices = options([(goal.code, str(pack.label(goal.label_key))) for goal in pack.goals])
    return form


def _goals_page(agreement: Agreement, form: GoalsForm, problems: Problems) -> str:
    stored = {"goals": [goal["code"] for goal in agreement.goals], "revision": agreement.revision}
    return edit_page(agreement, form, problems, title=_("Goals"), stored=stored)
