"""Mails to applicants and to people of the house: each says what it is about, and where to go."""

from typing import Any

import pytest
from flask import Flask

from content.notices import Notice
from portal.mailer import compose

ABOUT = {
    "reference": "OA-2026-AB23-CD45",
    "name": "Ana Lucía O'Paredes",
    "state": "assessment",
    "received_at": "2026-11-02T15:30:00+00:00",
}
EXPIRES = {"name": "Ana", "expires_at": "2026-11-09T15:30:00+00:00"}
MAILS: list[tuple[str, dict[str, Any], str]] = [
    ("receipt", {**ABOUT, "state": "received"}, "/status/secret"),
    ("progress", ABOUT, "/status/secret"),
    ("declined", {**ABOUT, "state": "declined", "words": "The goals are <not> clear."}, "/status/secret"),
    ("withdrawn", {**ABOUT, "state": "withdrawn"}, "/status/secret"),
    ("status_link", ABOUT, "/status/secret"),
    ("draft_link", {}, "/propose/secret"),
    ("invitation", EXPIRES, "/invitation/secret"),
    ("reset", EXPIRES, "/reset/secret"),
]


def notice(template: str, values: dict[str, Any], language: str) -> Notice:
    return Notice(template=template, values=values, language=language, recipient="ana@quito.example", secrets={})


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(("template", "values", "path"), MAILS)
def test_a_mail_has_a_subject_and_its_link(
    app: Flask, template: str, values: dict[str, Any], path: str, language: str
) -> None:
    subject, text = compose(app, notice(template, values, language), {"token": "secret"})
    assert subject
    assert f"http://localhost/{language}{path}\n" in text


def test_f9_the_receipt_names_reference_and_both_times(app: Flask) -> None:
    subject, text = compose(app, notice("receipt", MAILS[0][1], "en"), {"token": "secret"})
    assert "OA-2026-AB23-CD45" in subject
    assert "November 2, 2026, 10:30 EST" in text
    assert "November 2, 2026, 15:30 UTC" in text
    assert "Ana Lucía O'Paredes" in text


def test_a_decline_is_told_in_the_words_of_the_decision(app: Flask) -> None:
    _subject, text = compose(app, notice("declined", MAILS[2][1], "en"), {"token": "secret"})
    assert "The goals are <not> clear." in text
