"""An export that is killed, or finds the disk full, leaves the old file or the whole new one, and nothing in the clear of a locked one."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from dtx import paths
from dtx.engine.journal import Event
from dtx.records.store import Store
from dtx.sharing.sealed import HEADER, new_key
from tests.commands import ROOT
from tests.records.journals import WORLD, at, rated

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no signals of this kind on Windows")]

KILLS = 25
CANARY = "kestrel-4711"
REST = {"app_version": "0", "patient_ref": "p", "content_sha256": "0" * 64, "planned_s": 1.0, "phases_total": 0, "options": {}}


@pytest.fixture
def home(dtx_home: Path) -> Path:
    """Some hundred sessions with a note each."""
    with Store.open(paths.database(dtx_home)) as store:
        for number in range(300):
            name = f"s{number:04}"
            note = {"value": f"{CANARY} {number}", "declined": None, "saved": True, "text": "A note?"}
            opened, ended = Event(1, at(number), 0.0, "opened", value={**WORLD, **REST}), Event(3, at(number + 1), 1.0, "completed")
            events = [opened, rated(2, "before.pain", 5), ended, Event(4, at(number + 2), 1.0, "note", "note", "f00d", note)]
            store.append(name, events)
            store.seal(name, at(number + 3))
    return dtx_home


def exporting(home: Path, *words: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "DTX_HOME": str(home), "PYTHONPATH": str(ROOT), "TMPDIR": str(home.parent)}
    command = [sys.executable, "-m", "dtx", "export", "--include", "notes", "--yes", *words]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, cwd=home.parent, stdout=nowhere, stderr=nowhere, stdin=nowhere)


@pytest.mark.parametrize("form", ["csv", "pdf", "xlsx"])
def test_a_killed_export_leaves_the_old_file_or_the_whole_new_one(form: str, home: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    assert exporting(home, "--to", form, "--out", str(out)).wait() == 0
    whole, chance = out.read_bytes(), random.Random(form)
    for _ in range(KILLS):
        out.write_bytes(b"old")
        process = exporting(home, "--to", form, "--out", str(out))
        try:
            process.wait(chance.uniform(0.2, 1.6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert out.read_bytes() in (b"old", whole)


def test_a_killed_locked_export_leaves_nothing_in_the_clear_anywhere(home: Path, tmp_path: Path) -> None:
    public, _ = new_key()
    out, chance = tmp_path / "out.age", random.Random(7)
    for _ in range(KILLS):
        process = exporting(home, "--to", "jsonl", "--to-age", public, "--out", str(out))
        try:
            process.wait(chance.uniform(0.2, 1.4))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert not out.exists() or out.read_bytes().startswith(HEADER)
        left = [
            path for path in tmp_path.rglob("*") if path.is_file() and home not in path.parents and CANARY.encode() in path.read_bytes()
        ]
        assert left == []


SMALL = """
import resource, signal, sys
import dtx.giving
from dtx.__main__ import main
write_whole = dtx.giving.write_whole

def where_nothing_fits(*arguments):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    return write_whole(*arguments)

dtx.giving.write_whole = where_nothing_fits
sys.exit(main({words!r}))
"""


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet", "pdf", "html", "redcap"])
def test_a_full_disk_leaves_the_old_file_and_says_so_in_one_line(form: str, home: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    out.write_bytes(b"old")
    code = SMALL.format(words=["export", "--to", form, "--out", str(out)])
    environment = {**os.environ, "DTX_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1 and done.stderr.splitlines()[-1].startswith(f"dtx: {out}"), done.stderr
    assert out.read_bytes() == b"old" and [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []
