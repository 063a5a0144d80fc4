"""The log: one JSON object per line, so that nothing a visitor types can look like another line."""

import sys
from typing import Any

import structlog

from portal.config import Config


def begin(settings: Config) -> None:
    """Write lines for machines, or in a demonstration for whoever looks at the terminal: there, failures only."""
    shared: list[Any] = [structlog.processors.add_log_level, structlog.processors.TimeStamper("iso", utc=True)]
    if settings.log_format == "json":
        # A plain traceback: a decorated one prints the values of variables, passwords among them.
        last: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=True)]
        level = "info"
    else:
        last = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
        level = "warning"
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Asked for anew each time: whoever replaces the stream, a test or a supervisor, gets the next line.
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
    )
