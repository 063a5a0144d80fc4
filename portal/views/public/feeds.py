"""Views: public/feeds."""

from flask import Blueprint

blueprint = Blueprint("feeds", __name__)
