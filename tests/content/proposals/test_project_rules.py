"""International Projects: four criteria, four questions, no Council, no world city; and the four traps of a naive build."""

import pytest

from content import clock
from content.agreements import operations
from content.agreements.gate import publish_gate
from content.agreements.models import Agreement, AgreementParty, AgreementText
from content.agreements.states import AgreementState, TextState
from content.parties.models import PartyKind
from content.parties.operations import add_party
from content.permissions import Role
from content.policy.parts import StepKind
from content.policy.queries import current
from content.proposals import assessment, drafts
from content.proposals.drafts import Incomplete
from content.proposals.guards import criteria_ids, pack_of
from content.proposals.states import Answer
from content.proposals.states import ProposalState as S
from content.workflow import Refused
from tests.casework import (
    CATEGORY,
    PROJECT,
    advance_to,
    agreement_of,
    answers,
    approve,
    assess,
    judge,
    receive,
    sign_capacity,
)

CRITERIA = {
    "ip-elig-country-relations": "R-024",
    "ip-elig-municipal-jurisdiction": "R-025",
    "ip-elig-signatory-municipality": "R-010",
    "ip-elig-not-of-concern": "R-026",
}
QUESTIONS = {"ip-step-2-q2": "R-045", "ip-step-2-q3": "R-046", "ip-step-2-q4": "R-047"}


@pytest.fixture
def assessed(session, store, people):
    """A project in assessment, with everything that it needs judged positively."""
    proposal = advance_to(session, store, people, S.ASSESSMENT, category=PROJECT)
    assess(session, proposal, people)
    return proposal


def passing(session, people, proposal):
    return assessment.advance(session, proposal, "pass_assessment", by=people[Role.PROTOCOL_OFFICER])


def test_r048_four_of_four_go_on(session, people, assessed):
    passing(session, people, assessed)
    step = pack_of(session, assessed).route(PROJECT).step(StepKind.ASSESSMENT)
    assert (assessed.state, len(step.questions)) == (S.CAPACITY, 4)


@pytest.mark.parametrize("value", [Answer.NO, Answer.UNKNOWN])
@pytest.mark.parametrize("criterion", CRITERIA)
def test_r024_r025_r026_r044_each_criterion_alone_stops_the_project(session, people, assessed, criterion, value):
    clauses = {c.id: c.clause.rule for c in pack_of(session, assessed).route(PROJECT).eligibility.criteria}
    assert clauses == CRITERIA
    judge(session, assessed, people, **{criterion.replace("-", "_"): value})
    with pytest.raises(Refused) as refused:
        passing(session, people, assessed)
    found = [(refusal.rule, refusal.items) for refusal in refused.value.refusals]
    assert found == [("R-044", (criterion,)), ("R-048", ("ip-step-2-q1",))]


@pytest.mark.parametrize("value", [Answer.NO, Answer.UNKNOWN])
@pytest.mark.parametrize("question", QUESTIONS)
def test_r045_r046_r047_r048_three_of_four_are_not_enough(session, people, assessed, question, value):
    step = pack_of(session, assessed).route(PROJECT).step(StepKind.ASSESSMENT)
    assert {q.id: q.clause.rule for q in step.questions if q.evidence != "eligibility"} == QUESTIONS
    judge(session, assessed, people, **{question.replace("-", "_"): value})
    with pytest.raises(Refused) as refused:
        passing(session, people, assessed)
    assert [(r.rule, r.items) for r in refused.value.refusals] == [("R-048", (question,))]


def test_r044_the_question_on_eligibility_is_computed(session, people, assessed):
    with pytest.raises(Refused) as refused:
        assessment.record_finding(
            session, assessed, "ip-step-2-q1", Answer.YES, reason="Yes.", by=people[Role.PROTOCOL_OFFICER]
        )  # fmt: skip
    assert refused.value.rules == ["R-044"]


def test_r027_the_research_on_a_jurisdiction_needs_its_note(session, people, assessed):
    with pytest.raises(Refused) as refused:
        assessment.record_finding(
            session, assessed, "ip-elig-not-of-concern", Answer.YES, reason=" ", by=people[Role.PROTOCOL_OFFICER]
        )  # fmt: skip
    assert refused.value.rules == ["T13"]


def test_r027_r050_global_affairs_is_asked_or_the_reason_why_not_is_recorded(session, store, people):
    proposal = advance_to(session, store, people, S.ASSESSMENT, category=PROJECT)
    officer = people[Role.PROTOCOL_OFFICER]
    judge(session, proposal, people)
    assessment.confirm_authority(session, proposal, method="letter", note="", by=officer)
    with pytest.raises(Refused) as refused:
        passing(session, people, proposal)
    assert [(r.rule, r.items) for r in refused.value.refusals] == [("R-050", ("consultations",))]
    assessment.record_consultation(
        session, proposal, body="Global Affairs Canada", question="", waived_reason="A known partner.", by=officer
    )
    passing(session, people, proposal)
    assert proposal.state is S.CAPACITY


def test_r053_the_lead_division_is_named_before_the_capacity_is_signed(session, store, people):
    proposal = advance_to(session, store, people, S.CAPACITY, category=PROJECT)
    judged = {"staffing": True, "budget": True, "organisational": True}
    with pytest.raises(Refused) as refused:
        assessment.record_capacity(
            session, proposal, division="edc", judgements=judged, note="", by=people[Role.DIVISION_REVIEWER]
        )  # fmt: skip
    assert refused.value.rules == ["R-053"]
    with pytest.raises(Refused) as refused:
        assessment.pass_capacity(session, proposal, by=people[Role.PROTOCOL_OFFICER])
    assert (refused.value.rules, refused.value.items) == (["R-053"], ["lead_division"])


def test_r052_r054_missing_resources_stop_a_project_even_under_a_condition(session, store, people):
    """C-08: what may be a condition for a Partnership City is a hard stop for a project."""
    proposal = advance_to(session, store, people, S.CAPACITY, category=PROJECT)
    officer = people[Role.PROTOCOL_OFFICER]
    sign_capacity(session, proposal, people, met=False)
    with pytest.raises(Refused) as refused:
        assessment.pass_capacity(session, proposal, condition="Funds in the budget of 2027.", by=officer)
    assert (refused.value.rules, proposal.state) == (["R-054"], S.CAPACITY)
    assessment.advance(session, proposal, "hold", by=officer, reason="No funds yet.")
    assert proposal.state is S.ON_HOLD


@pytest.mark.parametrize(("months", "is_received"), [(1, True), (36, True), (37, False), (0, False)])
def test_r006_a_project_lasts_three_years_at_most(session, months, is_received):
    given = answers(session, category=PROJECT, **{"ip-el-term": months})
    if is_received:
        assert receive(session, category=PROJECT, **{"ip-el-term": months}).state is S.RECEIVED
        return
    with pytest.raises(Incomplete) as refused:
        drafts.receive(session, category=PROJECT, language="en", answers=given, channel="api")
    assert [(fault.element, fault.clause.rule) for fault in refused.value.faults] == [("ip-el-term", "R-006")]


@pytest.mark.parametrize(("ends_on", "rules"), [("2029-02-01", []), ("2029-02-02", ["R-004"])])
def test_r004_the_third_anniversary_is_the_last_day(session, store, people, ends_on, rules):
    agreement = agreement_of(advance_to(session, store, people, S.READY_TO_SIGN, category=PROJECT))
    agreement.ends_on = ends_on
    with pytest.raises(Refused) as refused:
        operations.perform(
            session, operations.AGREEMENT_WORKFLOW, agreement, "execute", by=people[Role.CLERK], evidence=people[Role.CLERK]
        )  # fmt: skip
    assert [rule for rule in refused.value.rules if rule in ("R-003", "R-004")] == rules
    assert "R-062" in refused.value.rules


def test_r002_a_project_is_made_with_a_municipality_abroad(session):
    given = answers(session, category=PROJECT, **{"ip-el-city": {"city": "Ottawa", "country": "CA"}})
    with pytest.raises(Incomplete) as refused:
        drafts.receive(session, category=PROJECT, language="en", answers=given, channel="api")
    assert [(fault.element, fault.clause.rule) for fault in refused.value.faults] == [("ip-el-city", "R-002")]


def test_r016_the_goals_and_activities_of_a_project_reach_its_agreement(session, store, people):
    agreement = agreement_of(advance_to(session, store, people, S.AGREEMENT_DRAFTING, category=PROJECT))
    given = answers(session, category=PROJECT)
    assert [goal["code"] for goal in agreement.goals] == given["ip-el-goals"]["codes"]
    assert [a.facts["project"] for a in agreement.of_kind("activity")] == [True]
    assert (agreement.category, agreement.months) == (PROJECT, given["ip-el-term"])


def test_trap_1_no_project_is_measured_by_a_list_of_world_cities(session, store, people):
    """R-026: a town on nobody's list passes; the criterion belongs to Partnership Cities alone."""
    pack = pack_of(session, receive(session, category=PROJECT))
    kinds = {c.kind.value for c in pack.route(PROJECT).eligibility.criteria}
    assert (kinds, set(criteria_ids(pack, PROJECT)) & set(criteria_ids(pack, CATEGORY))) == ({"yes_no"}, set())
    town = {"ip-el-city": {"city": "Matera", "country": "IT"}}
    proposal = advance_to(session, store, people, S.EXECUTED, category=PROJECT, **town)
    assert {finding.question for finding in proposal.findings.values()} == {*CRITERIA, *QUESTIONS}
    assert (proposal.state, {f.detail.get("class") for f in proposal.findings.values()}) == (S.EXECUTED, {None})


def test_trap_2_no_project_waits_for_council(session, store, people):
    """R-060: from the proposal to the execution Council decides nothing, and no report is asked for."""
    proposal = advance_to(session, store, people, S.AUTHORITY_CHECK, category=PROJECT)
    approve(session, proposal, people)
    assert (proposal.state, proposal.report, {d.body for d in proposal.decisions}) == (S.APPROVED, None, {"office"})
    executed = advance_to(session, store, people, S.EXECUTED, category=PROJECT)
    assert [decision["body"] for decision in agreement_of(executed).decisions] == ["office"]


@pytest.mark.parametrize("category", [CATEGORY, PROJECT])
def test_trap_3_nobody_is_refused_for_missing_milestones_or_smart_parts(session, category):
    """R-035: they are a wish of those consulted, not a required element."""
    given = answers(session, category=category)
    smart = {element for element in given if element.startswith("smart-")}
    without = {element: value for element, value in given.items() if element not in smart}
    proposal, _token = drafts.receive(session, category=category, language="en", answers=without, channel="api")
    assert (len(smart), proposal.state) == (5, S.RECEIVED)


@pytest.mark.parametrize("category", ["historical-agreement", PROJECT, CATEGORY])
def test_trap_4_the_rule_of_the_municipality_spares_records_of_old(session, category):
    """D7: what the city signed with chambers and agencies before 2024 stays on record and can be published."""
    chamber = add_party(
        session, slug="chamber", kind=PartyKind.CHAMBER, country="PA", names={"en": "Chamber of Commerce"},
        place={"en": "Panama City"},
    )  # fmt: skip
    words = AgreementText(language="en", state=TextState.READY, fields={"title": "Accord of 2008", "summary": "Trade."})
    legacy = Agreement(
        item_id="a2f1c9f0-6a52-4c0f-9b0a-5f6a5b1c2d3e", slug="chamber", category=category,
        state=AgreementState.HISTORICAL, is_legacy=True, created_at=clock.now(), updated_at=clock.now(),
        party_rows=[AgreementParty(party=chamber)], texts={"en": words},
    )  # fmt: skip
    session.add(legacy)
    session.flush()
    assert [refusal.rule for refusal in publish_gate(legacy, current(session)).blocks] == []
    legacy.is_legacy = False
    new = [refusal.rule for refusal in publish_gate(legacy, current(session)).blocks]
    assert (new == []) is (category == "historical-agreement")


def test_trap_4_a_new_agreement_with_a_chamber_is_refused(session, people):
    chamber = add_party(
        session, slug="chamber", kind=PartyKind.CHAMBER, country="PA", names={"en": "Chamber of Commerce"},
        place={"en": "Panama City"},
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        operations.draft(
            session, slug="chamber", category=PROJECT, policy_version=current(session).version_id,
            source_language="en", party=chamber, by=people[Role.PROTOCOL_OFFICER],
        )  # fmt: skip
    assert refused.value.rules == ["R-002"]
