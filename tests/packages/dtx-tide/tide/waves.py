"""The waves: how long each is, and what is said when one has come far out."""

from collections.abc import Iterator

from dtx import Breathe, Pattern, Say, Step

RISE_S, FALL_S = 4, 6
OUT = {"rough": "You might let the next one be smaller.", "calm": "You might rest on it for a moment."}


def waves(many: int, sea: str | None) -> Iterator[Step]:
    """`many` waves, with words in the middle for who said how the sea is."""
    yield Breathe(Pattern(RISE_S, 0, FALL_S), many // 2)
    if sea in OUT:
        yield Say(OUT[sea], pause=2)
    yield Breathe(Pattern(RISE_S, 0, FALL_S), many - many // 2)
