"""Two people at once, on real connections: one chain, one winner per transition, no lost draft."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.files import FileStore
from content.history import HistoryEntry
from content.notices import Notice
from content.people.models import Person
from content.permissions import Role
from content.proposals import assessment, deciding, drafts
from content.proposals.models import Proposal
from content.proposals.states import Outcome
from content.proposals.states import ProposalState as S
from content.workflow import Refused
from portal.database import Database
from tests import casework

Act = Callable[[Session], Any]


def at_once(database: Database, *acts: Act) -> list[str]:
    """Do the acts at the same time, each in a transaction of its own: what became of each."""
    barrier, ends = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Act) -> None:
        barrier.wait()
        try:
            with database.writing() as session:
                act(session)
            ends[number] = "done"
        except Refused:
            ends[number] = "refused"

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def transitions(database: Database, name: str) -> int:
    with database.reading() as session:
        return len(session.scalars(select(HistoryEntry).where(HistoryEntry.event == name)).all())


def test_r11_one_of_two_officers_acknowledges(
    app: Flask, session: Session, store: FileStore, people: dict[Role, Person]
) -> None:
    number, officer = casework.receive(session).id, people[Role.PROTOCOL_OFFICER].id
    session.commit()
    database = app.extensions["database"]

    def acknowledge(own: Session) -> None:
        assessment.acknowledge(own, own.get_one(Proposal, number), by=own.get_one(Person, officer))

    assert sorted(at_once(database, *[acknowledge] * 4)) == ["done", "refused", "refused", "refused"]
    assert transitions(database, "acknowledge") == 1


def test_r11_a_decision_and_a_withdrawal_have_one_winner(
    app: Flask, session: Session, store: FileStore, people: dict[Role, Person]
) -> None:
    proposal = casework.advance_to(session, store, people, S.WITH_COUNCIL)
    number, clerk = proposal.id, people[Role.CLERK].id
    session.commit()
    database = app.extensions["database"]

    def adopt(own: Session) -> None:
        by = {Role.CLERK: own.get_one(Person, clerk)}
        casework.decide(own, own.get_one(Proposal, number), by, Outcome.ADOPTED)

    def refuse(own: Session) -> None:
        by = {Role.CLERK: own.get_one(Person, clerk)}
        casework.decide(own, own.get_one(Proposal, number), by, Outcome.REFUSED)

    assert sorted(at_once(database, adopt, refuse)) == ["done", "refused"]
    assert transitions(database, "approve") + transitions(database, "refuse") == 1


def test_r11_an_approved_proposal_gets_one_agreement(
    app: Flask, session: Session, store: FileStore, people: dict[Role, Person]
) -> None:
    number = casework.advance_to(session, store, people, S.APPROVED).id
    officer = people[Role.PROTOCOL_OFFICER].id
    session.commit()

    def draft(own: Session) -> None:
        deciding.draft_agreement(own, own.get_one(Proposal, number), by=own.get_one(Person, officer))

    assert sorted(at_once(app.extensions["database"], *[draft] * 3)) == ["done", "refused", "refused"]


def test_r12_a_draft_that_is_sent_twice_at_once_is_one_proposal(app: Flask, session: Session) -> None:
    draft, _token = drafts.start(session, category=casework.CATEGORY, language="fr")
    drafts.save_answers(session, draft, casework.answers(session))
    number = draft.id
    session.commit()
    database = app.extensions["database"]

    def send(own: Session) -> None:
        drafts.submit(own, own.get_one(Proposal, number))

    assert sorted(at_once(database, *[send] * 4)) == ["done", "refused", "refused", "refused"]
    with database.reading() as reader:
        receipts = reader.scalars(select(Notice).where(Notice.template == "receipt")).all()
        assert (reader.get_one(Proposal, number).state, len(receipts)) == (S.RECEIVED, 1)


def test_r12_what_is_typed_at_once_in_one_draft_is_all_kept(app: Flask, session: Session) -> None:
    given = casework.answers(session)
    draft, _token = drafts.start(session, category=casework.CATEGORY, language="fr")
    number = draft.id
    session.commit()
    database = app.extensions["database"]

    def answering(element: str, section: str) -> Act:
        def act(own: Session) -> None:
            proposal = own.get_one(Proposal, number)
            drafts.keep_typed(own, proposal, section, [(element, "typed")])
            drafts.save_answers(own, proposal, {element: given[element]})

        return act

    elements = list(given)[:6]
    acts = [answering(element, f"section-{place}") for place, element in enumerate(elements)]
    assert at_once(database, *acts) == ["done"] * 6
    with database.reading() as reader:
        kept = reader.get_one(Proposal, number)
        assert sorted(kept.answers) == sorted(elements)
        assert sorted(kept.pages) == [f"section-{place}" for place in range(6)]
