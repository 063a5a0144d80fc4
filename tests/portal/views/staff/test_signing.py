"""The signing page: sign off, sign, compare, execute, each by its own role."""

import io

from content.agreements.workflow import wording_hash
from content.permissions import Role
from content.proposals.states import ProposalState as S
from tests.casework import PDF, WORDING


def at(agreement, act=""):
    return f"/en/staff/agreements/{agreement.id}/signing" + (f"/{act}" if act else "")


def test_r065_the_solicitor_signs_off_what_was_shown(proposal_in, again, post, as_role):
    number = proposal_in(S.AGREEMENT_DRAFTING)
    agreement = again(number).agreement
    assert wording_hash(WORDING) in as_role(Role.SOLICITOR).get(at(agreement)).text
    stale = {"language_signed": "en", "seen_hash": "0" * 64}
    assert post(Role.SOLICITOR, at(agreement, "sign-off"), stale).status_code == 422
    seen = {"language_signed": "en", "seen_hash": wording_hash(WORDING)}
    assert post(Role.SOLICITOR, at(agreement, "sign-off"), seen).status_code == 303
    assert again(number).state is S.READY_TO_SIGN


def test_t16_from_the_signature_to_the_execution(proposal_in, again, post):
    number = proposal_in(S.READY_TO_SIGN)
    agreement = again(number).agreement
    signed = {
        "office": "mayor", "signed_on": "2026-01-20", "partner": str(agreement.party_rows[0].party_id),
        "partner_signatory": "A. Partner", "partner_office": "Mayor",
    }  # fmt: skip
    assert post(Role.CLERK, at(agreement, "execute")).status_code == 422
    refused = post(Role.APPROVER, at(agreement, "sign"), {**signed, "office": "city_manager"})
    assert (refused.status_code, "A. Partner" in refused.text) == (422, True)
    assert post(Role.APPROVER, at(agreement, "sign"), signed).status_code == 303
    scan = {"kind": "signed-agreement", "language": "en", "title": "Scan", "file": (io.BytesIO(PDF), "scan.pdf")}
    assert post(Role.CLERK, at(agreement, "scan"), scan).status_code == 303
    assert post(Role.CLERK, at(agreement, "execute")).status_code == 422
    assert post(Role.CLERK, at(agreement, "compare/d1")).status_code == 303
    assert post(Role.CLERK, at(agreement, "execute")).status_code == 303
    assert again(number).state is S.EXECUTED
