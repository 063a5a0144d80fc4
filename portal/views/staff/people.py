"""People and their authority: invite, change roles, bar, designate."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.authority.operations import designate
from content.authority.queries import designations
from content.languages import gettext as _
from content.languages import offered
from content.people import operations
from content.people.models import Person
from content.people.queries import people, person_by_id
from content.permissions import Permission, Role
from content.policy.queries import current as current_policy
from forms.base import stripped
from forms.choices import options
from forms.people import DesignationForm, InvitationForm, RolesForm
from portal.access import current_person, requires
from portal.database import db, writes
from portal.markup import office_name
from portal.views.staff.acting import HIGHEST_ID, Problems, act, city_today
from portal.views.staff.wording import role_label

blueprint = Blueprint("people", __name__)
LISTING = "/<language:language>/staff/people"
ADDRESS = f"{LISTING}/<int:person_id>"


@blueprint.get(LISTING)
@requires(Permission.PEOPLE_MANAGE)
def listing() -> ResponseReturnValue:
    return _listing([])


def _listing(problems: Problems) -> str:
    today = city_today(current_policy(db()))
    return render_template(
        "people/listing.html",
        people=[(person, [role_label(role) for role in sorted(person.roles)]) for person in people(db())],
        designations=[
            (row, person, row.starts_on <= today and (row.ends_on is None or row.ends_on >= today))
            for row, person in designations(db())
        ],
        problems=problems,
    )


@blueprint.get(f"{LISTING}/invite")
@requires(Permission.PEOPLE_MANAGE)
def invitation() -> ResponseReturnValue:
    return _form_page(invitation_form(), [], _("Invite somebody"), _("Invite"))


@blueprint.post(f"{LISTING}/invite")
@requires(Permission.PEOPLE_MANAGE)
@writes
def invite() -> ResponseReturnValue:
    form, words = invitation_form(), (_("Invite somebody"), _("Invite"))
    if not form.validate():
        return _form_page(form, form.error_list(), *words), 422
    about: dict[str, Any] = {"name": form.name.data, "email": form.email.data, "office": form.office_chosen()}
    more: dict[str, Any] = {
        "division": form.division.data or None,
        "language": form.language.data,
        "roles": form.chosen(),
    }
    return act(
        lambda: operations.add_person(db(), **about, **more, by=current_person()),
        done=_("%(name)s is invited; the link is good for a week.", name=form.name.data),
        target=url_for("people.listing"),
        again=lambda problems: _form_page(form, problems, *words),
        form=form,
    )


def invitation_form() -> InvitationForm:
    """The form with the offices that the policy names, the roles and the languages."""
    form = InvitationForm(request.form)
    form.office.choices = options([("", _("Choose an office")), *_offices()])
    form.roles.choices = options(_roles())
    form.language.choices = options([(language.tag, language.name) for language in offered()])
    return form


def _offices() -> list[tuple[str, str]]:
    return [(code, office_name(code)) for code in current_policy(db()).parts.offices]


def _roles() -> list[tuple[str, str]]:
    return [(role.value, role_label(role)) for role in Role]


def person_or_404(person_id: int) -> Person:
    """Somebody by number."""
    found = person_by_id(db(), person_id) if person_id < HIGHEST_ID else None
    return found if found is not None else abort(404)


@blueprint.get(f"{ADDRESS}/roles")
@requires(Permission.PEOPLE_MANAGE)
def roles(person_id: int) -> ResponseReturnValue:
    person = person_or_404(person_id)
    form = RolesForm(data={"roles": [role.value for role in person.roles]})
    form.roles.choices = options(_roles())
    return _roles_page(person, form, [])


@blueprint.post(f"{ADDRESS}/roles")
@requires(Permission.PEOPLE_MANAGE)
@writes
def change_roles(person_id: int) -> ResponseReturnValue:
    person, form = person_or_404(person_id), RolesForm(request.form)
    form.roles.choices = options(_roles())
    if not form.validate():
        return _roles_page(person, form, form.error_list()), 422
    return act(
        lambda: operations.change_roles(db(), person, form.chosen(), by=current_person()),
        done=_("%(name)s has new roles, from the next sign-in on.", name=person.name),
        target=url_for("people.listing"),
        again=lambda problems: _roles_page(person, form, problems),
        form=form,
    )


def _roles_page(person: Person, form: RolesForm, problems: Problems) -> str:
    return _form_page(form, problems, _("Roles of %(name)s", name=person.name), _("Save the roles"))


@blueprint.post(f"{ADDRESS}/deactivate")
@requires(Permission.PEOPLE_MANAGE)
@writes
def deactivate(person_id: int) -> ResponseReturnValue:
    person = person_or_404(person_id)
    return act(
        lambda: operations.deactivate(db(), person, by=current_person()),
        done=_("%(name)s can no longer enter; what they did stays.", name=person.name),
        target=url_for("people.listing"),
        again=_listing,
    )


@blueprint.get(f"{LISTING}/designate")
@requires(Permission.PEOPLE_MANAGE)
def designation() -> ResponseReturnValue:
    return _form_page(designation_form(), [], _("Designate somebody"), _("Designate"))


@blueprint.post(f"{LISTING}/designate")
@requires(Permission.PEOPLE_MANAGE)
@writes
def add_designation() -> ResponseReturnValue:
    form, words = designation_form(), (_("Designate somebody"), _("Designate"))
    person = person_by_id(db(), int(form.person.data)) if form.validate() else None
    if person is None:
        return _form_page(form, form.error_list(), *words), 422
    dates: dict[str, Any] = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
    return act(
        lambda: designate(
            db(),
            person=person,
            office=form.office.data,
            instrument=stripped(form.instrument.data),
            **dates,
            by=current_person(),
        ),
        done=_("%(name)s is designated.", name=person.name),
        target=url_for("people.listing"),
        again=lambda problems: _form_page(form, problems, *words),
        form=form,
    )


def designation_form() -> DesignationForm:
    """The form with everybody active and the offices that the policy names."""
    form = DesignationForm(request.form)
    form.person.choices = options([(str(person.id), person.name) for person in people(db()) if person.is_active])
    form.office.choices = options(_offices())
    return form


def _form_page(form: InvitationForm | RolesForm | DesignationForm, problems: Problems, title: str, button: str) -> str:
    return render_template("people/form.html", form=form, problems=problems, title=title, button=button)
