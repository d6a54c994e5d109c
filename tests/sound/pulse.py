"""A real PulseAudio with a sink that goes nowhere, and what was played into it, to the sample. It touches nobody's own sound."""

import contextlib
import math
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Self

import numpy as np
import pytest
from numpy.typing import NDArray

RATE = 48_000
SINK = "sess"
BYTES = 4
"""Of a frame: 16 bits left and right."""

PROGRAMS = ("pulseaudio", "pactl", "parec")


def needed() -> None:
    """Skip, with the reason, where PulseAudio is missing; under CI that is a failure."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, and {', '.join(missing)} is not installed: apt-get install pulseaudio pulseaudio-utils libasound2-plugins")
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")


class Pulse:
    """A sound server of our own, ended by its own process id. `env` leads programs to it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dtx-pulse-"))
        own = {name: str(self.folder) for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH")}
        self.env = {**own, "PULSE_COOKIE": str(self.folder / "cookie"), "PULSE_SERVER": f"unix:{self.folder / 'native'}"}
        self.env |= {"PULSE_SINK": SINK, "PULSE_SOURCE": f"{SINK}.monitor"}
        self._server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
                *(f"--log-target=file:{self.folder / 'pa.log'}", "--high-priority=yes", "--realtime=yes"),
                *("-L", f"module-native-protocol-unix auth-anonymous=1 socket={self.folder / 'native'}"),
                *("-L", f"module-null-sink sink_name={SINK} rate={RATE} channels=2"),
            ],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(100):
            if self.ask("info", check=False).returncode == 0:
                return
            time.sleep(0.1)
        self.__exit__()
        raise TimeoutError(f"PulseAudio did not start: {(self.folder / 'pa.log').read_text()[-500:]}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self) -> Mapping[str, str]:
        return {**os.environ, **self.env}

    def ask(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["pactl", *words], env=self.environment(), capture_output=True, text=True, check=check, timeout=10)

    def kill(self) -> None:
        """The server is gone, as after a crash."""
        with contextlib.suppress(ProcessLookupError):
            self._server.kill()
        self._server.wait()

    def signal(self, number: int) -> None:
        self._server.send_signal(number)

    def plug(self) -> None:
        """The sink is back."""
        self.ask("load-module", "module-null-sink", f"sink_name={SINK}", f"rate={RATE}", "channels=2")

    def unplug(self) -> None:
        """The sink is gone, as when somebody pulls a plug."""
        rows = [row.split("\t") for row in self.ask("list", "short", "modules").stdout.splitlines()]
        number = next(row[0] for row in rows if row[1] == "module-null-sink")
        self.ask("unload-module", number)

    @contextlib.contextmanager
    def recording(self, latency_ms: int = 20) -> Iterator["Recording"]:
        """Everything that is played meanwhile. The sink works ahead by up to `latency_ms`."""
        recorder = subprocess.Popen(
            ["parec", "-d", f"{SINK}.monitor", f"--rate={RATE}", "--channels=2", "--format=s16le", f"--latency-msec={latency_ms}"],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        assert recorder.stdout is not None
        recording = Recording(recorder.stdout)
        try:
            yield recording
            time.sleep(0.5)  # what was played has yet to arrive
        finally:
            recorder.terminate()
            recorder.wait()
            recording.end()
            recorder.stdout.close()


class Recording:
    """What was recorded so far, and when."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._data, self._offset = stream, bytearray(), math.inf
        self._reading = threading.Thread(target=self._read, name="recording")
        self._reading.start()

    def _read(self) -> None:
        while data := os.read(self._stream.fileno(), 65536):
            self._data += data
            self._offset = min(self._offset, time.perf_counter() - len(self._data) / BYTES / RATE)

    def end(self) -> None:
        self._reading.join()

    def samples(self) -> NDArray[np.float32]:
        """In the shape (frames, 2), from -1 to 1."""
        data = bytes(self._data)
        return np.frombuffer(data[: len(data) // BYTES * BYTES], "<i2").reshape(-1, 2).astype(np.float32) / np.float32(32768)

    def moment(self, sample: int) -> float:
        """When a sample was played, on the performance counter: as its piece came in that was least held up on the way."""
        return self._offset + sample / RATE


def onsets(sound: NDArray[np.float32], level: float, apart_s: float) -> NDArray[np.int64]:
    """The first samples above `level`, each after `apart_s` seconds of less."""
    loud = np.flatnonzero(np.abs(sound[:, 0]) > level)
    if not len(loud):
        return loud
    return np.concatenate([loud[:1], loud[1:][np.diff(loud) > apart_s * RATE]])
