"""The speaker: the player that is heard. It starts without waiting, and whatever becomes of the sound, time goes on."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dtx.engine.score import Cue
from dtx.sound.board import Beat
from dtx.sound.process import Process
from dtx.sound.status import LOST, NO_ANSWER, STARTING, State, Status, why_not
from dtx.sound.swell import Swell
from dtx.sound.timeline import Timeline

LOOK_S = 0.25
FIRST_LOOK_S = 0.05
"""How often the sound is looked at; more often until it is steady, since the score waits for that."""

GONE_S = 1.0
GONE_LATENCIES = 4
"""Lost is what gave no sign of life for so long (sound page, section 7)."""

START_S = 10.0
"""A sound system that does not run steadily by then will not."""


class Speaker:
    """A player whose sound is made by a process of its own. No call takes longer than it takes to write something down.

    Its time is the performance counter's until the sound is steady, about two seconds after it was made, and then that of
    what is heard; when the sound is lost it stands still for the moment it takes to notice, and goes on without.
    `log` takes what sound libraries print; `media`, `voices` and `folder` are as for `Clips`.
    """

    def __init__(
        self,
        *,
        log: Path | None = None,
        media: Path | None = None,
        voices: Sequence[Path] | None = None,
        folder: Path | None = None,
        delay_s: float = 0.0,
        counter: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._where = {
            "media": str(media) if media is not None else None,
            "voices": [str(one) for one in voices] if voices is not None else None,
            "folder": str(folder) if folder is not None else None,
        }
        self._log, self._counter = log, counter
        self._lock, self._wake = threading.Lock(), threading.Event()
        self._timeline = Timeline(delay_s)
        self._process: Process | None = None
        self._state: State = "starting"
        self._why = STARTING
        self._score: tuple[Sequence[Cue], str | None, Sequence[Swell]] = ((), None, ())
        self._levels: dict[str, float] = {}
        self._mute = False
        self._news: set[str] = set()
        self._underruns = 0
        self._last = Status("starting", STARTING)
        self._thread = self._begin()

    def now(self) -> float:
        """Seconds on the player's own clock."""
        with self._lock:
            return self._now()

    def play(self, score: Sequence[Cue], bed: str | None, swell: Sequence[Swell] = ()) -> None:
        """Replace everything that was scheduled. No score, no bed and no swell is a pause. It is kept until the sound is steady."""
        self._told("score", lambda: setattr(self, "_score", (tuple(score), bed, tuple(swell))))

    def volume(self, bus: str, level: float) -> None:
        """`bus` is voice, cues, bed or all; `level` is 0 to 1, where 0.6 is about -9 dB."""
        self._told(bus, lambda: self._levels.__setitem__(bus, level))

    def mute(self, on: bool = True) -> None:
        self._told("mute", lambda: setattr(self, "_mute", on))

    def late(self, seconds: float) -> None:
        """How much later the device is heard than it says. What was scheduled before stays as it is until the next `play`."""
        with self._lock:
            self._timeline.delay_s = seconds

    def status(self) -> Status:
        """How it is with the sound just now."""
        with self._lock:
            beat = self._beat()
            if self._process is not None and beat is not None:
                said = self._process.board.said()
                self._last = Status(
                    self._state, self._why, said.get("backend"), said.get("device"), beat.latency, self._underruns + beat.underruns
                )
            kept = self._last
            return Status(self._state, self._why, kept.backend, kept.device, kept.latency_s, kept.underruns)

    def again(self) -> None:
        """Try the sound again with a new process, from the present moment on."""
        if self._state in ("lost", "silent"):
            self._thread = self._begin()

    def close(self) -> None:
        """Fade and end; nobody waits for it."""
        with self._lock:
            self._state, self._why = "closed", ""
        self._wake.set()

    def wait_closed(self, seconds: float) -> bool:
        """Wait until all is put away, for tests and for programs that count their processes. True when it is."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # -- what the calls have in common; all under the lock

    def _now(self) -> float:
        return self._timeline.now(self._counter(), self._beat())

    def _beat(self) -> Beat | None:
        return self._process.board.last() if self._process is not None else None

    def _told(self, what: str, change: Callable[[], None]) -> None:
        with self._lock:
            change()
            self._news.add(what)
        self._wake.set()

    def _begin(self) -> threading.Thread:
        with self._lock:
            self._state, self._why = "starting", STARTING
        thread = threading.Thread(target=self._live, name="dtx-sound", daemon=True)
        thread.start()
        return thread

    # -- the life of one process, in a thread of its own

    def _live(self) -> None:
        try:
            process = Process(self._where, self._log)
        except OSError:
            with self._lock:
                if self._state != "closed":
                    self._state, self._why = "silent", NO_ANSWER
            return
        with self._lock:
            self._process = process
        began, missed_since = self._counter(), None
        while self._state != "closed":
            self._wake.wait(LOOK_S if self._state == "playing" else FIRST_LOOK_S)
            self._wake.clear()
            ill, sure = self._ill(process, began)
            missed_since = None if not ill else missed_since or self._counter()
            if sure or (missed_since is not None and self._counter() - missed_since > LOOK_S):
                self._lose(process, ill)
                process.end(0)
                return
            with self._lock:
                self._tell(process)
        with self._lock:
            self._timeline.lost(self._counter(), self._beat())
            self._process = None
        process.end()

    def _ill(self, process: Process, began: float) -> tuple[str, bool]:
        """What seems wrong, and whether that is certain; a computer that slept a while looks ill for a moment."""
        said, beat, now = process.board.said(), process.board.last(), self._counter()
        if "reasons" in said:
            return why_not(said["reasons"]), True
        if not process.alive or said.get("active") is False:
            return LOST if beat is not None else NO_ANSWER, True
        if beat is None or not beat.steady:  # a stream that begins may fall silent for more than a second
            return (NO_ANSWER, True) if now - began > START_S else ("", False)
        return (LOST, False) if now - beat.at > max(GONE_S, GONE_LATENCIES * beat.latency) else ("", False)

    def _lose(self, process: Process, why: str) -> None:
        with self._lock:
            beat = self._beat()
            self._timeline.lost(self._counter(), beat)
            self._underruns += beat.underruns if beat is not None else 0
            self._process = None
            if self._state != "closed":
                self._state, self._why = ("lost", LOST) if why == LOST else ("silent", why)

    def _tell(self, process: Process) -> None:
        """Pass on what is new; the first time, everything."""
        self._now()
        if not self._timeline.heard:
            process.tell(do="go on")
            return
        if self._state == "starting":
            self._state, self._why = "playing", ""
            self._news |= {"score", "mute", *self._levels}
        news, self._news = self._news, set()
        for bus in news & self._levels.keys():
            process.tell(do="volume", bus=bus, level=self._levels[bus])
        if "mute" in news:
            process.tell(do="mute", on=self._mute)
        if "score" in news:
            score, bed, swell = self._score
            second = self._timeline.second
            process.tell(
                do="play",
                score=[(second(cue.at), cue.name, cue.text, cue.recording) for cue in score],
                bed=bed,
                swell=[(second(one.at), one.seconds, one.low, one.high) for one in swell],
            )
        if not news:
            process.tell(do="go on")
