"""The site itself: the way in, the home page, the record and its export, and what robots ask for."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue

from content.agreements.status import last_end_in_review
from content.languages import current, first_choice, offered
from content.record.exporting import export
from content.record.lists import ListQuery, Page, list_items
from content.record.page_lists import count_news, live_pages, news_items
from content.record.queries import cards, count_live, head, items_by_id, latest_entries, slugs_of
from portal.access import public
from portal.assets import Assets
from portal.caching import from_record
from portal.database import db
from portal.language import preferred
from portal.views.public.items import KIND, absolute, city_date, current_labels
from portal.views.public.list_query import LAST_PAGE, number
from portal.views.public.outlining import IN_FORCE, OUTSIDE
from portal.views.public.presenting import Publication, publications
from portal.views.public.sitemaps import ITEMS_IN_PART, sitemap_index, sitemap_part

blueprint = Blueprint("site", __name__)
REGISTER = "register"
NEWS_ON_HOME = 6
PIECES_ON_HOME = 3
NEWS_ON_RECORD = 20
ACTIVE = ("active", "expiring")
CLOSED = ("staff", "sign-in", "status/", "propose/", "preview/")


@blueprint.get("/")
@public
def root() -> ResponseReturnValue:
    response = redirect(url_for("site.home", language=preferred()), 302)
    response.headers["Vary"] = "Accept-Language"
    return response


@blueprint.get("/<language:language>/")
@public
@from_record
def home() -> ResponseReturnValue:
    numbers = _numbers()
    statuses, pack = dict(numbers.choices["status"]), current_labels().pack
    return render_template(
        "site/home.html",
        total=numbers.total,
        countries=len(numbers.choices["country"]),
        active=sum(statuses.get(status, 0) for status in ACTIVE),
        historical=sum(count for status, count in statuses.items() if status not in (*IN_FORCE, OUTSIDE)),
        goals=len(pack.goals) if pack is not None else 0,
        registers=count_live(db(), REGISTER),
        pieces=count_news(db()),
        head=head(db()),
        published=_published(NEWS_ON_HOME, kind=KIND),
        news=cards(db(), news_items(db(), limit=PIECES_ON_HOME), current().tag),
        categories=_categories(numbers.choices["category"]),
    )


@blueprint.get("/<language:language>/record")
@public
@from_record
def record() -> ResponseReturnValue:
    newest = latest_entries(db(), 1)
    return render_template(
        "site/record.html",
        head=head(db()),
        reached_at=newest[0].published_at if newest else None,
        news=_published(NEWS_ON_RECORD),
    )


@blueprint.get("/record/export.jsonl")
@public
@from_record
def record_export() -> ResponseReturnValue:
    """The whole log, line by line, read in one transaction: what arrives is the chain up to the head of the ETag."""
    lines = stream_with_context(export(db()))
    response = Response(lines, content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=record.jsonl"
    return response


@blueprint.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    assets: Assets = current_app.extensions["assets"]
    return redirect(assets.url(current_app.extensions["site"].icon), 301)


@blueprint.get("/robots.txt")
@public
@from_record
def robots() -> ResponseReturnValue:
    """Everything may be read but what is for staff or behind a secret link."""
    closed = [f"Disallow: /{language.tag}/{path}" for language in offered() for path in CLOSED]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {absolute(url_for('site.sitemap'))}"]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@public
@from_record
def sitemap() -> ResponseReturnValue:
    """Every public page in every language; in parts, with an index of them, once there are too many for one file."""
    part = number(request.args, "part", 0, 0, LAST_PAGE)
    parts = max(1, -(-count_live(db(), KIND) // ITEMS_IN_PART))
    if part > parts:
        abort(404)
    if parts > 1 and not part:
        return Response(sitemap_index(parts), content_type="application/xml; charset=utf-8")
    today = city_date()
    asked = ListQuery(sort="published", page=part or 1, per_page=ITEMS_IN_PART)
    listed = list_items(
        db(), asked, language=first_choice().tag, today=today, review_from=last_end_in_review(today), with_choices=False
    )
    written = sitemap_part(listed.items, with_fixed_pages=part <= 1, pages=live_pages(db()))
    return Response(written, content_type="application/xml; charset=utf-8")


def _numbers() -> Page:
    """The first page of the whole list: its total and its choices are what the home page counts."""
    today = city_date()
    review_from = last_end_in_review(today)
    return list_items(db(), ListQuery(per_page=1), language=current().tag, today=today, review_from=review_from)


def _categories(counted: list[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """The categories in the order of the policy, with their names; what the policy does not name comes last."""
    labels = current_labels()
    categories = labels.pack.categories if labels.pack is not None else ()
    places = {category.code: place for place, category in enumerate(categories)}
    named = []
    for code, count in sorted(counted, key=lambda pair: (places.get(pair[0], len(places)), pair[0])):
        words = labels.pack.find(f"categories.{code}.name") if labels.pack is not None else None
        named.append((code, str(words) if words is not None else code, count))
    return named


def _published(limit: int, kind: str | None = None) -> list[Publication]:
    """The newest entries of the record, or of one kind of item: four queries, whatever their number."""
    entries: list[Any] = latest_entries(db(), limit, kind)
    ids = list(dict.fromkeys(entry.item_id for entry in entries))
    shown = cards(db(), items_by_id(db(), ids), current().tag)
    return publications(entries, shown, slugs_of(db(), ids), current_labels())
