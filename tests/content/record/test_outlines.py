from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from content.record import log, read_model
from content.record.outlines import items_having, outline_of, outlines
from tests.content.record.factories import agreement_body

Publish = Callable[..., dict[str, Any]]


@pytest.fixture
def publish(session: Session) -> Publish:
    def act(**changes: Any) -> dict[str, Any]:
        body = agreement_body(**changes)
        log.publish(session, kind="agreement", body=body, office="city_clerk", reason="")
        session.flush()
        return body

    return act


def test_an_outline_holds_what_pictures_show_and_nothing_else() -> None:
    history = [
        {"date": "2005", "not_before": None, "not_after": None},
        {"date": None, "not_before": "1989", "not_after": "1991"},
    ]
    outline = outline_of(agreement_body(history=history, signed_on="2025-03-14"))
    assert outline == {
        "state": "executed",
        "category": "partnership-city",
        "term": {"start": "2025-04-01", "end": "2030-03-31"},
        "signed_on": "2025-03-14",
        "established": {"date": None, "not_before": None, "not_after": None},
        "recorded": ["1989", "2005"],
        "goals": [{"code": "ipf-2", "basis": "stated"}],
        "partners": [
            {
                "slug": "port-almora",
                "names": {"en": "City of Port Almora"},
                "place": {"en": "Port Almora"},
                "country": "XA",
                "lat": "-12.50",
                "lon": "-28.00",
            }
        ],
    }


def test_who_only_carries_out_projects_is_no_partner_of_the_outline() -> None:
    body = agreement_body()
    body["parties"].append({**body["parties"][0], "slug": "a-school", "role": "implementer"})
    assert [partner["slug"] for partner in outline_of(body)["partners"]] == ["port-almora"]


def test_titles_come_in_the_language_asked_for_else_in_the_source(session: Session, publish: Publish) -> None:
    texts = {"en": {"title": "B in English"}, "fr": {"title": "A en français"}}
    publish(slug="both", languages=["en", "fr"], texts=texts)
    publish(slug="one", texts={"en": {"title": "Étude"}})
    found = [(outline.slug, outline.title, outline.language) for outline in outlines(session, "agreement", "fr")]
    assert found == [("both", "A en français", "fr"), ("one", "Étude", "en")]


def test_a_withdrawn_item_has_no_outline(session: Session, publish: Publish) -> None:
    body = publish(slug="gone")
    log.withdraw(session, item_id=body["id"], office="city_clerk", reason="Published by mistake")
    session.flush()
    assert outlines(session, "agreement", "en") == []


def test_only_the_items_that_have_a_value_of_a_facet(session: Session, publish: Publish) -> None:
    publish(slug="first", goals=[{"code": "ipf-1", "basis": "stated"}])
    publish(slug="second")
    assert [outline.slug for outline in outlines(session, "agreement", "en", ("goal", "ipf-1"))] == ["first"]
    assert [item.slug for item in items_having(session, "agreement", "party", "port-almora")] == ["second", "first"]


def test_a_rebuild_gives_the_same_outlines(session: Session, publish: Publish) -> None:
    publish(slug="first")
    session.flush()
    before = read_model.fingerprint(session)
    read_model.rebuild(session)
    assert read_model.fingerprint(session) == before
    assert outlines(session, "agreement", "en")[0].facts == outline_of(agreement_body())
