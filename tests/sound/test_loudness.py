"""Loudness and true peak agree with the standard, with another program, and with themselves whatever the length."""

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.sound import loudness
from dtx.sound.loudness import dbtp, lufs
from dtx.sound.mastering import CEILING_DBTP, Edges, edges, levelled, limited, lowest
from tests.sound.recordings import RATE, quiet, talk


def sine(hertz: float, rate: int, seconds: float, level: float = 1.0, phase: float = 0.0) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate + phase)[:, None]


@pytest.mark.parametrize("rate", [16000, 24000, 44100, 48000])
def test_the_standards_own_sine_has_the_loudness_it_names(rate: int) -> None:
    """ITU-R BS.1770-4, annex 1: a 997 Hz sine at full scale in one channel reads -3.01 LKFS."""
    assert lufs(sine(997, rate, 3), rate) == pytest.approx(-3.01, abs=0.05)


def test_two_channels_are_3_lu_louder_than_one() -> None:
    one = sine(997, RATE, 3, 0.1)
    assert lufs(np.hstack((one, one)), RATE) - lufs(one, RATE) == pytest.approx(3.01, abs=0.01)


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100, 48000])
@pytest.mark.parametrize("seconds", [0.4, 1.3, 12.0])
def test_another_program_says_the_same_to_a_quarter_of_a_lu(rate: int, seconds: float) -> None:
    """Sound page, section 5: within 0.04-0.24 LU of pyloudnorm."""
    wave = talk(seconds, rate, channels=2)
    assert lufs(wave, rate) == pytest.approx(pyloudnorm.Meter(rate).integrated_loudness(wave), abs=0.25)


def test_pauses_count_for_nothing() -> None:
    """The gates of BS.1770: what lies 10 LU under the rest is left out."""
    with_pause = np.concatenate((talk(5), quiet(20, noise=1e-3), talk(5)))
    assert lufs(with_pause, RATE) == pytest.approx(lufs(talk(10), RATE), abs=0.3)


def test_silence_has_no_loudness_and_no_peak() -> None:
    assert lufs(np.zeros((RATE, 1)), RATE) == -np.inf
    assert dbtp(np.zeros((RATE, 1)), RATE) == -np.inf


@pytest.mark.parametrize("seconds", [9.9, 10.0, 10.1, 25.0])
def test_pieces_leave_no_trace(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    wave = talk(seconds)
    whole = lufs(wave, RATE), dbtp(wave, RATE)
    monkeypatch.setattr(loudness, "PIECE_S", 0.37)
    monkeypatch.setattr(loudness, "PEAK_PIECE_S", 0.41)
    assert (lufs(wave, RATE), dbtp(wave, RATE)) == pytest.approx(whole, abs=0.01)


@pytest.mark.parametrize(("phase", "level", "peak"), [(np.pi / 4, 1.0, 0.0), (np.pi / 4, 0.5, -6.02), (0.0, 0.5, -6.02)])
def test_a_peak_between_samples_is_seen(phase: float, level: float, peak: float) -> None:
    """A quarter of the rate, 45 degrees off: the samples stand 3 dB under the peak. Faded in, so that nothing rings."""
    wave = sine(RATE / 4, RATE, 1, level, phase) * np.minimum(1, np.arange(RATE) / 4800)[:, None] * np.linspace(1, 0.99, RATE)[:, None]
    assert dbtp(wave, RATE) == pytest.approx(peak, abs=0.15)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=40), st.integers(1, 9))
def test_the_least_of_the_neighbours_is_the_least_of_the_neighbours(values: list[float], reach: int) -> None:
    expected = [min(values[max(0, at - reach) : at + reach + 1]) for at in range(len(values))]
    assert lowest(np.array(values, np.float32), reach).tolist() == expected


@pytest.mark.parametrize("channels", [1, 2])
def test_the_limiter_holds_its_ceiling_and_leaves_the_rest_alone(channels: int) -> None:
    wave = talk(5, level=0.1, channels=channels)
    wave[RATE : RATE + 200] *= 8
    made = limited(wave, RATE, -6.0)
    assert dbtp(made, RATE) <= -6 + 0.1
    assert np.array_equal(made[: RATE - 960], wave[: RATE - 960])
    assert np.array_equal(made[RATE + 1200 :], wave[RATE + 1200 :])


@given(st.integers(0, 2**32 - 1), st.floats(-50, 0), st.sampled_from([8000, 16000, 24000, 44100, 48000]))
def test_whatever_comes_nothing_leaves_above_the_ceiling_or_louder_than_asked(seed: int, level_db: float, rate: int) -> None:
    chance = np.random.default_rng(seed)
    wave = chance.standard_normal((rate // 2, 1)) * (chance.random((rate // 2, 1)) < chance.random() ** 2)
    wave = (np.clip(wave, -3, 3) / 3 * 10 ** (level_db / 20)).astype(np.float32)
    made, _ = levelled(wave, rate)
    assert dbtp(made, rate) <= CEILING_DBTP + 1e-3
    assert lufs(made, rate) <= -20 + 0.1


@pytest.mark.parametrize("before_s", [0.0, 0.3, 2.0])
def test_the_edges_of_talk_are_found_to_a_frame(before_s: float) -> None:
    found = edges(np.concatenate((quiet(before_s), talk(1.7), quiet(1.0))), RATE)
    assert found is not None
    assert (found.start_s, found.end_s) == pytest.approx((before_s, before_s + 1.7), abs=0.021)


def test_whole_numbers_and_fractions_have_the_same_edges() -> None:
    wave = np.concatenate((quiet(0.5), talk(1.7), quiet(1.0)))
    assert edges((wave * 32768).astype(np.int16), RATE) == edges(wave, RATE)


def test_rain_has_no_pauses_to_cut_at() -> None:
    rain = 0.05 * np.random.default_rng(1).standard_normal((RATE * 3, 1)) * np.linspace(0.1, 1, RATE * 3)[:, None]
    assert edges(rain, RATE) == Edges(0.0, 3.0)
