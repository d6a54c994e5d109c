"""Clips: found by sound, by words, in the plugin's folder and nowhere else; and none of them startles."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from dtx.sound import RATE
from dtx.sound.clip import HIGHEST_PEAK, SOFTEST_ATTACK_S, Samples, soft
from dtx.sound.clips import KEPT_BYTES, Clips, key_of
from tests.sound.made import media, tone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return media(tmp_path / "media", {"chime": tone(1), "bed_rain": tone(1, 100, 0.2, 2)}, {"Let go.": tone(0.5)})


def test_the_key_of_words_is_that_of_the_manifest() -> None:
    """The seam: the first 16 hex digits of SHA-256 over the NFC-normalised text with its white space collapsed."""
    assert key_of("One") == "8b12507783d5beca"
    assert key_of("  Let\n go. ") == key_of("Let go.")
    assert key_of("cafe\u0301") == key_of("caf\u00e9")


def test_sounds_beds_and_words_are_found(folder: Path) -> None:
    clips = Clips(folder)
    assert clips.sound("chime") is not None and clips.sound("gong") is None
    for name in ("rain.ogg", "bed_rain", "rain", "beds/rain.wav"):
        bed = clips.loop(name)
        assert bed is not None and bed.loop and bed.frames == RATE
    assert clips.loop("storm.ogg") is None
    assert clips.words("Let  go.") is not None and clips.words("Let it go.") is None


def test_a_persons_own_take_comes_before_the_shipped_voice(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    soundfile.write(own / f"{key_of('Let go.')}.flac", tone(0.25), RATE)
    clips = Clips(folder, voices=[own, folder / "voice" / "af_heart"])
    assert clips.words("Let go.").frames == RATE // 4  # type: ignore[union-attr]


def test_a_recording_comes_from_the_plugins_folder_and_no_link_leads_out_of_it(folder: Path, tmp_path: Path) -> None:
    plugin, outside = tmp_path / "plugin", tmp_path / "outside.wav"
    plugin.mkdir()
    soundfile.write(plugin / "mine.wav", tone(0.5)[:24000], 24000)
    soundfile.write(outside, tone(0.5), RATE)
    (plugin / "link.wav").symlink_to(outside)
    clips = Clips(folder, folder=plugin)
    assert clips.recording("mine.wav").frames == RATE  # type: ignore[union-attr]
    assert clips.recording("link.wav") is None
    assert clips.recording("../outside.wav") is None
    assert clips.recording("chime.ogg") is clips.sound("chime")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all" * 100])
def test_a_file_that_cannot_be_read_is_left_to_the_screen(content: bytes, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.wav").write_bytes(content)
    assert Clips(folder, folder=tmp_path).recording("broken.wav") is None


def test_without_media_there_are_no_clips_and_no_trouble(tmp_path: Path) -> None:
    clips = Clips(tmp_path / "nothing")
    assert clips.sound("chime") is None and clips.loop("rain") is None and clips.words("One") is None


def test_a_sound_gets_the_loudness_of_its_kind(folder: Path) -> None:
    """Sound page, section 6: a chime is meant to be at -26 LUFS; made at -20, it is turned down by 6 dB."""
    listing = folder / "sounds" / "manifest.json"
    listed = json.loads(listing.read_text())
    listed["sounds"]["chime"]["lufs"] = -20.0
    listing.write_text(json.dumps(listed))
    clip = Clips(folder).sound("chime")
    assert clip is not None
    assert np.abs(clip.samples).max() == pytest.approx(0.5 * 10 ** (-6 / 20), rel=0.001)


def test_what_was_used_is_kept_within_bounds(tmp_path: Path) -> None:
    words = {f"Line {number}.": tone(2) for number in range(40)}
    clips = Clips(media(tmp_path / "media", {}, words))
    for line in words:
        assert clips.words(line) is clips.words(line)
    assert sum(clip.bytes for clip in clips._kept.values()) <= KEPT_BYTES


@given(st.integers(1, 4000), st.floats(0.0, 100), st.floats(0.01, 10), st.booleans())
def test_no_clip_is_loud_or_sudden(frames: int, level: float, gain: float, loop: bool) -> None:
    """Sound page, section 6: nothing above -3 dBFS, nothing with an attack under 4 ms."""
    samples: Samples = np.full((frames, 1), level, np.float32)
    clip = soft(samples, gain, loop=loop)
    assert np.abs(clip.samples).max() <= HIGHEST_PEAK * 1.0001
    if not loop and frames > 2 * SOFTEST_ATTACK_S * RATE:
        edge = round(SOFTEST_ATTACK_S * RATE)
        peak = np.abs(clip.samples).max()
        assert np.abs(clip.samples[: edge // 2]).max() <= peak * 0.51
        assert np.abs(clip.samples[-edge // 2 :]).max() <= peak * 0.51
    assert np.all(samples == np.float32(level)), "what was given is left as it is"
