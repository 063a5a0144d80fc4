"""The language of a request: it lives in the URL, is spoken for the request, and can be switched on any page."""

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime
from babel.numbers import format_decimal
from flask import Flask, current_app, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter

from content import dates
from content.languages import SOURCE, current, offered, speak

SKELETONS = {"year": "y", "month": "yMMMM"}


class LanguageConverter(BaseConverter):
    """The first part of a page's path: the tag of an offered language."""

    regex = "|".join(language.tag for language in offered())


def init_app(app: Flask) -> None:
    """Take the language from the path, and put it into every path that is built."""
    app.url_map.converters["language"] = LanguageConverter

    @app.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        # Machines' paths carry no language: they may ask for one, and an error page speaks the path's own.
        asked = (values or {}).pop("language", None) or request.path.split("/")[1]
        speak(asked if asked in {language.tag for language in offered()} else SOURCE)

    @app.url_defaults
    def put(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", current().tag)


def preferred() -> str:
    """The offered language that the browser likes best; the source language when it likes none."""
    return request.accept_languages.best_match([language.tag for language in offered()]) or SOURCE


def switch_url(tag: str) -> str:
    """The same page with the same query in another language."""
    if request.endpoint is None or request.view_args is None:
        return f"/{tag}/"
    query: MultiDict[str, str] = MultiDict(request.args)
    values = {**request.view_args, **{key: query.getlist(key) for key in query if key not in request.view_args}}
    if current_app.url_map.is_endpoint_expecting(request.endpoint, "language"):
        return url_for(request.endpoint, **{**values, "language": tag})
    return f"/{tag}/"


def format_partial_date(text: str) -> str:
    """A partial date in the current language, no more precise than it is known."""
    day, locale = dates.first_day(text), current().babel
    precision = dates.precision(text)
    if precision == "day":
        return babel_date(day, "long", locale)
    from_skeleton = locale.datetime_skeletons[SKELETONS[precision]]
    return babel_date(day, from_skeleton.pattern, locale)


def format_moment(moment: Any, zone: str | None = None) -> str:
    """A moment in the city's time zone, with the zone's name beside it."""
    return format_datetime(
        moment, "d MMMM y, HH:mm zzz", tzinfo=ZoneInfo(zone or current_app.config["TIME_ZONE"]), locale=current().babel
    )


def format_number(value: int | str) -> str:
    """A whole number, grouped as the current language does it."""
    return format_decimal(int(value), locale=current().babel)
