"""A program in a terminal of its own (a pty): when which bytes came out, and what processor time it took."""

import contextlib
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from benchmarks.measure import ROOT, environment

ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B]|[=>78cMDEH])|[\x00-\x09\x0b-\x1f]")


class Terminal:
    """Runs `python ARGUMENTS` in a terminal of `size` (columns, rows). Times are seconds since the start."""

    def __init__(
        self, arguments: Sequence[str], home: Path, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ) -> None:
        import fcntl
        import termios

        self.pty, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.begin = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            env=environment(home) if env is None else env,
            cwd=ROOT,
            start_new_session=True,
            close_fds=True,
        )
        os.close(inner)
        self.chunks: list[tuple[float, bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.pty)

    @property
    def now(self) -> float:
        return time.perf_counter() - self.begin

    def read(self, seconds: float) -> bool:
        """Take what comes out within some seconds. False when nothing did."""
        if not select.select([self.pty], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = os.read(self.pty, 65536)
        except OSError:  # the other side is gone
            return False
        self.chunks.append((self.now, data))
        return bool(data)

    def run(self, seconds: float) -> None:
        """Let it run and keep what it writes."""
        end = self.now + seconds
        while self.now < end:
            self.read(end - self.now)

    def wait_for(self, words: str, seconds: float = 20, since: int = 0) -> float:
        """When these words had come out, in the chunks from `since` on. Raises TimeoutError with what there was instead."""
        end = self.now + seconds
        seen = since
        while True:
            for number in range(seen, len(self.chunks)):
                if words in self.text(since, number + 1):
                    return self.chunks[number][0]
            seen = len(self.chunks)
            if self.now > end or (self.process.poll() is not None and not self.read(0.2)):
                raise TimeoutError(f"{words!r} did not come; there was: {self.text(since)[-500:]!r}")
            self.read(end - self.now)

    def text(self, since: int = 0, until: int | None = None) -> str:
        """What was written in some chunks, without colours and places."""
        return ESCAPE.sub("", b"".join(data for _, data in self.chunks[since:until]).decode(errors="replace"))

    def screen(self) -> str:
        """What a person would see now."""
        import pyte

        screen = pyte.Screen(80, 24)
        stream = pyte.ByteStream(screen)
        for _, data in self.chunks:
            stream.feed(re.sub(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]", b"", data))  # private codes that pyte would print
        return "\n".join(line.rstrip() for line in screen.display)

    def press(self, keys: str) -> None:
        os.write(self.pty, keys.encode())

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        if sys.platform == "linux":
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        out = subprocess.run(["ps", "-o", "time=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True).stdout
        minutes, _, seconds = out.strip().rpartition(":")
        return float(minutes or 0) * 60 + float(seconds)
