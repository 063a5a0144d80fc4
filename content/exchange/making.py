"""Making agreements from rows, and putting what a row changes into those that are there."""

import uuid

from content import clock
from content.agreements.models import Agreement
from content.agreements.states import AgreementState, TextState
from content.exchange.planning import Plan

STATE = "text_state_"


def make(plan: Plan) -> Agreement:
    """A new agreement with what its row states: a legacy record, unless the row says otherwise (R-007)."""
    moment = clock.now()
    agreement = plan.agreement = Agreement(
        item_id=plan.stated.get("id") or str(uuid.uuid4()),
        slug=plan.key,
        category=plan.stated["category"],
        state=AgreementState(plan.stated["state"]),
        source_language=plan.source_language,
        is_legacy=plan.is_legacy,
        policy_version=plan.stated.get("policy_version") or (None if plan.is_legacy else plan.pack.version_id),
        is_fictional=False,
        needs_alignment=False,
        established={},
        contact={},
        goals=[],
        classifications=[],
        decisions=[],
        sources=[],
        revision=1,
        texts_revision=1,
        created_at=moment,
        updated_at=moment,
    )
    for key, value in plan.changes.items():
        column = plan.columns[key]
        if column.put is not None and not column.is_fixed:
            column.put(agreement, value)
    for tag, text in agreement.texts.items():
        is_whole = bool(text.fields.get("title") and text.fields.get("summary"))
        text.state = TextState(plan.stated.get(f"{STATE}{tag}") or (TextState.READY if is_whole else TextState.DRAFT))
        text.source_revision = 0 if text.state is TextState.OUTDATED else agreement.texts_revision
    return agreement


def put(plan: Plan) -> None:
    """Change an agreement that is there; one more revision, whatever the number of cells."""
    agreement = plan.agreement
    assert agreement is not None
    for key, value in plan.changes.items():
        column = plan.columns[key]
        if column.put is not None:
            column.put(agreement, value)
    _put_text_states(plan, agreement)
    agreement.revision += 1
    agreement.updated_at = clock.now()


def _put_text_states(plan: Plan, agreement: Agreement) -> None:
    """Translations become outdated when the source changes and they do not (P14); what the row says wins."""
    changed = {column.language for column in map(plan.columns.get, plan.changes) if column and column.put}
    if agreement.source_language in changed:
        agreement.texts_revision += 1
    for tag, text in agreement.texts.items():
        said = plan.changes.get(f"{STATE}{tag}")
        if tag in changed or said == TextState.READY:
            text.source_revision = agreement.texts_revision
        elif agreement.source_language in changed and text.state is TextState.READY:
            text.state = TextState.OUTDATED
        if said is not None:
            text.state = TextState(said)
        elif text.state is None:
            text.state = TextState.DRAFT
