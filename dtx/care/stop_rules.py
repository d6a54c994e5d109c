"""When to stop any activity, and what to suggest after two stops of the same one (clinical 8.3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from dtx.language import _

STOP_WHEN = (
    _("something on the warning list happens"),
    _("there is a sharp new pain"),
    _("pain reaches the red zone"),
    _("you feel dizzy or faint"),
    _("panic rises"),
    _("things feel unreal"),
    _("a cramp does not ease in 30 seconds"),
    _("you want to stop"),
)
INTRO = _("It is time to stop when:")

WITHIN = timedelta(days=7)
TWICE = 2
SUGGESTION = _("This one was stopped twice in 7 days. You might try another activity, and tell your care team.")


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
