"""A YAML script: its steps, told one after the other to whoever drives the session."""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from dtx.engine.activity import Context, Script
from dtx.engine.phase import Line
from dtx.engine.questions import QUESTIONS, Answer
from dtx.engine.steps import Ambience, Step
from dtx.host.explain import listed
from dtx.settings import BEDS

DECLINED = "that"
MOST_WORDS, MOST_LETTERS = 20, 200
"""As much of an answer is said again; a longer one would fill minutes, and the screen."""

IN_BRACES = re.compile(r"\{([^{}]*)\}")
NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class When:
    """One comparison with a saved answer or an option. What was declined equals nothing, and is neither more nor less."""

    name: str
    sign: str
    value: str
    line: int

    def holds(self, values: Mapping[str, Any]) -> bool:
        actual = values.get(self.name)
        if self.sign in ("=", "!="):
            return self._equals(actual) == (self.sign == "=")
        if isinstance(actual, bool) or not isinstance(actual, int | float):
            return False
        wanted = float(self.value)
        return {"<": actual < wanted, ">": actual > wanted, "<=": actual <= wanted, ">=": actual >= wanted}[self.sign]

    def _equals(self, actual: Any) -> bool:
        if isinstance(actual, bool):
            return ("yes" if actual else "no") == self.value.casefold()
        if isinstance(actual, int | float):
            return NUMBER.fullmatch(self.value) is not None and actual == float(self.value)
        if isinstance(actual, tuple | list):
            return any(self._equals(one) for one in actual)
        return isinstance(actual, str) and actual.casefold() == self.value.casefold()


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the file, from its `line`: an engine step, or `times` times the steps inside."""

    line: int
    step: Step | None = None
    when: When | None = None
    times: int = 1
    inside: "tuple[Told, ...]" = ()

    @property
    def count(self) -> int:
        return self.times * sum(told.count for told in self.inside) if self.step is None else 1


def flat(steps: Iterable[Told]) -> Iterator[Told]:
    """Every step, those inside others too, in the order of the file."""
    for told in steps:
        yield told
        yield from flat(told.inside)


def perform(steps: tuple[Told, ...], ctx: Context) -> Script:
    """The generator of a session: yields steps, takes answers, keeps the latest one of each name."""
    return tell(steps, dict(ctx.options))


def tell(steps: tuple[Told, ...], values: dict[str, Any]) -> Script:
    walk, answer = told_in_order(steps, values), None
    while True:
        try:
            _, step = walk.send(answer)
        except StopIteration:
            return
        answer = yield step


def told_in_order(steps: tuple[Told, ...], values: dict[str, Any]) -> Generator[tuple[Told, Step], Answer, None]:
    """Each step as it comes up, with where it is told; takes the answers, and keeps the latest one of each name in `values`."""
    for told in steps:
        if told.when is not None and not told.when.holds(values):
            continue
        if told.step is None:
            for _ in range(told.times):
                yield from told_in_order(told.inside, values)
            continue
        answer = yield told, filled(told.step, values)
        if isinstance(told.step, QUESTIONS) and told.step.save:
            values[told.step.save] = answer


def script_of(steps: tuple[Told, ...]) -> partial[Script]:
    """What an `Activity` takes as its script."""
    return partial(perform, steps)


def filled(step: Step, values: Mapping[str, Any]) -> Step:
    """The step with every `{name}` in its words replaced by the latest answer."""
    said = Said(values)
    new = {name: fill(words, said) for name, words in words_of(step) if has_braces(words)}
    return replace(step, **new) if new else step


class Said(dict[str, str]):
    """What is said for each name, put into words once."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, name: str) -> str:
        self[name] = words = as_words(self._values.get(name))
        return words


FILLED = ("text", "lines", "release_lines", "how")


def words_of(step: Step) -> Iterator[tuple[str, Any]]:
    """The fields of a step in which `{name}` is filled in: what is said, shown as a caption or asked."""
    for field in fields(step):
        if field.name in FILLED:
            yield field.name, getattr(step, field.name)


def has_braces(words: Any) -> bool:
    return any("{" in one for one in each_text(words))


def each_text(words: Any) -> Iterator[str]:
    for one in (words,) if isinstance(words, str) else words:
        yield one.text if isinstance(one, Line) else one


def fill(words: Any, said: Said) -> Any:
    if isinstance(words, str):
        return IN_BRACES.sub(lambda found: said[found[1].strip()], words)
    if isinstance(words, Line):
        return replace(words, text=fill(words.text, said))
    return tuple(fill(one, said) for one in words)


def as_words(answer: Any) -> str:
    if answer is None or answer in ("", ()):
        return DECLINED
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return shortened(listed(answer) if isinstance(answer, tuple | list) else str(answer))


def shortened(words: str) -> str:
    kept = " ".join(words.split()[:MOST_WORDS])[:MOST_LETTERS]
    return words if len(kept) == len(words) else f"{kept}…"


def looked_at(steps: Iterable[Told]) -> Iterator[str]:
    """The answers and options that a script looks at: in `when`, and in braces."""
    for told in flat(steps):
        if told.when is not None:
            yield told.when.name
        if told.step is not None:
            yield from (name.strip() for _, words in words_of(told.step) for text in each_text(words) for name in IN_BRACES.findall(text))


def sounds_in(steps: Iterable[Told]) -> Iterator[str]:
    """The recordings and beds of sound a script names."""
    for told in steps:
        yield from sounds_in(told.inside)
        if isinstance(told.step, Ambience):
            if told.step.sound and told.step.sound not in BEDS:
                yield told.step.sound
        elif told.step is not None:
            yield from recordings_of(told.step)


def recordings_of(step: Step) -> Iterator[str]:
    """The recordings of what a step says: of itself, and of its lines."""
    own = getattr(step, "recording", None)
    lines = (line for field in ("lines", "release_lines") for line in getattr(step, field, ()))
    yield from filter(None, (own, *(line.recording for line in lines if isinstance(line, Line))))
