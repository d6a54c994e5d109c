"""A player's time: on the performance counter, then on what is heard, then without; never a step, never backwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.sound.board import Beat
from dtx.sound.clock import AHEAD_S
from dtx.sound.timeline import Timeline


def beat(at: float, audible: float, steady: bool = True) -> Beat:
    return Beat(at, audible, 0.25, steady, 0)


def test_it_is_the_performance_counter_until_the_sound_is_steady() -> None:
    time = Timeline()
    assert time.now(100.0, None) == 100.0
    assert time.now(101.0, beat(101.0, -0.3, steady=False)) == 101.0
    assert not time.heard


def test_it_goes_over_to_what_is_heard_without_a_step() -> None:
    time = Timeline()
    time.now(100.0, None)
    assert time.now(102.0, beat(101.99, 1.5)) == pytest.approx(102.0)
    assert time.heard
    assert time.now(112.01, beat(112.0, 11.48)) == pytest.approx(111.98)  # what was heard, not what passed
    assert time.second(111.98) == pytest.approx(11.49)


def test_it_stands_while_the_sound_stands_and_goes_on_from_there_when_the_sound_is_lost() -> None:
    time = Timeline()
    time.now(10.0, beat(10.0, 5.0))
    last = beat(20.0, 15.0)
    assert time.now(20.1, last) == pytest.approx(20.1)
    assert time.now(23.0, last) == pytest.approx(20.0 + AHEAD_S)
    time.lost(24.0, last)
    assert time.now(24.0, None) == pytest.approx(20.0 + AHEAD_S)
    assert time.now(25.0, None) == pytest.approx(21.0 + AHEAD_S)


def test_a_new_stream_takes_over_where_the_time_is() -> None:
    time = Timeline()
    time.now(10.0, beat(10.0, 5.0))
    time.lost(12.0, beat(10.0, 5.0))
    before = time.now(15.0, None)
    assert time.now(15.0, beat(15.0, 2.0)) == pytest.approx(before)
    assert time.second(before + 1) == pytest.approx(3.0)


def test_a_device_that_is_heard_late_gets_its_sounds_early() -> None:
    time = Timeline(delay_s=0.2)
    time.now(10.0, beat(10.0, 5.0))
    assert time.second(11.0) == pytest.approx(5.8)


@given(
    st.lists(
        st.tuples(st.floats(0, 2), st.one_of(st.none(), st.tuples(st.floats(-3, 0.1), st.floats(-100, 100), st.booleans())), st.booleans()),
        max_size=40,
    )
)
def test_it_never_runs_backwards_whatever_it_is_told(told: list[tuple[float, tuple[float, float, bool] | None, bool]]) -> None:
    time, counter, latest = Timeline(), 1000.0, float("-inf")
    for passed, said, lost in told:
        counter += passed
        one = beat(counter + said[0], counter + said[1], said[2]) if said is not None else None
        if lost:
            time.lost(counter, one)
        now = time.now(counter, one)
        assert now >= latest
        latest = now
