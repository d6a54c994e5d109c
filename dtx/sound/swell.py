"""The breath swell: how full the sound is, from the same phases that move the picture."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi

from dtx.engine.score import HORIZON_S
from dtx.engine.session import Session


@dataclass(frozen=True, slots=True)
class Swell:
    """From `at` on, for some seconds, the sound goes from `low` to `high`, in the same raised cosine as the picture."""

    at: float
    seconds: float
    low: float
    high: float

    def level(self, now: float) -> float:
        """How full it is at `now`, 0 to 1; before and after, as at its ends."""
        fraction = min(1.0, max(0.0, (now - self.at) / self.seconds)) if self.seconds > 0 else 1.0
        return self.low + (self.high - self.low) * (1 - cos(pi * fraction)) / 2


def swells(session: Session, now: float, horizon_s: float = HORIZON_S) -> tuple[Swell, ...]:
    """The swell from the present phase on, as far as the score reaches. Empty while the session is paused or asks something."""
    deadline, phase = session.next_deadline, session.view(now).phase
    if deadline is None or phase is None:
        return ()
    plan, start = [], deadline
    if phase.swell is not None:
        plan.append(Swell(deadline - phase.seconds, phase.seconds, *phase.swell))
    for phase in session.coming():
        if phase.waits or start > now + horizon_s:
            break
        if phase.swell is not None:
            plan.append(Swell(start, phase.seconds, *phase.swell))
        start += phase.seconds
    return tuple(plan)


def swell_at(plan: Sequence[Swell], now: float) -> Swell | None:
    """The one that goes on at `now`, or None. The plan is in order of time."""
    found = bisect_right(plan, now, key=lambda swell: swell.at) - 1
    if found < 0 or now >= plan[found].at + plan[found].seconds:
        return None
    return plan[found]
