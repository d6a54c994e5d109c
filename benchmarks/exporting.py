"""100,000 sessions leave as a file: how long it takes and how much room it needs, by the whole command in a process of its own.

Each has seven events, 700,000 in all. JSON Lines holds them one by one: of a practice with a phase for each breath it takes longer.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, Row, environment
from dtx.engine.journal import Event
from dtx.records.folds import keep_folded
from dtx.records.store import Store

SESSIONS = 100_000
PROMISED_S = {"csv": 3.0, "jsonl": 5.0, "fhir-ndjson": 60.0}
PROMISED_MB = 200.0
EXPORT = """
import resource, sys, time
from dtx.__main__ import main
begin = time.perf_counter()
code = main(["export", "--to", sys.argv[1], "--out", sys.argv[2]])
print(code, time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
PLAIN = """
import json, sqlite3, sys, time
begin = time.perf_counter()
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for (value,) in sqlite3.connect(sys.argv[1]).execute("SELECT value FROM folded"):
        out.write(json.dumps(json.loads(value)) + "\\n")
print(time.perf_counter() - begin)
"""
WORLD = {
    "app_version": "0.1.0",
    "patient_ref": "p-1",
    "activity_id": "breathing.coherent_46",
    "activity_title": "Even breath 4-6",
    "plugin_id": "breathing",
    "plugin_version": "1.0.0",
    "content_sha256": "ab" * 32,
    "planned_s": 300.0,
    "phases_total": 50,
    "options": {"minutes": 5, "ramp": False},
    "flags": [],
}


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill(home / "dtx.db", SESSIONS)
        bare = plain(home / "dtx.db", Path(folder) / "plain.jsonl")
        for form, promised in PROMISED_S.items():
            seconds, megabytes = exported(home, form, Path(folder) / "out")
            yield Row(f"{form}, {SESSIONS:,} sessions", seconds, "what was promised", promised, "s", 1)
            yield Row(f"{form}, its room at most", megabytes, "what was promised", PROMISED_MB, "MB", 1)
            yield Row(f"{form}, {SESSIONS:,} sessions", seconds, "read and write the same as plain JSON", bare, "s")


def fill(path: Path, count: int) -> None:
    """A store with so many sessions, an hour apart, each rated before and after and looked back on."""
    with Store.open(path) as store:
        store.connection.execute("PRAGMA synchronous = OFF")  # it is thrown away
        begin = datetime(2020, 1, 1, 8, 0, tzinfo=UTC)
        pattern = list(journal())
        ids = [f"{number:032x}" for number in range(count)]
        for number, session_id in enumerate(ids):
            start = begin + timedelta(minutes=20 * number)
            store.append(
                session_id,
                [replace(event, at=(start + timedelta(seconds=event.t)).isoformat(timespec="milliseconds")) for event in pattern],
            )
            store.seal(session_id, (start + timedelta(seconds=320)).isoformat(timespec="milliseconds"))
        for first in range(0, count, 500):
            keep_folded(store, ids[first : first + 500])


def journal() -> Iterator[Event]:
    def rated(step: str, value: int) -> tuple[str, str, dict[str, Any]]:
        return (
            "rated",
            step,
            {"value": value, "declined": None, "min": 0, "max": 10, "text": "How strong is your pain right now?", "saved": True},
        )

    told = [("opened", None, WORLD), rated("before.pain", 6), rated("before.relax", 3), ("completed", None, None), rated("after.pain", 4)]
    told += [rated("after.relax", 6), ("felt_worse", "felt_worse", {"value": "no", "declined": None, "text": "Worse?", "saved": True})]
    for seq, (kind, step, value) in enumerate(told, 1):
        yield Event(seq, "", 300.0 if seq > 3 else 0.0, kind, step, "f00d", value)


def exported(home: Path, form: str, out: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", EXPORT, form, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment(home), cwd=ROOT)
    code, seconds, megabytes = done.stdout.split()
    if code != "0" or out.stat().st_size < SESSIONS:
        raise RuntimeError(done.stderr)
    return float(seconds), float(megabytes)


def plain(store: Path, out: Path) -> float:
    done = subprocess.run([sys.executable, "-c", PLAIN, str(store), str(out)], capture_output=True, text=True, check=True, cwd=ROOT)
    return float(done.stdout)
