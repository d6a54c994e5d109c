"""What is good enough to keep, after the takes of the sound page (section 5): good, quiet, noisy and overdriven."""

import numpy as np
import pytest
from numpy.typing import NDArray

from dtx.sound.quality import FAINT, FAR, LOUD, MUTED, NOBODY, NOISY, quality
from dtx.sound.taking import HUM_HZ, without_hum
from tests.sound.recordings import RATE, quiet, talk


def voiced(level: float, room_dbfs: float = -65.0) -> NDArray[np.float32]:
    """A second of the room, three of a voice over it, and a second of the room."""
    noise = 10 ** (room_dbfs / 20)
    parts = [quiet(1, noise=noise), talk(3, level=level, noise=noise), quiet(1, noise=noise)]
    made: NDArray[np.float32] = np.concatenate(parts)[:, 0]
    return made


def test_a_good_take_is_good() -> None:
    found = quality(voiced(0.2), RATE)
    assert found.noise == pytest.approx(-65, abs=1.5)
    assert found.speech is not None and -38 < found.speech < -10
    assert (found.good, found.clipped, found.faults) == (True, 0, ())


@pytest.mark.parametrize(("noise", "good"), [(-46.0, True), (-43.0, False)])
def test_a_room_may_have_so_much_noise(noise: float, good: bool) -> None:
    """At most -45 dBFS."""
    found = quality(voiced(0.5, noise), RATE)
    assert [fault[1] for fault in found.faults] == ([] if good else [NOISY[1]])


def test_a_voice_that_is_far_away_is_told_to_come_nearer() -> None:
    found = quality(voiced(0.012, -70), RATE)
    assert [fault[1] for fault in found.faults] == [FAR[1]] and "-38 is the least" in found.faults[0][0]


def test_a_voice_that_hardly_stands_out_is_told_so() -> None:
    """25 dB is the least; this is about 20."""
    found = quality(voiced(0.05, -48), RATE)
    assert [fault[1] for fault in found.faults] == [FAINT[1]]


def test_a_voice_that_was_cut_off_at_the_top_is_told_to_move_back() -> None:
    loud = np.clip(voiced(3.0), -1, 1)
    found = quality(loud, RATE)
    assert found.clipped > 10 and [fault[1] for fault in found.faults] == [LOUD[1]]


def test_one_sample_at_the_top_is_no_crackle() -> None:
    samples = voiced(0.2)
    samples[RATE * 2] = samples[RATE * 2 + 1] = 1.0
    assert quality(samples, RATE).clipped == 0
    samples[RATE * 2 + 2] = 0.99
    assert quality(samples, RATE).clipped == 1


@pytest.mark.parametrize("samples", [np.zeros(RATE * 2, np.float32), np.zeros(0, np.float32), np.full(RATE, 1e-6, np.float32)])
def test_a_microphone_that_gives_nothing_is_muted(samples: NDArray[np.float32]) -> None:
    assert quality(samples, RATE).faults == (MUTED,)


def test_a_room_without_a_voice_is_no_take() -> None:
    assert quality(quiet(4, noise=10 ** (-60 / 20))[:, 0], RATE).faults == (NOBODY,)


@pytest.mark.parametrize(("hertz", "least_db", "most_db"), [(25, 34, 99), (50, 11, 14), (100, -0.1, 0.5), (300, -0.1, 0.1)])
def test_hum_is_taken_out_and_a_voice_is_left_as_it_is(hertz: float, least_db: float, most_db: float) -> None:
    """A fourth-order high-pass at 70 Hz (sound page, section 5)."""
    assert HUM_HZ == 70
    at = np.arange(2 * RATE) / RATE
    tone = (0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)
    left = without_hum(tone, RATE)[RATE // 2 : -RATE // 2]
    lost_db = 20 * np.log10(float(np.sqrt((tone**2).mean())) / float(np.sqrt((left**2).mean())))
    assert least_db <= lost_db <= most_db
