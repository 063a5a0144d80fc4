"""The publish gate (DESIGN section 4): what blocks, and what only warns the editor."""

from dataclasses import dataclass, field

from content.agreements.bodies import ready_languages
from content.agreements.models import Agreement
from content.agreements.states import AgreementState, PartyRole
from content.languages import gettext as _
from content.languages import mark as N_
from content.policy.pack import Pack
from content.workflow import Refusal

PUBLISHABLE = frozenset(
    {
        AgreementState.EXECUTED,
        AgreementState.GRANDFATHERED,
        AgreementState.HISTORICAL,
        AgreementState.CONCLUDED,
        AgreementState.TERMINATED,
        AgreementState.OUTSIDE,
        AgreementState.UNCONFIRMED,
    }
)
MESSAGES = {
    "parties": N_("The other party is missing."),
    "signed-document": N_("The signed document is missing."),
    "end-date": N_("The end date is missing."),
    "goal": N_("At least one goal is missing."),
    "tangible-project": N_("At least one tangible project is missing."),
}
"""The needs that a policy can name for publishing, and how each is told."""

SMART = ("specific", "measurable", "assignable", "resourced", "time_bound")


@dataclass(frozen=True)
class GateReport:
    """What stands in the way of publishing, and what readers will see as “not published yet”."""

    blocks: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.blocks


def publish_gate(agreement: Agreement, pack: Pack) -> GateReport:
    """Judge a working copy by the needs that its category states (R-007, R-015, R-084).

    Imported legacy records and categories closed to new agreements are exempt from them.
    """
    blocks: list[Refusal] = []
    if agreement.state not in PUBLISHABLE:
        blocks.append(Refusal("D3", _("Only an executed agreement can be published."), items=("state",)))
    if agreement.source_language not in ready_languages(agreement):
        blocks.append(Refusal("E3", _("The words of the source language are not marked ready."), items=("texts",)))
    route = pack.category(agreement.category).route
    if route is not None and not agreement.is_legacy:
        blocks += [
            Refusal(need.clause.rule, _(MESSAGES[need.code]), need.clause.where, need.clause.quote, (need.code,))
            for need in route.publication
            if not _is_met(need.code, agreement)
        ]
    elif not _has_counterparty(agreement):
        blocks.append(Refusal("E3", _(MESSAGES["parties"]), items=("parties",)))
    return GateReport(blocks, _warnings(agreement))


def _is_met(need: str, agreement: Agreement) -> bool:
    return {
        "parties": _has_counterparty(agreement),
        "signed-document": any(document.kind == "signed-agreement" for document in agreement.documents),
        "end-date": bool(agreement.ends_on),
        "goal": bool(agreement.goals),
        "tangible-project": has_tangible_project(agreement),
    }[need]


def _has_counterparty(agreement: Agreement) -> bool:
    return any(row.role is PartyRole.COUNTERPARTY for row in agreement.party_rows)


def has_tangible_project(agreement: Agreement) -> bool:
    """Whether at least one activity is a tangible project (R-007, R-016)."""
    return any(activity.facts.get("project") for activity in agreement.of_kind("activity"))


def _warnings(agreement: Agreement) -> list[Refusal]:
    warnings = []
    if not any(m.facts.get("due") for m in agreement.of_kind("milestone")):
        warnings.append(
            Refusal("R-085", _("There is no dated milestone; readers see “not published yet”."), items=("milestones",))
        )
    foreign = tuple(e.key for e in agreement.elements if not e.texts.get(agreement.source_language))
    if foreign:
        warnings.append(
            Refusal(
                "P13", _("Some elements have no words in the source language yet: readers see others."), items=foreign
            )
        )
    objectives = agreement.of_kind("objective")
    if not objectives:
        warnings.append(
            Refusal("R-083", _("There is no objective; readers see “not published yet”."), items=("objectives",))
        )
    for objective in objectives:
        words = objective.texts.get(agreement.source_language, {})
        open_parts = tuple(part for part in SMART if not words.get(part))
        if open_parts:
            warnings.append(
                Refusal(
                    "R-088",
                    _("Objective %(key)s has parts that read “not stated”.", key=objective.key),
                    items=open_parts,
                )
            )
    return warnings
