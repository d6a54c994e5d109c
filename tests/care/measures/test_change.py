"""How much a change of weekly means matters (clinical 7.4)."""

import pytest

from dtx.care.measures.change import change, weekly_mean


def test_the_example_of_the_specification() -> None:
    found = change([6, 7, 6, 7], [4, 5, 4, 5])
    assert found is not None
    assert (found.base, found.week, found.points, round(found.percent, 1), found.label) == (6.5, 4.5, -2.0, 30.8, "moderate")


@pytest.mark.parametrize(
    ("base", "week", "label"),
    [
        ([10] * 4, [5] * 4, "substantial"),
        ([10] * 4, [7] * 4, "moderate"),
        ([10] * 5, [7, 7, 7, 7, 8], "minimal"),
        ([10] * 4, [9] * 4, "minimal"),
        ([10] * 10, [9] * 9 + [10], None),
        ([5] * 4, [6] * 4, None),
    ],
)
def test_ten_thirty_and_fifty_percent_are_where_the_labels_begin(base: list[int], week: list[int], label: str | None) -> None:
    found = change(base, week)
    assert found is not None
    assert found.label == label


def test_a_week_needs_four_ratings_and_the_first_a_mean_of_three() -> None:
    assert weekly_mean([5, 5, 5]) is None
    assert change([6, 6, 6], [1, 1, 1, 1]) is None
    assert change([6, 6, 6, 6], [1]) is None
    assert change([2, 3, 3, 3], [0] * 4) is None
    assert change([3, 3, 3, 3], [0] * 4) is not None
