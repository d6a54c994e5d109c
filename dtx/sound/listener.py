"""The microphone's process: it listens while somebody records, says how loud it is, and writes each take as it comes.

It has its own interpreter and its own error output, as the sound process has. It keeps no more than the last second of what it
hears between takes, so that every take begins with a moment of the room.
"""

import json
import os
import queue
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO, Any

import numpy as np

from dtx.language import _
from dtx.paths import for_c, reason
from dtx.sound import RATE
from dtx.sound.capture import Block, open_capture
from dtx.sound.stream import NoSound

ROOM_S = 1.0
"""So much of the room comes before the voice (sound page, section 5)."""

GONE_S = 1.5
"""Without a block for so long the microphone is gone."""

LONGEST_S = 180.0
"""A take is a line or two; a longer one is a microphone that nobody turned off."""

TOLD_S = 0.1
"""How often it is said how loud it is."""

Order = dict[str, Any] | None


class Listener:
    """Follows orders, one JSON object a line: `take` with a `path`, and `end`. Answers are JSON objects, one a line."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._things: queue.SimpleQueue[Block | tuple[Order]] = queue.SimpleQueue()
        self._before: deque[Block] = deque()
        self._file: Any = None
        self._taken = self._waiting = 0
        self._peak = self._power = 0.0

    def live(self, lines: Any) -> None:
        """Open the microphone, and listen until there are no orders any more. Raises NoSound."""
        threading.Thread(target=self._listen, args=(lines,), name="orders", daemon=True).start()
        capture = open_capture(self._things.put)
        self._tell(open=True, backend=capture.backend, device=capture.device)
        while True:
            try:
                thing = self._things.get(timeout=GONE_S)
            except queue.Empty:
                self._end()
                self._tell(gone=True)
                return
            if not isinstance(thing, tuple):
                self._heard(thing)
            elif thing[0] is None:
                self._end()
                return
            else:
                self._obey(thing[0])

    def _listen(self, lines: Any) -> None:
        for line in lines:
            self._things.put((json.loads(line),))
        self._things.put((None,))

    def _obey(self, order: dict[str, Any]) -> None:
        if order["do"] == "take":
            self._begin(Path(order["path"]))
        else:
            self._end()

    def _begin(self, path: Path) -> None:
        import soundfile

        self._end()
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._file = soundfile.SoundFile(for_c(path), "w", RATE, 1, format="FLAC", subtype="PCM_16")
        except (OSError, RuntimeError) as problem:
            self._tell(failed=reason(problem, _("the disk took nothing")))
            return
        self._taken = 0
        for block in self._before:
            self._write(block)
        self._tell(taking=True)

    def _heard(self, block: Block) -> None:
        self._measure(block)
        if self._file is not None:
            self._write(block)
            return
        self._before.append(block)
        while sum(map(len, self._before)) - len(self._before[0]) >= ROOM_S * RATE:
            self._before.popleft()

    def _write(self, block: Block) -> None:
        try:
            self._file.write(block)
        except (OSError, RuntimeError):
            self._file = None
            self._tell(failed=_("the disk took no more"))
            return
        self._taken += len(block)
        if self._taken > LONGEST_S * RATE:
            self._end(full=True)

    def _end(self, *, full: bool = False) -> None:
        if self._file is None:
            return
        file, self._file = self._file, None
        self._before.clear()
        try:
            file.close()
        except (OSError, RuntimeError):
            self._tell(failed=_("the disk took no more"))
        else:
            self._tell(took=round(self._taken / RATE, 3), full=full)

    def _measure(self, block: Block) -> None:
        """Say how loud it has been, ten times a second."""
        self._peak = max(self._peak, float(np.abs(block).max(initial=0.0)))
        self._power += float((block.astype(np.float64) ** 2).sum())
        self._waiting += len(block)
        if self._waiting >= TOLD_S * RATE:
            level = 10 * np.log10(max(self._power / self._waiting, 1e-12))
            self._tell(level=round(float(level), 1), peak=round(self._peak, 3), seconds=round(self._taken / RATE, 1))
            self._peak, self._power, self._waiting = 0.0, 0.0, 0

    def _tell(self, **answer: Any) -> None:
        self._answers.write(json.dumps(answer).encode() + b"\n")


def main() -> int:
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a sound library prints is no answer
    try:
        Listener(answers).live(sys.stdin)
    except NoSound as problem:
        answers.write(json.dumps({"reasons": problem.reasons}).encode() + b"\n")
        return 1
    except BrokenPipeError:
        pass  # nobody is there any more
    return 0


def start() -> None:
    """Listen, and leave at once: a sound library that hangs in its own end must not keep the process."""
    code = main()
    sys.stderr.flush()
    os._exit(code)
