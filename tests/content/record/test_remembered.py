from collections.abc import Callable

from content.record.remembered import Remembered


def maker(asked: list[str]) -> Callable[[str], Callable[[], str]]:
    def make(key: str) -> Callable[[], str]:
        def act() -> str:
            asked.append(key)
            return key.upper()

        return act

    return make


def test_an_answer_is_made_once() -> None:
    asked: list[str] = []
    make, remembered = maker(asked), Remembered[str](2)
    assert [remembered.get("a", make("a")) for _ in range(3)] == ["A", "A", "A"]
    assert asked == ["a"]


def test_the_answer_that_nobody_asked_for_longest_goes_first() -> None:
    asked: list[str] = []
    make, remembered = maker(asked), Remembered[str](2)
    for key in ("a", "b", "a", "c", "a", "b"):
        remembered.get(key, make(key))
    assert asked == ["a", "b", "c", "b"]


def test_what_failed_is_tried_again() -> None:
    asked: list[str] = []
    make, remembered = maker(asked), Remembered[str](2)

    def fail() -> str:
        raise LookupError

    try:
        remembered.get("a", fail)
    except LookupError:
        assert remembered.get("a", make("a")) == "A"
