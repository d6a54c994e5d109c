"""A clip for every fixed line of every bundled activity: there, unchanged, as loud as the others, and no longer than its slot."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dtx import paths
from dtx.services import Services
from dtx.sound.clips import key_of
from media.levels import dbtp, lufs, read
from media.spoken.__main__ import listing
from media.spoken.clips import FASTEST, FOLDER, LISTED, MODEL, RATE, SPEED, VOICE, Clip, Clips, digest, path_of
from media.spoken.lines import HOST, PAUSED, Fixed, fixed
from media.spoken.mastering import speech
from media.spoken.phonemes import spelt, spoken

MEDIA = FOLDER.parent
CLIPS = Clips.read().clips
SAMPLE = sorted(CLIPS)[:: max(1, len(CLIPS) // 12)]
"""Every so many-th clip: the usual run looks at these, the slow one at all."""

AGAIN = "`python -m media.spoken render` speaks what is new and deletes what is gone; docs/media.md says how."


@cache
def lines() -> Fixed:
    return fixed()


def test_every_fixed_line_has_a_clip() -> None:
    silent = [text for name, text in lines().texts.items() if name not in CLIPS]
    assert not silent, f"{len(silent)} lines have no clip, such as {silent[0]!r}. {AGAIN}"


def test_no_clip_is_left_of_a_line_that_is_gone() -> None:
    orphans = [clip.text for name, clip in CLIPS.items() if name not in lines().texts]
    assert not orphans, f"{len(orphans)} clips belong to no line, such as {orphans[0]!r}. {AGAIN}"


def test_the_list_for_reading_through_is_the_list_of_what_is_said() -> None:
    assert LISTED.read_text(encoding="utf-8") == listing(lines()), "`python -m media.spoken lines` writes it again."


def test_every_clip_has_its_file_and_every_file_its_clip() -> None:
    assert {path.stem for path in (FOLDER / VOICE).iterdir()} == CLIPS.keys()
    assert all(key_of(clip.text) == name for name, clip in CLIPS.items())


def test_every_file_is_the_one_that_was_made() -> None:
    assert [name for name, clip in CLIPS.items() if digest(path_of(clip.text)) != clip.sha256] == []


def test_the_manifest_says_which_voice_spoke() -> None:
    """Kokoro-82M int8, af_heart, speed 0.85 (sound page, section 4)."""
    assert (VOICE, SPEED, MODEL["licence"]) == ("af_heart", 0.85, "Apache-2.0")
    assert MODEL["sha256"].startswith("6e742170d309")


def test_no_clip_is_longer_than_its_slot_in_any_form() -> None:
    """Speech that overruns its `ceil(words / 2)` seconds may eat the quiet after it, down to one second (clinical 0.2).

    Over every rehearsal of every activity. Spoken at 0.85, or faster where that is too slow, but never above the usual pace.
    """
    late = {clip.text: (clip.seconds, lines().limits[clip.text]) for clip in CLIPS.values() if too_long(clip)}
    assert late == {}
    assert all(SPEED <= clip.speed <= FASTEST for clip in CLIPS.values())


def test_every_line_begins_inside_its_phase() -> None:
    assert lines().outside == frozenset()


def too_long(clip: Clip) -> bool:
    return clip.seconds > lines().limits.get(clip.text, clip.seconds)


def test_words_with_two_readings_are_said_as_they_are_meant() -> None:
    for clip in CLIPS.values():
        plain = clip.phonemes.replace("ˈ", "").replace("ˌ", "")
        assert all(reading.sounds.replace("ˈ", "") in plain for reading in spelt(spoken(clip.text))[1]), clip.text
        assert not any(sign.isdigit() for sign in spoken(clip.text))


def test_all_media_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in MEDIA.rglob("*.*") if path.is_file()) < 60_000_000


@pytest.mark.parametrize("name", SAMPLE)
def test_a_clip_is_as_loud_as_the_others(name: str) -> None:
    is_ready(CLIPS[name])


@pytest.mark.slow
def test_every_clip_is_as_loud_as_the_others() -> None:
    for clip in CLIPS.values():
        is_ready(clip)


def is_ready(clip: Clip) -> None:
    """-20 LUFS within 1, at most -3 dBTP, at most 120 ms of silence before the first word (sections 4 and 8).

    A clip has 400 ms or more with its silence, one block of BS.1770, so that a single word is measured like any other.
    """
    heard, rate = read(path_of(clip.text))
    assert rate == RATE and heard.ndim == 1 and len(heard) >= 0.4 * rate
    assert len(heard) / rate == pytest.approx(clip.seconds, abs=0.001)
    assert lufs(heard, rate) == pytest.approx(clip.lufs, abs=0.02) == pytest.approx(-20, abs=1)
    assert dbtp(heard) == pytest.approx(clip.peak_dbtp, abs=0.02)
    assert clip.peak_dbtp <= -3
    begins, ends = speech(heard, rate)
    assert begins / rate <= 0.12
    assert 0 < (len(heard) - ends) / rate <= 0.3


ACTIVITIES = [line[2:] for line in LISTED.read_text(encoding="utf-8").splitlines() if line.startswith("# ") and line[2:] != HOST]
"""As the list has them: going through all of them is for when a test runs."""


@pytest.mark.parametrize("name", ACTIVITIES)
def test_something_of_every_activity_can_be_heard(name: str) -> None:
    for text in (lines().lines[name][0], lines().lines[name][-1]):
        heard, _ = read(path_of(text))
        assert lufs(heard, RATE) > -22


@pytest.mark.parametrize("name", ACTIVITIES)
def test_what_a_rehearsal_says_is_in_the_list(name: str, dtx_home: Path) -> None:
    """`dtx read` shows each phase; what it shows as said is among the fixed lines, found without going through the score."""
    services = Services(dtx_home, safe=True)
    services.refresh()
    try:
        page = services.read(name, {})
    finally:
        services.close()
    texts = set(lines().texts.values())
    for phase in page["phases"]:
        said = [line["text"] for line in phase.get("lines", [])] or ([phase["text"]] if phase["cue"] and phase["text"] else [])
        assert texts.issuperset(said)


def test_what_is_written_in_the_plugins_is_in_the_list() -> None:
    """Every name and first cue of an exercise and every line of the body scan, as their files have them."""
    plugins, said = paths.bundled("plugins"), "\n".join(lines().texts.values())
    exercises = tomllib.loads((plugins / "exercises" / "exercises.toml").read_text(encoding="utf-8"))
    written = [text for one in exercises.values() for text in (one["name"], one["cues"][0])]
    written += sections(yaml.safe_load((plugins / "body_scan" / "plugin.yaml").read_text(encoding="utf-8")))
    assert len(written) > 300
    assert [text for text in written if text not in said] == []


def sections(part: Any) -> Iterator[str]:
    """The lines of all sections, however deep they lie."""
    for value in part.values() if isinstance(part, dict) else part:
        if isinstance(value, dict | list):
            yield from sections(value)
    if isinstance(part, dict) and "section" in part:
        given = part.get("lines", ())
        yield from given.values() if isinstance(given, dict) else given


def test_the_host_says_what_stands_on_the_screen() -> None:
    from dtx.tui.guide import PAUSED as SHOWN

    assert SHOWN.splitlines()[0] == PAUSED
