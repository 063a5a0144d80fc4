"""Words for the codes of bodies and of the record that no policy names, in the current language."""

from content.languages import current, ngettext, pgettext
from content.languages import gettext as _


def text_heading(name: str) -> str:
    """The heading over one of the longer texts of an agreement."""
    return {
        "term_note": _("About the term"),
        "renewal": _("Renewal"),
        "termination": _("Termination"),
        "note": _("Note"),
        "legacy_note": _("What the records say"),
    }[name]


def state_sentence(code: str) -> str:
    """What a status that rests on no date means for the reader."""
    return {
        "end-not-recorded": _("End not recorded: no published document states when it ends."),
        "historical": _("Historical: it is kept for the record, and the City gives it no further resources."),
        "concluded": _("Concluded: the cities have ended it together."),
        "terminated": _("Terminated: it was ended before its term was over."),
        "outside": _("Outside the program: it is listed for completeness."),
        "unconfirmed": _("Older document, not confirmed since: no later document says whether it still stands."),
    }.get(code, code)


def status(code: str) -> str:
    """The name of a status in a list of choices; the same words as on its badge."""
    return {
        "active": pgettext("agreement", "Active"),
        "expiring": _("Ending soon"),
        "upcoming": _("Not yet in force"),
        "end-not-recorded": _("End not recorded"),
        "expired": _("Expired"),
        "historical": _("Historical"),
        "concluded": _("Concluded"),
        "terminated": _("Terminated"),
        "outside": _("Outside the program"),
        "unconfirmed": _("Older document, not confirmed since"),
    }.get(code, code)


def months(number: int | None) -> str | None:
    """The length of a term."""
    return None if number is None else ngettext("%(number)s month", "%(number)s months", number)


def party_kind(code: str) -> str:
    """What a party is."""
    return {
        "municipality": _("Municipality"),
        "regional_gov": _("Regional government"),
        "national_gov": _("National government"),
        "chamber": _("Chamber of commerce"),
        "agency": _("Agency"),
        "academic": _("School or university"),
        "industry": _("Company or industry body"),
    }.get(code, _("Other"))


def party_role(code: str) -> str:
    """In which role a party stands in the agreement."""
    return {
        "counterparty": _("Partner"),
        "signatory": _("Signatory"),
        "implementer": _("Carries out projects"),
    }.get(code, code)


def goal_basis(code: str) -> str:
    """What the link of an agreement to a goal rests on."""
    return {
        "stated": _("stated for this agreement"),
        "category-level": _("stated for its category"),
        "curator": _("assigned by the editors"),
    }.get(code, code)


def history_basis(code: str) -> str:
    """What a line of the history rests on."""
    return {"stated": _("stated in the source"), "inferred": _("inferred from the sources")}.get(code, code)


def smart(name: str) -> str:
    """The five parts of an objective."""
    return {
        "specific": _("Specific"),
        "measurable": _("Measurable"),
        "assignable": _("Assignable"),
        "resourced": _("Resourced"),
        "time_bound": _("Time-bound"),
    }[name]


def document_kind(code: str) -> str:
    """What a document is."""
    return {
        "signed-agreement": _("Signed agreement"),
        "evidence": _("Evidence"),
        "report": _("Report"),
    }.get(code, _("Document"))


def language_name(tag: str) -> str:
    """A language in the words of the current one."""
    return str(current().babel.languages.get(tag.split("-")[0], tag))


def outcome_of_decision(code: str) -> str:
    """How a body decided."""
    return {
        "adopted": _("Adopted"),
        "amended": _("Adopted with amendments"),
        "refused": _("Refused"),
        "deferred": _("Deferred"),
        "referred": _("Referred"),
    }.get(code, code)


def act(code: str, version: int) -> str:
    """What an entry of the record did."""
    if code == "publish":
        return _("First published") if version == 1 else _("New version")
    return {"rename": _("New address"), "withdraw": _("Withdrawn"), "redact": _("Redacted")}.get(code, code)


def place(code: str) -> str:
    """The place of a match in an agreement."""
    return {
        "title": _("Title"),
        "party": _("Party"),
        "alias": _("Other name"),
        "place": _("Place"),
        "country": _("Country"),
        "summary": _("Summary"),
        "category": _("Category"),
        "goal": _("Goal"),
        "objective": _("Objective"),
        "indicator": _("Indicator"),
        "milestone": _("Milestone"),
        "activity": _("Activity"),
        "outcome": _("Outcome"),
        "document": _("Document"),
        "decision": _("Decision"),
        "history": _("History"),
    }.get(code, _("Text"))


def search_note(code: str) -> str:
    """What of a query was not taken as typed."""
    return {
        "shortened": _("Only the first 200 characters were searched for."),
        "too-many-terms": _("Only the first 32 words were searched for."),
        "too-many-prefixes": _("At most two words may end in *; the others were searched for as they stand."),
        "short-prefix": _("A beginning needs two letters or more; it was searched for as a word."),
        "lone-star": _("A * alone stands for nothing; it was left out."),
    }.get(code, code)


def sort(code: str) -> str:
    """The orders of a list."""
    return {
        "title": _("By title"),
        "newest": _("Newest agreements first"),
        "oldest": _("Oldest agreements first"),
        "end": _("Ending soonest first"),
        "published": _("Latest published first"),
        "relevance": _("Best match first"),
    }[code]
