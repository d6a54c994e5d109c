"""Code is loaded in a process of its own before it is loaded here: what goes wrong there costs its own entry only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dtx.host.trial
from dtx.errors import PluginProblem
from dtx.host.shelf import PluginEntry, Shelf
from dtx.host.trial import REMEDY
from tests.host.test_shelf import GOOD, code_plugin

ENDS = "its code ends the program that loads it."
HANGS = "its code is still not loaded after 10 seconds."

FAULTS = {
    "asleep": ("import time\ntime.sleep(600)\n", HANGS),
    "deaf": ("import signal, time\nfor one in (15, 2, 1): signal.signal(one, signal.SIG_IGN)\ntime.sleep(600)\n", HANGS),
    "leaving": ("import os\nos._exit(0)\n", ENDS),
    "crashing": ("import ctypes\nctypes.string_at(0)\n", ENDS),
    "ending_all": ("import os, signal\nos.killpg(0, signal.SIGKILL)\n", ENDS),
    "ending_its_parent": ("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n", ENDS),
    "greedy": ("many = bytearray(3 * 2**30)\n", "plugin.py, line 1: MemoryError: no more is known."),
    "a_gigabyte_of_words": ("words = 'x' * 2**30\n" + GOOD, "plugin.py, line 1: MemoryError: no more is known."),
    "forking": ("import os\nos.fork()\n" + GOOD, "plugin.py, line 2: RuntimeError: a plugin may not make a copy of dtx with os.fork."),
    "interrupting": ("raise KeyboardInterrupt\n", ENDS),
    "spoiling": ("import sys, json, os\nsys.modules['dtx'] = None\nos.environ.clear()\njson.dumps = None\n", ENDS),
    "talking": ("import os, sys\nos.write(1, b'{}\\n')\nprint('[]', flush=True)\n1 / 0\n", "plugin.py, line 4: ZeroDivisionError"),
}
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork each is loaded in a program of its own")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> list[PluginEntry]:
    """Plugins that go wrong at load in every way, between two that do not."""
    home = tmp_path_factory.mktemp("faulty")
    code_plugin(home, "a_good_one", GOOD)
    for name, (code, _) in FAULTS.items():
        code_plugin(home, name, code)
    code_plugin(home, "zebra", GOOD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dtx.host.trial, "LOADING_S", 1)
        return Shelf(home, only=",".join(["a_good_one", "zebra", *FAULTS])).plugins()


@pytest.mark.parametrize("name", FAULTS)
def test_a_plugin_that_hangs_or_crashes_at_load_is_an_entry_with_one_sentence(shelf: list[PluginEntry], name: str) -> None:
    (found,) = [one for one in shelf if one.id == name]
    assert found.state == "broken"
    assert str(found.problem).startswith(f"The plugin '{name}' does not load: {FAULTS[name][1]}")
    assert str(found.problem).endswith(REMEDY)


def test_it_costs_its_own_entry_only(shelf: list[PluginEntry]) -> None:
    assert [one.id for one in shelf if one.state == "ok"] == ["a_good_one", "zebra"]
    assert all(one.load_ms > 0 for one in shelf if one.state == "ok")


def test_what_hangs_at_load_is_not_loaded_here_when_somebody_opens_it(dtx_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dtx.host.trial, "LOADING_S", 0.5)
    code_plugin(dtx_home, "asleep", "import time\ntime.sleep(600)\n")
    shelf = Shelf(dtx_home, only="asleep")
    with pytest.raises(PluginProblem, match="still not loaded") as raised:
        shelf.open("asleep.asleep")
    assert "dtx_plugins.asleep" not in sys.modules
    assert shelf.refresh()
    (line,) = shelf.listed()
    assert (line.available, line.why_not) == (False, str(raised.value))


def test_what_loaded_once_is_not_tried_again_until_it_changes(dtx_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code_plugin(dtx_home, "desk", GOOD)
    Shelf(dtx_home, only="desk").plugins()

    def none(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "run", none)
    assert Shelf(dtx_home, only="desk").open("desk.desk").activity.id == "desk.desk"


def test_what_lies_in_the_present_folder_is_not_taken_for_a_library(
    dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody installs a plugin from a folder of downloads, in which a `yaml.py` lies that nobody approved."""
    mark = tmp_path / "it has run"
    for name in ("yaml", "pluggy", "json", "dtx", "select"):
        (tmp_path / f"{name}.py").write_text(f"from pathlib import Path\nPath({str(mark)!r}).touch()\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code_plugin(dtx_home, "desk", GOOD)
    (entry,) = Shelf(dtx_home, only="desk").plugins()
    assert (entry.state, mark.exists()) == ("ok", False)
