"""Languages: which are offered, what falls back, and catalogues that are whole."""

import pytest

from content import languages
from portal.catalogues import faults_of


def test_a_site_can_offer_the_complete_languages() -> None:
    assert [(language.tag, language.direction) for language in languages.offered()] == [
        ("en", "ltr"), ("fr", "ltr"), ("ar", "rtl"), ("es", "ltr"),
    ]  # fmt: skip


def test_an_unknown_language_cannot_be_spoken() -> None:
    with pytest.raises(KeyError):
        languages.speak("tlh")


def test_a_language_declared_complete_stays_complete() -> None:
    assert faults_of() == []
