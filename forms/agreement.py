"""Forms of the working copy: facts, words, elements, goals, documents, and the acts of signing and publishing."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from content.agreements.states import MilestoneStatus
from content.files import PDF
from content.languages import gettext
from content.languages import lazy as _
from content.policy.answers import email_findings
from forms.base import Form, stripped
from forms.choices import options
from forms.days import DayField, PartialDateField
from forms.uploads import UploadField

LONG = Length(max=200_000, message=_("This text is too long."))
SHORT = Length(max=300, message=_("Use at most 300 characters."))
COMMAS = re.compile("[,،、，]")
LONGEST_REVISION = 16
DAY_HINT = _("A year, a month or a day: 2026, 2026-03 or 2026-03-31.")


def _address(_form: Any, field: Any) -> None:
    if stripped(field.data) and any(email_findings(stripped(field.data))):
        raise ValidationError(gettext("Enter an email address, like name@example.org."))


class VersionedForm(Form):
    """A form that remembers which revision it was opened on (E6)."""

    revision = HiddenField()

    def seen(self) -> int:
        """The revision the form was opened on; -1, which is never current, when it was left out."""
        text = stripped(self.revision.data)
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_REVISION else -1


class FactsForm(VersionedForm):
    """Dates, division, contact and address."""

    starts_on = PartialDateField(_("Start of the term"), description=DAY_HINT)
    ends_on = PartialDateField(_("End of the term"), description=DAY_HINT)
    lead_division = StringField(_("Lead division"), [SHORT])
    contact_unit = StringField(_("Contact: unit"), [SHORT])
    contact_email = StringField(_("Contact: email address"), [SHORT, _address])
    slug = StringField(
        _("Address"), [SHORT], description=_("The last part of the public address: small letters, digits, hyphens.")
    )


class GoalsForm(VersionedForm):
    """The goals that the agreement serves."""

    goals = SelectMultipleField(_("Goals"))


class WordsForm(VersionedForm):
    """The words of one language."""

    title = StringField(_("Title"), [SHORT])
    summary = TextAreaField(_("Summary"), [LONG])
    term_note = TextAreaField(_("About the term"), [LONG])
    renewal = TextAreaField(_("Renewal"), [LONG])
    termination = TextAreaField(_("Termination"), [LONG])
    note = TextAreaField(_("Note"), [LONG])
    wording = TextAreaField(
        _("Wording of the agreement"),
        [LONG],
        description=_(
            "The text that is signed. The City Solicitor signs off exactly this; any change voids the sign-off."
        ),
    )


class ElementForm(VersionedForm):
    """The base of the four kinds: facts once, words in one language at a time."""

    language = SelectField(_("Language of the words"), validate_choice=False)
    words: tuple[str, ...] = ()

    def texts(self) -> dict[str, str]:
        """The words that were written."""
        found = {name: stripped(self[name].data) for name in self.words}
        return {name: text for name, text in found.items() if text}

    def facts(self) -> dict[str, Any]:
        """The facts as schema agreement/1 has them; what the form does not ask is left to the caller."""
        raise NotImplementedError


TITLE = [InputRequired(_("Enter a title.")), SHORT]


class ObjectiveForm(ElementForm):
    """An objective with its five SMART parts; an empty part reads “not stated”."""

    words = ("title", "specific", "measurable", "assignable", "resourced", "time_bound")
    title = StringField(_("Title"), TITLE)
    specific = TextAreaField(_("Specific: what exactly"), [LONG])
    measurable = TextAreaField(_("Measurable: how it is counted"), [LONG])
    assignable = TextAreaField(_("Assignable: who does it"), [LONG])
    resourced = TextAreaField(_("Resourced: with what"), [LONG])
    time_bound = TextAreaField(_("Time-bound: by when"), [LONG])
    goal = SelectField(_("Goal"), validate_choice=False)
    ends_on = PartialDateField(_("End"), description=DAY_HINT)
    results_due = PartialDateField(_("Results due"), description=DAY_HINT)

    def facts(self) -> dict[str, Any]:
        return {
            "goal": self.goal.data or None,
            "ends_on": self.ends_on.value(),
            "results_due": self.results_due.value(),
        }


class MilestoneForm(ElementForm):
    """A milestone. The first due date is kept when it moves."""

    words = ("title", "description", "note")
    title = StringField(_("Title"), TITLE)
    description = TextAreaField(_("Description"), [LONG])
    due = PartialDateField(_("Due"), description=DAY_HINT)
    status = SelectField(
        _("Status"),
        choices=options(
            [
                (MilestoneStatus.SCHEDULED.value, _("Scheduled")),
                (MilestoneStatus.MET.value, _("Met")),
                (MilestoneStatus.PARTIALLY_MET.value, _("Partly met")),
                (MilestoneStatus.NOT_MET.value, _("Not met")),
                (MilestoneStatus.CANCELLED.value, _("Cancelled")),
            ]
        ),
    )
    met_on = PartialDateField(_("Met on"), description=DAY_HINT)
    evidence = SelectMultipleField(_("Evidence"), validate_choice=False)
    owner = StringField(_("Office in charge"), [SHORT])
    note = TextAreaField(
        _("Note"), [LONG], description=_("Public. Needed when it is partly met, not met or cancelled.")
    )

    def facts(self) -> dict[str, Any]:
        return {
            "due": self.due.value(),
            "status": self.status.data,
            "met_on": self.met_on.value(),
            "evidence": list(self.evidence.data or []),
            "owner": stripped(self.owner.data) or None,
        }


class ActivityForm(ElementForm):
    """An activity; at least one of an agreement is a tangible project (R-007)."""

    words = ("title", "summary")
    title = StringField(_("Title"), TITLE)
    summary = TextAreaField(_("Summary"), [LONG])
    kind = SelectField(_("Kind"))
    project = BooleanField(_("This is a tangible project that the cities deliver together"))
    start = PartialDateField(_("Start"), description=DAY_HINT)
    end = PartialDateField(_("End"), description=DAY_HINT)
    place = StringField(_("Place"), [SHORT])
    mode = SelectField(_("Form"), validate_choice=False)
    status = SelectField(
        _("Status"),
        choices=options(
            [
                ("planned", _("Planned")),
                ("under way", _("Under way")),
                ("done", _("Done")),
                ("cancelled", _("Cancelled")),
            ]
        ),
    )
    implementers = StringField(_("Who carries it out"), [SHORT], description=_("Separate several by commas."))

    def facts(self) -> dict[str, Any]:
        return {
            "kind": self.kind.data,
            "project": bool(self.project.data),
            "start": self.start.value(),
            "end": self.end.value(),
            "place": stripped(self.place.data) or None,
            "mode": self.mode.data or None,
            "status": self.status.data,
            "implementers": [name.strip() for name in COMMAS.split(self.implementers.data or "") if name.strip()],
        }


class OutcomeForm(ElementForm):
    """What came of it, with a figure where there is one."""

    words = ("title", "narrative")
    title = StringField(_("Title"), TITLE)
    narrative = TextAreaField(_("What came of it"), [LONG])
    objective = SelectField(_("Objective"), validate_choice=False)
    period_start = PartialDateField(_("From"), description=DAY_HINT)
    period_end = PartialDateField(_("To"), description=DAY_HINT)
    value = StringField(
        _("Figure"), [Optional(), Regexp(r"-?\d+(\.\d+)?$", message=_("Enter a plain number, like 12 or 12.5."))]
    )
    unit = StringField(_("Unit"), [SHORT])

    def facts(self) -> dict[str, Any]:
        period = {"start": self.period_start.value(), "end": self.period_end.value()}
        return {
            "objective": self.objective.data or None,
            "period": period if any(period.values()) else None,
            "value": stripped(self.value.data) or None,
            "unit": stripped(self.unit.data) or None,
        }


ELEMENT_FORMS: dict[str, type[ElementForm]] = {
    "objective": ObjectiveForm,
    "milestone": MilestoneForm,
    "activity": ActivityForm,
    "outcome": OutcomeForm,
}


class DocumentForm(Form):
    """A file that belongs to the agreement."""

    file = UploadField(_("File"), allowed=(PDF,), description=_("A PDF file."))
    kind = SelectField(
        _("Kind"),
        choices=options(
            [
                ("signed-agreement", _("Signed agreement")),
                ("evidence", _("Evidence")),
                ("report", _("Report")),
            ]
        ),
    )
    language = SelectField(_("Language of the document"))
    title = StringField(_("Title"), TITLE)


class PublishForm(Form):
    """Publishing says why; readers see it in the list of changes."""

    reason = StringField(
        _("What has changed, and why"),
        [InputRequired(_("A reason must be given.")), SHORT],
        description=_("Readers see this sentence in the list of changes."),
    )


class RenameForm(PublishForm):
    """A new address; the old one redirects for ever."""

    slug = StringField(
        _("New address"),
        [
            InputRequired(_("Enter the new address.")),
            Length(max=80, message=_("Use small letters, digits and hyphens for the address.")),
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*$", message=_("Use small letters, digits and hyphens for the address.")),
        ],
    )


class SignatureForm(Form):
    """Who signed for both sides, and when."""

    office = SelectField(_("You sign as"), [InputRequired(_("Choose the office."))])
    signed_on = DayField(_("Day of signature"), [InputRequired(_("Enter the day of signature."))])
    partner = SelectField(_("The other side"), coerce=str)
    partner_signatory = StringField(
        _("Who signed for the other side"), [InputRequired(_("Name who signed for the other side.")), SHORT]
    )
    partner_office = StringField(_("Their office"), [InputRequired(_("Name the office of whoever signed.")), SHORT])
