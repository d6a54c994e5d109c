"""The arithmetic of clinical 1.6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.hrv import ASSESSMENT, Trial, clean, clear, of_two_days, peak_trough, practice_minutes, ranked, rmssd, rr_ms, sdnn

EXAMPLE = (800, 850, 900, 850, 800)


def test_the_unit_of_the_strap_is_a_1024th_of_a_second() -> None:
    assert round(rr_ms(820), 2) == 800.78


def test_the_example_has_the_spreads_of_the_specification() -> None:
    assert round(sdnn(EXAMPLE) or 0, 1) == 41.8
    assert round(rmssd(EXAMPLE) or 0, 1) == 50.0


def test_one_beat_has_no_spread() -> None:
    assert sdnn((800,)) is rmssd((800,)) is None


def test_beats_too_short_too_long_or_far_from_their_neighbours_are_dropped() -> None:
    assert clean((800, 299, 800, 2001, 800, 1600, 640, 960)) == ((800, 800, 800, 640, 960), 3)
    assert clean((800, 800, 639, 961)) == ((800, 800), 2)


def test_the_heart_may_change_slowly_since_only_the_last_five_count() -> None:
    slower = tuple(range(600, 1500, 20))
    assert clean(slower) == (slower, 0)


def test_a_window_with_more_than_one_in_twenty_dropped_shows_no_number() -> None:
    assert clear(95, 5)
    assert not clear(94, 6)
    assert not clear(0, 0)


def test_the_stepped_assessment_has_the_times_of_the_specification() -> None:
    assert [(pace.rate, round(pace.in_s, 2), round(pace.out_s, 2), pace.cycles) for pace in ASSESSMENT] == [
        (6.5, 3.69, 5.54, 13),
        (6.0, 4.00, 6.00, 12),
        (5.5, 4.36, 6.55, 11),
        (5.0, 4.80, 7.20, 10),
        (4.5, 5.33, 8.00, 9),
    ]


def test_the_ranking_is_by_sdnn_then_peak_to_trough_then_the_faster_rate() -> None:
    trials = [Trial(4.5, 50, 12), Trial(5.0, 60, 10), Trial(5.5, 60, 11), Trial(6.0, 60, 11)]
    assert [trial.rate for trial in ranked(trials)] == [6.0, 5.5, 5.0, 4.5]


def test_of_two_days_that_differ_the_faster_rate_is_used() -> None:
    assert of_two_days(5.5, 6.0) == of_two_days(6.0, 5.5) == 6.0


def test_peak_to_trough_is_the_mean_over_whole_breaths() -> None:
    assert peak_trough((1000, 1000, 750, 750, 500), 2.0) == pytest.approx((0 + 40) / 2)
    assert peak_trough((1000, 500, 500, 2000), 2.0) == pytest.approx((60 + 0) / 2)
    assert peak_trough((1000,), 10.0) is None


def test_practice_grows_from_five_to_ten_to_twenty_minutes() -> None:
    assert [practice_minutes(week) for week in (1, 2, 3, 10)] == [5, 10, 20, 20]


@given(st.lists(st.floats(0, 5000), max_size=300))
def test_what_is_kept_and_dropped_is_everything(rr: list[float]) -> None:
    kept, dropped = clean(rr)
    assert len(kept) + dropped == len(rr)
    assert all(300 <= beat <= 2000 for beat in kept)
