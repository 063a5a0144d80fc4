"""A city that differs in everything: its limits, its home, its questions and its languages are its own."""

import pytest

from content.policy.completeness import faults, missing
from content.policy.loading import load
from content.policy.pack import Pack
from content.policy.parts import Sender, StepKind
from content.policy.schema import describe
from tests.cities.puerto_alerce import ACTION, CHARTER, PACK


@pytest.fixture(scope="module")
def second() -> Pack:
    return load(PACK)


def test_its_own_limits_hold(second: Pack) -> None:
    for category, most, rule in ((CHARTER, 48, "PA-3"), (ACTION, 18, "PA-3")):
        (fault,) = faults(second, category, {"plazo": most + 1})
        assert (fault.code, fault.params, fault.clause and fault.clause.rule) == ("months_range", {"most": most}, rule)
        assert faults(second, category, {"plazo": most}) == []


def test_its_own_home_is_not_abroad(second: Pack) -> None:
    at_home, abroad = ({"ciudad": {"city": "X", "country": code}} for code in ("CL", "CA"))
    assert [fault.code for fault in faults(second, CHARTER, at_home)] == ["country_home"]
    assert faults(second, CHARTER, abroad) == []


def test_it_requires_what_it_says(second: Pack) -> None:
    assert [item.element for item in missing(second, CHARTER, {})] == [
        "quien-escribe", "correo", "municipio", "idioma", "ciudad", "historia", "metas", "tareas", "aporte", "plazo",
    ]  # fmt: skip
    stated = {"tareas": [{"title": "T", "cost": {"amount": 5000, "currency": "CLP"}}]}
    assert "aporte" not in [item.element for item in missing(second, CHARTER, stated)]


def test_it_speaks_its_languages_and_falls_back_to_its_own(second: Pack) -> None:
    shown = {tag: str(second.label("sections.el-plan", tag)) for tag in ("es", "en", "fr", "ar", "ja")}
    assert shown == {"es": "El plan", "en": "The plan", "fr": "Le plan", "ar": "الخطة", "ja": "El plan"}


def test_its_examples_are_accepted(second: Pack) -> None:
    for category in describe(second, "es")["categories"]:
        answers = {element["id"]: element["example"] for element in category["elements"]}
        assert missing(second, category["id"], answers) == []
        assert faults(second, category["id"], answers) == []


def test_its_steps_stand_in_its_own_order(second: Pack) -> None:
    kinds = {
        category.code: [step.kind for step in second.route(category.code).steps] for category in second.open_categories
    }
    assert kinds == {
        CHARTER: [StepKind.PROPOSAL, StepKind.CAPACITY, StepKind.ASSESSMENT, StepKind.COUNCIL],
        ACTION: [StepKind.PROPOSAL, StepKind.ASSESSMENT, StepKind.SIGNING],
    }


def test_its_own_words_name_the_sender_the_projects_and_the_body(second: Pack) -> None:
    assert second.parts.sender == Sender("quien-escribe", "correo")
    assert second.parts.project_kinds == ("obra", "pasantia")
    assert [second.route(code).deciding_body for code in (CHARTER, ACTION)] == ["concejo", None]
