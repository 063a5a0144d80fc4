"""Lists: every count, against counting by hand over the bodies."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from content.agreements.status import last_end_in_review, status_on
from content.parties.regions import region_of
from content.record import log, read_model
from content.record.lists import SORTS, STATUSES, ListQuery, Page, list_items
from content.record.projections import sort_key
from portal.database import Database
from tests.content.record.factories import agreement_body
from tests.portal.views.public.conftest import counted

Body = dict[str, Any]
Chosen = Mapping[str, tuple[str, ...]]
TODAY = date(2026, 11, 22)
FIELDS = {
    "category": "categories",
    "status": "statuses",
    "region": "regions",
    "country": "countries",
    "goal": "goals",
    "year": "years",
    "language": "languages",
}
VALUES = {
    "category": ("partnership-city", "international-project", "outside-iap", "no-such-category"),
    "status": STATUSES,
    "region": ("europe", "asia", "northern-america", "no-such-region"),
    "country": ("IT", "FR", "JP", "US", "XA", "ZZ"),
    "goal": ("ipf-1", "ipf-2", "ipf-3", "no-such-goal"),
    "year": ("1991", "2020", "2025", "1066"),
    "language": ("en", "fr", "ar", "ja"),
}
STATES = ("executed", "grandfathered", "historical", "concluded", "terminated", "outside")
ENDS = (None, "2020", "2026-11-21", "2026-11-22", "2027-05-22", "2027-05-23", "2026-11", "2040")


def some_bodies(number: int) -> list[Body]:
    """Agreements of every kind, the same in every run."""
    random = Random(number)
    bodies = []
    for place in range(number):
        languages = random.choice((["en"], ["fr", "en"], ["en", "ar"]))
        parties = [
            {**agreement_body()["parties"][0], "id": f"p{n}", "slug": f"p{n}", "country": country}
            for n, country in enumerate(random.sample(VALUES["country"][:5], random.choice((1, 1, 2))))
        ]
        start = random.choice((None, "1991", "2020-05-01", "2025", "2026-11-22", "2026-12-01"))
        bodies.append(
            agreement_body(
                slug=f"city-{place}",
                category=random.choice(VALUES["category"][:3]),
                state=random.choice(STATES[:1] * 6 + STATES),
                source_language=languages[0],
                languages=languages,
                texts={tag: {"title": f"{random.choice('éeÉzاب')} {tag} {place % 7}"} for tag in languages},
                parties=[*parties, {**parties[0], "id": "s", "slug": "s", "role": "signatory", "country": "CA"}],
                term={"start": start, "end": random.choice(ENDS), "months": None},
                signed_on=random.choice((None, "2025-03-14")),
                goals=[{"code": code, "basis": "stated"} for code in random.sample(VALUES["goal"][:3], 2)],
            )
        )
    return bodies


def values_of(body: Body) -> dict[str, set[str]]:
    """What a body has in each filter, by reading it."""
    countries = {party["country"] for party in body["parties"] if party["role"] == "counterparty"}
    began = body["signed_on"] or body["term"]["start"]
    return {
        "category": {body["category"]},
        "status": {status_on(body, TODAY).code},
        "region": {region for country in countries if (region := region_of(country))},
        "country": countries,
        "goal": {goal["code"] for goal in body["goals"]},
        "year": {began[:4]} if began else set(),
        "language": set(body["languages"]),
    }


def passing(bodies: list[Body], chosen: Chosen) -> list[Body]:
    return [body for body in bodies if all(values_of(body)[name] & set(values) for name, values in chosen.items())]


def others(chosen: Chosen, name: str) -> Chosen:
    return {other: values for other, values in chosen.items() if other != name}


def listed(session: Session, chosen: Chosen | None = None, language: str = "en", **changes: Any) -> Page:
    fields = {FIELDS[name]: values for name, values in (chosen or {}).items()}
    query, today = ListQuery(**{**fields, **changes}), changes.pop("today", TODAY)
    return list_items(session, query, language=language, today=today, review_from=last_end_in_review(today))


@pytest.fixture
def bodies(session: Session) -> list[Body]:
    found = some_bodies(40)
    for body in found:
        log.publish(session, kind="agreement", body=body, office="city_clerk")
    session.commit()
    return found


ANY_FILTERS = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple) for name, values in VALUES.items()}
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=ANY_FILTERS)
def test_p8_every_value_is_counted_under_all_the_other_filters(
    session: Session, bodies: list[Body], chosen: Chosen
) -> None:
    page = listed(session, chosen, per_page=200)
    expected = passing(bodies, chosen)
    assert {item.slug for item in page.items} == {body["slug"] for body in expected}
    assert page.total == len(expected)
    for name in FIELDS:
        under = passing(bodies, others(chosen, name))
        counts = Counter(value for body in under for value in values_of(body)[name])
        assert dict(page.choices[name]) == counts, name
    if not expected:
        assert page.without == {name: len(passing(bodies, others(chosen, name))) for name in chosen}
        assert page.unfiltered == len(bodies)


def test_p8_every_status_is_among_the_agreements_that_are_compared(bodies: list[Body]) -> None:
    found = {status_on(body, TODAY).code for body in bodies}
    assert {"active", "expiring", "upcoming", "end-not-recorded", "expired", *STATES[2:]} == found


def test_p8_the_status_of_the_list_is_that_of_the_page_on_every_day(session: Session, bodies: list[Body]) -> None:
    for days in (-400, -1, 0, 1, 30, 181, 182, 183, 400, 6000):
        day = TODAY + timedelta(days=days)
        query = ListQuery()
        page = list_items(session, query, language="en", today=day, review_from=last_end_in_review(day))
        assert dict(page.choices["status"]) == Counter(status_on(body, day).code for body in bodies)


@pytest.mark.parametrize("language", ["en", "fr", "ar", "ja"])
def test_a_title_sorts_as_the_reader_sees_it(session: Session, bodies: list[Body], language: str) -> None:
    def title(body: Body) -> str:
        return str(body["texts"][language if language in body["languages"] else body["source_language"]]["title"])

    found = [item.item_id for item in listed(session, language=language, per_page=200).items]
    titles = {body["id"]: sort_key(title(body)) for body in bodies}
    assert len(found) == len(bodies)
    assert [titles[item_id] for item_id in found] == sorted(titles.values())


@pytest.mark.parametrize("sort", SORTS)
def test_the_pages_of_every_order_hold_each_item_once(session: Session, bodies: list[Body], sort: str) -> None:
    pages = [listed(session, sort=sort, page=page, per_page=7) for page in range(1, 8)]
    slugs = [item.slug for page in pages for item in page.items]
    assert sorted(slugs) == sorted(body["slug"] for body in bodies)
    assert [page.pages for page in pages] == [6] * 7


def test_a_value_that_nothing_has_finds_nothing_and_says_what_each_filter_hides(
    session: Session, bodies: list[Body]
) -> None:
    page = listed(session, {"country": ("ZZ",), "category": ("partnership-city",)})
    partners = len(passing(bodies, {"category": ("partnership-city",)}))
    assert (page.total, page.items) == (0, [])
    assert (page.without, page.unfiltered) == ({"country": partners, "category": 0}, 40)


def test_an_empty_record_has_no_choices(session: Session) -> None:
    page = listed(session)
    assert (page.total, page.choices) == (0, {name: [] for name in FIELDS})


def test_the_answer_is_remembered_until_something_is_published(
    session: Session, bodies: list[Body], database: Database
) -> None:
    listed(session, {"country": ("IT",)})
    with counted(database) as statements:
        again = listed(session, {"country": ("IT",)})
    assert len(statements) == 2, "the head and the items"
    log.publish(session, kind="agreement", body=agreement_body(parties=bodies[0]["parties"][:1]), office="city_clerk")
    country = bodies[0]["parties"][0]["country"]
    assert dict(listed(session).choices["country"])[country] == dict(again.choices["country"])[country] + 1


@pytest.mark.parametrize(
    "chosen", [{}, {"country": ("XA",)}, {"goal": ("ipf-2",), "status": ("active",), "year": ("2025",)}]
)
def test_one_item_and_thirty_take_the_same_number_of_queries(
    session: Session, database: Database, chosen: Chosen
) -> None:
    numbers = []
    for count in (1, 29):
        for _ in range(count):
            log.publish(session, kind="agreement", body=agreement_body(), office="city_clerk")
        session.flush()
        with counted(database) as statements:
            assert listed(session, chosen, per_page=50).total == (1 if count == 1 else 30)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_what_was_withdrawn_is_counted_nowhere(session: Session, bodies: list[Body]) -> None:
    for body in bodies[1:]:
        log.withdraw(session, item_id=body["id"], office="city_clerk", reason="A mistake")
    session.commit()
    page = listed(session)
    assert page.total == 1
    assert {name: {value for value, _ in found} for name, found in page.choices.items()} == values_of(bodies[0])


def test_a_rebuilt_read_model_has_the_same_regions_and_languages(session: Session, bodies: list[Body]) -> None:
    before = read_model.fingerprint(session)
    read_model.rebuild(session)
    assert read_model.fingerprint(session) == before
