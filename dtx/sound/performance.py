"""A performance: all that a player was, or would be, told in a session, and the same through the mixer without waiting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dtx.engine.score import Cue
from dtx.sound import RATE
from dtx.sound.clip import Samples
from dtx.sound.clips import Clips
from dtx.sound.conductor import Conductor
from dtx.sound.fader import QUANTUM
from dtx.sound.mixer import FADE_S, Mixer
from dtx.sound.render import BLOCK
from dtx.sound.swell import Swell


@dataclass(frozen=True, slots=True)
class Telling:
    """What a player is told at `at` (see `Player.play`). All times are seconds from the beginning."""

    at: float
    score: Sequence[Cue]
    bed: str | None
    swell: Sequence[Swell] = ()


@dataclass(frozen=True, slots=True)
class Performance:
    """A whole session: `tellings` in order of time, and how many `seconds` it takes."""

    tellings: tuple[Telling, ...]
    seconds: float

    @property
    def frames(self) -> int:
        return round(self.seconds * RATE)


def blocks(performance: Performance, clips: Clips) -> Iterator[Samples]:
    """The sound, in blocks of at most 16,384 frames, ending in a short fade.

    Live, a telling takes effect a quarter of a second later, because so much has been mixed before; here it takes effect
    in its own 40 ms, and every cue is on its sample.
    """
    dark, bright = clips.loop("swell_dark"), clips.loop("swell_bright")
    mixer = Mixer((dark, bright) if dark is not None and bright is not None else None, volume=1.0)
    conductor, end = Conductor(mixer, clips), performance.frames
    fade = max(0, end - round(FADE_S * RATE) - QUANTUM)
    for telling in performance.tellings:
        if telling.at < performance.seconds:
            yield from mixed_up_to(mixer, min(round(telling.at * RATE), fade))
            conductor.play(telling.score, telling.bed, telling.swell)
    yield from mixed_up_to(mixer, fade)
    mixer.hush(True)
    while mixer.position < end:
        yield mixer.render(min(BLOCK, end - mixer.position))


def mixed_up_to(mixer: Mixer, sample: int) -> Iterator[Samples]:
    """All that is heard before the quantum of this sample, which can still be changed afterwards.

    The mixer has mixed one quantum more than it gave.
    """
    stop = sample // QUANTUM * QUANTUM - QUANTUM
    while mixer.position < stop:
        yield mixer.render(min(BLOCK, stop - mixer.position))
    if stop == 0 and mixer.mixed == 0:
        mixer.render(0)
