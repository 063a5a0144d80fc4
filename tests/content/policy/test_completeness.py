"""Nothing incomplete gets through, nothing complete is held up, and nobody is refused without a clause."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.languages import speaking
from content.policy.completeness import faults, missing
from content.policy.loading import load_named
from content.policy.parts import AnswerType
from content.policy.schema import example

PC, IP = "partnership-city", "international-project"
SHIPPED = load_named()
# Nothing of these can be seen: spaces of several scripts, zero-width characters, a Hangul filler.
UNSEEN = ["", " ", "\n\t", "\u00a0", "\u2003", "\u200b", "\u200d\ufeff", "\u3000", "\u3164", "\u2060", "\u180e"]
BLANK = [None, [], {}, [""], [None, {}], {"city": " "}, *UNSEEN]


def answers_to(category):
    """Everything answered; no activity states its cost or its staff."""
    route = SHIPPED.route(category)
    return {element.id: example(SHIPPED, route, element) for element in route.elements}


def ids(found):
    return [item.element for item in found]


def only_fault(category, element, value):
    found = faults(SHIPPED, category, {**answers_to(category), element: value})
    return [(fault.element, fault.code, fault.clause.rule) for fault in found]


def required(category):
    return [element.id for element in SHIPPED.route(category).elements if element.required]


@pytest.mark.parametrize("category", [PC, IP])
def test_r028_the_examples_are_a_complete_proposal(category):
    assert missing(SHIPPED, category, answers_to(category)) == []
    assert faults(SHIPPED, category, answers_to(category)) == []


@pytest.mark.parametrize("blank", UNSEEN)
def test_r029_a_city_of_nothing_visible_is_missing(blank):
    answers = {**answers_to(PC), "pc-el-city": {"city": blank, "country": "IT"}}
    assert [(m.element, m.clause.rule) for m in missing(SHIPPED, PC, answers)] == [("pc-el-city", "R-029")]


def test_r030_the_three_answers_on_the_city_are_each_required():
    three = ["pc-el-economy", "pc-el-community-resources", "pc-el-municipal-priorities"]
    answers = {**answers_to(PC), **dict.fromkeys(three, " ")}
    found = missing(SHIPPED, PC, answers)
    assert [(m.element, m.clause.rule) for m in found] == [(element, "R-030") for element in three]


@pytest.mark.parametrize(
    ("goals", "lacking"),
    [
        ({"codes": ["ipf-2"], "text": ""}, []),
        ({"codes": [], "text": "Cleaner rivers"}, []),
        ({"codes": [], "text": " "}, ["pc-el-goals"]),
        ({}, ["pc-el-goals"]),
    ],
)
def test_r031_one_goal_by_code_or_in_words(goals, lacking):
    assert ids(missing(SHIPPED, PC, {**answers_to(PC), "pc-el-goals": goals})) == lacking


def test_r032_one_activity_is_needed():
    empty_row = {"title": " ", "description": "", "kind": "trade", "cost": {"amount": None, "currency": "CAD"}}
    for value in ([], [{}], [empty_row]):
        assert ids(missing(SHIPPED, PC, {**answers_to(PC), "pc-el-activities": value})) == ["pc-el-activities"]
        assert faults(SHIPPED, PC, {**answers_to(PC), "pc-el-activities": value}) == []


def activity(**stated):
    return {"title": "Planners' exchange", "description": "", "kind": "", "cost": None, "staff": "", **stated}


COST = {"amount": 0, "currency": "EUR"}


@pytest.mark.parametrize(
    ("activities", "lacking"),
    [
        ([activity()], ["pc-el-financial-resources", "pc-el-staffing"]),
        ([activity(cost=COST)], ["pc-el-staffing"]),
        ([activity(cost=COST, staff="Two planners")], []),
        ([activity(cost=COST, staff="Two planners"), activity(staff="One")], ["pc-el-financial-resources"]),
        ([activity(cost=COST, staff="Two planners"), {"title": ""}], []),
    ],
)
def test_r032_resources_overall_or_for_every_activity(activities, lacking):
    answers = {**answers_to(PC), "pc-el-activities": activities}
    del answers["pc-el-financial-resources"], answers["pc-el-staffing"]
    assert ids(missing(SHIPPED, PC, answers)) == lacking


def test_r032_no_money_needed_is_an_answer_when_it_is_stated():
    answers = {**answers_to(PC), "pc-el-financial-resources": COST}
    assert (missing(SHIPPED, PC, answers), faults(SHIPPED, PC, answers)) == ([], [])


@pytest.mark.parametrize(("months", "found"), [(1, []), (60, []), (61, ["R-005"]), (0, ["R-005"]), (-1, ["R-005"])])
def test_r005_r033_a_partnership_of_61_months_is_refused_with_the_clause(months, found):
    assert only_fault(PC, "pc-el-term", months) == [("pc-el-term", "months_range", rule) for rule in found]


@pytest.mark.parametrize(("months", "found"), [(36, []), (37, ["R-006"])])
def test_r006_a_project_of_37_months_is_refused_with_the_clause(months, found):
    assert only_fault(IP, "ip-el-term", months) == [("ip-el-term", "months_range", rule) for rule in found]


def test_r033_the_refusal_says_what_is_allowed_in_the_readers_language():
    (fault,) = faults(SHIPPED, PC, {"pc-el-term": 61})
    assert fault.message() == "Enter a term of 1 to 60 months."
    assert fault.clause.quote == "Proposed agreement term of no more than five years, with option to renew."
    with speaking("ar"):
        assert "60" in fault.message()


def test_r033_a_term_is_a_whole_number_of_months():
    for value in ("12", 12.0, True, [12], {"months": 12}):
        assert only_fault(PC, "pc-el-term", value) == [("pc-el-term", "months", "R-033")]


def test_r001_a_city_at_home_is_refused_with_the_clause():
    assert only_fault(PC, "pc-el-city", {"city": "Montréal", "country": "CA"}) == [
        ("pc-el-city", "country_home", "R-001")
    ]


def test_r002_a_project_with_a_city_at_home_is_refused_with_the_clause():
    assert only_fault(IP, "ip-el-city", {"city": "Montréal", "country": "CA"}) == [
        ("ip-el-city", "country_home", "R-002")
    ]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_r034_what_is_missing_is_exactly_what_was_left_out(data):
    category = data.draw(st.sampled_from([PC, IP]))
    order = required(category)
    left_out = data.draw(st.sets(st.sampled_from(order)))
    answers = answers_to(category)
    for element in left_out:
        blank = data.draw(st.sampled_from([*BLANK, "absent"]))
        if blank == "absent":
            del answers[element]
        else:
            answers[element] = blank
    assert ids(missing(SHIPPED, category, answers)) == [element for element in order if element in left_out]


def test_r034_every_missing_element_has_its_clause():
    found = {item.element: item.clause.rule for item in missing(SHIPPED, IP, {})}
    assert list(found) == required(IP)
    assert {element: rule for element, rule in found.items() if element.startswith("ip-")} == {
        element: "R-034" for element in required(IP) if element.startswith("ip-")
    }


def test_r035_nobody_is_refused_for_what_is_not_required():
    answers = {key: value for key, value in answers_to(PC).items() if key in required(PC)}
    assert missing(SHIPPED, PC, answers) == []


def test_r004_the_limit_of_a_project_is_36_months():
    assert SHIPPED.route(IP).element("ip-el-term").max_months == 36


@pytest.mark.parametrize(
    ("element", "value", "code"),
    [
        ("sender-role", "king", "choice"),
        ("sender-role", ["municipality"], "choice"),
        ("sender-name", 7, "text"),
        ("sender-name", "x" * 301, "too_long"),
        ("sender-name", "a\x00b", "characters"),
        ("sender-name", "\ud800", "characters"),
        ("sender-email", "nobody", "email"),
        ("sender-phone", "ring me", "phone"),
        ("pc-el-economy", "x" * 20_001, "too_long"),
        ("pc-el-city", "Milan", "place"),
        ("pc-el-city", {"city": "Milan", "country": "Italy"}, "country"),
        ("pc-el-city", {"city": "Milan", "country": "IT", "mayor": "x"}, "place"),
        ("pc-el-goals", ["ipf-1"], "goals"),
        ("pc-el-goals", {"codes": ["ipf-8"]}, "choice"),
        ("pc-el-goals", {"codes": ["ipf-1", "ipf-1"]}, "twice"),
        ("pc-el-activities", "many", "activities"),
        ("pc-el-activities", [activity()] * 51, "too_many"),
        ("pc-el-activities", [5], "item_shape"),
        ("pc-el-activities", [activity(title="")| {"description": "x"}], "item_title"),
        ("pc-el-activities", [activity(kind="war")], "item_kind"),
        ("pc-el-activities", [activity(cost={"amount": -1, "currency": "EUR"})], "item_cost"),
        ("pc-el-financial-resources", {"amount": -1, "currency": "EUR"}, "negative"),
        ("pc-el-financial-resources", {"amount": "1200.00", "currency": "EUR"}, "amount"),
        ("pc-el-financial-resources", {"amount": 10**4400, "currency": "EUR"}, "too_much"),
        ("pc-el-financial-resources", {"amount": 1, "currency": "XXX"}, "currency"),
        ("pc-el-financial-resources", 1200, "money"),
        ("pc-el-renewal", "yes", "yes_no"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_used_is_named(element, value, code):
    (fault,) = faults(SHIPPED, PC, {**answers_to(PC), element: value})
    assert (fault.element, fault.code) == (element, code)
    assert fault.message() != ""


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("sender-name", "Nguyễn Thị Minh Khai"),
        ("sender-phone", "٠٠٩٦٦ ١١ ٤٠٠٠"),
        ("sender-email", "münze@comune.milano.it"),
        ("pc-el-city", {"city": "رام الله", "country": "PS"}),
        ("pc-el-renewal", False),
        ("pc-el-activities", [activity(cost={"amount": None, "currency": "EUR"})]),
    ],
)
def test_answers_of_the_world_are_good(element, value):
    answers = {**answers_to(PC), element: value}
    assert (missing(SHIPPED, PC, answers), faults(SHIPPED, PC, answers)) == ([], [])


def test_what_is_not_asked_is_a_fault():
    assert [(f.element, f.code) for f in faults(SHIPPED, PC, {"ip-el-project": "x"})] == [
        ("ip-el-project", "unknown_element")
    ]


def test_half_an_optional_answer_is_a_fault_and_half_a_required_one_is_missing():
    half = {"amount": 5, "currency": ""}
    answers = {**answers_to(PC), "pc-el-financial-resources": half}
    assert (ids(missing(SHIPPED, PC, answers)), faults(SHIPPED, PC, answers)) == (["pc-el-financial-resources"], [])
    answers["pc-el-activities"] = [activity(cost=COST)]
    assert (missing(SHIPPED, PC, answers), ids(faults(SHIPPED, PC, answers))) == ([], ["pc-el-financial-resources"])


def test_deep_nesting_is_answered_and_not_fallen_over():
    deep = []
    for _ in range(50_000):
        deep = [deep]
    assert ids(missing(SHIPPED, PC, {**answers_to(PC), "pc-el-economy": deep})) == ["pc-el-economy"]
    # Taken apart from the outside, lest the interpreter recurse when it frees the list.
    while deep:
        deep = deep.pop()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["city", "country", "codes", "text", "amount", "currency", "title", "cost", "staff", "kind"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
BY_TYPE = {element.type: (code, element.id) for code in (PC, IP) for element in SHIPPED.route(code).elements}


@settings(max_examples=400, deadline=None)
@given(value=JSON, kind=st.sampled_from(sorted(BY_TYPE)))
def test_any_value_whatsoever_gets_an_answer(value, kind):
    category, element = BY_TYPE[AnswerType(kind)]
    answers = {**answers_to(category), element: value}
    lacking, wrong = ids(missing(SHIPPED, category, answers)), faults(SHIPPED, category, answers)
    assert set(lacking) <= {element}
    assert {fault.element for fault in wrong} <= {element}
    assert not (lacking and wrong)
    assert all(fault.message() for fault in wrong)


@given(value=JSON)
@settings(deadline=None)
def test_answers_that_are_no_object_are_a_fault(value):
    if not isinstance(value, dict):
        assert [fault.code for fault in faults(SHIPPED, PC, value)] == ["answers"]
        assert ids(missing(SHIPPED, PC, value)) == required(PC)


def test_every_fault_has_a_message_in_every_language_of_the_pack():
    for tag in SHIPPED.languages:
        with speaking(tag):
            assert [item.message(SHIPPED) != "" for item in missing(SHIPPED, PC, {})] == [True] * len(required(PC))


@pytest.mark.parametrize("category", ["historical-agreement", "outside-iap", "sister-city"])
def test_a_closed_or_unknown_category_has_no_questionnaire(category):
    with pytest.raises(KeyError):
        missing(SHIPPED, category, {})
