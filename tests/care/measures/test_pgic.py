"""The impression of change (clinical 7.2)."""

import pytest

from dtx.care.measures.pgic import improved


def test_very_much_and_much_improved_count_as_improved() -> None:
    assert [improved(value) for value in range(1, 8)] == [True, True, False, False, False, False, False]
    assert improved(None) is None


@pytest.mark.parametrize("value", [0, 8, True])
def test_what_is_no_answer_is_rejected(value: int) -> None:
    with pytest.raises(ValueError):
        improved(value)
