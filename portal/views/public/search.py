"""The search for readers: words over everything that is published, narrowed by filters, without a script."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.languages import current
from content.search.documents import FACETS
from content.search.engine import Sort
from portal.access import public
from portal.caching import from_search
from portal.views.public import list_query, wording
from portal.views.public.facets import filters
from portal.views.public.finding import find
from portal.views.public.items import current_labels
from portal.views.public.list_query import Pairs

blueprint = Blueprint("search", __name__)


@blueprint.get("/<language:language>/search")
@public
@from_search
def page() -> ResponseReturnValue:
    asked = list_query.read(request.args, FACETS)
    found = find(asked, current().tag)
    return render_template(
        "search/page.html",
        asked=asked,
        found=found,
        filters=filters(asked, FACETS, found, current_labels(), address),
        sorts=[(sort.value, wording.sort(sort.value)) for sort in Sort],
        notes=[wording.search_note(note) for note in found.notes],
        page_url=lambda number: address(asked.pairs(page=number)),
    )


def address(pairs: Pairs) -> str:
    """The address of the search page with a query."""
    query = urlencode(pairs)
    return url_for("search.page") + (f"?{query}" if query else "")
