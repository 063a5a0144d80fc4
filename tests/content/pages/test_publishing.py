"""Pages as working copies: words in several languages, the gate, the record, old versions."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from content import clock
from content.agreements.states import TextState
from content.files import FileStore
from content.pages import operations, previews, publishing
from content.pages.gate import publish_gate
from content.pages.models import Page
from content.pages.queries import pages_linking_to, waiting
from content.pages.states import Navigation, PageKind, PageState
from content.people.models import Person
from content.permissions import Role
from content.record.page_lists import news_items, placements
from content.record.queries import body_at, item_by_slug
from content.record.verification import verify
from content.workflow import NotAllowed, Refused

People = dict[Role, Person]


def write(session: Session, page: Page, tag: str, by: Person, **fields: str) -> None:
    """Words in one language, marked ready."""
    operations.edit_words(session, page, tag, {"title": "T", "body": "B", **fields}, revision=page.revision, by=by)
    operations.mark_ready(session, page, tag, by=by)


@pytest.fixture
def page(session: Session, people: People) -> Page:
    editor = people[Role.EDITOR]
    page = operations.begin(session, kind=PageKind.PAGE, slug="about", source_language="en", title="About", by=editor)
    write(session, page, "en", editor, title="About", body="First")
    return page


@pytest.fixture
def published(session: Session, people: People, page: Page) -> Page:
    publishing.publish_page(session, page, by=people[Role.PUBLISHER])
    return page


def test_a_published_page_is_in_the_record_and_can_be_verified(
    session: Session, published: Page, store: FileStore
) -> None:
    item = item_by_slug(session, "page", "about")
    assert item is not None
    body = body_at(session, item.sequence)
    assert body is not None
    assert body["texts"] == {"en": {"title": "About", "summary": "", "body": "First"}}
    assert (body["schema"], body["kind"], body["languages"], body["documents"]) == ("page/1", "page", ["en"], [])
    assert verify(session, store).faults == []


def test_the_same_again_is_not_published(session: Session, people: People, published: Page) -> None:
    with pytest.raises(Refused, match="P11"):
        publishing.publish_page(session, published, by=people[Role.PUBLISHER])


def test_an_editor_cannot_publish_and_a_publisher_cannot_edit(session: Session, people: People, page: Page) -> None:
    with pytest.raises(NotAllowed):
        publishing.publish_page(session, page, by=people[Role.EDITOR])
    with pytest.raises(NotAllowed):
        operations.edit_words(session, page, "en", {"title": "X"}, revision=page.revision, by=people[Role.PUBLISHER])


def test_a_change_of_the_source_leaves_translations_behind(session: Session, people: People, page: Page) -> None:
    write(session, page, "fr", people[Role.TRANSLATOR], title="À propos")
    write(session, page, "en", people[Role.EDITOR], body="Second")
    assert (page.texts["en"].state, page.texts["fr"].state) == (TextState.READY, TextState.OUTDATED)
    publishing.publish_page(session, page, by=people[Role.PUBLISHER])
    item = item_by_slug(session, "page", "about")
    assert item is not None
    body = body_at(session, item.sequence)
    assert body is not None and body["outdated"] == ["fr"]


def test_words_that_are_a_draft_are_not_published(session: Session, people: People, page: Page) -> None:
    operations.edit_words(
        session, page, "fr", {"title": "À propos"}, revision=page.revision, by=people[Role.TRANSLATOR]
    )
    assert [warning.rule for warning in publish_gate(session, page).warnings] == ["E8"]
    assert publishing.working_body(session, page)["languages"] == ["en"]


def test_the_gate_asks_for_words_and_files_and_names_broken_links(session: Session, people: People, page: Page) -> None:
    editor = people[Role.EDITOR]
    text = "![](file:gone) [a](page:nowhere) [b](agreement:none) [c](site:propose)"
    operations.edit_words(session, page, "en", {"body": text}, revision=page.revision, by=editor)
    page.texts["en"].state = TextState.DRAFT
    assert [refusal.rule for refusal in publish_gate(session, page).blocks] == ["E3"]
    operations.mark_ready(session, page, "en", by=editor)
    gate = publish_gate(session, page)
    assert [refusal.items for refusal in gate.blocks] == [("gone",)]
    assert [warning.items for warning in gate.warnings] == [("page:nowhere",), ("agreement:none",)]


def test_a_page_stands_in_the_navigation_while_it_is_public(session: Session, people: People, page: Page) -> None:
    operations.place(
        session, page, navigation=Navigation.HEADER, position=7, day=None, revision=page.revision,
        by=people[Role.EDITOR],
    )  # fmt: skip
    assert placements(session) == []
    publishing.publish_page(session, page, by=people[Role.PUBLISHER])
    assert [(place.navigation, place.slug, place.titles) for place in placements(session)] == [
        ("header", "about", {"en": "About"})
    ]
    publishing.withdraw_page(session, page, by=people[Role.PUBLISHER], reason="Old")
    assert (placements(session), page.state) == ([], PageState.WITHDRAWN)


def test_news_stand_by_their_day(session: Session, people: People) -> None:
    for slug, day in (("old", "2026-01-01"), ("new", "2026-02-01")):
        editor = people[Role.EDITOR]
        news = operations.begin(
            session, kind=PageKind.NEWS, slug=slug, source_language="en", title=slug, day=day, by=editor
        )
        write(session, news, "en", editor)
        publishing.publish_page(session, news, by=people[Role.PUBLISHER])
    assert [item.slug for item in news_items(session, limit=5)] == ["new", "old"]


def test_an_old_version_comes_back_into_the_working_copy_alone(
    session: Session, people: People, published: Page
) -> None:
    editor = people[Role.EDITOR]
    write(session, published, "en", editor, body="Second")
    publishing.publish_page(session, published, by=people[Role.PUBLISHER])
    publishing.restore(session, published, 1, revision=published.revision, by=editor)
    assert (published.texts["en"].body, published.state) == ("First", PageState.PRIVATE)
    publishing.discard(session, published, by=editor)
    assert (published.texts["en"].body, published.state) == ("Second", PageState.PUBLISHED)


def test_a_draft_that_was_never_public_cannot_be_discarded_or_withdrawn(
    session: Session, people: People, page: Page
) -> None:
    with pytest.raises(Refused, match="P12"):
        publishing.discard(session, page, by=people[Role.EDITOR])
    with pytest.raises(Refused, match="P12"):
        publishing.withdraw_page(session, page, by=people[Role.PUBLISHER], reason="r")


def test_whoever_withdraws_a_page_is_told_what_leads_to_it(session: Session, people: People, published: Page) -> None:
    editor = people[Role.EDITOR]
    other = operations.begin(session, kind=PageKind.PAGE, slug="b", source_language="en", title="B", by=editor)
    write(session, other, "en", editor, body="See [about](page:about).")
    assert [found.slug for found in pages_linking_to(session, published)] == ["b"]


def test_a_link_is_good_for_seven_days(session: Session, people: People, page: Page) -> None:
    token = previews.make_link(session, page, by=people[Role.EDITOR])
    assert previews.page_behind(session, token) is page
    assert previews.page_behind(session, token + "x") is None
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        assert previews.page_behind(session, token) is None


@pytest.mark.parametrize(
    ("name", "count"), [("all", 1), ("private", 1), ("pending", 0), ("to-translate", 1), ("news", 0)]
)
def test_the_lists_count(session: Session, page: Page, name: str, count: int) -> None:
    assert waiting(session, name, ["en", "fr"]).count == count
