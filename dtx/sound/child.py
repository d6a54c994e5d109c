"""The sound process: it keeps the stream full and the clock true, and ends when nobody is left to play for.

It has its own interpreter, so that nothing the app does can hold it up, and its own error output, so that what sound
libraries print never lands on the screen.
"""

import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any

from dtx.engine.score import Cue
from dtx.sound import RATE
from dtx.sound.board import Beat, Board
from dtx.sound.clips import Clips
from dtx.sound.clock import SmoothClock
from dtx.sound.conductor import Conductor
from dtx.sound.mixer import FADE_S, Mixer
from dtx.sound.stream import LATENCY_S, NoSound, Stream, open_stream
from dtx.sound.swell import Swell

ALONE_S = 2.5
"""Without a word for this long nobody guides the session, and it falls silent."""

LOOK_S = 0.25
"""How often the process looks whether the stream still runs."""

Order = dict[str, Any] | None
"""What to do, as sent by the speaker; None when there is no speaker any more."""


class Child:
    """One stream, from its opening to its end."""

    def __init__(self, board: Board, clips: Clips) -> None:
        self._board, self._clips = board, clips
        dark, bright = clips.loop("swell_dark"), clips.loop("swell_bright")
        self._mixer = Mixer((dark, bright) if dark is not None and bright is not None else None)
        self._conductor = Conductor(self._mixer, clips)
        self._clock, self._underruns = SmoothClock(), 0
        self._stream: Stream | None = None
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._scores = self._played = 0

    def live(self, lines: Any) -> None:
        """Open the stream and follow orders, one JSON object a line, until there are none left. Raises NoSound."""
        threading.Thread(target=self._listen, args=(lines,), name="orders", daemon=True).start()
        self._stream = stream = open_stream(self._mixer.render, self._heard)
        self._board.say(backend=stream.backend, device=stream.device, active=True)
        last = time.perf_counter()
        while True:
            try:
                order = self._orders.get(timeout=LOOK_S)
            except queue.Empty:
                self._mixer.hush(time.perf_counter() - last > ALONE_S)
            else:
                if order is None:
                    break
                last = time.perf_counter()
                self._mixer.hush(False)
                self._obey(order)
            if not stream.active:
                self._board.say(active=False)
                return
        self._mixer.hush(True)
        time.sleep(FADE_S + min(stream.latency, LATENCY_S))
        stream.close()

    def _heard(self, when: float, dry: bool) -> None:
        """A block is about to be rendered. This runs in the card's own thread."""
        now = time.perf_counter()
        self._underruns += dry
        self._clock.feed(self._mixer.position / RATE, when, now)
        latency = self._stream.latency if self._stream is not None else LATENCY_S
        self._board.beat(Beat(now, self._clock.now(now), latency, self._clock.ready, self._underruns))

    def _listen(self, lines: Any) -> None:
        for line in lines:
            order = json.loads(line)
            self._scores += order["do"] == "play"
            self._orders.put(order)
        self._orders.put(None)

    def _obey(self, order: dict[str, Any]) -> None:
        match order["do"]:
            case "play":
                self._played += 1
                score, swell = [Cue(*cue) for cue in order["score"]], [Swell(*one) for one in order["swell"]]
                self._conductor.play(score, order["bed"], swell, newer=lambda: self._scores > self._played)
            case "volume":
                self._mixer.volume(order["bus"], order["level"])
            case "mute":
                self._mixer.mute(order["on"])


def main(arguments: list[str]) -> int:
    """BOARD, and a JSON object with the arguments of `Clips`. Errors go to whatever error output the process was given."""
    board_path, where = arguments
    if sys.stdout is not None:
        os.dup2(2, 1)
    given = json.loads(where)
    board = Board(Path(board_path))
    if os.name == "posix":
        Path(board_path).unlink()  # both sides have it, and nothing stays behind whatever happens
    clips = Clips(
        Path(given["media"]) if given.get("media") else None,
        voices=[Path(folder) for folder in given["voices"]] if given.get("voices") else None,
        folder=Path(given["folder"]) if given.get("folder") else None,
    )
    try:
        Child(board, clips).live(sys.stdin)
    except NoSound as problem:
        board.say(reasons=problem.reasons)
        return 1
    return 0


def start(arguments: list[str]) -> None:
    """Live, and leave at once: a sound library that hangs in its own end must not keep the process."""
    code = main(arguments)
    sys.stderr.flush()
    os._exit(code)
