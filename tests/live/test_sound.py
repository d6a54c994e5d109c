"""A real session in a real window, heard through a real sound server: every turn of the breath is on its sample."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest

from benchmarks.lateness import busy
from benchmarks.measure import percentile
from benchmarks.practice import FILE
from dtx.care.felt_worse import FELT_WORSE
from dtx.care.ratings import PAIN, RELAX
from dtx.settings import Settings, Sound
from tests.live.journal import journal, of_kind
from tests.live.terminal import Window
from tests.live.timing import begin, breaths_shown, told
from tests.sound.conftest import pulse, server  # noqa: F401
from tests.sound.pulse import RATE, Pulse, onsets

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio as it is started here is a Linux thing")

SLOW_AND_ALONE = (pytest.mark.slow, pytest.mark.alone)
IN_S, OUT_S = 2, 3
LEVEL = 0.002


def practise(home: Path, breaths: int) -> list[str]:
    """A practice of so many breaths in which only the turns sound. Returns the words that run it."""
    Settings().with_sound("default", Sound(voice=0, bed=0)).keep(home)
    folder = home / "plugins" / "measured"
    folder.mkdir(parents=True)
    steps = FILE[: FILE.index("  - breathe:")] + f"  - breathe: {IN_S}-{OUT_S}\n    times: {breaths}\n"
    (folder / "plugin.yaml").write_text(steps, encoding="utf-8")
    return ["run", "measured.measured"]


@contextmanager
def held(process: int, seconds: float = 0.3) -> Iterator[None]:
    """The app stands still for a moment, again and again, as if one long call held its interpreter."""
    over = threading.Event()

    def hold() -> None:
        while not over.wait(0.7):
            os.kill(process, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(process, signal.SIGCONT)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize(
    ("breaths", "trouble"),
    [
        pytest.param(6, "", id="12 cues"),
        pytest.param(30, "busy", id="60 cues, every core busy", marks=SLOW_AND_ALONE),
        pytest.param(30, "held", id="60 cues, the app held for 300 ms at a time", marks=SLOW_AND_ALONE),
    ],
)
def test_every_turn_of_the_breath_is_heard_on_its_sample(breaths: int, trouble: str, pulse: Pulse, tmp_path: Path) -> None:  # noqa: F811
    """Relative to the first of its kind: an in-breath each five seconds, and an out-breath two seconds after each."""
    words = practise(tmp_path, breaths)
    with ExitStack() as stack:
        recording = stack.enter_context(pulse.recording())
        window = stack.enter_context(Window(words, tmp_path))
        begin(window)
        window.see("Breath 1")
        with ExitStack() as during:
            if trouble == "busy":
                busy(during)
            elif trouble == "held":
                during.enter_context(held(window.process.pid))
            window.see(PAIN.text, seconds=breaths * (IN_S + OUT_S) + 20)
        for question in (PAIN, RELAX):
            window.see(question.text)
            window.press("4\r")
        window.see(FELT_WORSE.text[:20])
        window.press("1\r")
        window.see("Saved")
    (sound,) = of_kind(journal(tmp_path), "sound")
    assert sound["value"]["underruns"] == 0 and sound["value"]["lost"] is False
    found = onsets(recording.samples(), LEVEL, 0.4)
    assert len(found) == 2 * breaths
    cycle = (IN_S + OUT_S) * RATE
    for kind in (found[::2], found[1::2]):
        assert [int(one) for one in np.diff(kind)] == [cycle] * (breaths - 1)
    assert abs(int(found[1] - found[0]) - IN_S * RATE) < RATE // 100  # the two tones rise differently


@pytest.mark.slow
@pytest.mark.alone
def test_a_breath_is_seen_when_it_is_heard(pulse: Pulse, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """From the sample in the sound server's monitor to the bytes on the terminal, over 40 turns of the breath."""
    breaths = 20
    words = practise(tmp_path, breaths)
    with pulse.recording(latency_ms=5) as recording, Window(words, tmp_path) as window:
        begin(window)
        window.see("Breath 1")
        seen = [window.begin + at for at in breaths_shown(window.only_read(breaths * (IN_S + OUT_S) - 1))]
    heard = [recording.moment(int(sample)) for sample in onsets(recording.samples(), LEVEL, 0.4)]
    apart = [(at - min(heard, key=lambda one: abs(one - at))) * 1000 for at in seen]
    told(capsys, "seen after it was heard", apart)
    assert len(apart) >= 2 * breaths - 4
    assert percentile([abs(one) for one in apart], 95) < 30
