"""Journeys of an applicant: a draft in a client, filled by what would be typed."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

FILLED: dict[str, list[tuple[str, str]]] = {
    "about-you": [
        ("sender-role", "municipality"),
        ("sender-name", "Ana Lucía Paredes"),
        ("sender-organisation", "Municipio de Quito"),
        ("sender-email", "ana.paredes@quito.example"),
        ("sender-phone", "+593 2 395 2300"),
    ],
    "city": [("pc-el-city.city", "Quito"), ("pc-el-city.country", "EC")],
    "resources-and-priorities": [
        ("pc-el-economy", "Turismo, flores y tecnología."),
        ("pc-el-community-resources", "Universidades y museos."),
        ("pc-el-municipal-priorities", "Metro y vivienda."),
    ],
    "goals": [("pc-el-goals.codes", "ipf-2"), ("pc-el-goals.codes", "ipf-5"), ("pc-el-goals.text", "Aprender.")],
    "activities": [
        ("pc-el-activities.0.title", "Intercambio de urbanistas"),
        ("pc-el-activities.0.description", "Dos por ciudad."),
        ("pc-el-activities.0.kind", "knowledge-exchange"),
        ("pc-el-activities.0.cost.amount", "50000"),
        ("pc-el-activities.0.cost.currency", "usd"),
        ("pc-el-activities.0.staff", "Dos personas"),
        ("pc-el-activities.1.title", "Festival de música"),
    ],
    "money-and-staff": [
        ("pc-el-financial-resources.amount", "75000"),
        ("pc-el-financial-resources.currency", "USD"),
        ("pc-el-staffing", "Cuatro personas."),
    ],
    "objectives": [("smart-specific", "Una red de barrios.")],
    "term": [("pc-el-term", "48"), ("pc-el-renewal", "yes")],
}


class Draft:
    """One draft in one client."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self.client = client
        self.language = language
        answer = client.post(f"/{language}/propose", data={"category": "partnership-city"})
        assert answer.status_code == 303, answer.text
        self.token = answer.location.rsplit("/", 1)[1]

    def url(self, part: str = "", language: str | None = None) -> str:
        return f"/{language or self.language}/propose/{self.token}" + (f"/{part}" if part else "")

    def get(self, part: str = "", language: str | None = None) -> TestResponse:
        return self.client.get(self.url(part, language))

    def type(self, section: str, pairs: list[tuple[str, str]], language: str | None = None) -> TestResponse:
        return self.client.post(self.url(section, language), data=MultiDict(pairs))

    def fill(self, *, without: tuple[str, ...] = ()) -> None:
        """Fill every section, leaving out the elements named."""
        for section, pairs in FILLED.items():
            kept = [(name, text) for name, text in pairs if name.split(".")[0] not in without]
            if "pc-el-financial-resources" in without or "pc-el-staffing" in without:
                kept = [(name, text) for name, text in kept if ".cost." not in name and not name.endswith(".staff")]
            assert self.type(section, kept).status_code == 303

    def send(self) -> TestResponse:
        return self.client.post(self.url("send"))


@pytest.fixture
def draft(client: FlaskClient) -> Draft:
    return Draft(client)


@pytest.fixture
def new_draft(client: FlaskClient) -> Callable[[], Draft]:
    return lambda: Draft(client)


def missing_on(page: str) -> list[str]:
    """The elements that a page lists as missing, in order."""
    return re.findall(r'id="missing-([a-z0-9-]+)"', page)
