"""Markdown to HTML that can do nothing: a closed list of elements, links that are known, pictures of the library alone.

No HTML of the author passes: it is shown as the text that it is. What could keep the parser busy is refused before it
is parsed, so that every text is rendered within two seconds or told what is wrong with it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from content.languages import gettext as _
from content.languages import ngettext

LONGEST = 50_000
MOST_LINES = 3_000
MOST_HEADINGS = 200
MOST_BRACKETS = 1_000
MOST_CELLS = 4_000
MOST_IN_A_BLOCK = {"[": 100, "<": 100, "&": 200, "`": 200, "*": 400, "_": 400, "\\": 1_000}
DEEPEST = 8
BLOCK = re.compile(r"\n\s*\n")
HEADING_LINE = re.compile(r"^ {0,3}(#|=+ *$|-+ *$)", re.MULTILINE)
NESTED_LINE = re.compile(r"^(?:[ \t]*(?:>|[-+*](?=\s)|\d+[.)](?=\s)))+|^[ \t]+(?=\S)", re.MULTILINE)
MARKER = re.compile(r">|[-+*](?=\s)|\d+[.)](?=\s)")
REFERENCE = re.compile(r"(file|image|page|news|agreement|term|site):([a-z0-9]+(?:[-/][a-z0-9]+)*)")
WEB = re.compile(r"https?://[^\s/?#\\@]+([/?#][^\s\\]*)?|mailto:[^\s\\]+@[^\s\\]+", re.IGNORECASE)
OWN = re.compile(r"(/(?![/\\])|#)[^\s\\]*")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TAGS = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong",
        "a", "img", "figure", "figcaption", "div", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
ATTRIBUTES = {
    **{tag: {"id"} for tag in HEADINGS[1:]},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "div": {"class", "tabindex"},
    "th": {"scope"},
}
TABLE_FRAME = "oa-prose__table"


@dataclass(frozen=True)
class Picture:
    """A file of the library as a text may show it or lead to it; ``alt`` None: nobody has written one."""

    url: str
    is_image: bool
    alt: str | None = None
    caption: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Places:
    """Where internal links lead: the beginning of the address of each kind, and the files by their keys."""

    page: str = ""
    news: str = ""
    agreement: str = ""
    term: str = ""
    site: str = ""
    files: tuple[tuple[str, Picture], ...] = ()


@dataclass(frozen=True)
class Reference:
    """An internal link of a text: its kind, its key, and for a picture the alternative text that stands with it."""

    kind: str
    key: str
    alt: str = ""
    is_image: bool = False


@dataclass(frozen=True)
class Rendered:
    """The HTML, the headings for a table of contents as (id, words), and the internal links."""

    html: str
    headings: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]


class Unreadable(ValueError):
    """The text is refused; the message says why, in the reader's language."""


def fault_of(text: str) -> str | None:
    """Why a text cannot be kept, in words; None when it can. Runs in time proportional to the text."""
    if len(text) > LONGEST:
        return ngettext("Use at most %(number)s character.", "Use at most %(number)s characters.", LONGEST)
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
        return _("The text holds characters that cannot be shown.")
    if text.count("\n") >= MOST_LINES:
        return ngettext("Use at most %(number)s line.", "Use at most %(number)s lines.", MOST_LINES)
    if sum(1 for _found in HEADING_LINE.finditer(text)) > MOST_HEADINGS:
        return ngettext("Use at most %(number)s heading.", "Use at most %(number)s headings.", MOST_HEADINGS)
    if text.count("[") > MOST_BRACKETS:
        return ngettext("Use at most %(number)s link.", "Use at most %(number)s links.", MOST_BRACKETS)
    if text.count("|") > MOST_CELLS:
        return ngettext("Use at most %(number)s cell in tables.", "Use at most %(number)s cells in tables.", MOST_CELLS)
    for block in BLOCK.split(text):
        for sign, most in MOST_IN_A_BLOCK.items():
            if block.count(sign) > most:
                return _("One paragraph holds too many of the sign %(sign)s. Divide it.", sign=sign)
    if any(_depth(found[0]) > DEEPEST for found in NESTED_LINE.finditer(text)):
        return _("Lists and quotations are nested too deeply.")
    return None


def _depth(beginning: str) -> int:
    lead = beginning.expandtabs(4)
    return len(MARKER.findall(beginning)) + (len(lead) - len(lead.lstrip())) // 4


@lru_cache(maxsize=256)
def render(text: str, places: Places) -> Rendered:
    """The text as HTML. Raises Unreadable for a text that ``fault_of`` refuses."""
    fault = fault_of(text)
    if fault is not None:
        raise Unreadable(fault)
    parser = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    guard = _Guard(parser, places)
    # After the inline patterns have made links and pictures, before the tree is written.
    parser.treeprocessors.register(guard, "guard", 5)
    html = nh3.clean(
        parser.convert(text), tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"},
        link_rel="noopener", strip_comments=True,
    )  # fmt: skip
    return Rendered(html, tuple(guard.headings), tuple(guard.references))


def references(text: str) -> tuple[Reference, ...]:
    """The internal links of a text. Raises Unreadable."""
    return render(text, Places()).references


class _Guard(Treeprocessor):
    """Walks the tree once: shifts headings, names them, resolves links and pictures, and frames tables."""

    def __init__(self, parser: Markdown, places: Places) -> None:
        super().__init__(parser)
        self.places, self.files = places, dict(places.files)
        self.headings: list[tuple[str, str]] = []
        self.references: list[Reference] = []
        self.names: set[str] = set()
        self.highest = self.level = 0

    def run(self, root: Element) -> None:
        levels = [HEADINGS.index(element.tag) for element in root.iter() if element.tag in HEADINGS]
        self.highest = min(levels, default=0)
        for element in list(root.iter()):
            if element.tag in HEADINGS:
                self._heading(element)
            elif element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._image(element)
            elif element.tag == "th":
                element.set("scope", "col")
        _set_apart(root)

    def _heading(self, element: Element) -> None:
        # The title of the page is its only h1; below it no level is left out, whatever signs the author chose.
        level = min(HEADINGS.index(element.tag) - self.highest + 1, self.level + 1, len(HEADINGS) - 1)
        self.level, element.tag = level, HEADINGS[level]
        words = _plain("".join(element.itertext()))
        name = "s-" + ("-".join(re.findall(r"\w+", words.casefold()))[:60] or "part")
        number = 2
        unique = name
        while unique in self.names:
            unique, number = f"{name}-{number}", number + 1
        self.names.add(unique)
        element.set("id", unique)
        if element.tag == "h2":
            self.headings.append((unique, words))

    def _link(self, element: Element) -> None:
        href = _plain(element.get("href", "")).strip()
        found = REFERENCE.fullmatch(href)
        if found is not None:
            href = self._address(found[1], found[2])
        elif not (WEB.fullmatch(href) or OWN.fullmatch(href)):
            href = ""
        for name in list(element.attrib):
            del element.attrib[name]
        if href:
            element.set("href", href)
        else:
            # The words stay, the link does not.
            element.tag = "span"

    def _address(self, kind: str, key: str) -> str:
        kind = "file" if kind == "image" else kind
        self.references.append(Reference(kind, key))
        if kind == "file":
            file = self.files.get(key)
            return file.url if file else ""
        base: str = getattr(self.places, kind)
        return base + key if base else ""

    def _image(self, element: Element) -> None:
        source, alt = _plain(element.get("src", "")).strip(), _plain(element.get("alt", ""))
        for name in list(element.attrib):
            del element.attrib[name]
        found = REFERENCE.fullmatch(source)
        file = None
        if found is not None and found[1] in ("file", "image"):
            self.references.append(Reference("file", found[2], alt.strip(), is_image=True))
            file = self.files.get(found[2])
        if file is None or not file.is_image:
            # Nothing is fetched from elsewhere, and nothing is shown that is no picture of the library.
            element.tag, element.text = "em", alt
            return
        element.set("src", file.url)
        element.set("alt", alt.strip() or file.alt or "")
        element.set("loading", "lazy")
        if file.width and file.height:
            element.set("width", str(file.width))
            element.set("height", str(file.height))
        element.set("caption", file.caption)


def _set_apart(root: Element) -> None:
    """A picture that is a paragraph by itself becomes a figure; a table gets a frame in which it can be scrolled."""
    for parent in list(root.iter()):
        for position, child in enumerate(list(parent)):
            if child.tag == "table":
                frame = Element("div", {"class": TABLE_FRAME, "tabindex": "0"})
                frame.tail, child.tail = child.tail, None
                frame.append(child)
                parent[position] = frame
            elif child.tag == "p" and len(child) == 1 and child[0].tag == "img" and _is_alone(child):
                child.tag = "figure"
                caption = child[0].get("caption", "")
                if caption:
                    told = Element("figcaption")
                    told.text = caption
                    child.append(told)
    for image in root.iter("img"):
        image.attrib.pop("caption", None)


def _is_alone(paragraph: Element) -> bool:
    return not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


def _plain(text: str) -> str:
    """Text without the marks by which the parser hides escaped signs from itself."""
    unhidden = re.sub("\u0002(\\d+)\u0003", lambda found: chr(int(found[1])) if int(found[1]) < 0x110000 else "", text)
    unhidden = unhidden.replace("\u0002amp\u0003", "&")
    return re.sub("[\u0000-\u001f\u007f]", "", unhidden)
