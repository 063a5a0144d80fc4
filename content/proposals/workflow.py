"""The way of a proposal as data: which act leads where, who may do it, and what must be true (RULES.md D3.1)."""

from collections.abc import Callable

from content.db import Session
from content.permissions import Permission as P
from content.policy.parts import StepKind
from content.proposals import authority, guards
from content.proposals.models import Proposal
from content.proposals.routes import state_after
from content.proposals.states import WITHDRAWABLE
from content.proposals.states import ProposalState as S
from content.workflow import Transition, Workflow, Worklist


def _after(kind: StepKind) -> Callable[[Session, Proposal], S]:
    """Where the end of a step leads, by the order of the steps in the policy that binds the proposal."""
    return lambda session, proposal: state_after(guards.pack_of(session, proposal).route(proposal.category), kind)


PROPOSAL_WORKFLOW: Workflow[S] = Workflow(
    kind="proposal",
    initial=S.DRAFT,
    transitions=(
        Transition("submit", frozenset({S.DRAFT}), S.RECEIVED, None, guards.is_complete),
        Transition(
            "acknowledge", frozenset({S.RECEIVED}), S.ASSESSMENT, P.PROPOSAL_ASSESS, leads=_after(StepKind.PROPOSAL)
        ),
        Transition(
            "pass_assessment", frozenset({S.ASSESSMENT}), S.CAPACITY, P.PROPOSAL_ASSESS, guards.all_positive,
            leads=_after(StepKind.ASSESSMENT),
        ),
        Transition(
            "decline", frozenset({S.ASSESSMENT, S.CAPACITY, S.ON_HOLD}), S.DECLINED, P.PROPOSAL_COUNTERSIGN,
            guards.may_decline, reason_required=True,
        ),
        Transition(
            "pass_capacity", frozenset({S.CAPACITY}), S.REPORT_DRAFTING, P.PROPOSAL_ASSESS, authority.goes_to_council,
            leads=_after(StepKind.CAPACITY),
        ),
        Transition(
            "pass_capacity_to_authority", frozenset({S.CAPACITY}), S.AUTHORITY_CHECK, P.PROPOSAL_ASSESS,
            authority.goes_to_authority, leads=_after(StepKind.CAPACITY),
        ),
        Transition(
            "hold", frozenset({S.CAPACITY}), S.ON_HOLD, P.PROPOSAL_ASSESS, guards.lacks_resources,
            reason_required=True,
        ),
        Transition(
            "resources_secured", frozenset({S.ON_HOLD}), S.CAPACITY, P.PROPOSAL_ASSESS, reason_required=True
        ),
        Transition(
            "send_report", frozenset({S.REPORT_DRAFTING}), S.WITH_COUNCIL, P.PROPOSAL_ASSESS, guards.has_report
        ),
        Transition("approve", frozenset({S.WITH_COUNCIL}), S.APPROVED, P.PROPOSAL_DECISION, guards.is_adopted),
        Transition("refuse", frozenset({S.WITH_COUNCIL}), S.DECLINED, P.PROPOSAL_DECISION, guards.is_refused),
        Transition(
            "refer_back", frozenset({S.WITH_COUNCIL}), S.REPORT_DRAFTING, P.PROPOSAL_DECISION, guards.is_referred
        ),
        # The delegated route: the office that signs decides; Council is asked only beyond every limit.
        Transition(
            "approve_by_authority", frozenset({S.AUTHORITY_CHECK}), S.APPROVED, P.AGREEMENT_SIGN,
            authority.may_approve,
        ),
        Transition(
            "escalate_to_council", frozenset({S.AUTHORITY_CHECK}), S.WITH_COUNCIL, P.PROPOSAL_ASSESS,
            authority.is_beyond_every_limit,
        ),
        Transition(
            "refer_back_to_authority", frozenset({S.WITH_COUNCIL}), S.AUTHORITY_CHECK, P.PROPOSAL_DECISION,
            guards.is_referred,
        ),
        Transition(
            "draft_agreement", frozenset({S.APPROVED}), S.AGREEMENT_DRAFTING, P.PROPOSAL_DRAFT_AGREEMENT,
            guards.has_agreement,
        ),
        # These three follow the agreement; content.proposals.signing takes both along in one act.
        Transition("wording_approved", frozenset({S.AGREEMENT_DRAFTING}), S.READY_TO_SIGN, P.AGREEMENT_SIGN_OFF),
        Transition("reopen", frozenset({S.READY_TO_SIGN}), S.AGREEMENT_DRAFTING, P.AGREEMENT_EDIT),
        Transition("execute", frozenset({S.READY_TO_SIGN}), S.EXECUTED, P.AGREEMENT_EXECUTE),
        Transition("withdraw", WITHDRAWABLE, S.WITHDRAWN, None),
    ),
    worklists=(
        Worklist("new", frozenset({S.RECEIVED}), P.PROPOSAL_ASSESS),
        Worklist("assessment", frozenset({S.ASSESSMENT}), P.PROPOSAL_ASSESS),
        Worklist("capacity", frozenset({S.CAPACITY}), P.PROPOSAL_CAPACITY),
        Worklist("on-hold", frozenset({S.ON_HOLD}), P.PROPOSAL_ASSESS),
        Worklist("countersign", frozenset({S.ASSESSMENT, S.CAPACITY, S.ON_HOLD}), P.PROPOSAL_COUNTERSIGN),
        Worklist("report", frozenset({S.REPORT_DRAFTING}), P.PROPOSAL_ASSESS),
        Worklist("council", frozenset({S.WITH_COUNCIL}), P.PROPOSAL_DECISION),
        Worklist("project-cost", frozenset({S.AUTHORITY_CHECK}), P.PROPOSAL_ASSESS),
        Worklist("authority", frozenset({S.AUTHORITY_CHECK}), P.AGREEMENT_SIGN),
        Worklist("to-draft", frozenset({S.APPROVED}), P.PROPOSAL_DRAFT_AGREEMENT),
        Worklist("solicitor", frozenset({S.AGREEMENT_DRAFTING}), P.AGREEMENT_SIGN_OFF),
        Worklist("signing", frozenset({S.READY_TO_SIGN}), P.AGREEMENT_SIGN),
        Worklist("execution", frozenset({S.READY_TO_SIGN}), P.AGREEMENT_EXECUTE),
    ),
)  # fmt: skip
