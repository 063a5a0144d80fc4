"""Import and export: the working copies as a table, and a table as working copies, checked before anything is stored."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from content.exchange.exporting import export_agreements
from content.exchange.importing import import_agreements
from content.exchange.report import Report
from content.exchange.tables import FileFault, Tables
from content.exchange.writing import csv_of, xlsx
from content.languages import gettext as _
from content.permissions import Permission
from forms.base import FieldError
from forms.exchange import ExchangeForm
from portal.access import current_person, requires
from portal.database import db, writes

blueprint = Blueprint("exchange", __name__)
ADDRESS = "/<language:language>/staff/exchange"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


@blueprint.get(ADDRESS)
@requires(Permission.AGREEMENT_EDIT)
def page() -> ResponseReturnValue:
    return _page(ExchangeForm(), [])


@blueprint.get(f"{ADDRESS}/agreements.csv")
@requires(Permission.AGREEMENT_EDIT)
def csv_file() -> Response:
    return _download(csv_of(_tables().agreements), "agreements.csv", CSV)


@blueprint.get(f"{ADDRESS}/agreements-elements.csv")
@requires(Permission.AGREEMENT_EDIT)
def elements_file() -> Response:
    return _download(csv_of(_tables().elements), "agreements-elements.csv", CSV)


@blueprint.get(f"{ADDRESS}/agreements.xlsx")
@requires(Permission.AGREEMENT_EDIT)
def workbook() -> ResponseReturnValue:
    try:
        return _download(xlsx(_tables()), "agreements.xlsx", XLSX)
    except FileFault as fault:
        return _page(ExchangeForm(), [FieldError("", str(fault))]), 422


@blueprint.post(ADDRESS)
@requires(Permission.AGREEMENT_EDIT)
@writes
def take_in() -> ResponseReturnValue:
    form = ExchangeForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return _page(form, form.error_list()), 422
    tables = form.tables()
    if isinstance(tables, FieldError):
        return _page(form, [tables]), 422
    only_check = request.form.get("act") != "import"
    store = current_app.extensions["files"]
    report = import_agreements(db(), tables, by=current_person(), store=store, folder=form.folder(), dry_run=only_check)
    if report.faults or only_check:
        return _page(form, [], report), 422 if report.faults else 200
    flash(_told(report))
    return redirect(url_for("exchange.page"), 303)


def _tables() -> Tables:
    return export_agreements(db(), by=current_person())


def _download(content: bytes, name: str, media_type: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(report: Report) -> str:
    return _(
        "Imported: %(created)s created, %(changed)s changed, %(unchanged)s unchanged.",
        created=len(report.created),
        changed=len(report.changed),
        unchanged=len(report.unchanged),
    )


def _page(form: ExchangeForm, problems: list[FieldError], report: Report | None = None) -> str:
    faults = [] if report is None else report.in_order()
    return render_template(
        "exchange/page.html",
        form=form,
        problems=problems,
        report=report,
        faults=faults[:MOST_SHOWN],
        hidden=len(faults[MOST_SHOWN:]),
    )
