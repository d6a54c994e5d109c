"""Times and days, typed the way people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.moments import Day, TimeOfDay
from dtx.engine.questions import NotAnAnswer

CLOCK = TimeOfDay("When?", "time", now="14:05")
DAY = Day("Which day?", "day", today=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *[
            ("8:30", "08:30"),
            ("8.30", "08:30"),
            ("0830", "08:30"),
            ("8", "08:00"),
            ("8 am", "08:00"),
            ("8:30pm", "20:30"),
            ("12 am", "00:00"),
        ],
        *[("12pm", "12:00"), ("23:59", "23:59"), ("0:00", "00:00"), ("now", "14:05"), ("NOW", "14:05"), ("  ", None), ("17 h", "17:00")],
        *[("7 p.m.", "19:00"), ("9 Uhr", "09:00")],
    ],
)
def test_a_time_is_kept_as_hours_and_minutes(typed: str, kept: str | None) -> None:
    assert CLOCK.check(typed) == kept


@pytest.mark.parametrize("typed", ["24:00", "8:60", "half past", "-1", "13 pm", "0 am", "8:3", "8:30:00", "٨:٣٠", "x" * 50, 8])
def test_what_is_no_time_says_how_to_write_one(typed: object) -> None:
    with pytest.raises(NotAnAnswer):
        CLOCK.check(typed)


@pytest.mark.parametrize(
    ("typed", "kept"), [("today", "2026-03-01"), ("Yesterday", "2026-02-28"), ("2025-12-31", "2025-12-31"), ("", None)]
)
def test_a_day_is_kept_as_a_date(typed: str, kept: str | None) -> None:
    assert DAY.check(typed) == kept


@pytest.mark.parametrize("typed", ["tomorrow", "2026-03-02", "31.12.2025", "2026-02-30", 5])
def test_what_is_no_day_or_still_to_come_is_refused(typed: object) -> None:
    with pytest.raises(NotAnAnswer):
        DAY.check(typed)


@given(st.text(max_size=60))
def test_any_text_is_either_kept_or_refused_in_a_sentence(typed: str) -> None:
    for question in (CLOCK, DAY):
        try:
            question.check(typed)
        except NotAnAnswer as sentence:
            assert str(sentence).startswith(("Please", "That day"))
