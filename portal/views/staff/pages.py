"""Pages as working copies: the list with its languages, a new one, the page with its next step, and its place."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content import dates, history
from content.agreements.comparing import compare
from content.db import JsonObject
from content.languages import gettext as _
from content.languages import offered
from content.pages import operations
from content.pages.gate import publish_gate
from content.pages.models import Page
from content.pages.previews import good_links
from content.pages.publishing import unpublished_changes
from content.pages.queries import LISTS, page_by_id, pages_in, publications_of, waiting
from content.pages.states import Navigation, PageKind, PageState
from content.permissions import Permission
from content.record.models import PublicItem
from content.record.queries import entries_of
from content.workflow import Refused
from forms.base import Form, stripped
from forms.choices import options
from forms.page import NewPageForm, PlaceForm
from portal.access import current_person, requires
from portal.database import db, writes
from portal.navigation import page_url
from portal.views.staff.acting import HIGHEST_ID, PAGE_SIZE, Problems, act, page_number, told
from portal.views.staff.pages_wording import history_rows, kind_label, list_label, navigation_label

blueprint = Blueprint("staff_pages", __name__)
LISTING = "/<language:language>/staff/pages"
ADDRESS = f"{LISTING}/<int:page_id>"


@blueprint.get(LISTING)
@requires(Permission.PAGE_VIEW)
def listing() -> ResponseReturnValue:
    show, number = request.args.get("show", "all"), page_number()
    if show not in LISTS:
        abort(404)
    tags = [language.tag for language in offered()]
    pages = pages_in(db(), show, tags, page=number, size=PAGE_SIZE)
    live = publications_of(db(), pages)
    return render_template(
        "staff_pages/listing.html",
        rows=[_row(page, live.get(page.item_id), tags) for page in pages],
        lists=[(name, list_label(name), url_for("staff_pages.listing", show=name)) for name in LISTS],
        show=show,
        page=number,
        pages=max(1, -(-waiting(db(), show, tags).count // PAGE_SIZE)),
        page_url=lambda number: url_for("staff_pages.listing", show=show, page=number),
    )


def _row(page: Page, item: PublicItem | None, tags: list[str]) -> JsonObject:
    return {
        "url": back_to(page),
        "title": title_of(page),
        "lang": page.source_language,
        "slug": page.slug,
        "kind": kind_label(page.kind),
        "state": page.state.value,
        "version": item.version if item is not None and item.is_live else None,
        "languages": [(tag, page.texts[tag].state.value if tag in page.texts else "missing") for tag in tags],
    }


@blueprint.get(f"{LISTING}/new")
@requires(Permission.PAGE_EDIT)
def new() -> ResponseReturnValue:
    return _new_page(_with_choices(NewPageForm()), [])


@blueprint.post(LISTING)
@requires(Permission.PAGE_EDIT)
@writes
def create() -> ResponseReturnValue:
    form = _with_choices(NewPageForm(request.form))
    if not form.validate():
        return _new_page(form, form.error_list()), 422
    try:
        page = operations.begin(
            db(),
            kind=PageKind(form.kind.data),
            slug=stripped(form.slug.data),
            source_language=str(form.source_language.data),
            title=stripped(form.title.data),
            day=form.day.data.isoformat() if form.day.data else None,
            by=current_person(),
        )
    except Refused as refused:
        db().rollback()
        return _new_page(form, told(refused.refusals, form)), 422
    flash(_("The page is begun. Write its text."))
    return redirect(url_for("staff_pages_words.page", page_id=page.id, tag=page.source_language), 303)


def _with_choices(form: NewPageForm) -> NewPageForm:
    form.kind.choices = options([(kind.value, kind_label(kind)) for kind in PageKind])
    form.source_language.choices = options([(language.tag, language.name) for language in offered()])
    return form


def _new_page(form: NewPageForm, problems: Problems) -> str:
    return render_template(
        "staff_pages/form.html",
        form=form,
        problems=problems,
        title=_("New page"),
        button=_("Begin the page"),
        action=url_for("staff_pages.create"),
        back=url_for("staff_pages.listing"),
    )


@blueprint.get(ADDRESS)
@requires(Permission.PAGE_VIEW)
def page(page_id: int) -> ResponseReturnValue:
    return show(page_or_404(page_id), [])


def show(page: Page, problems: Problems) -> str:
    """The whole working copy, with what an act on it was refused for."""
    item, gate = publications_of(db(), [page]).get(page.item_id), publish_gate(db(), page)
    versions = unpublished_changes(db(), page)
    live = item if item is not None and item.is_live else None
    return render_template(
        "staff_pages/page.html",
        page=page,
        title=title_of(page),
        kind=kind_label(page.kind),
        placement=navigation_label(page.navigation),
        blocks=told(gate.blocks),
        warnings=told(gate.warnings),
        item=live,
        withdrawn=item.withdrawn_reason if item is not None and live is None else None,
        public_url=page_url(page.kind.value, page.slug) if live else None,
        changes=compare(*versions) if versions else [],
        versions=[entry for entry in entries_of(db(), page.item_id) if entry.entry in ("publish", "rename")],
        links=good_links(page),
        languages=offered(),
        history=history_rows(history.of(db(), "page", page.id)),
        problems=problems,
        S=PageState,
    )


@blueprint.get(f"{ADDRESS}/place")
@requires(Permission.PAGE_EDIT)
def place(page_id: int) -> ResponseReturnValue:
    page = page_or_404(page_id)
    return _place_page(page, _place_form(page, PlaceForm(data=_stored(page))), [])


@blueprint.post(f"{ADDRESS}/place")
@requires(Permission.PAGE_EDIT)
@writes
def save_place(page_id: int) -> ResponseReturnValue:
    page = page_or_404(page_id)
    form = _place_form(page, PlaceForm(request.form))
    if not form.validate():
        return _place_page(page, form, form.error_list()), 422
    placed: dict[str, Any] = {
        "navigation": Navigation(form.navigation.data),
        "position": form.position_given(),
        "day": form.day.data.isoformat() if "day" in form and form.day.data else None,
    }
    return act(
        lambda: operations.place(db(), page, **placed, revision=form.seen(), by=current_person()),
        done=_("The place is saved."),
        target=back_to(page),
        again=lambda problems: _place_page(page, form, problems),
        form=form,
    )


def _stored(page: Page) -> dict[str, Any]:
    day = dates.first_day(page.day) if page.day else None
    navigation, position = page.navigation.value, str(page.position)
    return {"revision": str(page.revision), "navigation": navigation, "position": position, "day": day}


def _place_form(page: Page, form: PlaceForm) -> PlaceForm:
    form.navigation.choices = options([(place.value, navigation_label(place)) for place in Navigation])
    if page.kind is not PageKind.NEWS:
        del form.day
    return form


def _place_page(page: Page, form: PlaceForm, problems: Problems) -> str:
    return form_page(page, form, problems, title=_("Place on the site"), button=_("Save"))


def form_page(page: Page, form: Form, problems: Problems, *, title: str, button: str, **more: Any) -> str:
    """The page of one act on a page: its fields and its button. After a stale save it says who was faster."""
    stale = staleness(page, problems)
    if stale and "revision" in form:
        # Whoever has seen both may save again, knowingly.
        form["revision"].data = str(page.revision)
    return render_template(
        "staff_pages/form.html",
        page=page,
        form=form,
        problems=problems,
        title=title,
        button=button,
        subtitle=title_of(page),
        back=back_to(page),
        stale=stale,
        action=request.path,
        **more,
    )


def staleness(page: Page, problems: Problems) -> JsonObject | None:
    """Who changed the page meanwhile, when a save was refused for it (E6)."""
    if not any(getattr(problem, "rule", "") == "E6" for problem in problems):
        return None
    last = history.of(db(), "page", page.id)[-1]
    return {"by": last.actor_name, "at": last.at}


def page_or_404(page_id: int) -> Page:
    """A working copy."""
    found = page_by_id(db(), page_id) if page_id < HIGHEST_ID else None
    return found if found is not None else abort(404)


def title_of(page: Page) -> str:
    """The title in the source language, else the address."""
    text = page.texts.get(page.source_language)
    return (text.title if text else "") or page.slug


def back_to(page: Page) -> str:
    """The address of the working copy's page."""
    return url_for("staff_pages.page", page_id=page.id)
