"""Static files: read once, named by the digest of all of them, compressed once, kept for ever by whoever fetched them."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request

from portal.access import public
from portal.colours import dressed
from portal.identity import Site
from portal.page_cache import takes_gzip

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
COMPONENTS = "css/components.css"
PICTURES = "img/"
COMPRESSED = (".css", ".js", ".svg", ".json", ".txt")
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One static file in memory."""

    content: bytes
    compressed: bytes | None
    media_type: str


@dataclass(frozen=True)
class Assets:
    """All static files of the release."""

    files: dict[str, Asset]
    digest: str

    def url(self, name: str) -> str:
        """The address of a file. Raises KeyError when there is none, so that a wrong name fails in every test."""
        if name not in self.files:
            raise KeyError(name)
        return f"/static/{self.digest}/{name}"


def load(site: Site) -> Assets:
    """Read the folder; the stylesheets of the components become one, the pictures get the city's colour."""
    contents = {
        path.relative_to(STATIC).as_posix(): path.read_bytes()
        for path in sorted(STATIC.rglob("*"))
        if path.is_file() and path.suffix != ".md"
    }
    parts = [name for name in contents if name.startswith("css/components/")]
    contents[COMPONENTS] = b"\n".join(contents.pop(name) for name in parts)
    for name in contents:
        if name.startswith(PICTURES):
            contents[name] = dressed(contents[name], site.colours)
    contents |= site.files
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        digest.update(name.encode() + b"\0" + content)
    return Assets({name: _asset(name, content) for name, content in contents.items()}, digest.hexdigest()[:12])


@cache
def _asset(name: str, content: bytes) -> Asset:
    suffix = Path(name).suffix
    media_type = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    compressed = gzip.compress(content, 9, mtime=0) if suffix in COMPRESSED else None
    return Asset(content, compressed, media_type)


@cache
def release_digest() -> str:
    """A digest of everything that shapes a page: code, templates, catalogues. Cached pages are keyed by it."""
    digest = hashlib.sha256()
    for folder in ("portal", "forms", "content", "translations", "static"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt", ".po", ".yaml", ".css", ".js") and path.is_file():
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def init_app(app: Flask, site: Site) -> None:
    """Serve the files and give templates their addresses."""
    assets = load(site)
    app.extensions["assets"] = assets
    app.jinja_env.globals["static"] = assets.url

    @app.get("/static/<digest>/<path:name>")
    @public
    def asset(digest: str, name: str) -> Response:
        found = assets.files.get(name)
        if found is None:
            abort(404)
        zipped = found.compressed is not None and takes_gzip(request.headers.get("Accept-Encoding", ""))
        response = Response(found.compressed if zipped else found.content, content_type=found.media_type)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        # An old page may still ask by the digest of its release: it gets the file, but may not keep it.
        response.headers["Cache-Control"] = FOREVER if digest == assets.digest else "public, max-age=60"
        return response
