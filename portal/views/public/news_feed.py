"""News as an Atom feed."""

from typing import Any
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from content.languages import current, offered
from content.languages import gettext as _
from content.record.chain import moment_text
from content.record.page_lists import news_items
from content.record.queries import Card, cards
from portal.access import public
from portal.caching import from_record
from portal.database import db
from portal.views.public.feeds import begin_feed, put
from portal.views.public.items import absolute

blueprint = Blueprint("news_feed", __name__)
NEWEST = 30
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@blueprint.get("/<language:language>/news.atom")
@public
@from_record
def atom() -> ResponseReturnValue:
    """The newest first, in the language that could be had."""
    shown = cards(db(), news_items(db(), limit=NEWEST), current().tag)
    feed = begin_feed(_("News"), url_for("pages.news"))
    for card in shown:
        feed.append(_entry(card))
    content = ET.tostring(feed, "utf-8", xml_declaration=True)
    return Response(content, content_type="application/atom+xml; charset=utf-8")


def _entry(card: Card) -> ET.Element:
    item: Any = card.item
    entry = ET.Element("entry")
    put(entry, "id", f"urn:uuid:{item.item_id}")
    for name, text in (("title", card.title), ("summary", card.summary)):
        element = put(entry, name, text)
        if card.language != current().tag:
            element.set(XML_LANG, card.language)
    put(entry, "published", moment_text(item.first_published_at))
    put(entry, "updated", moment_text(item.published_at))
    for language in offered():
        url = url_for("pages.page", kind="news", key=item.slug, language=language.tag)
        put(entry, "link", rel="alternate", type="text/html", hreflang=language.tag, href=absolute(url))
    return entry
