"""A device that is heard later than it says gets its sounds so much sooner."""

import sys

import numpy as np
import pytest

from dtx.engine.score import Cue
from tests.sound.conftest import Speakers
from tests.sound.pulse import RATE, Pulse, onsets
from tests.sound.waiting import pass_to, playing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio as it is started here is a Linux thing")

LATE_S = 0.12


def test_what_is_played_from_then_on_comes_sooner_by_exactly_that(pulse: Pulse, speakers: Speakers) -> None:
    with pulse.recording() as recording:
        speaker = playing(speakers())
        begin = speaker.now() + 1.0
        speaker.play([Cue(begin, "breath_in")], None)
        pass_to(speaker, begin + 0.5)
        speaker.late(LATE_S)
        speaker.play([Cue(begin + 1.5, "breath_in")], None)
        pass_to(speaker, begin + 2.0)
        seen = speaker.now()
    (apart,) = np.diff(onsets(recording.samples(), 0.005, 0.3))
    assert apart == round((1.5 - LATE_S) * RATE)
    assert seen == pytest.approx(begin + 2.0, abs=0.1)  # the time itself makes no step
