"""100,000 sessions with a million events: what one event more costs, and the doctor, a backup and erasing one session."""

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import append
from benchmarks.many import fill
from benchmarks.measure import ROOT, Row, environment, percentile
from dtx.records.store import Store

SESSIONS = 100_000
DOCTOR_S = 10.0

DOCTOR = """
import sys, time
from pathlib import Path
from dtx.doctor import store
from dtx.services import Services
begin = time.perf_counter()
found = list(store(Services(Path(sys.argv[1]), safe=True)))
assert all(finding.ok for finding in found), found
print(time.perf_counter() - begin)
"""


KEEPING = """
import sys, time
from pathlib import Path
from dtx.services import Services
services, target = Services(Path(sys.argv[1]), safe=True), Path(sys.argv[2])
begin = time.perf_counter()
services.back_up(target)
made = time.perf_counter()
services.erase([services.history(limit=1)[0].session_id])
print(made - begin, time.perf_counter() - made)
"""
COPY = """
import sys, time, zipfile
begin = time.perf_counter()
with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
    archive.write(sys.argv[1])
print(time.perf_counter() - begin)
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill(home / "dtx.db", SESSIONS, datetime.now(UTC))
        yield Row(f"the doctor, {SESSIONS:,} sessions", float(child(DOCTOR, home)), "not tens of seconds", DOCTOR_S, "s", 1)
        yield from appended(home / "dtx.db", Path(folder) / "raw.db")
        packed = float(child(COPY, home / "dtx.db", str(Path(folder) / "plain.zip")))
        made, erased = map(float, child(KEEPING, home, str(Path(folder) / "my.backup")).split())
        yield Row(f"a backup, {SESSIONS:,} sessions", made, "pack the file alone", packed, "s", 4)
        yield Row("erase one session, here and in a backup", erased, "pack the file alone", packed, "s")


def child(code: str, home: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", code, str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment(home), cwd=ROOT).stdout


def appended(path: Path, raw_path: Path) -> Iterator[Row]:
    """One event more behind a million, against a bare insert behind a million."""
    ours: list[float] = []
    bare: list[float] = []
    with Store.open(path) as store, closing(sqlite3.connect(raw_path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("CREATE TABLE event (session TEXT, seq INTEGER, line TEXT, PRIMARY KEY (session, seq)) WITHOUT ROWID")
        raw.execute(f"ATTACH '{path}' AS many")
        raw.execute("INSERT INTO event SELECT session_id, seq, value FROM many.event")
        raw.execute("DETACH many")
        for seq in range(1, append.EVENTS + 1):
            one = append.event(seq)
            ours.append(append.milliseconds(lambda one=one: store.append("zz", [one])))  # type: ignore[misc]
            line = ("zz", seq, json.dumps(one.to_json()))
            bare.append(append.milliseconds(lambda line=line: raw.execute("INSERT INTO event VALUES (?, ?, ?)", line)))  # type: ignore[misc]
    for percent, most in ((50, None), (99, 1.5)):
        against = "insert into raw SQLite of that size, WAL and FULL"
        yield Row(f"append behind a million, p{percent}", percentile(ours, percent), against, percentile(bare, percent), "ms", most)
