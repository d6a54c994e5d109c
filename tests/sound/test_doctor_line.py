"""The doctor lets a line be heard, through a real sound server."""

import sys
from pathlib import Path

import numpy as np
import pytest

from dtx.doctor import sound
from dtx.services import Services
from dtx.sound.narrator import narrator
from dtx.sound.trial import LINE
from tests.sound.pulse import RATE, Pulse

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio as it is started here is a Linux thing")


@pytest.mark.usefixtures("pulse")
@pytest.mark.parametrize("asked", [True, False])
def test_the_line_for_the_level_check_is_heard_where_somebody_listens(asked: bool, pulse: Pulse, dtx_home: Path) -> None:
    services = Services(dtx_home, safe=True, sound=asked)
    with pulse.recording() as recording:
        (finding,) = sound(services)
    services.close()
    assert finding.ok and "by way of" in finding.says and (LINE in finding.says) is asked
    voice = narrator()
    assert voice is not None
    spoken = np.abs(recording.samples()[:, 0]).reshape(-1)
    tenths = np.sqrt((spoken[: len(spoken) // (RATE // 10) * (RATE // 10)].reshape(-1, RATE // 10) ** 2).mean(axis=1))
    heard_s = float((tenths > 0.003).sum() / 10)
    assert heard_s == pytest.approx(voice.seconds[LINE] if asked else 0.0, abs=0.8 if asked else 0.01)
