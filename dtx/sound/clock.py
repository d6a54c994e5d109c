"""The smooth clock: what of a stream is audible at a moment of the performance counter, from what a sound card says about it."""

from collections import deque
from itertools import islice
from statistics import median

WINDOW = 9
AGREEING = 3
SAME_S = 0.005
"""Feeds that say the same within this are one opinion."""

STEP_S = 0.05
"""An error larger than this is taken at once, when the last three feeds agree on it; a smaller one is made up for little by little."""

SLEW = 0.1
"""Of the error with each feed, and of the time since the last one at most: so the clock runs at 0.9 to 1.1 of its speed."""

AHEAD_S = 0.3
"""How far it guesses on from the last feed: a card has no more than that left to play. Then time stands still, as the sound does."""

STEADY_S = 0.02
"""The clock is ready when the middle of its window lies this close together."""


class SmoothClock:
    """Seconds of a stream that are audible. Sound cards tell them late, unevenly and sometimes wrongly; this never runs backwards.

    `feed` it with each block; all times are of one monotonic clock. `ready` is False until what it is fed holds together.
    """

    def __init__(self) -> None:
        self.ready = False
        self._offsets: deque[float] = deque(maxlen=WINDOW)
        self._offset = 0.0
        self._fed = 0.0
        self._latest = float("-inf")

    def feed(self, second: float, when: float, now: float) -> None:
        """The `second` of the stream will be audible at `when`; this is said at `now`."""
        self._offsets.append(when - second)
        middle = median(self._offsets)
        if not self.ready:
            spread = sorted(self._offsets)
            self.ready = len(spread) == WINDOW and spread[-3] - spread[2] < STEADY_S
            self._offset = middle
        else:
            since = max(0.0, now - self._fed)
            self._offset += max(0.0, since - AHEAD_S)  # for so long nothing was said: it stood still
            self._correct(middle, min(since, AHEAD_S))
        self._fed = now

    def now(self, now: float) -> float:
        """The second of the stream that is audible at `now`. Means nothing before the clock is ready."""
        audible = min(now, self._fed + AHEAD_S) - self._offset
        if self.ready:
            audible = self._latest = max(audible, self._latest)
        return audible

    def _correct(self, middle: float, since: float) -> None:
        last = list(islice(reversed(self._offsets), AGREEING))
        agreed = median(last)
        if abs(agreed - self._offset) > STEP_S and max(last) - min(last) < SAME_S:
            self._offset = agreed
            self._offsets.clear()  # what was true before the step would pull back
            self._offsets.extend(last)
            return
        most = SLEW * since
        self._offset += min(most, max(-most, SLEW * (middle - self._offset)))
