"""What a word is, in every script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.analysis import STEMMED, Token, fold, tokens


def keys(text: str, language: str) -> set[str]:
    return {key for token in tokens(text, language) for key in token.keys}


def folded(text: str, language: str = "") -> list[str]:
    return [token.folded for token in tokens(text, language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "agreement", "AGREEMENTS"),
        ("fr", "ville", "villes"),
        ("fr", "l’accord", "accords"),
        ("fr", "coopération", "cooperation"),
        ("fr", "COOPÉRATION", "coope\u0301ration"),
        ("en", "Rotterdam", "Rotterdam’s"),
        ("uk", "угода", "угоду"),
        ("ar", "اتفاقية", "الاتفاقية"),
        ("ar", "إدارة", "ادارة"),
        ("ar", "الحُرِّيَّة", "الحرية"),
        ("ar", "مدينة", "مديـــنة"),
        ("ar", "٢٠٢٦", "2026"),
        ("pl", "Łódź", "lodz"),
        ("de", "Straße", "STRASSE"),
        ("ja", "バンク", "ﾊﾞﾝｸ"),
        ("vi", "Hồ Chí Minh", "ho chi minh"),
        ("en", "ｆｕｌｌ", "full"),
        ("en", "co\u00adoperation", "cooperation"),
    ],
)
def test_two_ways_of_writing_a_word_share_a_key(language: str, one: str, other: str) -> None:
    assert keys(one, language) & keys(other, language)


def test_stems_of_two_languages_do_not_meet() -> None:
    assert not keys("parties", "fr") & keys("part", "en")


def test_combining_marks_belong_to_their_word() -> None:
    assert folded("मानव अधिकारों", "hi") == ["मानव", "अधिकारों"]


def test_han_becomes_pairs_that_know_the_ends_of_their_run() -> None:
    found = tokens("友好城市3", "zh-Hans")
    assert [(t.exact, t.head, t.tail) for t in found] == [
        ("友好", "友", ""),
        ("好城", "", ""),
        ("城市", "", "市"),
        ("3", "", ""),
    ]
    assert [(t.start, t.end, t.position) for t in found] == [(0, 2, 0), (1, 3, 1), (2, 4, 2), (4, 5, 3)]


def test_thai_becomes_pairs_of_whole_clusters() -> None:
    assert folded("สิทธิ") == ["สิท", "ทธิ"]


def test_one_character_alone_is_a_token() -> None:
    assert [(t.exact, t.is_single) for t in tokens("友", "")] == [("友", True)]


def test_exact_form_keeps_the_accents() -> None:
    assert tokens("Coopération", "fr") == [Token(0, 0, 11, "coopération", "cooperation", ("fr:cooper",))]


def test_symbols_and_stray_marks_are_no_words() -> None:
    assert tokens("✓ ❤️ … \u0301 \u200d ' _", "en") == []


def test_titles_fold_for_sorting() -> None:
    assert fold("Île-de-France") == "ile-de-france"


@given(st.text(max_size=80), st.sampled_from([*STEMMED, "", "zh-Hans", "ja", "xx-Unknown"]))
def test_offsets_lie_within_the_text_and_no_term_is_empty(text: str, language: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for number, token in enumerate(tokens(text, language)):
        assert token.position == number
        assert 0 <= token.start < token.end <= len(text)
        assert token.exact
        assert token.folded
        assert all(token.keys)


@given(st.text(max_size=80), st.sampled_from(STEMMED))
def test_every_language_sees_the_same_words(text: str, language: str) -> None:
    assert [t[:5] for t in tokens(text, language)] == [t[:5] for t in tokens(text, "")]
