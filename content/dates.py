"""Dates of known precision and calendar months: nothing is invented, nothing is lost.

A partial date is stored as text, ``"1991"``, ``"2006-05"`` or ``"2006-05-14"``: its length is its precision.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

PARTIAL_DATE = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")


def is_partial_date(text: str) -> bool:
    """Whether the text is a year, a month or a day of the Gregorian calendar."""
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def precision(text: str) -> str:
    """``year``, ``month`` or ``day``. Raises ValueError when the text is no partial date."""
    first_day(text)
    return {4: "year", 7: "month", 10: "day"}[len(text)]


def first_day(text: str) -> date:
    """The earliest day a partial date can mean. Raises ValueError when the text is none."""
    match = PARTIAL_DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    return date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))


def last_day(text: str) -> date:
    """The latest day a partial date can mean: a year ends on 31 December. Raises ValueError."""
    start = first_day(text)
    if len(text) == 4:
        return start.replace(month=12, day=31)
    if len(text) == 7:
        return start.replace(day=monthrange(start.year, start.month)[1])
    return start


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months on, or the last day of that month if it is shorter.

    31 August plus six months is 28 or 29 February (R-114); 29 February plus sixty is 28 February (R-003).
    Beyond the ends of the calendar it is the first or the last day there is.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_end(start: date, months: int) -> date:
    """The last day on which a term of so many months may end: its anniversary itself (R-003, R-004)."""
    return add_months(start, months)


def day_after(day: date) -> date:
    """The next day; the last day of the calendar stays itself."""
    return day if day == date.max else day + timedelta(days=1)
