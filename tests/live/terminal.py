"""dtx as a person has it: in a window of its own (a pty, with pyte as the terminal), or on pipes, as a screen reader does."""

import contextlib
import json
import os
import queue
import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

from benchmarks.measure import ROOT, environment
from benchmarks.terminal import Terminal
from tests.people import well

CONTROLLING = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Makes the pty the controlling terminal, so that a resize and a hang-up arrive as from a real window."""

OF_A_SHELL = CONTROLLING.replace("sys.executable, [sys.executable, *sys.argv[1:]]", "'/bin/sh', ['sh', *sys.argv[1:]]")

PRIVATE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]")
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?$")
MODES = {"alternate screen": 1049, "mouse": 1000, "mouse moves": 1003, "mouse as text": 1006, "paste": 2004, "focus": 1004}


def surroundings(home: Path, *, first_use: bool = False) -> dict[str, str]:
    """The environment of a child: as for a benchmark, and the watch over the network stays with it.

    Unless it is somebody's `first_use`, the gate's questions have been answered.
    """
    if not first_use and not (home / "dtx.db").exists():
        well(home)
    kept = {name: value for name, value in os.environ.items() if name.startswith("DTX_TEST_")}
    return environment(home) | kept | {"PYTHONUTF8": "1"}


class Window(Terminal):
    """`python -m dtx ARGUMENTS` in a window of `size` (columns, rows)."""

    def __init__(self, arguments: Sequence[str], home: Path, size: tuple[int, int] = (80, 24), *, first_use: bool = False) -> None:
        self.shown, self.drawn = pyte.Screen(*size), True
        self._stream, self._rest = pyte.ByteStream(self.shown), b""
        super().__init__(self.command(arguments), home, size, surroundings(home, first_use=first_use))
        self.settings = self.read_settings()

    def command(self, arguments: Sequence[str]) -> list[str]:
        return ["-c", CONTROLLING, "-m", "dtx", *arguments]

    def read_settings(self) -> list[object]:
        """How the terminal treats what is typed: line by line or key by key, shown or not."""
        import termios

        return list(termios.tcgetattr(self.pty))

    def read(self, seconds: float) -> bool:
        if not super().read(seconds):
            return False
        if self.drawn:
            self._draw(self.chunks[-1][1])
        return True

    def _draw(self, data: bytes) -> None:
        data = self._rest + data
        cut = found.start() if (found := UNFINISHED.search(data)) else len(data)
        self._rest = data[cut:]
        self._stream.feed(PRIVATE.sub(b"", data[:cut]))  # private codes that pyte would print

    def only_read(self, seconds: float) -> Iterator[tuple[float, list[str]]]:
        """Read for some time and draw afterwards, so that drawing takes no time from what is measured.

        Gives each picture with the time at which its last byte came.
        """
        self.drawn, since = False, len(self.chunks)
        self.run(seconds)
        self.drawn = True
        for at, data in self.chunks[since:]:
            self._draw(data)
            yield at, self.rows()

    def screen(self) -> str:
        return "\n".join(self.rows())

    def rows(self) -> list[str]:
        return [line.rstrip() for line in self.shown.display]

    def until(self, what: str, seen: Callable[[str], bool], seconds: float = 20) -> str:
        """Read until the screen is as wanted, and has come to rest. Raises TimeoutError with the screen there was instead."""
        end = self.now + seconds
        while not seen(self.screen()):
            if self.now > end or (not self.read(0.05) and self.process.poll() is not None):
                raise TimeoutError(f"{what} did not come; there was:\n{self.screen()}")
        self.run(0.05)
        return self.screen()

    def see(self, *words: str, seconds: float = 20) -> str:
        """Read until all these words are on the screen."""
        return self.until(repr(words), lambda screen: all(word in " ".join(screen.split()) for word in words), seconds)

    def resize(self, columns: int, rows: int) -> None:
        import fcntl
        import struct
        import termios

        self.shown.resize(rows, columns)
        fcntl.ioctl(self.pty, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def leave(self, seconds: float = 10) -> int:
        """Read to the end. Returns the exit code."""
        end = self.now + seconds
        while self.process.poll() is None and self.now < end:
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.wait(0.1)

    def hang_up(self, seconds: float = 10) -> int:
        """Close the window. Returns the exit code."""
        os.close(self.pty)
        self.pty = os.open(os.devnull, os.O_RDWR)
        return self.process.wait(seconds)

    @property
    def modes(self) -> set[str]:
        """What a program has switched on in the terminal, and has to switch off before it goes."""
        on = {name for name, number in MODES.items() if number << 5 in self.shown.mode}
        return on | (set() if pyte.modes.DECTCEM in self.shown.mode else {"hidden cursor"})


def of_a_shell(script: str) -> list[str]:
    """The words with which a Python runs a script of the shell in its place."""
    return ["-c", OF_A_SHELL, "-c", script]


class InScript(Window):
    """`dtx ARGUMENTS` as one line of a script, by a shell that leaves the settings of the terminal alone."""

    def command(self, arguments: Sequence[str]) -> list[str]:
        return of_a_shell(f"{shlex.join([sys.executable, '-m', 'dtx', *arguments])}; echo code $?; cat")


class Shell(Window):
    """A shell with job control in a window. `arguments` are typed into it as a command of dtx."""

    PROMPT = "ready> "

    def __init__(self, arguments: Sequence[str], home: Path, size: tuple[int, int] = (80, 24)) -> None:
        super().__init__((), home, size)
        self.see(self.PROMPT.strip())
        self.settings = self.read_settings()
        self.type(shlex.join([sys.executable, "-m", "dtx", *arguments]))

    def command(self, arguments: Sequence[str]) -> list[str]:
        return of_a_shell(f"PS1={self.PROMPT!r} exec bash --norc --noprofile --noediting -i")

    def type(self, line: str) -> None:
        self.press(f"{line}\r")

    def app(self) -> int:
        """The process of what runs in the foreground."""
        return os.tcgetpgrp(self.pty)

    def prompt(self, seconds: float = 20) -> str:
        """Read until the shell is ready for the next command. pyte has one screen only, so what the app painted stays around it."""
        return self.until("the prompt", lambda _: self._at_the_prompt(), seconds)

    def _at_the_prompt(self) -> bool:
        cursor = self.shown.cursor
        return cursor.x == len(self.PROMPT) and self.shown.display[cursor.y].startswith(self.PROMPT)


class Pipes:
    """`python -m dtx ARGUMENTS` on pipes. `said` is every line that came out so far, with its second."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self.begin = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dtx", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=surroundings(home),
            cwd=ROOT,
        )
        self.said: list[tuple[float, str]] = []
        self.complaint, self._over = "", False
        self._lines: queue.Queue[tuple[float, str] | None] = queue.Queue()
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put((time.perf_counter() - self.begin, line.rstrip("\n")))
        self._lines.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.end()

    def next(self, seconds: float = 30) -> str | None:
        """The next line; None when there will be no more. Raises queue.Empty when none came in time."""
        line = None if self._over else self._lines.get(timeout=seconds)
        self._over = line is None
        if line is None:
            return None
        self.said.append(line)
        return line[1]

    def hear(self, words: str, seconds: float = 30) -> str:
        """Read until a line has these words."""
        while (line := self.next(seconds)) is not None:
            if words in line:
                return line
        raise EOFError(f"{words!r} was not said; {self.lines} {self.complaint}")

    def type(self, line: str) -> bool:
        """Type a line. False when nobody is there to read it."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return False
        return True

    def end(self) -> int:
        """Read what is left, and return the exit code."""
        while self.next() is not None:
            pass
        if self.process.stderr is not None and not self.process.stderr.closed:
            self.complaint = self.process.stderr.read()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                if stream is not None:
                    stream.close()
        return self.process.wait()

    @property
    def lines(self) -> list[str]:
        return [line for _, line in self.said]


def run(arguments: Sequence[str], home: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """`python -m dtx ARGUMENTS` to its end."""
    command = [sys.executable, "-m", "dtx", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, encoding="utf-8", env=surroundings(home), cwd=ROOT, timeout=60)


def ready_answers(folder: Path, answers: Mapping[str, object]) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return path
