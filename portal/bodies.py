"""Forms as they are received: read whole or refused, never read as a form in which nothing was typed."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

URLENCODED = "application/x-www-form-urlencoded"


class StrictParser(FormDataParser):
    """Raises 400 for a form that cannot be read and 413 for one with too many fields, however it is encoded."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        if mimetype == URLENCODED:
            # A body whose length is not told ends at the limit without a word: only reading on says that there is more.
            content = stream.read() + stream.read(1)
            if self.max_form_parts is not None and content.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge
            stream = BytesIO(content)
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError as error:
            raise BadRequest from error


class StrictRequest(Request):
    """A request whose form is as large as ``MAX_FORM_MEMORY_SIZE`` and ``MAX_FORM_PARTS`` allow, or refused."""

    form_data_parser_class = StrictParser

    def make_form_data_parser(self) -> FormDataParser:
        if self.mimetype == URLENCODED:
            # It is read at once: what may be sent as a file may not be sent like this.
            self.max_content_length = self.max_form_memory_size
        parser = super().make_form_data_parser()
        # Silence would turn what cannot be read into an empty form, and saving it would delete what was typed before.
        parser.silent = False
        return parser
