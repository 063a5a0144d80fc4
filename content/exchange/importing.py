"""Importing tables of agreements: all of it is checked first, and with one fault nothing at all is stored."""

from contextlib import suppress

from content import clock, history
from content.agreements.publishing import KIND, publish_agreement
from content.db import Session
from content.exchange import documents, elements, parties
from content.exchange.documents import Folder
from content.exchange.judging import Judged, judge
from content.exchange.making import make, put
from content.exchange.planning import Plan
from content.exchange.report import Report
from content.exchange.tables import Tables
from content.files import FileStore
from content.languages import gettext as _
from content.languages import listed
from content.permissions import Actor, Permission
from content.workflow import Refused, require

NOTHING_NEW = "P11"
"""The rule by which publishing refuses what is public already; to an import that is no fault."""


def import_agreements(
    session: Session,
    tables: Tables,
    *,
    by: Actor,
    store: FileStore,
    folder: Folder | None = None,
    dry_run: bool = False,
    publish: bool = False,
    reason: str = "",
) -> Report:
    """Make and change agreements as the tables say; what is the same already is left alone.

    The report names every fault of every row; then, and in a dry run, nothing is stored. The caller commits.
    Raises NotAllowed unless the actor edits, and for ``publish`` publishes.
    """
    require(by, Permission.AGREEMENT_EDIT)
    if publish:
        require(by, Permission.AGREEMENT_PUBLISH)
    judged = judge(session, tables, by=by, folder=folder)
    report = _report(judged)
    if report.faults or (dry_run and not publish):
        return report
    # Whether the gate lets them pass is known only once they are there; what must not stay is taken back.
    with suppress(_TakenBack), session.begin_nested():
        plans = [plan for plan in judged.plans.values() if not plan.is_empty]
        _carry_out(session, plans, judged, by, None if dry_run else store)
        if publish:
            _publish(session, plans, report, by, reason)
        if report.faults or dry_run:
            raise _TakenBack
    return report


class _TakenBack(Exception):
    """What was stored so far must not stay."""


def _report(judged: Judged) -> Report:
    report = Report(faults=judged.faults, warnings=judged.warnings)
    for plan in judged.plans.values():
        if plan.is_new:
            report.created.append(plan.key)
        elif not plan.is_empty:
            report.changed.append(plan.key)
        elif plan.cells:
            report.unchanged.append(plan.key)
    return report


def _carry_out(session: Session, plans: list[Plan], judged: Judged, by: Actor, store: FileStore | None) -> None:
    """Store what the plans say, in a number of flushes that does not depend on theirs."""
    made = {plan.key for plan in plans if plan.is_new}
    for plan in plans:
        if plan.is_new:
            session.add(make(plan))
        else:
            put(plan)
        assert plan.agreement is not None
        parties.apply(plan, judged.parties.get(plan.key, []), plan.agreement.party_rows)
        elements.apply(plan)
        for attachment in plan.attachments:
            documents.attach(plan.agreement, attachment, store)
        for document, entry in plan.retold:
            documents.retell(document, entry)
    session.flush()
    moment = clock.now()
    for plan in plans:
        assert plan.agreement is not None
        history.write(
            session,
            kind=KIND,
            subject_id=str(plan.agreement.id),
            event="imported" if plan.key in made else "import_changed",
            by=by,
            at=moment,
            data={} if plan.key in made else plan.told(),
        )
    session.flush()


def _publish(session: Session, plans: list[Plan], report: Report, by: Actor, reason: str) -> None:
    for plan in plans:
        assert plan.agreement is not None
        try:
            publish_agreement(session, plan.agreement, by=by, reason=reason)
        except Refused as refused:
            for refusal in refused.refusals:
                if refusal.rule != NOTHING_NEW:
                    message = _("It cannot be published: %(reason)s", reason=refusal.message)
                    report.faults.append(plan.fault("", f"{message} {listed(refusal.items)}".strip()))
        else:
            report.published.append(plan.key)
