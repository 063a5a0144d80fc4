"""Steps 2 and 3: what is judged, what follows from it, and who may decline."""

import pytest
from sqlalchemy.orm import Session

from content.files import FileStore
from content.permissions import Role
from content.proposals import assessment, guards
from content.proposals.models import Proposal
from content.proposals.states import Answer
from content.proposals.states import ProposalState as S
from content.workflow import NotAllowed, Refused
from tests.casework import People, advance_to, assess, judge, sign_capacity


@pytest.fixture
def officer(people: People):
    return people[Role.PROTOCOL_OFFICER]


@pytest.fixture
def in_assessment(session: Session, store: FileStore, people: People) -> Proposal:
    return advance_to(session, store, people, S.ASSESSMENT)


@pytest.fixture
def in_capacity(session: Session, store: FileStore, people: People) -> Proposal:
    return advance_to(session, store, people, S.CAPACITY)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROTOCOL_OFFICER])
def test_r036_only_the_protocol_officer_judges(session, people, in_assessment, role):
    with pytest.raises(NotAllowed):
        assessment.record_finding(
            session, in_assessment, "pc-step-2-q2", Answer.YES, reason="Because.", by=people[role]
        )


def test_r037_the_first_question_follows_from_the_criteria_alone(session, people, in_assessment, officer):
    with pytest.raises(Refused) as refused:
        assessment.record_finding(session, in_assessment, "pc-step-2-q1", Answer.YES, reason="Because.", by=officer)
    assert (refused.value.rules, refused.value.items) == (["R-037"], ["pc-step-2-q1"])


def test_r037_one_unmet_criterion_makes_the_first_question_no(session, people, in_assessment):
    judge(session, in_assessment, people, pc_elig_municipal_jurisdiction=Answer.NO)
    pack = guards.pack_of(session, in_assessment)
    assert guards.finding_value(pack, in_assessment, "pc-step-2-q1") is Answer.NO


def test_r043_step2_needs_every_answer_positive(session, people, in_assessment, officer):
    assess(session, in_assessment, people)
    judge(session, in_assessment, people, pc_step_2_q4=Answer.NO)
    with pytest.raises(Refused) as refused:
        assessment.advance(session, in_assessment, "pass_assessment", by=officer)
    assert (refused.value.rules, refused.value.items) == (["R-043"], ["pc-step-2-q4"])
    assert (
        refused.value.refusals[0].quote == "Only proposals assessed positively on all elements may proceed to Step 3."
    )
    assert in_assessment.state is S.ASSESSMENT


def test_r043_all_positive_goes_on(session, people, in_assessment, officer):
    assess(session, in_assessment, people)
    assessment.advance(session, in_assessment, "pass_assessment", by=officer)
    assert in_assessment.state is S.CAPACITY


QUESTIONS = [f"pc-step-2-q{number}" for number in range(2, 7)]
CRITERIA = [
    "pc-elig-country-relations", "pc-elig-world-city", "pc-elig-hub", "pc-elig-municipal-jurisdiction",
    "pc-elig-signatory-municipality", "pc-elig-not-of-concern",
]  # fmt: skip


@pytest.mark.parametrize("value", [Answer.NO, Answer.UNKNOWN])
@pytest.mark.parametrize("question", QUESTIONS)
def test_r038_r039_r040_r041_r042_each_question_alone_stops_the_proposal(
    session, people, in_assessment, officer, question, value
):
    assess(session, in_assessment, people)
    judge(session, in_assessment, people, **{question.replace("-", "_"): value})
    with pytest.raises(Refused) as refused:
        assessment.advance(session, in_assessment, "pass_assessment", by=officer)
    assert (refused.value.rules, refused.value.items) == (["R-043"], [question])


@pytest.mark.parametrize("value", [Answer.NO, Answer.UNKNOWN])
@pytest.mark.parametrize("criterion", CRITERIA)
def test_r018_r019_r020_r021_r022_r023_each_criterion_alone_stops_the_proposal(
    session, people, in_assessment, officer, criterion, value
):
    assess(session, in_assessment, people)
    judge(session, in_assessment, people, **{criterion.replace("-", "_"): value})
    with pytest.raises(Refused) as refused:
        assessment.advance(session, in_assessment, "pass_assessment", by=officer)
    assert (refused.value.rules, refused.value.items) == (["R-023", "R-043"], [criterion, "pc-step-2-q1"])


@pytest.mark.parametrize(
    ("criterion", "detail"),
    [
        ("pc-elig-world-city", {"class": "beta"}),
        ("pc-elig-world-city", {"class": "delta", "edition": "2024"}),
        ("pc-elig-hub", {"kinds": []}),
    ],
)
def test_r019_r020_a_yes_names_what_it_rests_on(session, people, in_assessment, officer, criterion, detail):
    with pytest.raises(Refused) as refused:
        assessment.record_finding(
            session, in_assessment, criterion, Answer.YES, reason="Because.", detail=detail, by=officer
        )
    assert refused.value.items == [criterion]
    assert in_assessment.findings == {}


def test_r049_no_way_on_without_a_consultation_or_a_reason_for_none(session, people, in_assessment, officer):
    assess(session, in_assessment, people)
    in_assessment.consultations.clear()
    with pytest.raises(Refused) as refused:
        assessment.advance(session, in_assessment, "pass_assessment", by=officer)
    assert (refused.value.rules, refused.value.items) == (["R-049"], ["consultations"])
    assessment.record_consultation(
        session, in_assessment, body="Government of Canada", question="", waived_reason="A pilot project.", by=officer
    )
    assessment.advance(session, in_assessment, "pass_assessment", by=officer)
    assert in_assessment.state is S.CAPACITY


@pytest.mark.parametrize(("body", "answer", "item"), [("Government of Canada", " ", "answer"), (" ", "None.", "body")])
def test_r049_a_consultation_has_a_body_and_an_answer(session, in_assessment, officer, body, answer, item):
    with pytest.raises(Refused) as refused:
        assessment.record_consultation(session, in_assessment, body=body, question="?", answer=answer, by=officer)
    assert (refused.value.rules, refused.value.items) == (["R-049"], [item])
    assert in_assessment.consultations == []


def test_t3_a_proposal_is_handed_only_to_somebody_who_assesses(session, people, in_assessment, officer):
    with pytest.raises(Refused) as refused:
        assessment.assign(session, in_assessment, people[Role.CLERK], by=officer)
    assert refused.value.rules == ["T3"]


def test_t13_a_judgement_needs_its_reason(session, people, in_assessment, officer):
    with pytest.raises(Refused) as refused:
        assessment.record_finding(session, in_assessment, "pc-step-2-q2", Answer.NO, reason=" ", by=officer)
    assert refused.value.rules == ["T13"]


def test_d3_a_decline_rests_on_something_answered_with_no(session, people, in_assessment, officer):
    judge(session, in_assessment, people)
    assessment.draft_decline(session, in_assessment, words="Not now.", by=officer)
    with pytest.raises(Refused) as refused:
        assessment.countersign_decline(session, in_assessment, by=people[Role.COUNTERSIGNER])
    assert (refused.value.items, in_assessment.state) == (["findings"], S.ASSESSMENT)


def test_t14_whoever_drafted_a_decline_cannot_countersign_it(session, people, in_assessment, officer):
    judge(session, in_assessment, people, pc_step_2_q2=Answer.NO)
    assessment.draft_decline(session, in_assessment, words="Not now.", by=officer)
    officer.role_rows.append(type(officer.role_rows[0])(role=Role.COUNTERSIGNER))
    with pytest.raises(Refused) as refused:
        assessment.countersign_decline(session, in_assessment, by=officer)
    assert refused.value.rules == ["T14"]
    assert in_assessment.state is S.ASSESSMENT


def test_t14_a_countersigner_who_does_not_agree_drops_the_draft(session, people, in_assessment, officer):
    assessment.draft_decline(session, in_assessment, words="Not now.", by=officer)
    assessment.drop_decline(session, in_assessment, by=people[Role.COUNTERSIGNER])
    assert (in_assessment.decline, in_assessment.state) == (None, S.ASSESSMENT)
    with pytest.raises(Refused):
        assessment.drop_decline(session, in_assessment, by=officer)
    with pytest.raises(NotAllowed):
        assessment.drop_decline(session, in_assessment, by=people[Role.CLERK])


def test_going_on_leaves_a_drafted_decline_behind(session, people, in_assessment, officer):
    assess(session, in_assessment, people)
    assessment.draft_decline(session, in_assessment, words="Not now.", by=officer)
    assessment.advance(session, in_assessment, "pass_assessment", by=officer)
    assert (in_assessment.decline, in_assessment.state) == (None, S.CAPACITY)


def test_t14_a_second_person_countersigns(session, people, in_assessment, officer):
    judge(session, in_assessment, people, pc_step_2_q2=Answer.NO)
    assessment.draft_decline(session, in_assessment, words="Not now.", by=officer)
    assessment.countersign_decline(session, in_assessment, by=people[Role.COUNTERSIGNER])
    assert in_assessment.state is S.DECLINED


def test_r052_the_lead_office_and_the_lead_division_both_sign(session, people, in_capacity, officer):
    assessment.name_lead_division(session, in_capacity, "edc", by=officer)
    judged = {"staffing": True, "budget": True, "organisational": True}
    assessment.record_capacity(session, in_capacity, division="cco-sper", judgements=judged, note="", by=officer)
    with pytest.raises(Refused) as refused:
        assessment.pass_capacity(session, in_capacity, by=officer)
    assert refused.value.rules == ["R-052"]
    assert refused.value.items == ["edc:staffing", "edc:budget", "edc:organisational"]


def test_r053_no_way_on_before_a_lead_division_is_named(session, people, in_capacity, officer):
    with pytest.raises(Refused) as refused:
        assessment.pass_capacity(session, in_capacity, by=officer)
    assert refused.value.items == ["lead_division"]


def test_r054_a_negative_judgement_stops_the_proposal(session, people, in_capacity, officer):
    sign_capacity(session, in_capacity, people, met=False)
    with pytest.raises(Refused) as refused:
        assessment.pass_capacity(session, in_capacity, by=officer)
    assert (refused.value.rules, refused.value.items) == (["R-054"], ["cco-sper:budget", "edc:budget"])
    assessment.advance(session, in_capacity, "hold", by=officer, reason="No funds this year.")
    assert in_capacity.state is S.ON_HOLD


def test_r055_only_a_negative_judgement_puts_on_hold(session, people, in_capacity, officer):
    sign_capacity(session, in_capacity, people)
    with pytest.raises(Refused) as refused:
        assessment.advance(session, in_capacity, "hold", by=officer, reason="To be sure.")
    assert refused.value.rules == ["R-055"]


def test_r055_secured_resources_lead_back_to_the_judgement_with_a_reason(session, people, in_capacity, officer):
    sign_capacity(session, in_capacity, people, met=False)
    assessment.advance(session, in_capacity, "hold", by=officer, reason="No funds this year.")
    with pytest.raises(Refused) as refused:
        assessment.advance(session, in_capacity, "resources_secured", by=officer)
    assert refused.value.items == ["reason"]
    assessment.advance(session, in_capacity, "resources_secured", by=officer, reason="The budget is adopted.")
    with pytest.raises(Refused) as still_negative:
        assessment.pass_capacity(session, in_capacity, by=officer)
    assert (in_capacity.state, still_negative.value.rules) == (S.CAPACITY, ["R-054"])


def test_r056_under_a_recorded_condition_it_may_go_on(session, people, in_capacity, officer):
    sign_capacity(session, in_capacity, people, met=False)
    assessment.pass_capacity(session, in_capacity, condition="Once the 2027 budget is adopted.", by=officer)
    assert in_capacity.state is S.REPORT_DRAFTING
