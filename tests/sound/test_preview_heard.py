"""A preview at its own speed is heard, through a real sound server: the author's recording, where the practice has it."""

import time
from pathlib import Path

import numpy as np
import pytest

from dtx.authors.preview import Preview
from tests.cli.test_check import HEAD
from tests.evenings import plugin
from tests.sound.pulse import Pulse
from tests.sound.recordings import talk, write


@pytest.mark.slow
def test_a_preview_is_heard_with_the_recordings_of_its_author(pulse: Pulse, dtx_home: Path, tmp_path: Path) -> None:
    steps = "steps:\n  - ambience: none\n  - silence: 4 s\n  - say: You might look up now.\n    recording: up.wav\n    pause: 6 s\n"
    desk = plugin(tmp_path, "desk", HEAD + steps)
    write(desk / "up.wav", talk(3, level=0.3))
    shown = Preview(dtx_home, desk)
    practice = shown.begin("desk.desk", {})
    try:
        with pulse.recording() as recording:
            while practice.player.status().state == "starting":
                time.sleep(0.05)
            while practice.question is not None:
                practice.decline(practice.now())
            end = practice.now() + 8
            while practice.now() < end:
                practice.tick(practice.now())
                time.sleep(0.05)
        sound = recording.samples()[:, 0]
        heard = np.flatnonzero(np.abs(sound) > 0.03)
        assert 2.0 < (heard[-1] - heard[0]) / 48_000 < 3.5, "three seconds of a voice, and nothing else is that loud"
    finally:
        practice.close()
        shown.close()
    assert not (dtx_home / "dtx.db").exists()
