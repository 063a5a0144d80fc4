"""Files of the house, for staff: always as an attachment, never run, never kept by a proxy."""

from io import BytesIO

from flask import Response, abort, current_app, send_file


def attachment(sha256: str, name: str, media_type: str) -> Response:
    """The stored file under its own name."""
    try:
        content = current_app.extensions["files"].read(sha256)
    except FileNotFoundError:
        abort(404)
    response = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
