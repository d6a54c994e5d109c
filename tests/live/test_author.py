"""An author in windows of their own: what is saved in an editor is on the screen within a second."""

import os
from pathlib import Path

import pytest

from tests.cli.test_check import HEAD
from tests.evenings import plugin
from tests.live.terminal import Window

STEPS = "steps:\n  - say: Look up.\n    pause: 50 s\n  - say: Look down.\n    pause: 9 s\n"
WITHIN_S = 1.0
REST_S = 0.05
"""A window is read for so much longer than until the words are there."""


def saved(folder: Path, text: str) -> None:
    """As an editor does: a new file beside it, put on the disk, which then takes its place."""
    beside = folder / ".plugin.yaml.swp"
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / "plugin.yaml")


@pytest.mark.slow
@pytest.mark.alone
def test_a_saved_change_is_on_the_screen_within_a_second(tmp_path: Path, dtx_home: Path) -> None:
    desk = plugin(tmp_path, "desk", HEAD + STEPS)
    with Window(["preview", str(desk), "--speed", "2"], dtx_home) as window:
        window.see("Please leave out")
        window.press("\r")
        window.see("How strong is your pain")
        window.press("n")
        window.press("n")
        window.see("Look up.")
        took = []
        for number in range(5):
            saved(desk, HEAD + STEPS.replace("Look up.", f"Look up, and {number}."))
            began = window.now
            window.see(f"Look up, and {number}.")
            took.append(window.now - began - REST_S)
        print(f"a saved change was on the screen after {', '.join(f'{one:.2f}' for one in took)} s")
        assert sorted(took)[2] < WITHIN_S
        saved(desk, HEAD + STEPS.replace("- say: Look up", "- sya: Look up"))
        window.see("Did you mean 'say'?", "Until then it is shown as it was before.")
        window.press("q")
        assert window.leave() == 0
    assert b"Look up" not in b"".join(path.read_bytes() for path in dtx_home.glob("dtx.db*"))


@pytest.mark.slow
def test_a_preview_that_is_killed_leaves_nothing_of_what_was_typed(tmp_path: Path, dtx_home: Path) -> None:
    desk = plugin(tmp_path, "desk", HEAD + "steps:\n  - ask: What?\n    save: what\n")
    with Window(["preview", str(desk)], dtx_home) as window:
        window.see("Please leave out")
        window.press("\r")
        window.see("How strong is your pain")
        window.press("n")
        window.press("n")
        window.see("What?")
        window.press("zanzibar")
        window.see("zanzibar")
        window.run(1.5)
        window.process.kill()
        window.process.wait()
    assert not [path for path in dtx_home.rglob("*") if path.is_file() and b"zanzibar" in path.read_bytes()]


@pytest.mark.slow
def test_what_was_typed_into_a_practice_survives_being_killed(tmp_path: Path, dtx_home: Path) -> None:
    desk = plugin(tmp_path, "desk", HEAD + STEPS)
    for words in ("zanzibar", None):
        with Window(["preview", str(desk)], dtx_home, (120, 40)) as window:
            window.see("Please leave out")
            window.press("w")
            window.see("minutes: 1")
            if words is None:
                window.see("zanzibar", "is here again")
                continue
            window.press(words)
            window.see(words, "Not saved yet.")
            window.run(2)
            window.process.kill()
            window.process.wait()
    assert "zanzibar" not in (desk / "plugin.yaml").read_text("utf-8")
