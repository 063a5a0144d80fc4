"""Entering: address and password, a new password, an address to send a link to."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from content.languages import lazy
from forms.base import Form, stripped

LONGEST_ADDRESS, LONGEST_PASSWORD = 254, 1000


class SignInForm(Form):
    """Address and password, verified exactly as typed."""

    email = EmailField(
        lazy("Email address"),
        [InputRequired(lazy("Enter your email address.")), Length(max=LONGEST_ADDRESS)],
        filters=[stripped],
    )
    password = PasswordField(
        lazy("Password"), [InputRequired(lazy("Enter your password.")), Length(max=LONGEST_PASSWORD)]
    )

    @property
    def address(self) -> str:
        return self.email.data or ""

    @property
    def secret(self) -> str:
        return self.password.data or ""


class NewPasswordForm(Form):
    """A password of the person's own choice; showing it is the browser's business, so it is typed once."""

    password = PasswordField(
        lazy("New password"), [InputRequired(lazy("Enter a new password.")), Length(max=LONGEST_PASSWORD)]
    )

    @property
    def secret(self) -> str:
        return self.password.data or ""


class ForgottenForm(Form):
    """Where a link for a new password goes."""

    email = EmailField(
        lazy("Email address"),
        [InputRequired(lazy("Enter your email address.")), Length(max=LONGEST_ADDRESS)],
        filters=[stripped],
    )

    @property
    def address(self) -> str:
        return self.email.data or ""
