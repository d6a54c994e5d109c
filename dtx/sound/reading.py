"""A long recording, read while it sounds: two seconds of it at a time, so that half an hour takes no more memory than a line."""

from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np

from dtx.paths import for_c
from dtx.sound import RATE
from dtx.sound.clip import SOFTEST_ATTACK_S, Samples
from dtx.sound.resample import Resampler

KEPT = 3
"""Blocks: the one that sounds, and its neighbours."""


class Reading:
    """A clip that stays in its file. Raises what soundfile raises when it is opened; what cannot be read later is silent."""

    def __init__(self, path: Path) -> None:
        import soundfile

        self._file: Any = soundfile.SoundFile(for_c(path))
        self._resampler = Resampler(self._file.samplerate, RATE)
        self._frames: int = round(self._file.frames * RATE / self._file.samplerate)
        self._blocks: OrderedDict[int, Samples] = OrderedDict()

    @property
    def frames(self) -> int:
        return self._frames

    @property
    def bytes(self) -> int:
        return KEPT * self._resampler.made * 2 * 4

    def read(self, start: int, stop: int) -> Samples:
        """The frames from `start` to `stop`."""
        size, parts = self._resampler.made, []
        for number in range(start // size, (max(start, stop - 1)) // size + 1):
            parts.append(self._block(number)[max(0, start - number * size) : stop - number * size])
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _block(self, number: int) -> Samples:
        if number not in self._blocks:
            self._blocks[number] = self._softened(self._read(number), number * self._resampler.made)
            while len(self._blocks) > KEPT:
                self._blocks.popitem(last=False)
        return self._blocks[number]

    def _read(self, number: int) -> Samples:
        made, margin = self._resampler, self._resampler.margin
        first = number * made.block - margin
        count = made.block + 2 * margin
        piece = np.zeros((count, self._file.channels), np.float32)
        try:
            self._file.seek(max(0, first))
            found = self._file.read(count + min(0, first), dtype="float32", always_2d=True)
        except RuntimeError:  # soundfile's own error is one: the file was taken away, or is broken from here on
            found = piece[:0]
        skip = max(0, -first)
        piece[skip : skip + len(found)] = found
        if piece.shape[1] > 2:
            piece = piece.mean(axis=1, keepdims=True, dtype=np.float32)
        if self._file.samplerate == RATE:
            return piece[margin : margin + made.made]
        return made.turn(piece)

    def _softened(self, block: Samples, start: int) -> Samples:
        """With its beginning and its end rising and falling within 4 ms."""
        edge = round(SOFTEST_ATTACK_S * RATE)
        at = np.arange(start, start + len(block))
        near = np.clip(np.minimum(at + 0.5, self.frames - at - 0.5) / edge, 0, 1)
        return block * (0.5 - 0.5 * np.cos(np.pi * near)).astype(np.float32)[:, None] if near.min(initial=1) < 1 else block
