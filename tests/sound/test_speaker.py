"""The speaker without a sound card: time goes on, nobody waits, and nothing is written on the screen."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from dtx.engine.score import Cue
from dtx.sound.status import NO_ANSWER, NO_DEVICE, NO_LIBRARY
from tests.sound.conftest import Speakers
from tests.sound.waiting import pass_to, until
from tests.test_layers import ROOT

MOST_S = 0.05
"""No key may wait longer for the sound (the issue, "Must hold")."""

MISSING = {
    "sounddevice": "raise OSError('PortAudio library not found')",
    "miniaudio": "raise ModuleNotFoundError('No module named miniaudio')",
}
BROKEN = {
    "sounddevice": "class PortAudioError(Exception): pass\nraise PortAudioError('Error initializing PortAudio')",
    "miniaudio": "raise RuntimeError('failed to init context')",
}
HANGS = {"sounddevice": "import time\ntime.sleep(60)"}
DIES = {"sounddevice": "import os\nos.abort()"}
NOTHING: dict[str, str] = {}


@pytest.fixture
def libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Puts modules of these names and contents before the real ones, for processes started from here."""

    def put(contents: dict[str, str]) -> None:
        folder = tmp_path / "libraries"
        folder.mkdir()
        for name, content in contents.items():
            (folder / f"{name}.py").write_text(content)
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))

    return put


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        pytest.param(MISSING, NO_LIBRARY, id="no PortAudio and no miniaudio"),
        pytest.param(BROKEN, NO_DEVICE, id="both broken"),
        pytest.param(NOTHING, NO_DEVICE, id="no device"),
        pytest.param(HANGS, NO_ANSWER, id="hangs"),
        pytest.param(DIES, NO_ANSWER, id="dies"),
    ],
)
@pytest.mark.usefixtures("no_pulse")
def test_without_sound_time_goes_on_and_one_sentence_says_why(
    contents: dict[str, str],
    says: str,
    speakers: Speakers,
    libraries: Callable[[dict[str, str]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The matrix of the sound page, section 1."""
    monkeypatch.setattr("dtx.sound.speaker.START_S", 2.0)
    libraries(contents)
    slowest = 0.0

    def timed(call: Callable[[], object]) -> None:
        nonlocal slowest
        begin = time.perf_counter()
        call()
        slowest = max(slowest, time.perf_counter() - begin)

    begin = time.perf_counter()
    speaker = speakers()
    slowest = time.perf_counter() - begin
    start, counter = speaker.now(), time.perf_counter()
    while speaker.status().state == "starting":
        timed(lambda: speaker.play([Cue(speaker.now() + 1, "breath_in")], "rain.ogg"))
        timed(lambda: speaker.volume("bed", 0.5))
        timed(speaker.now)
        timed(speaker.status)
        time.sleep(0.02)
    assert speaker.status().state == "silent"
    assert speaker.status().says == says
    assert speaker.now() - start == pytest.approx(time.perf_counter() - counter, abs=0.01)
    timed(speaker.close)
    assert slowest < MOST_S


@pytest.mark.usefixtures("no_pulse")
def test_what_sound_libraries_print_is_in_the_log_and_never_on_the_screen(tmp_path: Path) -> None:
    """ALSA and PortAudio write to the error output themselves, where the app draws (sound page, section 1)."""
    if os.name != "posix":
        pytest.skip("a pty is a POSIX thing")
    log = tmp_path / "sound.log"
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries" / "sounddevice.py").write_text("import os\nos.write(2, b'ALSA lib: noise\\n'); os.write(1, b'more noise\\n')\n")
    program = (
        "import time; from pathlib import Path; from dtx.sound.speaker import Speaker\n"
        f"speaker = Speaker(log=Path({str(log)!r}))\n"
        "while speaker.status().state == 'starting': time.sleep(0.01)\n"
        "speaker.close(); speaker.wait_closed(5); print('DONE')\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "libraries"), str(ROOT), os.environ["PYTHONPATH"]])}
    with Terminal(["-c", program], tmp_path, env=env) as terminal:
        terminal.wait_for("DONE")
        assert terminal.text().split() == ["DONE"]
    assert "ALSA lib: noise" in log.read_text() and "more noise" in log.read_text()


@pytest.mark.usefixtures("no_pulse")
def test_it_can_be_closed_at_any_moment_and_leaves_no_process_and_no_file(
    speakers: Speakers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    speaker = speakers()
    speaker.close()
    assert speaker.wait_closed(10)
    assert speaker.status().state == "closed"
    assert list((tmp_path / "scratch").iterdir()) == []
    seen = pass_to(speaker, speaker.now() + 0.05)
    assert seen == sorted(seen)
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("dtx-sound")]


@pytest.mark.usefixtures("no_pulse")
def test_an_app_that_vanishes_takes_the_sound_process_with_it(tmp_path: Path, libraries: Callable[[dict[str, str]], None]) -> None:
    """Killed without warning, there is nobody left to end the sound process; it ends by itself."""
    import subprocess

    libraries({"sounddevice": "import time\ntime.sleep(3)"})
    program = (
        "from dtx.sound.speaker import Speaker\nimport time\ns = Speaker()\n"
        "while s._process is None: time.sleep(.01)\nprint(s._process.pid, flush=True)\ntime.sleep(60)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ["PYTHONPATH"]])}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=env) as app:
        assert app.stdout is not None
        sound = int(app.stdout.readline())
        app.kill()
    if sys.platform == "linux":
        until(lambda: not Path(f"/proc/{sound}/stat").exists() or Path(f"/proc/{sound}/stat").read_text().split()[2] == "Z", 10)
