"""Forms of triage and decision: judgements compiled from the policy, consultations, capacity, the report, the outcome."""

from dataclasses import dataclass
from typing import Any

from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from content.files import DOCX, ODT, PDF
from content.languages import gettext
from content.languages import lazy as _
from content.policy.pack import Pack
from content.policy.parts import Clause, CriterionKind, StepKind
from content.proposals.states import Answer, Outcome
from forms.base import Form, stripped
from forms.choices import options
from forms.days import DayField
from forms.uploads import UploadField

LONG = Length(max=10_000, message=_("Use at most 10,000 characters."))
SHORT = Length(max=300, message=_("Use at most 300 characters."))


@dataclass(frozen=True)
class Asked:
    """One criterion or question as an assessor is asked it. A computed one follows from the criteria alone (R-037)."""

    id: str
    text: str
    clause: Clause
    evidence: str = "reason"
    confidential: bool = False
    computed: bool = False
    kind: CriterionKind = CriterionKind.YES_NO
    values: tuple[tuple[str, str], ...] = ()

    @property
    def quote(self) -> str:
        return self.clause.quote


@dataclass(frozen=True)
class Judgement:
    """What an assessor has entered for one question."""

    question: str
    value: Answer
    reason: str
    source: str
    detail: dict[str, Any]


def asked_of(pack: Pack, category: str) -> tuple[list[Asked], list[Asked]]:
    """(eligibility criteria, questions of the assessment) of a category, in the pack's order and the current language."""
    route = pack.route(category)
    criteria = [
        Asked(
            criterion.id,
            str(pack.label(criterion.label_key)),
            criterion.clause,
            confidential=criterion.confidential,
            kind=criterion.kind,
            values=tuple((value, str(pack.label(criterion.value_key(value)))) for value in criterion.values),
        )
        for criterion in route.eligibility.criteria
    ]
    step = route.step(StepKind.ASSESSMENT)
    questions = [
        Asked(q.id, str(pack.label(q.label_key)), q.clause, q.evidence, computed=q.evidence == "eligibility")
        for q in (step.questions if step else ())
    ]
    return criteria, questions


class AssessmentForm(Form):
    """One page with every judgement. What is left open stays open; what is judged needs its reason."""

    asked: tuple[Asked, ...] = ()

    def judgements(self) -> list[Judgement]:
        """What has been entered, in the order of the page."""
        return [self._judgement(asked) for asked in self.asked if self[asked.id].data]

    def _judgement(self, asked: Asked) -> Judgement:
        detail: dict[str, Any] = {}
        if asked.kind is CriterionKind.CLASS:
            detail = {
                "class": self[f"{asked.id}-class"].data or "",
                "edition": stripped(self[f"{asked.id}-edition"].data),
            }
        elif asked.kind is CriterionKind.ANY_OF:
            detail = {"kinds": self[f"{asked.id}-kinds"].data or []}
        return Judgement(
            asked.id,
            Answer(self[asked.id].data),
            stripped(self[f"{asked.id}-reason"].data),
            stripped(self[f"{asked.id}-source"].data),
            {name: value for name, value in detail.items() if value},
        )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for asked in self.asked:
            for suffix, message in self._gaps(asked):
                field = self[asked.id + suffix]
                field.errors = [*field.errors, message]
                valid = False
        return valid

    def _gaps(self, asked: Asked) -> list[tuple[str, str]]:
        value, reason = self[asked.id].data, stripped(self[f"{asked.id}-reason"].data)
        if not value:
            return [("", gettext("Choose an answer for what you have written."))] if reason else []
        gaps = [] if reason else [("-reason", gettext("A reason must be given."))]
        if value == Answer.YES.value and asked.kind is CriterionKind.CLASS:
            if not self[f"{asked.id}-class"].data:
                gaps.append(("-class", gettext("Choose the class.")))
            if not stripped(self[f"{asked.id}-edition"].data):
                gaps.append(("-edition", gettext("Name the edition of the list.")))
        if value == Answer.YES.value and asked.kind is CriterionKind.ANY_OF and not self[f"{asked.id}-kinds"].data:
            gaps.append(("-kinds", gettext("Choose at least one kind of hub.")))
        return gaps


def assessment_form(pack: Pack, category: str) -> type[AssessmentForm]:
    """The form class of a category, compiled from the policy; computed questions have no field."""
    criteria, questions = asked_of(pack, category)
    asked = tuple(item for item in (*criteria, *questions) if not item.computed)
    fields: dict[str, Any] = {"asked": asked}
    for item in asked:
        fields |= _fields_of(item)
    return type("CompiledAssessmentForm", (AssessmentForm,), fields)


def _fields_of(asked: Asked) -> dict[str, Any]:
    answers = [(answer.value, answer.value) for answer in Answer]
    fields: dict[str, Any] = {
        asked.id: RadioField(asked.text, [Optional()], choices=options(answers)),
        f"{asked.id}-reason": TextAreaField(_("Reason and evidence"), [LONG]),
        f"{asked.id}-source": StringField(_("Source and year"), [SHORT]),
    }
    if asked.kind is CriterionKind.CLASS:
        choices = [("", "–"), *asked.values]
        fields[f"{asked.id}-class"] = SelectField(_("Class in the list"), choices=options(choices))
        fields[f"{asked.id}-edition"] = StringField(_("Edition of the list, for example its year"), [SHORT])
    if asked.kind is CriterionKind.ANY_OF:
        fields[f"{asked.id}-kinds"] = SelectMultipleField(_("Kinds that apply"), choices=options(asked.values))
    return fields


class AuthorityForm(Form):
    """How the sender's authority was confirmed."""

    method = RadioField(
        _("How was the authority confirmed?"),
        [InputRequired(_("Choose how the authority was confirmed."))],
        choices=options(
            [
                ("mail", _("By a code mailed to the municipality")),
                ("letter", _("By letter")),
                ("consulate", _("Through a consulate")),
            ]
        ),
    )
    note = TextAreaField(
        _("Note for the file"), [LONG], description=_("Who confirmed it, and where the paper is kept.")
    )


class ConsultationForm(Form):
    """A body asked with its answer, or the reason why asking was not appropriate."""

    preset = SelectField(_("Body"), validate_choice=False)
    body = StringField(_("Another body"), [SHORT], description=_("Fill this in when the body is not in the list."))
    question = TextAreaField(_("What was asked"), [LONG])
    answer = TextAreaField(_("Its answer"), [LONG])
    waived_reason = TextAreaField(
        _("Or: why asking was not appropriate"), [LONG], description=_("Fill in the answer or this reason.")
    )


class WordsForm(Form):
    """A drafted decision, in words for the applicant."""

    words = TextAreaField(
        _("Words to the applicant"),
        [InputRequired(_("Write what the applicant will read.")), LONG],
        description=_("The applicant reads exactly this. Never mention jurisdictions of concern or consultations."),
    )


class ReasonForm(Form):
    """An act that needs its reason."""

    reason = TextAreaField(_("Reason"), [InputRequired(_("A reason must be given.")), LONG])


class ConfirmForm(Form):
    """An act that needs nothing but the button."""


class AssignForm(Form):
    """Who takes the proposal on."""

    person = SelectField(_("Person"), coerce=str)
    note = StringField(_("Note"), [SHORT])


class LeadDivisionForm(Form):
    """The division with the most direct responsibility."""

    division = StringField(
        _("Lead division"),
        [InputRequired(_("Name the lead division.")), SHORT],
        description=_("Exactly as its reviewer's account names it; only that reviewer can sign for it."),
    )


class CapacityForm(Form):
    """A division's judgements; compiled by ``capacity_form``."""

    judgement_names: tuple[str, ...] = ()

    def judgements(self) -> dict[str, bool]:
        """The judgements that were made."""
        return {name: self[name].data == "yes" for name in self.judgement_names if self[name].data in ("yes", "no")}


def capacity_form(pack: Pack, category: str) -> type[CapacityForm]:
    """The form class of a category: one yes or no per judgement, and a note."""
    step = pack.route(category).step(StepKind.CAPACITY)
    names = step.judgements if step else ()
    fields: dict[str, Any] = {
        name: RadioField(
            str(pack.label(f"judgements.{name}")),
            [InputRequired(_("Choose yes or no."))],
            choices=options([("yes", _("Yes")), ("no", _("No"))]),
        )
        for name in names
    }
    fields["note"] = TextAreaField(
        _("Note"), [LONG], description=_("Needed when an answer is no; name the source of the funds.")
    )
    return type("CompiledCapacityForm", (CapacityForm,), {"judgement_names": names, **fields})


class PassCapacityForm(Form):
    """Going on, if the policy allows under a condition."""

    condition = TextAreaField(
        _("Condition"),
        [LONG],
        description=_("Only when a judgement is negative: what must be secured, and by when. The report prints it."),
    )


class ReportForm(Form):
    """The report that Council considers."""

    file = UploadField(_("Report"), allowed=(PDF, DOCX, ODT), description=_("A PDF, DOCX or ODT file."))


class DecisionForm(Form):
    """What Council decided."""

    item = StringField(_("Number of the item"), [InputRequired(_("Enter the number of the item.")), SHORT])
    decided_on = DayField(_("Day of the decision"), [InputRequired(_("Enter the day of the decision."))])
    outcome = RadioField(
        _("Outcome"),
        [InputRequired(_("Choose the outcome."))],
        choices=options(
            [
                (Outcome.ADOPTED.value, _("Adopted")),
                (Outcome.AMENDED.value, _("Adopted with amendments")),
                (Outcome.REFUSED.value, _("Refused")),
                (Outcome.DEFERRED.value, _("Deferred: it stays with Council")),
                (Outcome.REFERRED.value, _("Referred back: a new report is needed")),
            ]
        ),
    )
    words = TextAreaField(
        _("Words"), [LONG], description=_("Needed for a refusal: the applicant is told in exactly these words.")
    )
