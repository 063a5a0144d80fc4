"""The questionnaire is the pack, put into words."""

import pytest

from content.languages import speaking
from content.policy.questionnaire import compile


def test_the_pages_of_a_partnership_in_order(shipped):
    asked = compile(shipped, "partnership-city", "en")
    assert [(section.id, str(section.title)) for section in asked.sections] == [
        ("about-you", "About you"),
        ("city", "The city"),
        ("resources-and-priorities", "Resources and priorities"),
        ("goals", "Goals"),
        ("activities", "Activities"),
        ("money-and-staff", "Money and staff"),
        ("objectives", "Objectives, if you have set them"),
        ("term", "Term"),
    ]


def test_a_question_has_all_that_is_needed_to_ask_it(shipped):
    term, renewal = compile(shipped, "partnership-city", "fr").section("term").elements
    assert (term.id, str(term.label), term.max_months, term.required) == ("pc-el-term", "Durée en mois", 60, True)
    assert (renewal.id, renewal.type, renewal.required) == ("pc-el-renewal", "yes_no", False)
    (city,) = compile(shipped, "partnership-city").section("city").elements
    assert city.excluded_country == "CA"


def test_options_are_stored_by_code_and_shown_in_the_language(shipped):
    with speaking("ar"):
        asked = compile(shipped, "international-project")
    role = asked.section("about-you").elements[0]
    assert [option.code for option in role.options] == ["municipality", "consulate", "institution", "councillor"]
    assert str(role.options[0].label) == "البلدية نفسها"
    (goals,) = asked.section("goals").elements
    assert [option.code for option in goals.options] == [goal.code for goal in shipped.goals]


def test_an_unknown_page_is_a_key_error(shipped):
    with pytest.raises(KeyError):
        compile(shipped, "partnership-city").section("weather")
