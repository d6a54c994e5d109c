"""Rules for an activity as it is delivered: room for every line, quiet enough, pictures in words too, and names that dtx knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from dtx.care.flags import FLAGS
from dtx.care.regions import REGIONS
from dtx.engine.activity import Script
from dtx.engine.figure import Figure
from dtx.engine.phase import SHORTEST_SILENCE_S, Phase, say_seconds
from dtx.engine.questions import QUESTIONS
from dtx.engine.reel import Reel, Stand
from dtx.engine.rehearsal import Way, reply
from dtx.engine.steps import Move, Section, Step
from dtx.host.durations import written
from dtx.host.explain import listed, quoted, suggestion
from dtx.host.wording import Fault

LONG_SCAN_S = 20 * 60
LEAST_SILENCE = 0.5
"""A scan of twenty minutes or more is quiet for at least half of its time (clinical 2.4)."""

NARROWEST = 1e-6

SPOKEN = ("say", "settle", "cue", "tense", "release", "rest", "return", "end", "timed", "transition")
"""Kinds of phase in which words are said. A breath or a repetition has its short cue, which is dtx's own."""

NO_WORDS = (
    *("kind", "cue", "at", "side", "save", "values", "exercise", "harder", "group", "region", "regions"),
    *("unsafe", "sound", "recording", "frames"),
)
"""The fields of steps that hold names, numbers or pictures."""

WIDEST, TALLEST = 30, 12
"""The most columns and rows of a figure, so that it fits beside its words on 80x24."""


@dataclass(frozen=True, slots=True)
class Walk:
    """An activity gone through once: its steps in order, and why it broke off, if it did."""

    stands: tuple[Stand, ...]
    failure: str | None = None

    def timed(self) -> Iterator[tuple[Stand, float]]:
        """Each step with the second at which it begins."""
        start = 0.0
        for stand in self.stands:
            yield stand, start
            start += sum(phase.seconds for phase in stand.phases)

    @property
    def phases(self) -> tuple[Phase, ...]:
        return tuple(phase for stand in self.stands for phase in stand.phases)


def walked(script: Callable[[], Script], way: Way) -> Walk:
    """Go through a script, answering each question by the way given."""
    reel = Reel(script, guest=True)
    while not reel.ended:
        step = reel.current.step
        reel.advance(reply(step, way) if isinstance(step, QUESTIONS) else None)
    return Walk(tuple(reel.stands), reel.failure)


def words_in(thing: Any) -> Iterator[str]:
    """Every text of a step that a person may see or hear, those of its easier and safe forms too, line by line."""
    if isinstance(thing, str):
        yield from filter(None, thing.split("\n"))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from words_in(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in NO_WORDS:
                yield from words_in(getattr(thing, field.name))


def step_faults(stand: Stand) -> Iterator[Fault]:
    """What the rules have against one step, its words apart."""
    yield from speech_faults(stand.phases)
    yield from name_faults(stand.step)
    if isinstance(stand.step, Move):
        for move in forms_of(stand.step):
            yield from figure_faults(move)


def walk_faults(walk: Walk) -> Iterator[Fault]:
    """What the rules have against a walk as a whole."""
    total_s = sum(phase.seconds for phase in walk.phases)
    if total_s >= LONG_SCAN_S and any(isinstance(stand.step, Section) for stand in walk.stands):
        quiet = sum(phase.seconds for phase in walk.phases if phase.kind == "silence") / total_s
        if quiet < LEAST_SILENCE:
            sentence = f"{quiet:.0%} of these {written(total_s)} are quiet; in a long scan {LEAST_SILENCE:.0%} is the least."
            yield Fault(sentence, "Say less, or give the lines more time.")


def easier_faults(walk: Walk) -> Iterator[Fault]:
    """Every exercise, as the activity comes, has something easier behind it (clinical 0.4)."""
    for stand in walk.stands:
        if isinstance(stand.step, Move) and stand.step.easier is None and stand.step.timed_s is None:
            sentence = f"{quoted(stand.step.exercise)} has no easier version for whoever presses Easier."
            yield Fault(sentence, "Give one, if there is any.", warning=True)


def speech_faults(phases: tuple[Phase, ...]) -> Iterator[Fault]:
    """Each line fits its slot, and leaves a second of quiet or none at all (clinical 0.2)."""
    for text, slot_s in slots(phases):
        needs_s = say_seconds(text)
        left_s = slot_s - needs_s
        if left_s < -NARROWEST:
            sentence = f"{quoted(text)} needs {written(needs_s)} to be said, and has {written(slot_s)}."
            yield Fault(sentence, "Give it more time, or use fewer words.")
        elif NARROWEST < left_s < SHORTEST_SILENCE_S - NARROWEST:
            sentence = f"{quoted(text)} leaves {written(left_s)} of quiet after it; 1 s is the least, unless it fills its time."
            yield Fault(sentence, "Give it a little more time, or a little less.")


def slots(phases: tuple[Phase, ...]) -> Iterator[tuple[str, float]]:
    """Everything that is said, with its seconds: up to the next line, or to the end of the quiet that belongs to it."""
    for index, phase in enumerate(phases):
        if phase.kind not in SPOKEN or phase.waits or not (phase.text or phase.lines):
            continue
        if phase.kind == "transition":  # where in it the cue begins is dtx's own to choose
            yield " ".join(line.text for line in phase.lines) or phase.text, phase.seconds
        elif phase.lines:
            ends = [line.at_s for line in phase.lines[1:]] + [phase.seconds]
            yield from ((line.text, end - line.at_s) for line, end in zip(phase.lines, ends, strict=True))
        else:
            after = phases[index + 1] if phase.kind == "say" and index + 1 < len(phases) else None
            quiet_s = after.seconds if after is not None and after.kind == "silence" and after.text == phase.text else 0
            yield phase.text, phase.seconds + quiet_s


def name_faults(step: Step) -> Iterator[Fault]:
    """Flags and regions are those that dtx knows: by any other name nobody would be kept safe."""
    named: list[tuple[str, tuple[str, ...], str]] = []
    named += [(flag, FLAGS, "flag") for move in forms_of(step) for flag in move.unsafe] if isinstance(step, Move) else []
    named += [(region, REGIONS, "region") for region in getattr(step, "regions", ())]
    for name, known, kind in named:
        if name not in known:
            yield Fault(f"there is no {kind} {quoted(name)}.", suggestion(str(name), known, f"The {kind}s are {listed(known)}."))


def figure_faults(move: Move) -> Iterator[Fault]:
    """A figure is said in words, too, and all its pictures have one size that fits (clinical 8.7 item 13)."""
    figure = move.figure
    if figure is None:
        return
    if not isinstance(figure, Figure) or not figure.alt.strip() or figure.alt in figure.frames:
        yield Fault(f"the figure of {quoted(move.exercise)} has no words.", "Say in 'alt' what it shows.")
        return
    sizes = {(len(rows), max(map(len, rows), default=0)) for frame in figure.frames if (rows := frame.split("\n"))}
    if len(sizes) != 1:
        yield Fault(f"the pictures of {quoted(move.exercise)} differ in size.", "Fill the smaller ones with blanks.")
    elif (size := sizes.pop())[0] > TALLEST or size[1] > WIDEST:
        yield Fault(f"the figure of {quoted(move.exercise)} is {size[1]}x{size[0]}; {WIDEST}x{TALLEST} is the most.", "Draw it smaller.")


def forms_of(move: Move) -> Iterator[Move]:
    """The exercise itself, its easier form, its safe form, and theirs."""
    yield move
    for form in (move.easier, move.instead):
        if form is not None:
            yield from forms_of(form)
