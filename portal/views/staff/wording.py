"""Words for the codes that staff meet: worklists, roles, events of the history, items of a refusal."""

from collections.abc import Iterable

from content.languages import gettext as _
from content.languages import listed
from content.languages import mark as N_
from content.people.queries import roles_with
from content.permissions import Permission, Role
from content.policy.pack import Pack

WORKLISTS = {
    "new": N_("New proposals"),
    "assessment": N_("Initial assessment"),
    "capacity": N_("Capacity assessment"),
    "on-hold": N_("On hold: resources"),
    "countersign": N_("Waiting for a countersignature"),
    "report": N_("Council reports to write"),
    "council": N_("With Council"),
    "project-cost": N_("Authority to be checked"),
    "authority": N_("To be approved by a signing office"),
    "to-draft": N_("Approved: agreements to draft"),
    "solicitor": N_("For the City Solicitor"),
    "signing": N_("Ready to sign"),
    "execution": N_("To be executed"),
    "to-publish": N_("Agreements to publish"),
    "to-translate": N_("Agreements to translate"),
    "all": N_("All agreements"),
    "being-drafted": N_("Being drafted"),
    "needs-alignment": N_("Needing alignment"),
}
ROLES = {
    Role.PROTOCOL_OFFICER: N_("Protocol officer"),
    Role.DIVISION_REVIEWER: N_("Division reviewer"),
    Role.COUNTERSIGNER: N_("Countersigner"),
    Role.APPROVER: N_("Signing office"),
    Role.SOLICITOR: N_("City Solicitor"),
    Role.CLERK: N_("City Clerk"),
    Role.EDITOR: N_("Editor"),
    Role.PUBLISHER: N_("Publisher"),
    Role.TRANSLATOR: N_("Translator"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
EVENTS = {
    "submit": N_("Received"),
    "acknowledge": N_("Taken into assessment"),
    "assigned": N_("Handed over"),
    "finding": N_("Judgement recorded"),
    "authority_confirmed": N_("Authority of the sender confirmed"),
    "consultation": N_("Consultation recorded"),
    "pass_assessment": N_("Assessment passed"),
    "decline_drafted": N_("Decline drafted"),
    "decline_dropped": N_("Decline dropped"),
    "decline": N_("Decline countersigned"),
    "lead_division": N_("Lead division named"),
    "capacity": N_("Capacity signed"),
    "pass_capacity": N_("Capacity confirmed"),
    "hold": N_("Put on hold"),
    "resources_secured": N_("Resources secured"),
    "report_attached": N_("Report attached"),
    "send_report": N_("Report sent to Council"),
    "decision": N_("Decision recorded"),
    "approve": N_("Approved"),
    "refuse": N_("Refused by Council"),
    "refer_back": N_("Referred back"),
    "draft_agreement": N_("Agreement drafted"),
    "wording_approved": N_("Wording approved"),
    "reopen": N_("Reopened for drafting"),
    "execute": N_("Executed"),
    "withdraw": N_("Withdrawn by the applicant"),
    "drafted": N_("Drafted"),
    "imported": N_("Imported"),
    "import_changed": N_("Changed by an import"),
    "facts_edited": N_("Facts edited"),
    "goals_edited": N_("Goals edited"),
    "words_edited": N_("Words edited"),
    "words_ready": N_("Words marked ready"),
    "element_edited": N_("Element edited"),
    "element_removed": N_("Element removed"),
    "document_attached": N_("Document attached"),
    "scan_compared": N_("Scan compared with the wording"),
    "signed_off": N_("Signed off by the City Solicitor"),
    "signed": N_("Signed"),
    "abandon": N_("Abandoned"),
    "published": N_("Published"),
    "renamed": N_("Renamed"),
    "withdrawn": N_("Withdrawn from the record"),
    "pass_capacity_to_authority": N_("Capacity confirmed"),
    "cost_stated": N_("Cost stated"),
    "office_named": N_("Another office named to sign"),
    "approve_by_authority": N_("Approved by delegated authority"),
    "escalate_to_council": N_("Taken to Council"),
    "refer_back_to_authority": N_("Referred back"),
    "proposed": N_("Entered as proposed"),
    "put_in_force": N_("Put in force"),
    "supersede": N_("Replaced by a new paper"),
    "revoke": N_("Revoked"),
}
ITEMS = {
    "authority": N_("authority of the sender"),
    "consultations": N_("consultations"),
    "lead_division": N_("lead division"),
    "report": N_("report"),
    "decision": N_("decision"),
    "wording": N_("wording"),
    "signature": N_("signature"),
    "documents": N_("documents"),
    "ends_on": N_("end of the term"),
    "texts": N_("words"),
    "state": N_("state"),
    "parties": N_("parties"),
    "milestones": N_("milestones"),
    "objectives": N_("objectives"),
    "specific": N_("specific"),
    "measurable": N_("measurable"),
    "assignable": N_("assignable"),
    "resourced": N_("resourced"),
    "time_bound": N_("time-bound"),
    "cost": N_("cost"),
    "rate": N_("rate"),
    "register": N_("register of authority"),
    "division": N_("division"),
    "steps": N_("earlier steps"),
}


def worklist_label(name: str) -> str:
    """The name of a worklist. Raises KeyError for an unknown one."""
    return _(WORKLISTS[name])


def event_label(event: str) -> str:
    """What an act is called in the history."""
    return _(EVENTS[event]) if event in EVENTS else event.replace("_", " ")


def role_label(role: Role) -> str:
    """The name of a role."""
    return _(ROLES[role])


def who_may(permission: Permission) -> str:
    """The roles that may do it, in words."""
    return listed((role_label(role) for role in roles_with(permission)), "or")


def about(items: Iterable[str], pack: Pack | None) -> tuple[str, ...]:
    """What a refusal is about, in words: criteria and questions by their text, judgements with their division."""
    return tuple(dict.fromkeys(words for words in (_item(item, pack) for item in items) if words))


def _item(item: str, pack: Pack | None) -> str:
    if item in ITEMS:
        return _(ITEMS[item])
    if pack is None:
        return ""
    division, colon, judgement = item.partition(":")
    if colon:
        office = pack.find(f"offices.{division}")
        return f"{office or division}: {pack.find(f'judgements.{judgement}') or judgement}"
    for path in (f"criteria.{item}.label", f"questions.{item}", f"elements.{item}.label"):
        words = pack.find(path)
        if words is not None:
            return str(words)
    return ""
