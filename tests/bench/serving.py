"""The two servers that are measured beside each other, on the same web server with the same settings.

``python -m tests.bench.serving portal PORT`` serves the instance that INSTANCE names, ``… bare PORT`` a Flask
application of one view that answers with bytes it holds ready: the least that Flask can do.
"""

import json
import os
import sys
from pathlib import Path

from flask import Flask, Response
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.web import THREADS

ANSWERS = "BARE_ANSWERS"


def bare() -> Flask:
    """One view, and by name the bytes of each page as the portal sent them."""
    listed = json.loads(Path(os.environ[ANSWERS]).read_text(encoding="utf-8"))
    answers = {name: (Path(part["file"]).read_bytes(), part["type"], part["encoding"]) for name, part in listed.items()}
    app = Flask("bare", static_folder=None)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/<path:name>")
    def answer(name: str) -> Response:
        content, media_type, encoding = answers[name]
        response = Response(content, content_type=media_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    return app


def main(kind: str, port: int) -> None:
    """Serve until told to stop."""
    target = "wsgi:app" if kind == "portal" else "tests.bench.bare:app"
    Granian(
        target,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
