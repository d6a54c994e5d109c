"""A script that minds what the person answers: strong pain before, pain on the way, and words that sound too heavy (clinical 4.6, 5.4).

The plugin neither knows of it nor can prevent it.
"""

from collections.abc import Callable, Generator, Mapping

from dtx.care.adapted import PAIN, patient, rates
from dtx.care.heeded import heeded
from dtx.care.zones import RED, TOO_SORE_WORDS, too_sore_to_start, words_of, zone
from dtx.engine.activity import Script
from dtx.engine.questions import Answer, Rate, Ready
from dtx.engine.steps import Move, Step
from dtx.language import _

STRONG_PAIN = Ready(f"{TOO_SORE_WORDS} {_('The gentle exercises stay, if they suit you. Stopping is fine, too.')}")


def responsive(country: str | None, *, told: bool = False) -> Callable[[Script, Mapping[str, Answer]], Script]:
    """What goes around a script. `country` is for the help lines; `told`: of what rests with strong pain, the opening has spoken."""

    def around(script: Script, before: Mapping[str, Answer]) -> Script:
        pain = before.get("before.pain")
        return heeded(minded(script, Minding(pain if isinstance(pain, int) else None, told)), country)

    return around


def minded(script: Script, minding: "Minding") -> Generator[Step, Answer, None]:
    answer: Answer = None
    idle = 0
    try:
        step = next(script)
        while True:
            given = yield from minding.first(step)
            if given is None:
                idle = patient(idle)
                answer = None
            else:
                idle = 0
                answer = yield given
            yield from minding.then(step, answer)
            step = script.send(answer)
    except StopIteration:
        return


class Minding:
    """What is known so far: the pain before, and the exercises that are over for today."""

    def __init__(self, pain: int | None, told: bool = False) -> None:
        self.pain = pain
        self.over: set[str] = set()
        self.rests = pain is not None and too_sore_to_start(pain)
        self.told = told

    def first(self, step: Step) -> Generator[Step, Answer, Step | None]:
        """The step the person gets, and what is said before it."""
        if rates(step, self.over):
            return None
        if not isinstance(step, Move):
            return step
        if self.rests and step.strengthening:
            self.over.add(step.exercise)
            if not self.told:
                self.told = True
                yield STRONG_PAIN
        return None if step.exercise in self.over else step

    def then(self, step: Step, answer: Answer) -> Generator[Step, Answer, None]:
        """What follows from an answer. Where nobody said how strong the pain was before, the scale's own limits hold."""
        if isinstance(step, Rate) and (step.save or "").startswith(PAIN) and isinstance(answer, int):
            if zone(answer, self.pain or 0) == RED:
                self.over.add(str(step.save).removeprefix(PAIN))
            if words := words_of(answer, self.pain):
                yield Ready(words)
