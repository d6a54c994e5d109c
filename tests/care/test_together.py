"""What went together with pain: with 14 days on each side at least, and never as a cause."""

import pytest

from dtx.care.together import Day, together


def days(number: int, pain: int, *triggers: str, asked: bool = True) -> list[Day]:
    return [Day((pain,), frozenset(triggers), asked)] * number


def test_fourteen_days_on_each_side_are_needed() -> None:
    assert list(together([*days(13, 7, "stress"), *days(40, 4)])) == []
    assert list(together([*days(40, 7, "stress"), *days(13, 4)])) == []
    (found,) = together([*days(14, 7, "stress"), *days(14, 4)])
    assert (found.trigger, found.days_with, found.days_without, found.pain_with, found.pain_without) == ("stress", 14, 14, 7, 4)
    assert found.says == (
        "Stress went together with higher pain: 7.0 on average on 14 days with it, 4.0 on 14 days without. "
        "That does not say what came first."
    )


def test_days_on_which_nobody_was_asked_are_on_neither_side() -> None:
    assert list(together([*days(14, 7, "stress"), *days(40, 4, asked=False)])) == []
    assert list(together([*days(14, 7, "stress"), *[Day((), frozenset(), True)] * 40])) == []


@pytest.mark.parametrize(("pain", "word"), [(7, "higher"), (2, "lower"), (4, "about the same")])
def test_it_says_how_and_never_why(pain: int, word: str) -> None:
    (found,) = together([*days(20, pain, "[b]my own[/b]"), *days(20, 4)])
    assert found.says.startswith("[b]my own[/b] went together with") and word in found.says
    assert "because" not in found.says and "cause" not in found.says
