"""House rules about templates and styles, held by reading them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "portal" / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "portal" / "templates" / "components").glob("*.html"))
STYLES = ROOT / "static" / "css" / "components"
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", re.IGNORECASE)
ELSEWHERE = re.compile(r"(src|href|action)=\"(https?:)?//", re.IGNORECASE)
PHYSICAL = re.compile(r"(margin|padding|border)-(left|right)\b|\btext-align:\s*(left|right)|(?<![-\w])(left|right):")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_at_most_120_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120, "take a part of it out, as a macro or an include"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (INLINE.findall(text), ELSEWHERE.findall(text)) == ([], [])


def test_a_component_and_its_stylesheet_have_one_name() -> None:
    assert {path.stem for path in COMPONENTS} == {path.stem for path in STYLES.glob("*.css")}


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=_name)
def test_our_styles_serve_both_directions(path: Path) -> None:
    assert PHYSICAL.findall(path.read_text(encoding="utf-8")) == [], "use logical properties: margin-inline-start ..."
