"""The pain zones of clinical 5.4, with the cases of clinical 9, G8."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.zones import AMBER, GREEN, RED, WORDS, next_time, settled, too_sore_to_start, words_of, zone

PAIN = st.integers(0, 10)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(2, 0, GREEN), (5, 3, AMBER), (6, 3, RED), (7, 6, GREEN), (8, 6, AMBER), (8, 5, RED), (2, 6, GREEN), (4, 4, GREEN)],
)
def test_the_golden_cases(now: int, before: int, expected: str) -> None:
    assert zone(now, before) == expected


@given(PAIN, PAIN)
def test_more_pain_never_makes_a_zone_milder(now: int, before: int) -> None:
    order = (GREEN, AMBER, RED)
    if now < 10:
        assert order.index(zone(now, before)) <= order.index(zone(now + 1, before))


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (3, 3, "There is some pain."),
        (5, None, "There is some pain."),
        (6, None, "Pain is strong right now,"),
        (3, 2, "Pain is up a little."),
        (8, 6, "Pain is up a little."),
        (8, 5, "Pain is up a lot,"),
        (4, 4, ""),
        (2, None, ""),
    ],
)
def test_nobody_is_told_that_pain_is_up_who_has_not_said_so(now: int, before: int | None, told: str) -> None:
    assert words_of(now, before).startswith(told)
    assert bool(words_of(now, before)) == bool(told)


def test_from_eight_on_strengthening_is_hidden_today() -> None:
    assert too_sore_to_start(8)
    assert not too_sore_to_start(7)
    assert not too_sore_to_start(None)


def test_settled_is_at_most_one_above_by_the_next_morning() -> None:
    assert settled(5, 4) is True
    assert settled(6, 4) is False
    assert settled(None, 4) is settled(4, None) is None


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        ((), "same"),
        ((GREEN,), "same"),
        ((GREEN, RED), "less"),
        ((RED,), "less"),
        ((RED, RED), "remove"),
        ((RED, GREEN, RED), "less"),
        ((RED, AMBER), "same"),
    ],
)
def test_red_means_less_next_time_and_two_reds_in_a_row_leave_it_out(zones: tuple[str, ...], expected: str) -> None:
    assert next_time(zones) == expected


def test_every_zone_has_words_and_none_is_a_reproach() -> None:
    assert set(WORDS) == {GREEN, AMBER, RED}
