"""The page of a proposal and its acts, as the people of the city meet them."""

import io

import pytest

from content.permissions import Role
from content.proposals import assessment, drafts
from content.proposals.models import Proposal
from content.proposals.states import Answer
from content.proposals.states import ProposalState as S
from tests.casework import PDF, assess, judge

CONFIDENTIAL = "jurisdiction of concern"


def at(number, act=""):
    return f"/en/staff/proposals/{number}" + (f"/{act}" if act else "")


def test_an_officer_takes_a_new_proposal_on(proposal_in, post, again, people):
    number = proposal_in(S.RECEIVED)
    answer = post(Role.PROTOCOL_OFFICER, at(number, "acknowledge"))
    assert (answer.status_code, again(number).state) == (303, S.ASSESSMENT)
    assert again(number).assignee.name == "Noor Haddad"


def test_r043_the_page_says_what_blocks_with_the_clause(proposal_in, post, again):
    number = proposal_in(S.ASSESSMENT)
    answer = post(Role.PROTOCOL_OFFICER, at(number, "pass-assessment"))
    assert (answer.status_code, again(number).state) == (422, S.ASSESSMENT)
    assert "Only proposals assessed positively on all elements may proceed to Step 3." in answer.text


def test_what_was_typed_stays_when_a_reason_is_missing(proposal_in, post, again):
    number = proposal_in(S.ASSESSMENT)
    typed = {
        "pc-step-2-q2": "yes",
        "pc-step-2-q2-reason": "",
        "pc-step-2-q3": "no",
        "pc-step-2-q3-reason": "Too small.",
    }
    answer = post(Role.PROTOCOL_OFFICER, at(number, "assessment"), typed)
    assert (answer.status_code, again(number).findings) == (422, {})
    assert "Too small." in answer.text
    assert 'href="#pc-step-2-q2-reason"' in answer.text


def test_one_page_saves_every_judgement(proposal_in, post, again):
    number = proposal_in(S.ASSESSMENT)
    typed = {
        "pc-elig-world-city": "yes", "pc-elig-world-city-reason": "List.", "pc-elig-world-city-class": "beta",
        "pc-elig-world-city-edition": "2024", "pc-elig-hub": "yes", "pc-elig-hub-reason": "Harbour.",
        "pc-elig-hub-kinds": ["economic", "cultural"], "pc-step-2-q2": "unknown", "pc-step-2-q2-reason": "Asked.",
    }  # fmt: skip
    assert post(Role.PROTOCOL_OFFICER, at(number, "assessment"), typed).status_code == 303
    found = again(number).findings
    assert {question: (row.value.value, row.detail) for question, row in found.items()} == {
        "pc-elig-world-city": ("yes", {"class": "beta", "edition": "2024"}),
        "pc-elig-hub": ("yes", {"kinds": ["economic", "cultural"]}),
        "pc-step-2-q2": ("unknown", {}),
    }


def test_r037_the_computed_question_has_no_field(proposal_in, as_role):
    page = as_role(Role.PROTOCOL_OFFICER).get(at(proposal_in(S.ASSESSMENT), "assessment")).text
    assert 'name="pc-step-2-q1"' not in page


def test_t3_a_save_over_a_colleagues_judgement_is_refused(proposal_in, post, again):
    number = proposal_in(S.ASSESSMENT)
    typed = {"pc-step-2-q2": "yes", "pc-step-2-q2-reason": "Fine.", "seen": "2020-01-01T00:00:00+00:00"}
    answer = post(Role.PROTOCOL_OFFICER, at(number, "assessment"), typed)
    assert (answer.status_code, again(number).findings) == (422, {})
    assert "Fine." in answer.text


@pytest.mark.parametrize("role", [Role.SOLICITOR, Role.CLERK, Role.APPROVER, Role.DIVISION_REVIEWER])
def test_others_see_neither_confidential_findings_nor_consultations(session, people, proposal_in, as_role, role, again):
    number = proposal_in(S.ASSESSMENT)
    assess(session, again(number), people)
    session.commit()
    page = as_role(role).get(at(number)).text
    assert "Any concern?" not in page
    assert "Consultation" not in page
    assert CONFIDENTIAL not in page


@pytest.mark.parametrize("role", [Role.PROTOCOL_OFFICER, Role.COUNTERSIGNER, Role.AUDITOR])
def test_whoever_judges_or_audits_sees_them(session, people, proposal_in, as_role, role, again):
    number = proposal_in(S.ASSESSMENT)
    assess(session, again(number), people)
    session.commit()
    page = as_role(role).get(at(number)).text
    assert "Any concern?" in page
    assert CONFIDENTIAL in page


def test_t14_the_countersigner_sees_the_words_and_whom_they_reach(session, people, proposal_in, as_role, post, again):
    number = proposal_in(S.ASSESSMENT)
    judge(session, again(number), people, pc_step_2_q2=Answer.NO)
    assessment.draft_decline(session, session.get(Proposal, number), words="Not now.", by=people[Role.PROTOCOL_OFFICER])
    session.commit()
    page = as_role(Role.COUNTERSIGNER).get(at(number, "countersign")).text
    assert ("Not now." in page, "This sends a mail to" in page, "in French" in page) == (True, True, True)
    assert post(Role.COUNTERSIGNER, at(number, "countersign")).status_code == 303
    assert again(number).state is S.DECLINED


def test_t14_a_countersigner_who_does_not_agree_sends_it_back(session, people, proposal_in, as_role, post, again):
    number = proposal_in(S.ASSESSMENT)
    assessment.draft_decline(session, again(number), words="Not now.", by=people[Role.PROTOCOL_OFFICER])
    session.commit()
    assert at(number, "send-decline-back") in as_role(Role.COUNTERSIGNER).get(at(number)).text
    assert post(Role.COUNTERSIGNER, at(number, "send-decline-back")).status_code == 303
    assert again(number).decline is None


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ not a pdf", "report.pdf"), (b"PK\x03\x04 torn", "report.docx"), (b"", "report.pdf")]
)
def test_r059_a_report_is_known_by_its_bytes(proposal_in, post, again, content, name):
    number = proposal_in(S.REPORT_DRAFTING)
    answer = post(Role.PROTOCOL_OFFICER, at(number, "attach-report"), {"file": (io.BytesIO(content), name)})
    assert (answer.status_code, again(number).report) == (422, None)


def test_r059_a_pdf_is_kept_under_its_name_and_comes_back_as_an_attachment(proposal_in, post, again, as_role):
    number = proposal_in(S.REPORT_DRAFTING)
    sent = {"file": (io.BytesIO(PDF), "../Rapport août.PDF")}
    assert post(Role.PROTOCOL_OFFICER, at(number, "attach-report"), sent).status_code == 303
    assert again(number).report["name"] == "Rapport août.pdf"
    answer = as_role(Role.CLERK).get(at(number, "report"))
    assert (answer.data, answer.headers["Content-Disposition"].split(";")[0]) == (PDF, "attachment")


def test_r057_the_clerk_records_a_decision(proposal_in, post, again):
    number = proposal_in(S.WITH_COUNCIL)
    sent = {"item": "EX1.1", "decided_on": "2026-01-15", "outcome": "adopted"}
    assert post(Role.CLERK, at(number, "record-decision"), sent).status_code == 303
    assert again(number).state is S.APPROVED


def test_a_draft_of_an_applicant_is_nobodys_business(app, session, as_role):
    proposal, _token = drafts.start(session, category="partnership-city", language="en")
    session.commit()
    assert as_role(Role.PROTOCOL_OFFICER).get(at(proposal.id)).status_code == 404
