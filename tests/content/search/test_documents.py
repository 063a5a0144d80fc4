"""What of a body is searched, and under which address."""

from content.search.documents import Passage, Place, document_of, documents_of

from .memory_record import Record, agreement, party

LANGUAGES = ("en", "fr", "ar")


def of_place(record: Record, item: str, language: str, place: Place) -> list[Passage]:
    document = document_of(record.bodies[item], language, LANGUAGES)
    return [passage for passage in document.passages if passage.place is place]


def test_one_document_for_each_language(record: Record) -> None:
    found = documents_of(record.bodies["kyiv"], LANGUAGES)
    assert [(d.key, d.title) for d in found] == [
        ("kyiv/en", "Kyiv Agreement"),
        ("kyiv/fr", "Accord de Kyiv"),
        ("kyiv/ar", "Kyiv Agreement"),
    ]


def test_a_missing_language_has_the_words_of_the_source(record: Record) -> None:
    assert of_place(record, "amman", "en", Place.TITLE) == [Passage(Place.TITLE, "", "اتفاقية عمّان", "ar")]


def test_other_languages_are_there_but_not_primary(record: Record) -> None:
    assert of_place(record, "kyiv", "fr", Place.TITLE) == [
        Passage(Place.TITLE, "", "Accord de Kyiv", "fr"),
        Passage(Place.TITLE, "", "Kyiv Agreement", "en", is_primary=False),
    ]


def test_anchors_name_the_element(record: Record) -> None:
    assert of_place(record, "kyiv", "en", Place.MILESTONE) == [
        Passage(Place.MILESTONE, "milestone-m1", "Library opened", "en"),
        Passage(Place.MILESTONE, "milestone-m1", "Books for the children", "en"),
    ]


def test_countries_are_named_in_every_language_of_the_readers(record: Record) -> None:
    found = {passage.text for passage in of_place(record, "chongqing", "en", Place.COUNTRY)}
    assert found == {"China", "Chine", "الصين"}


def test_file_names_are_searched(record: Record) -> None:
    assert [p.text for p in of_place(record, "chongqing", "en", Place.DOCUMENT)] == [
        "Signed scan",
        "agreement-scan.pdf",
    ]


def test_facets_and_date(record: Record) -> None:
    document = document_of(record.bodies["sao-paulo"], "en", LANGUAGES)
    assert document.facets == {
        "category": ("international-project",),
        "state": (),
        "region": ("latin-america-caribbean",),
        "country": ("BR",),
        "goal": ("ipf-2", "ipf-5"),
        "year": ("2020",),
        "language": ("en",),
    }
    assert document.date == 20200101


def test_a_date_of_year_precision_is_not_invented(record: Record) -> None:
    assert document_of(record.bodies["chongqing"], "en", LANGUAGES).date == 19860000
    assert document_of(record.bodies["amman"], "en", LANGUAGES).date == 0


def test_the_city_itself_is_no_country_to_filter_by() -> None:
    city = party("Almora", "CA") | {"role": "signatory"}
    body = agreement("x", {"en": {"title": "X"}}, parties=[city, party("Milan", "IT")])
    assert document_of(body, "en", LANGUAGES).facets["country"] == ("IT",)


def test_an_unknown_schema_is_searched_by_its_texts() -> None:
    body = {"schema": "page/1", "id": "p", "source_language": "en", "texts": {"en": {"title": "Help", "body": "Write"}}}
    document = document_of(body, "en", LANGUAGES)
    assert (document.kind, [p.text for p in document.passages]) == ("page", ["Help", "Write"])


def test_absent_facts_are_no_words() -> None:
    body = agreement("x", {"en": {"title": "X", "summary": None}}, parties=None, established=None, objectives=None)  # type: ignore[dict-item]
    assert [p.text for p in document_of(body, "en", LANGUAGES).passages] == ["X"]


def test_every_element_gives_its_words() -> None:
    texts = {"en": {"title": "Words"}}
    body = agreement(
        "x",
        {"en": {"title": "X"}},
        objectives=[{"id": "o1", "texts": texts, "indicators": [{"id": "i1", "texts": texts}]}],
        activities=[{"id": "a1", "texts": texts, "place": "Milan", "results": [{"measure": {"en": "visits"}}]}],
        outcomes=[{"id": "u1", "texts": texts}],
        decisions=[{"id": "c1", "texts": texts, "item": "EX1.2"}],
        history=[{"labels": {"en": "Sister City"}}],
        established={"date": "1991", "description": "Twinning"},
    )
    found = [(p.place.value, p.anchor, p.text) for p in document_of(body, "en", LANGUAGES).passages[1:]]
    assert found == [
        ("objective", "objective-o1", "Words"),
        ("indicator", "objective-o1", "Words"),
        ("activity", "activity-a1", "Words"),
        ("activity", "activity-a1", "Milan"),
        ("activity", "activity-a1", "visits"),
        ("outcome", "outcome-u1", "Words"),
        ("decision", "decision-c1", "Words"),
        ("decision", "decision-c1", "EX1.2"),
        ("history", "history-1", "Sister City"),
        ("history", "history", "Twinning"),
    ]
