"""The one place that knows what time it is, so that tests and training can say otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The current moment, aware, in UTC, to the microsecond."""
    return _source()


def today(zone: str) -> date:
    """The calendar date in the city's time zone (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware moment, in every thread, for as long as the block lasts."""
    global _source
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    before, stopped = _source, moment.astimezone(UTC)
    _source = lambda: stopped  # noqa: E731 - a clock is a function
    try:
        yield
    finally:
        _source = before
