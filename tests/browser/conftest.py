"""A real browser on a real portal; without a browser these tests are skipped, and say so.

Journeys that are marked ``on_both`` are made on a portal with SQLite and on one with PostgreSQL.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.portal_process import ARGUMENTS, Portal, browser_path, running_portal
from tests.conftest import DEFAULT, POSTGRESQL, SQLITE
from tests.postgresql import Server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "new_database" in metafunc.fixturenames and metafunc.definition.get_closest_marker("on_both"):
        metafunc.parametrize("new_database", (SQLITE, POSTGRESQL), indirect=True, scope="session")


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], dict[str, str]]]:
    """What the environment of a new portal says of its database: nothing for SQLite, or an empty PostgreSQL of its own.

    Of its own: the workers of two portals on one database would send each other's mail.
    """
    if getattr(request, "param", DEFAULT) == SQLITE:
        yield dict
        return
    server: Server = request.getfixturevalue("postgresql")
    made: list[str] = []

    def new() -> dict[str, str]:
        made.append(server.create())
        return {"DATABASE_URL": server.url(made[-1])}

    yield new
    for name in made:
        server.drop(name)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], dict[str, str]]) -> Iterator[Portal]:
    """The demonstration, started as a newcomer starts it; each test process has its own."""
    with running_portal(tmp_path_factory.mktemp("browser") / "instance", **new_database()) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        pytest.skip("no browser: install chromium to play the journeys")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """Open a page of the portal in a fresh context: nothing is shared, as between two people."""
    contexts = []

    def open_(path: str = "/", *, javascript: bool = True, width: int = 1280, **more: object) -> Page:
        context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 900}, base_url=portal.url, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(6_000)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
