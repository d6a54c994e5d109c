"""What was chosen for this computer is there the next time, and a spoilt file is no hindrance."""

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.errors import DtxError
from dtx.settings import Settings, Sound, file

PHONES = "WH-1000 (Bluetooth)"


def test_nothing_is_chosen_at_first_and_sound_begins_at_60_percent() -> None:
    settings = Settings()
    assert settings.theme is None and settings.bed == "brown"
    assert settings.sound("any") == Sound(all=60, voice=100, cues=100, bed=100, late_ms=0, muted=False)


def test_each_device_keeps_its_own_loudness(dtx_home: Path) -> None:
    Settings(theme="hc-light").with_sound(PHONES, Sound(all=35, late_ms=180)).with_sound("built-in", Sound(muted=True)).keep(dtx_home)
    again = Settings.read(dtx_home)
    assert again.theme == "hc-light"
    assert again.sound(PHONES) == Sound(all=35, late_ms=180)
    assert again.sound("built-in").muted
    assert again.sound("another") == Sound()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_file_is_its_owners_alone(dtx_home: Path) -> None:
    Settings().keep(dtx_home)
    assert stat.S_IMODE(file(dtx_home).stat().st_mode) == 0o600
    assert [path.name for path in dtx_home.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"theme": 4, "sounds": []}', '{"sounds": {"a": 1}}', '{"bed": "../x"}', "[" * 100_000]
)
def test_a_spoilt_file_is_as_none(dtx_home: Path, text: str) -> None:
    dtx_home.mkdir(parents=True, exist_ok=True)
    file(dtx_home).write_text(text)
    settings = Settings.read(dtx_home)
    assert settings.theme is None and settings.bed == "brown"
    assert settings.sound("a") == Sound()


@given(
    st.dictionaries(
        st.sampled_from(["all", "voice", "cues", "bed", "late_ms", "muted", "other"]), st.integers() | st.booleans() | st.text()
    )
)
def test_whatever_a_file_says_nothing_is_louder_than_full_and_nothing_later_than_half_a_second(kept: dict[str, object]) -> None:
    sound = Sound.of(json.loads(json.dumps(kept)))
    assert all(0 <= level <= 100 and type(level) is int for level in (sound.all, sound.voice, sound.cues, sound.bed))
    assert 0 <= sound.late_ms <= 500
    assert replace(sound) == sound


def test_recipients_are_kept_by_name_and_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    replace(Settings(), recipients={"Dr Khan": "age1x"}).keep(tmp_path, quietly=False)
    assert Settings.read(tmp_path).recipients == {"Dr Khan": "age1x"}
    (tmp_path / "settings.json").write_text('{"recipients": {"a": 1, "b": "age1y"}}')
    assert Settings.read(tmp_path).recipients == {"b": "age1y"}
    (tmp_path / "settings.json").unlink()
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(DtxError):
        Settings().keep(tmp_path, quietly=False)
    Settings().keep(tmp_path)
