import pycountry
import pytest

from content.languages import speaking
from content.parties.regions import REGIONS, region_name, region_of


def test_every_country_of_iso_3166_has_a_region() -> None:
    codes = {country.alpha_2 for country in pycountry.countries}
    assert {code for code in codes if region_of(code) is None} == set()


def test_no_other_code_has_one_but_kosovo() -> None:
    codes = {country.alpha_2 for country in pycountry.countries}
    assert set().union(*(region.countries for region in REGIONS)) - codes == {"XK"}


def test_no_country_lies_in_two_regions() -> None:
    assert sum(len(region.countries) for region in REGIONS) == len(set().union(*(r.countries for r in REGIONS)))


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("IT", "europe"),
        ("US", "northern-america"),
        ("MX", "latin-america-caribbean"),
        ("TR", "asia"),
        ("CY", "asia"),
        ("EG", "africa"),
        ("NZ", "oceania"),
        ("AQ", "antarctica"),
        ("XA", None),
        ("", None),
        ("it", None),
    ],
)
def test_a_country_lies_where_m49_puts_it(country: str, region: str | None) -> None:
    assert region_of(country) == region


def test_regions_are_told_by_number_and_code_alike() -> None:
    assert len({region.m49 for region in REGIONS}) == len({region.code for region in REGIONS}) == len(REGIONS)


def test_a_region_has_a_name_and_an_unknown_one_is_called_by_its_code() -> None:
    assert region_name("latin-america-caribbean") == "Latin America and the Caribbean"
    assert region_name("atlantis") == "atlantis"
    with speaking("fr"):
        assert region_name("europe") == "Europe"
