"""The bells, ticks, breath tones and beds: made by our own synthesis, committed, and the same on every computer (sound page, section 6)."""

from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
import pytest

from media.levels import Wave, dbtp, int16, lufs, read
from media.synthesis.recipes import RECIPES
from media.synthesis.sounds import EVERY, FOLDER, FRAMES, manifest
from media.synthesis.tones import RATE

SOUNDS: dict[str, dict[str, Any]] = manifest()["sounds"]
CUES = [name for name, sound in SOUNDS.items() if not sound["loop"]]
LOOPS = [name for name, sound in SOUNDS.items() if sound["loop"]]
BREATHS = ("breath_in", "breath_hold", "breath_out", "breath_rest")
VOICE_LUFS = -20.0


@cache
def heard(name: str) -> Wave:
    """The committed file, decoded."""
    wave, rate = read(FOLDER / SOUNDS[name]["file"])
    assert rate == RATE == 48_000
    return wave


def test_every_sound_is_in_the_manifest_and_on_disk() -> None:
    files = {sound["file"] for sound in SOUNDS.values()}
    assert list(SOUNDS) == list(RECIPES)
    assert {path.name for path in FOLDER.iterdir()} == files | {"manifest.json", FRAMES.name}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_file_is_the_one_that_was_made(name: str) -> None:
    assert sha256((FOLDER / SOUNDS[name]["file"]).read_bytes()).hexdigest() == SOUNDS[name]["sha256"]


@pytest.mark.parametrize("name", SOUNDS)
def test_a_file_is_stereo_and_as_long_as_it_was_made(name: str) -> None:
    assert heard(name).shape == (round(SOUNDS[name]["seconds"] * RATE), 2)


def made_again(name: str) -> None:
    """The 16-bit synthesis has the recorded hash, or differs by one step at most at any of the recorded frames.

    Every 509th frame is recorded: another computer's sine or Fourier transform may round the last bit in another way.
    """
    pcm = int16(RECIPES[name].wave())
    with np.load(FRAMES) as kept:
        recorded = kept[name].astype(int)
    assert len(pcm) == round(SOUNDS[name]["seconds"] * RATE)
    same = sha256(pcm.astype("<i2").tobytes()).hexdigest() == SOUNDS[name]["pcm_sha256"]
    assert np.abs(pcm[::EVERY].astype(int) - recorded).max() <= (0 if same else 1)
    added = heard(name) - pcm / 32768  # by Vorbis
    assert np.sqrt(np.mean(added**2)) < 0.1 * np.sqrt(np.mean(heard(name) ** 2))


@pytest.mark.parametrize("name", ["tick", *BREATHS])
def test_a_sound_made_again_is_the_same(name: str) -> None:
    made_again(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in SOUNDS if name not in ("tick", *BREATHS)])
def test_a_bell_or_bed_made_again_is_the_same(name: str) -> None:
    made_again(name)


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_has_no_seam(name: str) -> None:
    """From the last frame of the decoded file to its first is no larger a step than 999 of 1000 of its own (section 8)."""
    wave = heard(name)
    steps = np.abs(np.diff(wave, axis=0))
    assert np.all(np.abs(wave[0] - wave[-1]) <= np.quantile(steps, 0.999, axis=0))


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_is_as_loud_at_its_ends_as_elsewhere(name: str) -> None:
    """A codec that faded its first or last block in or out would be heard as a flutter at every turn."""
    wave = heard(name)
    turned = np.roll(wave, RATE, axis=0)[: 2 * RATE]
    power = (turned.reshape(-1, 480, 2) ** 2).mean(axis=(1, 2))  # 10 ms each, the seam in the middle
    at_seam = power[len(power) // 2 - 2 : len(power) // 2 + 2].mean()
    assert power.mean() / 10 < at_seam < power.mean() * 10


@pytest.mark.parametrize("name", CUES)
def test_no_sound_starts_with_a_knock(name: str) -> None:
    """Nothing has an attack under 4 ms (section 6); the breath tones keep to the 20 ms of whoever startles easily (section 7)."""
    level = np.abs(heard(name)).max(axis=1)
    envelope = np.array([level[max(0, at - 240) : at + 240].max() for at in range(0, RATE // 10, 24)])
    begins = np.flatnonzero(level > 0.02 * level.max())[0] / RATE
    nearly = np.flatnonzero(level > 0.9 * envelope.max())[0] / RATE
    assert nearly - begins >= (0.0025 if name == "tick" else 0.004)
    assert attack_ms(name) >= (20 if name in BREATHS else 4)


def attack_ms(name: str) -> float:
    """From silence (-60 dB) to the loudest of the first 100 ms."""
    level = np.abs(heard(name)).max(axis=1)[: RATE // 10]
    return float(np.argmax(level) - np.flatnonzero(level > 0.001 * level.max())[0]) / RATE * 1000


@pytest.mark.parametrize("name", CUES)
def test_a_sound_begins_and_ends_in_silence(name: str) -> None:
    wave = np.abs(heard(name))
    assert wave[:4].max() < 0.002 and wave[-48:].max() < 0.001


LEVELS = {"bowl": -24, "chime": -26, "tick": -30, "bed_pink": -34, "bed_brown": -34, "bed_rain": -34, "bed_ocean": -34}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_has_its_level_and_no_peak(name: str) -> None:
    """Section 6: chime -26 LUFS, bowl -24, tick -30, beds -34; nothing above -3 dBTP."""
    assert lufs(heard(name), RATE) == pytest.approx(SOUNDS[name]["lufs"], abs=0.05)
    assert SOUNDS[name]["lufs"] == pytest.approx(LEVELS.get(name, RECIPES[name].lufs), abs=0.3)
    if not SOUNDS[name]["loop"]:
        assert dbtp(heard(name)) <= -3


def test_beds_stay_far_below_the_voice() -> None:
    """14 LU or more: there, speech was understood as well as without them (section 6)."""
    assert all(SOUNDS[name]["lufs"] <= VOICE_LUFS - 13.9 for name in SOUNDS if name.startswith("bed_"))


def test_in_and_out_are_told_apart_by_how_high_they_are() -> None:
    """A distinct high and low tone (clinical 1.3): an octave between them, the two pauses at other heights."""
    pitches = {name: pitch(name) for name in BREATHS}
    assert pitches == pytest.approx({"breath_in": 392, "breath_hold": 294, "breath_out": 196, "breath_rest": 147}, abs=1.5)


def pitch(name: str) -> float:
    spectrum = np.abs(np.fft.rfft(heard(name).sum(axis=1), 8 * RATE))
    return float(np.argmax(spectrum) / 8)


@pytest.mark.parametrize("name", ["bed_pink", "bed_brown", "bed_rain", "bed_ocean"])
def test_a_bed_is_wide_but_has_a_middle(name: str) -> None:
    left, right = heard(name).T
    assert 0.1 < np.corrcoef(left, right)[0, 1] < 0.6


def test_the_ocean_comes_and_goes_every_ten_seconds() -> None:
    wave = heard("bed_ocean")
    power = (wave.reshape(-1, RATE // 10, 2) ** 2).mean(axis=(1, 2))
    level = np.convolve(power, np.ones(10) / 10, "same")
    crests = [level[start : start + 100].max() / level[start : start + 100].min() for start in range(0, 400, 100)]
    assert len(level) == 400 and min(crests) > 4
