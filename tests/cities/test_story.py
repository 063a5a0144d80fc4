"""The second city's proposals on their whole way, by its own categories, questions, steps, offices and words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.agreements import operations, publishing
from content.agreements import signing as agreement_signing
from content.agreements.models import Agreement
from content.agreements.workflow import wording_hash
from content.authority.register import Terms, propose, put_in_force
from content.files import FileStore
from content.history import HistoryEntry
from content.languages import speaking
from content.notices import Notice
from content.people.models import Person
from content.permissions import Role
from content.policy.queries import current
from content.policy.schema import example
from content.proposals import assessment, authorising, deciding, drafts, signing
from content.proposals.authorising import Cost
from content.proposals.guards import pack_of
from content.proposals.models import Proposal
from content.proposals.next_step import next_step
from content.proposals.routes import offered_categories, step_number
from content.proposals.states import Answer, Outcome
from content.proposals.states import ProposalState as S
from content.search import following
from content.workflow import Refused
from tests.casework import PDF
from tests.cities.puerto_alerce import ACTION, CHARTER

PLACE = {"city": "Isla Verde", "country": "PT"}


@dataclass
class House:
    """The people of the second city at work on one proposal."""

    session: Session
    store: FileStore
    people: dict[Role, Person]

    def receive(self, category: str, **changes: Any) -> Proposal:
        pack = current(self.session)
        route = pack.route(category)
        given = {element.id: example(pack, route, element) for element in route.elements} | {"ciudad": PLACE, **changes}
        return drafts.receive(self.session, category=category, language="fr", answers=given, channel="form")[0]

    def judge_capacity(self, proposal: Proposal, *, money: bool = True) -> None:
        assessment.record_capacity(
            self.session, proposal, division="asuntos-exteriores", judgements={"personas": True, "dinero": money},
            note="" if money else "No hay.", by=self.people[Role.PROTOCOL_OFFICER],
        )  # fmt: skip

    def assess(self, proposal: Proposal) -> None:
        route = pack_of(self.session, proposal).route(proposal.category)
        asked = [criterion.id for criterion in route.eligibility.criteria]
        asked += [q.id for step in route.steps for q in step.questions if q.evidence != "eligibility"]
        for question in asked:
            assessment.record_finding(
                self.session, proposal, question, Answer.YES, reason="Consta.", detail={"kinds": ["mar"]},
                by=self.people[Role.PROTOCOL_OFFICER],
            )  # fmt: skip
        assessment.confirm_authority(
            self.session, proposal, method="letter", note="", by=self.people[Role.PROTOCOL_OFFICER]
        )
        assessment.record_consultation(
            self.session, proposal, body="Cancillería", question="¿Reparos?", answer="No.",
            by=self.people[Role.PROTOCOL_OFFICER],
        )  # fmt: skip

    def advance(self, proposal: Proposal, name: str) -> None:
        assessment.advance(self.session, proposal, name, by=self.people[Role.PROTOCOL_OFFICER])

    def to_council(self, proposal: Proposal) -> None:
        deciding.attach_report(
            self.session, proposal, self.store, content=PDF, name="informe.pdf", media_type="application/pdf",
            by=self.people[Role.PROTOCOL_OFFICER],
        )  # fmt: skip
        self.advance(proposal, "send_report")

    def decide(self, proposal: Proposal) -> None:
        deciding.record_decision(
            self.session, proposal, item="Acuerdo 7", decided_on=date(2026, 1, 15), outcome=Outcome.ADOPTED, words="",
            by=self.people[Role.CLERK],
        )  # fmt: skip

    def approve_by_office(self, proposal: Proposal) -> None:
        administrator, approver = self.people[Role.ADMINISTRATOR], self.people[Role.APPROVER]
        terms = Terms("alcaldia", ACTION, 90_000_000, "CLP", date(2025, 4, 1), None, "Decreto 5")
        put_in_force(self.session, propose(self.session, terms, by=administrator), by=administrator)
        authorising.state_cost(
            self.session, proposal, Cost(90_000_000, "CLP"), office="alcaldia", is_coordinated=True,
            by=self.people[Role.PROTOCOL_OFFICER],
        )  # fmt: skip
        authorising.approve(self.session, proposal, office="alcaldia", by=approver)

    def agree(self, proposal: Proposal, months: int) -> Agreement:
        """Draft, word, sign off, sign, compare and execute."""
        officer, clerk = self.people[Role.PROTOCOL_OFFICER], self.people[Role.CLERK]
        agreement = deciding.draft_agreement(self.session, proposal, by=officer)
        words = {"title": "Isla Verde y Puerto Alerce", "summary": "Dos orillas.", "wording": "Se planta un bosque."}
        operations.edit_words(self.session, agreement, "es", words, revision=agreement.revision, by=officer)
        ends_on = {48: "2030-01-31", 18: "2027-07-31"}[months]
        facts = {"starts_on": "2026-02-01", "ends_on": ends_on}
        operations.edit_facts(self.session, agreement, facts, revision=agreement.revision, by=officer)
        signing.sign_off(
            self.session, agreement, "es", seen_hash=wording_hash(words["wording"]), by=self.people[Role.SOLICITOR]
        )
        signing.sign(
            self.session, agreement, office="alcaldia", signed_on=date(2026, 1, 20),
            partner_party_id=agreement.party_rows[0].party_id, partner_signatory="A. Partner", partner_office="Mayor",
            by=self.people[Role.APPROVER],
        )  # fmt: skip
        scan = operations.attach_document(
            self.session, agreement, self.store, content=PDF, name="carta.pdf", media_type="application/pdf",
            kind="signed-agreement", language="es", title="Carta firmada", by=clerk,
        )  # fmt: skip
        agreement_signing.compare_scan(self.session, agreement, scan, by=clerk)
        signing.execute(self.session, agreement, by=clerk)
        operations.mark_ready(self.session, agreement, "es", by=self.people[Role.EDITOR])
        publishing.publish_agreement(self.session, agreement, by=self.people[Role.PUBLISHER])
        return agreement


@pytest.fixture
def house(session: Session, store: FileStore, people: dict[Role, Person]) -> House:
    return House(session, store, people)


def walked(house: House, proposal: Proposal) -> list[str | None]:
    """The states that the history tells of, in order."""
    rows = house.session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "proposal").order_by(HistoryEntry.id))
    return [row.to_state for row in rows if row.subject_id == str(proposal.id) and row.to_state]


def shown(second: Flask, client: FlaskClient, house: House, slug: str, language: str) -> str:
    house.session.commit()
    search = second.extensions["search"]
    following.step(search.source, search.engine)
    page = client.get(f"/{language}/agreements/{slug}")
    assert page.status_code == 200
    return page.text


def test_both_open_categories_can_be_proposed(house: House) -> None:
    assert [category.code for category in offered_categories(current(house.session))] == [CHARTER, ACTION]


def test_a_charter_goes_its_own_way_to_the_reader(second: Flask, client: FlaskClient, house: House) -> None:
    proposal = house.receive(CHARTER)
    route = pack_of(house.session, proposal).route(CHARTER)
    officer = house.people[Role.PROTOCOL_OFFICER]
    assert (proposal.due_on, step_number(route, proposal.state)) == (_months_later(proposal, 4), 1)
    assessment.acknowledge(house.session, proposal, by=officer)
    assert (proposal.state, step_number(route, proposal.state)) == (S.CAPACITY, 2)
    house.judge_capacity(proposal)
    assessment.pass_capacity(house.session, proposal, by=officer)
    assert (proposal.state, step_number(route, proposal.state)) == (S.ASSESSMENT, 3)
    house.assess(proposal)
    house.advance(proposal, "pass_assessment")
    assert (proposal.state, step_number(route, proposal.state)) == (S.REPORT_DRAFTING, 4)
    house.to_council(proposal)
    house.decide(proposal)
    assert proposal.decisions[0].body == "concejo"
    agreement = house.agree(proposal, 48)
    assert (agreement.source_language, agreement.slug, proposal.state) == ("es", "isla-verde", S.EXECUTED)
    assert walked(house, proposal) == [
        "received", "capacity", "assessment", "report_drafting", "with_council", "approved", "agreement_drafting",
        "ready_to_sign", "executed",
    ]  # fmt: skip
    page = shown(second, client, house, "isla-verde", "fr")
    assert "Charte de jumelage" in page and "Concejo Municipal" in page and "Isla Verde y Puerto Alerce" in page
    found = client.get("/api/v1/search?q=orillas&lang=en").json
    assert found and [item["key"] for item in found["items"]] == ["isla-verde"]


def test_a_joint_action_needs_neither_capacity_nor_council(second: Flask, client: FlaskClient, house: House) -> None:
    proposal = house.receive(ACTION)
    assessment.acknowledge(house.session, proposal, by=house.people[Role.PROTOCOL_OFFICER])
    house.assess(proposal)
    house.advance(proposal, "pass_assessment")
    assert proposal.state is S.AUTHORITY_CHECK
    house.approve_by_office(proposal)
    house.agree(proposal, 18)
    assert walked(house, proposal) == [
        "received", "assessment", "authority_check", "approved", "agreement_drafting", "ready_to_sign", "executed",
    ]  # fmt: skip
    page = shown(second, client, house, "isla-verde", "ar")
    assert "عمل مشترك" in page and "مكتب بسلطة مفوضة" in page


def test_its_own_clauses_are_cited_in_a_refusal(house: House) -> None:
    proposal = house.receive(CHARTER)
    officer = house.people[Role.PROTOCOL_OFFICER]
    assessment.acknowledge(house.session, proposal, by=officer)
    with pytest.raises(Refused) as unsigned:
        assessment.pass_capacity(house.session, proposal, by=officer)
    assert (unsigned.value.rules, unsigned.value.items) == (
        ["PA-6"], ["asuntos-exteriores:personas", "asuntos-exteriores:dinero"],
    )  # fmt: skip
    house.judge_capacity(proposal, money=False)
    with pytest.raises(Refused) as lacking:
        assessment.pass_capacity(house.session, proposal, condition="Later.", by=officer)
    assert [(r.rule, r.clause, r.items) for r in lacking.value.refusals] == [
        ("PA-6", "Ordenanza 15", ("asuntos-exteriores:dinero",))
    ]
    step = next_step(house.session, proposal, officer)
    assert step is not None and (step.act, [refusal.rule for refusal in step.refusals]) == ("pass_capacity", ["PA-6"])


def test_a_hub_of_its_own_and_a_consultation_are_asked_for(house: House) -> None:
    proposal = house.receive(ACTION)
    officer = house.people[Role.PROTOCOL_OFFICER]
    assessment.acknowledge(house.session, proposal, by=officer)
    with pytest.raises(Refused) as refused:
        house.advance(proposal, "pass_assessment")
    assert refused.value.rules == ["F15", "PA-9", "PA-7", "PA-8"]


def test_an_office_that_may_not_sign_is_refused_with_its_own_clause(house: House) -> None:
    proposal = house.receive(ACTION)
    assessment.acknowledge(house.session, proposal, by=house.people[Role.PROTOCOL_OFFICER])
    house.assess(proposal)
    house.advance(proposal, "pass_assessment")
    with pytest.raises(Refused) as refused:
        authorising.state_cost(
            house.session, proposal, Cost(1, "CLP"), office="secretaria", is_coordinated=True,
            by=house.people[Role.PROTOCOL_OFFICER],
        )  # fmt: skip
    assert refused.value.rules == ["PA-10"]


def test_the_receipt_is_written_to_its_own_sender(house: House) -> None:
    house.receive(CHARTER, **{"quien-escribe": "Ana Mar", "correo": "ana@isla.example"})
    notice = house.session.scalars(select(Notice)).one()
    assert (notice.recipient, notice.values["name"], notice.language) == ("ana@isla.example", "Ana Mar", "fr")


def test_the_publish_gate_asks_for_what_its_policy_asks(house: House) -> None:
    proposal = house.receive(
        ACTION, tareas=[{"title": "Fiesta", "description": "", "kind": "festival", "cost": None, "staff": ""}]
    )
    assessment.acknowledge(house.session, proposal, by=house.people[Role.PROTOCOL_OFFICER])
    house.assess(proposal)
    house.advance(proposal, "pass_assessment")
    house.approve_by_office(proposal)
    with pytest.raises(Refused) as refused:
        house.agree(proposal, 18)
    assert (refused.value.rules, refused.value.items) == (["PA-9"], ["tangible-project"])


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_forms_ask_in_every_language_what_its_policy_asks(client: FlaskClient, language: str) -> None:
    begun = client.post(f"/{language}/propose", data={"category": CHARTER})
    assert begun.status_code == 303
    with speaking(language):
        sections = [client.get(f"{begun.location}/{name}") for name in ("remitente", "la-ciudad", "el-plan")]
    assert [section.status_code for section in sections] == [200, 200, 200]
    assert 'name="quien-escribe"' in sections[0].text and 'name="plazo"' in sections[2].text
    assert client.get(f"{begun.location}/about-you").status_code == 404


def _months_later(proposal: Proposal, months: int) -> date:
    assert proposal.received_at is not None
    month = proposal.received_at.month - 1 + months
    return date(proposal.received_at.year + month // 12, month % 12 + 1, proposal.received_at.day)
