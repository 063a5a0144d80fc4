"""Without an index the record itself is read."""

from content.search.engine import Hit
from content.search.fallback import scan
from content.search.query import parse

from .memory_record import Record

LANGUAGES = ("en", "fr", "ar")


def test_the_record_is_scanned(record: Record) -> None:
    results = scan(record.all_live(), parse("kiev"), "fr", languages=LANGUAGES, facets=("country",))
    assert (results.total, results.hits, results.counts) == (1, (Hit("kyiv", 90),), {"country": {"UA": 1}})
    assert not results.partial


def test_the_last_word_is_a_beginning_when_nothing_is_found(record: Record) -> None:
    results = scan(record.all_live(), parse("librar"), "en", languages=LANGUAGES)
    assert (results.total, results.widened) == (1, True)


def test_when_the_time_is_over_the_hits_are_partial(record: Record) -> None:
    results = scan(record.all_live(), parse("kiev"), "en", languages=LANGUAGES, seconds=-1)
    assert (results.total, results.partial) == (0, True)
