"""The form by which a table of agreements is sent, with the documents that its rows name."""

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField, MultipleFileField
from wtforms.validators import StopValidation

from content.exchange.documents import Folder, Paper
from content.exchange.reading import read_bytes
from content.exchange.tables import FileFault, Tables
from content.languages import gettext
from content.languages import lazy as _
from forms.base import FieldError, Form

CSV_ONLY = (".csv",)
TABLES = (".csv", ".xlsx")


class TableField(FileField):
    """A file with a table. ``content`` and ``name_given`` are there once it has been validated."""

    def __init__(self, label: Any = None, *, endings: tuple[str, ...], is_needed: bool, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.endings, self.is_needed = endings, is_needed
        self.content: bytes | None = None
        self.name_given = ""

    def pre_validate(self, form: Any) -> None:
        if not isinstance(self.data, FileStorage) or not self.data.filename:
            if self.is_needed:
                raise StopValidation(gettext("Choose a file."))
            return
        self.name_given = self.data.filename
        if not self.name_given.lower().endswith(self.endings):
            raise StopValidation(gettext("The name of the file must end in .csv or .xlsx."))
        self.content = self.data.read()
        if not self.content:
            raise StopValidation(gettext("The file is empty."))


class ExchangeForm(Form):
    """A workbook, or a CSV with its second file; PDF files as they are named in the rows."""

    file = TableField(
        _("Agreements"),
        endings=TABLES,
        is_needed=True,
        description=_("A workbook (.xlsx), or a table in UTF-8 (.csv)."),
    )
    elements = TableField(
        _("Elements"),
        endings=CSV_ONLY,
        is_needed=False,
        description=_("Only beside a .csv: objectives, milestones, activities, outcomes. May be left out."),
    )
    documents = MultipleFileField(
        _("Documents"), description=_("The PDF files that the rows name, several at once. May be left out.")
    )

    def tables(self) -> Tables | FieldError:
        """The tables that were sent, or why they cannot be read."""
        try:
            return read_bytes(self.file.content or b"", self.file.name_given, self.elements.content)
        except FileFault as fault:
            return FieldError(self.file.id, str(fault))

    def folder(self) -> Folder | None:
        """The documents that were sent; None when there are none."""
        sent = [file for file in self.documents.data or [] if isinstance(file, FileStorage) and file.filename]
        papers = (Paper(_last_part(file.filename or ""), _reader(file)) for file in sent)
        return Folder.with_papers(papers) if sent else None


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _reader(file: FileStorage) -> Callable[[], bytes]:
    def read() -> bytes:
        file.seek(0)
        return bytes(file.read())

    return read
