"""Asking for a link by mail: to a draft, or to the page that says where a proposal stands."""

from typing import Any

from wtforms import EmailField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from content.languages import lazy as _
from content.policy.answers import email_findings
from forms.base import Form, stripped


def usable_address(_form: Any, field: Any) -> None:
    """Raises ValidationError for an address to which nothing could be sent."""
    if any(email_findings(field.data)):
        raise ValidationError(str(_("Enter an email address in the correct format, like name@city.example.")))


class LinkForm(Form):
    """Where the link goes."""

    email = EmailField(
        _("Email address"), [InputRequired(_("Enter your email address.")), usable_address], filters=[stripped]
    )

    @property
    def address(self) -> str:
        """The address that was typed."""
        return stripped(self.email.data)


class FindForm(LinkForm):
    """The reference of a proposal, and the address it was sent from."""

    reference = StringField(
        _("Reference"), [InputRequired(_("Enter the reference of your proposal.")), Length(max=60)], filters=[stripped]
    )

    @property
    def number(self) -> str:
        """The reference as it is stored, however it was copied."""
        return "-".join(stripped(self.reference.data).upper().replace("–", "-").replace("‑", "-").split())
