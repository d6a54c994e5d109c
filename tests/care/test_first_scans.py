"""The longer scan is offered once, and to nobody who has found it."""

from dataclasses import replace

import pytest

from dtx.care.first_scans import LONGER, offered
from dtx.engine.record import SessionLog
from tests.sharing.logs import FULL

SHORT = replace(FULL, activity_id="body_scan.scan", options={"minutes": 5}, status="completed")
LONG, LEFT, OTHER = replace(SHORT, options={"minutes": 10}), replace(SHORT, status="stopped"), replace(SHORT, activity_id="breathing.belly")


def some(*logs: SessionLog) -> list[SessionLog]:
    """Each a session of its own."""
    return [replace(log) for log in logs]


@pytest.mark.parametrize(
    ("sessions", "told"),
    [
        (some(SHORT, SHORT, SHORT), True),
        (some(SHORT, OTHER, SHORT, LEFT, SHORT), True),
        (some(SHORT, SHORT), False),
        (some(SHORT, SHORT, SHORT, SHORT), False),
        (some(SHORT, SHORT, SHORT, OTHER), False),
        (some(SHORT, SHORT, SHORT, LEFT), False),
        (some(SHORT, SHORT, LONG, SHORT), False),
        (some(OTHER), False),
    ],
)
def test_after_the_third_short_scan_ten_minutes_are_offered(sessions: list[SessionLog], told: bool) -> None:
    """Clinical 2.2: 5 minutes for 3 sessions before 10; 20 and 45 only on request."""
    assert offered(sessions) == (LONGER if told else "")
