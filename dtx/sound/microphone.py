"""The microphone, as those see it who record: it opens without waiting, says how loud it is, and writes takes."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import dtx
from dtx.errors import DtxError
from dtx.language import _, language
from dtx.sound.bringing import alone
from dtx.sound.process import QUIET

START = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from dtx.language import speak; speak(sys.argv.pop(1)); from dtx.sound.listener import start; start()"
)

State = Literal["starting", "open", "taking", "silent", "gone", "closed"]

NO_LIBRARY = _("There is no sound library here that could listen."), _("Install libportaudio2, for example with apt, and try again.")
NO_MICROPHONE = (
    _("There is no microphone here that dtx can hear."),
    _("Plug one in, choose it in the system's sound settings, and try again."),
)
GONE = _("The microphone is gone."), _("Plug it in again; the takes before are kept.")
NO_ANSWER = _("The microphone does not answer."), _("Plug it in anew, or choose another one in the system's sound settings.")
ENDED = _("The program that listens has ended."), _("Try again; the takes before are kept.")

START_S, END_S = 10.0, 5.0


@dataclass(frozen=True, slots=True)
class Level:
    """How loud it was in the last tenth of a second: dBFS, the highest sample from 0 to 1, and how long the take is."""

    db: float = -120.0
    peak: float = 0.0
    seconds: float = 0.0


class Microphone:
    """Listens from when it is made until it is closed, in a process of its own; `log` takes what sound libraries print.

    Raises OSError when no process can be started.
    """

    def __init__(self, log: Path | None = None) -> None:
        self.state: State = "starting"
        self.problem: tuple[str, str] | None = None
        self.device = ""
        self.level = Level()
        self._change = threading.Condition()
        self._took: float | None = None
        self._failed: str | None = None
        command = [sys.executable, "-P", "-c", START, str(Path(dtx.__file__).parent.parent), language()]
        with contextlib.ExitStack() as stack:
            errors: Any = stack.enter_context(log.open("ab")) if log is not None else subprocess.DEVNULL
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env={**os.environ, **QUIET}, **alone()
            )
        self._reading = threading.Thread(target=self._read, name="dtx-microphone", daemon=True)
        self._reading.start()

    def wait_open(self, seconds: float = START_S) -> None:
        """Wait until it listens. Raises DtxError where it does not."""
        with self._change:
            self._change.wait_for(lambda: self.state != "starting", seconds)
            if self.state == "starting":
                self._fail("silent", NO_ANSWER)
        self._check()

    def take(self, path: Path) -> None:
        """Begin a take; a moment of the room before now is its beginning. Raises DtxError."""
        self._took = self._failed = None
        self._check()
        self._order(do="take", path=str(path))
        with self._change:
            self._change.wait_for(lambda: self.state in ("taking", "silent", "gone", "closed") or self._failed is not None, END_S)
        self._check()

    def end(self) -> float:
        """End the take, and give its length in seconds. Raises DtxError where it was not written."""
        self._order(do="end")
        with self._change:
            self._change.wait_for(lambda: self._took is not None or self._failed is not None or self.problem is not None, END_S)
            took = self._took
        if took is None:
            self._check()
            raise DtxError(*NO_ANSWER)
        return took

    @property
    def full(self) -> bool:
        """Whether the take has ended by itself, since nobody ended it."""
        return self.state == "open" and self._took is not None

    def close(self) -> None:
        """Let go of the microphone; nobody waits for long."""
        with self._change:
            self.state = "closed"
            self._change.notify_all()
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.wait()
        self._reading.join()
        self._process.stdout.close()

    def _check(self) -> None:
        if self._failed is not None:
            raise DtxError(
                _("The take could not be written: {failed}.").format(failed=self._failed),
                _("Make room, or check that you may write in dtx's folder."),
            )
        if self.problem is not None:
            raise DtxError(*self.problem)

    def _order(self, **order: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # it has ended, and that is known
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with contextlib.suppress(ValueError), self._change:
                self._told(json.loads(line))
                self._change.notify_all()
        with self._change:
            if self.problem is None and self.state != "closed":
                self._fail("gone", ENDED)
            self._change.notify_all()

    def _told(self, answer: dict[str, Any]) -> None:
        match answer:
            case {"open": True, "device": device}:
                self.state, self.device = "open", str(device)
            case {"taking": True}:
                self.state = "taking"
            case {"level": db, "peak": peak, "seconds": seconds}:
                self.level = Level(float(db), float(peak), float(seconds))
            case {"took": seconds}:
                self.state, self._took = "open", float(seconds)
            case {"failed": why}:
                self.state, self._failed = "open", str(why)
            case {"gone": True}:
                self._fail("gone", GONE)
            case {"reasons": reasons}:
                self._fail("silent", why_none(reasons))

    def _fail(self, state: State, problem: tuple[str, str]) -> None:
        self.state, self.problem = state, problem


def why_none(reasons: dict[str, str]) -> tuple[str, str]:
    """One sentence, from what each library said."""
    if all("not found" in why or "No module" in why for why in reasons.values()):
        return NO_LIBRARY
    return NO_MICROPHONE
