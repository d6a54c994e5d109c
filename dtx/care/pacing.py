"""Pacing by the clock: how long to be up, how long to be down, and how that grows (clinical 4.3).

Quota-based pacing of the operant tradition: Fordyce 1976, Behavioral Methods for Chronic Pain and Illness.
"""

from collections.abc import Iterator, Sequence

from dtx.errors import DtxError
from dtx.language import _

TRIALS = 3
DOWN, LEAST_DOWN, MOST_DOWN = 5, 2, 30
"""Minutes of another posture, breathing or a sitting task."""
DAYS_KEPT = 5
"""Of seven, before the time up may grow."""

FALLBACK = _("Without the clock, you might change what you do when pain is 2 above your usual.")


def time_up(trials: Sequence[int]) -> int:
    """Minutes up: 80 % of the mean of three or more trials, rounded down, at least 1.

    A trial is the minutes until just before a clear rise. Raises `DtxError` for fewer than three, or for a negative one.
    """
    if len(trials) < TRIALS or min(trials) < 0:
        raise DtxError(
            _("Three trials are needed to find a time."), _("Note the minutes until just before the pain clearly rises, three times.")
        )
    return max(1, 8 * sum(trials) // (10 * len(trials)))


def schedule(task: int, up: int, down: int = DOWN) -> tuple[tuple[str, int], ...]:
    """(`up` or `down`, minutes) in turn until the task's minutes are done; the last piece may be shorter, and ends it.

    Raises `DtxError` for a time up or a task under one minute, or a time down outside 2 to 30.
    """
    if up < 1 or task < 1:
        raise DtxError(_("A time up is at least one minute."), _("Give whole minutes, from 1."))
    if not LEAST_DOWN <= down <= MOST_DOWN:
        raise DtxError(
            _("A time down of {down} minutes is not offered.").format(down=down),
            _("Choose from {least} to {most} minutes.").format(least=LEAST_DOWN, most=MOST_DOWN),
        )
    return tuple(_pieces(task, up, down))


def _pieces(task: int, up: int, down: int) -> Iterator[tuple[str, int]]:
    while task > up:
        yield "up", up
        yield "down", down
        task -= up
    yield "up", task


def next_week(up: int, days_kept: int, flare: bool) -> int:
    """Minutes up after seven days: a tenth more, at least one, when five days were kept and there was no flare."""
    return max(up + 1, 11 * up // 10) if days_kept >= DAYS_KEPT and not flare else up


def on_a_flare_day(up: int) -> int:
    """Half, rounded up: less, but not nothing."""
    return (up + 1) // 2
