from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from content.languages import speaking
from content.record.models import RecordEntry
from content.record.outlines import outline_of
from portal.database import Database
from portal.views.public.outlining import Row
from portal.views.public.timeline import Axis, Span, axis_of, in_order, line_of

from .conftest import body_of, counted
from .pictures import tree_of, with_class

Publish = Callable[..., RecordEntry]
TODAY = date(2026, 11, 22)


def row(status: str = "end-not-recorded", **changes: Any) -> Row:
    return Row(
        "id", "key", "Title", None, "title", "partnership-city", False, status, outline_of(body_of("key", **changes))
    )


def term(start: str | None, end: str | None) -> dict[str, Any]:
    return {"start": start, "end": end, "months": None}


def established(**known: str) -> dict[str, Any]:
    return {"date": None, "not_before": None, "not_after": None, "description": None, **known}


def history(*days: str) -> list[dict[str, Any]]:
    return [{"date": day, "not_before": None, "not_after": None, "category": "sister-city"} for day in days]


def test_a_year_is_drawn_from_its_first_day_to_its_last() -> None:
    line = line_of(row("expired", term=term("1991", "1996")), TODAY)
    assert line.span == Span(date(1991, 1, 1), date(1996, 12, 31), True, True)
    assert (line.began, line.ended, line.span.fades) == ("1991", "1996", "none")


def test_a_current_agreement_without_an_end_fades_towards_today() -> None:
    line = line_of(row(established=established(date="1991")), TODAY)
    assert line.span == Span(date(1991, 1, 1), TODAY, True, False)
    assert (line.ended, line.span.fades) == ("not recorded", "end")


@pytest.mark.parametrize("status", ["historical", "concluded", "unconfirmed", "outside"])
def test_any_other_fades_towards_the_last_date_on_which_the_records_speak_of_it(status: str) -> None:
    line = line_of(row(status, established=established(date="1974"), history=history("1974", "2001")), TODAY)
    assert line.span == Span(date(1974, 1, 1), date(2001, 12, 31), True, False)


def test_a_beginning_that_is_only_bounded_fades_and_says_its_bounds() -> None:
    line = line_of(row("historical", established=established(not_before="2013", not_after="2019")), TODAY)
    assert line.span == Span(date(2013, 1, 1), date(2019, 12, 31), False, False)
    assert (line.began, line.span.fades) == ("between 2013 and 2019", "both")


def test_a_beginning_that_nobody_states_is_not_taken_from_the_history() -> None:
    line = line_of(row(history=history("2001", "2005"), term=term(None, "2030")), TODAY)
    assert line.began == "not recorded; on record since 2001"
    assert line.span is not None and line.span.fades == "start"


def test_without_any_date_nothing_is_drawn() -> None:
    line = line_of(row(), TODAY)
    assert (line.span, line.began, line.ended) == (None, None, "not recorded")


def test_the_axis_holds_every_bar_and_today_in_both_directions() -> None:
    lines = [line_of(row(term=term("1974", "1980")), TODAY), line_of(row(term=term("2025", "2040-05")), TODAY)]
    axis = axis_of(lines, TODAY)
    assert axis == Axis(1974, 2041)
    assert [year for year, _place in axis.ticks] == [1980, 1990, 2000, 2010, 2020, 2030, 2040]
    for tag in ("en", "ar"):
        with speaking(tag):
            for line in lines:
                assert line.span is not None
                left, width = (float(share.rstrip("%")) for share in axis.bar(line.span))
                assert left >= 0 and left + width <= 100
    with speaking("ar"):
        assert axis.ticks[0][1] > axis.ticks[-1][1]


@pytest.mark.parametrize(("first", "last"), [("0001", "9999"), ("2026", "2026"), ("9999", "9999")])
def test_the_axis_survives_the_ends_of_the_calendar(first: str, last: str) -> None:
    line = line_of(row(term=term(first, last)), TODAY)
    axis = axis_of([line], TODAY)
    assert len(axis.ticks) <= 12
    assert line.span is not None and axis.bar(line.span)


def test_lines_stand_by_category_then_beginning_and_those_without_a_date_last() -> None:
    lines = [
        line_of(
            Row("i", key, key, None, key, category, False, "active", outline_of(body_of(key, term=term(day, None)))),
            TODAY,
        )
        for key, category, day in (("a", "x", None), ("b", "x", "2001"), ("c", "x", "1999"), ("d", "w", "2020"))
    ]
    assert [line.row.key for line in in_order(lines, None)] == ["d", "c", "b", "a"]


def test_the_table_holds_every_live_agreement_with_a_bar_for_each_dated_one(demo_client: FlaskClient) -> None:
    answered = demo_client.get("/api/v1/agreements?per_page=200").json
    assert answered is not None
    page = demo_client.get("/en/timeline").text
    headings = [cell for cell in tree_of(page).iter("th") if cell.get("scope") == "row"]
    keys = {str(next(cell.iter("a")).get("href")).rsplit("/", 1)[1] for cell in headings}
    assert keys == {item["slug"] for item in answered["items"]} and len(headings) == len(keys)
    dated = [
        item
        for item in answered["items"]
        if item["term"]["start"] or item["signed_on"] or any(list(item["established"].values())[:3]) or item["history"]
    ]
    assert len(with_class(page, "oa-spans__row")) == len(keys)
    legend = with_class(page, "oa-spans__legend")[0]
    bars = len(with_class(page, "oa-spans__bar")) - len(
        list(legend.iter("{http://www.w3.org/2000/svg}rect")) or list(legend.iter("rect"))
    )
    assert bars == len(dated)


def test_the_status_of_an_agreement_stands_beside_its_pattern(client: FlaskClient, publish: Publish) -> None:
    publish("old", state="historical", established=established(date="1974"))
    publish("new", established=established(date="2020"))
    page = client.get("/en/timeline").text
    assert page.count('class="oa-spans__bar oa-spans__bar--ended" x=') == 1
    assert page.count('class="oa-spans__bar oa-spans__bar--current" x=') == 1
    assert "Historical</span>" in page and page.count("not recorded</td>") == 2


def test_what_has_no_date_is_counted_above_the_table(client: FlaskClient, publish: Publish) -> None:
    publish("undated")
    page = client.get("/en/timeline").text
    assert "1 without any date, which has no bar" in page and "not recorded" in page


@pytest.mark.parametrize("query", ["show=x", "page=0", "page=99999999999", "show=%00", "show=current&show=all"])
def test_hostile_parameters_never_fail(demo_client: FlaskClient, query: str) -> None:
    assert demo_client.get(f"/en/timeline?{query}").status_code in (200, 400)


def test_the_timeline_makes_as_many_queries_for_thirty_as_for_one(
    client: FlaskClient, publish: Publish, database: Database
) -> None:
    numbers = []
    for count in (1, 30):
        # Whatever is published makes the process forget the answers it gave.
        for number in range(count):
            publish(f"city-{number}", established=established(date=str(1970 + number)))
        with counted(database) as statements:
            assert client.get("/en/timeline").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
