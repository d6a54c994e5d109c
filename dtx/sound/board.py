"""The board: what the sound process writes for everybody to read, in memory they share. Nobody waits for anybody."""

import json
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zlib import crc32

NUMBERS = struct.Struct("<dddqq")
SUM = struct.Struct("<I")
WORDS_AT = 64
SIZE = 4096
TRIES = 100


@dataclass(frozen=True, slots=True)
class Beat:
    """One block of the stream: at `at` of the performance counter, `audible` seconds of it could be heard.

    `steady` is the clock's own word on whether to rely on that. `latency` is the card's, in seconds.
    """

    at: float
    audible: float
    latency: float
    steady: bool
    underruns: int


class Board:
    """A file of one page, mapped by both sides. A reader that meets a half-written beat reads again: each carries its sum."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), SIZE)
        self._last: Beat | None = None
        self._said: dict[str, Any] = {}

    @classmethod
    def make(cls, path: Path) -> Self:
        path.write_bytes(bytes(SIZE))
        return cls(path)

    def beat(self, beat: Beat) -> None:
        data = NUMBERS.pack(beat.at, beat.audible, beat.latency, beat.steady, beat.underruns)
        self._page[: NUMBERS.size + SUM.size] = data + SUM.pack(crc32(data) or 1)

    def last(self) -> Beat | None:
        """The latest beat, or None before the first."""
        for _ in range(TRIES):
            data = self._page[: NUMBERS.size + SUM.size]
            (sum_,) = SUM.unpack(data[NUMBERS.size :])
            if sum_ == 0:
                return None
            if (crc32(data[: NUMBERS.size]) or 1) == sum_:
                at, audible, latency, steady, underruns = NUMBERS.unpack(data[: NUMBERS.size])
                self._last = Beat(at, audible, latency, bool(steady), underruns)
                break
        return self._last

    def say(self, **words: Any) -> None:
        """Write what is said in words: the backend, the device, what went wrong."""
        self._said |= words
        data = json.dumps(self._said, ensure_ascii=True).encode()[: SIZE - WORDS_AT - 8]
        self._page[WORDS_AT : WORDS_AT + 8 + len(data)] = SUM.pack(len(data)) + SUM.pack(crc32(data)) + data

    def said(self) -> dict[str, Any]:
        """What was said last; empty while nothing was, or where it is just being written."""
        page = self._page[WORDS_AT:]
        (count,), (sum_,) = SUM.unpack(page[:4]), SUM.unpack(page[4:8])
        data = page[8 : 8 + count]
        if count and crc32(data) == sum_:
            self._said = json.loads(data)
        return dict(self._said)

    def close(self) -> None:
        self._page.close()
