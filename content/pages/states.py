"""The words for where a page stands (RULES.md D3.7)."""

from enum import StrEnum


class PageState(StrEnum):
    """Where the working copy stands. What readers see lies in the record and does not change with it."""

    PRIVATE = "private"
    PENDING = "pending"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PageKind(StrEnum):
    """What a page is: a lasting page, a dated piece of news, or the one list of terms."""

    PAGE = "page"
    NEWS = "news"
    GLOSSARY = "glossary"


class Navigation(StrEnum):
    """Where the site leads to a published page."""

    NONE = "none"
    HEADER = "header"
    FOOTER = "footer"


class FileKind(StrEnum):
    """What a file of the library is."""

    IMAGE = "image"
    DOCUMENT = "document"
