"""A register of authority to fill: the terms of a paper, and a row of it in force."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from content.authority.models import DelegationOfAuthority
from content.authority.register import Terms
from tests.casework import LIMIT, PROJECT, fill_register


@pytest.fixture
def terms() -> Callable[..., Terms]:
    """What a paper says, with changes."""

    def make(**changes: Any) -> Terms:
        values = {
            "office": "city_manager", "category": PROJECT, "amount": LIMIT, "currency": "CAD",
            "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "instrument": "By-law 7", "division": None,
        }  # fmt: skip
        return Terms(**{**values, **changes})

    return make


@pytest.fixture
def row(session, people) -> DelegationOfAuthority:
    """The City Manager's authority in force, for the year 2026."""
    return fill_register(session, people, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
