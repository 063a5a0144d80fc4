"""What machines are told about the policy is what it is."""

import re

import pytest

from content.policy.completeness import faults, missing
from content.policy.schema import describe

KNOWN_WORDS = {
    "type", "enum", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "items", "minItems",
    "maxItems", "uniqueItems", "properties", "required", "additionalProperties", "anyOf",
}  # fmt: skip
TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def fits(value, schema):
    """The part of JSON Schema that the policy uses."""
    assert set(schema) <= KNOWN_WORDS
    if "anyOf" in schema and not any(fits(value, option) for option in schema["anyOf"]):
        return False
    if "type" in schema and not (
        isinstance(value, TYPES[schema["type"]]) and (schema["type"] == "boolean" or value is not True)
    ):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)) and bool(
            re.search(schema.get("pattern", ""), value)
        )
    if isinstance(value, int):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    if isinstance(value, list):
        within = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return within and all(fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        closed = schema.get("additionalProperties", True) or set(value) <= set(known)
        inside = all(fits(item, known.get(key, {})) for key, item in value.items())
        return closed and inside and set(schema.get("required", ())) <= set(value)
    return True


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_example_is_accepted(shipped, language):
    told = describe(shipped, language)
    assert (told["pack"], told["version"]) == (shipped.id, shipped.version_id)
    for category in told["categories"]:
        answers = {element["id"]: element["example"] for element in category["elements"]}
        assert missing(shipped, category["id"], answers) == []
        assert faults(shipped, category["id"], answers) == []
        assert [e["id"] for e in category["elements"] if not fits(e["example"], e["schema"])] == []


def test_the_required_examples_alone_are_accepted_and_none_can_be_spared(shipped):
    for category in describe(shipped, "en")["categories"]:
        answers = {e["id"]: e["example"] for e in category["elements"] if e["required"]}
        assert missing(shipped, category["id"], answers) == []
        for element in answers:
            rest = {key: value for key, value in answers.items() if key != element}
            assert [item.element for item in missing(shipped, category["id"], rest)] == [element]


def test_an_element_tells_its_clause_in_the_words_of_the_source(shipped):
    (city,) = [e for e in describe(shipped, "fr")["categories"][0]["elements"] if e["id"] == "pc-el-city"]
    assert city["clause"] == {
        "rule": "R-029",
        "where": "Attachment 2, Step 1",
        "quote": "Name of the candidate city.",
    }
    assert city["label"] == "Ville candidate"
    assert "CA" not in city["schema"]["properties"]["country"]["enum"]


def test_the_schema_of_a_term_has_the_limit_of_its_category(shipped):
    terms = {
        element["id"]: element["schema"]
        for category in describe(shipped, "en")["categories"]
        for element in category["elements"]
        if element["type"] == "months"
    }
    assert terms == {
        "pc-el-term": {"type": "integer", "minimum": 1, "maximum": 60},
        "ip-el-term": {"type": "integer", "minimum": 1, "maximum": 36},
    }


def test_what_the_schema_refuses_is_refused(shipped):
    (term,) = [e for e in describe(shipped, "en")["categories"][0]["elements"] if e["id"] == "pc-el-term"]
    assert fits(61, term["schema"]) is False
    assert [fault.code for fault in faults(shipped, "partnership-city", {"pc-el-term": 61})] == ["months_range"]
