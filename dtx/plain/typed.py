"""Answers and commands typed on standard input, a line each."""

import codecs
import io
import threading
import time
from collections import deque
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import TextIO

from dtx.care.brief import letters
from dtx.engine.questions import Choose, Question, Ready, Several
from dtx.plain.wording import KEYS, keys_for

PIECE = 4096
NOTHING_YET_S = 0.05


class Typed:
    """Lines from a person, or from a pipe that stands in for one. When they are over everything is declined."""

    personal = True

    def __init__(self, stream: TextIO) -> None:
        self._lines: SimpleQueue[str | None] = SimpleQueue()  # its get may be left by a signal at any moment
        self._early: deque[str] = deque()
        self._over = False
        self._patient = not stream.isatty()
        threading.Thread(target=self._read, args=(stream,), name="dtx-typed", daemon=True).start()

    def ask(self, name: str, question: Question) -> object:
        line = self.line()
        if line is None or (line.strip() == "" and not isinstance(question, Ready)):
            return None
        key = line.strip().casefold()
        return key if key in keys_for(question) else meant(question, line)

    def command(self, wait_s: float) -> str | None:
        """A pipe writes its answers before they are asked for, so what is no command waits there for its question."""
        try:
            line = None if self._over else self._lines.get(timeout=wait_s)
        except Empty:
            return None
        if line is None:
            self._over = True
            time.sleep(wait_s)
        elif self._patient and line.strip().casefold() not in KEYS:
            self._early.append(line)
            return None
        return line

    def line(self) -> str | None:
        if self._early:
            return self._early.popleft()
        line = None if self._over else self._lines.get()
        self._over = line is None
        return line

    def _read(self, stream: TextIO) -> None:
        for line in lines(stream):
            self._lines.put(line)
        self._lines.put(None)


def lines(stream: TextIO) -> Iterator[str]:
    """Lines as they come, whatever ends them.

    They are read past the stream's buffer: its lock, held by a thread that waits for a person, would crash the program's end.
    """
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    if raw is None:
        yield from (line.rstrip("\r\n") for line in stream)
        return
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(stream.encoding)("replace"), translate=True)
    text = ""
    while (piece := read(raw)) != b"":
        if piece is None:  # a terminal that another program left in a mode where nobody waits
            time.sleep(NOTHING_YET_S)
            continue
        text += decoder.decode(piece)
        *whole, text = text.split("\n")
        yield from whole
    text += decoder.decode(b"", final=True)
    yield from text.splitlines()


def read(raw: io.RawIOBase) -> bytes | None:
    try:
        return raw.read(PIECE)
    except (OSError, ValueError):  # the terminal is gone
        return b""


def meant(question: Question, line: str) -> object:
    """What a typed line means: for choices a number stands for its option."""
    if isinstance(question, Choose) and line.strip().casefold() in (keys := letters(question)):
        return question.options[keys.index(line.strip().casefold())]
    if isinstance(question, Choose):
        return by_number(question.options, line)
    if isinstance(question, Several):
        parts = line.replace(",", " ").split()
        parts = parts if all(part.isdecimal() for part in parts) else line.split(",")
        return [by_number(question.options, part) for part in parts if part.strip()]
    return True if isinstance(question, Ready) else line


def by_number(options: tuple[str, ...], text: str) -> str:
    text = text.strip()
    return options[int(text) - 1] if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= len(options) else text
