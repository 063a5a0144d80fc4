"""Languages: which are offered, what falls back, and catalogues that are whole."""

import pytest

from content import languages
from content.languages import pick, speaking
from portal.catalogues import faults_of


def test_english_french_and_arabic_are_offered() -> None:
    assert [(language.tag, language.direction) for language in languages.offered()] == [
        ("en", "ltr"), ("fr", "ltr"), ("ar", "rtl"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "current,texts,expected",
    [
        ("fr", {"en": "City", "fr": "Ville"}, ("Ville", "fr", False)),
        ("ar", {"en": "City", "fr": "Ville"}, ("City", "en", True)),
        ("en", {"fr": "Ville"}, ("Ville", "fr", True)),
        ("fr", {"en": "City", "fr": ""}, ("City", "en", True)),
    ],
)
def test_p13_a_missing_text_falls_back_and_says_so(
    current: str, texts: dict[str, str], expected: tuple[str, str, bool]
) -> None:
    with speaking(current):
        words = pick(texts)
        assert words is not None
        assert (words.text, words.language.tag, words.is_fallback) == expected


def test_no_text_at_all_is_none() -> None:
    assert pick({}) is None


@pytest.mark.parametrize(("tag", "expected"), [("en", "A, B and C"), ("fr", "A, B ou C"), ("ar", "A وB وC")])
def test_a_list_is_strung_together_as_the_language_does_it(tag: str, expected: str) -> None:
    with speaking(tag):
        assert languages.listed(["A", "B", "C"], "or" if tag == "fr" else "standard") == expected


def test_an_unknown_language_cannot_be_spoken() -> None:
    with pytest.raises(KeyError):
        languages.speak("tlh")


def test_a_language_declared_complete_stays_complete() -> None:
    assert faults_of() == []
