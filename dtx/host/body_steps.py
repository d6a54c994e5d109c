"""The steps that the body does: `breathe`, `tense` and `move`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import floor
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from dtx.care.adapted import LONGEST_TENSE_S
from dtx.care.breaths import LONGEST_HOLD_S, SHORTEST_BREATH_S
from dtx.care.flags import FLAGS
from dtx.engine.figure import Figure
from dtx.engine.phase import say_seconds
from dtx.engine.steps import LET_GO, Breathe, Move, Pattern, Step, Tense
from dtx.host.drawn import Drawings, figure_of
from dtx.host.durations import written
from dtx.host.explain import Wrong, listed, quoted
from dtx.host.flag_names import flag_names
from dtx.host.lines import line_faults, placed_lines, room_for
from dtx.host.shape import Media, NoneOrMoreSeconds, Regions, Seconds, Shape, Text, Whole, YesNo, schema_of
from dtx.host.shape import text as text_of
from dtx.host.spoken_steps import Lines
from dtx.host.step_shape import PicturedShape, Pictures, StepShape

MOST_BREATHS = 500
PARTS = re.compile(r"[0-9]{1,2}(?:\.[0-9])?(?:\s*-\s*[0-9]{1,2}(?:\.[0-9])?){1,3}")


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
    """A guide to breathe along with: in-out, in-hold-out or in-hold-out-rest, in seconds."""

    breathe: Annotated[tuple[float, float, float, float], BeforeValidator(breath), schema_of("string", pattern=f"^{PARTS.pattern}$")]
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
                f"the breath is held for more than {LONGEST_HOLD_S:g} s.", "Write a shorter hold; long ones are not offered.", ("breathe",)
            )
        if self.pattern.seconds < SHORTEST_BREATH_S:
            quick = f"one breath takes {written(self.pattern.seconds)}, and quicker ones than {written(SHORTEST_BREATH_S)} are not offered."
            yield Wrong(quick, "Give each breath more time.", ("breathe",))
        if self.for_ is not None and self.for_ < self.pattern.seconds:
            one = f"one breath takes {written(self.pattern.seconds)}, and there are {written(self.for_)}."
            yield Wrong(one, "Give it more time.", ("for",))
        elif self.for_ is not None and self.for_ / self.pattern.seconds > MOST_BREATHS:
            yield Wrong(f"this is more than {MOST_BREATHS} breaths.", "Give it less time.", ("for",))

    def step(self, drawings: Drawings) -> Step:
        return Breathe(self.pattern, self.times or floor((self.for_ or 0) / self.pattern.seconds + 1e-9))


class TenseShape(PicturedShape):
    """Tighten a muscle group gently and let go. Where one of its regions is sore today, it is only let go."""

    tense: Text
    words: Text | None = None
    regions: Regions = ()
    times: Annotated[int, Whole(1, 5)] = 2
    cue: Seconds = 10.0
    hold: NoneOrMoreSeconds = 6.0
    release: Seconds = 35.0
    lines: Lines = None
    recording: Media | None = None

    def faults(self) -> Iterator[Wrong]:
        yield from super().faults()
        if self.hold > LONGEST_TENSE_S:
            yield Wrong(f"'hold' is at most {LONGEST_TENSE_S:g} s: tensing stays short and light.", "Write a shorter time.", ("hold",))
        words = self.words or self.tense  # no quiet is needed after them: clinical 3.5 has 20 words in 10 s
        if say_seconds(words) > self.cue:
            length = f"{len(words.split())} words need {written(say_seconds(words))}, and have {written(self.cue)}."
            key = "cue" if "cue" in self.model_fields_set else "words" if self.words else "tense"
            yield Wrong(length, "Give them more time with 'cue', or use fewer words.", (key,))
        if self.lines is not None and not isinstance(self.lines, dict):
            yield Wrong(
                "the 'lines' of 'tense' are texts with the second each begins at.",
                "Write '0: And let go.', and under it the next one with its second.",
                ("lines",),
            )
        elif self.lines:
            yield from line_faults(self.lines, self.release, "letting go")

    def step(self, drawings: Drawings) -> Step:
        lines = placed_lines(self.lines) if self.lines else LET_GO
        group = re.sub(r"\W+", "_", self.tense.casefold()).strip("_") or "group"
        return Tense(
            group,
            self.words or self.tense,
            self.times,
            self.cue,
            self.hold,
            self.release,
            release_lines=lines,
            regions=self.regions,
            name="" if group.replace("_", " ") == self.tense else self.tense,
            recording=self.recording,
            figure=self.figure(drawings),
        )


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


Flags = Annotated[tuple[str, ...], BeforeValidator(flag_names), schema_of(["string", "array"], items={"enum": list(FLAGS)})]
BEFORE_HOW_S = 1


class MoveForm(Shape):
    """An exercise, or another form of one."""

    move: Text
    words: Text | None = None
    sets: Annotated[int, Whole(1, 10)] = 1
    reps: Annotated[int, Whole(1, 50)] | None = None
    tempo: Annotated[tuple[float, ...], BeforeValidator(tempo_of), schema_of("string")] = (2.0, 0.0, 2.0)
    side: Annotated[str, BeforeValidator(side_of), schema_of("string", enum=list(SIDES))] = "both"
    rest: NoneOrMoreSeconds = 0.0
    switch: NoneOrMoreSeconds = 5.0
    own_pace: YesNo = False
    for_: Seconds | None = Field(None, alias="for")
    regions: Regions = ()
    caution: Text = ""
    strength: YesNo = False
    not_with: Flags = ()
    picture: Pictures | None = None
    alt: Text = ""

    def faults(self) -> Iterator[Wrong]:
        yield from PicturedShape.faults(self)  # type: ignore[arg-type]
        if (self.reps is None) == (self.for_ is None):
            yield Wrong("'move' takes either 'reps' or 'for'.", "Add 'reps: 8' for eight repetitions, or 'for: 1 min', and keep only one.")
        if not sum(self.tempo):
            yield Wrong("'tempo' has no seconds.", "Write it like 2-3-2.", ("tempo",))

    def as_move(self, drawings: Drawings, transition_s: float = 0) -> Move:
        """With a change-over before it, the words are said there; else they stand with the name."""
        lift_s, hold_s, lower_s = self.tempo
        figure: Figure | None = figure_of(self.picture, self.alt, drawings) if self.picture else None
        return Move(
            re.sub(r"\W+", "_", self.move.casefold()).strip("_") or "exercise",
            f"{self.move}: {self.words}" if self.words and not transition_s else self.move,
            self.sets,
            self.reps or 1,
            lift_s,
            hold_s,
            lower_s,
            self.side,
            self.rest,
            self.switch,
            self.for_,
            self.own_pace,
            transition_s,
            how=self.words if self.words and transition_s else "",
            caution=self.caution,
            regions=self.regions,
            strengthening=self.strength,
            unsafe=self.not_with,
            figure=figure,
        )


class MoveShape(StepShape, MoveForm):
    """An exercise with repetitions or by the clock. `easier` is for who asks for it, `instead` for whom it is `not_with`."""

    transition: NoneOrMoreSeconds = 0.0
    recording: Media | None = None
    easier: MoveForm | None = None
    instead: MoveForm | None = None

    def faults(self) -> Iterator[Wrong]:
        yield from MoveForm.faults(self)
        for key, form in (("easier", self.easier), ("instead", self.instead)):
            if form is not None:
                for wrong in form.faults():
                    yield Wrong(wrong.sentence, wrong.remedy, (key, *(wrong.path or ())))
        if self.instead is not None and not self.not_with:
            sentence = "'instead' is for those whom the exercise does not suit, and 'not_with' names nobody."
            yield Wrong(sentence, f"Add a line 'not_with: [falls]'; the flags are {listed(FLAGS)}.", ("instead",))
        if self.recording is not None and not self.transition:
            sentence = "the name of an exercise is said in the change-over before it, and there is none."
            yield Wrong(sentence, "Add a line such as 'transition: 15 s'.", ("recording",))
        needs = say_seconds(f"Next: {self.move}") + (BEFORE_HOW_S + room_for(self.words) if self.words else 0)
        if self.transition and needs > self.transition:
            sentence = f"its name and words need {written(needs)} before it begins, and have {written(self.transition)}."
            yield Wrong(sentence, "Give 'transition' more time, or use fewer words.", ("transition",))

    def step(self, drawings: Drawings) -> Step:
        move = self.as_move(drawings, self.transition)
        easier = self.easier.as_move(drawings) if self.easier is not None else None
        instead = self.instead.as_move(drawings, self.transition) if self.instead is not None else None
        return replace(move, recording=self.recording, easier=easier, instead=instead)
