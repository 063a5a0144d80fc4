"""Pages in the hands of their editors, publishers and translators."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from content.pages.models import LibraryFile, Page
from content.pages.states import PageState
from content.permissions import Role

Post = Callable[..., TestResponse]
As = Callable[[Role], FlaskClient]
PAGES = "/en/staff/pages"
EDITOR, PUBLISHER, TRANSLATOR = Role.EDITOR, Role.PUBLISHER, Role.TRANSLATOR


def stored(session: Session) -> Page:
    session.rollback()
    session.expire_all()
    found = session.scalar(select(Page))
    assert found is not None
    return found


@pytest.fixture
def begun(post: Post, session: Session) -> Page:
    """A page with a title and no text."""
    form = {"kind": "page", "title": "Opening hours", "slug": "hours", "source_language": "en"}
    assert post(EDITOR, PAGES, form).status_code == 303
    return stored(session)


def words(page: Page, **changes: str) -> dict[str, str]:
    return {
        "revision": str(page.revision),
        "title": "Opening hours",
        "summary": "",
        "body": "We are **open**.",
    } | changes


@pytest.fixture
def ready(begun: Page, post: Post, session: Session) -> Page:
    """The same with its words marked ready."""
    assert post(EDITOR, f"{PAGES}/{begun.id}/words/en/ready", words(begun)).status_code == 303
    return stored(session)


@pytest.fixture
def published(ready: Page, post: Post, session: Session) -> Page:
    assert post(EDITOR, f"{PAGES}/{ready.id}/submit").status_code == 303
    assert post(PUBLISHER, f"{PAGES}/{ready.id}/publish", {"reason": "First words"}).status_code == 303
    return stored(session)


def test_a_page_goes_from_its_first_words_to_its_readers(published: Page, client: FlaskClient) -> None:
    page = client.get("/en/pages/hours")
    assert published.state is PageState.PUBLISHED
    assert (page.status_code, "We are <strong>open</strong>." in page.text) == (200, True)


def test_a_page_that_is_not_published_is_nowhere(ready: Page, client: FlaskClient) -> None:
    assert client.get("/en/pages/hours").status_code == 404


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"kind": "page", "title": "", "slug": "x", "source_language": "en"}, "Enter a title."),
        ({"kind": "page", "title": "A", "slug": "No!", "source_language": "en"}, "small letters, digits and hyphens"),
        ({"kind": "news", "title": "A", "slug": "a", "source_language": "en"}, "Enter the day of the news."),
        ({"kind": "news", "title": "A", "slug": "a", "source_language": "en", "day": "soon"}, "Enter a real date."),
        ({"kind": "novel", "title": "A", "slug": "a", "source_language": "en"}, "Not a valid choice"),
        ({}, "Enter a title."),
    ],
)
def test_a_new_page_that_cannot_be_is_refused_with_what_was_typed(
    post: Post, session: Session, form: dict[str, str], message: str
) -> None:
    answer = post(EDITOR, PAGES, form)
    assert (answer.status_code, message in answer.text) == (422, True)
    assert session.scalar(select(Page)) is None


def test_an_address_belongs_to_one_page(begun: Page, post: Post) -> None:
    form = {"kind": "page", "title": "Other", "slug": "hours", "source_language": "en"}
    assert "has, or had, this address" in post(EDITOR, PAGES, form).text


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (PUBLISHER, "/words/en"),
        (TRANSLATOR, "/words/en"),
        (PUBLISHER, "/words/fr"),
        (EDITOR, "/publish"),
        (EDITOR, "/withdraw"),
        (TRANSLATOR, "/submit"),
        (Role.SOLICITOR, "/submit"),
        (PUBLISHER, "/links"),
    ],
)
def test_each_act_asks_for_its_role(begun: Page, post: Post, role: Role, path: str) -> None:
    assert post(role, f"{PAGES}/{begun.id}{path}", words(begun, reason="x")).status_code == 403


def test_a_save_begun_on_an_older_state_loses_nothing(ready: Page, post: Post, session: Session) -> None:
    form = words(ready, revision="1", body="What I typed")
    answer = post(EDITOR, f"{PAGES}/{ready.id}/words/en", form)
    assert answer.status_code == 422
    assert "What I typed" in answer.text and "We are **open**." in answer.text
    assert stored(session).texts["en"].body == "We are **open**."


def test_a_text_that_cannot_be_shown_is_refused_and_kept_in_the_field(
    begun: Page, post: Post, session: Session
) -> None:
    form = words(begun, body="[" * 101)
    answer = post(EDITOR, f"{PAGES}/{begun.id}/words/en", form)
    assert (answer.status_code, "too many of the sign [" in answer.text, "[" * 101 in answer.text) == (422, True, True)
    assert stored(session).texts["en"].body == ""


def test_a_translator_translates_beside_the_source_and_the_editor_publishes(
    published: Page, post: Post, client: FlaskClient, session: Session
) -> None:
    path = f"{PAGES}/{published.id}"
    form = words(published, title="Heures", body="Nous sommes ouverts.")
    assert post(TRANSLATOR, f"{path}/words/fr/ready", form).status_code == 303
    assert "We are" in client.get("/fr/pages/hours").text
    assert post(EDITOR, f"{path}/submit").status_code == 303
    assert post(PUBLISHER, f"{path}/publish", {"reason": "In French, too"}).status_code == 303
    french = client.get("/fr/pages/hours").text
    assert "Nous sommes ouverts." in french and "oa-notice" not in french


def test_what_waits_for_the_publisher_is_not_changed_underhand(ready: Page, post: Post, session: Session) -> None:
    path = f"{PAGES}/{ready.id}"
    post(EDITOR, f"{path}/submit")
    page = stored(session)
    assert "Take it back" in post(EDITOR, f"{path}/words/en", words(page, body="Other")).text
    assert post(PUBLISHER, f"{path}/send-back", {"reason": ""}).status_code == 422
    assert post(PUBLISHER, f"{path}/send-back", {"reason": "Mend the title"}).status_code == 303
    assert stored(session).state is PageState.PRIVATE
    assert "Mend the title" in post(EDITOR, f"{path}/take-back").text


def test_a_working_copy_leaves_what_readers_see_until_it_is_published_or_discarded(
    published: Page, post: Post, client: FlaskClient, session: Session
) -> None:
    path = f"{PAGES}/{published.id}"
    assert post(EDITOR, f"{path}/words/en/ready", words(published, body="New words")).status_code == 303
    assert "New words" not in client.get("/en/pages/hours").text
    assert post(EDITOR, f"{path}/discard").status_code == 303
    page = stored(session)
    assert (page.state, page.texts["en"].body) == (PageState.PUBLISHED, "We are **open**.")


def test_an_old_version_is_compared_and_restored(
    published: Page, post: Post, as_role: As, client: FlaskClient, session: Session
) -> None:
    path = f"{PAGES}/{published.id}"
    post(EDITOR, f"{path}/words/en/ready", words(published, body="Second"))
    post(PUBLISHER, f"{path}/publish", {"reason": "Second"})
    assert "We are **open**." in as_role(EDITOR).get(f"{path}/versions/1").text
    page = stored(session)
    assert post(EDITOR, f"{path}/versions/1/restore", {"revision": "1"}).status_code == 422
    assert post(EDITOR, f"{path}/versions/1/restore", {"revision": str(page.revision)}).status_code == 303
    assert stored(session).texts["en"].body == "We are **open**."
    assert "Second" in client.get("/en/pages/hours").text
    assert post(EDITOR, f"{path}/versions/99/restore", {"revision": str(stored(session).revision)}).status_code == 422
    assert as_role(EDITOR).get(f"{path}/versions/99").status_code == 404


def test_a_renamed_page_leads_from_its_old_address(published: Page, post: Post, client: FlaskClient) -> None:
    path = f"{PAGES}/{published.id}/rename"
    assert post(PUBLISHER, path, {"slug": "hours", "reason": "r"}).status_code == 422
    assert post(PUBLISHER, path, {"slug": "opening", "reason": "A better word"}).status_code == 303
    answer = client.get("/fr/pages/hours?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/fr/pages/opening?x=1")


def test_a_withdrawn_page_says_why(published: Page, post: Post, client: FlaskClient, session: Session) -> None:
    path = f"{PAGES}/{published.id}/withdraw"
    assert post(PUBLISHER, path, {"reason": " "}).status_code == 422
    assert post(PUBLISHER, path, {"reason": "No longer true"}).status_code == 303
    answer = client.get("/en/pages/hours")
    assert (answer.status_code, "No longer true" in answer.text) == (410, True)
    assert stored(session).state is PageState.WITHDRAWN


def test_a_published_page_stands_where_it_was_placed(
    published: Page, post: Post, client: FlaskClient, session: Session
) -> None:
    path = f"{PAGES}/{published.id}"
    form = {"revision": str(published.revision), "navigation": "footer", "position": "5"}
    assert post(EDITOR, f"{path}/place", {**form, "position": "x"}).status_code == 422
    assert post(EDITOR, f"{path}/place", {**form, "navigation": "attic"}).status_code == 422
    assert post(EDITOR, f"{path}/place", form).status_code == 303
    assert '/en/pages/hours"' not in client.get("/en/news").text
    post(PUBLISHER, f"{path}/publish", {"reason": "Placed"})
    assert '/en/pages/hours"' in client.get("/en/news").text


def test_typed_words_are_shown_before_they_are_stored(begun: Page, post: Post, session: Session) -> None:
    path = f"{PAGES}/{begun.id}/words/en/preview"
    fragment = post(EDITOR, path, words(begun, body="**Bold** <b>", fragment="1")).text
    assert "<strong>Bold</strong> &lt;b&gt;" in fragment and "<html" not in fragment
    assert "Draft: not public" in post(EDITOR, path, words(begun, body="x")).text
    assert post(EDITOR, path, words(begun, body="[" * 200)).status_code == 422
    assert "too many" in post(EDITOR, path, words(begun, body="[" * 200, fragment="1")).text
    assert (stored(session).texts["en"].body, stored(session).revision) == ("", begun.revision)


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 4), "navy").save(stream, "PNG")
    return stream.getvalue()


def upload(post: Post, content: bytes, name: str) -> TestResponse:
    return post(EDITOR, "/en/staff/library", {"file": (io.BytesIO(content), name)})


def test_a_picture_needs_its_words_before_it_is_published_and_stays_while_it_is_used(
    begun: Page, post: Post, as_role: As, client: FlaskClient, session: Session
) -> None:
    assert upload(post, picture(), "Harbour view.png").headers["Location"] == "/en/staff/library/harbour-view"
    path = f"{PAGES}/{begun.id}"
    post(EDITOR, f"{path}/words/en/ready", words(begun, body="![](file:harbour-view)"))
    refused = post(PUBLISHER, f"{path}/publish", {"reason": "r"})
    assert (refused.status_code, "has no alternative text" in refused.text) == (422, True)
    assert post(EDITOR, "/en/staff/library/harbour-view", {"en-alt": "A harbour"}).status_code == 303
    assert post(PUBLISHER, f"{path}/publish", {"reason": "r"}).status_code == 303
    text = client.get("/en/pages/hours").text
    assert 'alt="A harbour"' in text
    file = session.scalar(select(LibraryFile))
    assert file is not None
    shown = client.get(f"/files/{file.sha256}/{file.name}")
    kept = (shown.status_code, shown.mimetype, "attachment" in shown.headers.get("Content-Disposition", ""))
    assert kept == (200, "image/png", False)
    assert (shown.headers["X-Content-Type-Options"], "sandbox" in shown.headers["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )
    assert post(EDITOR, "/en/staff/library/harbour-view/remove").status_code == 422


def test_a_file_that_nobody_uses_is_let_go(post: Post, as_role: As) -> None:
    upload(post, picture(), "a.png")
    assert as_role(EDITOR).get("/en/staff/library/a/file").mimetype == "image/png"
    assert post(EDITOR, "/en/staff/library/a/remove").status_code == 303
    assert as_role(EDITOR).get("/en/staff/library/a").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"\x89PNG\r\n\x1a\nrubbish", "a.png"),
        (b"\xff\xd8\xff" + b"\0" * 100, "a.jpg"),
        (b"GIF89a<script>alert(1)</script>", "a.gif"),
        (b"<html><script>alert(1)</script>", "page.html"),
    ],
)
def test_what_is_no_picture_and_no_document_is_not_kept(
    post: Post, session: Session, content: bytes, name: str
) -> None:
    assert upload(post, content, name).status_code == 422
    assert session.scalar(select(LibraryFile)) is None


def test_the_glossary_is_written_row_by_row(post: Post, client: FlaskClient, session: Session) -> None:
    post(EDITOR, PAGES, {"kind": "glossary", "title": "Glossary", "slug": "", "source_language": "en"})
    page = stored(session)
    path = f"{PAGES}/{page.id}"
    rows = {"terms-0-key": "", "terms-0-term": "Sister city", "terms-0-meaning": "A tie.", "terms-0-also": "jumelage"}
    half = {
        **words(page, body=""),
        "terms-0-key": "",
        "terms-0-term": "Alone",
        "terms-0-meaning": "",
        "terms-0-also": "",
    }
    assert "A term needs its meaning" in post(EDITOR, f"{path}/words/en", half).text
    assert post(EDITOR, f"{path}/words/en/ready", {**words(page, body=""), **rows}).status_code == 303
    assert post(PUBLISHER, f"{path}/publish", {"reason": "r"}).status_code == 303
    text = client.get("/en/glossary").text
    assert 'id="sister-city"' in text and "jumelage" in text
    again = post(EDITOR, PAGES, {"kind": "glossary", "title": "Another", "slug": "", "source_language": "en"})
    assert again.status_code == 422


def link_of(page: Page, as_role: As, session: Session) -> str:
    """A preview link, as the page that comes next tells it."""
    # The fixture's session may hold the only write lock.
    number = page.id
    session.rollback()
    client = as_role(EDITOR)
    token = client.get(f"{PAGES}/{number}").text.split('name="csrf_token" value="')[1].split('"')[0]
    shown = client.post(f"{PAGES}/{number}/links", data={"csrf_token": token}, follow_redirects=True).text
    return "/en/preview/" + shown.split("/en/preview/")[1].split("<")[0].split()[0]


def test_a_preview_link_shows_one_draft_and_nothing_else(
    ready: Page, post: Post, as_role: As, client: FlaskClient, session: Session
) -> None:
    upload(post, picture(), "used.png")
    upload(post, picture(), "other.png")
    post(EDITOR, f"{PAGES}/{ready.id}/words/en", words(ready, body="Soon ![](file:used)"))
    link = link_of(ready, as_role, session)
    page = client.get(link)
    assert (page.status_code, "Draft: not public" in page.text, "Soon" in page.text) == (200, True, True)
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert "Set-Cookie" not in page.headers
    assert [client.get(f"{link}/files/{key}").status_code for key in ("used", "other", "none")] == [200, 404, 404]
    assert client.get("/en/preview/" + "x" * 43).status_code == 404
    number = stored(session).links[0].id
    session.rollback()
    assert post(EDITOR, f"{PAGES}/{ready.id}/links/{number}/revoke").status_code == 303
    assert [client.get(link).status_code, client.get(f"{link}/files/used").status_code] == [404, 404]
    assert post(EDITOR, f"{PAGES}/{ready.id}/links/999/revoke").status_code == 422


@pytest.mark.parametrize("path", ["", "/new", "?show=pending", "?show=to-translate"])
def test_the_lists_are_there(published: Page, as_role: As, path: str) -> None:
    assert as_role(EDITOR).get(PAGES + path).status_code == 200


@pytest.mark.parametrize("path", ["?show=nothing", "/99", "/99999999999999999999999", "/1/words/xx", "/1/versions/0"])
def test_what_is_not_there_is_not_found(published: Page, as_role: As, path: str) -> None:
    assert as_role(EDITOR).get(PAGES + path).status_code == 404
