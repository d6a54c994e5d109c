"""The steps a YAML script may use: what each takes, and the engine's step it becomes. Loaded only when a plugin is read."""

import re
from collections.abc import Iterator
from math import floor
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from dtx.engine.phase import say_seconds
from dtx.engine.questions import Ask, Choose, Rate, Ready, Several
from dtx.engine.steps import Ambience, Breathe, Move, Pattern, Say, Section, Silence, Step, Tense, Timed
from dtx.host.durations import written
from dtx.host.explain import Wrong, quoted
from dtx.host.lines import line_faults, lines_of, texts_of, too_short
from dtx.host.shape import Media, NoneOrMoreSeconds, Regions, SaveName, Seconds, Shape, Text, Texts, Whole, YesNo, media, schema_of
from dtx.host.shape import text as text_of
from dtx.settings import BEDS

MOST_BREATHS = 500
LONGEST_HOLD_S = 10  # long retention is never offered (clinical 1.5)
PARTS = re.compile(r"[0-9]{1,2}(?:\.[0-9])?(?:\s*-\s*[0-9]{1,2}(?:\.[0-9])?){1,3}")


class StepShape(Shape):
    """A step: one verb and what qualifies it."""

    when: Text | None = None

    def step(self) -> Step:
        raise NotImplementedError


class SayShape(StepShape):
    say: Text
    for_: Seconds | None = Field(None, alias="for")
    pause: NoneOrMoreSeconds | None = None
    recording: Media | None = None

    def faults(self) -> Iterator[Wrong]:
        if self.for_ is not None and self.pause is not None:
            yield Wrong(
                "'say' takes 'for' or 'pause', not both.",
                "Keep 'for' for the whole length, or 'pause' for the quiet after the words.",
                ("pause",),
            )
        elif self.for_ is not None and (wrong := too_short(self.say, self.for_, ("for",))):
            yield wrong

    def step(self) -> Step:
        return Say(self.say, self.for_, self.pause or 0, self.recording)


class SilenceShape(StepShape):
    silence: Seconds

    def step(self) -> Step:
        return Silence(self.silence)


def breath(value: Any) -> tuple[float, float, float, float]:
    """`4-6` is in and out; `4-2-6` in, hold, out; `4-2-6-1` and rest."""
    word = text_of(value)
    if not PARTS.fullmatch(word):
        raise Wrong(
            f"has to be seconds with '-' between them, not {quoted(word)}.", "Write in-hold-out, such as 4-2-6, or in-out, such as 4-6."
        )
    parts = [float(part) for part in word.split("-")]
    inhale, hold, exhale, rest = [parts[0], 0.0, parts[1], 0.0] if len(parts) == 2 else [*parts, 0.0][:4]
    if not inhale or not exhale:
        raise Wrong("needs an in-breath and an out-breath.", "Write in-hold-out, such as 4-2-6, or in-out, such as 4-6.")
    return inhale, hold, exhale, rest


class BreatheShape(StepShape):
    breathe: Annotated[tuple[float, float, float, float], BeforeValidator(breath), schema_of("string")]
    times: Annotated[int, Whole(1, MOST_BREATHS)] | None = None
    for_: Seconds | None = Field(None, alias="for")
    top_up: NoneOrMoreSeconds = 0.0

    @property
    def pattern(self) -> Pattern:
        return Pattern(*self.breathe, self.top_up)

    def faults(self) -> Iterator[Wrong]:
        if (self.times is None) == (self.for_ is None):
            yield Wrong("'breathe' takes either 'times' or 'for'.", "Add 'times: 6' for six breaths, or 'for: 2 min', and keep only one.")
        if max(self.pattern.hold, self.pattern.rest) > LONGEST_HOLD_S:
            yield Wrong(
                f"the breath is held for more than {LONGEST_HOLD_S} s.", "Write a shorter hold; long ones are not offered.", ("breathe",)
            )
        if self.for_ is not None and self.for_ < self.pattern.seconds:
            one = f"one breath takes {written(self.pattern.seconds)}, and there are {written(self.for_)}."
            yield Wrong(one, "Give it more time.", ("for",))
        elif self.for_ is not None and self.for_ / self.pattern.seconds > MOST_BREATHS:
            yield Wrong(f"this is more than {MOST_BREATHS} breaths.", "Give it less time.", ("for",))

    def step(self) -> Step:
        return Breathe(self.pattern, self.times or floor((self.for_ or 0) / self.pattern.seconds + 1e-9))


class TenseShape(StepShape):
    tense: Text
    words: Text | None = None
    times: Annotated[int, Whole(1, 5)] = 2
    cue: Seconds = 10.0
    hold: NoneOrMoreSeconds = 6.0
    release: Seconds = 35.0

    def faults(self) -> Iterator[Wrong]:
        if self.hold > 10:
            yield Wrong("'hold' is at most 10 s: tensing stays short and light.", "Write a shorter time.", ("hold",))
        words = self.words or self.tense  # no quiet is needed after them: clinical 3.5 has 20 words in 10 s
        if say_seconds(words) > self.cue:
            length = f"{len(words.split())} words need {written(say_seconds(words))}, and have {written(self.cue)}."
            yield Wrong(
                length, "Give them more time with 'cue', or use fewer words.", ("cue",) if "cue" in self.model_fields_set else ("words",)
            )

    def step(self) -> Step:
        return Tense(self.tense, self.words or self.tense, self.times, self.cue, self.hold, self.release)


def tempo_of(value: Any) -> tuple[float, ...]:
    word = text_of(value)
    parts = word.split("-")
    if not PARTS.fullmatch(word) or len(parts) != 3:
        raise Wrong(f"has to be lift-hold-lower in seconds, not {quoted(word)}.", "Write it like 2-3-2.")
    return tuple(float(part) for part in parts)


SIDES = ("both", "each", "alternate")


def side_of(value: Any) -> str:
    word = text_of(value)
    if word not in SIDES:
        raise Wrong(
            f"can be both, each or alternate, not {quoted(word)}.",
            "'each' is one side after the other, 'alternate' changes with each repetition.",
        )
    return word


class MoveShape(StepShape):
    move: Text
    words: Text | None = None
    sets: Annotated[int, Whole(1, 10)] = 1
    reps: Annotated[int, Whole(1, 50)] | None = None
    tempo: Annotated[tuple[float, ...], BeforeValidator(tempo_of), schema_of("string")] = (2.0, 0.0, 2.0)
    side: Annotated[str, BeforeValidator(side_of), schema_of("string", enum=list(SIDES))] = "both"
    rest: NoneOrMoreSeconds = 0.0
    switch: NoneOrMoreSeconds = 5.0
    transition: NoneOrMoreSeconds = 0.0
    own_pace: YesNo = False
    for_: Seconds | None = Field(None, alias="for")

    def faults(self) -> Iterator[Wrong]:
        if (self.reps is None) == (self.for_ is None):
            yield Wrong("'move' takes either 'reps' or 'for'.", "Add 'reps: 8' for eight repetitions, or 'for: 1 min', and keep only one.")
        if not sum(self.tempo):
            yield Wrong("'tempo' has no seconds.", "Write it like 2-3-2.", ("tempo",))

    def step(self) -> Step:
        name = re.sub(r"\W+", "_", self.move.casefold()).strip("_") or "exercise"
        shown = f"{self.move}: {self.words}" if self.words else self.move
        dose = (self.sets, self.reps or 1, *self.tempo, self.side, self.rest, self.switch, self.for_, self.own_pace, self.transition)
        return Move(name, shown, *dose)  # type: ignore[arg-type]


class TimedShape(StepShape):
    timed: Text
    for_: Seconds = Field(alias="for")
    lines: Any = ()

    def faults(self) -> Iterator[Wrong]:
        yield from line_faults(self.lines, self.for_)

    def step(self) -> Step:
        lines = lines_of(self.lines)
        return Timed(
            self.timed, self.for_, lines=tuple(line for _, line in lines) if isinstance(self.lines, dict) else texts_of(self.lines)
        )


class AskShape(StepShape):
    ask: Text
    save: SaveName | None = None
    limit: Annotated[int, Whole(1, 20_000)] = 20_000

    def step(self) -> Step:
        return Ask(self.ask, self.save, self.limit)


class FromShape(StepShape):
    from_: Texts = Field(alias="from")
    save: SaveName | None = None

    def faults(self) -> Iterator[Wrong]:
        folded = [answer.casefold() for answer in self.from_]
        if len(set(folded)) != len(folded):
            yield Wrong("two of these answers are the same.", "Keep one of them.", ("from",))
        if not 1 <= len(self.from_) <= 30 or (isinstance(self, ChooseShape) and len(self.from_) < 2):
            yield Wrong("a question needs at least two answers, and at most 30.", "Write them like [Back, Neck, Legs].", ("from",))


class ChooseShape(FromShape):
    choose: Text

    def step(self) -> Step:
        return Choose(self.choose, self.from_, self.save)


class SeveralShape(FromShape):
    several: Text

    def step(self) -> Step:
        return Several(self.several, self.from_, self.save)


class RateShape(StepShape):
    rate: Text
    save: SaveName | None = None
    low: Annotated[int, Whole(-100, 100)] = 0
    high: Annotated[int, Whole(-100, 100)] = 10
    low_label: Text = ""
    high_label: Text = ""
    step_: Annotated[int, Whole(1, 50)] = Field(1, alias="step")

    def faults(self) -> Iterator[Wrong]:
        if self.low >= self.high:
            yield Wrong(f"the scale goes from {self.low} to {self.high}.", "Let 'high' be larger than 'low'.", ("high",))

    def step(self) -> Step:
        return Rate(self.rate, self.low, self.high, self.low_label, self.high_label, self.save, self.step_)


class ReadyShape(StepShape):
    ready: Text
    save: SaveName | None = None

    def step(self) -> Step:
        return Ready(self.ready, self.save)


def sound_or_none(value: Any) -> str | None:
    word = text_of(value)
    if word in ("none", "off"):
        return None
    return word if word in BEDS else media(word)


class AmbienceShape(StepShape):
    ambience: Annotated[str | None, BeforeValidator(sound_or_none), schema_of("string")]

    def step(self) -> Step:
        return Ambience(self.ambience)


class SectionShape(StepShape):
    section: Text
    seconds: Seconds
    lines: Any
    regions: Regions = ()

    def faults(self) -> Iterator[Wrong]:
        yield from line_faults(self.lines, self.seconds)
        if not self.lines:
            yield Wrong("a section needs at least one line.", "Write its lines under 'lines:', or use 'silence'.", ("lines",))

    def step(self) -> Step:
        lines = lines_of(self.lines)
        placed = tuple(line for _, line in lines) if isinstance(self.lines, dict) else texts_of(self.lines)
        return Section(self.section, self.seconds, placed, self.regions)


class RepeatShape(StepShape):
    repeat: Annotated[int, Whole(1, 100)]
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
