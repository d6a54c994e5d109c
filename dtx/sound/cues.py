"""Which sound and which words belong to a cue of the score."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dtx.engine.score import Cue


@dataclass(frozen=True, slots=True)
class Heard:
    """What a cue is made of: a sound by name, and whether the cue's own text is spoken."""

    sound: str | None = None
    spoken: bool = True


HEARD = MappingProxyType(
    {
        "voice": Heard(),
        "breath_in": Heard("breath_in"),
        "breath_top": Heard("breath_in"),
        "breath_hold": Heard("breath_hold"),
        "breath_out": Heard("breath_out"),
        "breath_rest": Heard("breath_rest"),
        "tense": Heard("tick"),
        "release": Heard("bowl"),
        "go": Heard("chime", spoken=False),  # the exercise has been named, and said how, by the change-over before it
        "lift": Heard("tick", spoken=False),
        "hold": Heard(spoken=False),
        "lower": Heard("tick", spoken=False),
        "rest": Heard("chime"),
        "switch": Heard("chime"),
        "transition": Heard("bowl"),
    }
)
"""Every cue in use. A repetition is counted by its ticks: at two seconds each, words would only hurry people."""

STRUCK = frozenset({"bowl", "chime", "tick"})
"""Sounds that begin at their loudest. None of them is the first that is heard (sound page, section 7)."""

SAME_S = 0.001
"""Cues nearer than this are at the same time."""


def heard(cue: Cue) -> Heard:
    """A cue nobody has heard of is read aloud where it has words, and makes no sound of its own."""
    return HEARD.get(cue.name, Heard())


def speaks(cue: Cue, score: Sequence[Cue]) -> bool:
    """Whether a cue is spoken. It keeps silent where a line of its own phase begins with it."""
    if not (cue.text or cue.recording) or not heard(cue).spoken:
        return False
    return cue.name == "voice" or not any(line.name == "voice" and abs(line.at - cue.at) < SAME_S for line in score)
