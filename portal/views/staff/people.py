"""People: invite, change roles, bar. What they may sign stands in the register of authority."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.languages import gettext as _
from content.languages import offered
from content.people import operations
from content.people.models import Person
from content.people.queries import people, person_by_id
from content.permissions import Permission, Role
from content.policy.queries import current as current_policy
from forms.choices import options
from forms.people import InvitationForm, RolesForm
from portal.access import current_person, requires
from portal.database import db, writes
from portal.markup import office_name
from portal.views.staff.acting import HIGHEST_ID, Problems, act
from portal.views.staff.wording import role_label

blueprint = Blueprint("people", __name__)
LISTING = "/<language:language>/staff/people"
ADDRESS = f"{LISTING}/<int:person_id>"


@blueprint.get(LISTING)
@requires(Permission.PEOPLE_MANAGE)
def listing() -> ResponseReturnValue:
    return _listing([])


def _listing(problems: Problems) -> str:
    return render_template(
        "people/listing.html",
        people=[(person, [role_label(role) for role in sorted(person.roles)]) for person in people(db())],
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
@requires(Permission.AUTHORITY_MANAGE)
def designation() -> ResponseReturnValue:
    return redirect(url_for("authority_people.designation"), 301)


def _form_page(form: InvitationForm | RolesForm, problems: Problems, title: str, button: str) -> str:
    return render_template("people/form.html", form=form, problems=problems, title=title, button=button)
