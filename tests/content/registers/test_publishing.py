"""Registers in the record: published, changed, taken back, verified, made anew."""

import pytest
from sqlalchemy.orm import Session

from content.people.actors import House
from content.people.models import Person
from content.permissions import Role
from content.record import read_model
from content.record.models import EntryKind
from content.record.queries import body_at, item_by_slug
from content.record.verification import verify
from content.registers.publishing import publish_register, withdraw_register
from content.registers.queries import is_published, live_registers, pointed_to
from content.workflow import NotAllowed, Refused
from tests.content.registers.factories import register

HOUSE = House("Loader", "registry")


def test_a_register_is_published_with_its_title_in_each_language(session: Session) -> None:
    entry = publish_register(session, register(), by=HOUSE, reason="First edition")
    assert (entry.kind, entry.entry, entry.version, entry.office) == ("register", EntryKind.PUBLISH, 1, "registry")
    assert body_at(session, entry.sequence) == register()
    assert [card.title for card in live_registers(session, "fr")] == ["Tableaux"]
    assert [(card.title, card.language) for card in live_registers(session, "ar")] == [("Tables", "en")]


def test_a_change_is_a_new_version_and_no_change_is_refused(session: Session) -> None:
    publish_register(session, register(), by=HOUSE)
    with pytest.raises(Refused) as refused:
        publish_register(session, register(), by=HOUSE)
    assert refused.value.rules == ["P11"]
    assert publish_register(session, register(edition="2002"), by=HOUSE).version == 2


def test_a_body_with_faults_is_refused_with_all_of_them_and_nothing_is_written(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        publish_register(session, register(slug="Not A Slug", rows=[]), by=HOUSE)
    assert refused.value.items == ["slug", "rows"]
    assert live_registers(session, "en") == []


def test_p12_the_address_of_another_register_cannot_be_had(session: Session) -> None:
    publish_register(session, register(), by=HOUSE)
    with pytest.raises(Refused) as refused:
        publish_register(session, register(id="another"), by=HOUSE)
    assert refused.value.rules == ["P12"]


def test_only_who_may_publish_publishes_and_only_who_may_withdraw_withdraws(
    session: Session, people: dict[Role, Person]
) -> None:
    with pytest.raises(NotAllowed):
        publish_register(session, register(), by=people[Role.EDITOR])
    publish_register(session, register(), by=people[Role.PUBLISHER])
    with pytest.raises(NotAllowed):
        withdraw_register(session, "id-of-tables", by=people[Role.EDITOR], reason="No")


def test_a_withdrawn_register_is_out_of_the_list_and_stays_known(session: Session) -> None:
    publish_register(session, register(), by=HOUSE)
    withdraw_register(session, "id-of-tables", by=HOUSE, reason="Superseded")
    item = item_by_slug(session, "register", "tables")
    assert item is not None
    assert (item.is_live, item.withdrawn_reason, live_registers(session, "en")) == (False, "Superseded", [])
    assert (is_published(session, "id-of-tables"), is_published(session, "never")) == (True, False)


def test_a_withdrawal_needs_a_reason(session: Session) -> None:
    publish_register(session, register(), by=HOUSE)
    with pytest.raises(Refused):
        withdraw_register(session, "id-of-tables", by=HOUSE, reason=" ")


def test_the_record_with_registers_verifies_and_its_read_model_is_made_anew_alike(session: Session) -> None:
    publish_register(session, register(), by=HOUSE)
    publish_register(session, register("other"), by=HOUSE)
    withdraw_register(session, "id-of-other", by=HOUSE, reason="Superseded")
    before = read_model.fingerprint(session)
    assert verify(session).faults == []
    assert read_model.fingerprint(session) == before


def test_links_lead_to_what_is_live_under_its_present_title(session: Session) -> None:
    publish_register(session, register("other"), by=HOUSE)
    found = pointed_to(session, register(), "fr")
    assert {name: (card.item.slug, card.title) for name, card in found.items()} == {
        "register:other": ("other", "Tableaux")
    }
    withdraw_register(session, "id-of-other", by=HOUSE, reason="Superseded")
    assert pointed_to(session, register(), "fr") == {}
