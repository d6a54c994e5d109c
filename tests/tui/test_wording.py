"""Plain words for numbers and times."""

from datetime import date, timedelta

import pytest

from dtx.tui import wording
from dtx.tui.historypage import head, line
from tests.evenings import EVENING
from tests.tui.rooms import Home

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ("2026-03-03T00:05:00+01:00", "today 00:05"),
        ("2026-03-02T23:59:00+01:00", "yesterday 23:59"),
        ("2026-02-03T14:05:00+01:00", "Tue 3 Feb 14:05"),
        ("2025-12-30T08:15:00+01:00", "30 Dec 2025"),
    ],
)
def test_when_is_said_as_people_say_it(stamp: str, words: str) -> None:
    assert wording.when(stamp, TODAY) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(4.0, "4"), (3.999, "4"), (3.0, "3"), (0.2, "1"), (0.0, "0"), (60, "1:00"), (299.5, "5:00")]
)
def test_the_seconds_left_are_never_fewer_than_there_are(seconds: float, words: str) -> None:
    assert wording.clock(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(300, "5 min left"), (240.5, "5 min left"), (60, "1 min left"), (59.9, "under a minute left")]
)
def test_what_is_left_of_a_session_does_not_hurry(seconds: float, words: str) -> None:
    assert wording.left(seconds) == words


def test_no_ending_is_called_a_failure() -> None:
    words = [wording.ending(status) for status in ("completed", "stopped", "interrupted", "failed", None)]
    assert words == ["finished", "stopped early", "left open", "had a problem", "not finished"]


def test_missing_numbers_are_fine_and_never_nought() -> None:
    assert wording.pains(6, 4) == "Before 6, after 4."
    assert wording.pains(0, 0) == "Before 0, after 0."
    assert wording.pains(6, None) == "Before 6. No number after, and that is fine."
    assert wording.pains(None, 4) == "After 4. No number before, and that is fine."
    assert wording.pains(None, None) == "No pain numbers this time, and that is fine."


def test_the_place_in_a_script_reads_like_words() -> None:
    assert wording.place({"cycle": 3}) == "Breath 3"
    assert wording.place({"exercise": "bridge", "set": 2, "side": "left", "rep": 5}) == "Set 2, left, number 5"
    assert wording.place({"region": "foot_left"}) == "Left foot"
    assert wording.place({}) == ""


def test_the_memory_aid_says_what_when_and_how_it_ended(home: Home) -> None:
    scan = home.write("scan", "Body scan")
    today = EVENING.date()
    home.practised(scan, EVENING, before__pain=6, after__pain=4)
    assert (
        wording.last_time(home.services.history(limit=1)[0], today)
        == "Last time: Body scan, today 20:00, finished. Pain 6 before, 4 after."
    )
    home.practised(scan, EVENING + timedelta(hours=1), until=20, before__pain=6)
    said = wording.last_time(home.services.history(limit=1)[0], today)
    assert said == "Last time: Body scan, today 21:00, stopped early."


@pytest.mark.parametrize("width", [34, 54, 74, 114])
def test_history_lines_fit_their_width(width: int) -> None:
    for cells in (
        ("Today", "14:05", "A very long name of an activity " * 4, "10", "–", "not finished"),
        ("30 Dec", "14:05", "Box", "–", "0", "finished"),
        ("", "23:59", "Check-in", "worst 10", "", ""),
    ):
        assert len(line(cells, width)) == width
    assert len(head(width)) == width


def test_a_side_is_said_before_its_part() -> None:
    assert wording.place({"group": "arm_right", "trial": 1}) == "Right arm"
    assert wording.place({"group": "chest_shoulders", "trial": 2}) == "Chest shoulders, second time"
