"""Views: public/agreements."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__)
