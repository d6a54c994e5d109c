"""The fixed lines: every text that a bundled activity, or the host around it, may say aloud."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from dtx.care.bracket import FAILED, GROUND, STOP_REASON, WAY_OUT
from dtx.care.felt_worse import ADVICE
from dtx.care.felt_worse import QUESTIONS as FELT_WORSE
from dtx.care.pace import COMFORT
from dtx.care.progress import EFFORT
from dtx.care.ratings import BEFORE
from dtx.care.red_flags import CHECKED
from dtx.care.responsive import STRONG_PAIN
from dtx.care.zones import AS_BEFORE, WORDS
from dtx.engine.phase import Phase, say_seconds
from dtx.engine.questions import QUESTIONS
from dtx.engine.steps import Breathe, Move, Step, Tense
from dtx.language import FIRST, _, language
from dtx.sound.clips import key_of
from dtx.sound.trial import LINE
from media.spoken.walks import GIVEN, Walk, activities, walks

HOST = "dtx"
"""The heading under which the host's own words stand, those of no single activity."""

COUNTS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
"""As many as an exercise has repetitions at most (clinical 5.4). Exercises are in English so far."""
PAUSED = "Paused. Take all the time you like."
BREATHS = (_("In"), _("A little more"), _("Hold"), _("Out"), _("Rest"))

REPEATED = ("lift",)
"""Kinds of phase whose words, the name of the exercise, come back with every repetition: there is not always time to say them."""

SPEECH_LEFT_S = 1.0
"""Speech that overruns its slot leaves at least this much quiet (clinical 0.2)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text at one place of a session. `slot_s` is what its words are given, `room_s` the seconds until the next word is said."""

    text: str
    kind: str
    slot_s: float
    room_s: float

    @property
    def limit_s(self) -> float:
        """How long the speech may take here (clinical 0.2): its slot, or more where that leaves a second of quiet."""
        return min(self.room_s, max(self.slot_s, self.room_s - SPEECH_LEFT_S))


def split(text: str) -> Iterator[str]:
    """The lines of a question or a page, without the dashes of a list. What holds an answer is left out."""
    for line in text.split("\n"):
        bare = " ".join(line.split()).removeprefix("–").removeprefix("-").strip()
        if bare and GIVEN not in bare:
            yield bare


def in_phase(phase: Phase) -> Iterator[tuple[float, str]]:
    """What is said in one phase, with the second at which it begins."""
    if phase.lines:
        yield from ((line.at_s, line.text) for line in phase.lines)
    elif phase.cue is not None and phase.text:
        yield 0.0, phase.text


def said(phases: Iterable[Phase], after_s: float = 0.0) -> Iterator[Said]:
    """What is said in a run of phases, in order. After the last of them nothing is said for `after_s`."""
    found: list[tuple[float, str, str]] = []
    now = 0.0
    for phase in phases:
        found += [(now + at, text, phase.kind) for at, text in in_phase(phase) if at < phase.seconds]
        now += phase.seconds
    ends = [*(start for start, _, _ in found[1:]), now + after_s]
    for (start, text, kind), end in zip(found, ends, strict=False):  # one end too many where nothing is said
        yield Said(text, kind, float(say_seconds(text)), round(end - start, 6))


def runs(walk: Walk) -> Iterator[tuple[Phase, ...]]:
    """The stretches without a question in between, and what each step would be if it were made easier at any place."""
    run: list[Phase] = []
    for step in walk.steps:
        if isinstance(step, QUESTIONS):
            yield tuple(run)
            run = []
            continue
        phases = step.phases()
        run += phases
        if isinstance(step, Move | Breathe | Tense):
            yield from others(step)
    yield tuple(run)


@cache
def others(step: Move | Breathe | Tense) -> tuple[tuple[Phase, ...], ...]:
    """The same step made easier on the way, and an exercise as its other versions."""
    if isinstance(step, Move):
        versions = (version for version in (step.easier, step.instead) if version is not None)
        return tuple(run for version in versions for run in _versions(version, step.transition_s))
    phases = step.phases()
    eased = (step.eased(phases, index) for index in dict.fromkeys((0, len(phases) - 1)))
    return tuple(run for run in eased if run is not None)


def _versions(move: Move, transition_s: float) -> Iterator[tuple[Phase, ...]]:
    for change_over_s in dict.fromkeys((0.0, transition_s)):
        yield replace(move, transition_s=change_over_s).phases()
    for version in (move.easier, move.instead):
        if version is not None:
            yield from _versions(version, transition_s)


def asked(walk: Walk) -> Iterator[str]:
    """The words of the questions, line by line."""
    for step in walk.steps:
        if isinstance(step, QUESTIONS):
            yield from split(step.text)


def host() -> Iterator[str]:
    """What the host says, whatever is practised."""
    if language() == FIRST:
        yield from COUNTS
    yield from BREATHS
    if language() == FIRST:
        yield PAUSED
    yield LINE
    around = (*BEFORE, STOP_REASON, GROUND, FAILED, COMFORT, EFFORT, *FELT_WORSE, ADVICE, CHECKED, STRONG_PAIN)
    for question in around:
        yield from split(question.text)
    yield WAY_OUT
    yield from (*WORDS.values(), *AS_BEFORE.values())


@dataclass(frozen=True, slots=True)
class Fixed:
    """`lines` maps an activity, or `HOST`, to its lines in the order in which they come up; `limits` a line to the seconds it has.

    `outside` are lines that a script places after the end of their own phase: a fault of the script.
    """

    lines: Mapping[str, tuple[str, ...]]
    limits: Mapping[str, float]
    outside: frozenset[str] = frozenset()

    @property
    def texts(self) -> dict[str, str]:
        """Every line once, by its key."""
        return {key_of(text): text for texts in self.lines.values() for text in texts}


def fixed() -> Fixed:
    """Every line of everything that ships."""
    lines: dict[str, tuple[str, ...]] = {HOST: tuple(dict.fromkeys(host()))}
    limits: dict[str, float] = {}
    outside: set[str] = set()
    for activity in activities():
        found: dict[str, None] = {}
        for walk in different(walks(activity)):
            found |= dict.fromkeys(asked(walk))
            stretches = tuple(runs(walk))
            outside |= {text for phase in chain(*stretches) for at, text in in_phase(phase) if at >= phase.seconds}
            for one in chain.from_iterable(map(said, stretches)):
                if GIVEN in one.text:
                    continue
                found[one.text] = None
                if one.kind not in REPEATED:
                    limits[one.text] = min(one.limit_s, limits.get(one.text, one.limit_s))
        lines[activity.id] = tuple(found)
    return Fixed(lines, limits, frozenset(outside))


def different(found: Iterable[Walk]) -> Iterator[Walk]:
    """Each walk whose steps none before it had: most of what a person may say of themselves changes nothing."""
    numbers: dict[object, int] = {}
    seen: set[tuple[int, ...]] = set()
    for walk in found:
        marks = tuple(numbers.setdefault(hashable(step), len(numbers)) for step in walk.steps)
        if marks not in seen:
            seen.add(marks)
            yield walk


def hashable(step: Step) -> object:
    """The step, or its words where it holds a mapping."""
    try:
        hash(step)
    except TypeError:
        return repr(step)
    return step
