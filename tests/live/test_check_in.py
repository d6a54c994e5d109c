"""A check-in in a process that is killed: what was answered is kept, also what was being typed in the app."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dtx import paths
from dtx.records.diary import Diary
from dtx.records.store import Store
from dtx.services import Services
from tests.commands import ROOT

SOON_S = 30.0


def until(there: Callable[[], Any]) -> Any:
    """Ask until there is something; a machine that is busy may take its time."""
    end = time.monotonic() + SOON_S
    while not (found := there()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)
    return found


def lines(home: Path) -> int:
    if not paths.database(home).exists():
        return 0
    with Store.open(paths.database(home)) as store:
        return sum(row.lines for row in Diary(store).rows())


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_every_answer_survives_a_kill(dtx_home: Path) -> None:
    """Line by line: three answers, and the process is gone before the fourth."""
    command = [sys.executable, "-m", "dtx", "checkin", "--plain"]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=ROOT, text=True)
    assert running.stdin is not None
    for count, answer in enumerate(("7", "5", "2"), 2):
        running.stdin.write(f"{answer}\n")
        running.stdin.flush()
        until(lambda count=count: lines(dtx_home) >= count)  # type: ignore[misc]
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdin.close()
    services = Services(dtx_home)
    services.check_in().close()
    (entry,) = services.entries()
    assert entry.answers == {"pain": {"worst": 7, "average": 5, "least": 2}} and entry.ended_at == entry.lines[-1].at
    assert services.store.verify() == []
    services.close()
