"""A pseudo-terminal with a person in front of it: they read until they have seen something, and then type."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

DTX = (sys.executable, "-m", "dtx")


class Terminal:
    """`dtx` on a terminal of its own. `keys` counts what was typed, `seconds` how long it is since the start."""

    def __init__(self, *words: str, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        import fcntl
        import struct
        import termios

        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environ = os.environ | {"TERM": "xterm-256color", "COLUMNS": str(size[0]), "LINES": str(size[1])} | environment
        environ.pop("ACCESSIBLE", None) if "ACCESSIBLE" not in environment else None
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [*DTX, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True, close_fds=True
        )
        os.close(theirs)
        self.raw, self.keys = b"", 0
        self._seen = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def said(self) -> str:
        """Everything so far, as it came."""
        return self.raw.decode("utf-8", "replace").replace("\r\n", "\n")

    def read(self, wait_s: float) -> bool:
        """What comes within that time; False at the end."""
        if not select.select([self.ours], [], [], wait_s)[0]:
            return True
        try:
            piece = os.read(self.ours, 65536)
        except OSError:  # nobody is there any more
            piece = b""
        self.raw += piece
        return bool(piece)

    def until(self, words: str, within_s: float = 30) -> str:
        """Read on until `words` have come since the last key; what came up to there."""
        end = time.monotonic() + within_s
        while words not in (new := plainly(self.raw[self._seen :])):
            assert time.monotonic() < end and self.read(0.05), f"{words!r} did not come; but {new[-1500:]!r}"
        return new

    def type(self, keys: str, count: int | None = None) -> None:
        self._seen = len(self.raw)
        self.keys += len(keys) if count is None else count
        os.write(self.ours, keys.encode())

    def close(self, within_s: float = 20) -> int:
        """Wait for the end, and give back the exit code."""
        end = time.monotonic() + within_s
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.05)
        while self.read(0) and select.select([self.ours], [], [], 0)[0]:
            pass
        if self.process.poll() is None:
            self.process.kill()
        os.close(self.ours)
        return self.process.wait()

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_error: Any) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def plainly(raw: bytes) -> str:
    """Without what moves the cursor or colours the words."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    return re.sub(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X].*?(?:\x07|\x1b\\)|[()].|.)", "", text, flags=re.S)


def home_of(folder: Path, **more: str) -> dict[str, str]:
    return {"DTX_HOME": str(folder), **more}
