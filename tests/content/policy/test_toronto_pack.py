"""Toronto's pack says what the 2024 policy says."""

import pytest

from content.languages import speaking
from content.policy.loading import load_named
from content.policy.pack import Pack
from content.policy.parts import CriterionKind, StepKind

PC, IP = "partnership-city", "international-project"


@pytest.fixture(scope="module")
def toronto() -> Pack:
    return load_named("toronto-2024")


def test_r001_r002_the_counterparty_is_a_municipality_abroad(toronto):
    for code, rule in ((PC, "R-001"), (IP, "R-002")):
        counterparty = toronto.route(code).counterparty
        assert (counterparty.kinds, counterparty.abroad, counterparty.clause.rule) == (("municipality",), True, rule)


def test_r003_a_partnership_lasts_five_years_and_is_renewable(toronto):
    term = toronto.route(PC).term
    assert (term.max_months, term.renewable, term.clause.rule) == (60, True, "R-003")


def test_r004_a_project_lasts_three_years_and_is_not_renewable(toronto):
    term = toronto.route(IP).term
    assert (term.max_months, term.renewable, term.clause.rule) == (36, False, "R-004")


def test_r011_there_is_no_cap_on_agreements(toronto):
    assert toronto.parts.caps["total"].value is None


def test_r012_there_is_no_cap_per_country(toronto):
    assert toronto.parts.caps["per_country"].value is None


def test_r013_no_category_is_a_memorandum(toronto):
    closed = ["historical-agreement", "outside-iap", "not-confirmed"]
    assert [category.code for category in toronto.categories] == [PC, IP, *closed]
    assert [category.code for category in toronto.open_categories] == [PC, IP]
    assert [(kind.code, kind.clause.rule) for kind in toronto.parts.retired] == [("mou", "R-013")]


def test_r023_a_partnership_has_six_criteria_of_which_one_is_confidential(toronto):
    eligibility = toronto.route(PC).eligibility
    assert [(criterion.id, criterion.clause.rule) for criterion in eligibility.criteria] == [
        ("pc-elig-country-relations", "R-018"),
        ("pc-elig-world-city", "R-019"),
        ("pc-elig-hub", "R-020"),
        ("pc-elig-municipal-jurisdiction", "R-021"),
        ("pc-elig-signatory-municipality", "R-008"),
        ("pc-elig-not-of-concern", "R-022"),
    ]
    assert eligibility.clause.rule == "R-023"
    assert [c.id for c in eligibility.criteria if c.confidential] == ["pc-elig-not-of-concern"]


def test_r026_a_project_asks_for_no_world_city_and_no_hub(toronto):
    criteria = toronto.route(IP).eligibility.criteria
    assert [(criterion.id, criterion.clause.rule) for criterion in criteria] == [
        ("ip-elig-country-relations", "R-024"),
        ("ip-elig-municipal-jurisdiction", "R-025"),
        ("ip-elig-signatory-municipality", "R-010"),
        ("ip-elig-not-of-concern", "R-026"),
    ]
    assert {criterion.kind for criterion in criteria} == {CriterionKind.YES_NO}


def test_r035_smart_parts_are_offered_and_not_required(toronto):
    for code in (PC, IP):
        smart = [element for element in toronto.route(code).elements if element.id.startswith("smart-")]
        assert [element.required for element in smart] == [False] * 5
    assert toronto.switch("smart_objectives_required").value is False


def test_r036_to_r048_the_questions_of_step_2(toronto):
    questions = {
        code: [
            (question.id, question.clause.rule) for question in toronto.route(code).step(StepKind.ASSESSMENT).questions
        ]
        for code in (PC, IP)
    }
    assert questions == {
        PC: [(f"pc-step-2-q{n}", f"R-{36 + n:03}") for n in range(1, 7)],
        IP: [(f"ip-step-2-q{n}", f"R-{43 + n:03}") for n in range(1, 5)],
    }


def test_r052_r053_capacity_is_three_judgements(toronto):
    for code in (PC, IP):
        assert toronto.route(code).step(StepKind.CAPACITY).judgements == ("staffing", "budget", "organisational")


def test_r056_only_a_partnership_may_be_recommended_on_condition(toronto):
    assert {code: toronto.route(code).step(StepKind.CAPACITY).conditional for code in (PC, IP)} == {PC: True, IP: False}


def test_r057_a_partnership_needs_council(toronto):
    council = toronto.route(PC).council
    assert (council.value, council.clause.rule) == (True, "R-057")


def test_r060_a_project_needs_no_council(toronto):
    route = toronto.route(IP)
    assert (route.council.value, route.council.clause.rule) == (False, "R-060")
    assert route.step(StepKind.COUNCIL) is None


def test_r061_r062_the_offices_that_may_sign(toronto):
    offices = {code: [office.code for office in toronto.route(code).signing.offices] for code in (PC, IP)}
    assert offices == {
        PC: ["mayor", "mayor_designate", "city_manager"],
        IP: ["city_manager", "deputy_city_manager", "division_head"],
    }


def test_required_elements_are_those_of_the_policy_and_the_sender(toronto):
    sender = ["sender-role", "sender-name", "sender-organisation", "sender-email"]
    required = {code: [e.id for e in toronto.route(code).elements if e.required] for code in (PC, IP)}
    assert required == {
        PC: [
            *sender,
            "pc-el-city",
            "pc-el-economy",
            "pc-el-community-resources",
            "pc-el-municipal-priorities",
            "pc-el-goals",
            "pc-el-activities",
            "pc-el-financial-resources",
            "pc-el-staffing",
            "pc-el-term",
        ],
        IP: [
            *sender,
            "ip-el-city",
            "ip-el-project",
            "ip-el-goals",
            "ip-el-activities",
            "ip-el-cost",
            "ip-el-staffing",
            "ip-el-term",
        ],
    }


def test_no_council_decision_is_claimed(toronto):
    standing = toronto.parts.standing
    assert (standing.code, standing.decided_on, standing.decision) == ("recommended-2024", None, None)
    assert str(toronto.label("standings.recommended-2024")) == "Recommended by staff, 2024"


def test_eleven_goals_with_their_other_names(toronto):
    assert [goal.family for goal in toronto.goals] == ["ipf"] * 7 + ["iap"] * 4
    assert "A competitor in the global economic marketplace" in toronto.aliases("ipf-2")["en"]


def test_labels_speak_the_current_language(toronto):
    with speaking("fr"):
        assert str(toronto.label("sections.term")) == "Durée"
        assert toronto.label("sections.term").is_fallback is False
    assert str(toronto.label("sections.term", "ar")) == "المدة"


def test_a_language_without_words_falls_back_to_the_source(toronto):
    words = toronto.label("sections.term", "pl")
    assert (words.text, words.language.tag) == ("Term", "en")
