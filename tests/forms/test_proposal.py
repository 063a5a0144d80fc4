"""Sections as forms: pairs in, plain values out, mistakes led to their field."""

from typing import Any

import pytest

from content.languages import speaking
from content.policy.loading import load_named
from content.policy.pack import Pack
from content.policy.questionnaire import compile
from forms.proposal import SectionForm, section_form

CATEGORY = "partnership-city"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_named()


def form(pack: Pack, section: str, *typed: tuple[str, str]) -> SectionForm:
    return section_form(compile(pack, CATEGORY).section(section), typed)


ANSWERS: list[tuple[str, list[tuple[str, str]], str, Any]] = [
    ("about-you", [("sender-name", "  Ana ")], "sender-name", "Ana"),
    ("about-you", [("sender-role", "consulate")], "sender-role", "consulate"),
    ("city", [("pc-el-city.city", "Quito"), ("pc-el-city.country", "EC")], "pc-el-city", {"city": "Quito", "country": "EC"}),
    ("goals", [("pc-el-goals.codes", "ipf-1"), ("pc-el-goals.codes", "ipf-2")], "pc-el-goals", {"codes": ["ipf-1", "ipf-2"], "text": ""}),
    ("money-and-staff", [("pc-el-financial-resources.amount", "1 200,50"), ("pc-el-financial-resources.currency", "eur")], "pc-el-financial-resources", {"amount": 120_050, "currency": "EUR"}),
    ("term", [("pc-el-term", "٤٨")], "pc-el-term", 48),
    ("term", [("pc-el-renewal", "no")], "pc-el-renewal", False),
    ("term", [("pc-el-term", " ")], "pc-el-term", None),
]  # fmt: skip


@pytest.mark.parametrize(("section", "typed", "element", "value"), ANSWERS)
def test_typed_text_becomes_a_plain_value(
    pack: Pack, section: str, typed: list[tuple[str, str]], element: str, value: Any
) -> None:
    found = form(pack, section, *typed)
    assert found.to_answers()[element] == value
    assert found.mistakes(pack, CATEGORY, {}) == []


def test_what_is_typed_comes_out_as_it_went_in(pack: Pack) -> None:
    typed = [("pc-el-city.city", "  Quito\u200f "), ("pc-el-city.country", "nowhere")]
    assert form(pack, "city", *typed).typed() == typed


def test_an_activity_has_title_description_kind_cost_and_staff(pack: Pack) -> None:
    row = "pc-el-activities.0"
    found = form(
        pack, "activities", (f"{row}.title", "Visit"), (f"{row}.kind", "conference"),
        (f"{row}.cost.amount", "10"), (f"{row}.cost.currency", "USD"), (f"{row}.staff", "One"),
    )  # fmt: skip
    assert found.to_answers()["pc-el-activities"] == [
        {
            "title": "Visit",
            "description": "",
            "kind": "conference",
            "cost": {"amount": 1000, "currency": "USD"},
            "staff": "One",
        }
    ]


def test_rows_are_added_removed_and_moved(pack: Pack) -> None:
    found = form(pack, "activities", ("pc-el-activities.0.title", "A"), ("pc-el-activities.7.title", "B"))
    assert found.change_rows("_up", "pc-el-activities.1") == "pc-el-activities.0.title"
    assert found.change_rows("_add", "pc-el-activities") == "pc-el-activities.2.title"
    assert [text for _name, text in found.typed()] == ["B", "A", ""]
    assert found.change_rows("_remove", "pc-el-activities.0") == "pc-el-activities.0.title"
    assert found.typed() == [("pc-el-activities.0.title", "A"), ("pc-el-activities.1.title", "")]


@pytest.mark.parametrize(
    ("act", "argument"),
    [("_up", "pc-el-activities.0"), ("_remove", "pc-el-activities.9"), ("_remove", "pc-el-activities.²"),
     ("_remove", "x"), ("_up", "pc-el-activities")],
)  # fmt: skip
def test_a_button_for_no_row_changes_nothing(pack: Pack, act: str, argument: str) -> None:
    found = form(pack, "activities", ("pc-el-activities.0.title", "A"))
    assert found.change_rows(act, argument) is None
    assert found.typed() == [("pc-el-activities.0.title", "A")]


def test_names_that_are_not_asked_are_left_out(pack: Pack) -> None:
    found = form(pack, "activities", ("pc-el-activities.².title", "x"), ("pc-el-term", "1"), ("_save", "1"))
    assert found.typed() == [("pc-el-activities.0.title", "")]


def test_r005_f19_a_term_of_61_months_is_refused_with_the_clause(pack: Pack) -> None:
    (mistake,) = form(pack, "term", ("pc-el-term", "61")).mistakes(pack, CATEGORY, {})
    assert (mistake.field_id, mistake.message) == ("pc-el-term", "Enter a term of 1 to 60 months.")
    assert mistake.clause is not None
    assert mistake.clause.rule == "R-005"


def test_r001_a_city_of_the_home_country_is_refused_with_the_clause(pack: Pack) -> None:
    typed = [("pc-el-city.city", "Ottawa"), ("pc-el-city.country", "CA")]
    (mistake,) = form(pack, "city", *typed).mistakes(pack, CATEGORY, {})
    assert mistake.field_id == "pc-el-city.country"
    assert mistake.clause is not None
    assert mistake.clause.rule == "R-001"


PLACES = [
    ("about-you", [("sender-email", "no address")], "sender-email"),
    ("about-you", [("sender-role", "king")], "sender-role"),
    ("goals", [("pc-el-goals.codes", "ipf-99")], "pc-el-goals.codes"),
    ("goals", [("pc-el-goals.text", "x" * 20_001)], "pc-el-goals.text"),
    ("money-and-staff", [("pc-el-financial-resources.amount", "much"), ("pc-el-financial-resources.currency", "USD")], "pc-el-financial-resources.amount"),
    ("money-and-staff", [("pc-el-financial-resources.amount", "5"), ("pc-el-financial-resources.currency", "gold")], "pc-el-financial-resources.currency"),
    ("activities", [("pc-el-activities.1.description", "no title")], "pc-el-activities.0.title"),
    ("activities", [("pc-el-activities.0.title", "A"), ("pc-el-activities.1.title", "B"), ("pc-el-activities.1.kind", "war")], "pc-el-activities.1.kind"),
    ("activities", [("pc-el-activities.0.title", "A"), ("pc-el-activities.0.cost.amount", "5")], "pc-el-activities.0.cost.currency"),
    ("activities", [("pc-el-activities.0.title", "A"), ("pc-el-activities.0.staff", "x" * 20_001)], "pc-el-activities.0.staff"),
    ("activities", [("pc-el-activities.0.title", "A"), ("pc-el-activities.0.staff", "x\0")], "pc-el-activities.0.staff"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "typed", "place"), PLACES)
def test_a_mistake_is_led_to_its_field(pack: Pack, section: str, typed: list[tuple[str, str]], place: str) -> None:
    assert form(pack, section, *typed).mistakes(pack, CATEGORY, {})[0].field_id == place


def test_an_amount_of_two_readings_is_asked_about_and_not_stored(pack: Pack) -> None:
    typed = [("pc-el-financial-resources.amount", "50.000"), ("pc-el-financial-resources.currency", "USD")]
    found = form(pack, "money-and-staff", *typed)
    mistakes = found.mistakes(pack, CATEGORY, {})
    assert mistakes[0].message.startswith("The amount can be read in two ways.")
    assert found.usable_answers(mistakes)["pc-el-financial-resources"] is None
    with speaking("fr"):
        assert found.to_answers()["pc-el-financial-resources"] == {"amount": 5_000_000, "currency": "USD"}


def test_half_an_answer_is_kept_as_typed_and_not_stored(pack: Pack) -> None:
    found = form(pack, "city", ("pc-el-city.city", "Quito"))
    assert found.mistakes(pack, CATEGORY, {}) == []
    assert found.usable_answers([]) == {"pc-el-city": None}
