"""The language of a request: it lives in the URL, is spoken for the request, and can be switched on any page."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_time
from babel.numbers import format_currency, format_decimal
from flask import Flask, current_app, request, url_for
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, RequestRedirect

from content import dates
from content.languages import current, first_choice, is_offered, offer, offered, speak
from content.policy.money import in_major_units, minor_digits

SKELETONS = {"year": "y", "month": "yMMMM"}


def converter_for(tags: tuple[str, ...]) -> type[BaseConverter]:
    """The first part of a page's path: the tag of a language that this site offers."""
    return type("LanguageConverter", (BaseConverter,), {"regex": "|".join(tags)})


def init_app(app: Flask, tags: tuple[str, ...]) -> None:
    """Take the language from the path, and put it into every path that is built."""
    app.url_map.converters["language"] = converter_for(tags)
    # Outside of requests, too: mails and commands speak what the site offers.
    offer(tags)

    @app.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        offer(tags)
        # Machines' paths carry no language: they may ask for one, and an error page speaks the path's own.
        asked = (values or {}).pop("language", None) or request.path.split("/")[1]
        speak(asked if is_offered(asked) else first_choice().tag)

    @app.url_defaults
    def put(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", current().tag)


def preferred() -> str:
    """The offered language that the browser likes best; the site's first when it likes none."""
    return request.accept_languages.best_match([language.tag for language in offered()]) or first_choice().tag


def switch_url(tag: str) -> str:
    """The same page with the same query in another language."""
    if request.endpoint is None or request.view_args is None:
        return f"/{tag}/"
    if not current_app.url_map.is_endpoint_expecting(request.endpoint, "language"):
        return f"/{tag}/"
    if request.method == "POST":
        return _page_of_the_form(tag)
    # What a reader typed never becomes a keyword of url_for: some of them are orders.
    path = url_for(request.endpoint, **{**request.view_args, "language": tag})
    query = urlencode(list(request.args.items(multi=True)))
    return f"{path}?{query}" if query else path


def _page_of_the_form(tag: str) -> str:
    """After a form was refused: the nearest address above it that can be opened, in another language."""
    parts = request.path.strip("/").split("/")[1:]
    while parts:
        path = "/".join(("", tag, *parts))
        try:
            current_app.url_map.bind("").match(path, method="GET")
        except (MethodNotAllowed, NotFound, RequestRedirect):
            parts.pop()
        else:
            return path
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
    locale, place = current().babel, ZoneInfo(zone or current_app.config["TIME_ZONE"])
    day = babel_date(moment.astimezone(place), "long", locale)
    hour = format_time(moment, "HH:mm zzz", tzinfo=place, locale=locale)
    if hour[-4:].isdecimal():
        # The language has no short name for the zone: the distance from Greenwich in its own words instead of bare digits.
        hour = format_time(moment, "HH:mm ZZZZ", tzinfo=place, locale=locale)
    return str(locale.datetime_formats["medium"]).replace("{1}", day).replace("{0}", hour)


def format_number(value: int | str) -> str:
    """A whole number, grouped as the current language does it."""
    return format_decimal(int(value), locale=current().babel)


def format_money(amount: int, currency: str) -> str:
    """An amount of the minor unit with the currency's code: a dollar sign would not say whose dollar it is."""
    digits = minor_digits(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "\u00a0¤¤"
    value = in_major_units(amount, currency)
    return format_currency(value, currency, pattern, locale=current().babel, currency_digits=False)
