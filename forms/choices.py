"""What a list offers."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]


def options(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """The entries of a list from pairs of code and words."""
    return [SelectChoice(code, words) for code, words in pairs]
