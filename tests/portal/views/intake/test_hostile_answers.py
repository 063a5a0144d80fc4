"""What nobody should type: every field of the form takes it, keeps it, shows it without running it, and never fails."""

import json
import re
from email import message_from_bytes
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.db import nfc
from content.notices import Notice
from content.proposals.models import Proposal
from content.proposals.states import ProposalState
from portal.mailer import compose, message_for
from tests.portal.views.intake.conftest import FILLED, Draft
from tests.portal.views.intake.test_api import URL, body, examples, stored
from tests.portal.views.intake.test_propose import fields_of

VALUES = {
    "a bidi override": "Quito\u202eotiuQ",
    "nothing that is seen": "\u200b\u200c\u2060\u3164",
    "100 kB": "x" * 100_000,
    "a tower of marks": "e" + "\u0301" * 500,
    "not composed": "Sa\u0303o Paulo, A\u030angstro\u0308m",
    "digits of another script": "٤٨",
    "a huge number": "9" * 5000,
    "a formula": "=HYPERLINK(1,1)",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a template": "{{ config }} {% raw %} %(label)s %s {0}",
    "a NUL": "a\x00b",
    "control characters": "a\x01\x1b[31m\x7f\x85b",
    "line ends": "a\r\nBcc: x@y.example\r\n\r\nb",
    "not a character": "\ufffe\uffff\U0010ffff",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 50,
}
LIVE = re.compile(r"<script>alert|<img src=x|<svg onload", re.IGNORECASE)


def names_of(section: str) -> list[str]:
    return list(dict.fromkeys(name for name, _text in FILLED[section]))


def plain(text: str) -> str:
    """A value as a page can hold it: no NUL, and line ends of one kind."""
    return " ".join(nfc(text).replace("\x00", "\ufffd").split())


def answers_in(session: Session) -> dict[str, Any]:
    values = session.scalars(select(Proposal)).one().values()
    # The session would keep the only write lock.
    session.rollback()
    return values


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_r14_r15_every_field_takes_any_text_and_keeps_it(draft: Draft, value: str) -> None:
    pages = []
    for section in FILLED:
        saved = draft.type(section, [(name, value) for name in names_of(section)])
        assert saved.status_code in (303, 422)
        shown = saved if saved.status_code == 422 else draft.get(section)
        texts = [plain(text) for name, text in fields_of(shown.text) if text and name in names_of(section)]
        assert set(texts) <= {plain(value)}
        assert texts or section == "goals" or not plain(value)
        pages.append(shown)
    pages += [draft.get(), draft.get("check"), draft.send()]
    assert pages[-1].status_code == 422
    assert [page for page in pages if LIVE.search(page.text) or "Set-Cookie" in page.headers] == []


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"pc-el-economy=\xff", "application/x-www-form-urlencoded", 400),
        (b"pc-el-economy=" + b"x" * 2_100_000, "application/x-www-form-urlencoded", 413),
        (b"&".join([b"a=1"] * 1001), "application/x-www-form-urlencoded", 413),
        (b"&".join([b"a=1"] * 1001), "application/x-www-form-urlencoded; charset=utf-99", 413),
        (b"--x\r\n", "multipart/form-data", 400),
        (b"--x\r\n", "multipart/form-data; boundary=\u00e9", 400),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n', "multipart/form-data; boundary=x", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 1001 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
            413,
        ),
        (b"x" * (20 * 1024 * 1024 + 1), "multipart/form-data; boundary=x", 413),
    ],
    ids=[
        "no UTF-8",
        "too long",
        "too many fields",
        "of an unknown charset",
        "without boundary",
        "with a strange boundary",
        "cut off",
        "too many parts",
        "too large",
    ],
)
def test_r17_a_form_that_cannot_be_read_is_refused_and_deletes_nothing(
    draft: Draft, session: Session, data: bytes, content_type: str, status: int
) -> None:
    section = "resources-and-priorities"
    draft.type(section, FILLED[section])
    before = answers_in(session)
    answer = draft.client.post(draft.url(section), data=data, content_type=content_type)
    assert (answer.status_code, answers_in(session)) == (status, before)
    assert "Set-Cookie" not in answer.headers


def test_r17_a_form_of_unknown_length_is_read_whole_or_refused(draft: Draft, session: Session) -> None:
    for typed, status in ((b"Quito", 303), (b"x" * 2_100_000, 413)):
        answer = draft.client.post(
            draft.url("city"),
            input_stream=BytesIO(b"pc-el-city.country=EC&pc-el-city.city=" + typed),
            content_type="application/x-www-form-urlencoded",
            environ_overrides={"wsgi.input_terminated": True},
        )
        assert answer.status_code == status
        assert answers_in(session) == {"pc-el-city": {"city": "Quito", "country": "EC"}}


def test_r16_names_that_are_not_asked_for_are_stored_nowhere(draft: Draft, session: Session) -> None:
    strange = ["state", "id", "reference", "due_on", "channel", "category", "language", "assignee_id", "sender-email",
               "pc-el-city.id", "pc-el-city.city.x", "pc-el-city.__class__", "pc-el-city", "csrf_token", "\u202e", "a" * 5000]  # fmt: skip
    draft.type("city", [*FILLED["city"], *((name, "executed") for name in strange), ("_add", "pc-el-city")])
    proposal = session.scalars(select(Proposal)).one()
    assert proposal.values() == {"pc-el-city": {"city": "Quito", "country": "EC"}}
    assert (proposal.state, proposal.channel, proposal.reference) == (ProposalState.DRAFT, "form", None)
    assert proposal.pages["city"].typed == [["pc-el-city.city", "Quito"], ["pc-el-city.country", "EC"]]


@pytest.mark.parametrize("act", ["_add", "_remove", "_up"])
def test_buttons_of_rows_that_do_not_exist_change_nothing(draft: Draft, act: str) -> None:
    typed = [("pc-el-activities.0.title", "A"), ("pc-el-activities.1.title", "B")]
    for argument in ("", ".", "pc-el-city", ".99", ".-1", "x" * 9999, ".\u0661", ".", "validate", "\u202e"):
        row = "pc-el-activities" + argument if argument.startswith(".") and act != "_add" else argument
        answer = draft.type("activities", [*typed, (act, row)])
        assert (answer.status_code, answer.location.split("#")[0]) == (303, draft.url("activities"))
        titles = [text for name, text in fields_of(draft.get("activities").text) if name.endswith(".title")]
        assert titles == ["A", "B"], row


def test_a_language_that_is_not_offered_is_not_switched_to(draft: Draft) -> None:
    for tag in ("xx", "en/../../x", "//evil.example", "fr\r\nSet-Cookie: a=b", "", "\u202e", "EN"):
        answer = draft.type("city", [*FILLED["city"], ("_language", tag)])
        assert (answer.status_code, answer.location) == (303, draft.url("resources-and-priorities"))


@pytest.mark.parametrize("tail", ["city", "send", "link", "check", "nothing", ""])
@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "..%2f", "a" * 3000, "%E2%80%AE", "%0d%0aX:y"])
def test_r32_a_foreign_link_opens_nothing(demo_client: FlaskClient, token: str, tail: str) -> None:
    path = f"/en/propose/{token}" + (f"/{tail}" if tail else "")
    answers = [demo_client.get(path)] + ([demo_client.post(path)] if tail else [])
    # A path that names a folder above itself is led to its plain form, here.
    assert {answer.status_code for answer in answers} <= {308, 400, 404, 405}
    assert {answer.headers.get("Location", "http://localhost/")[:17] for answer in answers} == {"http://localhost/"}


def test_r14_half_a_character_stays_what_was_sent(draft: Draft) -> None:
    answer = draft.client.post(
        draft.url("city"), data=b"pc-el-city.city=%ED%A0%80%FF", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 303
    assert dict(fields_of(draft.get("city").text))["pc-el-city.city"] == "%ED%A0%80%FF"


def test_numbers_of_machines_are_whole_numbers_within_bounds(client: FlaskClient, session: Session) -> None:
    good = examples(client)
    for written in ("1e999", "-1e999", "1" + "0" * 400, "-" + "9" * 400, "1.0", '"48"', "true", "-0", "[48]"):
        sent = json.dumps(body({**good, "pc-el-term": "HERE"})).replace('"HERE"', written)
        answer = client.post(URL, data=sent, content_type="application/json")
        faults = [fault["element"] for fault in answer.get_json()["faults"]]
        assert (answer.status_code, faults) == (422, ["pc-el-term"]), written
    assert stored(session) == 0


def test_r14_any_shape_in_the_place_of_an_answer_is_refused(client: FlaskClient, session: Session) -> None:
    deep: Any = "x"
    for _level in range(500):
        deep = [deep]
    half = {"city": "\ud800", "title": "\ud800", "amount": "\ud800", "codes": ["\ud800"], "\ud800": 1}
    odd = [
        deep,
        7,
        1.5,
        True,
        [[{}, 1]],
        {"x": 1},
        {"title": {"a": 1}},
        [{"title": ["a"]}],
        [None, 7],
        "\x00",
        half,
        [half],
    ]
    good = examples(client)
    elements = ("pc-el-city", "pc-el-activities", "pc-el-financial-resources", "pc-el-goals", "sender-name")
    for element, value in product(elements, odd):
        sent = json.dumps(body({**good, element: value}))
        answer = client.post(URL, data=sent, content_type="application/json")
        assert answer.status_code == 422, (element, value)
    assert stored(session) == 0


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-16", "application/json; charset=junk", "application/x+json"]
)
def test_json_is_read_as_what_it_is(client: FlaskClient, content_type: str) -> None:
    sent = json.dumps(body(examples(client))).encode()
    assert client.post(URL, data=sent, content_type=content_type).status_code == 201


def test_the_last_of_two_keys_counts_and_is_judged(client: FlaskClient, session: Session) -> None:
    sent = json.dumps(body(examples(client)))[:-1] + ', "category": "historical-agreement"}'
    assert client.post(URL, data=sent, content_type="application/json").status_code == 422
    assert stored(session) == 0


def test_r29_nothing_in_a_name_adds_a_header_to_a_mail(client: FlaskClient, app: Flask, session: Session) -> None:
    name = "Ana\r\nBcc: x@y.example\r\n\r\n\u2028Subject: b\x85X: y"
    answers = {**examples(client), "sender-name": name, "sender-email": "\u00e9t\u00e9@quito.example"}
    assert client.post(URL, json=body(answers)).status_code == 201
    notice = session.scalars(select(Notice)).one()
    subject, text = compose(app, notice, notice.secrets)
    sent = message_for(notice, subject, text, "no-reply@portal.example").as_bytes()
    assert message_from_bytes(sent).keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version", "Content-Language",
    ]  # fmt: skip
