"""A city's record as a few agreements in several scripts, and a real index that follows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from content.search.following import step
from content.search.whoosh import WhooshEngine

from .memory_record import Record, agreement, party

LANGUAGES = ("en", "fr", "ar")


@pytest.fixture
def record() -> Record:
    return Record(
        agreement(
            "kyiv",
            {
                "en": {"title": "Kyiv Agreement", "summary": "Economic cooperation between the parties"},
                "fr": {"title": "Accord de Kyiv", "summary": "Coopération économique entre des villes jumelées"},
            },
            category="partnership-city",
            signed_on="1991-10-02",
            parties=[party("Kyiv", "UA", ["Kiev", "Київ"], en="City of Kyiv", fr="Ville de Kyiv")],
            goals=[{"code": "ipf-2", "basis": "stated"}],
            goal_labels={"ipf-2": {"en": "Trade and investment", "fr": "Commerce et investissement"}},
            milestones=[
                {"id": "m1", "texts": {"en": {"title": "Library opened", "description": "Books for the children"}}}
            ],
        ),
        agreement(
            "chongqing",
            {"zh-Hans": {"title": "友好城市协议", "summary": "第3条"}, "en": {"title": "Chongqing Agreement"}},
            category="partnership-city",
            signed_on="1986",
            parties=[party("Chongqing", "CN")],
            goals=[{"code": "ipf-5", "basis": "stated"}],
            documents=[{"id": "d1", "name": "agreement-scan.pdf", "texts": {"en": {"title": "Signed scan"}}}],
        ),
        agreement(
            "sao-paulo",
            {"en": {"title": "São Paulo Agreement", "summary": "A part of the whole"}},
            category="international-project",
            signed_on="2020-01-01",
            parties=[party("São Paulo", "BR")],
            goals=[{"code": "ipf-2", "basis": "stated"}, {"code": "ipf-5", "basis": "stated"}],
        ),
        agreement(
            "amman",
            {"ar": {"title": "اتفاقية عمّان", "summary": "مذكرة تفاهم في إدارة المياه"}},
            category="historical-agreement",
            parties=[party("Amman", "JO", ar="أمانة عمّان")],
        ),
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path / "index", LANGUAGES)
    yield engine
    engine.close()


@pytest.fixture
def followed(record: Record, engine: WhooshEngine) -> WhooshEngine:
    """An index that has caught up with the record."""
    while step(record, engine):
        pass
    return engine
