"""The web process. It imports little, because its own child imports the application."""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import config

THREADS = 8


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
