"""From a raw take to a clip: what hums below a voice is taken out, then it is cut, faded and made as loud as every other.

It is done in a process of its own, so that a screen that waits for it goes on moving.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import dtx
from dtx.errors import DtxError
from dtx.language import _, language
from dtx.sound.bringing import alone
from dtx.sound.quality import Quality, quality

HUM_HZ = 70.0
ORDER = 4
"""A high-pass of this order: at half of its frequency it takes 24 dB away."""

LIMIT_S = 120.0
START = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from dtx.language import speak; speak(sys.argv.pop(1)); from dtx.sound.taking import child; sys.exit(child())"
)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a raw take: its quality, and how long its clip is; None where there is nothing to hear in it."""

    quality: Quality
    seconds: float | None


def made(raw: Path, clip: Path) -> Made:
    """Look at a raw take, and write its clip. Raises DtxError."""
    asked = json.dumps({"raw": str(raw), "clip": str(clip)})
    command = [sys.executable, "-P", "-c", START, str(Path(dtx.__file__).parent.parent), language()]
    with tempfile.TemporaryFile() as told:
        try:
            subprocess.run(command, input=asked.encode(), stdout=told, stderr=subprocess.DEVNULL, timeout=LIMIT_S, **alone())
        except subprocess.TimeoutExpired:
            raise DtxError(_("The take takes too long to prepare."), _("Record it again, a little shorter.")) from None
        told.seek(0)
        try:
            answer = json.loads(told.read())
        except ValueError:
            raise DtxError(
                _("The take could not be prepared."), _("Record it again; `dtx doctor` looks at everything dtx needs.")
            ) from None
    if "problem" in answer:
        raise DtxError(answer["problem"], answer["remedy"])
    return Made(Quality(**answer["quality"]), answer["seconds"])


def child() -> int:
    """What `made` asks of its child: a JSON object comes in, one goes out."""
    asked = json.loads(sys.stdin.buffer.read())
    try:
        answer: dict[str, Any] = prepared(Path(asked["raw"]), Path(asked["clip"]))
    except DtxError as problem:
        answer = {"problem": problem.problem, "remedy": problem.remedy}
    sys.stdout.write(json.dumps(answer))
    return 0


def prepared(raw: Path, clip: Path) -> dict[str, Any]:
    from dtx.sound.brought import Unreadable
    from dtx.sound.editing import master
    from dtx.sound.sound_file import take, write_flac

    taken = take(raw)
    samples = taken.samples[:, 0].astype(np.float32) / np.float32(32768)
    found = quality(samples, taken.rate)
    told = {"noise": found.noise, "speech": found.speech, "clipped": found.clipped}
    if found.noise is None:
        return {"quality": told, "seconds": None}
    with tempfile.TemporaryDirectory(prefix=".making-", dir=clip.parent, ignore_cleanup_errors=True) as private:
        clean = Path(private) / "clean.flac"
        write_flac(clean, without_hum(samples, taken.rate)[:, None], taken.rate)
        try:
            seconds: float | None = master(clean, clip).seconds
        except Unreadable:  # there is nothing to hear in it
            seconds = None
    return {"quality": told, "seconds": seconds}


def without_hum(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The same without what is below a voice: mains hum, steps, wind. In the frequency domain, so that nothing is shifted in time."""
    room = 1 << (len(samples) + rate - 1).bit_length()
    spectrum = np.fft.rfft(samples, room)
    ratio = np.fft.rfftfreq(room, 1 / rate) / HUM_HZ
    spectrum *= ratio**ORDER / np.sqrt(1 + ratio ** (2 * ORDER))
    filtered: NDArray[np.float32] = np.fft.irfft(spectrum, room)[: len(samples)].astype(np.float32)
    return filtered
