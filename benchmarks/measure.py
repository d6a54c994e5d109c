"""A measured ratio, and how to measure one fairly: interleaved, in a fresh process, with compiled code on both sides."""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
FULL = os.environ.get("DTX_FULL") == "1"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ours` and `baseline` share a unit; `most` is the ratio we want to stay under, or None."""

    what: str
    ours: float
    against: str
    baseline: float
    unit: str
    most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline if self.baseline else float("inf")

    @property
    def verdict(self) -> str:
        if self.most is None:
            return ""
        return "ok" if self.ratio <= self.most else "over"


def environment(home: Path | None = None) -> dict[str, str]:
    """For child processes: code may be kept compiled, and nothing of the caller's terminal leaks in."""
    drop = ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "ACCESSIBLE", "COLUMNS", "LINES", "DTX_", "TEXTUAL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(drop)}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | ({"DTX_HOME": str(home)} if home else {})


def child(code: str) -> float:
    """Run Python code in a fresh process; it prints one number."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment(), cwd=ROOT)
    return float(done.stdout)


def interleaved(times: int, *measures: Callable[[], float]) -> tuple[float, ...]:
    """The median of each measure, taken in turns so that a busy moment hits all of them; one round before is for warming up."""
    for measure in measures:
        measure()
    taken: Sequence[Sequence[float]] = [[measure() for measure in measures] for _ in range(times)]
    return tuple(median(column) for column in zip(*taken, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def measured(name: str) -> None:
    """Print the rows of one benchmark. Ends with 1 where it could not be measured."""
    try:
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            want = f"{row.most:g}" if row.most is not None else ""
            print(
                f"{row.what:<44} {row.ours:>7.2f} {row.unit:<2} {row.baseline:>7.2f} {row.unit:<2} {row.ratio:>7.3f} {want:>7} "
                f"{row.verdict:<5} {row.against}",
                flush=True,
            )
    except Exception as problem:
        print(f"{name}: could not be measured: {problem!r}", flush=True)
        sys.exit(1)
