"""Numbers as people write them anywhere; what two readers would read differently is not guessed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.numbers import Unclear, minor_units, whole_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [("60", 60), (" 60 ", 60), ("٦٠", 60), ("６０", 60), ("६०", 60), ("-3", -3), ("−3", -3), ("\u200e24", 24)],
)
def test_whole_numbers_are_read_in_the_digits_of_any_script(typed: str, number: int) -> None:
    assert whole_number(typed) == number


@pytest.mark.parametrize("typed", ["", "five", "6O", "60.0", "5 years", "10²", "1 2", "9" * 5000])
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert whole_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("50000", 5_000_000),
        ("1,234,567.8", 123_456_780),
        ("1.234.567,8", 123_456_780),
        ("1 234,50", 123_450),
        ("1\u202f234,50", 123_450),
        ("1'000'000", 100_000_000),
        ("1,00,000", 10_000_000),
        ("12,5", 1_250),
        ("12.5", 1_250),
        ("٥٠٠٠٠", 5_000_000),
        ("١٬٢٣٤٫٥", 123_450),
        ("0", 0),
        ("-5", -500),
    ],
)
@pytest.mark.parametrize("decimal_sign", [".", ",", "٫"])
def test_amounts_are_read_the_same_on_every_page(typed: str, cents: int, decimal_sign: str) -> None:
    assert minor_units(typed, 2, decimal_sign) == cents


@pytest.mark.parametrize(
    "typed", ["", "abc", "12 34", "1.2345", "1,2,3", "0.234", "1d5", "1g000", "--5", "9" * 50, "€ 5"]
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert minor_units(typed, 2, "٫") is None


def test_a_mark_that_may_group_or_divide_is_asked_about() -> None:
    with pytest.raises(Unclear):
        minor_units("50.000", 2, ".")
    with pytest.raises(Unclear):
        minor_units("50,000", 2, ",")
    with pytest.raises(Unclear):
        minor_units("1,234", 3, ".")
    assert minor_units("50,000", 2, ".") == 5_000_000


def test_currencies_without_a_minor_unit_take_whole_amounts_only() -> None:
    assert minor_units("1200", 0, ".") == 1200
    assert minor_units("1200.00", 0, ".") == 1200
    assert minor_units("1200.5", 0, ".") is None


@given(st.text(max_size=60), st.sampled_from([0, 2, 3, 4]))
def test_no_text_is_read_as_two_different_amounts(typed: str, digits: int) -> None:
    readings = set()
    for sign in ".,٫":
        try:
            readings.add(minor_units(typed, digits, sign))
        except Unclear:
            continue
    assert len(readings) < 2
