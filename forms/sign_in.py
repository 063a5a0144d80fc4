"""Entering: address and password, a new password, an address to send a link to."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from content.languages import lazy as _
from forms.base import Form, stripped


class SignInForm(Form):
    """Address and password, verified exactly as typed."""

    email = EmailField(
        _("Email address"), [InputRequired(_("Enter your email address.")), Length(max=254)], filters=[stripped]
    )
    password = PasswordField(_("Password"), [InputRequired(_("Enter your password.")), Length(max=1000)])


class NewPasswordForm(Form):
    """A password of the person's own choice; showing it is the browser's business, so it is typed once."""

    password = PasswordField(_("New password"), [InputRequired(_("Enter a new password.")), Length(max=1000)])


class ForgottenForm(Form):
    """Where a link for a new password goes."""

    email = EmailField(
        _("Email address"), [InputRequired(_("Enter your email address.")), Length(max=254)], filters=[stripped]
    )
