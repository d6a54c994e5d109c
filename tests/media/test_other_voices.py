"""The voices of other languages: a clip for every line that is spoken in them, in its time, and understood."""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from dtx import language, paths
from dtx.language import FIRST
from dtx.sound.clips import Clips, key_of
from dtx.sound.narrator import introduced, narrator
from dtx.sound.shipped import VOICES, list_of
from media.levels import dbtp, lufs, read
from media.spoken.clips import FASTEST, FOLDER, RATE, SPEED, digest

OTHERS = sorted(VOICES.keys() - {FIRST})
MOST_WRONG = 0.05
"""The share of words that may be heard as others; as in English. Whisper-base listens to both."""


@cache
def fixed(code: str) -> dict[str, Any]:
    """The fixed lines of a language, from a process that speaks it: each sentence is looked up once, when it is loaded."""
    asked = (
        f"import json; from dtx.language import speak; speak({code!r})\n"
        "from media.spoken.lines import fixed; from media.spoken.__main__ import listing; found = fixed()\n"
        "print(json.dumps([found.texts, found.limits, sorted(found.outside), listing(found)]))"
    )
    env = {**os.environ, "DTX_LANGUAGE": code}
    done = subprocess.run([sys.executable, "-c", asked], cwd=FOLDER.parents[1], env=env, capture_output=True, text=True, check=True)
    texts, limits, outside, listing = json.loads(done.stdout)
    return {"texts": texts, "limits": limits, "outside": outside, "listing": listing}


@cache
def clips(code: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / list_of(code)).read_text(encoding="utf-8"))["clips"])


@pytest.mark.parametrize("code", OTHERS)
def test_every_line_has_its_clip_and_every_clip_its_line(code: str) -> None:
    assert fixed(code)["texts"].keys() == clips(code).keys() == {one.stem for one in (FOLDER / VOICES[code]).iterdir()}
    assert all(key_of(one["text"]) == name for name, one in clips(code).items())


@pytest.mark.parametrize("code", OTHERS)
def test_the_list_for_reading_through_is_the_list_of_what_is_said(code: str) -> None:
    assert (FOLDER / f"lines.{code}.txt").read_text(encoding="utf-8") == fixed(code)["listing"]


@pytest.mark.parametrize("code", OTHERS)
def test_every_file_is_the_one_that_was_made_and_as_loud_as_the_others(code: str) -> None:
    """-20 LUFS within 1, at most -3 dBTP (sound page, section 4). A dozen are decoded, all are known by their hash."""
    for name, one in clips(code).items():
        assert digest(FOLDER / VOICES[code] / f"{name}.ogg") == one["sha256"]
        assert one["lufs"] == pytest.approx(-20, abs=1) and one["peak_dbtp"] <= -3
    for name in sorted(clips(code))[:: max(1, len(clips(code)) // 12)]:
        heard, rate = read(FOLDER / VOICES[code] / f"{name}.ogg")
        assert rate == RATE and lufs(heard, rate) == pytest.approx(-20, abs=1) and dbtp(heard) <= -3


@pytest.mark.parametrize("code", OTHERS)
def test_no_clip_is_longer_than_its_slot(code: str) -> None:
    """Clinical 0.2: it may eat the quiet after it, down to one second; and no line begins after the end of its phase."""
    limits = fixed(code)["limits"]
    overrun = [one for one in clips(code).values() if one["seconds"] > limits.get(one["text"], 99)]
    late = {one["text"]: (one["seconds"], limits[one["text"]]) for one in overrun}
    assert late == {} and fixed(code)["outside"] == []
    assert all(SPEED <= one.get("speed", SPEED) <= FASTEST for one in clips(code).values())


@pytest.mark.parametrize("code", OTHERS)
def test_a_recogniser_has_heard_every_clip_and_understood_nearly_all_of_it(code: str) -> None:
    report = json.loads((FOLDER / f"heard.{code}.json").read_text(encoding="utf-8"))
    assert {name: one["sha256"] for name, one in report["clips"].items()} == {name: one["sha256"] for name, one in clips(code).items()}
    assert report["errors"] / report["words"] <= MOST_WRONG


def test_the_voice_is_that_of_the_language_which_is_spoken() -> None:
    language.speak("es")
    try:
        speaks = narrator()
        assert speaks is not None and speaks.name == "ef_dora" and "ef_dora" in introduced(speaks)
        both = Clips()
        assert both.words("Inhala") is not None and both.words("Exhala") is not None
        assert both.words("Breathe in through the nose if you can. Smaller is better than bigger.") is not None, (
            "what is not translated is heard in English"
        )
    finally:
        language.speak("en")
    assert Clips().words("Inhala") is None and Clips().words("Breathe out") is None


def test_a_word_of_two_languages_is_said_by_the_voice_of_the_one_that_is_spoken() -> None:
    from dtx.sound.voices import own_and_shipped

    language.speak("es")
    try:
        spanish = [one.name for one in own_and_shipped(paths.home())]
    finally:
        language.speak("en")
    assert (spanish, [one.name for one in own_and_shipped(paths.home())]) == (["voice", "ef_dora", "af_heart"], ["voice", "af_heart"])
