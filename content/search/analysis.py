"""One tokenizer for every language: the words of a text, each with its exact form, its folded form and its keys.

The engine stores what is said here and computes nothing itself, so that the index, the plain scan of the record,
the highlighter and any later engine agree about what a word is.

* Texts of Han, kana and hangul become overlapping pairs, so do Thai, Lao, Khmer and Burmese (of whole grapheme
  clusters); everything else becomes words. Combining marks belong to their word.
* ``exact`` is the word as written, without regard to case, width, elision (``l'``) and invisible characters.
* ``folded`` has lost its accents, too: only in scripts in which people leave them out when they type.
* ``keys`` are the stems, marked with the language that made them: the English stem of *parties* must not meet the
  French stem of *part*. Words of a language without stemmer have their folded form as key, marked with none.
"""

import re
import sys
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

VERSION = "1"
"""Raised by hand whenever the same text would give other terms; an index of another version is rebuilt."""

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}

STEMMED = (*_ALGORITHMS, "uk")
"""Every language whose words have keys of their own."""

_SEA = "\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
_CJK = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
_HANGUL = "\uac00-\ud7a3"
_IN_RUNS = re.compile(f"[{_SEA}{_CJK}{_HANGUL}]")
_INVISIBLE = "\u00ad\u0640\u200b\u200c\u200d\u2060\ufeff"
_LAST_LETTER_PLANE = 0x1FFFF


_ALL = "".join(map(chr, range(_LAST_LETTER_PLANE + 1)))
# One letter per character: the first of its Unicode category, blank inside the runs.
_KINDS = "".join(
    " " if character == "\0" else unicodedata.category(character)[0]
    for character in re.sub(f"{_IN_RUNS.pattern}+", lambda run: "\0" * len(run[0]), _ALL)
)


def _character_class(first_letters: str) -> str:
    """The characters outside runs whose Unicode category begins so, as the inside of a regular expression's [...].

    Python's ``\\w`` leaves combining marks out, which would cut Hindi, vocalised Arabic and every decomposed text.
    """
    spans = (found.span() for found in re.finditer(f"[{first_letters}]+", _KINDS))
    return "".join(f"{chr(start)}-{chr(end - 1)}" for start, end in spans)


_LETTER = _character_class("LN")
_INNER = _LETTER + _character_class("M") + _INVISIBLE
_TOKEN = re.compile(
    f"(?P<word>[{_LETTER}][{_INNER}]*(?:['’ʼ][{_LETTER}][{_INNER}]*)*)|(?P<run>[{_SEA}]+|[{_CJK}]+|[{_HANGUL}]+)"
)

_DROP = dict.fromkeys(map(ord, _INVISIBLE))
_FOLD = str.maketrans(
    {
        **{"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"},
        **{"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه"},
        **{"ؤ": "و", "ء": "", "ґ": "г"},
    }
)
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]+"
)
_ELISION = re.compile("(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|dall|nell|sull|un|quell|gl)'(?=..)")
_UKRAINIAN_ENDING = re.compile(
    "(?:ення|ість|ості|ами|ями|ого|ому|ими|ій|ої|ою|ею|ів|їв|ах|ях|ам|ям|ом|ем|єм|их|ий|им|а|я|о|е|є|и|і|ї|у|ю|ь|й)$"
)
_HALF_WIDTH_MARKS = "\uff9e\uff9f"


class Token(NamedTuple):
    """A word, or a pair out of a run, at its place in the text (which is taken as NFC)."""

    position: int
    start: int
    end: int
    exact: str
    folded: str
    keys: tuple[str, ...]
    in_run: bool = False
    is_single: bool = False
    """A run of one character alone: as a query it stands for every pair that it is part of."""
    head: str = ""
    """The first character of the run, on the run's first pair."""
    tail: str = ""
    """The last character of the run, on the run's last pair."""


def tokens(text: str, language: str) -> list[Token]:
    """The words of a text in one language; an unknown or empty language is not stemmed."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "run":
            found.extend(_pairs(match.group(), match.start(), len(found)))
            continue
        exact, folded, keys = _forms(match.group(), language)
        if folded:
            found.append(Token(len(found), match.start(), match.end(), exact, folded, keys))
    return found


def fold(text: str) -> str:
    """A whole text without regard to case and accents, as titles are sorted."""
    return unaccented(exact_form(text))


def exact_form(word: str) -> str:
    """A word as written, without regard to case, width, elision and invisible characters."""
    if word.isascii():
        word = word.lower()
    else:
        word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
        word = unicodedata.normalize("NFC", word.translate(_DROP)).replace("i\u0307", "i")
        word = word.replace("’", "'").replace("ʼ", "'")
        word = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word)
    if "'" in word:
        word = _ELISION.sub("", word, count=1) if _ELISION.match(word) else word
        word = word.removesuffix("'s")
    return word


def unaccented(word: str) -> str:
    """A word without its accents, apostrophes and letter variants; Indic, Thai and kana marks stay."""
    word = word.replace("'", "")
    if word.isascii():
        return word
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", word.translate(_FOLD)))
    return unicodedata.normalize("NFC", bare).translate(_FOLD)


@lru_cache(maxsize=50_000)
def _forms(word: str, language: str) -> tuple[str, str, tuple[str, ...]]:
    exact = exact_form(word)
    folded = unaccented(exact) or exact
    base = language.split("-")[0]
    if not any(character.isalpha() for character in folded) or not _is_stemmed(base):
        return exact, folded, (f":{folded}",)
    # What is typed without accents must meet the accented word: the bare word is stemmed, too.
    stems = (unaccented(_stem(exact.replace("'", ""), base)), unaccented(_stem(folded, base)))
    return exact, folded, tuple(dict.fromkeys(f"{base}:{stem}" for stem in stems if stem)) or (f":{folded}",)


def _is_stemmed(base: str) -> bool:
    return base in STEMMED


class _Stemmers(threading.local):
    """A stemmer has inner state and belongs to one thread."""

    def __init__(self) -> None:
        self.by_language: dict[str, Stemmer.Stemmer] = {}


_stemmers = _Stemmers()


def _stem(word: str, base: str) -> str:
    if base == "uk":
        shorter = _UKRAINIAN_ENDING.sub("", word) if len(word) > 4 else word
        return shorter if len(shorter) >= 3 else word
    stemmer = _stemmers.by_language.get(base)
    if stemmer is None:
        stemmer = _stemmers.by_language[base] = Stemmer.Stemmer(_ALGORITHMS[base], 0)
    # A stemmer that leaves nothing says that there is nothing to cut.
    return str(stemmer.stemWord(word)) or word


def _pairs(run: str, offset: int, position: int) -> Iterator[Token]:
    clusters = _clusters(run)
    if len(clusters) == 1:
        exact, folded = _pair_forms(run)
        yield Token(position, offset, offset + len(run), exact, folded, (f":{folded}",), in_run=True, is_single=True)
        return
    last = len(clusters) - 2
    for number, ((start, middle), (_, end)) in enumerate(zip(clusters, clusters[1:], strict=False)):
        exact, folded = _pair_forms(run[start:end])
        yield Token(
            position + number,
            offset + start,
            offset + end,
            exact,
            folded,
            (f":{folded}",),
            in_run=True,
            head=_pair_forms(run[start:middle])[1] if number == 0 else "",
            tail=_pair_forms(run[middle:end])[1] if number == last else "",
        )


@lru_cache(maxsize=50_000)
def _pair_forms(pair: str) -> tuple[str, str]:
    exact = sys.intern(exact_form(pair)) or pair
    return exact, unaccented(exact) or exact


def _clusters(run: str) -> list[tuple[int, int]]:
    """Where each base character with its marks begins and ends."""
    starts = [0]
    for index in range(1, len(run)):
        is_mark = unicodedata.category(run[index]) in ("Mn", "Mc") or run[index] in _HALF_WIDTH_MARKS
        if not is_mark:
            starts.append(index)
    return list(zip(starts, [*starts[1:], len(run)], strict=True))
