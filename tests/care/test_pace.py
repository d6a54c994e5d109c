"""The breathing level of the next session (clinical 1.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.pace import COMFORT, LEVELS, Past, next_level, offer_belly, unwell

EASY = Past("L1", True, 7, False)


def test_it_starts_at_level_one_and_with_a_lung_condition_at_level_nought() -> None:
    assert (next_level([], False), next_level([], True)) == ("L1", "L0")


def test_three_comfortable_sessions_in_a_row_at_one_level_make_it_one_slower() -> None:
    assert next_level([EASY] * 2, False) == "L1"
    assert next_level([EASY] * 3, False) == "L2"
    assert next_level([*[EASY] * 3, Past("L2", True, 9, False)], False) == "L2"


@pytest.mark.parametrize(
    "other", [Past("L1", False, 9, False), Past("L1", True, 6, False), Past("L1", True, None, False), Past("L0", True, 9, False)]
)
def test_a_session_stopped_unrated_less_comfortable_or_elsewhere_breaks_the_row(other: Past) -> None:
    assert next_level([EASY, other, EASY], False) == "L1"


@pytest.mark.parametrize("hard", [Past("L3", True, 4, False), Past("L3", True, 9, True), Past("L3", False, None, True)])
def test_feeling_unwell_or_a_comfort_of_four_makes_it_one_faster_and_offers_belly_breathing(hard: Past) -> None:
    assert next_level([hard], False) == "L2"
    assert offer_belly([hard])


def test_it_never_leaves_the_levels() -> None:
    assert next_level([Past("L0", True, 0, True)], False) == "L0"
    assert next_level([Past("L6", True, 10, False)] * 3, False) == "L6"
    assert not offer_belly([])
    assert not offer_belly([Past("L6", True, 10, False)])


PASTS = st.lists(
    st.builds(Past, st.sampled_from(LEVELS), st.booleans(), st.one_of(st.none(), st.integers(0, 10)), st.booleans()), min_size=1, max_size=8
)


@given(PASTS, st.booleans())
def test_it_never_moves_two_levels_at_once(sessions: list[Past], lung: bool) -> None:
    moved = LEVELS.index(next_level(sessions, lung)) - LEVELS.index(sessions[-1].level)
    assert abs(moved) <= 1
    if moved == 1:
        assert len(sessions) >= 3
        assert not any(past.unwell for past in sessions[-3:])


def test_dizziness_and_trouble_with_the_breath_count_as_unwell() -> None:
    assert unwell("dizzy")
    assert unwell(None, ("breath",))
    assert not unwell("time", ("pain",))


def test_the_question_is_that_of_the_specification() -> None:
    assert (COMFORT.text, COMFORT.low, COMFORT.high, COMFORT.save) == ("How comfortable was this pace?", 0, 10, "comfort")
