"""Forms of the working copy: what was typed, as the facts it means."""

import pytest
from werkzeug.datastructures import MultiDict

from forms.agreement import ActivityForm


@pytest.mark.parametrize("typed", ["Parks, Trees", "Parks، Trees", "Parks、Trees", " Parks ,, Trees "])
def test_names_are_separated_by_the_comma_of_any_script(typed: str) -> None:
    assert ActivityForm(MultiDict({"implementers": typed})).facts()["implementers"] == ["Parks", "Trees"]
