"""Another sampling rate is the same sound: sines come out where they were, at their level, and nothing is heard at the seams."""

import numpy as np
import pytest

from dtx.sound.resample import BLOCK_S, resampled


def sine(hertz: float, rate: int, frames: int) -> np.ndarray:
    """Half a second of it comes, and half a second goes: a sine that is cut off holds every frequency there is."""
    at = np.arange(frames) / rate
    level = np.clip(np.minimum(at, frames / rate - at) / 0.5, 0, 1)
    return (np.sin(2 * np.pi * hertz * at) * (0.5 - 0.5 * np.cos(np.pi * level))).astype(np.float32)[:, None]


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 32000, 44100, 96000])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.8])
def test_a_sine_is_the_same_sine_at_the_other_rate(rate: int, part: float) -> None:
    """Sound page, section 3: the error of the Fourier resampler is below -90 dB; here over three blocks."""
    hertz = part * min(rate, 48000) / 2
    frames = int(rate * BLOCK_S * 2.7)
    made = resampled(sine(hertz, rate, frames), rate, 48000)
    assert len(made) == round(frames * 48000 / rate)
    error = made - sine(hertz, 48000, len(made))
    assert 20 * np.log10(np.sqrt(np.mean(error**2)) / np.sqrt(0.5)) < -90


@pytest.mark.parametrize("frames", [1, 2, 7, 100, 44100])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_length_keeps_its_length(frames: int, channels: int) -> None:
    made = resampled(np.zeros((frames, channels), np.float32), 44100, 48000)
    assert made.shape == (round(frames * 48000 / 44100), channels)


def test_what_is_at_the_rate_already_is_left_alone() -> None:
    samples = sine(100, 48000, 500)
    assert resampled(samples, 48000, 48000) is samples
