"""The query language of readers: words, "phrases", -exclusions and prefix*; every input means something.

It is deliberately small and is read from left to right once, so that no input costs more than its length, and none
is an error: what cannot be obeyed is left out or taken as a word, and a note says so. Rule R23 of the promises.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from content.search.analysis import tokens

MAX_CHARACTERS = 200
MAX_TERMS = 32
MAX_PREFIXES = 2
"""A prefix stands for many words; more than these are taken as words."""
MIN_PREFIX = 2


class Note(StrEnum):
    """What was not taken as typed, for the page to say in the reader's language."""

    SHORTENED = "shortened"
    TOO_MANY_TERMS = "too-many-terms"
    TOO_MANY_PREFIXES = "too-many-prefixes"
    SHORT_PREFIX = "short-prefix"
    LONE_STAR = "lone-star"


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms. Where the text means several words (``saint-denis``), they follow each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not occur."""

    part: "Word | Phrase | Prefix"


Leaf: TypeAlias = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Query:
    """All parts must hold. Without parts it matches everything."""

    parts: tuple[Leaf | Not, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def wanted(self) -> tuple[Leaf, ...]:
        """The parts that a hit has, in the order typed."""
        return tuple(part for part in self.parts if not isinstance(part, Not))

    @property
    def unwanted(self) -> tuple[Leaf, ...]:
        """The parts that a hit has not."""
        return tuple(part.part for part in self.parts if isinstance(part, Not))

    @property
    def is_empty(self) -> bool:
        return not self.parts


# The typographic pairs are what phones, French and German keyboards put in the place of a straight quotation mark.
_QUOTES = '"“”„«»「」『』'
# A quotation mark that nothing closes is no more than a space.
_CHUNK = re.compile(f"(?P<minus>[-−–]?)(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\\s{_QUOTES}]+))")
_STARS = "*＊"


def parse(text: str) -> Query:
    """What a reader typed, as a query. Any text is accepted; no exception is raised."""
    notes: list[Note] = []
    text = text.replace("\0", " ")
    if len(text) > MAX_CHARACTERS:
        notes.append(Note.SHORTENED)
        text = text[:MAX_CHARACTERS]
    parts: list[Leaf | Not] = []
    prefixes = 0
    for match in _CHUNK.finditer(unicodedata.normalize("NFC", text)):
        leaf = _leaf(match, notes)
        if leaf is None:
            continue
        if len(parts) == MAX_TERMS:
            notes.append(Note.TOO_MANY_TERMS)
            break
        if isinstance(leaf, Prefix):
            prefixes += 1
            if prefixes > MAX_PREFIXES:
                notes.append(Note.TOO_MANY_PREFIXES)
                leaf = Word(leaf.text)
        part = Not(leaf) if match["minus"] else leaf
        if part not in parts:
            parts.append(part)
    return Query(tuple(parts), tuple(dict.fromkeys(notes)))


def _leaf(match: re.Match[str], notes: list[Note]) -> Leaf | None:
    """A word, a phrase or a prefix; None when nothing in the text can be looked for."""
    if match["phrase"] is not None:
        return Phrase(match["phrase"].strip()) if tokens(match["phrase"], "") else None
    word = match["word"].rstrip(_STARS)
    if not word.strip(_STARS):
        notes.append(Note.LONE_STAR)
        return None
    found = tokens(word, "")
    if not found:
        return None
    if word == match["word"]:
        return Word(word)
    if len(found) == 1 and not found[0].in_run and len(found[0].folded) < MIN_PREFIX:
        notes.append(Note.SHORT_PREFIX)
        return Word(word)
    # Pairs of characters find the middle of a longer run anyway, and of several words only the last is a beginning.
    return Prefix(word) if len(found) == 1 and not found[0].in_run else Word(word)
