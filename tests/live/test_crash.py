"""When the program itself has a problem: one sentence, an exit code, no private word anywhere, and everything entered is kept."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from dtx.tui.base import SORRY
from tests.live.journal import journal, of_kind
from tests.live.terminal import CONTROLLING, Window
from tests.live.test_draft import LINE, SITUATION, to_the_first_question
from tests.live.test_window import BREATHING, assert_resumable, guided

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pty is a POSIX thing")

BREAKS = """
import sys
from dtx.tui.sessionpage import SessionPage

async def fall(self):
    private = f"SECRET of {self.practice.session_id}"
    raise ValueError(private)

SessionPage.action_skip = SessionPage.action_back = fall
from dtx.__main__ import main
sys.exit(main())
"""


class Breaking(Window):
    """dtx with a fault in it: leaving out and going back end in an exception whose frames and message hold private words."""

    def command(self, arguments: Sequence[str]) -> list[str]:
        return ["-c", CONTROLLING, "-c", BREAKS, *arguments]


def assert_told_in_one_sentence(window: Window, home: Path, *private: str) -> None:
    """On what is left in the terminal, once the app's own screen is gone, and in the log."""
    assert window.leave() == 1
    written = b"".join(data for _, data in window.chunks).decode("utf-8")
    left = written[written.rindex("\x1b[?1049l") :]
    assert SORRY in left and "Traceback" not in written
    assert window.modes == set()
    log = (home / "logs" / "crash.log").read_text("utf-8")
    assert "ValueError" in log and " fall" in log
    for words in ("SECRET", *private):
        assert words not in left and words not in log


def test_a_crash_in_a_practice_is_one_sentence_and_the_session_can_go_on(tmp_path: Path) -> None:
    with Breaking(BREATHING, tmp_path) as window:
        guided(window)
        window.press("n")
        assert_told_in_one_sentence(window, tmp_path)
    assert_resumable(tmp_path)


def test_a_crash_over_a_thought_shows_none_of_it_and_keeps_it(tmp_path: Path) -> None:
    with Breaking(["run", "thought_record.five", "--mute"], tmp_path) as window:
        to_the_first_question(window)
        window.press(LINE)
        window.see("kettle[/red] was on.")
        window.press("\x1bOR")  # F3: back
        assert_told_in_one_sentence(window, tmp_path, "kettle")
    assert len(of_kind(journal(tmp_path), "rated")) == 2
    with Window(["resume", "--mute"], tmp_path) as window:
        window.see(SITUATION, "kettle[/red] was on.")
