"""Shows why a hit is a hit: in which places of the item the words stand, with the words marked.

The result is plain pieces of text, each a match or not; what marks them on a page is the page's affair.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.search.analysis import STEMMED, Token, tokens
from content.search.documents import Passage, Place, SearchDocument
from content.search.matching import EXACT_POINTS, POINTS
from content.search.query import Prefix, Query
from content.search.terms import Wanted, field_of, forms_of, keys_of, wanted_words

SNIPPET = 200
_BEFORE = 60
"""Characters shown before the first match of a snippet."""

Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place with a match: where it stands, in which language, and its words in pieces (text, is a match)."""

    place: Place
    anchor: str
    language: str
    pieces: tuple[Piece, ...]
    cut_before: bool = False
    cut_after: bool = False

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


class Marker:
    """Marks the words of one query in texts; made once for a page of hits.

    For results that are ``widened``, give the query of ``matching.widen``.
    """

    def __init__(self, tree: Query) -> None:
        leaves = [wanted_words(leaf.text, STEMMED, as_prefix=isinstance(leaf, Prefix)) for leaf in tree.wanted]
        self._leaves = [words for words in leaves if words]

    def mark(self, text: str, language: str) -> tuple[Piece, ...]:
        """A whole text in pieces."""
        text = unicodedata.normalize("NFC", text)
        spans = [span for found in self._found(tokens(text, language)) for span in found]
        return _pieces(text, spans, 0, len(text))

    def excerpts(self, document: SearchDocument, limit: int = 2) -> tuple[Excerpt, ...]:
        """The best places of a document, without its title: first those that show words not shown yet."""
        candidates: list[tuple[int, int, frozenset[int], Passage, list[tuple[int, int]]]] = []
        missing = len(self._leaves)
        for number, passage in enumerate(document.passages):
            if passage.place is Place.TITLE and passage.is_primary:
                continue
            found = self._found(tokens(passage.text, passage.language))
            leaves = frozenset(leaf for leaf, spans in enumerate(found) if spans)
            if leaves:
                spans = [span for part in found for span in part]
                candidates.append((-self._points(passage, len(leaves)), number, leaves, passage, spans))
                if len(leaves) == missing and len(candidates) >= limit * 2:
                    break
        return tuple(_excerpt(passage, spans) for passage, spans in _choose(candidates, limit))

    def _points(self, passage: Passage, leaves: int) -> int:
        field = field_of(passage) or "words"
        return leaves * max(EXACT_POINTS.values()) + POINTS[field] + (5 if passage.is_primary else 0)

    def _found(self, text: Sequence[Token]) -> list[list[tuple[int, int]]]:
        """For each part of the query the spans of its matches."""
        return [self._spans(words, text) for words in self._leaves]

    def _spans(self, words: Sequence[Wanted], text: Sequence[Token]) -> list[tuple[int, int]]:
        if len(words) == 1:
            return [(token.start, token.end) for token in text if _is_match(words[0], token)]
        spans = []
        for start in range(len(text) - words[-1].offset):
            run = [text[start + word.offset] for word in words]
            if all(_has_key(word, token) for word, token in zip(words, run, strict=True)):
                spans.append((run[0].start, run[-1].end))
        return spans


def _has_key(word: Wanted, token: Token) -> bool:
    return not set(word.keys).isdisjoint(keys_of(token) if token.in_run else token.keys)


def _is_match(word: Wanted, token: Token) -> bool:
    if word.as_prefix:
        return any(form.startswith(word.folded) for form in forms_of(token))
    return f"~{token.folded}" == word.folded or not set(word.keys).isdisjoint(token.keys)


def _choose(
    candidates: Iterable[tuple[int, int, frozenset[int], Passage, list[tuple[int, int]]]], limit: int
) -> list[tuple[Passage, list[tuple[int, int]]]]:
    chosen: list[tuple[Passage, list[tuple[int, int]]]] = []
    shown: set[int] = set()
    texts: set[str] = set()
    waiting = sorted(candidates, key=lambda candidate: candidate[:2])
    while waiting and len(chosen) < limit:
        # The best that shows something new, else the best.
        best = next((candidate for candidate in waiting if not candidate[2] <= shown), waiting[0])
        waiting.remove(best)
        if best[3].text not in texts:
            chosen.append((best[3], best[4]))
            shown |= best[2]
            texts.add(best[3].text)
    return chosen


def _excerpt(passage: Passage, spans: list[tuple[int, int]]) -> Excerpt:
    text = unicodedata.normalize("NFC", passage.text)
    start, end = _window(text, min(spans)[0])
    pieces = _pieces(text, spans, start, end)
    return Excerpt(passage.place, passage.anchor, passage.language, pieces, start > 0, end < len(text))


def _window(text: str, first: int) -> tuple[int, int]:
    """About SNIPPET characters around the first match, from word to word where the script has spaces."""
    if len(text) <= SNIPPET:
        return 0, len(text)
    start = max(0, min(first - _BEFORE, len(text) - SNIPPET))
    if start:
        space = text.find(" ", start, min(first, start + 30))
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        space = text.rfind(" ", max(end - 30, first + 1), end)
        end = space if space >= 0 else end
    return start, end


def _pieces(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    place = start
    for first, last in _merged(spans):
        first, last = max(first, place), min(last, end)
        if first >= last:
            continue
        if first > place:
            pieces.append((text[place:first], False))
        pieces.append((text[first:last], True))
        place = last
    if place < end:
        pieces.append((text[place:end], False))
    return tuple(pieces)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order; those that touch become one, as pairs of one run do."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
