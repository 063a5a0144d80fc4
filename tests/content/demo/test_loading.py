"""Loading the demonstration record, again and again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.agreements.models import Agreement
from content.agreements.publishing import rename_agreement
from content.demo.loading import LOADER, load_agreements
from content.files import FileStore


def test_a_renamed_agreement_is_not_loaded_a_second_time(session: Session, store: FileStore) -> None:
    load_agreements(session, store)
    milan = session.scalars(select(Agreement).where(Agreement.slug == "milan")).one()
    rename_agreement(session, milan, "milano", by=LOADER, reason="Its own name")
    assert load_agreements(session, store) == []
