"""Who may enter: every route says so above its view, and a request for a route that does not is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from content.people.models import Person
from content.people.queries import person_by_id
from content.permissions import Permission
from portal.database import db
from portal.sign_in import signed_in_person

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
PUBLIC = "public"


def public(view: View[P]) -> View[P]:
    """Anybody may enter, without a cookie. Secret links are public routes: the link itself is the key."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Only a person signed in who holds the permission may enter; 403 for others, sign-in for strangers."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            person = signed_in_person()
            if person is None:
                return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)
            if not person.can(permission):
                abort(403)
            g.person = person
            return view(*args, **kwargs)

        wrapper.access = permission  # type: ignore[attr-defined]
        return wrapper

    return decorate


def current_person() -> Person:
    """The person whom ``@requires`` let in, in the session of the request: what is changed about them is stored."""
    if g.pop("person_is_of_before", False):
        g.person = person_by_id(db(), g.person.id)
    person: Person = g.person
    return person


def access_of(view: Callable[..., Any]) -> Permission | str | None:
    """What a view declares, or None."""
    return getattr(view, "access", None)


def init_app(app: Flask) -> None:
    """Refuse every route that forgot to say who may enter."""

    @app.before_request
    def refuse_undeclared() -> None:
        if request.endpoint is None or request.endpoint == "static":
            return
        if access_of(current_app.view_functions[request.endpoint]) is None:
            abort(403)
