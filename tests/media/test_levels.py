"""Loudness after ITU-R BS.1770-4 and true peaks, against known signals and another implementation."""

import numpy as np
import pytest

from media.levels import dbtp, lufs


def tone(hz: float, rate: int, seconds: float = 2.0, phase: float = 0.0) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate + phase)


@pytest.mark.parametrize("rate", [24_000, 48_000])
def test_a_full_scale_tone_of_1_khz_has_minus_3_lufs(rate: int) -> None:
    """-3.01 LUFS for 997 Hz in one channel (BS.1770-4, annex 1)."""
    assert lufs(tone(997, rate), rate) == pytest.approx(-3.01, abs=0.05)


def test_two_channels_add_up() -> None:
    wave = tone(997, 48_000)
    assert lufs(np.stack((wave, wave), axis=1), 48_000) == pytest.approx(0.0, abs=0.05)


def test_silence_around_a_sound_does_not_make_it_quieter() -> None:
    wave = np.concatenate((np.zeros(48_000), tone(997, 48_000, 20), np.zeros(48_000)))
    assert lufs(wave, 48_000) == pytest.approx(-3.01, abs=0.2)


def test_silence_has_no_loudness() -> None:
    assert lufs(np.zeros(48_000), 48_000) == -np.inf


def test_what_is_shorter_than_a_block_counts_as_one() -> None:
    assert lufs(tone(997, 24_000, 0.2), 24_000) == pytest.approx(-3.01, abs=0.3)


@pytest.mark.parametrize("rate", [24_000, 48_000])
def test_loudness_agrees_with_pyloudnorm(rate: int) -> None:
    oracle = pytest.importorskip("pyloudnorm")
    random = np.random.Generator(np.random.PCG64(7))
    wave = np.repeat(random.random(12), rate // 4) * random.standard_normal(12 * (rate // 4)) * 0.1
    assert lufs(wave, rate) == pytest.approx(oracle.Meter(rate).integrated_loudness(wave), abs=0.1)


def test_a_peak_between_two_samples_is_found() -> None:
    """A tone of a quarter of the rate, sampled beside its crests, hides 3 dB."""
    wave = tone(6_000, 24_000, phase=np.pi / 4) * np.hanning(48_000)
    assert 20 * np.log10(np.abs(wave).max()) == pytest.approx(-3.01, abs=0.05)
    assert dbtp(wave) == pytest.approx(0.0, abs=0.05)
