"""A hit shows where its words stand."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.documents import Place, document_of
from content.search.highlight import SNIPPET, Excerpt, Marker
from content.search.query import parse

from .memory_record import Record, agreement

LANGUAGES = ("en", "fr", "ar")


@pytest.mark.parametrize(
    ("query", "text", "language", "pieces"),
    [
        ("city", "Sister Cities", "en", (("Sister ", False), ("Cities", True))),
        ("accord", "L’accord signé", "fr", (("L’accord", True), (" signé", False))),
        ("友好", "新友好城市", "zh-Hans", (("新", False), ("友好", True), ("城市", False))),
        ("友好城", "新友好城市", "zh-Hans", (("新", False), ("友好城", True), ("市", False))),
        ('"the city"', "the big city, the city", "en", (("the big city, ", False), ("the city", True))),
        ("coop*", "Coopération", "fr", (("Coopération", True),)),
        ("nothing", "Text", "en", (("Text", False),)),
        ("a", "", "en", ()),
        ("-city", "city", "en", (("city", False),)),
        ("<b>", "a <b> b", "en", (("a <", False), ("b", True), ("> ", False), ("b", True))),
    ],
)
def test_words_are_marked_in_pieces(query: str, text: str, language: str, pieces: tuple[object, ...]) -> None:
    assert Marker(parse(query)).mark(text, language) == pieces


def test_excerpts_name_the_place_and_its_anchor(record: Record) -> None:
    document = document_of(record.bodies["kyiv"], "en", LANGUAGES)
    assert Marker(parse("book")).excerpts(document) == (
        Excerpt(Place.MILESTONE, "milestone-m1", "en", (("Books", True), (" for the children", False))),
    )


def test_excerpts_show_every_word_of_the_query_before_showing_one_twice(record: Record) -> None:
    document = document_of(record.bodies["kyiv"], "en", LANGUAGES)
    found = Marker(parse("city library")).excerpts(document)
    assert [excerpt.anchor for excerpt in found] == ["party-kyiv", "milestone-m1"]


def test_a_word_of_another_language_is_shown_in_that_language(record: Record) -> None:
    document = document_of(record.bodies["kyiv"], "en", LANGUAGES)
    (excerpt,) = Marker(parse("jumelées")).excerpts(document)
    assert (excerpt.place, excerpt.language) == (Place.SUMMARY, "fr")


def test_a_long_text_is_cut_around_its_first_match() -> None:
    body = agreement("x", {"en": {"title": "X", "summary": "word " * 100 + "target " + "word " * 100}})
    (excerpt,) = Marker(parse("target")).excerpts(document_of(body, "en", LANGUAGES))
    assert len(excerpt.text) <= SNIPPET
    assert (excerpt.cut_before, excerpt.cut_after) == (True, True)
    assert ("target", True) in excerpt.pieces
    assert excerpt.text.startswith("word ") and excerpt.text.endswith(" word")


@given(st.text(max_size=300), st.text(max_size=30))
def test_pieces_are_the_whole_text(text: str, query: str) -> None:
    pieces = Marker(parse(query)).mark(text, "en")
    assert "".join(piece for piece, _ in pieces) == unicodedata.normalize("NFC", text)
    assert all(piece for piece, _ in pieces)
