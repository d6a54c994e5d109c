"""`dtx record` and `dtx voice`: her own voice where she likes, and an engine's where she does not."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dtx.sound.clips import key_of
from dtx.sound.speech import NO_ENGINE
from tests.cli.test_check import HEAD, coded
from tests.commands import ROOT, Commands
from tests.evenings import plugin
from tests.sound.pulse import Pulse, needed
from tests.sound.recordings import talk, write
from tests.sound.speakers import needs_espeak

FIRST, SECOND = "Let the shoulders be as heavy as they like.", "Turn to one sound you can hear."
STEPS = (
    f"steps:\n  - say: {FIRST}\n    pause: 9 s\n  - say: {SECOND}\n    pause: 5 s\n"
    "  - ask: What?\n    save: what\n  - say: You wrote {what}.\n  - breathe: 4-6\n    times: 2\n"
)


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return plugin(tmp_path, "desk", HEAD + STEPS)


# -- voice


@needs_espeak
def test_lines_that_nobody_recorded_are_spoken_once_and_kept(dtx: Commands, desk: Path) -> None:
    first = dtx("voice", "desk")
    assert first.code == 0
    assert [line.partition("  ")[0] for line in first.out.splitlines()] == [
        "spoken just now",
        "spoken just now",
        "caption only",
        "the voice of dtx",
        "the voice of dtx",
        "5 lines: 2 the voice of dtx, 2 spoken, 1 caption only.",
    ]
    assert "It changes with what the person answers." in first.out
    assert first.err == "Lines that nobody recorded are spoken by espeak-ng.\n"
    again = dtx("voice", "desk", "--json").json
    assert [(one["voice"], one["new"]) for one in again["lines"]] == [
        ("engine", False),
        ("engine", False),
        ("none", False),
        ("dtx", False),
        ("dtx", False),
    ]


def test_where_no_engine_is_one_sentence_says_so(dtx: Commands, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = dtx("voice", "desk")
    assert done.code == 1 and done.err == f"{NO_ENGINE}\n"
    assert f"caption only      {FIRST}\n" in done.out


def test_lines_with_a_recording_are_left_as_they_are(dtx: Commands, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for text in (FIRST, SECOND):
        write(desk / "voice" / f"{key_of(text)}.flac", talk(2), kind="flac")
    done = dtx("voice", "desk")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("5 lines: 2 your recording, 2 the voice of dtx, 1 caption only.\n")


def test_the_lines_of_code_are_spoken_for_its_author_alone(dtx: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    coded(tmp_path, "yield Say('Look up.', 5)")
    assert "nobody has approved this code" in dtx("voice", "coded").sentence
    assert "Look up." in dtx("voice", "coded", "--mine").out


@pytest.mark.parametrize("command", ["voice", "record"])
def test_a_folder_that_does_not_load_is_a_sentence(command: str, dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "torn", HEAD + STEPS.replace("- say", "- sya"))
    done = dtx(command, "torn")
    assert done.code == 1 and "Did you mean 'say'?" in done.sentence
    assert dtx(command, "nowhere").code == 2


# -- record


def test_as_json_it_lists_the_lines_and_listens_to_nobody(dtx: Commands, desk: Path) -> None:
    found = dtx("record", "desk", "--json").json
    assert [(one["text"], one["place"], one["room_s"], one["varies"], one["voice"], one["takes"]) for one in found] == [
        (FIRST, "plugin.yaml, line 14", 13, False, "none", 0),
        (SECOND, "plugin.yaml, line 16", 8, False, "none", 0),
        ("In", "plugin.yaml, line 21", 3, False, "dtx", 0),
        ("Out", "plugin.yaml, line 21", 5, False, "dtx", 0),
        ("You wrote {what}.", "plugin.yaml, line 20", 2, True, "none", 0),
    ]


@pytest.fixture
def nothing_hears(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nothing'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def test_where_no_microphone_is_one_sentence_says_so(dtx: Commands, desk: Path, nothing_hears: None) -> None:
    done = dtx("record", "desk", typed="q\n")
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith("dtx: There is no microphone here that dtx can hear. Plug one in")
    assert "f FILE brings in what you recorded elsewhere." in done.err.splitlines()[0]


def test_without_a_microphone_files_from_elsewhere_come_in(dtx: Commands, desk: Path, nothing_hears: None, tmp_path: Path) -> None:
    file = write(tmp_path / "mine.wav", talk(3.0))
    done = dtx("record", "desk", typed=f"f {file}\nq\n")
    assert done.code == 0, done.err
    assert "1 line recorded." in done.out
    assert dtx("record", "desk", "--json").json[0]["voice"] == "yours"


def test_what_says_nothing_has_nothing_to_record(dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "mute", HEAD + "steps:\n  - silence: 40 s\n")
    assert "Nothing is said in it that could be recorded." in dtx("record", "mute").sentence


@pytest.mark.slow
def test_two_lines_are_recorded_heard_and_redone_with_a_real_microphone(desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    """As an author does it, in a process of its own, while somebody speaks into the room."""
    needed()
    said = write(tmp_path / "said.wav", talk(3, level=0.3))
    with Pulse() as pulse:
        environment = {**pulse.environment(), "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        command = [sys.executable, "-m", "dtx", "record", str(desk)]
        log = (tmp_path / "out.txt").open("w+")
        dtx = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, env=environment, text=True)
        assert dtx.stdin is not None

        def until(words: str) -> None:
            for _ in range(300):
                if words in (text := (tmp_path / "out.txt").read_text("utf-8")):
                    return
                assert dtx.poll() is None, text
                time.sleep(0.1)
            raise AssertionError(f"{words!r} never came: {text}")

        def typed(words: str) -> None:
            assert dtx.stdin is not None
            dtx.stdin.write(words + "\n")
            dtx.stdin.flush()

        try:
            until(FIRST)
            time.sleep(1.1)
            typed("")
            until("Speak now.")
            subprocess.run(["paplay", "--device=sess", str(said)], env=pulse.environment(), check=True)
            typed("")
            until("Kept.")
            typed("h")
            time.sleep(4)  # it is listened to until its end: this room hears what is played in it
            typed("n")
            until(SECOND)
            typed("")  # nobody speaks
            time.sleep(1)
            typed("")
            until("Enter records it again")
            typed("q")
            assert dtx.wait(20) == 0
        finally:
            dtx.kill()
            dtx.wait()
            dtx.stdin.close()
            log.close()
    text = (tmp_path / "out.txt").read_text("utf-8")
    assert "1 line recorded. 1 line nobody says yet." in text and "Traceback" not in text
    assert (desk / "voice" / f"{key_of(FIRST)}.ogg").is_file()
    assert len(list((dtx_home / "media" / "takes" / key_of(FIRST)).glob("*.flac"))) == 2
