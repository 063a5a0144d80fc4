"""Readers find what they look for, in every language of the site, through a real index."""

import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.search.documents import FACETS
from content.search.engine import SearchUnavailable
from content.search.fallback import scan
from content.search.following import rebuild, step
from content.search.query import parse
from content.search.whoosh import WhooshEngine

from .memory_record import Record, agreement

LANGUAGES = ("en", "fr", "ar")


def found(engine: WhooshEngine, text: str, language: str = "en", **more: object) -> list[str]:
    return [hit.item_id for hit in engine.search(parse(text), language, **more).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Kiev", ["kyiv"]),
        ("kyiv", ["kyiv"]),
        ("KYIV", ["kyiv"]),
        ("Київ", ["kyiv"]),
        ("Sao Paulo", ["sao-paulo"]),
        ("São Paulo", ["sao-paulo"]),
        ("cooperation", ["kyiv"]),
        ("coopération", ["kyiv"]),
        ("ville", ["kyiv"]),
        ("villes jumelées", ["kyiv"]),
        ("友好", ["chongqing"]),
        ("友", ["chongqing"]),
        ("市", ["chongqing"]),
        ("城", ["chongqing"]),
        ("好城市协", ["chongqing"]),
        ("第3", ["chongqing"]),
        ("市友", []),
        ("اتفاقية", ["amman"]),
        ("الاتفاقيّة", ["amman"]),
        ("ادارة", ["amman"]),
        ("إِدَارَة", ["amman"]),
        ("عمان", ["amman"]),
        ("parties", ["kyiv"]),
        ("part", ["sao-paulo"]),
        ('"economic cooperation"', ["kyiv"]),
        ('"cooperation economic"', []),
        ('"opened books"', []),
        ("libr*", ["kyiv"]),
        ("agreement -kyiv -chongqing", ["sao-paulo"]),
        ("Brésil", ["sao-paulo"]),
        ("Brazil", ["sao-paulo"]),
        ("البرازيل", ["sao-paulo"]),
        ("agreement-scan.pdf", ["chongqing"]),
        ("children library", ["kyiv"]),
    ],
)
def test_what_is_typed_finds_the_item(followed: WhooshEngine, language: str, text: str, items: list[str]) -> None:
    assert found(followed, text, language) == items


def test_a_language_without_documents_is_served_by_the_first(followed: WhooshEngine) -> None:
    assert found(followed, "Kiev", "vi") == ["kyiv"]


def test_an_empty_query_finds_everything_newest_first(followed: WhooshEngine) -> None:
    assert found(followed, "") == ["sao-paulo", "kyiv", "chongqing", "amman"]


def test_sorting_by_title(followed: WhooshEngine) -> None:
    assert found(followed, "agreement", sort="title") == ["chongqing", "kyiv", "sao-paulo"]


def test_sorting_by_date(followed: WhooshEngine) -> None:
    assert found(followed, "agreement", sort="newest") == ["sao-paulo", "kyiv", "chongqing"]


def test_pages_follow_each_other(followed: WhooshEngine) -> None:
    pages = [followed.search(parse(""), "en", page=n, per_page=2) for n in (1, 2, 3)]
    assert [page.total for page in pages] == [4, 4, 4]
    assert [hit.item_id for page in pages for hit in page.hits] == found(followed, "")


def test_facets_are_counted_beside_their_own_filter(followed: WhooshEngine) -> None:
    results = followed.search(
        parse("agreement"), "en", filters={"country": ["BR"]}, facets=("category", "country", "goal", "year")
    )
    assert results.total == 1
    assert results.counts == {
        "category": {"international-project": 1},
        "country": {"BR": 1, "CN": 1, "UA": 1},
        "goal": {"ipf-2": 1, "ipf-5": 1},
        "year": {"2020": 1},
    }


def test_p8_it_is_told_how_many_there_would_be_without_each_filter(followed: WhooshEngine) -> None:
    results = followed.search(parse("agreement"), "en", filters={"country": ["JO"], "goal": ["ipf-2"]})
    assert (results.total, results.without, results.unfiltered) == (0, {"country": 2, "goal": 0}, 3)


def test_a_filter_that_hides_every_hit_does_not_widen_the_words(followed: WhooshEngine) -> None:
    results = followed.search(parse("kyiv"), "en", filters={"country": ["CN"]})
    assert (results.total, results.unfiltered, results.widened) == (0, 1, False)


def test_without_a_day_nothing_has_a_status(followed: WhooshEngine) -> None:
    results = followed.search(parse("agreement"), "en", filters={"status": ["active"]}, facets=("status",))
    assert (results.total, results.counts, results.without) == (0, {"status": {}}, {"status": 3})


def test_values_of_a_filter_are_alternatives_and_filters_hold_together(followed: WhooshEngine) -> None:
    assert found(followed, "", filters={"goal": ["ipf-2"], "country": ["BR", "CN"]}) == ["sao-paulo"]


def test_kinds_narrow(followed: WhooshEngine) -> None:
    assert found(followed, "", kinds=["page"]) == []
    assert len(found(followed, "", kinds=["page", "agreement"])) == 4


def test_without_a_hit_the_last_word_is_a_beginning(followed: WhooshEngine) -> None:
    results = followed.search(parse("kyiv librar"), "en")
    assert ([hit.item_id for hit in results.hits], results.widened) == (["kyiv"], True)
    nothing = followed.search(parse("kyiv zebra"), "en")
    assert (nothing.total, nothing.widened) == (0, False)


def test_exact_forms_lead_then_title_name_summary_rest(engine: WhooshEngine) -> None:
    def item(key: str, **places: str) -> dict[str, object]:
        more = {"milestones": [{"id": "m", "texts": {"en": {"title": places.get("rest", "-")}}}]}
        texts = {"en": {"title": places.get("title", "-"), "summary": places.get("summary", "-")}}
        parties = [{"id": "p", "names": {"en": places.get("name", "-")}, "role": "counterparty"}]
        return agreement(key, texts, parties=parties, **more)

    record = Record()
    for place in ("rest", "summary", "name", "title"):
        record.publish(item(f"stem-{place}", **{place: "Gardening"}))
        record.publish(item(f"exact-{place}", **{place: "Gardens"}))
    step(record, engine)
    places = ("title", "name", "summary", "rest")
    assert found(engine, "gardens") == [f"exact-{p}" for p in places] + [f"stem-{p}" for p in places]


def test_accents_as_typed_lead(engine: WhooshEngine) -> None:
    record = Record(
        agreement("bare", {"fr": {"title": "Le peche"}}), agreement("accented", {"fr": {"title": "Le péché"}})
    )
    step(record, engine)
    assert found(engine, "péché", "fr") == ["accented", "bare"]


TEXTS = st.text(st.sampled_from('友好城市 kyiv agreement coopération économique *"-3 عمان de ville'), max_size=24)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, language=st.sampled_from(LANGUAGES), sort=st.sampled_from(["relevance", "title", "newest"]))
def test_the_plain_scan_answers_like_the_index(
    followed: WhooshEngine, record: Record, text: str, language: str, sort: str
) -> None:
    query, asked = parse(text), {"sort": sort, "facets": FACETS, "today": date(2026, 11, 22)}
    filters = {"goal": ["ipf-2", "ipf-5"], "status": ["active", "historical"]} if len(text) % 2 else {}
    indexed = followed.search(query, language, filters=filters, **asked)
    scanned = scan(record.all_live(), query, language, languages=LANGUAGES, filters=filters, **asked)
    assert indexed == scanned


HOSTILE = ["[a TO " * 500, "NOT " * 500, "*" * 200, '"' * 200, "a* " * 70, "ag* ky* co* li* " * 20, "-a " * 70]
SCRIPTS = "aéяاש友あ가กकქԱαកမລ𠀀\u0301\u200d\ud800"


@pytest.mark.parametrize("text", [*HOSTILE, *(letter * 200 for letter in SCRIPTS), *(f"{c} " * 100 for c in SCRIPTS)])
def test_r23_hostile_queries_are_answered_soon(followed: WhooshEngine, text: str) -> None:
    start = time.process_time()
    followed.search(parse(text), "en", facets=("category",))
    assert time.process_time() - start < 1.0


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=250))
def test_r23_any_text_is_answered(followed: WhooshEngine, text: str) -> None:
    assert followed.search(parse(text), "fr").total >= 0


def test_threads_share_an_engine_while_the_record_changes(followed: WhooshEngine, record: Record) -> None:
    expected = {text: found(followed, text) for text in ("kyiv", "sao paulo", '"economic cooperation"', "libr*")}
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            for text, items in expected.items():
                try:
                    answer = found(followed, text)
                except SearchUnavailable as error:
                    wrong.append(error)
                    return
                if answer != items:
                    wrong.append((text, answer))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    readers = [threading.Thread(target=read) for _ in range(4)]
    try:
        for reader in readers:
            reader.start()
        for number in range(12):
            record.publish(agreement(f"new-{number}", {"en": {"title": f"Newcomer {number}"}}))
            step(record, followed)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
        sys.setswitchinterval(interval)
    assert wrong == []
    assert followed.search(parse("newcomer"), "en").total == 12


def test_a_reader_of_another_process_sees_commits_and_rebuilds(tmp_path: Path, record: Record) -> None:
    writer, reader = (WhooshEngine(tmp_path / "index", LANGUAGES) for _ in range(2))
    step(record, writer)
    assert found(reader, "kiev") == ["kyiv"]
    record.withdraw("kyiv")
    step(record, writer)
    assert found(reader, "kiev") == []
    rebuild(record, writer)
    assert len(found(reader, "")) == 3
    writer.close()
    reader.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files through /proc")
def test_files_are_closed(tmp_path: Path, record: Record) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    engine = WhooshEngine(tmp_path / "index", LANGUAGES)
    for number in range(5):
        record.publish(agreement(f"new-{number}", {"en": {"title": "Newcomer"}}))
        step(record, engine)
        found(engine, "newcomer")
    engine.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_without_an_index_the_search_is_unavailable(engine: WhooshEngine) -> None:
    with pytest.raises(SearchUnavailable):
        found(engine, "kyiv")
