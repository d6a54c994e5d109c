"""What it takes to make a session's sound file, against pydub laying one cue after the other over its bed."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import FULL, ROOT, Row, environment

COMPARED_S = 600 if FULL else 300
WHOLE_S = 1800
BREATH_S = 4.0


def cues(seconds: float) -> list[float]:
    """When a breath begins or turns."""
    return [BREATH_S * number for number in range(int(seconds / BREATH_S))]


def with_dtx(out: Path, seconds: float) -> None:
    from dtx.engine.score import Cue
    from dtx.sound.clips import Clips
    from dtx.sound.render import render
    from dtx.sound.swell import Swell

    score = [Cue(at, ("breath_in", "breath_out")[number % 2], ("In", "Out")[number % 2]) for number, at in enumerate(cues(seconds))]
    swell = [Swell(at, BREATH_S, number % 2, 1 - number % 2) for number, at in enumerate(cues(seconds))]
    render(score, out, Clips(), seconds=seconds, beds=[(0.0, "rain.ogg")], swell=swell)


def with_pydub(out: Path, seconds: float) -> None:
    """The same bed and tones, without words and without a swell, as WAV: pydub writes nothing else by itself."""
    import numpy as np
    from pydub import AudioSegment

    from dtx import paths
    from dtx.sound.clips import read

    def segment(name: str) -> Any:
        samples = read(paths.bundled("media") / "sounds" / f"{name}.ogg")
        assert samples is not None
        whole = (samples * 32767).astype(np.int16)
        return AudioSegment(whole.tobytes(), frame_rate=48_000, sample_width=2, channels=whole.shape[1])

    bed = segment("bed_rain")
    mix = (bed * int(seconds / bed.duration_seconds + 1))[: round(seconds * 1000)]
    tones = segment("breath_in"), segment("breath_out")
    for number, at in enumerate(cues(seconds)):
        mix = mix.overlay(tones[number % 2], position=round(at * 1000))
    mix.export(out, format="wav")


def taken(how: str, suffix: str, seconds: float) -> tuple[float, float]:
    """Seconds, and megabytes at most, of a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.mixing", how, str(Path(folder) / f"out{suffix}"), str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment())
    wall, megabytes = done.stdout.split()
    return float(wall), float(megabytes)


def rows() -> Iterator[Row]:
    minutes, against = COMPARED_S // 60, "pydub, one overlay a cue"
    wall, memory = taken("dtx", ".wav", COMPARED_S)
    their_wall, their_memory = taken("pydub", ".wav", COMPARED_S)
    yield Row(f"mix {minutes} minutes", wall, against, their_wall, "s", 0.5)
    yield Row(f"memory for {minutes} minutes", memory, against, their_memory, "MB", 1.0)
    for suffix, most_s in ((".wav", 5.0), (".ogg", 20.0)):
        wall, memory = taken("dtx", suffix, WHOLE_S)
        yield Row(f"30 minutes to {suffix}", wall, "what we allow", most_s, "s", 1.0)
        yield Row(f"memory for 30 minutes to {suffix}", memory, "what we allow", 150, "MB", 1.0)


def main(how: str, out: str, seconds: str) -> None:
    import resource

    begin = time.perf_counter()
    {"dtx": with_dtx, "pydub": with_pydub}[how](Path(out), float(seconds))
    print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


if __name__ == "__main__":
    main(*sys.argv[1:])
