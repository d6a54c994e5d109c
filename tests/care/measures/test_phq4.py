"""PHQ-4: clinical 7.2 and 7.3."""

import pytest

from dtx.care.measures.phq4 import MESSAGE, score


def test_the_worked_example() -> None:
    found = score([1, 2, 1, 3])
    assert (found.gad2, found.phq2, found.total, found.band) == (3, 4, 7, "moderate")
    assert found.worth_a_talk


@pytest.mark.parametrize(
    ("total", "band"), [(0, "none"), (2, "none"), (3, "mild"), (5, "mild"), (6, "moderate"), (8, "moderate"), (9, "severe"), (12, "severe")]
)
def test_the_bands(total: int, band: str) -> None:
    each, more = divmod(total, 4)
    assert score([each + (i < more) for i in range(4)]).band == band


@pytest.mark.parametrize(
    ("values", "talk"), [([3, 0, 0, 0], True), ([0, 0, 1, 2], True), ([1, 1, 1, 1], False), ([2, 0, 2, 0], False), ([3, None, 0, 0], False)]
)
def test_a_pair_of_three_or_more_is_worth_a_talk(values: list[int | None], talk: bool) -> None:
    assert score(values).worth_a_talk == talk


def test_a_missing_item_leaves_the_other_pair_and_no_total() -> None:
    found = score([None, 2, 1, 2])
    assert (found.gad2, found.phq2, found.total, found.band) == (None, 3, None, None)


@pytest.mark.parametrize("values", [[4, 0, 0, 0], [True, 0, 0, 0], [0, 0, 0]])
def test_what_is_no_answer_is_rejected(values: list[int]) -> None:
    with pytest.raises(ValueError):
        score(values)


def test_the_message_suggests_talking_and_diagnoses_nothing() -> None:
    assert MESSAGE == "These answers suggest it could help to talk with someone on your team."
