"""What only a process of its own can show: signals, pipes, streams that are closed, terminals, and how quickly it starts."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import ANSWERS, ROOT, Commands, child
from tests.host.test_shelf import GOOD, code_plugin

SESSION = ("run", "breathing.four78", "--plain")
FAST = (*SESSION, "--pace", "fast")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of this kind are not on Windows")
LIMIT_S = 30

pytestmark = pytest.mark.usefixtures("nothing_to_mention")


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    """For what comes before and after: it needs no process of its own."""
    return Commands(capsys, monkeypatch, tmp_path)


def test_version_and_help_load_nothing_that_they_do_not_need() -> None:
    code = (
        "import sys\nfrom dtx.__main__ import main\ncode = main(sys.argv[1:])\n"
        "heavy = {'dtx.services', 'dtx.host.shelf', 'pydantic', 'yaml', 'pluggy', 'sqlite3', 'textual', 'numpy', 'filelock'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\nsys.exit(code)"
    )
    for word in ("--version", "--help"):
        done = subprocess.run([sys.executable, "-c", code, word], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr


def test_a_fast_session_loads_no_screen_and_no_sound() -> None:
    code = (
        "import sys\nfrom dtx.__main__ import main\n"
        f"code = main({[*FAST]!r})\n"
        "assert not {'textual', 'rich', 'numpy', 'sounddevice'} & set(sys.modules)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr


@posix
def test_five_minutes_at_full_speed_take_less_than_a_second_of_work(tmp_path: Path) -> None:
    """Processor time, less than five times what it takes to import the libraries: a fifth of a second where nothing else runs.

    A busy machine makes both longer. The best of three, by turns, after one of each that compiles.
    """
    (tmp_path / "a.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
    words = ("-m", "dtx", "run", "breathing.coherent_46", "--plain", "--pace", "fast", "--answers", str(tmp_path / "a.json"))
    libraries = ("-c", "import click, pluggy, pydantic, sqlite3, yaml; from pydantic import BaseModel, TypeAdapter")
    turns = [(work(*words), work(*libraries)) for _ in range(4)][1:]
    assert min(session for session, _ in turns) < 5 * min(imports for _, imports in turns)


def work(*words: str) -> float:
    """Processor seconds that Python takes with these words."""
    before = os.times()
    assert subprocess.run([sys.executable, *words], stdin=subprocess.DEVNULL, capture_output=True, cwd=ROOT).returncode == 0
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


@posix
def test_a_thread_that_a_plugin_leaves_behind_does_not_keep_dtx_open(tmp_path: Path) -> None:
    home = tmp_path / "home"
    rest = "import threading, time\nthreading.Thread(target=lambda: time.sleep(600)).start()\n"
    code_plugin(home, "desk", rest + GOOD)
    done = child("run", "desk.desk", "--plain", "--pace", "fast", env={"DTX_HOME": str(home)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "Kept as session" in done.stdout


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    for words in (("read", "body_scan.scan", "--json"), FAST):
        started = subprocess.Popen(
            [sys.executable, "-m", "dtx", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
        )
        assert started.stdout is not None and started.stderr is not None
        started.stdout.close()
        with started.stderr as errors:
            assert errors.read() == b""
        assert started.wait(LIMIT_S) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have /dev/full")
def test_output_that_cannot_be_written_is_a_sentence() -> None:
    for words in (("sessions", "--json"), ("export", "--to", "csv"), FAST):
        with Path("/dev/full").open("wb") as full:
            done = child(*words, capture_output=False, stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_problem(closed: str) -> None:
    command = f'"{sys.executable}" -m dtx {" ".join(FAST)} {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, timeout=LIMIT_S)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_bytes_on_standard_input_are_answers_whatever_their_line_ends(dtx: Commands) -> None:
    done = child(*FAST, input="6\r\n3\r\n4\r\n7\r\n1\r\n")
    assert done.returncode == 0, done.stderr
    (record,) = dtx.sessions()
    assert (record["before"]["pain"]["value"], record["after"]["relax"]["value"]) == (6, 7)
    assert record["felt_worse"] == {"answer": "no"}


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_any_locale_writes_utf_8(locale: str, dtx: Commands) -> None:
    assert dtx(*FAST).code == 0
    done = child("sessions", env={"LC_ALL": locale, "PYTHONUTF8": "0"})
    assert done.returncode == 0 and "→" in done.stdout


@posix
class TestSignals:
    """A signal ends the program, and nothing that was answered is lost."""

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
    @pytest.mark.parametrize("moment", ["How relaxed", "Sit or lie so"], ids=["asking", "guiding"])
    def test_everything_is_kept_and_resume_goes_on(self, name: str, moment: str, dtx: Commands) -> None:
        number = getattr(signal, name)
        code, _, errors = ended_by(number, moment)
        assert code == 128 + number
        assert errors.splitlines() == [
            "dtx: The session was ended from outside, and all it had is kept. `dtx resume` goes on within 30 minutes."
        ]
        (record,) = dtx.sessions()
        assert record["before"]["pain"]["value"] == 6 and record["status"] is None
        done = dtx("resume", "--plain", "--pace", "fast")
        assert done.code == 0, done.err
        assert "It goes on from where it broke off." in done.out
        (record,) = dtx.sessions()
        assert (record["status"], record["active_s"], record["before"]["pain"]["value"]) == ("completed", 136.0, 6)

    def test_a_new_session_closes_one_that_was_left(self, dtx: Commands) -> None:
        ended_by(signal.SIGTERM, "Sit or lie so")
        assert dtx(*FAST).code == 0
        newest, left = dtx.sessions()
        assert (newest["status"], left["status"]) == ("completed", "interrupted")
        assert left["before"]["pain"]["value"] == 6


def ended_by(number: int, moment: str) -> tuple[int, str, str]:
    """Run a session in real time, answer the first two questions as they come, and send a signal when `moment` is said."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-m", "dtx", *SESSION], env=environment, **pipes) as session:  # type: ignore[call-overload]
        assert session.stdin and session.stdout
        session.stdin.write(b"6\n")
        session.stdin.flush()
        said = ""
        for piece in pieces(session.stdout.fileno()):
            said += piece
            if moment in said:
                break
            if "How relaxed" in said:
                session.stdin.write(b"3\n")
                session.stdin.flush()
        session.send_signal(number)
        rest, errors = session.communicate(timeout=LIMIT_S)
    return session.returncode, said + rest.decode(), errors.decode()


@posix
class TestTerminals:
    """A real terminal of the kind a shell runs in."""

    @pytest.mark.parametrize("why", [{"TERM": "dumb"}, {"TERM": ""}, {"ACCESSIBLE": "1"}])
    def test_plain_mode_is_chosen_where_it_is_asked_for(self, why: dict[str, str], dtx: Commands) -> None:
        code, said = at_a_terminal(SESSION[:2], [("leaves it out", "6\n"), ("How relaxed", "s\n"), *[("it out", "\n")] * 4], why)
        assert code == 0
        assert "\x1b" not in said, "no colours, no boxes, nothing painted"
        assert "You stopped early. That is fine." in said
        (record,) = dtx.sessions()
        assert (record["status"], record["before"]["pain"]["value"]) == ("stopped", 6)

    def test_include_asks_first_and_takes_a_no(self, dtx: Commands) -> None:
        assert dtx(*FAST).code == 0
        words = ("export", "--to", "jsonl", "--include", "notes")
        code, said = at_a_terminal(words, [("Share your notes, too?", "n\n")], {})
        assert code == 1 and "dtx: Nothing was done." in said and "session_id" not in said
        code, said = at_a_terminal(words, [("Share your notes, too?", "y\n")], {})
        assert code == 0 and "session_id" in said


def at_a_terminal(words: tuple[str, ...], typing: list[tuple[str, str]], env: dict[str, str]) -> tuple[int, str]:
    """Run a command at a pty, typing each text when what belongs to it has been said since the last."""
    import pty

    master, slave = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]), **env}
    command = [sys.executable, "-m", "dtx", *words]
    session = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True)
    os.close(slave)
    said, heard = "", 0
    for piece in pieces(master):
        said += piece
        if typing and typing[0][0] in said[heard:]:
            heard = len(said)
            os.write(master, typing.pop(0)[1].encode())
    os.close(master)
    return session.wait(LIMIT_S), said


def pieces(handle: int) -> Iterator[str]:
    """What is written to the other end, as it comes, until that is closed."""
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        if select.select([handle], [], [], 1)[0]:
            try:
                piece = os.read(handle, 65536)
            except OSError:  # a terminal whose program has gone
                return
            if not piece:
                return
            yield piece.decode(errors="replace")
    raise TimeoutError("the command said nothing more")
