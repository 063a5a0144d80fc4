"""Registers for readers and machines."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from content.people.actors import House
from content.registers.publishing import publish_register, withdraw_register
from portal.database import Database
from tests.content.registers.factories import register

HOUSE = House("Registry", "city_clerk")
SLUGS = [
    "decisions",
    "networks",
    "other-instruments",
    "programme-activities",
    "programme-figures",
    "prospects",
    "recommendations-2024",
    "technical-exchanges",
    "world-cities",
    "world-city-partners",
]


@pytest.fixture
def publish(session: Session) -> Callable[..., None]:
    def publish(*slugs: str, **changes: object) -> None:
        for slug in slugs:
            publish_register(session, register(slug, **changes), by=HOUSE)
        session.commit()

    return publish


def row_ids(page: str) -> list[str]:
    return re.findall(r'<tr class="govuk-table__row oa-register__row" id="([^"]+)"', page)


def test_every_register_of_the_demonstration_is_listed_and_can_be_read_in_each_language(
    demo_client: FlaskClient,
) -> None:
    for tag in ("en", "fr", "ar"):
        listed = demo_client.get(f"/{tag}/registers")
        assert re.findall(rf'href="/{tag}/registers/([a-z0-9-]+)"', listed.text) == SLUGS
        for slug in SLUGS:
            page = demo_client.get(f"/{tag}/registers/{slug}")
            assert (page.status_code, page.headers.get("Set-Cookie")) == (200, None)


def test_an_empty_list_says_so(client: FlaskClient) -> None:
    assert "No register has been published yet." in client.get("/en/registers").text


def test_the_footer_of_every_page_leads_to_the_registers(client: FlaskClient) -> None:
    assert 'href="/en/registers"' in client.get("/en/").text


def test_the_rows_stand_as_entered_until_a_column_is_chosen(client: FlaskClient, publish: Callable[..., None]) -> None:
    publish("tables")
    orders = [
        "".join(row_ids(client.get(f"/en/registers/tables{query}").text))
        for query in ("", "?sort=number", "?sort=number&order=desc", "?sort=nothing", "?order=desc", "?sort=%00")
    ]
    assert orders == ["bac", "bac", "abc", "bac", "bac", "bac"]


def test_the_sorted_column_says_so_and_its_head_turns_the_order(
    client: FlaskClient, publish: Callable[..., None]
) -> None:
    publish("tables")
    page = client.get("/en/registers/tables?sort=year").text
    assert re.findall(r'aria-sort="(\w+)"', page) == ["ascending"]
    assert 'href="/en/registers/tables?sort=year&amp;order=desc"' in page
    assert '<link rel="canonical" href="/en/registers/tables">' in page
    assert re.findall(r'aria-sort="(\w+)"', client.get("/en/registers/tables?sort=year&order=desc").text) == [
        "descending"
    ]


def test_names_are_sorted_as_the_reader_sees_them(client: FlaskClient, publish: Callable[..., None]) -> None:
    publish("tables")
    assert "".join(row_ids(client.get("/en/registers/tables?sort=name").text)) == "cab"


def test_cells_are_told_in_the_language_of_the_reader(client: FlaskClient, publish: Callable[..., None]) -> None:
    publish("tables")
    page = client.get("/fr/registers/tables").text
    assert [text in page for text in ("318\u00a0000,50\u00a0CAD", "décembre 2001", "Italie", "8,5", "Ouvert")] == [
        True
    ] * 5


def test_what_is_missing_in_a_language_is_shown_in_the_source_with_its_language(
    client: FlaskClient, publish: Callable[..., None]
) -> None:
    publish("tables")
    page = client.get("/ar/registers/tables").text
    assert 'lang="en" dir="ltr">Älpha</bdi>' in page
    assert re.search(r'<h1 [^>]*><bdi class="oa-foreign" lang="en" dir="ltr">Tables</bdi></h1>', page) is not None
    assert 'role="note"' in page


def test_links_lead_to_live_items_and_to_addresses_of_the_web(
    client: FlaskClient, publish: Callable[..., None]
) -> None:
    publish("other", "tables")
    page = client.get("/en/registers/tables").text
    assert '<a class="govuk-link" href="/en/registers/other"><bdi>Tables</bdi></a>' in page
    assert '<a class="govuk-link" href="https://example.org/x"><bdi>example.org</bdi></a>' in page
    assert "<bdi>milan</bdi>" in page


def test_every_row_names_its_sources(client: FlaskClient, publish: Callable[..., None]) -> None:
    publish("tables")
    page = client.get("/en/registers/tables").text
    assert (page.count("<cite>Report</cite>"), page.count("<cite>Paper</cite>")) == (3, 3)


def test_hostile_words_are_shown_as_words(client: FlaskClient, publish: Callable[..., None]) -> None:
    body = register()
    body["rows"][0]["values"]["name"] = "<script>alert(1)</script>"
    publish("tables", rows=body["rows"])
    page = client.get("/en/registers/tables").text
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


def test_the_csv_has_a_row_for_each_row_and_no_formula(client: FlaskClient, publish: Callable[..., None]) -> None:
    publish("tables")
    answer = client.get("/fr/registers/tables.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.headers["Content-Disposition"] == "attachment; filename=tables-fr.csv"
    assert rows[0][:2] == ["Name (fr)", "Year (fr)"]
    assert [row[0] for row in rows[1:]] == ["Beta", "Alpha", "'=gamma"]
    assert rows[1][1:7] == ["2001", "2001-12", "318000.50 CAD", "8.5", "IT", "Milan"]
    assert rows[2][3] == "-1.00 EUR"
    assert rows[1][-1] == "Report, Table 1; Paper"


def test_machines_get_the_whole_body_with_what_the_record_says(
    client: FlaskClient, publish: Callable[..., None]
) -> None:
    publish("tables")
    answered = client.get("/api/v1/registers/tables?lang=fr").json
    added = {name: answered.pop(name) for name in set(answered) - set(register())}
    assert answered == register()
    assert (added["title"], added["version"], added["sequence"]) == ("Tableaux", 1, 1)
    assert added["url"].endswith("/fr/registers/tables")


def test_the_list_for_machines_is_walked_by_next(client: FlaskClient, publish: Callable[..., None]) -> None:
    publish("one", "two", "three")
    path, found = "/api/v1/registers?per_page=2", []
    while path:
        answered = client.get(path).json
        found += [item["slug"] for item in answered["items"]]
        path = answered["next"]
    assert (sorted(found), answered["total"]) == (["one", "three", "two"], 3)
    assert client.get("/api/v1/registers?per_page=many").status_code == 400


def test_p12_a_withdrawn_register_says_why_at_every_address(
    client: FlaskClient, session: Session, publish: Callable[..., None]
) -> None:
    publish("tables")
    withdraw_register(session, "id-of-tables", by=HOUSE, reason="Counted wrongly")
    session.commit()
    page = client.get("/en/registers/tables")
    assert (page.status_code, "Counted wrongly" in page.text, "register was withdrawn" in page.text) == (
        410,
        True,
        True,
    )
    assert client.get("/en/registers/tables.csv").status_code == 410
    machine = client.get("/api/v1/registers/tables")
    assert (machine.status_code, machine.content_type) == (410, "application/problem+json")
    assert client.get("/en/registers").text.count("oa-registers__item") == 0


@pytest.mark.parametrize("key", ["none", "milan", "a" * 300])
def test_what_is_no_register_is_not_found(client: FlaskClient, key: str) -> None:
    paths = (f"/en/registers/{key}", f"/en/registers/{key}.csv", f"/api/v1/registers/{key}")
    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_an_agreement_is_no_register(demo_client: FlaskClient) -> None:
    assert demo_client.get("/en/registers/kyiv").status_code == 404


def test_the_record_and_its_changes_lead_to_registers(client: FlaskClient, publish: Callable[..., None]) -> None:
    publish("tables")
    assert 'href="/en/registers/tables"' in client.get("/en/record").text
    assert [item["url"] for item in client.get("/api/v1/changes").json["items"]] == ["/api/v1/registers/tables"]
    assert "/fr/registers/tables</loc>" in client.get("/sitemap.xml").text


def test_a_page_asks_as_many_queries_for_one_row_as_for_thirty(
    client: FlaskClient, database: Database, publish: Callable[..., None]
) -> None:
    row = register()["rows"][0]
    many = [
        {**row, "id": f"r{number}", "values": {**row["values"], "to": f"agreement:a{number}"}} for number in range(30)
    ]
    publish("few", rows=[row])
    publish("many", rows=many)
    counts = []
    for slug in ("few", "many"):
        client.get(f"/en/registers/{slug}")
        statements: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *args, kept=statements: kept.append(args[2]))
        client.get(f"/en/registers/{slug}?sort=name")
        counts.append(len(statements))
    # The listener of the first round hears the second, too: each list is its own.
    assert counts[0] == counts[1]
