"""Who holds an office for a time: designations, and who stands in for whom."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from content.authority import operations
from content.authority.models import ActingFor, Designation
from content.authority.queries import acting_by_id, designation_by_id
from content.languages import gettext as _
from content.people.queries import people, person_by_id
from content.permissions import Permission
from content.policy.queries import current as current_policy
from forms.authority import ActingForm, DesignationForm, EndForm
from forms.base import Form, stripped
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.markup import office_name
from portal.views.staff.acting import HIGHEST_ID, Problems, act, city_today
from portal.views.staff.authority import LISTING, form_page

blueprint = Blueprint("authority_people", __name__)


@blueprint.get(f"{LISTING}/designate")
@requires(Permission.AUTHORITY_MANAGE)
def designation() -> ResponseReturnValue:
    return _designation_page(designation_form(), [])


@blueprint.post(f"{LISTING}/designate")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def designate() -> ResponseReturnValue:
    form = designation_form()
    person = person_by_id(db(), int(form.person.data)) if form.validate() else None
    if person is None:
        return _designation_page(form, form.error_list()), 422
    return act(
        lambda: operations.designate(
            db(), person=person, office=form.office.data, **_days(form), by=current_person()
        ),
        done=_("%(name)s is designated.", name=person.name),
        target=url_for("authority.register"),
        again=lambda problems: _designation_page(form, problems),
        form=form,
    )  # fmt: skip


def _days(form: DesignationForm | ActingForm) -> dict[str, Any]:
    return {
        "starts_on": form.starts_on.data,
        "ends_on": form.ends_on.data,
        "instrument": stripped(form.instrument.data),
    }


def designation_form() -> DesignationForm:
    """The form with everybody active and the offices that the policy names."""
    form = DesignationForm(request.form)
    form.person.choices = options(_people())
    form.office.choices = options(_offices())
    return form


def _people() -> list[tuple[str, str]]:
    return [
        (str(person.id), f"{person.name} · {office_name(person.office)}") for person in people(db()) if person.is_active
    ]


def _offices() -> list[tuple[str, str]]:
    return [(code, office_name(code)) for code in current_policy(db()).parts.offices]


def _designation_page(form: Form, problems: Problems) -> str:
    lead = _("For an office that is nobody's own, and for whoever signs in another's office for a time.")
    return form_page(form, problems, title=_("Designate somebody"), button=_("Designate"), lead=lead)


@blueprint.get(f"{LISTING}/act-for")
@requires(Permission.AUTHORITY_MANAGE)
def acting() -> ResponseReturnValue:
    return _acting_page(acting_form(), [])


@blueprint.post(f"{LISTING}/act-for")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def act_for() -> ResponseReturnValue:
    form = acting_form()
    person = person_by_id(db(), int(form.person.data)) if form.validate() else None
    if person is None:
        return _acting_page(form, form.error_list()), 422
    vacant: dict[str, Any] = {"office": form.office.data or "", "division": stripped(form.division.data)}
    absent = person_by_id(db(), int(form.absent.data)) if form.absent.data else None
    return act(
        lambda: operations.act_for(
            db(), person=person, absent=absent, **vacant, **_days(form), by=current_person()
        ),
        done=_("%(name)s stands in.", name=person.name),
        target=url_for("authority.register"),
        again=lambda problems: _acting_page(form, problems),
        form=form,
    )  # fmt: skip


def acting_form() -> ActingForm:
    """The form with everybody active, and the offices that may be vacant."""
    form = ActingForm(request.form)
    form.person.choices = options(_people())
    form.absent.choices = options([("", _("Nobody: the office is vacant")), *_people()])
    form.office.choices = options([("", _("Choose an office")), *_offices()])
    return form


def _acting_page(form: Form, problems: Problems) -> str:
    lead = _("Whoever stands in signs as the other would; the two count as one where two people are needed.")
    return form_page(form, problems, title=_("Let somebody stand in"), button=_("Let stand in"), lead=lead)


@blueprint.get(f"{LISTING}/designations/<int:designation_id>/end")
@requires(Permission.AUTHORITY_MANAGE)
def ending_designation(designation_id: int) -> ResponseReturnValue:
    return _end_page(_row(designation_by_id, designation_id), _end_form(), [])


@blueprint.post(f"{LISTING}/designations/<int:designation_id>/end")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def end_designation(designation_id: int) -> ResponseReturnValue:
    return _end(_row(designation_by_id, designation_id))


@blueprint.get(f"{LISTING}/standing-in/<int:acting_id>/end")
@requires(Permission.AUTHORITY_MANAGE)
def ending_acting(acting_id: int) -> ResponseReturnValue:
    return _end_page(_row(acting_by_id, acting_id), _end_form(), [])


@blueprint.post(f"{LISTING}/standing-in/<int:acting_id>/end")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def end_acting(acting_id: int) -> ResponseReturnValue:
    return _end(_row(acting_by_id, acting_id))


def _row(look_up: Any, number: int) -> Any:
    found = look_up(db(), number) if number < HIGHEST_ID else None
    return found if found is not None else abort(404)


def _end_form() -> EndForm:
    return EndForm(last_day=city_today(current_policy(db())))


def _end(row: Designation | ActingFor) -> ResponseReturnValue:
    form = EndForm(request.form)
    last_day: date | None = form.last_day.data if form.validate() else None
    if last_day is None:
        return _end_page(row, form, form.error_list()), 422
    return act(
        lambda: operations.end_early(db(), row, last_day, by=current_person()),
        done=_("It ends on the day that you have chosen."),
        target=url_for("authority.register"),
        again=lambda problems: _end_page(row, form, problems),
        form=form,
    )


def _end_page(row: Designation | ActingFor, form: Form, problems: Problems) -> str:
    lead = f"{row.person.name} · {office_name(row.office)}"
    return form_page(form, problems, title=_("Let it end sooner"), button=_("Set the last day"), lead=lead)
