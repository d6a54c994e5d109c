"""Comparing two: blocks of two in a drawn order, either may be declined, and no winner that could be chance."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.changes import Changes
from dtx.care.comparison import Pair, compared, standing

PAIR = Pair("a", "b", "2026-03-02T09:30:00+01:00")
LOW, HIGH = (-4, -5, -4, -3, -4, -5, -4, -4, -3, -4), (0, 1, 0, -1, 0, 1, 0, 0, -1, 0)


def test_the_order_is_drawn_and_stays_as_it_was_drawn() -> None:
    orders = [PAIR.drawn(block) for block in range(200)]
    assert orders == [PAIR.drawn(block) for block in range(200)]
    assert 70 <= Counter(orders)[("a", "b")] <= 130 and set(orders) == {("a", "b"), ("b", "a")}
    assert orders != [Pair("a", "b", "2026-03-03").drawn(block) for block in range(200)]


def test_the_first_of_a_block_is_the_drawn_one_and_then_the_other() -> None:
    first, second = PAIR.drawn(0)
    assert (standing(PAIR, []).due, standing(PAIR, []).block) == (first, 0)
    assert (standing(PAIR, [first]).due, standing(PAIR, [first]).done) == (second, first)
    assert standing(PAIR, [first, second]).block == 1 and standing(PAIR, [first, second]).due == PAIR.drawn(1)[0]


def test_either_may_be_declined_and_the_other_taken() -> None:
    first, second = PAIR.drawn(0)
    assert standing(PAIR, [second]).due == first and standing(PAIR, [second]).block == 0
    assert standing(PAIR, [second, second, "c"]).due == first, "more of the same, and other practices, move nothing"


@given(st.lists(st.sampled_from("abc")))
def test_whoever_follows_it_practises_both_as_often(done: list[str]) -> None:
    found = standing(PAIR, done)
    assert found.due in "ab" and found.block <= min(done.count("a"), done.count("b")) and found.due != found.done
    followed: list[str] = []
    for _ in range(20):
        followed.append(standing(PAIR, followed).due)
    assert followed.count("a") == followed.count("b") == 10 and standing(PAIR, followed).block == 10


def said(one: tuple[int, ...], other: tuple[int, ...]) -> str:
    return compared(("A", Changes.of(one)), ("B", Changes.of(other)))


@pytest.mark.parametrize(("one", "other"), [((), ()), (LOW, HIGH[:9]), (LOW[:9], HIGH)])
def test_ten_of_each_are_needed(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert said(one, other).startswith("10 of each are needed") and f"There are {len(one)} of A and {len(other)} of B." in said(one, other)


def test_a_difference_that_could_be_none_has_no_winner() -> None:
    assert "That could be chance, so neither of them comes first." in said(HIGH, (0, -1, 0, -1, 0, -1, 1, 0, -1, -2))
    assert "about as much" in said(HIGH, HIGH)


def test_a_difference_that_is_none_by_chance_is_said_as_what_the_notes_show() -> None:
    assert said(LOW, HIGH).startswith("Pain after A was 4.0 lower than after B (from ") and "your own notes show" in said(LOW, HIGH)
    assert said(HIGH, LOW).startswith("Pain after A was 4.0 higher than after B")
