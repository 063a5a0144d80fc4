"""What nobody should type: every field of the form takes it, keeps it, shows it without running it, and never fails."""

import json
import re
import unicodedata
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.db import nfc
from content.proposals.models import Proposal
from tests.portal.views.intake.conftest import FILLED, Draft
from tests.portal.views.intake.test_api import URL, body, examples, stored
from tests.portal.views.intake.test_propose import fields_of

VALUES = {
    "a bidi override": "Quito\u202eotiuQ",
    "a bidi isolate": "\u2066Quito",
    "nothing that is seen": "\u200b\u200c\u2060\u3164",
    "100 kB": "x" * 100_000,
    "100 kB without a break": "ﷺ" * 33_000,
    "a tower of marks": "e" + "\u0301" * 500,
    "not composed": "Sa\u0303o Paulo, A\u030angstro\u0308m",
    "digits of another script": "٤٨",
    "a superscript": "⁴⁸",
    "a fraction": "½",
    "a huge number": "9" * 5000,
    "a negative number": "-1",
    "no number": "NaN",
    "an exponent": "1e999",
    "a formula": "=HYPERLINK(1,1)",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "an attribute": '"><svg onload=alert(1)>',
    "a template": "{{ config }} {% raw %} %(label)s %s {0}",
    "a NUL": "a\x00b",
    "control characters": "a\x01\x1b[31m\x7f\x85b",
    "line ends": "a\r\nBcc: x@y.example\r\n\r\nb",
    "a line separator": "a\u2028b\u2029c",
    "not a character": "\ufffe\uffff\U0010ffff",
    "an address with a line end": "a@b.example\r\nBcc: c@d.example",
    "a quoted address": '"a b"@b.example',
    "an address without end": "a@" + "b." * 120 + "example",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 50,
    "a right-to-left text": "مدينة كيتو",
}
# Nobody can type this, but a machine that fills the form can send it.
BYTES = {"half a character": b"%ED%A0%80", "no character": b"%FF%FE", "a broken escape": b"%zz%"}
LIVE = re.compile(r"<script>alert|<img src=x|<svg onload", re.IGNORECASE)
ELSEWHERE = [(section, name) for section, pairs in FILLED.items() for name, _text in pairs]


def names_of(section: str) -> list[str]:
    return list(dict.fromkeys(name for name, _text in FILLED[section]))


def kept(value: str) -> str:
    """A value as it comes back: a page cannot hold a NUL, and a line of text no line ends."""
    return " ".join(nfc(value).replace("\x00", "\ufffd").split())


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("section", FILLED)
def test_r014_every_field_takes_any_text(draft: Draft, section: str, value: str) -> None:
    answer = draft.type(section, [(name, value) for name in names_of(section)])
    assert answer.status_code in (303, 422)
    for page in (answer, draft.get(section), draft.get(), draft.get("check")):
        assert page.status_code in (200, 303, 422)
        assert LIVE.search(page.text) is None
        assert "Set-Cookie" not in page.headers
    assert draft.send().status_code == 422
