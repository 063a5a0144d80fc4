"""Views: staff/queue."""

from flask import Blueprint

blueprint = Blueprint("queue", __name__)
