"""A check-in in words: what was said, and nothing that was not."""

from typing import Any

import pytest

from dtx.care.noted import NOTHING, in_short, noted
from dtx.engine.entry import Entry


def entry(**answers: Any) -> Entry:
    return Entry("d-1", "checkin", "0", "self", "2026-03-02T09:30:00+01:00", None, answers)


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"pain": {"worst": 7, "average": None, "least": 0}}, "Pain: worst 7, least 0"),
        ({"sites": ["back.low_back", "front.knee_left"]}, "Where it hurt: low back, left knee, front"),
        ({"words": ["burning", "like sand"]}, "What it felt like: burning, like sand"),
        ({"triggers": ["food", "short_night", "[b]"]}, "Different that day: something I ate or drank, a short or broken night, [b]"),
        ({"sleep": 0}, "Sleep: 0 of 10"),
        ({"note": "rain"}, "Note: rain"),
        ({"medicine": [{"name": "x", "status": "missed", "helped": None}]}, "Medicine or supplement: x, missed"),
        ({"medicine": [{"name": "x", "side_effect": "dry mouth"}]}, "Medicine or supplement: x, side effect: dry mouth"),
        ({"treatment": [{"what": "massage", "date": "2026-03-01", "helped": 8}]}, "Treatment: massage, on 2026-03-01, helped 8 of 10"),
        ({"peg": {"pain": 5, "enjoyment": 4, "activity": 5}}, "PEG, the past week: 4.7 of 10 (average pain 5, enjoyment 4, activity 5)"),
        (
            {"phq4": {"nervous": "1", "worrying": "2", "interest": "1", "down": "3"}},
            "PHQ-4, the past 2 weeks: 7 of 12. This is no diagnosis",
        ),
        ({"pgic": {"change": "6"}}, "Since starting: much worse"),
    ],
)
def test_each_thing_is_a_line(answers: dict[str, Any], line: str) -> None:
    assert list(noted(entry(**answers))) == [line]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"pain": {"worst": None}, "sleep": None, "words": [], "medicine": None},
        {"peg": {"offer": "not_today"}},
        {"peg": {"pain": 5, "enjoyment": None, "activity": 5}, "phq4": {"nervous": "1"}},
    ],
)
def test_what_was_declined_is_not_there(answers: dict[str, Any]) -> None:
    assert list(noted(entry(**answers))) == [NOTHING]


def test_all_of_it_fits_on_one_line() -> None:
    assert in_short(entry(sleep=3, note="rain.")) == "Sleep: 3 of 10. Note: rain."
