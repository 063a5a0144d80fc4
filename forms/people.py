"""Forms about people: invite, change roles."""

from typing import Any

from wtforms import EmailField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from content.languages import gettext
from content.languages import lazy as _
from content.permissions import Role
from content.policy.answers import email_findings
from forms.base import Form, stripped

SHORT = Length(max=200, message=_("Use at most 200 characters."))
OTHER = ""


def _address(_form: Any, field: Any) -> None:
    if any(email_findings(stripped(field.data))):
        raise ValidationError(gettext("Enter an email address, like name@example.org."))


class RolesForm(Form):
    """Which roles a person holds."""

    roles = SelectMultipleField(_("Roles"), [InputRequired(_("Choose at least one role."))])

    def chosen(self) -> list[Role]:
        """The roles that were ticked."""
        return [Role(code) for code in self.roles.data or []]


class InvitationForm(RolesForm):
    """Somebody new: name, address, office, division, roles."""

    name = StringField(_("Name"), [InputRequired(_("Enter the name.")), SHORT])
    email = EmailField(_("Email address"), [InputRequired(_("Enter the email address.")), _address], filters=[stripped])
    office = SelectField(_("Office"), validate_choice=False)
    other_office = StringField(
        _("Another office"), [SHORT], description=_("Fill this in when the office is not listed.")
    )
    division = StringField(_("Division"), [SHORT], description=_("Needed for whoever signs for a division."))
    language = SelectField(_("Language of the mails"))

    def office_chosen(self) -> str:
        """The office from the list, or the one that was typed."""
        return stripped(self.other_office.data) or self.office.data or ""

    def validate_other_office(self, field: Any) -> None:
        if not self.office_chosen():
            raise ValidationError(gettext("Choose or enter the office in whose name the person acts."))
