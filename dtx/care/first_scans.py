"""When a longer body scan is offered: after some short ones (clinical 2.2). It is guidance, and nothing is closed to anybody."""

from collections.abc import Sequence

from dtx.engine.record import SessionLog
from dtx.language import _

SCAN = "body_scan.scan"
SHORT_MINUTES = 5
ENOUGH = 3

LONGER = _("That was the short scan, three times now. If it suits you, there are ten minutes, too. Staying with five is just as fine.")


def offered(sessions: Sequence[SessionLog]) -> str:
    """What to say after the latest of the sessions (oldest first): once, after the third short scan, where no longer one was tried."""
    scans = [log for log in sessions if log.activity_id == SCAN]
    short = [log for log in scans if log.options.get("minutes") == SHORT_MINUTES and log.status == "completed"]
    longer = any(log.options.get("minutes") != SHORT_MINUTES for log in scans)
    return LONGER if len(short) == ENOUGH and short[-1] is sessions[-1] and not longer else ""
