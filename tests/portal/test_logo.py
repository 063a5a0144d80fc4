"""A logo can only be looked at."""

from pathlib import Path

import pytest

from portal.logo import LARGEST, PNG, faults_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">%s</svg>'


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "inside",
    ['<path d="M0 0H9"/>', '<defs><path id="a" d="M0 0"/></defs><use href="#a" fill="url(#b)"/>', "<title>A</title>"],
)
def test_a_drawing_is_a_logo(tmp_path: Path, inside: str) -> None:
    assert faults_of(written(tmp_path, "logo.svg", SVG % inside)) == []


def test_a_png_is_a_logo(tmp_path: Path) -> None:
    assert faults_of(written(tmp_path, "logo.png", PNG + b"...")) == []


@pytest.mark.parametrize(
    "inside,fault",
    [
        ("<script>alert(1)</script>", "logo.svg has <script> in it, which a logo must not have"),
        ("<foreignObject/>", "logo.svg has <foreignObject> in it, which a logo must not have"),
        ('<image href="https://elsewhere.example/x.png"/>', "logo.svg has <image> in it, which a logo must not have"),
        ("<style>*{fill:red}</style>", "logo.svg has <style> in it, which a logo must not have"),
        ("<animate/>", "logo.svg has <animate> in it, which a logo must not have"),
        ('<path onload="alert(1)"/>', "logo.svg has onload='alert(1)' in it, which a logo must not have"),
        ('<use xlink:href="https://x.example/#a"/>', "logo.svg has href='https://x.example/#a' in it, which a logo must not have"),
        ('<path fill="url(https://x.example)"/>', "logo.svg has fill='url(https://x.example)' in it, which a logo must not have"),
        ('<path style="background:url( //x)"/>', "logo.svg has style='background:url( //x)' in it, which a logo must not have"),
        ('<h:b xmlns:h="http://www.w3.org/1999/xhtml"/>',
         "logo.svg has <{http://www.w3.org/1999/xhtml}b> in it, which a logo must not have"),
    ],
)  # fmt: skip
def test_what_does_more_than_to_be_looked_at_is_refused(tmp_path: Path, inside: str, fault: str) -> None:
    assert faults_of(written(tmp_path, "logo.svg", SVG % inside))[:1] == [fault]


@pytest.mark.parametrize(
    "name,content,fault",
    [
        ("logo.svg", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG % "",
         "logo.svg declares a document type, an entity or a stylesheet; leave it out"),
        ("logo.svg", "<html/>", "logo.svg is not an SVG"),
        ("logo.svg", b"<svg", "logo.svg cannot be read: unclosed token: line 1, column 0"),
        ("logo.png", "GIF89a", "logo.png is not a PNG"),
        ("logo.gif", "GIF89a", "logo.gif must be an .svg or a .png"),
        ("logo.svg", " " * (LARGEST + 1), f"logo.svg is larger than {LARGEST} bytes"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_logo_is_refused(tmp_path: Path, name: str, content: str | bytes, fault: str) -> None:
    assert faults_of(written(tmp_path, name, content)) == [fault]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "logo.svg") == [f"there is no file {tmp_path / 'logo.svg'}"]
