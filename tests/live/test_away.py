"""Put aside with ctrl+z or stopped from outside, and back; killed without warning: the terminal is as it was, and nothing is lost."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.live.journal import journal, of_kind
from tests.live.terminal import InScript, Shell, Window
from tests.live.test_window import BREATHING, SETTLE, assert_no_trouble, assert_resumable, guided

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and job control are POSIX things")


def child_of(process: int) -> int:
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=True).stdout
    return int(out.split()[0])


def test_put_aside_and_back_the_session_waits_and_everything_is_painted_again(tmp_path: Path) -> None:
    with Shell(BREATHING, tmp_path) as window:
        guided(window)
        window.press("\x1a")
        assert "Stopped" in window.prompt()
        assert window.modes == set()
        assert of_kind(journal(tmp_path), "paused"), "it waits, and the journal says so"
        window.type("fg")
        window.see("Paused.", "Press Space to go on", "Stop", "Go on", "Help")
        assert "hidden cursor" not in window.modes
        window.press(" ")
        window.see(SETTLE, "Pause")
        window.press("\x11")
        window.prompt()
        window.type("echo code $?")
        window.see("code 0")
        assert window.modes == set()
        assert_no_trouble(window, tmp_path)
    assert_resumable(tmp_path)


@pytest.mark.slow
def test_where_nothing_could_bring_it_back_it_is_not_put_aside(tmp_path: Path) -> None:
    """A window of its own, as from an icon on the desktop: there is no shell in it."""
    with Window(BREATHING, tmp_path) as window:
        guided(window)
        window.press("\x1a")
        window.press(" ")
        window.see("Paused.")
        assert {"alternate screen"} <= window.modes


def test_stopped_from_outside_and_back_the_terminal_is_left_as_it_was(tmp_path: Path) -> None:
    with Window(BREATHING, tmp_path) as window:
        guided(window)
        os.kill(window.process.pid, signal.SIGSTOP)
        time.sleep(0.2)  # a real wait: what is stopped tells nobody
        os.kill(window.process.pid, signal.SIGCONT)
        for _ in range(4):
            window.press(" ")
            window.see("Paused.")
            window.press(" ")
            window.see(SETTLE)
        window.press("\x11")
        assert window.leave() == 0
        assert window.modes == set() and window.read_settings() == window.settings
        assert_no_trouble(window, tmp_path)


@pytest.mark.slow
def test_killed_without_warning_the_terminal_is_put_in_order_and_the_session_can_go_on(tmp_path: Path) -> None:
    with Shell(BREATHING, tmp_path) as window:
        guided(window)
        window.run(0.5)
        os.kill(window.app(), signal.SIGKILL)
        window.see("dtx was ended from outside. What you entered is saved.")
        window.press("\r")
        window.prompt()
        assert window.modes == set()
        window.type("echo code $?")
        window.see("code 137")
        assert window.read_settings() == window.settings
    assert_resumable(tmp_path)


def test_killed_where_no_shell_restores_anything_the_terminal_takes_lines_again(tmp_path: Path) -> None:
    with InScript(BREATHING, tmp_path) as window:
        guided(window)
        window.run(0.5)
        os.kill(child_of(window.process.pid), signal.SIGSEGV)
        window.see("dtx was ended from outside", "code 139")
        window.until("the settings", lambda _: window.read_settings() == window.settings)
        assert window.modes == set()
        window.press("back to lines\r")
        window.until("what was typed, and its answer", lambda screen: screen.count("back to lines") == 2)


@pytest.mark.slow
def test_killed_while_it_was_put_aside_the_terminal_is_the_shells_and_left_alone(tmp_path: Path) -> None:
    with Shell(BREATHING, tmp_path) as window:
        guided(window)
        app = window.app()
        window.press("\x1a")
        window.prompt()
        since = len(window.chunks)
        os.kill(app, signal.SIGKILL)
        window.run(0.5)
        assert "dtx was ended" not in window.text(since)
        window.type("echo still here")
        window.see("still here")
