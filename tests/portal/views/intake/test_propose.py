"""The form door: nothing typed is lost, what is missing is told exactly, sending happens once."""

from concurrent.futures import ThreadPoolExecutor

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.notices import Notice
from content.proposals.models import Proposal
from content.proposals.states import ProposalState
from tests.portal.views.intake.conftest import FILLED, Draft, missing_on

TAGS = ("en", "fr", "ar")
"""What the site of these tests offers; its policy has no words in other languages."""


def fields_of(page: str) -> list[tuple[str, str]]:
    """What a browser would send back of a page's form, in order."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = []
    for node in tree.find(".//form[@id='section']").iter():
        name, kind = node.get("name"), node.get("type")
        if node.tag == "textarea":
            found.append((name, node.text or ""))
        elif node.tag == "select":
            chosen = next((o for o in node.iter("option") if "selected" in o.attrib), None)
            found.append((name, chosen.get("value") if chosen is not None else ""))
        elif node.tag == "input" and (kind not in ("radio", "checkbox") or "checked" in node.attrib):
            found.append((name, node.get("value", "")))
    return found


def given(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in pairs if text]


def test_the_start_page_says_what_is_offered_and_for_how_long(client: FlaskClient) -> None:
    page = client.get("/en/propose").text
    assert "Partnership City agreement" in page
    assert "at most 60 months" in page
    assert "International Project agreement" in page
    assert "at most 36 months" in page


def test_a_project_is_begun_with_its_own_elements(client: FlaskClient, session: Session) -> None:
    answer = client.post("/en/propose", data={"category": "international-project"})
    page = client.get(f"{answer.location}/money-and-staff").text
    assert ('name="ip-el-cost.amount"' in page, "pc-el-" in page) == (True, False)
    assert session.scalars(select(Proposal)).one().category == "international-project"


def test_a_closed_category_begins_no_draft(client: FlaskClient, session: Session) -> None:
    assert client.post("/en/propose", data={"category": "historical-agreement"}).status_code == 422
    assert session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_a_machine_that_fills_every_field_begins_no_draft(client: FlaskClient, session: Session) -> None:
    answer = client.post("/en/propose", data={"category": "partnership-city", "website": "http://x.example"})
    assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_drafts_from_one_address_are_throttled_but_not_in_a_demonstration_at_home(client: FlaskClient) -> None:
    data = {"category": "partnership-city"}
    abroad = {"REMOTE_ADDR": "198.51.100.7"}
    codes = [client.post("/en/propose", data=data, environ_overrides=abroad).status_code for _ in range(21)]
    assert codes == [303] * 20 + [429]
    assert client.post("/en/propose", data=data).status_code == 303


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("section", FILLED)
def test_f5_switching_the_language_keeps_every_value_of_every_section(
    client: FlaskClient, section: str, tag: str
) -> None:
    for start in TAGS:
        draft = Draft(client, start)
        answer = draft.type(section, [*FILLED[section], ("_language", tag)])
        assert (answer.status_code, answer.location) == (303, draft.url(section, tag))
        page = draft.get(section, tag).text
        assert sorted(given(fields_of(page))) == sorted(FILLED[section])
        assert f'<html class="govuk-template" lang="{tag}"' in page


def test_f4_what_is_typed_survives_a_refusal_and_is_no_answer(draft: Draft, session: Session) -> None:
    answer = draft.type("term", [("pc-el-term", "61"), ("pc-el-renewal", "yes")])
    assert answer.status_code == 422
    assert given(fields_of(answer.text)) == [("pc-el-term", "61"), ("pc-el-renewal", "yes")]
    assert given(fields_of(draft.get("term").text)) == [("pc-el-term", "61"), ("pc-el-renewal", "yes")]
    proposal = session.scalars(select(Proposal)).one()
    assert proposal.values() == {"pc-el-renewal": True}


def test_f3_r005_the_refusal_of_61_months_is_told_at_the_top_and_at_the_field(draft: Draft) -> None:
    page = draft.type("term", [("pc-el-term", "61")]).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert tree.find(".//title").text.startswith("Error:")
    summary = tree.find(".//div[@role='alert']")
    assert [link.get("href") for link in summary.iter("a")] == ["#pc-el-term"]
    field = tree.find(".//input[@id='pc-el-term']")
    assert "pc-el-term-error" in field.get("aria-describedby").split()
    told = "".join(tree.find(".//*[@id='pc-el-term-error']").itertext())
    assert "R-005" in told
    assert "no more than five years" in told


def test_b4_the_summary_links_to_the_first_radio_of_a_group(draft: Draft) -> None:
    page = draft.type("about-you", [("sender-role", "king")]).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert tree.find(".//div[@role='alert']//a").get("href") == "#sender-role"
    assert tree.find(".//input[@id='sender-role']").get("type") == "radio"


def test_a_good_answer_typed_over_with_a_bad_one_is_not_sent(draft: Draft) -> None:
    draft.fill()
    draft.type("term", [("pc-el-term", "61")])
    assert missing_on(draft.get("check").text) == ["pc-el-term"]
    assert draft.send().status_code == 422


def test_a_faulty_optional_answer_holds_the_proposal_back_too(draft: Draft) -> None:
    draft.fill()
    pairs = [(name, "x" if name == "sender-phone" else text) for name, text in FILLED["about-you"]]
    assert draft.type("about-you", pairs).status_code == 422
    assert draft.send().status_code == 422


def test_rows_of_activities_are_added_and_removed_without_a_script(draft: Draft) -> None:
    typed = [("pc-el-activities.0.title", "A"), ("pc-el-activities.1.title", "B")]
    answer = draft.type("activities", [*typed, ("_add", "pc-el-activities")])
    assert answer.location == draft.url("activities") + "#pc-el-activities.2.title"
    assert draft.get("activities").text.count("<legend>Activity") == 3
    draft.type("activities", [*typed, ("_up", "pc-el-activities.1")])
    titles = [text for name, text in fields_of(draft.get("activities").text) if name.endswith(".title")]
    assert titles == ["B", "A"]
    draft.type("activities", [*typed, ("_remove", "pc-el-activities.0")])
    titles = [text for name, text in fields_of(draft.get("activities").text) if name.endswith(".title")]
    assert titles == ["B"]


def test_f7_the_task_list_counts_what_the_gate_misses(draft: Draft) -> None:
    draft.type("city", FILLED["city"])
    missing = missing_on(draft.send().text)
    assert f"{len(missing)} required answers are missing." in draft.get().text
    assert missing == missing_on(draft.get("check").text)


def test_sections_are_not_started_in_progress_or_completed(draft: Draft) -> None:
    draft.type("city", FILLED["city"])
    draft.type("about-you", FILLED["about-you"][:2])
    tree = html5lib.parse(draft.get().text, namespaceHTMLElements=False)
    items = tree.findall(".//li[@class='govuk-task-list__item govuk-task-list__item--with-link']")
    words = [" ".join("".join(item.itertext()).split()) for item in items[:3]]
    assert words == ["About you In progress", "The city Completed", "Resources and priorities Not started"]


def test_f8_change_leads_back_to_the_check(draft: Draft) -> None:
    draft.fill()
    assert f"{draft.url('city')}?back=check#pc-el-city.city" in draft.get("check").text
    answer = draft.client.post(draft.url("city") + "?back=check", data=dict(FILLED["city"]))
    assert answer.location == draft.url("check") + "#city"


def test_saving_leads_on_to_the_next_section_or_to_the_list(draft: Draft) -> None:
    assert draft.type("city", FILLED["city"]).location == draft.url("resources-and-priorities")
    assert draft.type("term", FILLED["term"]).location == draft.url("check")
    assert draft.type("city", [*FILLED["city"], ("_list", "1")]).location == draft.url()


def test_f14_sending_twice_gives_one_proposal_with_one_reference(draft: Draft, session: Session) -> None:
    draft.fill()
    first, second = draft.send(), draft.send()
    assert (first.status_code, second.status_code) == (303, 303)
    reference = session.scalars(select(Proposal)).one().reference
    assert reference is not None
    assert reference in draft.client.get(first.location).text
    assert reference in draft.client.get(second.location).text
    assert session.scalar(select(func.count()).select_from(Notice)) == 1


def test_f14_two_clicks_at_the_same_moment_give_one_proposal(app: Flask, draft: Draft, session: Session) -> None:
    draft.fill()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(draft.url("send")), range(2)))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert session.scalars(select(Proposal)).one().state is ProposalState.RECEIVED
    assert session.scalar(select(func.count()).select_from(Notice)) == 1


def test_a_sent_draft_is_read_only_and_shows_where_it_stands(draft: Draft) -> None:
    draft.fill()
    draft.send()
    for part in ("", "city", "check"):
        assert draft.get(part).location == f"/en/status/{draft.token}"
    assert draft.type("city", FILLED["city"]).location == f"/en/status/{draft.token}"


def test_answers_keep_the_language_they_were_written_in(draft: Draft, session: Session) -> None:
    draft.type("city", FILLED["city"], language="fr")
    draft.type("city", FILLED["city"], language="en")
    answer = session.scalars(select(Proposal)).one().answers["pc-el-city"]
    assert answer.language == "fr"


def test_f6_the_link_is_mailed_on_request_and_not_endlessly(draft: Draft, session: Session) -> None:
    url, data = draft.url("link"), {"email": "ana@quito.example"}
    codes = [draft.client.post(url, data=data).status_code for _ in range(6)]
    assert draft.client.post(url, data={"email": "nobody"}).status_code == 422
    assert codes == [303] * 5 + [429]
    notice = session.scalars(select(Notice)).first()
    assert notice is not None
    assert (notice.template, notice.recipient, notice.secrets) == (
        "draft_link",
        "ana@quito.example",
        {"token": draft.token},
    )


def test_no_page_of_the_applicant_sets_a_cookie_or_may_be_kept(draft: Draft) -> None:
    answers = [
        draft.client.get("/en/propose"),
        draft.get(),
        draft.get("check"),
        draft.type("term", [("pc-el-term", "61")]),
    ]
    answers += [draft.get(section) for section in FILLED]
    draft.fill()
    answers += [draft.send(), draft.client.get(f"/en/status/{draft.token}"), draft.client.get("/en/status")]
    answers += [draft.client.get(f"/en/status/{draft.token}/withdraw"), draft.client.get("/en/propose/nobody")]
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answers[1].headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("path", ["/en/propose/x", "/en/propose/x/city", "/en/status/x", "/en/status/x/withdraw"])
def test_an_unknown_link_opens_nothing(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_unknown_section_is_not_found(draft: Draft) -> None:
    assert draft.get("nothing").status_code == 404
    assert draft.type("nothing", []).status_code == 404


def test_r073_the_city_of_an_earlier_agreement_is_filled_in(client: FlaskClient, session: Session) -> None:
    start = client.get("/en/propose?city=Kyiv&country=UA").text
    assert '<input type="hidden" name="city" value="Kyiv"><input type="hidden" name="country" value="UA">' in start
    begun = client.post("/en/propose", data={"category": "partnership-city", "city": "Kyiv", "country": "UA"})
    page = client.get(f"{begun.headers['Location']}/city").text
    assert 'value="Kyiv"' in page and '<option value="UA" selected' in page


def test_r073_a_city_that_cannot_be_meant_begins_a_draft_all_the_same(client: FlaskClient) -> None:
    city = {"city": "x" * 5000 + "\0", "country": "??"}
    assert client.post("/en/propose", data={"category": "partnership-city", **city}).status_code == 303
    assert client.get("/en/propose?city=%3Cscript%3E").text.count("<script>") == 0
