"""The register of authority: who may sign what, up to which limit, from when to when, by which paper and from whom."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.authority import register as verbs
from content.authority.models import DelegationOfAuthority
from content.authority.queries import actings, delegation_by_id, delegations, designations
from content.authority.states import DelegationState as S
from content.languages import gettext as _
from content.people.queries import people
from content.permissions import Permission
from content.policy.pack import Pack
from content.policy.queries import current as current_policy
from forms.authority import DelegationForm, PaperForm, RevocationForm, SubDelegationForm
from forms.base import Form
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.language import format_money
from portal.markup import office_name
from portal.views.staff.acting import HIGHEST_ID, Problems, act, city_today
from portal.views.staff.presenting import history_of

blueprint = Blueprint("authority", __name__)
LISTING = "/<language:language>/staff/authority"
ADDRESS = f"{LISTING}/<int:delegation_id>"


@blueprint.get(LISTING)
@requires(Permission.AUTHORITY_VIEW)
def register() -> ResponseReturnValue:
    pack = current_policy(db())
    today = city_today(pack)
    on, is_date = day_asked(today)
    rows = [row for row in delegations(db()) if on is None or row.holds_on(on)]
    return render_template(
        "authority/register.html",
        categories=[(label_of(pack, code), _listed(rows, code, today)) for code in signable(pack)],
        is_empty=not delegations(db()),
        on=on,
        today=today,
        is_date=is_date,
        designations=[row for row in designations(db()) if on is None or _lasts(row, on)],
        actings=[row for row in actings(db()) if on is None or _lasts(row, on)],
        lasts=_lasts,
    )


def day_asked(today: date) -> tuple[date | None, bool]:
    """The day for which the register is wanted, and whether what was asked for is a day; none shows all of it."""
    text = request.args.get("on", "").strip()
    try:
        return (date.fromisoformat(text) if text else None), True
    except ValueError:
        return today, False


def _lasts(row: Any, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def signable(pack: Pack) -> list[str]:
    """The categories in which an office signs up to a limit."""
    return [c.code for c in pack.open_categories if pack.route(c.code).signing.limit.value]


def label_of(pack: Pack, category: str) -> str:
    """The name of a category, or its code once the policy knows it no more."""
    return str(pack.find(f"categories.{category}.name") or category)


def _listed(rows: list[DelegationOfAuthority], category: str, today: date) -> list[dict[str, Any]]:
    found = [row for row in rows if row.category == category]
    return [row_of(row, today) for row in sorted(found, key=lambda row: (row.office, row.division or "", row.id))]


def row_of(row: DelegationOfAuthority, today: date) -> dict[str, Any]:
    """A delegation as it is read on a day."""
    has_limit = row.amount is not None and row.currency is not None
    return {
        "id": row.id,
        "office": office_name(row.office),
        "division": office_name(row.division) if row.division else "",
        "limit": format_money(row.amount or 0, row.currency or "") if has_limit else "",
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "closed_on": row.closed_on.isoformat() if row.closed_on else None,
        "instrument": row.instrument,
        "chain": [office_name(link.office) for link in row.chain],
        "standing": _standing(row, today),
    }


def _standing(row: DelegationOfAuthority, today: date) -> tuple[str, str]:
    """The badge: its tone and its words."""
    if row.state is S.PROPOSED:
        return "scheduled", _("Proposed")
    if row.holds_on(today):
        return "ready", _("In force")
    if row.state is S.REVOKED:
        return "withdrawn", _("Revoked")
    if row.state is S.SUPERSEDED:
        return "withdrawn", _("Replaced")
    if row.starts_on > today:
        return "pending", _("Not yet in force")
    return "outdated", _("Ended")


def delegation_or_404(delegation_id: int) -> DelegationOfAuthority:
    """A row of the register."""
    found = delegation_by_id(db(), delegation_id) if delegation_id < HIGHEST_ID else None
    return found if found is not None else abort(404)


@blueprint.get(ADDRESS)
@requires(Permission.AUTHORITY_VIEW)
def page(delegation_id: int) -> ResponseReturnValue:
    return _page(delegation_or_404(delegation_id), [])


def _page(row: DelegationOfAuthority, problems: Problems) -> str:
    pack = current_policy(db())
    today = city_today(pack)
    person, is_closed = current_person(), row.state in (S.SUPERSEDED, S.REVOKED)
    return render_template(
        "authority/page.html",
        row=row_of(row, today),
        category=label_of(pack, row.category),
        clause=pack.route(row.category).signing.clause if row.category in signable(pack) else None,
        handed_on=[row_of(other, today) for other in delegations(db()) if other.delegator_id == row.id],
        delegator=row.delegator,
        history=history_of(db(), "delegation", row.id, pack=pack, person=person, closed=is_closed),
        may_hand_on=row.state is S.IN_FORCE and bool(_lower_offices(pack, row)),
        problems=problems,
        state=row.state,
        S=S,
    )


def _lower_offices(pack: Pack, row: DelegationOfAuthority) -> list[str]:
    signing = pack.route(row.category).signing if row.category in signable(pack) else None
    codes = [office.code for office in signing.offices] if signing else []
    return [code for code in codes[codes.index(row.office) + 1 :] if signing and code in signing.sub_delegates]


def back_to(delegation_id: int) -> str:
    """The address of a row."""
    return url_for("authority.page", delegation_id=delegation_id)


@blueprint.get(f"{LISTING}/propose")
@requires(Permission.AUTHORITY_MANAGE)
def proposing() -> ResponseReturnValue:
    return _propose_page(delegation_form(), [])


@blueprint.post(f"{LISTING}/propose")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def propose() -> ResponseReturnValue:
    form = delegation_form()
    if not form.validate():
        return _propose_page(form, form.error_list()), 422
    return act(
        lambda: verbs.propose(db(), form.entered(), by=current_person()),
        done=_("The delegation is entered. It holds once you put it in force."),
        target=url_for("authority.register"),
        again=lambda problems: _propose_page(form, problems),
        form=form,
    )


def delegation_form() -> DelegationForm:
    """The form with the categories that have limits, and the offices that the policy lets sign them."""
    pack, form = current_policy(db()), DelegationForm(request.form)
    codes = [office.code for category in signable(pack) for office in pack.route(category).signing.offices]
    form.office.choices = options(
        [("", _("Choose the office")), *((code, office_name(code)) for code in dict.fromkeys(codes))]
    )
    form.category.choices = options([(code, label_of(pack, code)) for code in signable(pack)])
    return form


def _propose_page(form: Form, problems: Problems) -> str:
    return form_page(form, problems, title=_("Enter a delegation"), button=_("Enter as proposed"))


def form_page(form: Form, problems: Problems, *, title: str, button: str, **more: Any) -> str:
    """The page of one act on the register."""
    back = more.pop("back", None) or url_for("authority.register")
    values = {"form": form, "problems": problems, "title": title, "button": button, "back": back}
    divisions = sorted({person.division for person in people(db()) if person.division})
    return render_template("authority/form.html", **values, **more, divisions=divisions)


@blueprint.post(f"{ADDRESS}/put-in-force")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def put_in_force(delegation_id: int) -> ResponseReturnValue:
    row = delegation_or_404(delegation_id)
    return act(
        lambda: verbs.put_in_force(db(), row, by=current_person()),
        done=_("The delegation is in force."),
        target=back_to(row.id),
        again=lambda problems: _page(row, problems),
    )


@blueprint.get(f"{ADDRESS}/sub-delegate")
@requires(Permission.AUTHORITY_MANAGE)
def sub_delegating(delegation_id: int) -> ResponseReturnValue:
    row = delegation_or_404(delegation_id)
    return _sub_page(row, sub_delegation_form(row), [])


@blueprint.post(f"{ADDRESS}/sub-delegate")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def sub_delegate(delegation_id: int) -> ResponseReturnValue:
    row = delegation_or_404(delegation_id)
    form = sub_delegation_form(row)
    if not form.validate():
        return _sub_page(row, form, form.error_list()), 422
    return act(
        lambda: verbs.sub_delegate(db(), row, form.entered(), by=current_person()),
        done=_("The sub-delegation is entered. It holds once you put it in force."),
        target=url_for("authority.register"),
        again=lambda problems: _sub_page(row, form, problems),
        form=form,
    )


def sub_delegation_form(row: DelegationOfAuthority) -> SubDelegationForm:
    """The form with the offices below, in the delegator's currency and division."""
    form = SubDelegationForm(request.form, currency=row.currency or "", division=row.division or "")
    lower = [(code, office_name(code)) for code in _lower_offices(current_policy(db()), row)]
    form.office.choices = options([("", _("Choose the office")), *lower])
    return form


def _sub_page(row: DelegationOfAuthority, form: Form, problems: Problems) -> str:
    lead = _("At most the limit of the delegator, within its days.")
    title, button = _("Hand on the authority of this office"), _("Enter as proposed")
    return form_page(form, problems, title=title, button=button, lead=lead, back=back_to(row.id), origin=shown(row))


def shown(row: DelegationOfAuthority) -> dict[str, Any]:
    """A row beside a form about it."""
    return row_of(row, city_today(current_policy(db())))


@blueprint.get(f"{ADDRESS}/supersede")
@requires(Permission.AUTHORITY_MANAGE)
def superseding(delegation_id: int) -> ResponseReturnValue:
    row = delegation_or_404(delegation_id)
    return _supersede_page(row, PaperForm(currency=row.currency or ""), [])


@blueprint.post(f"{ADDRESS}/supersede")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def supersede(delegation_id: int) -> ResponseReturnValue:
    row, form = delegation_or_404(delegation_id), PaperForm(request.form)
    if not form.validate():
        return _supersede_page(row, form, form.error_list()), 422
    return act(
        lambda: verbs.supersede(db(), row, form.terms(), by=current_person()),
        done=_("The new paper holds from its first day on, and the old one ends the day before."),
        target=url_for("authority.register"),
        again=lambda problems: _supersede_page(row, form, problems),
        form=form,
    )


def _supersede_page(row: DelegationOfAuthority, form: Form, problems: Problems) -> str:
    lead = _("Signatures given before keep the authority under which they were given.")
    title, button = _("Replace by a new paper"), _("Put the new paper in force")
    return form_page(form, problems, title=title, button=button, lead=lead, back=back_to(row.id), origin=shown(row))


@blueprint.get(f"{ADDRESS}/revoke")
@requires(Permission.AUTHORITY_MANAGE)
def revoking(delegation_id: int) -> ResponseReturnValue:
    row = delegation_or_404(delegation_id)
    return _revoke_page(row, RevocationForm(on=city_today(current_policy(db()))), [])


@blueprint.post(f"{ADDRESS}/revoke")
@requires(Permission.AUTHORITY_MANAGE)
@writes
def revoke(delegation_id: int) -> ResponseReturnValue:
    row, form = delegation_or_404(delegation_id), RevocationForm(request.form)
    on = form.on.data if form.validate() else None
    if on is None:
        return _revoke_page(row, form, form.error_list()), 422
    return act(
        lambda: verbs.revoke(db(), row, on=on, reason=form.reason.data or "", by=current_person()),
        done=_("The delegation is revoked, and what was handed on from it holds no more either."),
        target=back_to(row.id),
        again=lambda problems: _revoke_page(row, form, problems),
        form=form,
    )


def _revoke_page(row: DelegationOfAuthority, form: Form, problems: Problems) -> str:
    title, button = _("Revoke the authority"), _("Revoke")
    return form_page(
        form, problems, title=title, button=button, back=back_to(row.id), origin=shown(row), is_warning=True
    )
