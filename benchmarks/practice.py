"""A practice to measure with: a moment of quiet, then breaths of a given length."""

from datetime import datetime
from pathlib import Path

from benchmarks.terminal import Terminal
from dtx.care.flags import FLAGS
from dtx.records.store import Store

FILE = """
api: 1
title: Measured breaths
summary: Breaths to measure with.
author: The dtx project
reviewer: none yet
version: 1.0.0
licence: CC0-1.0
flags: none
stop_rules: [Stop whenever you want to.]
easier: Leave it out.
minutes: 2
steps:
  - silence: 2 s
  - breathe: {seconds}-{seconds}
    times: {breaths}
"""


def well(home: Path, now: datetime | None = None) -> None:
    """Somebody who has nothing to mention to the gate, and said so just `now`."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    at = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    with Store.open(home / "dtx.db") as store:
        store.set_profile({f"flag.{flag}": "no" for flag in FLAGS}, at)


def write_plugin(home: Path, name: str, seconds: int = 4, breaths: int = 10) -> None:
    well(home)
    folder = home / "plugins" / name
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(FILE.format(seconds=seconds, breaths=breaths), encoding="utf-8")


def begin(terminal: Terminal, seconds: float = 60) -> None:
    """Decline each question before the practice, until the first breath."""
    end = terminal.now + seconds
    while terminal.now < end:
        terminal.run(0.5)
        if "Breath 1" in terminal.screen():
            return
        if "Rather not say" in terminal.screen():
            terminal.press("r")
    raise TimeoutError(f"the practice did not begin; there was:\n{terminal.screen()}")
