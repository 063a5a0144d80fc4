"""Words for the codes that editors of pages meet: kinds, places, lists, acts."""

from collections.abc import Iterable

from content.db import JsonObject
from content.history import HistoryEntry
from content.languages import gettext as _
from content.languages import mark as N_
from content.pages.states import Navigation, PageKind
from portal.markup import office_name

KINDS = {PageKind.PAGE: N_("Page"), PageKind.NEWS: N_("News"), PageKind.GLOSSARY: N_("Glossary")}
PLACES = {
    Navigation.NONE: N_("In no navigation"),
    Navigation.HEADER: N_("In the header"),
    Navigation.FOOTER: N_("In the footer"),
}
LABELS = {
    "all": N_("All pages"),
    "private": N_("Being written"),
    "pending": N_("Waiting to be published"),
    "published": N_("Published pages"),
    "withdrawn": N_("Withdrawn pages"),
    "news": N_("News"),
    "to-translate": N_("Pages to translate"),
}
EVENTS = {
    "drafted": N_("Page begun"),
    "placed": N_("Place changed"),
    "words_edited": N_("Words edited"),
    "words_ready": N_("Words marked ready"),
    "submit": N_("Handed in to be published"),
    "take_back": N_("Taken back to write on"),
    "send_back": N_("Sent back"),
    "publish": N_("Page published"),
    "revise": N_("Working copy begun"),
    "discard": N_("Working copy discarded"),
    "retract": N_("Withdrawn from the record"),
    "restored": N_("Old version taken into the working copy"),
    "preview_link_made": N_("Preview link made"),
    "preview_link_revoked": N_("Preview link revoked"),
}


def kind_label(kind: PageKind) -> str:
    return _(KINDS[kind])


def navigation_label(navigation: Navigation) -> str:
    return _(PLACES[navigation])


def list_label(name: str) -> str:
    """The name of a list of pages. Raises KeyError for an unknown one."""
    return _(LABELS[name])


def history_rows(entries: Iterable[HistoryEntry]) -> list[JsonObject]:
    """What happened, newest first, as the component prints it."""
    rows = [
        {
            "label": _(EVENTS[entry.event]) if entry.event in EVENTS else entry.event,
            "at": entry.at,
            "by": entry.actor_name,
            "office": office_name(entry.office) if entry.office else "",
            "reason": entry.reason,
            "state": None,
            "spent": None,
        }
        for entry in entries
    ]
    return rows[::-1]
