"""Views: intake/api."""

from flask import Blueprint

blueprint = Blueprint("intake_api", __name__)
