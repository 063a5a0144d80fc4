"""The base of every form: messages in the current language, and errors in the order of the page."""

from dataclasses import dataclass
from typing import Any

from wtforms import Form as WTForm
from wtforms.meta import DefaultMeta

from content.languages import form_for, gettext


class _Catalogue:
    """WTForms' own messages, said by our catalogues."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        # WTForms fills its messages itself.
        return form_for(singular, plural, n)


@dataclass(frozen=True)
class FieldError:
    """One mistake: the field that the summary links to, and how to mend it."""

    field_id: str
    message: str


class Form(WTForm):
    """A form that keeps what was typed and tells mistakes once, in one list."""

    class Meta(DefaultMeta):
        def get_translations(self, form: Any) -> _Catalogue:
            return _Catalogue()

    def error_list(self) -> list[FieldError]:
        """Every error in the order of the fields, for the summary at the top of the page."""
        return [FieldError(field.id, str(message)) for field in self for message in field.errors]


def stripped(text: str | None) -> str:
    """What was typed without blanks at its ends; nothing typed is the empty text."""
    return (text or "").strip()
