"""A script being walked: the step it is at, the answers it has had, and the steps already known ahead."""

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from math import isfinite
from types import GeneratorType, MappingProxyType

from dtx.engine.activity import Script
from dtx.engine.figure import Figure
from dtx.engine.journal import fingerprint
from dtx.engine.phase import Line, Phase
from dtx.engine.questions import QUESTIONS, Answer, Choose, Question, Rate, Ready, Several
from dtx.engine.steps import TIMED, Breathe, Move, Pattern, Step, Tense, TimedStep

MOST_STEPS = 2_000
"""A script longer than this is taken for endless (law 9)."""

MOST_PHASES = 5_000
"""More phases than this in one step are a slip of the pen."""

MOST_IN_ALL = 50_000
"""More phases than this in a whole script are one, too: at a second each they would take fourteen hours."""

MOST_TEXT = 20_000
"""Characters of one text. Nobody reads more, and a terminal may not bear it."""

MOST_PARTS = 2_000
"""Answers, lines or regions of one step."""

RESERVED = ("gate", "before", "after", "comfort", "effort", "felt_worse", "stop_reason", "note", "follow_up")
"""The first part of the ids of the host's own questions."""

SAVED = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]|\[[0-9]{0,2}\]){0,99}")
"""Names of saved answers; one may be a path, such as `emotions[0].before` (see `engine.saved`)."""

ENDLESS = f"it has more than {MOST_STEPS} steps"
ENORMOUS = f"it has more than {MOST_IN_ALL} phases"


@dataclass(frozen=True, slots=True)
class Stand:
    """A step of the script, its fingerprint, and the phases it is made of; a question, and a step that takes no time, has none."""

    step: Step
    mark: str
    phases: tuple[Phase, ...] = ()
    eased: bool = False


@dataclass(frozen=True, slots=True)
class _End:
    failure: str | None = None


class Reel:
    """Walks one script. `stands` holds the steps so far, the present one last.

    `ended` when there is none any more; `failure` then says why if the script raised, yielded something that is no step,
    or never ends. It names the kind of error only: an error's own words may be the person's. A `guest` is a plugin's
    script, to which the host's question ids are closed (law 6).
    """

    def __init__(self, start: Callable[[], Script], *, guest: bool = False) -> None:
        self.stands: list[Stand] = []
        self.ended = False
        self.failure: str | None = None
        self._answers: list[Answer] = []
        self._start, self._guest = start, guest
        self._script: Script | None = None
        self._ahead: deque[Stand | _End] = deque()
        self._phases = 0
        self._let_go: tuple[Tense, ...] = ()
        self._take(self._pull(None))

    @classmethod
    def empty(cls) -> "Reel":
        """A reel with nothing on it."""

        def nothing() -> Script:
            yield from ()

        return cls(nothing)

    @property
    def current(self) -> Stand:
        return self.stands[-1]

    @property
    def index(self) -> int:
        return len(self.stands) - 1

    def advance(self, answer: Answer) -> None:
        """Hand the answer to the script and go to its next step."""
        self._answers.append(answer)
        self._take(self._ahead.popleft() if self._ahead else self._pull(answer))

    def ahead(self) -> Iterator[Stand]:
        """The steps after the present one, as far as they are known: a timed step always sends back None (law 3)."""
        if self.ended:
            return
        last, known = self.current, 0
        while isinstance(last.step, TIMED):
            if known == len(self._ahead):
                self._ahead.append(self._pull(None))
            stand = self._ahead[known]
            if isinstance(stand, _End):
                return
            yield stand
            last, known = stand, known + 1

    def rewound(self, index: int) -> "Reel":
        """A new reel at the step with that index, walked there with the answers this one had. What was made easier stays so."""
        self.drop()
        reel = Reel(self._start, guest=self._guest)
        reel._let_go = self._let_go
        reel.stands = [*map(reel._released, reel.stands)]
        for answer in self._answers[:index]:
            reel.advance(answer)
        reel.stands = [stand if stand.eased else fresh for stand, fresh in zip(self.stands, reel.stands, strict=False)]
        return reel

    def easier(self, phase: int) -> tuple[Phase, ...] | None:
        """The phases of the present step if it were made easier while at `phase`, or None where it cannot be."""
        step = self.current.step
        return step.eased(self.current.phases, phase) if isinstance(step, Breathe | Tense | Move) else None

    def ease(self, phase: int) -> None:
        """Make the present step easier from `phase` on. A group of muscles is only let go from then on, however often it comes."""
        if (phases := self.easier(phase)) is not None:
            self.stands[-1] = replace(self.current, phases=phases, eased=True)
            if isinstance(step := self.current.step, Tense):
                self._let_go = (*self._let_go, step)
                self._ahead = deque(stand if isinstance(stand, _End) else self._released(stand) for stand in self._ahead)

    def drop(self) -> None:
        """Leave the script where it is, without letting it notice.

        Letting go of a generator runs its `finally`, which may never return; so this one is never let go of, not even
        when the program ends (law 7). One that has run to its end has nothing left to run.
        """
        script = self._script
        if script is not None and not (isinstance(script, GeneratorType) and script.gi_frame is None):
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(script))

    def _take(self, stand: Stand | _End) -> None:
        if isinstance(stand, _End):
            self.ended, self.failure = True, stand.failure
        else:
            self.stands.append(stand)

    def _pull(self, answer: Answer) -> Stand | _End:
        if len(self.stands) + len(self._ahead) >= MOST_STEPS:
            return _End(ENDLESS)
        try:
            if self._script is None:
                self._script = self._start()
            step = self._script.send(answer) if self.stands or self._ahead else next(self._script)
            stand = laid_out(step, guest=self._guest)
            self._phases += len(stand.phases)
            return self._released(stand) if self._phases <= MOST_IN_ALL else _End(ENORMOUS)
        except StopIteration:
            return _End()
        except NoStep as error:
            return _End(str(error))
        except BaseException as error:  # a script may raise anything, SystemExit and KeyboardInterrupt too
            return _End(raised(error))

    def _released(self, stand: Stand) -> Stand:
        """The same step without tightening, where that group had a cramp before (clinical 3.4)."""
        step = stand.step
        if not isinstance(step, Tense) or not step.tense_s or not any(same_group(step, one) for one in self._let_go):
            return stand
        released = step.released()
        return replace(stand, step=released, phases=released.phases())


def same_group(one: Tense, other: Tense) -> bool:
    """Whether both tense the same muscles, by what they are called or by the regions they name."""
    return one.group == other.group or bool(one.regions and set(one.regions) == set(other.regions))


def raised(error: BaseException) -> str:
    """Why a script broke off that raised this. The kind alone: an error's own words may be the person's."""
    return f"it raised {type(error).__name__}"


class NoStep(Exception):
    """Something a script yielded that cannot be shown."""


def laid_out(step: object, *, guest: bool = False) -> Stand:
    """A step with its phases. Raises `NoStep` when it is no step, or one that cannot be shown or written down.

    Subclasses of steps are no steps: their methods would be plugin code that runs where only ours may.
    """
    if type(step) not in (*TIMED, *QUESTIONS):
        raise NoStep(f"it yielded {type(step).__name__}, which is no step")
    if not genuine(step):
        raise NoStep(f"a {type(step).__name__} step holds something that is no plain value, or more than anybody could read")
    if isinstance(step, QUESTIONS):
        check_question(step, guest=guest)
        return Stand(step, mark_of(step))
    assert isinstance(step, TIMED)
    mark = mark_of(step)
    try:
        long = too_long(step)
        phases = () if long else step.phases()
        sound = not long and all(isfinite(phase.seconds) and phase.seconds > 0 for phase in phases) and len(phases) <= MOST_PHASES
        texts = [phase.text for phase in phases] + [line.text for phase in phases for line in phase.lines]
    except Exception as error:  # whatever wrong kinds of value lead to
        raise NoStep(f"a {step.verb} step cannot be laid out: {error}") from None
    if not sound or not all(isinstance(text, str) for text in texts):
        raise NoStep(f"a {step.verb} step has a phase without words or length, or too many phases")
    return Stand(step, mark, phases)


def too_long(step: TimedStep) -> bool:
    """Whether it would be laid out in more phases than are meant, told from its numbers alone: laying out a billion takes for ever."""
    match step:
        case Breathe():
            return sum(cycles for cycles, _ in (*step.ramp, (step.cycles, step.pattern))) > MOST_PHASES
        case Tense():
            return step.trials > MOST_PHASES
        case Move():
            return max(step.sets, step.reps, step.sets * step.reps) > MOST_PHASES
    return False


PLAIN = (str, int, float, bool, type(None))
PARTS = {kind: tuple(field.name for field in fields(kind)) for kind in (Line, Pattern, Figure, *TIMED, *QUESTIONS)}
"""What steps are made of, and the names of what each holds."""


def genuine(value: object) -> bool:
    """Whether it is made of plain values alone: a class of the plugin's own would run its code where only ours may."""
    kind = type(value)
    if kind in PLAIN:
        return kind is not str or len(value) <= MOST_TEXT  # type: ignore[arg-type]
    if kind in (tuple, list):
        return len(value) <= MOST_PARTS and all(map(genuine, value))  # type: ignore[arg-type, call-overload]
    if kind in (dict, MappingProxyType):
        return len(value) <= MOST_PARTS and all(genuine(key) and genuine(one) for key, one in value.items())  # type: ignore[arg-type, attr-defined]
    return kind in PARTS and all(genuine(getattr(value, name)) for name in PARTS[kind])


def mark_of(step: Step) -> str:
    """The fingerprint of a step, which only a step that can be written down has."""
    try:
        return fingerprint(step)
    except Exception as error:
        raise NoStep(f"a {step.verb} step cannot be written down ({type(error).__name__})") from None


def check_question(question: Question, *, guest: bool) -> None:
    """Hold a question to what drivers and journal rely on. Raises `NoStep`."""
    name = question.save
    if name is not None and not (isinstance(name, str) and SAVED.fullmatch(name)):
        raise NoStep(f"a {question.verb} step saves under a name that is not letters, digits, '_', '-', '.' and '[0]'")
    if guest and name is not None and re.split(r"[.\[]", name)[0] in RESERVED:
        raise NoStep(f"a {question.verb} step saves as {name}, which is the host's to ask")
    if not isinstance(question.text, str):
        raise NoStep(f"a {question.verb} step has no words")
    if isinstance(question, Choose | Several):
        lists = [list(question.options), list(question.values or question.options)]
        if not lists[0] or len(lists[0]) != len(lists[1]) or not all(isinstance(one, str) for one in lists[0] + lists[1]):
            raise NoStep(f"a {question.verb} step has no options, or options that are no words")
    if isinstance(question, Ready) and not isinstance(question.button, str):
        raise NoStep("a ready step has a button without words")
    if isinstance(question, Rate):
        whole = all(type(number) is int for number in (question.low, question.high, question.step))
        if not whole or question.step < 1 or question.high - question.low < question.step:
            raise NoStep("a rate step has ends that are no scale")
