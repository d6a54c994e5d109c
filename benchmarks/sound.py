"""How far cues are from their place, as recorded from a real sound server: our player, and what one would write first.

The baselines play each cue by itself from an asyncio loop that sleeps between them. The first moments of every new stream
are lost, so their sound is led in by silence, without which most of it would not be heard at all. pydub's own `play` needs
a program or a library that crashes on today's Python; its part is to make the cue, and sounddevice plays it.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import FULL, ROOT, Row

CUES = 120 if FULL else 40
EVERY_S = 0.5
LEAD_IN_S = 0.15
RATE = 48_000


def cue() -> Any:
    """A short ping, mono."""
    import numpy as np

    at = np.arange(RATE // 10) / RATE
    return (0.5 * np.sin(2 * np.pi * 1000 * at) * np.exp(-40 * at)).astype(np.float32)


def led_in() -> Any:
    import numpy as np

    return np.concatenate([np.zeros(round(LEAD_IN_S * RATE), np.float32), cue()])


async def with_sounddevice() -> None:
    import sounddevice

    sound = led_in()
    for _ in range(CUES):
        sounddevice.play(sound, RATE)
        await asyncio.sleep(EVERY_S)


async def with_pydub() -> None:
    import numpy as np
    import sounddevice
    from pydub import AudioSegment

    whole = (led_in() * 32767).astype(np.int16)
    segment = AudioSegment(whole.tobytes(), frame_rate=RATE, sample_width=2, channels=1)
    for _ in range(CUES):
        made = segment.fade_out(20) - 3
        samples = np.array(made.get_array_of_samples(), dtype=np.int16)
        await asyncio.to_thread(sounddevice.play, samples, RATE, blocking=True)
        await asyncio.sleep(EVERY_S - made.duration_seconds)


def with_dtx() -> None:
    """The score is told anew with every cue, as a session does."""
    from dtx.engine.score import Cue
    from dtx.sound.speaker import Speaker
    from tests.sound.made import media

    with tempfile.TemporaryDirectory() as folder:
        speaker = Speaker(media=media(Path(folder) / "media", {"breath_in": cue()[:, None]}))
        while speaker.status().state == "starting":
            time.sleep(0.01)
        begin = speaker.now() + 1.0
        score = [Cue(begin + EVERY_S * number, "breath_in") for number in range(CUES)]
        for one in score:
            speaker.play([coming for coming in score if coming.at >= one.at], None)
            time.sleep(max(0.0, one.at + EVERY_S - speaker.now()))
        print(f"underruns {speaker.status().underruns}", file=sys.stderr)
        speaker.close()
        speaker.wait_closed(5)


def recorded(how: str) -> tuple[float, float]:
    """The worst interval's error, and how late the last cue came after so many intervals, in milliseconds."""
    import numpy as np

    from tests.sound.pulse import Pulse, onsets

    with Pulse() as pulse:
        with pulse.recording() as recording:
            subprocess.run(
                [sys.executable, "-m", "benchmarks.sound", how], cwd=ROOT, env=pulse.environment(), check=True, capture_output=True
            )
        found = onsets(recording.samples(), 0.02, 0.2)
    if len(found) < CUES * 0.8:
        raise RuntimeError(f"{how}: {len(found)} cues of {CUES} were heard")
    errors = (np.diff(found) / RATE - EVERY_S) * 1000
    return float(np.abs(errors).max()), abs(float((found[-1] - found[0]) / RATE - EVERY_S * (CUES - 1)) * 1000)


def rows() -> Iterator[Row]:
    worst, end = recorded("dtx")
    for how, against in (("sounddevice", "sounddevice.play in an asyncio loop"), ("pydub", "pydub and sounddevice in an asyncio loop")):
        their_worst, their_end = recorded(how)
        yield Row(f"worst interval of {CUES} cues", worst, against, their_worst, "ms", 0.05)
        yield Row(f"the last of {CUES} cues", end, against, their_end, "ms", 0.05)


if __name__ == "__main__":
    if sys.argv[1] == "dtx":
        with_dtx()
    else:
        asyncio.run({"sounddevice": with_sounddevice, "pydub": with_pydub}[sys.argv[1]]())
