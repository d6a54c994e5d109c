"""How a breath may be: limits that no script passes, and what the gate makes of it (clinical 1.5 and 8.2).

"No forced or maximal breaths; no hyperventilation or long-retention practice is offered at all." The seconds are our decision: the longest
hold that ships is 7 s (4-7-8), the quickest breath 6 s (pursed lips, level L0).
"""

from collections.abc import Callable
from dataclasses import replace
from math import floor

from dtx.care.gate import NATURAL_REST_S
from dtx.engine.steps import Breathe, Pattern

LONGEST_HOLD_S = 10.0
SHORTEST_BREATH_S = 4.0

QUICKEST = Pattern(2, 0, 4)
"""Level L0 (clinical 1.4), for whom slower breathing is too much."""


def within(breathe: Breathe) -> Breathe:
    """The same breaths, none held longer and none quicker than is offered to anybody."""
    return changed(breathe, bounded)


def unheld(breathe: Breathe) -> Breathe:
    """The same breaths without holding them; a short natural rest on empty may stay (clinical 1.2)."""
    return changed(breathe, lambda pattern: replace(pattern, hold=0, rest=min(pattern.rest, NATURAL_REST_S)))


def quickened(breathe: Breathe) -> Breathe:
    """As many of the quickest breaths as there is time for; nothing slower, and no hold."""
    if not holds(breathe) and all(pattern.seconds <= QUICKEST.seconds for pattern in (breathe.pattern, *(one for _, one in breathe.ramp))):
        return breathe
    seconds = breathe.cycles * breathe.pattern.seconds + sum(cycles * pattern.seconds for cycles, pattern in breathe.ramp)
    return Breathe(QUICKEST, floor(seconds / QUICKEST.seconds + 1e-9))


def holds(breathe: Breathe) -> bool:
    """Whether any of its breaths is held, full or empty."""
    patterns = (breathe.pattern, *(pattern for _, pattern in breathe.ramp), *breathe.faster)
    return any(pattern.holds or pattern.rest > NATURAL_REST_S for pattern in patterns)


def bounded(pattern: Pattern) -> Pattern:
    kept = replace(pattern, hold=min(pattern.hold, LONGEST_HOLD_S), rest=min(pattern.rest, LONGEST_HOLD_S))
    if not 0 < kept.seconds < SHORTEST_BREATH_S:
        return kept
    slower = SHORTEST_BREATH_S / kept.seconds
    return Pattern(kept.inhale * slower, kept.hold * slower, kept.exhale * slower, kept.rest * slower, kept.top_up * slower)


def changed(breathe: Breathe, how: Callable[[Pattern], Pattern]) -> Breathe:
    """The same with each of its patterns changed."""
    ramp = tuple((cycles, how(pattern)) for cycles, pattern in breathe.ramp)
    return replace(breathe, pattern=how(breathe.pattern), ramp=ramp, faster=tuple(map(how, breathe.faster)))
