"""Another city, with other limits, another home and one language more: nothing of Toronto is in the code."""

import shutil

import pytest

from content.policy.completeness import faults, missing
from content.policy.loading import load
from content.policy.schema import describe


def to_another_city(pack):
    pack["id"] = "rivermouth-2031"
    pack["languages"].append("es")
    pack["city"].update(key="rivermouth", home_country="IT", time_zone="Europe/Rome", currency="EUR")
    pack["switches"]["smart_objectives_required"]["value"] = True
    partnership = pack["categories"][0]
    partnership["term"]["max_months"] = 24
    partnership["council"]["value"] = False
    partnership["sections"][0]["elements"].remove("sender-organisation")


@pytest.fixture
def rivermouth(changed_pack):
    folder = changed_pack(to_another_city)
    shutil.copy(folder / "texts" / "en.yaml", folder / "texts" / "es.yaml")
    changed_pack(lambda texts: texts["sections"].update(term="Plazo"), "texts/es.yaml")
    return load(folder)


def test_its_own_limits_hold(rivermouth):
    found = faults(rivermouth, "partnership-city", {"pc-el-term": 25})
    assert [(fault.code, fault.params) for fault in found] == [("months_range", {"most": 24})]
    assert faults(rivermouth, "partnership-city", {"pc-el-term": 24}) == []


def test_its_own_home_is_not_abroad(rivermouth):
    at_home, abroad = ({"pc-el-city": {"city": "X", "country": code}} for code in ("IT", "CA"))
    assert [fault.code for fault in faults(rivermouth, "partnership-city", at_home)] == ["country_home"]
    assert faults(rivermouth, "partnership-city", abroad) == []


def test_it_requires_what_it_says(rivermouth):
    lacking = [item.element for item in missing(rivermouth, "partnership-city", {})]
    assert "smart-specific" in lacking
    assert "sender-organisation" not in lacking


def test_it_speaks_its_language(rivermouth):
    assert str(rivermouth.label("sections.term", "es")) == "Plazo"


def test_its_examples_are_accepted(rivermouth):
    for category in describe(rivermouth, "es")["categories"]:
        answers = {element["id"]: element["example"] for element in category["elements"]}
        assert missing(rivermouth, category["id"], answers) == []
        assert faults(rivermouth, category["id"], answers) == []
