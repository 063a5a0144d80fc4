"""The list of agreements as an Atom feed, written as a tree and never by pasting text."""

import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements.status import last_end_in_review
from content.db import JsonObject
from content.languages import current, offered
from content.languages import gettext as _
from content.record.chain import moment_text
from content.record.lists import list_items
from content.record.queries import bodies_of, head, latest_entries
from portal.access import public
from portal.caching import from_record
from portal.database import db
from portal.identity import Site
from portal.views.public import list_query
from portal.views.public.items import absolute, city_date, current_labels, with_query
from portal.views.public.presenting import Labels, foreign_tag, label_of, text_of

blueprint = Blueprint("feeds", __name__)
ATOM = "http://www.w3.org/2005/Atom"
RECORD = "urn:open-accord:record"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOTHING_YET = "1970-01-01T00:00:00Z"
# What XML 1.0 has no way to write.
UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("record", RECORD)


@blueprint.get("/<language:language>/agreements.atom")
@public
@from_record
def agreements_atom() -> ResponseReturnValue:
    """The latest published first; the filters of the list apply."""
    asked, today, labels = list_query.read(request.args), city_date(), current_labels()
    page = list_items(
        db(),
        asked.as_list_query(sort="published"),
        language=current().tag,
        today=today,
        review_from=last_end_in_review(today),
        with_choices=False,
    )
    bodies = bodies_of(db(), page.items)
    site: Site = current_app.extensions["site"]
    feed = begin_feed(_("Agreements of %(city)s", city=site.city), url_for("agreements.listing"))
    for item in page.items:
        feed.append(_entry(item, bodies[item.item_id], labels))
    return Response(
        ET.tostring(feed, "utf-8", xml_declaration=True), content_type="application/atom+xml; charset=utf-8"
    )


def begin_feed(title: str, listing: str) -> ET.Element:
    """A feed of the page that lists the same, with the head of the record and no entry yet."""
    site: Site = current_app.extensions["site"]
    own, newest, top = absolute(with_query(request.path)), latest_entries(db(), 1), head(db())
    feed = ET.Element("feed", {"xmlns": ATOM, XML_LANG: current().tag})
    put(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, own)}")
    put(feed, "title", title)
    put(feed, "updated", moment_text(newest[0].published_at) if newest else NOTHING_YET)
    put(put(feed, "author"), "name", site.unit or site.city)
    put(feed, "link", rel="self", type="application/atom+xml", href=own)
    put(feed, "link", rel="alternate", type="text/html", href=absolute(with_query(listing)))
    # Whoever keeps the head that a feed carried can prove any later alteration of the record.
    ET.SubElement(feed, f"{{{RECORD}}}head", {"sequence": str(top.sequence)}).text = top.hash
    return feed


def _entry(item: Any, body: JsonObject, labels: Labels) -> ET.Element:
    texts, source = body["texts"], body["source_language"]
    entry = ET.Element("entry")
    put(entry, "id", f"urn:uuid:{item.item_id}")
    title = put(entry, "title", text_of(texts, "title", source) or item.slug)
    summary = put(entry, "summary", text_of(texts, "summary", source))
    for element, name in ((title, "title"), (summary, "summary")):
        foreign = foreign_tag(texts, name, source)
        if foreign:
            element.set(XML_LANG, foreign)
    put(entry, "published", moment_text(item.first_published_at))
    put(entry, "updated", moment_text(item.published_at))
    put(entry, "category", term=body["category"], label=label_of(labels.category(body), source))
    for language in offered():
        href = absolute(url_for("agreements.page", key=item.slug, language=language.tag))
        put(entry, "link", rel="alternate", type="text/html", hreflang=language.tag, href=href)
    json = absolute(url_for("agreements.json_file", key=item.slug))
    put(entry, "link", rel="alternate", type="application/json", href=json)
    return entry


def put(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """Add an element, without the signs that XML has no way to write."""
    written = {key: UNWRITABLE.sub("", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, name, written)
    element.text = None if text is None else UNWRITABLE.sub("", text)
    return element
