"""Words being written outlive the program: killed without warning, at most the last two seconds are gone."""

import os
from pathlib import Path

import pytest

from dtx.care.ratings import PAIN, RELAX
from tests.live.terminal import Window

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pty is a POSIX thing")

SITUATION = "What was happening?"
LINE = "The kitchen, before breakfast, alone. The [red]kettle[/red] was on."
LAST = " Then I sat down."


def to_the_first_question(window: Window) -> None:
    for question in (PAIN, RELAX):
        window.see(question.text)
        window.press("4\r")
    window.see(SITUATION)


def test_a_thought_killed_in_the_middle_is_there_again_to_the_last_two_seconds(tmp_path: Path) -> None:
    with Window(["run", "thought_record.five", "--mute"], tmp_path) as window:
        to_the_first_question(window)
        window.press(LINE)
        window.see("kettle[/red] was on.")
        window.run(2)
        window.press(LAST)
        window.see("Then I sat down.")
        window.process.kill()
        window.process.wait(10)
    with Window(["resume", "--mute"], tmp_path) as window:
        window.see(SITUATION, "kettle[/red] was on.")  # as it was typed: no markup
        window.press("\x11")
        window.leave()
    assert LINE.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "logs").glob("*"))
