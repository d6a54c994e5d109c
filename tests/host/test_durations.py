"""Durations are read as people write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.host.durations import LONGEST_S, NotADuration, duration, written


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4", 4),
        ("90s", 90),
        ("1:30", 90),
        ("2 min", 120),
        ("2min", 120),
        ("1.5 min", 90),
        ("0.5", 0.5),
        (" 20 s ", 20),
        ("0", 0),
        ("240 min", 14400),
    ],
)
def test_a_duration_is_seconds(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "long", "-4", "1:75", "4 h", "1e9", "nan", "inf", "٤", "4 4", "241 min", "99999999999", "1:30:00", "s"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(NotADuration):
        duration(text)


@given(st.integers(0, LONGEST_S * 10).map(lambda tenths: tenths / 10))
def test_a_written_duration_reads_back(seconds: float) -> None:
    assert duration(written(seconds)) == seconds


@given(st.text())
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    with suppress(NotADuration):
        assert 0 <= duration(text) <= LONGEST_S
