"""Where a proposal stands: what the applicant is told, and what never."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from content import clock
from content.notices import Notice
from content.people.models import Person
from content.permissions import Role
from content.policy.queries import current
from content.proposals import assessment
from content.proposals.models import Proposal
from content.proposals.states import Answer, ProposalState
from portal.standing import standing
from tests.portal.views.intake.conftest import Draft

RECEIVED = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)


@pytest.fixture
def sent(draft: Draft) -> str:
    """The path of a sent proposal's status page."""
    draft.fill()
    with clock.frozen(RECEIVED):
        location = draft.send().location
    assert location is not None
    return location


def the_proposal(session: Session) -> Proposal:
    return session.scalars(select(Proposal)).one()


def reference_of(session: Session) -> str:
    reference = the_proposal(session).reference
    assert reference is not None
    return reference


@pytest.mark.parametrize("state", ProposalState)
def test_every_state_has_words_for_the_applicant(state: ProposalState) -> None:
    assert str(standing(state.value).state)


def test_f10_the_page_names_reference_state_step_and_both_times(
    client: FlaskClient, sent: str, session: Session
) -> None:
    page = client.get(sent).text
    assert reference_of(session) in page
    assert page.count('aria-current="step"') == 1
    assert "November 2, 2026, 10:30 EST" in page
    assert "November 2, 2026, 15:30 UTC" in page
    assert "Intercambio de urbanistas" in page


def test_f11_findings_consultations_and_the_due_date_never_appear(
    client: FlaskClient, sent: str, session: Session, people: dict[Role, Person]
) -> None:
    officer = people[Role.PROTOCOL_OFFICER]
    proposal = the_proposal(session)
    assessment.acknowledge(session, proposal, by=officer)
    assessment.record_finding(
        session, proposal, "pc-elig-not-of-concern", Answer.NO, by=officer, reason="zzreason", source="zzsource"
    )
    assessment.record_consultation(
        session, proposal, body="zzbody", question="zzquestion", answer="zzanswer", by=officer
    )
    assessment.draft_decline(session, proposal, words="zzdrafted", by=officer)
    due = proposal.due_on
    session.commit()
    page = client.get(sent).text
    assert "Being assessed" in page
    assert "zz" not in page
    assert due is not None
    assert f"{due.day} May" not in page
    assert due.isoformat() not in page
    assert "of concern" not in page


def test_f11_a_countersigned_decline_is_told_in_its_words(
    client: FlaskClient, sent: str, session: Session, people: dict[Role, Person]
) -> None:
    officer = people[Role.PROTOCOL_OFFICER]
    proposal = the_proposal(session)
    assessment.acknowledge(session, proposal, by=officer)
    assessment.record_finding(session, proposal, "pc-step-2-q2", Answer.NO, by=officer, reason="Unclear.")
    assessment.draft_decline(session, proposal, words="The goals are not yet clear.", by=officer)
    assessment.countersign_decline(session, proposal, by=people[Role.COUNTERSIGNER])
    session.commit()
    page = client.get(sent).text
    assert "The goals are not yet clear." in page
    assert "Withdraw this proposal" not in page


def test_f13_withdrawing_asks_first_and_happens_once(client: FlaskClient, sent: str, session: Session) -> None:
    asked = client.get(f"{sent}/withdraw")
    assert asked.status_code == 200
    assert the_proposal(session).state is ProposalState.RECEIVED
    session.rollback()
    assert client.post(f"{sent}/withdraw", data={"reason": "Other plans"}).status_code == 303
    assert client.post(f"{sent}/withdraw").status_code == 303
    session.expire_all()
    assert the_proposal(session).state is ProposalState.WITHDRAWN
    assert [n.template for n in session.scalars(select(Notice).order_by(Notice.id))] == ["receipt", "withdrawn"]
    assert client.get(f"{sent}/withdraw").location == sent


def test_a_lost_link_is_mailed_anew_and_the_answer_tells_nothing(
    client: FlaskClient, sent: str, session: Session
) -> None:
    reference = reference_of(session)
    session.rollback()
    known = client.post(
        "/en/status", data={"reference": f" {reference.lower()} ", "email": "ANA.paredes@quito.example"}
    )
    stranger = client.post("/en/status", data={"reference": reference, "email": "eve@quito.example"})
    unknown = client.post("/en/status", data={"reference": "OA-1", "email": "ana.paredes@quito.example"})
    assert {(a.status_code, a.location, a.text) for a in (known, stranger, unknown)} == {
        (303, known.location, known.text)
    }
    notices = [n for n in session.scalars(select(Notice)) if n.template == "status_link"]
    assert [n.recipient for n in notices] == ["ana.paredes@quito.example"]
    assert client.get(f"/en/status/{notices[0].secrets['token']}").status_code == 200


def test_looking_up_without_reference_or_address_is_told(client: FlaskClient) -> None:
    answer = client.post("/en/status", data={"reference": "", "email": "x"})
    assert answer.status_code == 422
    assert "Enter the reference of your proposal." in answer.text
    assert 'href="#email"' in answer.text


def test_a_draft_has_no_status_page_yet(draft: Draft) -> None:
    assert draft.client.get(f"/en/status/{draft.token}").location == draft.url()


def test_the_steps_are_those_of_the_policy(client: FlaskClient, sent: str, session: Session) -> None:
    page = client.get(sent).text
    labels = [str(current(session).label(s.label_key)) for s in current(session).route("partnership-city").steps]
    places = [page.index(f"<bdi>{label}</bdi>") for label in labels]
    assert places == sorted(places)


@pytest.mark.parametrize("tag", ["en", "fr", "ar"])
def test_the_receipt_is_written_in_the_applicants_language(
    new_draft: Callable[[], Draft], session: Session, tag: str
) -> None:
    draft = new_draft()
    draft.fill()
    draft.language = tag
    draft.send()
    assert session.scalars(select(Notice)).one().language == tag
