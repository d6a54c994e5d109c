"""The stream from the microphone, through whichever of two libraries works here. Only the microphone's process loads them."""

import sys
import time
from collections.abc import Callable, Generator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dtx.language import _
from dtx.sound import RATE
from dtx.sound.stream import NoSound

Block = NDArray[np.float32]
Came = Callable[[Block], None]
"""Told of each block of the microphone, in the card's own thread: mono, of the shape (frames,)."""


class Capture(Protocol):
    """A stream that runs."""

    backend: str
    device: str

    def close(self) -> None: ...


class PortAudioIn:
    """Through sounddevice."""

    backend = "sounddevice"

    def __init__(self, came: Came) -> None:
        import sounddevice

        def take(data: Any, frames: int, at: Any, status: Any) -> None:
            came(data[:, 0].copy())

        device: int | None = None
        more: dict[str, Any] = {}
        if sys.platform == "win32":  # the default there refuses a rate that is not its own
            shared = next((api for api in sounddevice.query_hostapis() if "WASAPI" in api["name"]), None)
            if shared is not None and shared["default_input_device"] >= 0:
                device, more = shared["default_input_device"], {"extra_settings": sounddevice.WasapiSettings(auto_convert=True)}
        self._stream = sounddevice.InputStream(
            samplerate=RATE, channels=1, dtype="float32", latency="high", callback=take, device=device, **more
        )
        self.device = str(sounddevice.query_devices(self._stream.device)["name"])
        self._stream.start()

    def close(self) -> None:
        self._stream.close(ignore_errors=True)


class MiniAudioIn:
    """Through miniaudio, which needs no library of the system."""

    backend = "miniaudio"

    def __init__(self, came: Came) -> None:
        import miniaudio

        self._device = miniaudio.CaptureDevice(
            input_format=miniaudio.SampleFormat.FLOAT32, nchannels=1, sample_rate=RATE, buffersize_msec=100
        )
        self.device = "the system's own"

        def blocks() -> Generator[None, bytes, None]:
            while True:
                came(np.frombuffer((yield), np.float32).copy())

        taking = blocks()
        next(taking)
        self._device.start(taking)

    def close(self) -> None:
        self._device.close()


BACKENDS: tuple[Callable[[Came], Capture], ...] = (PortAudioIn, MiniAudioIn)

FIRST_S = 3.0
"""A microphone that has given nothing by then does not work."""


def open_capture(came: Came) -> Capture:
    """The first that gives anything. Raises NoSound, with a reason for each that was tried."""
    reasons = {}
    for backend in BACKENDS:
        count = 0

        def counted(block: Block) -> None:
            nonlocal count
            count += 1
            came(block)

        try:
            capture = backend(counted)
        except Exception as problem:  # a library may be missing, broken, or without a device, and each says so in its own way
            reasons[backend.backend] = f"{type(problem).__name__}: {problem}"  # type: ignore[attr-defined]
            continue
        until = time.perf_counter() + FIRST_S
        while not count and time.perf_counter() < until:
            time.sleep(0.01)
        if count:
            return capture
        capture.close()
        reasons[backend.backend] = _("it gives nothing")  # type: ignore[attr-defined]
    raise NoSound(reasons)
