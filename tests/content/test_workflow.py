"""The engine: permission, state, guard, assignment, history; in that order, and nothing changes on a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pytest
from sqlalchemy.orm import Session

from content import history
from content.people.actors import Applicant, House
from content.permissions import ROLE_PERMISSIONS, Permission, Role, permissions_of
from content.workflow import NotAllowed, Refusal, Refused, Transition, Workflow, Worklist, perform


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass
class Lamp:
    id: int = 7
    state: Light = Light.RED
    broken: bool = False


@dataclass(frozen=True)
class Somebody:
    permissions: frozenset[Permission]
    id: int = 1
    name: str = "Somebody"
    office: str = "cco-sper"

    def can(self, permission: Permission) -> bool:
        return permission in self.permissions


def not_broken(_session: Session, lamp: Lamp, _evidence: object) -> Iterable[Refusal]:
    if lamp.broken:
        yield Refusal("R-000", "It is broken.", items=("lamp",))


WORKFLOW = Workflow(
    kind="lamp",
    initial=Light.RED,
    transitions=(
        Transition("switch", frozenset({Light.RED}), Light.GREEN, Permission.PROPOSAL_ASSESS, not_broken),
        Transition("stop", frozenset({Light.GREEN}), Light.RED, Permission.PROPOSAL_ASSESS, reason_required=True),
        Transition("fall", frozenset({Light.GREEN}), Light.RED, None),
    ),
    worklists=(Worklist("red", frozenset({Light.RED}), Permission.PROPOSAL_ASSESS),),
)
OFFICER = Somebody(frozenset({Permission.PROPOSAL_ASSESS}))


def test_a_transition_assigns_the_state_and_writes_history(session: Session) -> None:
    lamp = Lamp()
    perform(session, WORKFLOW, lamp, "switch", by=OFFICER, reason=" because ")
    (entry,) = history.of(session, "lamp", 7)
    assert lamp.state is Light.GREEN
    assert (entry.event, entry.from_state, entry.to_state, entry.reason, entry.office) == (
        "switch", "red", "green", "because", "cco-sper",
    )  # fmt: skip


def test_without_the_permission_nothing_happens(session: Session) -> None:
    lamp = Lamp()
    with pytest.raises(NotAllowed):
        perform(session, WORKFLOW, lamp, "switch", by=Somebody(frozenset()))
    assert (lamp.state, history.of(session, "lamp", 7)) == (Light.RED, [])


def test_from_a_wrong_state_it_is_refused(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        perform(session, WORKFLOW, Lamp(state=Light.GREEN), "switch", by=OFFICER)
    assert (refused.value.rules, refused.value.items) == (["D3"], ["green"])


def test_a_guard_refuses_with_its_rule(session: Session) -> None:
    lamp = Lamp(broken=True)
    with pytest.raises(Refused) as refused:
        perform(session, WORKFLOW, lamp, "switch", by=OFFICER)
    assert (refused.value.rules, refused.value.items, lamp.state) == (["R-000"], ["lamp"], Light.RED)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_required_reason_must_say_something(session: Session, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        perform(session, WORKFLOW, Lamp(state=Light.GREEN), "stop", by=OFFICER, reason=reason)
    assert refused.value.items == ["reason"]


def test_the_permission_is_asked_before_the_state_is_told(session: Session) -> None:
    with pytest.raises(NotAllowed):
        perform(session, WORKFLOW, Lamp(state=Light.GREEN), "switch", by=Somebody(frozenset()))


def test_the_applicant_may_do_only_what_asks_for_no_role(session: Session) -> None:
    applicant = Applicant(name="A clerk abroad")
    perform(session, WORKFLOW, Lamp(state=Light.GREEN), "fall", by=applicant)
    with pytest.raises(NotAllowed):
        perform(session, WORKFLOW, Lamp(), "switch", by=applicant)


def test_every_role_has_its_row_and_every_permission_its_role() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert permissions_of(frozenset(Role)) == set(Permission)


def test_nobody_may_both_sign_and_execute_by_one_role() -> None:
    both = {Permission.AGREEMENT_SIGN, Permission.AGREEMENT_EXECUTE}
    assert [role for role, permissions in ROLE_PERMISSIONS.items() if both <= permissions] == []


def test_nobody_may_both_draft_and_countersign_by_one_role() -> None:
    both = {Permission.PROPOSAL_ASSESS, Permission.PROPOSAL_COUNTERSIGN}
    assert [role for role, permissions in ROLE_PERMISSIONS.items() if both <= permissions] == []


def test_the_house_may_do_everything_and_is_named() -> None:
    house = House("A job")
    assert [house.can(permission) for permission in Permission] == [True] * len(Permission)
    assert (house.id, house.name) == (None, "A job")
