"""A long recording sounds as if it were in memory, wherever one begins to read, and takes little of it."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from dtx.engine.score import Cue
from dtx.sound import RATE
from dtx.sound.clips import Clips
from dtx.sound.conductor import Conductor
from dtx.sound.mixer import Mixer
from dtx.sound.reading import Reading
from dtx.sound.resample import resampled
from tests.sound.made import tone


def file(folder: Path, rate: int, seconds: float = 7.3, channels: int = 1) -> tuple[Path, np.ndarray]:
    at = np.arange(round(seconds * rate)) / rate
    samples = (0.4 * np.sin(2 * np.pi * 300 * at + 3 * np.sin(2 * np.pi * 0.7 * at))).astype(np.float32)[:, None].repeat(channels, axis=1)
    soundfile.write(folder / "long.wav", samples, rate, subtype="FLOAT")
    return folder / "long.wav", samples


@pytest.mark.parametrize("rate", [24_000, 44_100, 48_000])
def test_it_is_the_same_sound_as_the_whole_file_at_48_khz(rate: int, tmp_path: Path) -> None:
    path, samples = file(tmp_path, rate)
    reading, whole = Reading(path), resampled(samples, rate, RATE)
    assert reading.frames == len(whole)
    for start, stop in ((0, 1000), (95_000, 97_500), (200_001, 203_000), (50_000, 51_000), (len(whole) - 900, len(whole))):
        heard = reading.read(start, stop)
        assert heard.shape == (stop - start, 1)
        inner = slice(192 if start == 0 else 0, -192 if stop == len(whole) else None)
        np.testing.assert_allclose(heard[inner], whole[start:stop][inner], atol=2e-4)


def test_it_rises_and_ends_softly(tmp_path: Path) -> None:
    path, _ = file(tmp_path, 48_000)
    reading = Reading(path)
    assert abs(reading.read(0, 1)[0, 0]) < 1e-4 and abs(reading.read(reading.frames - 1, reading.frames)[0, 0]) < 1e-4


def test_more_channels_than_two_become_one(tmp_path: Path) -> None:
    path, _ = file(tmp_path, 48_000, channels=4)
    assert Reading(path).read(1000, 2000).shape == (1000, 1)


def test_a_session_that_comes_back_to_a_long_recording_goes_on_inside_it(tmp_path: Path) -> None:
    """Sound page, section 7: after a loss, from the present sample on."""
    soundfile.write(tmp_path / "long.flac", tone(70, 300, 0.3), RATE)
    clips, mixer = Clips(tmp_path / "nothing", folder=tmp_path), Mixer(volume=1.0)
    assert isinstance(clips.recording("long.flac"), Reading)
    mixer.render(30 * RATE)
    Conductor(mixer, clips).play([Cue(10.0, "voice", "", "long.flac")], None)
    heard = mixer.render(2 * RATE)[:, 0]
    expected = tone(70, 300, 0.3)[20 * RATE : 22 * RATE, 0]
    np.testing.assert_allclose(heard[RATE:], expected[RATE:], atol=1e-3)
    assert np.abs(heard[:100]).max() < 0.01
