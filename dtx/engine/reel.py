"""A script being walked: the step it is at, the answers it has had, and the steps already known ahead."""

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite

from dtx.engine.activity import Script
from dtx.engine.phase import Phase
from dtx.engine.questions import QUESTIONS, Answer
from dtx.engine.steps import TIMED, Step

MOST_STEPS = 2_000
"""A script longer than this is taken for endless (law 9)."""

MOST_PHASES = 5_000
"""More phases than this in one step are a slip of the pen."""


ENDLESS = f"it has more than {MOST_STEPS} steps"


@dataclass(frozen=True, slots=True)
class Stand:
    """A step of the script with the phases it is made of; a question, and a step that takes no time, has none."""

    step: Step
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class _End:
    failure: str | None = None


class Reel:
    """Walks one script. `stands` holds the steps so far, the present one last.

    `ended` when there is none any more; `failure` then says why if the script raised, yielded something that is no step,
    or never ends. It names the kind of error only: an error's own words may be the person's.
    """

    def __init__(self, start: Callable[[], Script]) -> None:
        self.stands: list[Stand] = []
        self.ended = False
        self.failure: str | None = None
        self._answers: list[Answer] = []
        self._start = start
        self._script: Script | None = None
        self._ahead: deque[Stand | _End] = deque()
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
        """A new reel at the step with that index, walked there with the answers this one had."""
        self.drop()
        reel = Reel(self._start)
        for answer in self._answers[:index]:
            reel.advance(answer)
        return reel

    def drop(self) -> None:
        """Leave the script where it is, without letting it notice.

        Letting go of a generator runs its `finally`, which may never return; so this one is never let go of, not even
        when the program ends (law 7).
        """
        if self._script is not None:
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._script))

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
            return laid_out(step)
        except StopIteration:
            return _End()
        except NoStep as error:
            return _End(str(error))
        except BaseException as error:  # a script may raise anything, SystemExit and KeyboardInterrupt too
            return _End(f"it raised {type(error).__name__}")


class NoStep(Exception):
    """Something a script yielded that cannot be shown."""


def laid_out(step: object) -> Stand:
    """A step with its phases. Raises `NoStep` when it is no step, or one whose seconds make no sense."""
    if isinstance(step, QUESTIONS):
        return Stand(step)
    if not isinstance(step, TIMED):
        raise NoStep(f"it yielded {type(step).__name__}, which is no step")
    try:
        phases = step.phases()
    except (ValueError, TypeError, ArithmeticError) as error:
        raise NoStep(f"a {step.verb} step cannot be laid out: {error}") from None
    if not all(isfinite(phase.seconds) and phase.seconds > 0 for phase in phases) or len(phases) > MOST_PHASES:
        raise NoStep(f"a {step.verb} step has a phase that is not longer than 0 seconds, or too many")
    return Stand(step, phases)
