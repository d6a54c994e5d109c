"""The PEG: clinical 7.3, and the cases of clinical 9, G6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.measures.measure import shown
from dtx.care.measures.peg import change, score


def test_the_golden_scores() -> None:
    assert score([7, 6, 8]) == 7.0
    later = score([5, 4, 5])
    assert later is not None
    assert (round(later, 2), shown(later)) == (4.67, "4.7")
    assert score([0, 0, 0]) == 0.0


def test_the_golden_change() -> None:
    found = change(score([7, 6, 8]), score([5, 4, 5]))
    assert found is not None
    assert (shown(found.points, 2), shown(found.percent or 0)) == ("-2.33", "-33.3")
    assert (found.ge30, found.ge50) == (True, False)


def test_with_one_item_missing_there_is_no_score_and_no_change() -> None:
    assert score([7, None, 8]) is None
    assert change(7.0, None) is change(None, 7.0) is None


@pytest.mark.parametrize("values", [[11, 0, 0], [-1, 0, 0], [True, 0, 0], [0, 0], [0, 0, 0, 0]])
def test_what_is_no_answer_is_rejected(values: list[int]) -> None:
    with pytest.raises(ValueError):
        score(values)


def test_from_nothing_there_is_no_percentage() -> None:
    found = change(score([0, 0, 0]), score([1, 1, 1]))
    assert found is not None
    assert (found.percent, found.ge30, found.ge50) == (None, False, False)


@given(st.lists(st.integers(0, 10), min_size=3, max_size=3), st.lists(st.integers(0, 10), min_size=3, max_size=3))
def test_thirty_and_fifty_percent_are_exact(before: list[int], after: list[int]) -> None:
    found = change(score(before), score(after))
    assert found is not None
    if sum(before):
        assert found.ge30 == (10 * sum(after) <= 7 * sum(before))
        assert found.ge50 == (2 * sum(after) <= sum(before))
