"""Pages, news and the glossary as readers meet them."""

import pytest
from flask.testing import FlaskClient

PATHS = (
    "/pages/about",
    "/pages/how-to-propose",
    "/pages/privacy",
    "/pages/accessibility",
    "/pages/contact",
    "/pages/about/@1",
    "/pages/about/changes",
    "/news",
    "/news/record-open",
    "/news/record-open/@1",
    "/news/record-open/changes",
    "/news.atom",
    "/glossary",
    "/glossary/@1",
    "/glossary/changes",
    "/policy",
    "/",
)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_there_without_a_cookie(demo_client: FlaskClient, language: str, path: str) -> None:
    answer = demo_client.get(f"/{language}{path}")
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
