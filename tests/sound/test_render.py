"""A session as a file: what is heard, sample by sample, in any of the three formats."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from dtx.engine.score import Cue
from dtx.errors import DtxError, Unknown
from dtx.sound import RATE
from dtx.sound.clips import Clips
from dtx.sound.limiter import CEILING
from dtx.sound.mixer import FADE_S, Mixer, Note
from dtx.sound.render import render
from dtx.sound.swell import Swell
from tests.sound.made import media, ping, tone


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    sounds = {"breath_in": ping(), "bowl": tone(14, 200, 0.2), "bed_rain": tone(1, 100, 0.05, 2), "bed_ocean": tone(1, 150, 0.05, 2)}
    sounds |= {"swell_dark": tone(1, 80, 0.05, 2), "swell_bright": tone(1, 900, 0.05, 2)}
    return Clips(media(tmp_path / "media", sounds, {"Let it be.": tone(2, 300, 0.2)}))


def breaths(seconds: Iterable[float]) -> list[Cue]:
    return [Cue(at, "breath_in") for at in seconds]


def read(path: Path) -> np.ndarray:
    return soundfile.read(path, dtype="float32", always_2d=True)[0]


def test_every_cue_of_ten_minutes_is_on_its_sample(clips: Clips, tmp_path: Path) -> None:
    score = breaths(4 + 5.5 * number for number in range(108))
    render(score, tmp_path / "out.wav", clips, seconds=600)
    heard = read(tmp_path / "out.wav")
    assert heard.shape == (600 * RATE, 2)
    first = heard[4 * RATE : 4 * RATE + 4800]
    for cue in score:
        start = round(cue.at * RATE)
        np.testing.assert_allclose(heard[start : start + 4800], first, atol=1 / 32768)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_the_three_formats_hold_the_same_sound(suffix: str, clips: Clips, tmp_path: Path) -> None:
    out = tmp_path / f"out{suffix}"
    swell = [Swell(0, 4, 0, 1), Swell(4, 4, 1, 0)]
    render([Cue(2.0, "voice", "Let it be.")], out, clips, seconds=10, beds=[(0, "rain.ogg")], swell=swell)
    heard = read(out)
    rate = soundfile.info(out).samplerate
    assert len(heard) == 10 * rate and heard.shape[1] == 2
    assert np.abs(heard).max() <= CEILING
    assert np.abs(heard[round(2.5 * rate) : round(3 * rate)]).max() == pytest.approx(0.28, abs=0.06)
    assert list(tmp_path.glob(".*")) == []


def test_a_bell_rings_on_into_a_long_silence(clips: Clips, tmp_path: Path) -> None:
    """The score of a minute is told every half minute; the bell at 25 s sounds on until 39 s."""
    render([*breaths([1.0]), Cue(25.0, "transition")], tmp_path / "out.wav", clips, seconds=150)
    heard = read(tmp_path / "out.wav")
    mixer, clip = Mixer(volume=1.0), clips.sound("bowl")
    assert clip is not None
    mixer.place(Note(0, clip, "cues"))
    np.testing.assert_allclose(heard[25 * RATE : 39 * RATE], mixer.render(14 * RATE), atol=1 / 32768)


def test_beds_change_where_they_are_meant_to_and_all_ends_in_a_fade(clips: Clips, tmp_path: Path) -> None:
    render([], tmp_path / "out.wav", clips, seconds=40, beds=[(0, "rain.ogg"), (10, "ocean.ogg"), (20, None)])
    heard = np.abs(read(tmp_path / "out.wav")[:, 0])
    loud = {second: heard[second * RATE : second * RATE + 4800].max() for second in (0, 5, 15, 21, 39)}
    assert loud[0] < 0.005 and loud[5] > 0.04 and loud[15] > 0.04 and loud[21] == loud[39] == 0
    render([], tmp_path / "out.wav", clips, seconds=20, beds=[(0, "rain.ogg")])
    heard = np.abs(read(tmp_path / "out.wav")[:, 0])
    assert heard[-480:].max() < 0.01 < heard[-round((FADE_S + 0.2) * RATE) : -round(FADE_S * RATE)].max()


def test_what_cannot_be_written_says_so_and_spoils_nothing(clips: Clips, tmp_path: Path) -> None:
    with pytest.raises(Unknown, match="no kind of sound file"):
        render([], tmp_path / "out.mp3", clips, seconds=1)
    with pytest.raises(DtxError, match="cannot be written"):
        render([], tmp_path / "no such folder" / "out.wav", clips, seconds=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media"] or not list(tmp_path.glob("out*"))
