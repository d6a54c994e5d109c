"""Comparing what a recogniser heard with what was said, clip by clip; and what it made of the clips that ship."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dtx.sound.clips import key_of
from media.spoken.clips import Clip, Clips
from media.spoken.heard import AFTER, BEFORE, REPORT, SHORT, STRETCH_S, Part, aligned, compared, resampled, seconds, stretches, words
from media.spoken.phonemes import spoken

MOST_WRONG = 0.05
"""At most 5 % of the words over the whole set."""


def clip(text: str, seconds: float = 3.0) -> Clip:
    return Clip(text, "", seconds, -20.0, -3.5, "")


def test_words_are_compared_without_marks_and_with_numbers_in_words() -> None:
    assert words("Up to 2 out of 10: that’s FINE.") == "up to two out of ten thats fine".split()


def test_each_error_belongs_to_the_clip_it_was_made_in() -> None:
    parts = [Part(clip("Let the belly be soft.")), Part(clip("In")), Part(clip("Nothing to do."), counts=False)]
    first, second = compared(parts, "Let a belly be soft. In. Nothing to")
    assert (first.words, first.errors, first.as_heard) == (5, 1, "let a belly be soft")
    assert (second.words, second.errors) == (1, 0)


WORDS = st.lists(st.sampled_from("in out hold rest easy".split()), max_size=7)


@given(WORDS, WORDS)
def test_an_alignment_keeps_the_order_of_both_and_leaves_nothing_out(one: list[str], two: list[str]) -> None:
    pairs = aligned(one, two)
    assert [left for left, _ in pairs if left is not None] == list(range(len(one)))
    assert [right for _, right in pairs if right is not None] == list(range(len(two)))


@given(WORDS)
def test_the_same_words_have_no_error(said: list[str]) -> None:
    assert all(left is not None and right is not None and said[left] == said[right] for left, right in aligned(said, said))


def test_a_short_clip_stands_between_longer_ones_and_no_stretch_is_over_half_a_minute() -> None:
    clips = {**Clips.read().clips, **{key_of(text): clip(text) for text in (BEFORE, AFTER)}}
    found = list(stretches(clips))
    counted = [part.clip.text for parts in found for part in parts if part.counts]
    assert sorted(counted) == sorted(one.text for one in clips.values())
    assert all(seconds(parts) < STRETCH_S or len(parts) == 1 for parts in found)
    for parts in found:
        for place, part in enumerate(parts):
            if part.counts and len(words(spoken(part.clip.text))) < SHORT:
                assert 0 < place < len(parts) - 1


def test_a_tone_keeps_its_pitch_and_strength_at_the_other_rate() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(24_000) / 24_000)
    assert np.abs(resampled(tone) - np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000)).max() < 1e-3


def test_a_recogniser_heard_every_clip_as_it_is_now_and_made_few_errors() -> None:
    """`python -m media.spoken heard` wrote down what it heard of each file; a clip made since then was not heard yet."""
    heard, clips = json.loads(REPORT.read_text(encoding="utf-8")), Clips.read().clips
    assert {name: one["sha256"] for name, one in heard["clips"].items()} == {name: one.sha256 for name, one in clips.items()}
    errors, total = (sum(one[part] for one in heard["clips"].values()) for part in ("errors", "words"))
    assert total == sum(len(words(spoken(one.text))) for one in clips.values()) == heard["words"]
    assert errors == heard["errors"] and errors / total <= MOST_WRONG
    assert all(key_of(one.text) == name for name, one in clips.items())
