"""The score: the cues that will sound if nobody intervenes."""

from collections.abc import Iterator
from dataclasses import dataclass

from dtx.engine.phase import Phase
from dtx.engine.session import Session

HORIZON_S = 60.0
"""How far ahead the score is written. A player asks again well before it runs out."""

LATE_S = 1.0
"""A cue that is this late is not played any more."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound that starts at `at` of the driver's clock: a named cue, words to be spoken, or a therapist's recording."""

    at: float
    name: str
    text: str = ""
    recording: str | None = None


def score(session: Session, now: float, horizon_s: float = HORIZON_S) -> tuple[Cue, ...]:
    """The cues from `now` on, in order of time, over step boundaries and up to the next question or waiting phase (law 3).

    What began less than LATE_S ago is in it, since a player is told a moment after the fact; and so is the present phase's
    latest recording, which may still go on. Empty while the session is paused or asks something.
    """
    deadline = session.next_deadline
    view = session.view(now)
    if deadline is None or view.phase is None:
        return ()
    begun = list(_of(view.phase, deadline - view.phase.seconds))
    latest = [cue for cue in begun if cue.at <= now][-1:]
    cues = [cue for cue in begun if cue.at > now - LATE_S or (cue.recording is not None and cue in latest)]
    start = deadline
    for phase in session.coming():
        if phase.waits or start > now + horizon_s:
            break
        cues += _of(phase, start)
        start += phase.seconds
    return tuple(cue for cue in cues if cue.at <= now + horizon_s)


def _of(phase: Phase, start: float) -> Iterator[Cue]:
    if phase.cue is not None:
        yield Cue(start, phase.cue, phase.text, phase.recording)
    for line in phase.lines:
        yield Cue(start + line.at_s, "voice", line.text, line.recording)
