"""Elements of a working copy: objectives, milestones, activities, outcomes; one compact form for each kind."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from content.agreements import operations
from content.agreements.models import Agreement, AgreementElement
from content.agreements.workflow import pack_of
from content.languages import gettext as _
from content.languages import offered
from content.permissions import Permission
from forms.agreement import ELEMENT_FORMS, ElementForm
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import Problems, act, agreement_or_404
from portal.views.staff.drafts import ADDRESS, back_to, edit_page, title_of

blueprint = Blueprint("drafts_elements", __name__)
KIND = "<any(objective, milestone, activity, outcome):kind>"
EMPTY: dict[str, dict[str, Any]] = {
    "objective": {"goal": None, "ends_on": None, "results_due": None, "indicators": []},
    "milestone": {
        "type": "delivery", "due": None, "original_due": None, "met_on": None, "status": "scheduled", "owner": None,
        "evidence": [],
    },
    "activity": {
        "kind": "other", "mode": None, "start": None, "end": None, "place": None, "project": False, "implementers": [],
        "status": "planned", "results": [], "goals": [], "sources": [],
    },
    "outcome": {"objective": None, "period": None, "value": None, "unit": None, "sources": []},
}  # fmt: skip


@blueprint.get(f"{ADDRESS}/elements/{KIND}")
@requires(Permission.AGREEMENT_EDIT)
def new(agreement_id: int, kind: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _page(agreement, kind, None, _form(agreement, kind, None), [])


@blueprint.post(f"{ADDRESS}/elements/{KIND}")
@requires(Permission.AGREEMENT_EDIT)
@writes
def add(agreement_id: int, kind: str) -> ResponseReturnValue:
    return _put(agreement_or_404(agreement_id), kind, None)


@blueprint.get(f"{ADDRESS}/elements/{KIND}/<key>")
@requires(Permission.AGREEMENT_EDIT)
def page(agreement_id: int, kind: str, key: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    element = _element(agreement, kind, key)
    return _page(agreement, kind, element, _form(agreement, kind, element), [])


@blueprint.post(f"{ADDRESS}/elements/{KIND}/<key>")
@requires(Permission.AGREEMENT_EDIT)
@writes
def save(agreement_id: int, kind: str, key: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _put(agreement, kind, _element(agreement, kind, key))


@blueprint.get(f"{ADDRESS}/elements/{KIND}/<key>/remove")
@requires(Permission.AGREEMENT_EDIT)
def removal(agreement_id: int, kind: str, key: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _removal_page(agreement, _element(agreement, kind, key), [])


@blueprint.post(f"{ADDRESS}/elements/{KIND}/<key>/remove")
@requires(Permission.AGREEMENT_EDIT)
@writes
def remove(agreement_id: int, kind: str, key: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    element = _element(agreement, kind, key)
    return act(
        lambda: operations.remove_element(db(), agreement, key, by=current_person()),
        done=_("The element is removed from the working copy."),
        target=back_to(agreement),
        again=lambda problems: _removal_page(agreement, element, problems),
    )


def _element(agreement: Agreement, kind: str, key: str) -> AgreementElement:
    return next((e for e in agreement.of_kind(kind) if e.key == key), None) or abort(404)


def _put(agreement: Agreement, kind: str, element: AgreementElement | None) -> ResponseReturnValue:
    form = _form(agreement, kind, element)
    if not form.validate():
        return _page(agreement, kind, element, form, form.error_list()), 422
    facts = {**EMPTY[kind], **(element.facts if element else {}), **form.facts()}
    key, texts = (element.key if element else None), {form.language.data: form.texts()}
    values: dict[str, Any] = {"facts": facts, "texts": texts, "key": key, "revision": form.seen()}
    return act(
        lambda: operations.put_element(db(), agreement, kind, **values, by=current_person()),
        done=_("The element is saved."),
        target=back_to(agreement),
        again=lambda problems: _page(agreement, kind, element, form, problems),
        form=form,
    )


def _form(agreement: Agreement, kind: str, element: AgreementElement | None) -> ElementForm:
    """What was sent, or what is stored: the facts, and the words of the language asked for."""
    tag = request.args.get("in", agreement.source_language)
    form: Any = ELEMENT_FORMS[kind](request.form, data={} if request.form else _stored(agreement, element, tag))
    if form.language.data not in {language.tag for language in offered()}:
        form.language.data = agreement.source_language
    form.language.choices = options([(language.tag, language.name) for language in offered()])
    pack = pack_of(db(), agreement)
    if kind == "objective":
        goals = [(goal.code, str(pack.label(goal.label_key))) for goal in pack.goals]
        form["goal"].choices = options([("", _("Not stated")), *goals])
    if kind == "milestone":
        form["evidence"].choices = options([(document.key, document.name) for document in agreement.documents])
    if kind == "activity":
        form["kind"].choices = options(
            [(code, str(pack.label(f"activity_kinds.{code}"))) for code in pack.activity_kinds]
        )
        modes = pack.parts.vocabularies.get("mode", ())
        form["mode"].choices = options(
            [("", _("Not stated")), *((m, str(pack.label(f"vocabularies.mode.{m}"))) for m in modes)]
        )
    if kind == "outcome":
        objectives = [(o.key, _name(o, agreement)) for o in agreement.of_kind("objective")]
        form["objective"].choices = options([("", _("None")), *objectives])
    found: ElementForm = form
    return found


def _stored(agreement: Agreement, element: AgreementElement | None, tag: str) -> dict[str, Any]:
    stored: dict[str, Any] = {"language": tag, "revision": str(agreement.revision)}
    if element is None:
        return stored
    facts = element.facts
    period = facts.get("period") or {}
    stored |= facts | {"period_start": period.get("start"), "period_end": period.get("end")}
    stored |= {"implementers": ", ".join(facts.get("implementers") or [])}
    return {**element.texts.get(tag, {}), **stored}


def _name(element: AgreementElement, agreement: Agreement) -> str:
    return str(element.texts.get(agreement.source_language, {}).get("title") or element.key)


def _page(
    agreement: Agreement, kind: str, element: AgreementElement | None, form: ElementForm, problems: Problems
) -> str:
    titles = {
        "objective": _("Objective"),
        "milestone": _("Milestone"),
        "activity": _("Activity"),
        "outcome": _("Outcome"),
    }
    stored = _stored(agreement, element, form.language.data)
    links = [(language, request.path + f"?in={language.tag}") for language in offered()] if element else []
    return edit_page(
        agreement, form, problems, title=titles[kind], stored=stored, element=element, kind=kind, links=links
    )


def _removal_page(agreement: Agreement, element: AgreementElement, problems: Problems) -> str:
    return render_template(
        "drafts/act.html",
        subject=agreement,
        subtitle=title_of(agreement),
        title=_("Remove: %(name)s", name=_name(element, agreement)),
        lead=_("Published versions keep it; the next one will be without it."),
        button=_("Remove from the working copy"),
        is_warning=True,
        form=(),
        problems=problems,
        back=back_to(agreement),
    )
