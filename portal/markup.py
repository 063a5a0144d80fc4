"""What every template can use: words, dates, names of countries and offices, the site, the navigation."""

from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.local import LocalProxy

from content.languages import current, gettext, listed, ngettext, offered, pgettext
from content.permissions import Permission
from content.policy.queries import NoPolicy
from content.policy.queries import current as current_policy
from portal.assets import ROOT
from portal.config import Config
from portal.database import db
from portal.identity import Site
from portal.language import format_moment, format_money, format_number, format_partial_date, switch_url
from portal.navigation import placed
from portal.standing import standing

PICTURES = ("world_map.", "timeline.", "goals.", "historical.", "parties.")


def init_app(app: Flask, config: Config, site: Site) -> None:
    """Give templates their folders, filters and globals."""
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "portal" / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=gettext,
        ngettext=ngettext,
        pgettext=pgettext,
        csrf_token=generate_csrf,
        format_date=format_partial_date,
        format_moment=format_moment,
        format_money=format_money,
        standing=standing,
        format_number=format_number,
        switch_url=switch_url,
        country_name=country_name,
        office_name=office_name,
        site=site,
        demonstration=config.demonstration,
        training=config.training,
        Permission=Permission,
    )

    app.jinja_env.filters.update(moment=datetime.fromisoformat, listed=listed)
    # Macros are imported without the context of a page, so what changes per request is a proxy among the globals.
    app.jinja_env.globals.update(
        language=LocalProxy(current),
        languages=LocalProxy(offered),
        person=LocalProxy(lambda: g.get("person")),
        nav=LocalProxy(navigation),
        footer_nav=LocalProxy(footer_navigation),
    )


def navigation() -> list[dict[str, Any]]:
    """The main navigation of whoever looks."""
    return staff_navigation() if g.get("person") is not None else public_navigation()


def country_name(code: str) -> str:
    """A country's name in the current language; codes for invented countries read as such."""
    # XK is Kosovo; the other codes that begin with X belong to nobody.
    if code.startswith("X") and code != "XK":
        return gettext("an invented country")
    return str(current().babel.territories.get(code, code))


def office_name(code: str) -> str:
    """An office's name in the words of the policy, else as it is written."""
    try:
        words = current_policy(db()).find(f"offices.{code}")
    except NoPolicy:
        return code
    return str(words) if words is not None else code


def public_navigation() -> list[dict[str, Any]]:
    """The main navigation of readers."""
    return [
        _entry(gettext("Agreements"), "agreements.listing", ("agreements.", *PICTURES)),
        _entry(gettext("Propose an agreement"), "propose.start", ("propose.", "status.")),
        _entry(gettext("The record"), "site.record", ("site.record",)),
        *[vars(entry) for entry in placed("header")],
    ]


def footer_navigation() -> list[dict[str, Any]]:
    """The lesser links of every page: what was placed in the footer, the news and the policy in force."""
    return [
        *[vars(entry) for entry in placed("footer")],
        _entry(gettext("News"), "pages.news", ("pages.news",)),
        _entry(gettext("Registers"), "registers.listing", ("registers.",)),
        _entry(gettext("Policy in force"), "policy.page", ("policy.",)),
    ]


def staff_navigation() -> list[dict[str, Any]]:
    """The navigation of staff: what the person's roles open."""
    person = g.person
    entries: list[tuple[str, str, tuple[str, ...], Permission]] = [
        ("queue.worklists", gettext("Worklists"), ("queue.", "proposals"), Permission.STAFF_ENTER),
        ("drafts.listing", gettext("Agreements"), ("drafts", "signing."), Permission.AGREEMENT_VIEW),
        ("staff_pages.listing", gettext("Pages"), ("staff_pages", "library."), Permission.PAGE_VIEW),
        ("authority.register", gettext("Authority"), ("authority.", "authority_people."), Permission.AUTHORITY_VIEW),
        ("people.listing", gettext("People"), ("people.",), Permission.PEOPLE_MANAGE),
    ]
    if current_app.extensions["settings"].keeps_mail:
        entries.append(("mailbox.listing", gettext("Mailbox"), ("mailbox.",), Permission.STAFF_ENTER))
    return [_entry(label, endpoint, prefixes) for endpoint, label, prefixes, need in entries if person.can(need)]


def _entry(label: str, endpoint: str, prefixes: tuple[str, ...]) -> dict[str, Any]:
    here = request.endpoint or ""
    return {"label": label, "url": url_for(endpoint), "current": here.startswith(prefixes)}
