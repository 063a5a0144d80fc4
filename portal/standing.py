"""Where a proposal stands, in words for its applicant: the state, whose turn it is, and what comes next.

What the city finds out about a candidate, and whom it hears, is not said here (DESIGN.md, section 11).
"""

from dataclasses import dataclass
from typing import Any

from content.languages import lazy as _
from content.proposals.states import ProposalState as S


@dataclass(frozen=True)
class Standing:
    """Three lazy messages; ``turn`` and ``next`` are empty when nothing more happens."""

    state: Any
    turn: Any
    next: Any


_STANDINGS = {
    S.DRAFT: Standing(
        _("Not sent yet"), _("It is your turn."), _("Answer what is still missing, check your answers and send them.")
    ),
    S.RECEIVED: Standing(
        _("Received"),
        _("It is the City's turn."),
        _("The City confirms with you that you may write for the municipality, and begins its assessment."),
    ),
    S.ASSESSMENT: Standing(
        _("Being assessed"),
        _("It is the City's turn."),
        _("The City compares the proposal with the criteria of its policy."),
    ),
    S.CAPACITY: Standing(
        _("Capacity being checked"),
        _("It is the City's turn."),
        _("The City finds out whether it has the staff and the money to carry the agreement."),
    ),
    S.ON_HOLD: Standing(
        _("On hold until resources are found"),
        _("It is the City's turn."),
        _("The City goes on as soon as it has the staff and the money. You need not do anything."),
    ),
    S.REPORT_DRAFTING: Standing(
        _("Report being written"), _("It is the City's turn."), _("The report goes to City Council, which decides.")
    ),
    S.WITH_COUNCIL: Standing(
        _("With City Council"), _("It is City Council's turn."), _("City Council decides on the report.")
    ),
    S.AUTHORITY_CHECK: Standing(
        _("Waiting for approval"),
        _("It is the City's turn."),
        _("The official who is responsible for the project decides. A decision of City Council is not needed."),
    ),
    S.APPROVED: Standing(
        _("Approved"), _("It is the City's turn."), _("The City drafts the text of the agreement with you.")
    ),
    S.AGREEMENT_DRAFTING: Standing(
        _("Agreement being drafted"),
        _("It is the turn of both cities."),
        _("Both cities agree on the text, and the City's solicitor approves its form."),
    ),
    S.READY_TO_SIGN: Standing(
        _("Ready to sign"), _("It is the turn of both cities."), _("Both cities sign the agreement.")
    ),
    S.EXECUTED: Standing(
        _("Signed"),
        "",
        _("The agreement is in force from its start. The City will publish it with its goals and activities."),
    ),
    S.DECLINED: Standing(_("Declined"), "", _("You may send another proposal at any time.")),
    S.WITHDRAWN: Standing(_("Withdrawn"), "", _("You may send another proposal at any time.")),
}


def standing(state: str) -> Standing:
    """The words for a state, by its value."""
    return _STANDINGS[S(state)]
