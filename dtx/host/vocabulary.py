"""The steps a YAML script may use, by their verbs. Loaded only when a plugin is read."""

from collections.abc import Iterator
from typing import Annotated, Any

from dtx.host.asking_steps import AskShape, ChooseShape, RateShape, ReadyShape, SeveralShape
from dtx.host.body_steps import BreatheShape, MoveShape, TenseShape
from dtx.host.shape import Whole, keys_of
from dtx.host.spoken_steps import AmbienceShape, SayShape, SectionShape, SilenceShape, TimedShape
from dtx.host.step_shape import StepShape

MOST_TIMES = 100


class RepeatShape(StepShape):
    """The steps inside, again."""

    has_no = {"steps": "Add 'steps:' under it, and under that the steps to repeat, each with its '- '."}

    repeat: Annotated[int, Whole(1, MOST_TIMES)]
    steps: Any


VOCABULARY: dict[str, type[StepShape]] = {
    "say": SayShape,
    "silence": SilenceShape,
    "breathe": BreatheShape,
    "tense": TenseShape,
    "move": MoveShape,
    "timed": TimedShape,
    "ask": AskShape,
    "choose": ChooseShape,
    "several": SeveralShape,
    "rate": RateShape,
    "ready": ReadyShape,
    "ambience": AmbienceShape,
    "section": SectionShape,
    "repeat": RepeatShape,
}
ALSO = {"text": "say", "speak": "say", "tell": "say", "show": "say"}
ALSO |= {"pause": "silence", "wait": "silence", "quiet": "silence", "rest": "silence"}
ALSO |= {"breath": "breathe", "breathing": "breathe", "exercise": "move", "relax": "tense", "region": "section"}
ALSO |= {"question": "ask", "choice": "choose", "scale": "rate", "rating": "rate", "continue": "ready"}
ALSO |= {"sound": "ambience", "music": "ambience", "loop": "repeat"}
"""What people write when they mean one of the steps."""


def qualifiers() -> Iterator[str]:
    """Every key that belongs under some step."""
    for verb, shape in VOCABULARY.items():
        yield from (key for key in keys_of(shape) if key != verb)
