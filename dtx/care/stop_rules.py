"""When to stop any activity, and what to suggest after two stops of the same one (clinical 8.3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

STOP_WHEN = (
    "something on the warning list happens",
    "there is a sharp new pain",
    "pain reaches the red zone",
    "you feel dizzy or faint",
    "panic rises",
    "things feel unreal",
    "a cramp does not ease in 30 seconds",
    "you want to stop",
)
INTRO = "It is time to stop when:"

WITHIN = timedelta(days=7)
TWICE = 2
SUGGESTION = "This one was stopped twice in 7 days. You might try another activity, and tell your care team."


class Ended(Protocol):
    """What this rule looks at in a session record."""

    @property
    def activity_id(self) -> str: ...
    @property
    def started_at(self) -> str: ...
    @property
    def status(self) -> str | None: ...


def two_stops(sessions: Iterable[Ended], activity_id: str, now: datetime) -> str | None:
    """A suggestion when sessions of this activity were stopped twice in the last 7 days; else None."""
    stops = sum(
        session.activity_id == activity_id
        and session.status == "stopped"
        and timedelta() <= now - datetime.fromisoformat(session.started_at) <= WITHIN
        for session in sessions
    )
    return SUGGESTION if stops >= TWICE else None
