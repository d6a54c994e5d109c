"""When to stop, and two stops of one activity (clinical 8.3)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dtx.care.stop_rules import STOP_WHEN, SUGGESTION, two_stops

NOW = datetime(2026, 5, 8, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    activity_id: str
    started_at: str
    status: str | None


def past(days: float, status: str = "stopped", activity: str = "body_scan.scan") -> Past:
    return Past(activity, (NOW - timedelta(days=days)).isoformat(), status)


def test_every_reason_to_stop_is_named() -> None:
    named = " ".join(STOP_WHEN)
    for word in (
        "warning list",
        "sharp new pain",
        "red zone",
        "dizzy or faint",
        "panic",
        "unreal",
        "cramp does not ease in 30 seconds",
        "you want",
    ):
        assert word in named


def test_two_stops_of_one_activity_in_seven_days_suggest_another_and_telling_the_team() -> None:
    assert two_stops([past(1), past(6.9)], "body_scan.scan", NOW) == SUGGESTION
    assert "another activity" in SUGGESTION
    assert "care team" in SUGGESTION


def test_one_stop_an_older_one_another_activity_and_a_completed_session_do_not_count() -> None:
    for other in (past(7.1), past(1, activity="breathing.belly"), past(1, "completed"), past(-1)):
        assert two_stops([past(1), other], "body_scan.scan", NOW) is None
