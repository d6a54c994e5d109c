"""What the terminal and whoever started the program see: exit codes, a restored screen, and no private words."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

APP = """
import sys
from pathlib import Path
from dtx.services import Services
from dtx.tui.app import DtxApp

class Ours(DtxApp):
    def action_break(self):
        private = "SECRET words"
        raise ValueError(private)

app = Ours(Services(Path(sys.argv[1])), crash_log=Path(sys.argv[1], "logs", "crash.log"))
app.bind("k", "break")
app.run()
sys.exit(app.return_code or 0)
"""


class Terminal:
    """The program on a pseudo-terminal of its own, 80 by 24."""

    def __init__(self, tmp_path: Path, **environ: str) -> None:
        import pty

        home = tmp_path / "home"
        self.log = home / "logs" / "crash.log"
        self.end, inside = pty.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", **environ}
        self.process = subprocess.Popen(
            [sys.executable, "-c", APP, str(home)], stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
        )
        os.close(inside)
        self.seen = b""

    def read_until(self, marker: bytes, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while marker not in self.seen:
            assert time.monotonic() < deadline, self.seen[-2000:]
            if not self._read(0.2):
                return

    def _read(self, wait: float) -> bool:
        if select.select([self.end], [], [], wait)[0]:
            try:
                self.seen += os.read(self.end, 65536)
            except OSError:  # the other end is closed
                return False
        return True

    def finish(self) -> int:
        while self._read(0.2) and self.process.poll() is None:
            pass
        while select.select([self.end], [], [], 0)[0] and self._read(0):
            pass
        code = self.process.wait(30)
        os.close(self.end)
        return code


LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (getattr(signal, "SIGHUP", 1), 129)])
def test_a_signal_ends_the_program_cleanly(tmp_path: Path, number: int, code: int) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Body scan")
    terminal.process.send_signal(number)
    assert terminal.finish() == code
    assert LEFT_ALTERNATE_SCREEN in terminal.seen


def test_a_crash_is_one_sentence_without_private_words(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Body scan")
    os.write(terminal.end, b"k")
    assert terminal.finish() == 1
    assert b"The program had a problem and closed. What you entered before is saved." in terminal.seen
    assert b"SECRET" not in terminal.seen
    log = terminal.log.read_text()
    assert "ValueError" in log and "action_break" in log
    assert "SECRET" not in log


def test_a_stray_byte_does_not_end_the_program(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Body scan")
    os.write(terminal.end, b"\xff\xfe")
    time.sleep(0.3)
    os.write(terminal.end, b"q")
    assert terminal.finish() == 0


def test_a_terminal_that_is_gone_ends_the_program_also_where_no_signal_says_so(tmp_path: Path) -> None:
    """Without a controlling terminal there is no SIGHUP, only a read of nothing."""
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Body scan")
    os.close(terminal.end)
    assert terminal.process.wait(30) == 128 + signal.SIGHUP


def test_the_real_cursor_is_shown(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.read_until(b"Body scan")
    os.write(terminal.end, b"q")
    assert terminal.finish() == 0
    assert b"\x1b[?25h" in terminal.seen


def test_no_color_sends_no_colours(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, NO_COLOR="1")
    terminal.read_until(b"Body scan")
    os.write(terminal.end, b"q")
    assert terminal.finish() == 0
    assert b"38;2;" not in terminal.seen and b"48;2;" not in terminal.seen
    assert b"\x1b[1;7" in terminal.seen or b";7m" in terminal.seen or b"\x1b[7" in terminal.seen
