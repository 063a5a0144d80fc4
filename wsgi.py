"""What a WSGI server runs."""

from portal.app import create_app
from portal.web import wait_at_gate

app = create_app()
wait_at_gate()
