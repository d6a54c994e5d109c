"""The mixer: every sound of a session in one stream, each beginning on its own sample."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from dtx.sound import RATE
from dtx.sound.clip import Clip, Samples, Source
from dtx.sound.fader import QUANTUM, Fader
from dtx.sound.limiter import TIME, Limiter
from dtx.sound.swell import Swell, swell_at

BUSES = ("bed", "voice", "cues")
VOLUME = 0.6
"""Of the whole, where nobody has chosen: about -9 dB."""

FADE_S = 0.15
"""How long anything takes that is cut: a pause, a skip, a stop."""

BED_IN_S = 3.0
BED_BACK_S = 1.0
"""A bed comes slowly, so that nothing starts out of silence; after a pause a little sooner."""

DUCK_DB = -4.0
DUCK_S = 0.3
"""The bed gives way to words by this much, within this time, and is down when they begin."""

VOLUME_S = 0.1
LATE_S = 1.0
"""A cue that comes too late by up to this is played whole; the words of a later one are on the screen."""

LONG_S = 10.0
"""What is this long is a recording: one that comes too late goes on from where it would be."""

LEAST_SWELL = 0.15
BRIGHTER = 1.7
"""The air of a breath rises faster than its body (sound page, section 6)."""

Ends = tuple[float, float]
"""A gain at the beginning and at the end of a quantum; between them it goes in a straight line."""


@dataclass(eq=False, slots=True)
class Note:
    """A clip that begins at sample `start`, `skip` frames into itself, and is cut at sample `until`, if it is not over by then."""

    start: int
    clip: Source
    bus: str
    until: int | None = None
    skip: int = 0
    fade: Fader = field(default_factory=lambda: Fader(1.0, FADE_S))

    @property
    def end(self) -> int:
        return self.start + self.clip.frames - self.skip

    def sounds_in(self, sample: int) -> bool:
        """Whether it is wanted after this sample, begun or not."""
        return sample < self.end and (self.until is None or sample < self.until)


@dataclass(eq=False, slots=True)
class Loop:
    """A bed that sounds, its beginning, and whether it is wanted still."""

    start: int
    clip: Clip
    fade: Fader
    wanted: bool = True


class Mixer:
    """`render` gives the stream, frame by frame and for ever; everything else says what is to be in it.

    Everything else may be called from other threads: it takes effect with the next 40 ms that are mixed. `swell` are the
    two loops of the breath swell, dark and bright. Two mixers that are told the same render the same bits, however much
    is asked for at a time.
    """

    def __init__(self, swell: tuple[Clip, Clip] | None = None, volume: float = VOLUME) -> None:
        self.position = 0
        """Frames given so far: the first sample of the next ones."""
        self.mixed = 0
        """The first sample that can still be changed."""
        self._orders: deque[Callable[[], None]] = deque()
        self._notes: list[Note] = []
        self._beds: list[Loop] = []
        self._had_bed = False
        self._duck = Fader(0.0, DUCK_S)
        self._volume = dict.fromkeys(BUSES, 1.0) | {"all": volume}
        self._mute, self._hush = False, False
        self._faders = {name: Fader(level, VOLUME_S) for name, level in self._volume.items()}
        self._sounding = Fader(1.0, FADE_S)
        self._swell, self._plan = swell, tuple[Swell, ...]()
        self._present = Fader(0.0, BED_BACK_S)
        self._full = 0.0
        self._limiter = Limiter()
        self._ready: Samples | None = None

    # -- what is to be heard

    def place(self, note: Note) -> None:
        """Let a note sound when its time has come."""
        self._orders.append(lambda: self._place(note))

    def cut(self, note: Note, at: int | None = None) -> None:
        """Fade a note within 150 ms from sample `at` on, or from now."""
        self._orders.append(lambda: setattr(note, "until", self.mixed if at is None else at))

    def bed(self, clip: Clip | None) -> None:
        """Let one bed give way to another, or to silence."""
        self._orders.append(lambda: self._bed(clip))

    def swell(self, plan: Sequence[Swell]) -> None:
        """The breath swell, in seconds of the stream."""
        self._orders.append(lambda: setattr(self, "_plan", tuple(plan)))

    def volume(self, bus: str, level: float) -> None:
        """`bus` is voice, cues, bed or all; `level` is 0 to 1, where 0.6 is about -9 dB."""
        self._orders.append(lambda: self._volume.__setitem__(bus, level))

    def mute(self, on: bool) -> None:
        self._orders.append(lambda: setattr(self, "_mute", on))

    def hush(self, on: bool) -> None:
        """Silence while nobody looks after the session. What was placed stays."""
        self._orders.append(lambda: setattr(self, "_hush", on))

    # -- what is heard

    def render(self, frames: int) -> Samples:
        """The next frames, in the shape (frames, 2), nowhere above -1 dBFS."""
        if self._ready is None:
            self._limiter.push(self._quantum())  # it gives back what it had before, which was nothing
            self._ready = np.zeros((0, 2), np.float32)
        missing = frames - len(self._ready)
        if missing > 0:
            more = [self._limiter.push(self._quantum()) for _ in range(ceil(missing / QUANTUM))]
            self._ready = np.concatenate([self._ready, *more])
        made, self._ready = self._ready[:frames], self._ready[frames:]
        self.position += frames
        return made

    def _quantum(self) -> Samples:
        while self._orders:
            self._orders.popleft()()
        start, stop = self.mixed, self.mixed + QUANTUM
        mix = np.zeros((QUANTUM, 2), np.float32)
        near = [note for note in self._notes if note.start < stop + DUCK_S * RATE]
        whole = squares(self._faders["all"].towards(0.0 if self._mute else self._volume["all"]))
        whole = both(whole, self._sounding.towards(0.0 if self._hush else 1.0))
        for bus in BUSES:
            level = both(whole, squares(self._faders[bus].towards(self._volume[bus])))
            if bus == "bed":
                self._background(mix, start, stop, level, near)
            else:
                self._foreground(mix, start, stop, level, [note for note in near if note.bus == bus and note.start < stop])
        self.mixed = stop
        return mix

    def _foreground(self, mix: Samples, start: int, stop: int, level: Ends, notes: Sequence[Note]) -> None:
        for note in notes:
            if note.until is not None and note.until <= note.start:  # cut before it began
                self._notes.remove(note)
                continue
            wanted = 0.0 if note.until is not None and note.until <= start else 1.0
            first, last = max(start, note.start), min(stop, note.end)
            fade = note.fade.towards(wanted)
            if first < last:
                piece = note.clip.read(note.skip + first - note.start, note.skip + last - note.start)
                add(mix, piece, both(level, fade), first - start)
            if note.end <= stop or (wanted == 0.0 and fade[1] == 0.0):
                self._notes.remove(note)

    def _background(self, mix: Samples, start: int, stop: int, level: Ends, near: Sequence[Note]) -> None:
        """The bed and the breath swell, giving way to words."""
        words = any(note.bus == "voice" and note.sounds_in(start) for note in near)
        before, after = self._duck.towards(1.0 if words else 0.0)
        level = both(level, (10 ** (DUCK_DB * before / 20), 10 ** (DUCK_DB * after / 20)))
        for loop in [*self._beds]:
            fade = squares(loop.fade.towards(1.0 if loop.wanted else 0.0))
            add(mix, loop.clip.read(start - loop.start, stop - loop.start), both(level, fade))
            if not loop.wanted and fade[1] == 0.0:
                self._beds.remove(loop)
        self._add_swell(mix, start, stop, level)

    def _add_swell(self, mix: Samples, start: int, stop: int, level: Ends) -> None:
        if self._swell is None:
            return
        now = swell_at(self._plan, start / RATE)
        self._present.seconds = BED_BACK_S if self._plan else FADE_S
        present = self._present.towards(1.0 if now is not None else 0.0)
        full, self._full = self._full, now.level(stop / RATE) if now is not None else self._full
        if present == (0.0, 0.0):
            return
        level, (dark, bright) = both(level, present), self._swell
        least = 1 - LEAST_SWELL
        add(mix, dark.read(start, stop), both(level, (LEAST_SWELL + least * full, LEAST_SWELL + least * self._full)))
        add(mix, bright.read(start, stop), both(level, (full**BRIGHTER, self._full**BRIGHTER)))

    # -- orders, carried out between two quanta

    def _place(self, note: Note) -> None:
        late = self.mixed - note.start
        if late > LATE_S * RATE and note.clip.frames > LONG_S * RATE:
            note.skip, note.start = note.skip + late, self.mixed
            note.fade.level = 0.0
        elif late > LATE_S * RATE:
            return
        note.start = max(note.start, self.mixed)
        if note.end > self.mixed:
            self._notes.append(note)

    def _bed(self, clip: Clip | None) -> None:
        for loop in self._beds:
            if loop.wanted and loop.clip is not clip:
                loop.wanted, loop.fade.seconds = False, FADE_S if clip is None else BED_BACK_S
        if clip is not None and not any(loop.wanted for loop in self._beds):
            self._beds.append(Loop(self.mixed, clip, Fader(0.0, BED_BACK_S if self._had_bed else BED_IN_S)))
            self._had_bed = True


def both(one: Ends, other: Ends) -> Ends:
    return one[0] * other[0], one[1] * other[1]


def squares(level: Ends) -> Ends:
    """The gain of a level: so that half-way sounds like half as loud."""
    return both(level, level)


def add(mix: Samples, piece: Samples, gain: Ends, at: int = 0) -> None:
    """Add a piece to the quantum, its gain going from one end of the quantum to the other."""
    before, after = gain
    if before == after == 0.0:
        return
    whole = len(piece) == QUANTUM
    part = mix if whole else mix[at : at + len(piece)]
    if before == after:
        part += piece * after
    else:
        ramp = (TIME if whole else TIME[at : at + len(piece)]) * (after - before)
        ramp += before
        ramp *= piece
        part += ramp
