"""Views: intake/propose."""

from flask import Blueprint

blueprint = Blueprint("propose", __name__)
