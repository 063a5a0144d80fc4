"""Whose site it is: stated in one place each, in every language, refused with all its faults at once."""

from pathlib import Path
from typing import Any

import pytest

from content.languages import COMPLETE, speaking
from content.policy.loading import load
from portal import identity
from portal.config import UnsafeConfig
from tests.cities.puerto_alerce import PACK, config_values
from tests.conftest import config_for


def site_of(tmp_path: Path, **stated: Any) -> identity.Site:
    config = config_for(tmp_path, policy_pack=str(PACK), site=stated)
    return identity.read(config, identity.pack_of(config))


def faults_of(tmp_path: Path, **stated: Any) -> list[str]:
    with pytest.raises(UnsafeConfig) as refused:
        site_of(tmp_path, **stated)
    return refused.value.faults


def test_the_site_says_in_each_language_what_is_stated_for_it(tmp_path: Path) -> None:
    config = config_for(tmp_path, **config_values())
    site = identity.read(config, identity.pack_of(config))
    with speaking("fr"):
        assert (site.name, site.city, site.unit) == (
            "Rivages jumeaux",
            "Puerto Alerce",
            "Bureau des affaires extérieures",
        )
    with speaking("ar"):
        assert (site.name, site.city) == ("شواطئ شقيقة", "بويرتو أليرسي")
        assert site.address == ("Plaza de los Alerces 1", "Puerto Alerce")
    assert (site.email, site.phone) == ("hermanas@puerto-alerce.example", "+56 65 555 0100")
    assert (site.home_country, site.time_zone, site.currency) == ("CL", "America/Santiago", "CLP")
    assert (site.picture, site.icon, site.theme_colour) == ("site/logo.svg", "site/logo.svg", "#4a1d5c")


def test_without_a_word_the_policy_says_whose_site_it_is(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    with speaking("fr"):
        assert (site.name, site.city, site.unit, site.address) == (
            "Open Accord", "Municipalité de Puerto Alerce", "Bureau des affaires extérieures", (),
        )  # fmt: skip
    assert (site.picture, site.picture_on_dark, site.icon, site.files) == (
        "img/seal.svg", "img/seal-light.svg", "img/favicon.svg", {},
    )  # fmt: skip
    assert site.languages == tuple(tag for tag in ("es", "en", "fr", "ar") if tag in COMPLETE)
    assert "[site] email is not set: readers find no address to write to" in site.notes


def test_languages_keep_the_sites_order_and_need_a_complete_catalogue(tmp_path: Path) -> None:
    site = site_of(tmp_path, languages=["ar", "ja", "en"])
    assert site.languages == ("ar", "en")
    assert site.notes[0] == "ja is not offered: its catalogue is not complete"


def test_a_language_that_the_policy_lacks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "COMPLETE", ("en", "pl"))
    assert "the policy has no words in pl: es stands in for them" in site_of(tmp_path, languages=["en", "pl"]).notes


@pytest.mark.parametrize(
    "stated,fault",
    [
        ({"colour": "red"}, "colour is not known here."),
        ({"name": 7}, "name must be text, or a table of language and text."),
        ({"name": {"xx": "A"}}, "name.xx: there is no language 'xx'."),
        ({"city": {"fr": " "}}, "city.fr must be text."),
        ({"unit": ""}, "unit must be text, or a table of language and text."),
        ({"email": ["a"]}, "email must be one line of text."),
        ({"phone": "1\n2"}, "phone must be one line of text."),
        ({"colours": "red"}, "colours must be a table."),
        ({"colours": {"primary": "red"}}, "colours.primary: 'red' is not a colour such as #123c35."),
        ({"logo": "/nowhere/logo.svg"}, "logo: there is no file /nowhere/logo.svg."),
        ({"languages": "en"}, "languages must be a list of languages such as en."),
        ({"languages": []}, "languages must be a list of languages such as en."),
        ({"languages": ["en", "tlh"]}, "languages: there is no language 'tlh'."),
        ({"languages": ["en", "en"]}, "languages: one stands there twice."),
        ({"languages": ["ja"]}, f"languages: none of them has a complete catalogue; there are {', '.join(COMPLETE)}."),
        ({"time_zone": "Europe/Rome"},
         "time_zone: the policy pack states 'America/Santiago', and it alone: leave this out, or change the pack."),
        ({"home_country": "IT"},
         "home_country: the policy pack states 'CL', and it alone: leave this out, or change the pack."),
        ({"currency": "EUR"}, "currency: the policy pack states 'CLP', and it alone: leave this out, or change the pack."),
    ],
)  # fmt: skip
def test_a_wrong_identity_is_refused_by_name(tmp_path: Path, stated: dict[str, Any], fault: str) -> None:
    assert faults_of(tmp_path, **stated) == [f"[site] {fault}"]


def test_what_the_policy_binds_may_be_repeated_but_not_changed(tmp_path: Path) -> None:
    assert site_of(tmp_path, time_zone="America/Santiago").time_zone == "America/Santiago"


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    assert len(faults_of(tmp_path, name=7, email=7, languages=["tlh"], colours={"primary": "red"})) == 4


def test_what_shapes_a_page_shapes_the_digest(tmp_path: Path) -> None:
    sites = [site_of(tmp_path), site_of(tmp_path, name="A"), site_of(tmp_path, colours={"primary": "#4a1d5c"})]
    assert len({site.digest for site in sites}) == 3
    assert site_of(tmp_path).digest == sites[0].digest
    assert sites[0].policy == load(PACK).version_id
