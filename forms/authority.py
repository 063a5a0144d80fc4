"""Forms of the register of authority, and of the check before a project is approved and signed."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from content.authority.register import Terms
from content.languages import current, gettext
from content.languages import lazy as _
from content.policy.answers import CURRENCIES
from content.policy.money import minor_digits
from content.proposals.authorising import Cost, Rate
from forms.base import Form, stripped
from forms.days import DayField
from forms.numbers import Unclear, minor_units

SHORT = Length(max=200, message=_("Use at most 200 characters."))
LONG = Length(max=10_000, message=_("Use at most 10,000 characters."))
RATE = re.compile(r"\d{1,9}([.,\u066b]\d{1,8})?")


def _money(text: str, currency: str) -> int:
    """The amount typed, in the minor unit. Raises ValidationError, in the reader's words."""
    try:
        number = minor_units(text, minor_digits(currency), get_decimal_symbol(current().babel))
    except Unclear:
        raise ValidationError(
            gettext("This number can be read in two ways: write it without a mark between thousands.")
        ) from None
    if number is None or number < 0:
        raise ValidationError(gettext("Enter a number, like 250000 or 250000.50."))
    return number


def _rate(text: str) -> Decimal:
    """The rate typed, with digits of any script; no mark stands between thousands. Raises ValidationError."""
    if not RATE.fullmatch(text):
        raise ValidationError(gettext("Enter the rate as a number above nought, like 1.4735."))
    return Decimal("".join("." if sign in ",.\u066b" else str(unicodedata.decimal(sign)) for sign in text))


class MoneyFields(Form):
    """An amount with its currency, as two plain fields; both may be left empty together."""

    amount = StringField(_("Amount"), [SHORT])
    currency = StringField(_("Currency"), [SHORT], filters=[lambda text: stripped(text).upper()])

    def money(self) -> tuple[int | None, str | None]:
        """The amount in the minor unit and its currency."""
        text, currency = stripped(self.amount.data), self.currency.data or None
        return (_money(text, currency or "") if text else None), currency

    def validate_amount(self, field: Any) -> None:
        text = stripped(field.data)
        if text:
            _money(text, self.currency.data or "")
        elif self.currency.data:
            raise ValidationError(gettext("Enter an amount of money."))

    def validate_currency(self, field: Any) -> None:
        if field.data and field.data not in CURRENCIES:
            raise ValidationError(gettext("Enter a currency by its three letters, like CAD or EUR."))
        if not field.data and stripped(self.amount.data):
            raise ValidationError(gettext("Enter the currency of the limit."))


class PaperForm(MoneyFields):
    """What a paper says that takes the place of another: limit, days, its name."""

    amount = StringField(
        _("Limit"), [SHORT], description=_("What one agreement may cost at most, as the paper states it.")
    )
    currency = StringField(
        _("Currency of the limit"), [SHORT], filters=[lambda text: stripped(text).upper()],
        description=_("Three letters, like CAD or EUR."),
    )  # fmt: skip
    starts_on = DayField(_("First day"), [InputRequired(_("Enter the first day."))])
    ends_on = DayField(_("Last day"), [Optional()], description=_("Leave empty while it has no end."))
    instrument = StringField(
        _("Paper"),
        [InputRequired(_("Name the paper that delegates the authority.")), SHORT],
        description=_("By-law, resolution or letter, with its number. It is published with the agreements it carries."),
    )

    def terms(self, *, office: str = "", category: str = "", division: str | None = None) -> Terms:
        """What was entered, for the register."""
        amount, currency = self.money()
        assert self.starts_on.data is not None
        return Terms(
            office=office,
            category=category,
            amount=amount,
            currency=currency,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            instrument=stripped(self.instrument.data),
            division=division,
        )


class SubDelegationForm(PaperForm):
    """To which office an authority is handed on, and how much of it."""

    office = SelectField(_("Office"), [InputRequired(_("Choose the office."))])
    division = StringField(_("Division"), [SHORT], description=_("Needed for an office that every division has."))

    def entered(self, category: str = "") -> Terms:
        """What was entered, for the register."""
        division = stripped(self.division.data) or None
        return self.terms(office=self.office.data or "", category=category, division=division)


class DelegationForm(SubDelegationForm):
    """An office's authority for one category of agreement."""

    category = SelectField(_("Category"), [InputRequired(_("Choose the category."))])

    def entered(self, category: str = "") -> Terms:
        """What was entered, for the register."""
        return super().entered(self.category.data or "")


class RevocationForm(Form):
    """From which day an authority holds no more, and why."""

    on = DayField(_("First day without it"), [InputRequired(_("Enter the day."))])
    reason = TextAreaField(_("Reason"), [InputRequired(_("A reason must be given.")), LONG])


class DesignationForm(Form):
    """Who stands in for which office, from when to when, by which paper."""

    person = SelectField(_("Person"), [InputRequired(_("Choose the person."))], coerce=str)
    office = SelectField(_("Office"), [InputRequired(_("Choose the office."))])
    starts_on = DayField(_("First day"), [InputRequired(_("Enter the first day."))])
    ends_on = DayField(_("Last day"), [Optional()], description=_("Leave empty while it has no end."))
    instrument = StringField(_("Paper"), [InputRequired(_("Name the paper by which the person is designated.")), SHORT])


class ActingForm(Form):
    """Who stands in for whom, from when to when, by which paper."""

    person = SelectField(_("Who stands in"), [InputRequired(_("Choose the person."))], coerce=str)
    absent = SelectField(_("For whom"), coerce=str, description=_("Their office and division count."))
    office = SelectField(_("Vacant office"), description=_("Only when nobody is chosen above."))
    division = StringField(_("Division of the vacant office"), [SHORT])
    starts_on = DayField(_("First day"), [InputRequired(_("Enter the first day."))])
    ends_on = DayField(_("Last day"), [InputRequired(_("Enter the last day."))])
    instrument = StringField(_("Paper"), [InputRequired(_("Name the paper by which the person is designated.")), SHORT])


class EndForm(Form):
    """Until when a designation or a standing-in lasts after all."""

    last_day = DayField(_("Last day"), [InputRequired(_("Enter the last day."))])


class CostForm(MoneyFields):
    """The city's gross share of the cost, with a rate where a limit is in another currency, and who is to sign."""

    amount = StringField(
        _("The City's share of the cost"),
        [InputRequired(_("Enter the cost, or 0 when there is none.")), SHORT],
        description=_("Gross: before grants, sponsors and what the other city pays back."),
    )
    currency = StringField(
        _("Currency of the cost"), [InputRequired(_("Enter the currency of the cost.")), SHORT],
        filters=[lambda text: stripped(text).upper()], description=_("Three letters, like CAD or EUR."),
    )  # fmt: skip
    rate_currency = StringField(
        _("Currency of the limit, when it is another"), [SHORT],
        filters=[lambda text: stripped(text).upper()],
        description=_("Nothing is converted by the portal: enter a rate from a table of your own."),
    )  # fmt: skip
    rate = StringField(_("Rate"), [SHORT], description=_("How much one unit of the cost's currency is in that one."))
    rate_source = StringField(_("Source of the rate"), [SHORT])
    rate_on = DayField(_("Day of the rate"), [Optional()])
    office = SelectField(_("Office that is to sign"), [InputRequired(_("Choose the office."))])
    is_coordinated = BooleanField(_("The signing office and the lead office have agreed on it"))

    def cost(self) -> Cost:
        """What was entered. Call it on a valid form only."""
        amount, currency = self.money()
        assert amount is not None
        return Cost(amount, currency or "", self._rate())

    def _rate(self) -> Rate | None:
        if not self._has_rate():
            return None
        assert self.rate_on.data is not None
        value = _rate(stripped(self.rate.data))
        return Rate(self.rate_currency.data or "", value, stripped(self.rate_source.data), self.rate_on.data)

    def _has_rate(self) -> bool:
        texts = (self.rate_currency.data, self.rate.data, self.rate_source.data)
        return any(stripped(text) for text in texts) or self.rate_on.data is not None

    def validate_rate(self, field: Any) -> None:
        if self._has_rate():
            _rate(stripped(field.data))

    def validate_rate_currency(self, field: Any) -> None:
        if self._has_rate() and field.data not in CURRENCIES:
            raise ValidationError(gettext("Enter a currency by its three letters, like CAD or EUR."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        # A field that may be empty is not asked by itself once it is.
        if self._has_rate() and self.rate_on.data is None and not self.rate_on.errors:
            self.rate_on.errors = [gettext("Enter the day of the rate.")]
            return False
        return valid


class OfficeForm(Form):
    """In which office somebody approves, or which office is to sign."""

    office = SelectField(_("Office"), [InputRequired(_("Choose the office."))])
