"""Amounts of money: whole numbers of the minor unit, counted as ISO 4217 counts it, not as a country rounds it."""

from decimal import Decimal

_NO_MINOR_UNIT = frozenset(
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
        "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
    }
)  # fmt: skip
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_TEN_THOUSANDTHS = frozenset({"CLF", "UYW"})


def minor_digits(currency: str) -> int:
    """How many decimals the minor unit of a currency has; two for a code that is not known."""
    if currency in _NO_MINOR_UNIT:
        return 0
    if currency in _THOUSANDTHS:
        return 3
    return 4 if currency in _TEN_THOUSANDTHS else 2


def in_major_units(amount: int, currency: str) -> Decimal:
    """An amount of the minor unit as people write it: 120050 US cents are 1200.50."""
    return Decimal(amount).scaleb(-minor_digits(currency))
