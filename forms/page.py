"""Forms of pages: begin one, its words, its place, the terms of the glossary, files of the library and what they show."""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length

from content.files import MEDIA_TYPES
from content.languages import lazy as _
from content.pages.markdown import LONGEST
from content.pages.pictures import LARGEST_FILE
from forms.agreement import SHORT, VersionedForm
from forms.base import Form
from forms.days import DayField
from forms.numbers import whole_number
from forms.uploads import PictureOrDocumentField

TOO_LONG = _("This text is too long.")
SPARE_ROWS = 3
MOST_ROWS = 205


class NewPageForm(Form):
    """Kind, title, address and language of a new page."""

    kind = SelectField(_("What it is"))
    title = StringField(_("Title"), [InputRequired(_("Enter a title.")), SHORT])
    slug = StringField(
        _("Address"), [SHORT], description=_("The last part of the public address: small letters, digits, hyphens.")
    )
    source_language = SelectField(_("Written in"))
    day = DayField(_("Day, for news"))


class PlaceForm(VersionedForm):
    """Where the site leads to the page, and the day of a piece of news."""

    navigation = SelectField(_("Navigation"))
    position = StringField(_("Position"), [SHORT], description=_("A number from 0 to 999; smaller stands first."))
    day = DayField(_("Day, for news"))

    def position_given(self) -> int:
        """The position; -1, which is refused, for what is no number."""
        number = whole_number(self.position.data or "")
        return number if number is not None else -1


class PageWordsForm(VersionedForm):
    """Title, summary and text of one language."""

    title = StringField(_("Title"), [SHORT])
    summary = TextAreaField(
        _("Summary"),
        [Length(max=1_000, message=TOO_LONG)],
        description=_("One or two sentences, for lists and for the top."),
    )
    body = TextAreaField(_("Text"), [Length(max=2 * LONGEST, message=TOO_LONG)])


class TermForm(PlainForm):
    """One row of the glossary."""

    key = HiddenField()
    term = StringField(_("Term"), [Length(max=300, message=TOO_LONG)])
    meaning = TextAreaField(_("Meaning"), [Length(max=3_000, message=TOO_LONG)])
    also = StringField(_("Other names"), [Length(max=600, message=TOO_LONG)])


class GlossaryForm(VersionedForm):
    """Title, introduction and terms of one language; a row left empty is none."""

    title = StringField(_("Title"), [SHORT])
    summary = TextAreaField(_("Summary"), [Length(max=1_000, message=TOO_LONG)])
    body = TextAreaField(_("Text"), [Length(max=2 * LONGEST, message=TOO_LONG)])
    terms = FieldList(FormField(TermForm), max_entries=MOST_ROWS)

    def rows(self) -> list[tuple[str, dict[str, str]]]:
        """(key, words) of every row."""
        return [
            (str(row.form.key.data or ""), {name: row.form[name].data or "" for name in ("term", "meaning", "also")})
            for row in self.terms.entries
        ]


class LibraryForm(Form):
    """A picture or a document for the library."""

    file = PictureOrDocumentField(
        _("File"),
        allowed=tuple(MEDIA_TYPES),
        largest=LARGEST_FILE,
        description=_("A picture (PNG, JPEG, WebP, GIF) or a document (PDF, DOCX, ODT)."),
    )


class FileTextForm(PlainForm):
    """What a file is called, or what a picture shows, in one language."""

    alt = StringField(_("Alternative text"), [Length(max=500, message=TOO_LONG)])
    caption = StringField(_("Caption"), [Length(max=500, message=TOO_LONG)])
    title = StringField(_("Title"), [Length(max=500, message=TOO_LONG)])


def describe_form(tags: list[str], formdata: Any = None, data: Any = None) -> Form:
    """The words of a file in each of these languages, and whether a picture only decorates."""
    fields: dict[str, Any] = {tag: FormField(FileTextForm) for tag in tags}
    fields["is_decorative"] = BooleanField(_("The picture only decorates: it says nothing that the text does not say."))
    made: Form = type("DescribeForm", (Form,), fields)(formdata, data=data)
    return made
