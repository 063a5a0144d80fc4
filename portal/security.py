"""Headers of every answer, and the few rules about requests that hold everywhere."""

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"
LONGEST_PATH = 4000

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Guard every request and complete every response."""
    csrf.init_app(app)

    @app.before_request
    def refuse_junk() -> None:
        # Undecodable or endless addresses are refused before anything reads them.
        if len(request.full_path) > LONGEST_PATH:
            abort(414)
        if "\x00" in request.path or "\ufffd" in request.path:
            abort(400)
        try:
            host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        except SecurityError:
            abort(400)
        if host not in current_app.config["TRUSTED_HOST_NAMES"]:
            abort(400)

    @app.after_request
    def complete(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if current_app.config["IS_HTTPS"]:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        # What does not say that it may be kept must not be: staff pages, drafts, errors.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
