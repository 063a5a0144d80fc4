"""The catalogues of the interface: extracted from code and templates, and checked to be fresh and complete."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from content.languages import CATALOGUES, COMPLETE, SOURCE

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = CATALOGUES / "messages.pot"
METHODS = [("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2"), ("**.py", "python")]
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%|%")


def extract() -> Catalog:
    """Every message of the three packages, with the places where it stands."""
    catalogue = Catalog(project="Open Accord", fuzzy=False)
    for package in ("content", "forms", "portal"):
        found = extract_from_dir(
            ROOT / package, METHODS, {"**.html": {"trimmed": "true"}}, KEYWORDS, comment_tags=("Translators:",)
        )
        for filename, _line, message, comments, context in found:
            catalogue.add(message, None, [(f"{package}/{filename}", 0)], auto_comments=comments, context=context)
    return catalogue


def refresh() -> list[str]:
    """Write the template anew and merge it into every catalogue; says how many messages lack words."""
    template = extract()
    _write(TEMPLATE, template)
    lines = [f"{TEMPLATE.name}: {len(template)} messages"]
    for tag in COMPLETE:
        if tag == SOURCE:
            continue
        path = path_of(tag)
        catalogue = _read(path, tag) if path.exists() else Catalog(locale=tag, project="Open Accord", fuzzy=False)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, catalogue)
        lines.append(f"{tag}: {len(_untranslated(catalogue))} without words")
    return lines


def faults_of() -> list[str]:
    """What keeps the catalogues from being fresh, complete and sound; empty when nothing does."""
    template = extract()
    wanted = _keys(template)
    known = _keys(_read(TEMPLATE, None)) if TEMPLATE.exists() else set()
    faults = [] if wanted == known else ["messages.pot is stale: run portal translations refresh"]
    for tag in COMPLETE:
        if tag == SOURCE:
            continue
        path = path_of(tag)
        catalogue = _read(path, tag) if path.exists() else Catalog(locale=tag)
        missing = wanted - _keys(catalogue)
        faults += [f"{tag}: missing: {key[1]!r}" for key in sorted(missing, key=str)]
        faults += [f"{tag}: without words: {message.id!r}" for message in _untranslated(catalogue)]
        faults += [f"{tag}: {fault}" for message in catalogue for fault in _unsound(message)]
    return faults


def path_of(tag: str) -> Path:
    """Where the catalogue of a language lies."""
    return CATALOGUES / tag.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def _read(path: Path, tag: str | None) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=tag.replace("-", "_") if tag else None)


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=110, omit_header=False, sort_output=True, include_lineno=False)


def _keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(m.context, str(m.id if isinstance(m.id, str) else m.id[0])) for m in catalogue if m.id}


def _untranslated(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and not _is_whole(message)]


def _is_whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(texts) and all(texts)


def _unsound(message: Message) -> list[str]:
    """A translation that lacks a value, or names one that its source does not have."""
    if not message.id or not _is_whole(message):
        return []
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    allowed = set().union(*(PLACEHOLDER.findall(text) for text in sources))
    texts = message.string if isinstance(message.string, tuple | list) else (message.string or "",)
    return [
        f"values differ: {text!r}"
        for text in texts
        if not set(PLACEHOLDER.findall(text)) <= allowed
        or (len(sources) == 1 and set(PLACEHOLDER.findall(text)) != allowed)
    ]
