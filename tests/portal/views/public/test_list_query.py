import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.views.public.list_query import LAST_PAGE, BadParameter, number, read


def test_filters_may_repeat_and_are_kept_once_in_order() -> None:
    asked = read(MultiDict([("country", "IT"), ("country", "UA"), ("country", "IT"), ("goal", "ipf-2")]))
    assert asked.filters == (("country", ("IT", "UA")), ("goal", ("ipf-2",)))


def test_the_address_says_what_was_asked_and_nothing_that_is_the_default() -> None:
    asked = read(MultiDict([("country", "IT"), ("sort", "newest"), ("page", "1"), ("per_page", "20")]))
    assert asked.pairs() == [("country", "IT"), ("sort", "newest")]
    assert asked.pairs(page=3) == [("country", "IT"), ("sort", "newest"), ("page", "3")]


def test_taking_a_value_away_leaves_the_others_and_begins_at_the_first_page() -> None:
    asked = read(MultiDict([("country", "IT"), ("country", "UA"), ("page", "4")])).without("country", "IT")
    assert (asked.values("country"), asked.page) == (("UA",), 1)


def test_a_status_that_there_is_not_is_left_out_and_named() -> None:
    asked = read(MultiDict([("status", "active"), ("status", "drafting")]))
    assert (asked.values("status"), asked.unknown_statuses) == (("active",), ("drafting",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 7),
        ("3", 3),
        ("0", 1),
        ("x", 7),
        ("-1", 7),
        ("²", 7),
        ("٣", 7),
        ("9" * 3000, LAST_PAGE),
        ("0" * 50 + "2", 2),
    ],
)
def test_a_number_is_brought_into_bounds(text: str, expected: int) -> None:
    assert number(MultiDict([("page", text)]), "page", 7, 1, LAST_PAGE) == expected


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "²", " "])
def test_a_machine_is_told_that_it_sent_no_number(text: str) -> None:
    with pytest.raises(BadParameter):
        number(MultiDict([("page", text)]), "page", 1, 1, 9, strict=True)


@given(st.lists(st.tuples(st.sampled_from(["q", "country", "status", "page", "per_page", "sort"]), st.text())))
def test_nothing_a_reader_types_fails(pairs: list[tuple[str, str]]) -> None:
    query = read(MultiDict(pairs)).as_list_query()
    assert 1 <= query.page <= LAST_PAGE and 1 <= query.per_page <= 200
