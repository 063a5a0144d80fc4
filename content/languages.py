"""Languages of the interface and of content: which are offered, which one is current, what falls back.

Plain Babel catalogues and a context variable, so that mails and commands speak as well as pages do.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
SOURCE = "en"


@dataclass(frozen=True)
class Language:
    """A language by its BCP 47 tag, with the name its speakers give it."""

    tag: str
    name: str
    direction: str = "ltr"
    locale: str = ""

    @property
    def babel(self) -> Locale:
        return Locale.parse(self.locale or self.tag, sep="-")


_ALL = (
    Language("en", "English", locale="en-CA"),
    Language("fr", "Français", locale="fr-CA"),
    Language("ar", "العربية", "rtl"),
    Language("es", "Español"),
    Language("pt", "Português"),
    Language("it", "Italiano"),
    Language("de", "Deutsch"),
    Language("pl", "Polski"),
    Language("uk", "Українська"),
    Language("zh-Hans", "简体中文"),
    Language("ja", "日本語"),
    Language("vi", "Tiếng Việt"),
)
KNOWN: dict[str, Language] = {language.tag: language for language in _ALL}
COMPLETE = ("en", "fr", "ar", "es")
"""Languages whose catalogues are declared complete; a test keeps them so."""

_current: ContextVar[str] = ContextVar("language", default=SOURCE)
_offered: ContextVar[tuple[str, ...]] = ContextVar("offered", default=COMPLETE)


def offer(tags: Iterable[str]) -> None:
    """Offer these languages from here on, in this context, in this order: each site has its own."""
    _offered.set(tuple(tags))


def offered() -> tuple[Language, ...]:
    """The languages a visitor may choose, in the order of the switch."""
    return tuple(KNOWN[tag] for tag in _offered.get())


def is_offered(tag: object) -> bool:
    """Whether a visitor may choose this language here."""
    return tag in _offered.get()


def first_choice() -> Language:
    """The language for whoever has named none that is offered."""
    return KNOWN[_offered.get()[0]]


def current() -> Language:
    """The language in which the current request, mail or command speaks."""
    return KNOWN[_current.get()]


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak a known language inside the block. Raises KeyError for an unknown tag."""
    token = _current.set(KNOWN[tag].tag)
    try:
        yield
    finally:
        _current.reset(token)


def speak(tag: str) -> None:
    """Speak a known language from here on, in this context. Raises KeyError for an unknown tag."""
    _current.set(KNOWN[tag].tag)


@cache
def _catalogue(tag: str) -> NullTranslations:
    """The catalogue of a language, compiled in memory from its text form: there is no build step to forget."""
    path = CATALOGUES / tag.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=tag.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, /, **values: object) -> str:
    """The message in the current language, with named values filled in."""
    text = _catalogue(_current.get()).ugettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The form of the message that the number asks for; ``%(number)s`` is filled in, too."""
    return form_for(singular, plural, number) % {"number": number, **values}


def form_for(singular: str, plural: str, number: int) -> str:
    """The same with its placeholders, for whoever fills them in."""
    return str(_catalogue(_current.get()).ungettext(singular, plural, number))


def pgettext(context: str, message: str, /, **values: object) -> str:
    """The message of one context, for words that mean several things."""
    text: str = _catalogue(_current.get()).upgettext(context, message)
    return text % values if values else text


def mark(message: str) -> str:
    """The message itself, marked for the catalogues; it is put into words where it is shown."""
    return message


def lazy(message: str, /, **values: object) -> Any:
    """A message that is put into words only when it is shown: a LazyProxy, which behaves as its text."""
    return LazyProxy(lambda: gettext(message, **values), enable_cache=False)


def listed(items: Iterable[object], style: Literal["standard", "or"] = "standard") -> str:
    """Several things as the current language strings them together: with commas of its own, and its word for and or or."""
    return format_list([str(item) for item in items], style, current().babel)


@dataclass(frozen=True)
class Words:
    """A text in the language in which it could be had."""

    text: str
    language: Language

    def __str__(self) -> str:
        return self.text

    @property
    def is_fallback(self) -> bool:
        """Whether the text had to be taken from another language than the current one."""
        return self.language.tag != _current.get()
