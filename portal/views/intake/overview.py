"""How far a draft is: its sections, what the gate would still miss, and what was typed and cannot be used."""

from dataclasses import dataclass

from content.db import nfc_deep
from content.languages import current
from content.policy import questionnaire
from content.policy.completeness import missing as missing_elements
from content.policy.pack import Pack
from content.policy.parts import Clause
from content.policy.queries import current as current_policy
from content.policy.questionnaire import AskedSection, Questionnaire
from content.proposals import drafts
from content.proposals.models import Proposal
from forms.proposal import Mistake, SectionForm, anchor_of, section_form
from portal.database import db


@dataclass(frozen=True)
class Gap:
    """A required element without an answer: what the applicant reads, and where it is asked."""

    element: str
    section: str
    field_id: str
    message: str
    clause: Clause


@dataclass(frozen=True)
class SectionState:
    """One line of the task list; ``status`` is ``new``, ``begun`` or ``done``."""

    id: str
    title: str
    status: str
    is_optional: bool
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Overview:
    """A draft as the gate sees it."""

    pack: Pack
    questionnaire: Questionnaire
    sections: tuple[SectionState, ...]
    gaps: tuple[Gap, ...]

    @property
    def mistakes(self) -> list[tuple[str, Mistake]]:
        """(section, mistake) for every value that stands in a field and cannot be used."""
        return [(section.id, mistake) for section in self.sections for mistake in section.mistakes]

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent: nothing is missing, and nothing typed would be left behind."""
        return not self.gaps and not self.mistakes


def overview_of(proposal: Proposal) -> Overview:
    """The draft under the policy in force today, in the current language."""
    pack = current_policy(db())
    asked = questionnaire.compile(pack, proposal.category)
    places = {
        element.id: (section.id, anchor_of(element)) for section in asked.sections for element in section.elements
    }
    gaps = tuple(
        Gap(gap.element, *places[gap.element], gap.message(pack), gap.clause)
        for gap in missing_elements(pack, proposal.category, proposal.values())
    )
    lacking = {gap.section for gap in gaps}
    sections = tuple(_section_state(proposal, pack, section, section.id in lacking) for section in asked.sections)
    return Overview(pack, asked, sections, gaps)


def form_of(proposal: Proposal, section: AskedSection) -> SectionForm:
    """The form of a section with what was typed last."""
    page = proposal.pages.get(section.id)
    return section_form(section, [(name, text) for name, text in page.typed] if page is not None else ())


def keep_section(proposal: Proposal, pack: Pack, form: SectionForm) -> list[Mistake]:
    """Keep everything that is typed, store what can be used, and return what cannot.

    An answer that was good before and is typed over with a bad one is taken away: what is sent is what is seen.
    """
    mistakes = form.mistakes(pack, proposal.category, proposal.values())
    drafts.keep_typed(db(), proposal, form.asked.id, form.typed())
    stored = proposal.values()
    # An unchanged answer keeps the language in which it was written.
    changed = {
        element: value
        for element, value in form.usable_answers(mistakes).items()
        if nfc_deep(value) != stored.get(element)
    }
    drafts.speak_language(proposal, current().tag)
    drafts.save_answers(db(), proposal, changed)
    return mistakes


def _section_state(proposal: Proposal, pack: Pack, section: AskedSection, is_lacking: bool) -> SectionState:
    form = form_of(proposal, section)
    mistakes = tuple(form.mistakes(pack, proposal.category, proposal.values()))
    is_optional = not any(element.required for element in section.elements)
    was_saved = section.id in proposal.pages
    has_text = any(text.strip() for _name, text in form.typed())
    if mistakes or (is_lacking and has_text):
        status = "begun"
    elif is_lacking or (is_optional and not was_saved):
        status = "new"
    else:
        status = "done"
    return SectionState(section.id, str(section.title), status, is_optional, mistakes)
