"""All agreements on an axis of years, from their beginning to their end; what is not recorded fades."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from content import dates
from content.languages import current
from content.languages import gettext as _
from content.policy.pack import Pack
from portal.access import public
from portal.caching import from_record
from portal.language import format_partial_date
from portal.views.public.items import city_date, current_labels
from portal.views.public.outlining import (
    ALL,
    CURRENT,
    OUTSIDE,
    UNCONFIRMED,
    Row,
    choices,
    group_name,
    leaf,
    rows,
    shown,
    with_pairs,
)
from portal.views.public.presenting import when

blueprint = Blueprint("timeline", __name__)
ROWS_ON_PAGE = 150
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000)
MOST_TICKS = 8
MARGIN = 3.0
LEAST_BAR = 0.8
GROUPS = (CURRENT, "ended", UNCONFIRMED, OUTSIDE)


@dataclass(frozen=True)
class Span:
    """From when to when a bar runs; an end that is not recorded is drawn as fading."""

    first: date
    last: date
    is_begin_known: bool
    is_end_known: bool

    @property
    def fades(self) -> str:
        """Which sides of the bar fade: start, end, both or none."""
        sides = {(False, False): "both", (False, True): "start", (True, False): "end"}
        return sides.get((self.is_begin_known, self.is_end_known), "none")


@dataclass(frozen=True)
class Line:
    """One agreement on the timeline, with the words that its table says; without a span nothing is drawn."""

    row: Row
    span: Span | None
    began: str | None
    ended: str


@dataclass(frozen=True)
class Axis:
    """The years of the picture. Right-to-left pages run from right to left."""

    first: int
    last: int

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """Round years with their places."""
        years = self.last - self.first
        step = next((step for step in STEPS if years / step <= MOST_TICKS), STEPS[-1])
        return [(year, f"{self._mirrored(self._share(date(year, 1, 1))):.2f}%") for year in range(*self._round(step))]

    def bar(self, span: Span) -> tuple[str, str]:
        """Where the bar begins, from the left, and how wide it is."""
        start, end = self._share(span.first), self._share(span.last)
        width = max(LEAST_BAR, end - start)
        left = 100 - start - width if current().direction == "rtl" else start
        return f"{left:.2f}%", f"{width:.2f}%"

    def _round(self, step: int) -> tuple[int, int, int]:
        return max(1, -(-self.first // step) * step), min(self.last, 9999) + 1, step

    def _share(self, day: date) -> float:
        passed = day.year - self.first + (day.timetuple().tm_yday - 1) / 366
        return MARGIN + (100 - 2 * MARGIN) * passed / (self.last - self.first)

    def _mirrored(self, share: float) -> float:
        return 100 - share if current().direction == "rtl" else share


@blueprint.get("/<language:language>/timeline")
@public
@from_record
def page() -> ResponseReturnValue:
    show, today, pack = shown(), city_date(), current_labels().pack
    lines = in_order([line_of(row, today) for row in rows(show)], pack)
    sheet = leaf(lines, ROWS_ON_PAGE)
    pairs = {"show": "" if show == ALL else show}
    return render_template(
        "timeline/page.html",
        leaf=sheet,
        groups=[
            (name, list(found)) for name, found in groupby(sheet.items, lambda line: category_name(line.row, pack))
        ],
        axis=axis_of(lines, today),
        undated=sum(line.span is None for line in lines),
        legend=[(code, group_name(code)) for code in GROUPS if code in {line.row.group for line in sheet.items}],
        choices=choices("timeline.page", show),
        page_url=lambda page: with_pairs("timeline.page", {**pairs, "page": page if page > 1 else ""}),
    )


def line_of(row: Row, today: date) -> Line:
    """The line of an agreement. A year counts from its first day to its last."""
    facts, established = row.facts, row.facts["established"]
    known = [day for day in (facts["term"]["start"], facts["signed_on"], established["date"]) if day]
    around = [day for day in (established["not_before"], established["not_after"]) if day]
    recorded = facts["recorded"] or []
    began = _began(known, established, recorded)
    beginnings = known or around or recorded[:1]
    end = facts["term"]["end"]
    ended = format_partial_date(end) if end else _("not recorded")
    if not beginnings:
        return Line(row, None, began, ended)
    first = min(dates.first_day(day) for day in beginnings)
    if end:
        last = dates.last_day(end)
    elif row.group == CURRENT:
        last = today
    else:
        # Where the record last speaks of it.
        last = min(today, max(dates.last_day(day) for day in [*beginnings, *recorded]))
    return Line(row, Span(first, max(first, last), bool(known), bool(end)), began, ended)


def _began(known: Sequence[str], established: dict[str, str | None], recorded: Sequence[str]) -> str | None:
    if known:
        return format_partial_date(min(known))
    span = when(None, established["not_before"], established["not_after"])
    if span is None and recorded:
        return _("not recorded; on record since %(date)s", date=format_partial_date(recorded[0]))
    return span


def in_order(lines: Iterable[Line], pack: Pack | None) -> list[Line]:
    """By category as the policy orders them, then by beginning; what has none comes last."""
    places = {category.code: place for place, category in enumerate(pack.categories if pack is not None else ())}
    return sorted(
        lines,
        key=lambda line: (
            places.get(line.row.category, len(places)),
            line.row.category,
            line.span is None,
            line.span.first if line.span is not None else date.max,
            line.row.sort_key,
        ),
    )


def axis_of(lines: Iterable[Line], today: date) -> Axis:
    """An axis on which every bar and today have their place: the same one on every page of the table."""
    spans = [line.span for line in lines if line.span is not None]
    first = min([span.first.year for span in spans] or [today.year])
    last = max([span.last.year for span in spans] + [today.year])
    return Axis(first, last + 1)


def category_name(row: Row, pack: Pack | None) -> str:
    """A category in the words of the policy, else its code."""
    return str((pack is not None and pack.find(f"categories.{row.category}.name")) or row.category)
