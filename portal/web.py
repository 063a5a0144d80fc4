"""The web process. It imports little, because its own child imports the application.

It is begun before anything else is imported or prepared, and serves as soon as the gate is open: a start then takes
as long as the slower of the two, not as both.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import config

THREADS = 8
GATE = "PORTAL_GATE"
GATE_SECONDS = 120


class WebProcess:
    """The child that serves; its gate is a file that does not exist until the database is ready."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        gate = Path(self._folder.name) / "open"
        self._gate = gate
        self.child = subprocess.Popen([sys.executable, "-m", "portal.web"], env={**os.environ, GATE: str(gate)})

    def open_gate(self) -> None:
        """Let it serve."""
        self._gate.touch()

    def stop(self, seconds: float) -> None:
        """End it, and wait for that."""
        self.child.terminate()
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.child.kill()
        self._folder.cleanup()


def begin_early() -> WebProcess | None:
    """Begin the web process of an instance that can be run as it is; None when it has to be made or mended first."""
    try:
        config.load()
    except config.UnsafeConfig:
        return None
    return WebProcess()


def wait_at_gate() -> None:
    """Hold the application back until whoever started it has prepared the instance. Raises TimeoutError."""
    gate = os.environ.get(GATE)
    until = time.monotonic() + GATE_SECONDS
    while gate is not None and not Path(gate).exists():
        if time.monotonic() > until or not Path(gate).parent.exists():
            raise TimeoutError("the instance was not made ready")
        time.sleep(0.01)


def serve() -> None:
    """Serve on the configured address until told to stop. Raises UnsafeConfig."""
    settings = config.load()
    os.environ["INSTANCE"] = str(settings.instance)
    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_access=False,
        # Below errors it warns at every start that there are more threads than cores, which is meant.
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    serve()
