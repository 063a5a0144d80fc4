"""Views: staff/signing."""

from flask import Blueprint

blueprint = Blueprint("signing", __name__)
