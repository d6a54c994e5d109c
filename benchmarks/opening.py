"""What it takes to open one activity among a thousand plugins, against opening it where it is alone and ten milliseconds more.

The code of a plugin is loaded in a process of its own once, when it is approved; what is measured is what comes after that.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import ROOT, Row, environment
from benchmarks.practice import FILE, write_plugin
from dtx.host.shelf import Shelf
from dtx.host.trust import APPROVALS, TrustFile, tree_sha256

RUNS = 9
MORE_MS = 10.0
CODE = """\
from dtx import Say, hookimpl

def script(ctx):
    yield Say("You might like to look up.")

@hookimpl
def dtx_activities(plugin):
    yield plugin.activity(script)
"""
OPEN = """
import json, sys, time
from pathlib import Path
from dtx.host.shelf import Shelf
import dtx.host.contents, dtx.host.loader
home, activity = Path(sys.argv[1]), sys.argv[2]
shelf = Shelf(home)
shelf.listed(9)
began = time.perf_counter()
shelf.open(activity)
print((time.perf_counter() - began) * 1000)
"""


def code_plugin(home: Path, name: str) -> None:
    folder = home / "plugins" / name
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(FILE.partition("steps:")[0] + "code: plugin.py\n", encoding="utf-8")
    (folder / "plugin.py").write_text(CODE, encoding="utf-8")
    TrustFile(home / APPROVALS).pin(name, tree_sha256(folder))


def opened(home: Path, activity: str) -> float:
    done = subprocess.run([sys.executable, "-c", OPEN, str(home), activity], capture_output=True, text=True, env=environment(), cwd=ROOT)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return float(done.stdout)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        homes = {count: Path(folder) / str(count) for count in (1, 1000)}
        for count, home in homes.items():
            for number in range(count - 1):
                write_plugin(home, f"practice_{number}")
            write_plugin(home, "told")
            code_plugin(home, "coded")
            shelf = Shelf(home)
            shelf.refresh()
            shelf.open("coded.coded")
        taken: dict[tuple[int, str], list[float]] = {}
        for run in range(RUNS + 1):  # in turns, and the first round is for warming up
            for count, home in homes.items():
                for activity in ("told.told", "coded.coded"):
                    took = opened(home, activity)
                    taken.setdefault((count, activity), []).extend([took] if run else [])
    for activity, what in (("told.told", "a file"), ("coded.coded", "code")):
        many, alone = median(taken[1000, activity]), median(taken[1, activity])
        yield Row(f"opening an activity of {what}, 1,000 plugins", many, "the same alone, and 10 ms", alone + MORE_MS, "ms", 1.0)
