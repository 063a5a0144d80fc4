"""The parts of which a policy pack is made. All are frozen: a pack never changes, it is followed by another."""

from dataclasses import dataclass
from enum import StrEnum


class AnswerType(StrEnum):
    """The closed list of what an answer can be; its value is plain JSON."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    CHOICE = "choice"
    CHOICES = "choices"
    PLACE = "place"
    GOALS = "goals"
    ACTIVITIES = "activities"
    MONEY = "money"
    MONTHS = "months"
    YES_NO = "yes_no"


class CriterionKind(StrEnum):
    """How an eligibility criterion is found: yes or no, one class of a list, or at least one of a list."""

    YES_NO = "yes_no"
    CLASS = "class"
    ANY_OF = "any_of"


class StepKind(StrEnum):
    """What is done in a step of the procedure."""

    PROPOSAL = "proposal"
    ASSESSMENT = "assessment"
    CAPACITY = "capacity"
    COUNCIL = "council"
    SIGNING = "signing"


LEAD_DIVISION = "lead-division"
"""Who does a step, where it is the division that is named for the proposal."""
DELEGATED = "office"
"""The body of a decision that an office takes by delegated authority."""


@dataclass(frozen=True)
class Clause:
    """The place in the policy that a rule comes from, with the policy's own words."""

    rule: str
    where: str
    quote: str


@dataclass(frozen=True)
class Provision:
    """A switch, a period, a cap or a limit, with the clause that sets it; none where the city sets it itself."""

    value: bool | int | None
    clause: Clause | None = None


@dataclass(frozen=True)
class Coded:
    """Something known by its code for which the policy gives a clause: an office that may sign, a need."""

    code: str
    clause: Clause


@dataclass(frozen=True)
class Goal:
    """A goal of one of the city's frameworks."""

    code: str
    family: str
    number: int

    @property
    def label_key(self) -> str:
        return f"goals.{self.code}.label"


@dataclass(frozen=True)
class ItemRule:
    """An answer may also be given item by item: every item of ``element`` then states ``field`` (R-032)."""

    element: str
    field: str


@dataclass(frozen=True)
class Element:
    """One thing a proposal has to, or may, say.

    ``max_months`` is the limit of the category in which the element is asked; ``limit_clause`` is what a
    refusal cites when it is passed. ``inferred`` says that the source does not list the element itself.
    """

    id: str
    type: AnswerType
    required: bool
    clause: Clause
    choices: tuple[str, ...] = ()
    or_each_item: ItemRule | None = None
    limit_clause: Clause | None = None
    max_months: int | None = None
    required_by: str | None = None
    inferred: bool = False

    @property
    def label_key(self) -> str:
        return f"elements.{self.id}.label"

    @property
    def help_key(self) -> str:
        return f"elements.{self.id}.help"

    @property
    def hint_key(self) -> str:
        return f"elements.{self.id}.hint"

    def choice_key(self, choice: str) -> str:
        return f"elements.{self.id}.choices.{choice}"


@dataclass(frozen=True)
class Section:
    """Elements that are asked on one page."""

    id: str
    elements: tuple[Element, ...]

    @property
    def label_key(self) -> str:
        return f"sections.{self.id}"


@dataclass(frozen=True)
class Criterion:
    """A condition that the candidate has to meet. Findings on a confidential one never leave the house."""

    id: str
    kind: CriterionKind
    clause: Clause
    values: tuple[str, ...] = ()
    confidential: bool = False
    reconfirm: bool = False

    @property
    def label_key(self) -> str:
        return f"criteria.{self.id}.label"

    def value_key(self, value: str) -> str:
        return f"criteria.{self.id}.values.{value}"


@dataclass(frozen=True)
class Question:
    """A question of the assessment; ``evidence`` names what the answer has to show beside yes or no."""

    id: str
    evidence: str
    clause: Clause

    @property
    def label_key(self) -> str:
        return f"questions.{self.id}"


@dataclass(frozen=True)
class Step:
    """A step of the procedure. ``gate`` is the clause cited when the way on is refused.

    ``conditional`` says whether a positive recommendation may hang on resources still to come (C-08);
    ``alignment`` is the clause that asks for a view on each activity.
    """

    id: str
    kind: StepKind
    after: str | None
    done_by: tuple[str, ...]
    clause: Clause
    gate: Clause
    questions: tuple[Question, ...] = ()
    judgements: tuple[str, ...] = ()
    conditional: bool = False
    alignment: Clause | None = None

    @property
    def label_key(self) -> str:
        return f"steps.{self.id}"

    @property
    def asks_lead_division(self) -> bool:
        """Whether the division that would lead the work has a part in it."""
        return LEAD_DIVISION in self.done_by


@dataclass(frozen=True)
class Counterparty:
    """Who may be the other side."""

    kinds: tuple[str, ...]
    abroad: bool
    clause: Clause


@dataclass(frozen=True)
class Term:
    """How long an agreement may last, in months, and whether it may be renewed."""

    max_months: int
    renewable: bool
    clause: Clause


@dataclass(frozen=True)
class Eligibility:
    """The criteria of a category; the clause is the gate: every finding has to be positive."""

    criteria: tuple[Criterion, ...]
    clause: Clause


@dataclass(frozen=True)
class Consultations:
    """Bodies that are usually heard before a recommendation."""

    presets: tuple[str, ...]
    clause: Clause


@dataclass(frozen=True)
class Signing:
    """Who may sign for the city, and under which conditions; the offices stand from the highest down.

    ``division_offices`` are held once in every division: each signs only for what its own division leads.
    ``sub_delegates`` are the offices to which the authority may be handed on (R-069); ``designated_offices`` are
    nobody's own: somebody is designated for them, with dates (R-061).
    """

    offices: tuple[Coded, ...]
    solicitor: Provision
    limit: Provision
    lead_division: Provision
    coordination: Provision = Provision(False)
    division_offices: tuple[str, ...] = ()
    designated_offices: tuple[str, ...] = ()
    sub_delegates: tuple[str, ...] = ()
    sub_delegation: Clause | None = None

    def office(self, code: str) -> Coded | None:
        """The office, if it may sign."""
        return next((office for office in self.offices if office.code == code), None)

    @property
    def clause(self) -> Clause | None:
        """The clause that names who may sign."""
        return self.offices[0].clause if self.offices else None


@dataclass(frozen=True)
class Route:
    """What an open category asks and how a proposal for it goes on, in the order of the steps."""

    counterparty: Counterparty
    implementers: Provision
    term: Term
    sections: tuple[Section, ...]
    eligibility: Eligibility
    consultations: Consultations
    steps: tuple[Step, ...]
    council: Provision
    signing: Signing
    publication: tuple[Coded, ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        """Every element that is asked, in order."""
        return tuple(element for section in self.sections for element in section.elements)

    def element(self, element_id: str) -> Element:
        """Raises KeyError when the category does not ask for it."""
        for element in self.elements:
            if element.id == element_id:
                return element
        raise KeyError(element_id)

    @property
    def deciding_body(self) -> str | None:
        """The body that decides, where the route leads to one."""
        step = self.step(StepKind.COUNCIL)
        return step.done_by[0] if step else None

    def step(self, kind: StepKind) -> Step | None:
        """The step of that kind, if the route has one."""
        return next((step for step in self.steps if step.kind is kind), None)


@dataclass(frozen=True)
class Category:
    """A class of agreements. Only an open one has a route by which new agreements come in.

    A closed one may be the city's own, for records that the policy says nothing of; it has no clause then.
    """

    code: str
    standing: str | None
    clause: Clause | None
    resources: Provision
    route: Route | None

    @property
    def open(self) -> bool:
        return self.route is not None

    @property
    def label_key(self) -> str:
        return f"categories.{self.code}.name"


@dataclass(frozen=True)
class City:
    """What the policy has to know of the city whose it is."""

    key: str
    home_country: str
    time_zone: str
    currency: str
    lead_office: str


@dataclass(frozen=True)
class Sender:
    """The elements that say who sends a proposal: the name to write to people by, and the address to write to."""

    name: str = "sender-name"
    email: str = "sender-email"


@dataclass(frozen=True)
class Standing:
    """How far the policy is decided: who recommended it, and the decision, if one is on record."""

    code: str
    body: str
    recommended_on: str | None
    decided_on: str | None
    decision: str | None
