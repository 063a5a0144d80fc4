from datetime import date
from typing import Any

import pytest
from flask import Flask

from content.agreements.status import status_on
from content.languages import speaking
from content.record.lists import STATUSES
from portal.views.public import wording
from portal.views.public.presenting import Labels, facts_of, period, quantity, safe_url, status_sentence, when

from .conftest import body_of

TODAY = date(2026, 11, 21)


def sentence(**changes: Any) -> str:
    body = body_of("milan", **changes)
    return status_sentence(body, status_on(body, TODAY))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (("2025-04-01", "2030-03-31"), "Active until March 31, 2030. The review window opens on September 30, 2029."),
        (("2022-01-01", "2026"), "Active until 2026. The review window has been open since June 30, 2026."),
        (("2019-01-01", "2024-05-14"), "Expired: its term ran until May 14, 2024."),
        (("2027-01-01", "2030-01-01"), "Not yet in force: the start of its term is January 1, 2027."),
        ((None, None), "End not recorded: no published document states when it ends."),
    ],
)
def test_p9_the_status_states_the_rule_it_follows_from(term: tuple[str | None, str | None], expected: str) -> None:
    assert sentence(term={"start": term[0], "end": term[1], "months": None}) == expected


def test_a_historical_agreement_says_that_it_gets_no_further_resources() -> None:
    assert sentence(state="historical").endswith("the City gives it no further resources.")


@pytest.mark.parametrize("code", STATUSES)
def test_filters_and_badges_name_a_status_alike(app: Flask, code: str) -> None:
    badge = app.jinja_env.get_template("components/state_badge.html").module.state_words(code.replace("-", "_"))  # type: ignore[attr-defined]
    assert wording.status(code) == str(badge)


def test_p1_what_nobody_stated_is_there_without_a_value() -> None:
    body = body_of("milan")
    facts = {fact.label: fact.value for fact in facts_of(body, status_on(body, TODAY), Labels(None))}
    assert {label for label, value in facts.items() if value is None} == {
        "Signed", "First established", "Term begins", "Term ends", "Length of the term", "Lead division", "Contact",
        "Rules it was made under",
    }  # fmt: skip


def test_a_span_of_dates_is_no_more_precise_than_it_is_known() -> None:
    assert when(None, "2013", "2019") == "between 2013 and 2019"
    assert when(None, None, "2019") == "2019 or earlier"
    assert when("1991") == "1991"
    assert when(None) is None


def test_a_period_may_lack_either_end() -> None:
    assert period("2025", "2026") == "2025 to 2026"
    assert period("2025", "2025") == "2025"
    assert period(None, "2026") == "until 2026"
    assert period(None, None) is None


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("2000000", "CAD", "2,000,000 CAD"),
        ("0", None, "0"),
        ("about 5", None, "about 5"),
        ("NaN", None, "NaN"),
        (None, "CAD", None),
    ],
)
def test_a_quantity_is_grouped_and_its_unit_may_be_missing(
    value: str | None, unit: str | None, expected: str | None
) -> None:
    assert quantity(value, unit) == expected


def test_a_quantity_is_grouped_as_the_language_does_it() -> None:
    with speaking("fr"):
        assert quantity("2000000", None) == "2\xa0000\xa0000"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http://[", "", None])
def test_a_link_leads_to_the_web_or_nowhere(url: str | None) -> None:
    assert safe_url(url) is None


def test_labels_of_an_old_version_are_those_that_were_published() -> None:
    body = body_of("milan")
    assert Labels(None, as_stored=True).category(body) == {"en": "Partnership City agreement as printed"}
