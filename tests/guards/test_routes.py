"""House rules about routes, held by walking the map of addresses."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask

from portal.access import PUBLIC, access_of

KEBAB = re.compile(r"(/(<[a-z_:(), ]+>|[a-z0-9.@-]+|@<[a-z_:]+>|<[a-z_:]+>\.[a-z]+))*/?")
SECRET_LINKS = ("propose.", "status.", "intake_api.")


def views_of(app: Flask) -> Iterator[tuple[Any, Callable[..., Any]]]:
    for rule in app.url_map.iter_rules():
        yield rule, app.view_functions[rule.endpoint]


def test_every_route_says_who_may_enter(demo_app: Flask) -> None:
    silent = [rule.rule for rule, view in views_of(demo_app) if access_of(view) is None]
    assert silent == [], "add @public or @requires(...) above the view"


def test_no_get_writes(demo_app: Flask) -> None:
    found = [rule.rule for rule, view in views_of(demo_app) if "GET" in rule.methods and hasattr(view, "may_write")]
    assert found == [], "a GET shows; what changes something is a POST of its own"


def test_every_post_is_one_transaction(demo_app: Flask) -> None:
    found = [
        rule.rule for rule, view in views_of(demo_app) if "POST" in rule.methods and not hasattr(view, "may_write")
    ]
    assert found == [], "add @writes below the access decorator"


def test_addresses_are_kebab_case(demo_app: Flask) -> None:
    found = [rule.rule for rule, _ in views_of(demo_app) if not KEBAB.fullmatch(rule.rule)]
    assert found == [], "small letters, digits and hyphens"


def test_staff_pages_are_never_public(demo_app: Flask) -> None:
    found = [rule.rule for rule, view in views_of(demo_app) if "/staff" in rule.rule and access_of(view) == PUBLIC]
    assert found == []


def test_only_routes_without_a_session_are_free_of_csrf_tokens(demo_app: Flask) -> None:
    exempt = {getattr(entry, "name", entry) for entry in demo_app.extensions["csrf"]._exempt_blueprints}
    assert {f"{name}." for name in exempt} == set(SECRET_LINKS)


def test_a_route_that_forgot_to_say_who_may_enter_is_closed(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert app.test_client().get("/forgotten").status_code == 403
