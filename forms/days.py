"""Fields for dates: a day of the calendar, and a date of known precision."""

from typing import Any

from wtforms import DateField, StringField
from wtforms.validators import ValidationError

from content import dates
from content.languages import gettext as _
from forms.base import stripped


class DayField(DateField):
    """A day of the calendar; its mistakes are told in our own words."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Enter a real date.")) from error


class PartialDateField(StringField):
    """A date of known precision, typed as 2026, 2026-03 or 2026-03-31; empty for none."""

    def pre_validate(self, form: Any) -> None:
        text = stripped(self.data)
        if text and not dates.is_partial_date(text):
            raise ValidationError(_("Enter a real date, like 2026, 2026-03 or 2026-03-31."))

    def value(self) -> str | None:
        """The date, or None."""
        return stripped(self.data) or None
