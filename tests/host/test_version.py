"""Which of two versions is the newer one, as people count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.host.version import lower, rank


@pytest.mark.parametrize(
    ("older", "newer"), [("1.9", "1.10"), ("1.0.0", "1.0.1"), ("0.9", "1"), ("1.0-rc1", "1.0"), ("1.0beta", "1.0.0"), ("0.9.9", "1.0.dev1")]
)
def test_numbers_are_compared_as_numbers_and_a_draft_comes_before_what_it_becomes(older: str, newer: str) -> None:
    assert lower(older, newer) and not lower(newer, older)


@pytest.mark.parametrize(("one", "other"), [("1.0", "1.0.0"), ("1.0-rc1", "1.0-rc2"), ("1.0+mine", "1.0"), ("spring", "1.0"), ("", "1")])
def test_what_cannot_be_told_apart_is_lower_in_neither_direction(one: str, other: str) -> None:
    assert not lower(one, other) and not lower(other, one)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=4), st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_any_two_rows_of_numbers_are_in_their_order(one: list[int], other: list[int]) -> None:
    first, second = (".".join(map(str, row)) for row in (one, other))
    padded = [row + [0] * (4 - len(row)) for row in (one, other)]
    assert lower(first, second) == (padded[0] < padded[1])
    assert rank(first) is not None
