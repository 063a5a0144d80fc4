"""Every input is a query."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.query import MAX_PREFIXES, MAX_TERMS, Not, Note, Phrase, Prefix, Query, Word, parse


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("   …  ", ()),
        ("trade", (Word("trade"),)),
        ("trade  trade culture", (Word("trade"), Word("culture"))),
        ('"sister city" trade', (Phrase("sister city"), Word("trade"))),
        ("« ville jumelle »", (Phrase("ville jumelle"),)),
        ("trade -war", (Word("trade"), Not(Word("war")))),
        ('-"cold war"', (Not(Phrase("cold war")),)),
        ("coop*", (Prefix("coop"),)),
        ("-coop***", (Not(Prefix("coop")),)),
        ("saint-denis", (Word("saint-denis"),)),
        ("友好*", (Word("友好"),)),
        ('5" pipe', (Word("5"), Word("pipe"))),
        ("title:trade AND (x OR y)", tuple(Word(w) for w in ("title:trade", "AND", "(x", "OR", "y)"))),
        ('- * -- "" \'', ()),
        ("a\0b", (Word("a"), Word("b"))),
    ],
)
def test_r23_input_is_read_from_left_to_right(text: str, parts: tuple[object, ...]) -> None:
    assert parse(text).parts == parts


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("x" * 201, Note.SHORTENED),
        (" ".join(f"w{n}" for n in range(MAX_TERMS + 1)), Note.TOO_MANY_TERMS),
        ("aa* bb* cc*", Note.TOO_MANY_PREFIXES),
        ("a*", Note.SHORT_PREFIX),
        ("*", Note.LONE_STAR),
    ],
)
def test_r23_what_is_not_obeyed_is_noted(text: str, note: Note) -> None:
    assert parse(text).notes == (note,)


def test_r23_a_prefix_of_one_letter_is_a_word() -> None:
    assert parse("a*").parts == (Word("a"),)


def test_r23_prefixes_beyond_the_limit_are_words() -> None:
    parts = parse("aa* bb* cc*").parts
    assert parts == (Prefix("aa"), Prefix("bb"), Word("cc"))
    assert MAX_PREFIXES == 2


@pytest.mark.parametrize("text", ["[a TO " * 500, "NOT " * 500, "*" * 200, '"' * 200, '"a' * 100_000, "-" * 300_000])
def test_r23_no_input_costs_more_than_its_length(text: str) -> None:
    start = time.process_time()
    parse(text)
    assert time.process_time() - start < 0.5


@given(st.text(max_size=400))
def test_r23_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert isinstance(query, Query)
    assert len(query.parts) <= MAX_TERMS
    assert hash(query) == hash(parse(text))


def test_parts_are_told_apart() -> None:
    query = parse("a -b cc* -dd*")
    assert query.wanted == (Word("a"), Prefix("cc"))
    assert query.unwanted == (Word("b"), Prefix("dd"))
    assert not query.is_empty
    assert parse("").is_empty
