import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content import clock
from content.files import FileStore
from content.record import log
from content.record.models import RecordEntry
from content.search.documents import document_of
from portal.database import Database

from .conftest import body_of, counted

Publish = Callable[..., RecordEntry]
FIRST_OF_MAY = datetime(2026, 5, 1, 16, tzinfo=UTC)
SECOND_OF_MAY = datetime(2026, 5, 2, 16, tzinfo=UTC)


def ids_of(page: str) -> list[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [element.get("id") for element in tree.iter() if element.get("id")]


def rename(session: Session, before: str, after: str) -> None:
    body = {**body_of(before), "slug": after}
    log.rename(session, kind="agreement", body=body, office="city_clerk", reason="The city has a new name")
    session.commit()


def withdraw(session: Session, entry: RecordEntry) -> None:
    log.withdraw(session, item_id=entry.item_id, office="city_clerk", reason="Published by mistake")
    session.commit()


def document(sha256: str, name: str = "accord.pdf") -> dict[str, Any]:
    facts = {"id": "d1", "kind": "signed-agreement", "language": "en", "compared": None, "texts": {}}
    return {**facts, "sha256": sha256, "name": name, "media_type": "application/pdf", "size": 7}


def test_the_list_narrows_by_every_filter(demo_client: FlaskClient) -> None:
    query = "category=partnership-city&status=end-not-recorded&country=IT&country=UA&goal=ipf-2"
    page = demo_client.get(f"/en/agreements?{query}").text
    assert "2 agreements" in page
    assert "/en/agreements/milan" in page and "/en/agreements/kyiv" in page


def test_a_chosen_filter_can_be_taken_away(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/agreements?country=IT&country=UA").text
    assert 'href="/en/agreements?country=UA"' in page


@pytest.mark.parametrize(
    "query",
    [
        "country=ZZ",
        "page=99",
        "page=-1&per_page=x",
        "status=nonsense",
        "sort=x&year=%00",
        "goal=%F0%28",
        "page=" + "9" * 300,
        "year=x&year=2²",
    ],
)
def test_wrong_parameters_never_fail(demo_client: FlaskClient, query: str) -> None:
    assert demo_client.get(f"/en/agreements?{query}").status_code == 200


def test_an_empty_list_helps_to_take_the_filter_away(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/agreements?country=ZZ").text
    assert "Nothing was found." in page and "Remove this filter:" in page


def counted_on(page: str) -> list[str]:
    return re.findall(r'<h2 class="govuk-heading-m" id="results"[^>]*>([^<]+)<', page)


def test_a_status_that_there_is_not_is_named_and_left_out(demo_client: FlaskClient) -> None:
    page, everything = (demo_client.get(f"/en/agreements{query}").text for query in ("?status=nonsense", ""))
    assert "There is no such status" in page
    assert counted_on(page) == counted_on(everything)


def test_the_list_makes_as_many_queries_for_fourteen_as_for_one(
    client: FlaskClient, publish: Publish, database: Database
) -> None:
    publish("city-0")
    client.get("/en/agreements")
    numbers = []
    for count in (1, 14):
        for path in ("/en/agreements", "/api/v1/agreements", "/en/agreements.atom"):
            # Whatever is published makes the process forget the answers it gave.
            for number in range(count):
                publish(f"city-{number}")
            with counted(database) as statements:
                assert client.get(path).status_code == 200
            numbers.append(len(statements))
    assert numbers[:3] == numbers[3:]


def test_every_anchor_that_the_search_names_is_on_the_page(demo_client: FlaskClient) -> None:
    listed = demo_client.get("/api/v1/agreements").json
    assert listed is not None
    for body in listed["items"]:
        wanted = {passage.anchor for passage in document_of(body, "en", ("en", "fr", "ar")).passages} - {""}
        ids = ids_of(demo_client.get(f"/en/agreements/{body['slug']}").text)
        assert wanted <= set(ids)
        assert len(ids) == len(set(ids))


def test_p1_what_is_missing_says_so(client: FlaskClient, publish: Publish) -> None:
    publish("milan")
    page = client.get("/en/agreements/milan").text
    for name in (
        "Summary",
        "Parties",
        "Goals",
        "Milestones",
        "Objectives",
        "Activities",
        "Outcomes",
        "Documents",
        "Decisions",
        "History",
    ):
        assert f"{name}: not published yet." in page


def test_p3_progress_is_computed_and_the_formula_stands_beside_it(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/agreements/port-almora").text
    # Two met and one partly met of seven that were not cancelled: 2.5 / 7.
    assert "35 %" in page
    assert "Computed: milestones met ÷ milestones agreed, rounded down." in page


def test_p4_an_unstated_part_of_an_objective_prints_not_stated(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/agreements/port-almora").text
    objective = page[page.index('id="objective-o4"') : page.index('id="activities"')]
    assert objective.count('<span class="oa-facts__missing">not stated</span>') == 3


def test_p13_a_text_that_is_not_translated_is_shown_in_its_own_language_with_a_notice(
    client: FlaskClient, publish: Publish
) -> None:
    publish("milan")
    response = client.get("/ar/agreements/milan")
    assert response.status_code == 200
    assert '<html class="govuk-template" lang="ar" dir="rtl">' in response.text
    assert 'oa-heading__title" lang="en" dir="ltr">Milan</h1>' in response.text
    assert '<strong lang="en" dir="ltr">English</strong>' in response.text


def test_p14_an_outdated_translation_names_both_dates(client: FlaskClient, publish: Publish) -> None:
    texts = {"en": {"title": "Milan"}, "fr": {"title": "Milan"}}
    with clock.frozen(FIRST_OF_MAY):
        publish("milan", languages=["en", "fr"], texts=texts)
    with clock.frozen(SECOND_OF_MAY):
        publish("milan", languages=["en", "fr"], texts=texts, outdated=["fr"], signed_on="1991")
    page = client.get("/fr/agreements/milan").text
    assert "1 mai 2026" in page.replace("\xa0", " ") or "1er mai 2026" in page.replace("\xa0", " ")
    assert "2 mai 2026" in page.replace("\xa0", " ")
    assert "oa-notice" not in client.get("/en/agreements/milan").text


def test_an_invented_city_is_marked_as_fictional(demo_client: FlaskClient) -> None:
    assert "everything on this page are invented" in demo_client.get("/en/agreements/port-almora").text
    assert "everything on this page are invented" not in demo_client.get("/en/agreements/milan").text


def test_a_category_that_is_only_recommended_says_so(demo_client: FlaskClient) -> None:
    assert "Recommended by staff, 2024" in demo_client.get("/en/agreements/milan").text


def test_r073_a_historical_agreement_leads_to_a_new_proposal(client: FlaskClient, publish: Publish) -> None:
    publish("dubai", state="historical")
    publish("milan")
    link = 'href="/fr/propose">'
    historical, present = (client.get(f"/fr/agreements/{key}").text for key in ("dubai", "milan"))
    main = historical[historical.index("<main") :]
    assert link in main[: main.index("</main>")]
    assert link not in present[present.index("<main") : present.index("</main>")]


def test_an_old_version_keeps_its_words_and_leads_to_the_current_one(client: FlaskClient, publish: Publish) -> None:
    publish("milan", texts={"en": {"title": "Milan, as it was"}})
    publish("milan", texts={"en": {"title": "Milan, as it is"}})
    page = client.get("/en/agreements/milan/@1").text
    assert "Milan, as it was" in page and "Partnership City agreement as printed" in page
    assert "It is no longer the current one." in page and 'href="/en/agreements/milan"' in page


def test_a_date_leads_to_the_version_with_which_the_citys_day_ended(client: FlaskClient, publish: Publish) -> None:
    with clock.frozen(datetime(2026, 5, 2, 3, 59, tzinfo=UTC)):  # still 1 May in the city
        publish("milan")
    with clock.frozen(datetime(2026, 5, 2, 4, 1, tzinfo=UTC)):
        publish("milan", signed_on="1991")
    assert client.get("/en/agreements/milan/@2026-05-01").location == "/en/agreements/milan/@1"
    assert client.get("/en/agreements/milan/@2026-05-02").location == "/en/agreements/milan/@2"
    assert client.get("/en/agreements/milan/@2026-04-30").status_code == 404


@pytest.mark.parametrize("version", ["0", "3", "9" * 40, "x", "2026-02-30", "2026", "²"])
def test_a_version_that_there_is_not_is_not_found(client: FlaskClient, publish: Publish, version: str) -> None:
    publish("milan")
    assert client.get(f"/en/agreements/milan/@{version}").status_code == 404


ADDRESSES = [
    "/en/agreements/{}", "/en/agreements/{}/@1", "/en/agreements/{}/changes", "/en/agreements/{}.json",
    "/api/v1/agreements/{}", "/api/v1/agreements/{}/versions/1", "/api/v1/agreements/{}/compare",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_p12_every_address_of_a_renamed_agreement_redirects(
    client: FlaskClient, publish: Publish, session: Session, address: str
) -> None:
    publish("saigon")
    rename(session, "saigon", "ho-chi-minh-city")
    response = client.get(address.format("saigon") + "?from=1&to=2")
    assert (response.status_code, response.location) == (301, address.format("ho-chi-minh-city") + "?from=1&to=2")
    assert client.get(response.location).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_p12_every_address_of_a_withdrawn_agreement_answers_410_with_the_reason(
    client: FlaskClient, publish: Publish, session: Session, address: str
) -> None:
    withdraw(session, publish("milan"))
    response = client.get(address.format("milan"))
    assert response.status_code == 410
    assert "Published by mistake" in response.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_never_published_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address.format("milan")).status_code == 404


def test_a_redacted_version_is_gone_and_the_others_stay(
    client: FlaskClient, publish: Publish, session: Session
) -> None:
    first = publish("milan")
    publish("milan", signed_on="1991")
    log.redact(session, sequence=first.sequence, authority="Order 7 of the court", office="city_clerk")
    session.commit()
    assert client.get("/en/agreements/milan").status_code == 200
    for address in (
        "/en/agreements/milan/@1",
        "/api/v1/agreements/milan/versions/1",
        "/api/v1/agreements/milan/compare?from=1&to=2",
    ):
        response = client.get(address)
        assert response.status_code == 410
        assert "Order 7 of the court" in response.text


def test_p11_the_changes_name_version_office_and_reason(client: FlaskClient, publish: Publish) -> None:
    publish("milan")
    publish("milan", "The year was wrong", signed_on="1991")
    page = client.get("/en/agreements/milan/changes").text
    for words in ("Version 1", "Version 2", "First published", "New version", "City Clerk", "The year was wrong"):
        assert words in page
    assert 'href="/api/v1/agreements/milan/compare?from=1&amp;to=2"' in page


def test_a_published_file_is_saved_and_never_run(client: FlaskClient, publish: Publish, store: FileStore) -> None:
    sha256 = store.put(b"%PDF-1.")
    publish("milan", documents=[document(sha256, "Accord – Milano.pdf")])
    response = client.get(f"/files/{sha256}/anything.html")
    assert hashlib.sha256(response.data).hexdigest() == sha256
    assert response.content_type == "application/pdf"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["ETag"] == f'"{sha256}"'
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''Accord%20%E2%80%93%20Milano.pdf" in disposition
    assert "Set-Cookie" not in response.headers
    assert client.get(f"/files/{sha256}/x", headers={"If-None-Match": f'"{sha256}"'}).status_code == 304


def test_a_file_of_withdrawn_agreements_alone_is_gone(
    client: FlaskClient, publish: Publish, session: Session, store: FileStore
) -> None:
    sha256 = store.put(b"%PDF-1.")
    milan = publish("milan", documents=[document(sha256)])
    other = publish("quito", documents=[document(sha256)])
    withdraw(session, milan)
    assert client.get(f"/files/{sha256}/accord.pdf").status_code == 200
    withdraw(session, other)
    response = client.get(f"/files/{sha256}/accord.pdf")
    assert response.status_code == 410
    assert "Published by mistake" in response.text


def test_a_file_that_nothing_published_names_is_not_found(client: FlaskClient, store: FileStore) -> None:
    for sha256 in (store.put(b"a draft"), "0" * 64, "..", "A" * 64):
        assert client.get(f"/files/{sha256}/accord.pdf").status_code == 404


def test_no_link_leads_to_a_script(client: FlaskClient, publish: Publish) -> None:
    decision = {
        "id": "c1",
        "body": "council",
        "item": None,
        "date": None,
        "outcome": "adopted",
        "url": "javascript:alert(1)",
    }
    publish("milan", decisions=[{**decision, "texts": {"en": {"title": "<script>alert(1)</script>"}}}])
    page = client.get("/en/agreements/milan").text
    assert "javascript:" not in page and "<script>alert" not in page
