"""The conductor: turns each new score into notes, and leaves alone what sounds already and is still meant to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dtx.engine.score import Cue
from dtx.sound import RATE
from dtx.sound.clip import Source
from dtx.sound.clips import Clips
from dtx.sound.cues import SAME_S, STRUCK, heard, speaks
from dtx.sound.mixer import BED_IN_S, Mixer, Note
from dtx.sound.swell import Swell


@dataclass(frozen=True, slots=True)
class Wanted:
    """One sound of a score: where it begins, in samples, and what it is."""

    start: int
    bus: str
    name: str
    recording: str | None = None

    def is_(self, other: "Wanted") -> bool:
        """Whether this is the other one; a deadline that was added up anew may differ in its last bits."""
        what = (self.bus, self.name, self.recording) == (other.bus, other.name, other.recording)
        return what and abs(self.start - other.start) < SAME_S * RATE


class Conductor:
    """Keeps a mixer in step with the score."""

    def __init__(self, mixer: Mixer, clips: Clips) -> None:
        self._mixer, self._clips = mixer, clips
        self._notes: list[tuple[Wanted, Note | None]] = []
        self._begun: int | None = None

    def play(self, score: Sequence[Cue], bed: str | None, swell: Sequence[Swell] = (), newer: Callable[[], bool] = lambda: False) -> None:
        """Replace everything that was scheduled. Cues and swells are in seconds of the mixer's stream.

        With no score, no bed and no swell it is a pause: all fades within 150 ms. A clip that sounds goes on while the
        score only moves along, even when the score no longer holds it; where something still to come was taken away (a
        skip, a step back), it fades.
        `newer` says that another score waits, so that this one need not be read to its end.
        """
        head = self._mixer.mixed
        if self._begun is None and (bed or swell):
            self._begun = head
        wanted = list(self._wanted(score))
        kept = [(was, note) for was, note in self._notes if any(was.is_(now) for now in wanted)]
        gone = [(was, note) for was, note in self._notes if not any(was.is_(now) for now in wanted)]
        moved_along = bool(wanted or swell or bed) and all(was.start < head for was, _ in gone)
        for was, note in gone:
            if note is not None and note.end > head:
                if moved_along:
                    kept.append((was, note))
                else:
                    self._mixer.cut(note)
        self._notes = kept
        self._mixer.swell(swell)
        self._mixer.bed(self._clips.loop(bed) if bed is not None else None)
        for new in wanted:
            if not any(was.is_(new) for was, _ in kept):
                self._place(new)
            if newer():
                break
        self._take_turns()

    def _wanted(self, score: Sequence[Cue]) -> Iterator[Wanted]:
        for cue in score:
            start, sound = round(cue.at * RATE), heard(cue).sound
            if sound is not None and not self._too_soon(sound, start):
                yield Wanted(start, "cues", sound)
            if speaks(cue, score):
                yield Wanted(start, "voice", cue.text, cue.recording)

    def _too_soon(self, sound: str, start: int) -> bool:
        """Whether a struck sound would be among the first things heard."""
        if self._begun is None:
            self._begun = start
        return sound in STRUCK and start < self._begun + BED_IN_S * RATE

    def _place(self, wanted: Wanted) -> None:
        clip = self._find(wanted)
        note = Note(wanted.start, clip, wanted.bus) if clip is not None else None
        self._notes.append((wanted, note))
        if note is not None:
            self._mixer.place(note)

    def _find(self, wanted: Wanted) -> Source | None:
        if wanted.bus == "cues":
            return self._clips.sound(wanted.name)
        own = self._clips.recording(wanted.recording) if wanted.recording is not None else None
        return own or self._clips.words(wanted.name)

    def _take_turns(self) -> None:
        """One voice at a time: words that overrun give way to the next ones."""
        voices = sorted((note for _, note in self._notes if note is not None and note.bus == "voice"), key=lambda note: note.start)
        for note, following in pairwise(voices):
            if note.until is None and following.start < note.end:
                self._mixer.cut(note, following.start)
