"""The stream to the sound card, through whichever of two libraries works here. Only the sound process loads them."""

import sys
import time
from collections.abc import Callable, Generator
from typing import Any, Protocol

import numpy as np

from dtx.sound import RATE
from dtx.sound.clip import Samples

LATENCY_S = 0.25
"""How much is kept ahead. Shorter buffers ran empty on a busy machine (sound page, section 2)."""

Render = Callable[[int], Samples]
Heard = Callable[[float, bool], None]
"""Told before each block: when its first frame will be audible, on the performance counter, and whether the card ran dry."""


class NoSound(Exception):
    """Nothing here can make a sound. `reasons` has one for each library that was tried."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in reasons.items()))
        self.reasons = reasons


class Stream(Protocol):
    """A stream that runs. `latency` is in seconds."""

    backend: str
    device: str

    @property
    def latency(self) -> float: ...

    @property
    def active(self) -> bool: ...

    def close(self) -> None: ...


class PortAudio:
    """Through sounddevice."""

    backend = "sounddevice"

    def __init__(self, render: Render, heard: Heard, latency: float = LATENCY_S) -> None:
        import sounddevice

        def fill(out: Any, frames: int, at: Any, status: Any) -> None:
            # only their difference is used: which clock these are of depends on the system
            heard(time.perf_counter() + at.outputBufferDacTime - at.currentTime, bool(status.output_underflow))
            out[:] = render(frames)

        device: int | None = None
        more: dict[str, Any] = {}
        if sys.platform == "win32":  # the default there has a long buffer, and refuses a rate that is not its own
            shared = next((api for api in sounddevice.query_hostapis() if "WASAPI" in api["name"]), None)
            if shared is not None and shared["default_output_device"] >= 0:
                device, more = shared["default_output_device"], {"extra_settings": sounddevice.WasapiSettings(auto_convert=True)}
        self._stream = sounddevice.OutputStream(
            samplerate=RATE, channels=2, dtype="float32", latency=latency, callback=fill, device=device, **more
        )
        self.device = str(sounddevice.query_devices(self._stream.device)["name"])
        self._stream.start()

    @property
    def latency(self) -> float:
        return float(self._stream.latency)

    @property
    def active(self) -> bool:
        return bool(self._stream.active)

    def close(self) -> None:
        self._stream.close(ignore_errors=True)


class MiniAudio:
    """Through miniaudio, which needs no library of the system."""

    backend = "miniaudio"

    def __init__(self, render: Render, heard: Heard, latency: float = LATENCY_S) -> None:
        import miniaudio

        self.latency = latency
        self._device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32, nchannels=2, sample_rate=RATE, buffersize_msec=round(latency * 1000)
        )
        self.device = "the system's own"
        blocks = self._blocks(render, heard)
        next(blocks)
        self._device.start(blocks)

    def _blocks(self, render: Render, heard: Heard) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            heard(time.perf_counter() + self.latency, False)
            frames = yield np.ascontiguousarray(render(frames)).tobytes()

    @property
    def active(self) -> bool:
        return bool(self._device.running)

    def close(self) -> None:
        self._device.close()


BACKENDS: tuple[Callable[[Render, Heard], Stream], ...] = (PortAudio, MiniAudio)


def open_stream(render: Render, heard: Heard) -> Stream:
    """The first that works. Raises NoSound. A library may be missing, broken, or without a device, and each says so in its own way."""
    reasons = {}
    for backend in BACKENDS:
        try:
            return backend(render, heard)
        except Exception as problem:
            reasons[backend.backend] = f"{type(problem).__name__}: {problem}"  # type: ignore[attr-defined]
    raise NoSound(reasons)
