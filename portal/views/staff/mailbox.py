"""The mails that a training or a demonstration did not send: whoever practises reads there what others would get."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from content.permissions import Permission
from portal.access import requires
from portal.config import Config

blueprint = Blueprint("mailbox", __name__)
SHOWN = 100


@blueprint.get("/<language:language>/staff/mailbox")
@requires(Permission.STAFF_ENTER)
def listing() -> ResponseReturnValue:
    """The newest mails; there is no such page where mail is really sent."""
    return render_template("mailbox/listing.html", mails=[_shown(path) for path in _files()[:SHOWN]])


@blueprint.get("/<language:language>/staff/mailbox/<int:number>")
@requires(Permission.STAFF_ENTER)
def mail(number: int) -> ResponseReturnValue:
    """One mail as it would have arrived."""
    found = next((path for path in _files() if int(path.stem) == number), None)
    if found is None:
        abort(404)
    return render_template("mailbox/mail.html", mail=_shown(found))


def _files() -> list[Path]:
    settings: Config = current_app.extensions["settings"]
    if not settings.keeps_mail:
        abort(404)
    kept = [path for path in settings.mail_folder.glob("*.eml") if path.stem.isdecimal()]
    return sorted(kept, key=lambda path: int(path.stem), reverse=True)


def _shown(path: Path) -> dict[str, object]:
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    return {
        "number": int(path.stem),
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "date": message["Date"].datetime if message["Date"] is not None else None,
        "language": str(message["Content-Language"] or ""),
        "text": message.get_content(),
    }
