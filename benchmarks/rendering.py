"""What `dtx render` takes for half an hour, from the first letter of the command to the file, against pydub's overlays."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import mixing
from benchmarks.measure import ROOT, Row, environment
from benchmarks.practice import write_plugin

BREATH_S, BREATHS = 4, 225
"""Of in and out together: half an hour, and a cue every four seconds."""

MOST_S = {".wav": 5.0, ".ogg": 20.0}
MOST_MB = 150


def rendered(suffix: str) -> tuple[float, float]:
    """Seconds, and megabytes at most, of the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        write_plugin(home, "long", BREATH_S, BREATHS)
        words = ["render", "long.long", "--out", str(Path(folder) / f"out{suffix}")]
        begin = time.perf_counter()
        child = subprocess.Popen([sys.executable, "-m", "dtx", *words], cwd=ROOT, env=environment(home), stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begin
    if child.returncode:
        raise RuntimeError(f"dtx render ended with {child.returncode}")
    return wall, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def rows() -> Iterator[Row]:
    minutes, against = mixing.COMPARED_S // 60, "pydub, one overlay a cue, for as much of it"
    their_wall, their_memory = mixing.taken("pydub", ".wav", mixing.COMPARED_S)
    for suffix, most_s in MOST_S.items():
        wall, memory = rendered(suffix)
        yield Row(f"dtx render, 30 minutes to {suffix}", wall, "what we allow", most_s, "s", 1.0)
        yield Row(f"its memory for {suffix}", memory, "what we allow", MOST_MB, "MB", 1.0)
        if suffix == ".wav":
            part = wall * mixing.COMPARED_S / mixing.WHOLE_S
            yield Row(f"its {minutes} minutes", part, against, their_wall, "s", 0.5)
            yield Row("its memory", memory, against, their_memory, "MB", 1.0)
