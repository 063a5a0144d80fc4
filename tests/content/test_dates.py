"""Calendar months, month ends, leap days, partial dates."""

from datetime import date

import pytest

from content import dates


@pytest.mark.parametrize(
    "day,months,expected",
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 6, 15), 0, date(2025, 6, 15)),
    ],
)
def test_r114_calendar_months_end_with_the_month(day: date, months: int, expected: date) -> None:
    assert dates.add_months(day, months) == expected


@pytest.mark.parametrize(
    "text,first,last",
    [
        ("1991", date(1991, 1, 1), date(1991, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2006-05-14", date(2006, 5, 14), date(2006, 5, 14)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_partial_date_means_from_its_first_to_its_last_day(text: str, first: date, last: date) -> None:
    assert (dates.first_day(text), dates.last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "91", "1991-13", "2023-02-29", "1991-1-1", "1991-01-01T00", "٢٠٢٤", "-001", "0000"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert dates.is_partial_date(text) is False


def test_the_last_day_of_the_calendar_has_no_next_one() -> None:
    assert dates.day_after(date.max) == date.max
