"""What a row must hold to be imported. Only what it changes is judged: what an export wrote is never refused.

A fault is told at the cell that has to be mended, in words; the rules are those of the forms and of the workflow.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from content import dates
from content.agreements.states import AgreementState, TextState
from content.exchange import shapes
from content.exchange.columns import Column
from content.exchange.planning import Plan
from content.exchange.report import Fault
from content.languages import KNOWN, listed
from content.languages import gettext as _
from content.parties.models import PartyKind
from content.permissions import Actor, Permission
from content.policy.answers import COUNTRIES, email_findings

INVENTED_COUNTRY = re.compile("X[A-Z]")
WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")
BASES = ("stated", "category-level", "curator")
MOST_MONTHS = 1200
LEGACY_STATES = ("grandfathered", "historical", "concluded", "terminated", "outside", "unconfirmed")
IMPORTED_STATES = tuple(state.value for state in AgreementState if state.value in LEGACY_STATES)
"""States in which a record from before the portal may begin; every other one is reached by its own way."""


def check(plan: Plan, by: Actor) -> Iterator[Fault]:
    """Everything that is wrong with what the row changes."""
    for key, value in plan.changes.items():
        for message in _about_cell(plan, plan.columns[key], value, by):
            yield plan.fault(key, message)
    if plan.is_new:
        yield from _about_state(plan, by)
        if not plan.cells.get(f"title_{plan.source_language}", "").strip():
            yield plan.fault(f"title_{plan.source_language}", _("The title in the source language is missing."))
    yield from _about_term(plan)
    yield from _about_words(plan)
    yield from _about_contact(plan)


def _about_cell(plan: Plan, column: Column, value: Any, by: Actor) -> Iterator[str]:
    if plan.agreement is not None and column.is_fixed:
        yield _("This is given when an agreement is made, and not changed by importing.")
        return
    if plan.agreement is not None and column.is_bound and not (plan.is_legacy or plan.is_draft):
        yield _("The term, category and parties of an approved text cannot be changed by importing.")
        return
    if isinstance(value, str) and len(value) > column.longest:
        yield _("Use at most %(most)s characters.", most=column.longest)
    is_translation = _is_of_words(column) and column.language != plan.source_language
    if is_translation and not by.can(Permission.AGREEMENT_TRANSLATE):
        yield _("Your roles do not allow to change translations.")
    if column.shape is not None:
        fault = shapes.told(value, column.shape)
        if fault:
            yield fault
            return
    test = TESTS.get(column.key) or (_text_state if column.key.startswith("text_state_") else None)
    if test is not None and value not in (None, [], ""):
        message = test(plan, value)
        if message is not None:
            yield message


def _about_contact(plan: Plan) -> Iterator[Fault]:
    has_changed = plan.changes.keys() & {"contact_unit", "contact_email"}
    if has_changed and plan.after("contact_email") and not plan.after("contact_unit"):
        yield plan.fault("contact_unit", _("Name the unit that answers at this address."))


Test = Callable[[Plan, Any], str | None]


def _code(known: Callable[[Plan], Any], mark: str = "") -> Test:
    """A test for codes of a list, told with the list."""

    def test(plan: Plan, value: Any) -> str | None:
        codes = sorted(known(plan))
        if value in codes:
            return None
        return _("This is none of: %(codes)s.", codes=listed(codes, "or"))

    return test


def _text_state(_plan: Plan, value: Any) -> str | None:
    return _code(lambda _p: [state.value for state in TextState])(_plan, value)


def _country(_plan: Plan, value: Any) -> str | None:
    if value in COUNTRIES or INVENTED_COUNTRY.fullmatch(value):
        return None
    return _("This is no country of ISO 3166-1: use its two letters, like IT.")


def _goals(plan: Plan, goals: Any) -> str | None:
    known = {goal.code for goal in plan.pack.goals}
    strange = [goal["code"] for goal in goals if goal["code"] not in known]
    if strange:
        return _("The policy does not know this goal: %(goals)s.", goals=listed(strange))
    if len({goal["code"] for goal in goals}) < len(goals):
        return _("A goal stands here twice.")
    bases = [goal["basis"] for goal in goals if goal["basis"] not in BASES]
    return _("This is none of: %(codes)s.", codes=listed(BASES, "or")) if bases else None


def _classifications(plan: Plan, rows: Any) -> str | None:
    known = plan.pack.parts.vocabularies.get("history_category", ())
    strange = [row["category"] for row in rows if row["category"] not in known]
    return _("The policy does not know this category: %(codes)s.", codes=listed(strange)) if strange else None


def _other_parties(plan: Plan, parties: Any) -> str | None:
    for party in parties:
        message = TESTS["party_kind"](plan, party["kind"]) or _country(plan, party["country"])
        if message is not None:
            return message
    return None


def _email(_plan: Plan, value: Any) -> str | None:
    return _("Enter an email address, like name@example.org.") if any(email_findings(value)) else None


def _wikidata(_plan: Plan, value: Any) -> str | None:
    return None if WIKIDATA.fullmatch(value) else _("Enter the number of a Wikidata item, like Q490.")


def _months(_plan: Plan, value: Any) -> str | None:
    return (
        None if 0 < value <= MOST_MONTHS else _("Enter a whole number of months, from 1 to %(most)s.", most=MOST_MONTHS)
    )


def _standings(plan: Plan) -> set[str]:
    parts = plan.pack.parts
    return {parts.standing.code, *(category.standing for category in plan.pack.categories if category.standing)}


TESTS: dict[str, Test] = {
    "category": _code(lambda plan: [category.code for category in plan.pack.categories]),
    "category_standing": _code(_standings),
    "source_language": _code(lambda _plan: KNOWN),
    "party_kind": _code(lambda _plan: [kind.value for kind in PartyKind]),
    "party_country": _country,
    "goals": _goals,
    "classifications": _classifications,
    "other_parties": _other_parties,
    "contact_email": _email,
    "wikidata": _wikidata,
    "months": _months,
}


def _about_state(plan: Plan, by: Actor) -> Iterator[Fault]:
    """A new row is a record from before; an executed one only where the importer may execute, and lawfully (R-003)."""
    state = plan.after("state")
    if state is None or state in IMPORTED_STATES:
        return
    if state != AgreementState.EXECUTED.value or not by.can(Permission.AGREEMENT_EXECUTE):
        states = listed(IMPORTED_STATES, "or")
        yield plan.fault("state", _("A new agreement is imported in one of these states: %(codes)s.", codes=states))
        return
    for column in ("signed_on", "starts_on", "ends_on"):
        value = plan.after(column)
        if value is None or (column != "signed_on" and not plan.is_legacy and len(value) != 10):
            yield plan.fault(column, _("An executed agreement has this date, to the day."))


def _about_term(plan: Plan) -> Iterator[Fault]:
    if not plan.changes.keys() & {"starts_on", "ends_on", "months", "category"}:
        return
    start, end, months = plan.after("starts_on"), plan.after("ends_on"), plan.after("months")
    if start and end and dates.last_day(end) < dates.first_day(start):
        yield plan.fault("ends_on", _("The term must end after it starts."))
        return
    category = next((c for c in plan.pack.categories if c.code == plan.after("category")), None)
    if plan.is_legacy or category is None or category.route is None:
        # A record from before may be longer than the rules of today allow (C-01).
        return
    most = category.route.term.max_months
    if months and months > most:
        yield plan.fault("months", _("The term may last %(months)s months at most.", months=most))
    if start and end and dates.first_day(end) > dates.latest_end(dates.first_day(start), most):
        yield plan.fault("ends_on", _("The term may last %(months)s months at most.", months=most))


def _about_words(plan: Plan) -> Iterator[Fault]:
    """What is ready has title and summary; what has words has a title; no title is taken away from the source."""
    spoken = {plan.columns[key].language for key in plan.changes if _is_of_words(plan.columns[key])}
    for tag in sorted(tag for tag in spoken if tag is not None):
        state = plan.after(f"text_state_{tag}")
        has_title = bool(plan.after(f"title_{tag}"))
        if not has_title and not (plan.is_new and tag == plan.source_language):
            yield plan.fault(f"title_{tag}", _("The words of a language need their title."))
        elif has_title and state in (TextState.READY, TextState.OUTDATED) and not plan.after(f"summary_{tag}"):
            yield plan.fault(f"summary_{tag}", _("Title and summary are needed before the words are ready."))


def _is_of_words(column: Column) -> bool:
    return column.language is not None and (column.put is not None or column.key.startswith("text_state_"))
