"""From a raw take to a clip, and every take kept."""

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from dtx.errors import DtxError
from dtx.sound.clips import key_of
from dtx.sound.loudness import dbtp, lufs
from dtx.sound.takes import MOST, Takes, put
from dtx.sound.taking import made
from tests.sound.recordings import RATE, quiet, read, talk, write

LINE = "Let it be."


def raw(path: Path, seconds: float = 2.0, hum: float = 0.0) -> Path:
    room = 10 ** (-66 / 20)
    samples = np.concatenate([quiet(1.2, noise=room), talk(seconds, noise=room), quiet(0.9, noise=room)])
    at = np.arange(len(samples)) / RATE
    return write(path, samples + (hum * np.sin(2 * np.pi * 50 * at)).astype(np.float32)[:, None], kind="flac")


def test_a_take_becomes_a_clip_without_its_silence_as_loud_as_every_other(tmp_path: Path) -> None:
    """Sound page, sections 4 and 5: 80 ms before and 250 ms after, -20 LUFS, at most -3 dBTP."""
    found = made(raw(tmp_path / "1.flac"), tmp_path / "1.clip.flac")
    assert found.quality.good
    samples, rate = read(tmp_path / "1.clip.flac")
    assert rate == RATE and found.seconds == pytest.approx(len(samples) / rate)
    assert 1.9 + 0.25 <= len(samples) / rate <= 2.0 + 0.40, "2 s of a voice, and a little before and after"
    assert lufs(samples, rate) == pytest.approx(-20, abs=0.1)
    assert dbtp(samples, rate) <= -3
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "1.clip.flac").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.clip.flac", "1.flac"], "nothing else is left"


@pytest.mark.slow
def test_the_hum_of_the_mains_is_less_afterwards(tmp_path: Path) -> None:
    made(raw(tmp_path / "1.flac", hum=0.004), tmp_path / "1.clip.flac")
    made(raw(tmp_path / "2.flac"), tmp_path / "2.clip.flac")
    hums = []
    for name in ("1.clip.flac", "2.clip.flac"):
        samples, rate = read(tmp_path / name)
        spectrum = np.abs(np.fft.rfft(samples[:, 0] * np.hanning(len(samples))))
        hums.append(float(spectrum[round(50 * len(samples) / rate)]))
    gain_db = 20 * np.log10(0.004 * len(read(tmp_path / "1.clip.flac")[0]) / 4)
    assert 20 * np.log10(hums[0]) < gain_db + 6, "twelve decibels less, and then made louder with the voice"


def test_what_gave_nothing_is_no_clip(tmp_path: Path) -> None:
    write(tmp_path / "1.flac", quiet(2, noise=0), kind="flac")
    found = made(tmp_path / "1.flac", tmp_path / "1.clip.flac")
    assert (found.seconds, found.quality.noise) == (None, None) and not (tmp_path / "1.clip.flac").exists()


def test_a_raw_take_that_is_damaged_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "1.flac").write_bytes(b"fLaC nothing")
    with pytest.raises(DtxError, match=r"1\.flac"):
        made(tmp_path / "1.flac", tmp_path / "1.clip.flac")


# -- takes


@pytest.mark.slow
def test_every_take_of_a_line_is_kept_in_the_persons_own_folder(dtx_home: Path) -> None:
    takes = Takes(dtx_home)
    assert takes.of(LINE) == []
    for number in (1, 2):
        take = takes.fresh(LINE)
        assert take.number == number and take.raw.parent == dtx_home / "media" / "takes" / key_of(LINE)
        made(raw(take.raw), take.clip)
    assert [take.number for take in takes.of(f"  {LINE} ")] == [1, 2], "by its letters, and not by how they are written"
    assert takes.of("Other words.") == []
    write(takes.fresh(LINE).raw, quiet(1), kind="flac")
    assert [take.number for take in takes.of(LINE)] == [1, 2], "a take without a clip cannot be chosen"
    assert takes.fresh(LINE).number == 4, "and its number is not given again"


def test_after_very_many_takes_somebody_has_to_tidy_up(dtx_home: Path) -> None:
    takes = Takes(dtx_home)
    folder = takes.fresh(LINE).raw.parent
    (folder / f"{MOST}.flac").touch()
    with pytest.raises(DtxError, match="There are 99 takes of this line"):
        takes.fresh(LINE)


@pytest.mark.parametrize("name", ["welcome.flac", "welcome.ogg", pytest.param("welcome.wav", marks=pytest.mark.slow)])
def test_a_take_is_put_where_it_is_heard_in_the_form_its_name_asks_for(name: str, dtx_home: Path, tmp_path: Path) -> None:
    take = Takes(dtx_home).fresh(LINE)
    made(raw(take.raw), take.clip)
    put(take, tmp_path / name)
    samples, rate = read(tmp_path / name)
    clip, _ = read(take.clip)
    assert rate == RATE and len(samples) == len(clip) and lufs(samples, rate) == pytest.approx(-20, abs=0.3)


def test_a_form_that_cannot_be_written_is_a_sentence(dtx_home: Path, tmp_path: Path) -> None:
    take = Takes(dtx_home).fresh(LINE)
    with pytest.raises(DtxError, match="dtx writes FLAC, WAV and OGG"):
        put(take, tmp_path / "welcome.mp3")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has a folder in which nobody may write")
@pytest.mark.slow
def test_a_place_that_cannot_be_written_keeps_the_take(dtx_home: Path) -> None:
    take = Takes(dtx_home).fresh(LINE)
    made(raw(take.raw), take.clip)
    with pytest.raises(DtxError, match="the take is kept"):
        put(take, Path("/proc/welcome.flac"))
    assert Takes(dtx_home).of(LINE) == [take]
