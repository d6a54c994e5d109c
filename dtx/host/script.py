"""A YAML script: steps checked where they stand, and told one after the other to whoever drives the session."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from dtx.engine.activity import Context, Script
from dtx.engine.phase import Line
from dtx.engine.questions import QUESTIONS, Ask, Choose, Rate, Ready, Several
from dtx.engine.steps import Ambience, Say, Step
from dtx.host.explain import Findings, clean, did_you_mean, listed, quoted, suggestion
from dtx.host.options import Option
from dtx.host.yaml_reader import Node

MOST_STEPS = 2_000
"""As many as a rehearsal walks."""

DECLINED = "that"
IN_BRACES = re.compile(r"\{([^{}]*)\}")
COMPARISON = re.compile(r"([\w.]+)\s*(<=|>=|!=|=|<|>)\s*(.+)")
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


def perform(steps: tuple[Told, ...], ctx: Context) -> Script:
    """The generator of a session: yields steps, takes answers, keeps the latest one of each name."""
    return tell(steps, dict(ctx.options))


def tell(steps: tuple[Told, ...], values: dict[str, Any]) -> Script:
    for told in steps:
        if told.when is not None and not told.when.holds(values):
            continue
        if told.step is None:
            for _ in range(told.times):
                yield from tell(told.inside, values)
            continue
        answer = yield filled(told.step, values)
        if isinstance(told.step, QUESTIONS) and told.step.save:
            values[told.step.save] = answer


def script_of(steps: tuple[Told, ...]) -> partial[Script]:
    """What an `Activity` takes as its script."""
    return partial(perform, steps)


def filled(step: Step, values: Mapping[str, Any]) -> Step:
    """The step with every `{name}` in its words replaced by the latest answer."""
    new = {name: fill(words, values) for name, words in words_of(step) if has_braces(words)}
    return replace(step, **new) if new else step


def words_of(step: Step) -> Iterator[tuple[str, Any]]:
    """The fields of a step that are said or shown: `text`, and `lines` where there are some."""
    for field in fields(step):
        if field.name in ("text", "lines"):
            yield field.name, getattr(step, field.name)


def has_braces(words: Any) -> bool:
    return any("{" in one for one in each_text(words))


def each_text(words: Any) -> Iterator[str]:
    for one in (words,) if isinstance(words, str) else words:
        yield one.text if isinstance(one, Line) else one


def fill(words: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(words, str):
        return IN_BRACES.sub(lambda found: as_words(values.get(found[1].strip())), words)
    if isinstance(words, Line):
        return replace(words, text=fill(words.text, values))
    return tuple(fill(one, values) for one in words)


def as_words(answer: Any) -> str:
    if answer is None or answer in ("", ()):
        return DECLINED
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return listed(answer) if isinstance(answer, tuple | list) else str(answer)


def sounds_in(steps: Iterable[Told]) -> Iterator[str]:
    """The recordings and beds of sound a script names."""
    for told in steps:
        yield from sounds_in(told.inside)
        if isinstance(told.step, Say) and told.step.recording:
            yield told.step.recording
        elif isinstance(told.step, Ambience) and told.step.sound:
            yield told.step.sound


def read_script(node: Node, options: Mapping[str, Option], findings: Findings) -> tuple[Told, ...]:
    """The steps under `steps:`, with everything that is wrong in them among the findings."""
    before = len(findings.found)
    steps = read_steps(node, findings)
    if len(findings.found) == before and sum(told.count for told in steps) > MOST_STEPS:
        findings.add(node.line, f"this script has more than {MOST_STEPS} steps.", "Repeat less often.")
    check_names(steps, {name: answers_of_option(option) for name, option in options.items()}, findings)
    return steps


def read_steps(node: Node, findings: Findings) -> tuple[Told, ...]:
    if not isinstance(node.value, tuple) or not node.value:
        findings.add(node.line, "'steps' has to be a list of steps.", "Begin each step with '- ', such as '- say: Welcome.'.")
        return ()
    read = [read_step(one, findings) for one in node.value]
    return tuple(told for told in read if told is not None)


def read_step(node: Node, findings: Findings) -> Told | None:
    from dtx.host.shape import shaped
    from dtx.host.vocabulary import ALSO, VOCABULARY, RepeatShape

    if not isinstance(node.value, dict) or not node.value:
        not_a_step(node, VOCABULARY, findings)
        return None
    verbs = [key for key in node.value if key in VOCABULARY]
    if len(verbs) > 1:
        two = f"{quoted(verbs[0])} and {quoted(verbs[1])} stand in one step."
        findings.add(node.lines[verbs[1]], two, "Begin each of them with its own '- '.")
        return None
    if not verbs:
        word = next(iter(node.value))
        if any(word == (field.alias or name) for shape in VOCABULARY.values() for name, field in shape.model_fields.items()):
            remedy = f"Begin it with a step, such as '- say: Welcome.', and write {quoted(word)} under it."
            findings.add(node.lines[word], f"{quoted(word)} belongs to a step, and here is none.", remedy)
            return None
        known = f"The steps are {listed(VOCABULARY)}."
        findings.add(node.lines[word], f"no such step {quoted(word)}.", suggestion(word, VOCABULARY, known, ALSO))
        return None
    [verb] = verbs
    inside = node.get("steps") if verb == "repeat" else None
    shape = shaped(VOCABULARY[verb], node, findings, f"'{verb}'")
    when = read_when(shape.when, node.lines["when"], findings) if shape is not None and shape.when else None
    steps = read_steps(inside, findings) if inside is not None else ()
    if shape is None:
        return Told(node.line, inside=steps) if steps else None
    if isinstance(shape, RepeatShape):
        return Told(node.line, None, when, shape.repeat, steps)
    return Told(node.line, shape.step(), when)


def not_a_step(node: Node, verbs: Iterable[str], findings: Findings) -> None:
    word = re.match(r"[a-z]*", node.value if isinstance(node.value, str) else "")
    if word is not None and word[0] in verbs:
        findings.add(node.line, f"there is no ': ' after {quoted(word[0])}.", f"Write '- {word[0]}: …', with a space after the colon.")
    else:
        findings.add(node.line, "this is no step.", "A step is a word, a colon and what belongs to it, such as '- say: Welcome.'.")


def read_when(text: str, line: int, findings: Findings) -> When | None:
    found = COMPARISON.fullmatch(clean(text))
    if found is None:
        findings.add(
            line,
            f"'when' is no comparison: {quoted(text)}.",
            "Write a saved name or an option, a sign and a value, such as 'place = Back'.",
        )
        return None
    return When(found[1], found[2], found[3].strip("'\" "), line)


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known about a name before anybody has answered. `values` None is anything; `numeric` takes < and >."""

    values: tuple[str, ...] | None = None
    numeric: bool = False


def answers_of_option(option: Option) -> Answers:
    if option.type == "yes_no":
        return Answers(("yes", "no"))
    if option.choices:
        return Answers(tuple(map(str, option.choices)), option.type == "choice" and all(isinstance(one, int) for one in option.choices))
    return Answers(None, option.type in ("whole", "number"))


def answers_of_question(step: Ask | Choose | Several | Rate | Ready) -> Answers:
    if isinstance(step, Choose | Several):
        return Answers(step.options)
    return Answers(("yes",)) if isinstance(step, Ready) else Answers(None, isinstance(step, Rate))


def saves(steps: Iterable[Told]) -> Iterator[tuple[str, Answers]]:
    for told in steps:
        yield from saves(told.inside)
        if isinstance(told.step, QUESTIONS) and told.step.save:
            yield told.step.save, answers_of_question(told.step)


def check_names(steps: tuple[Told, ...], options: Mapping[str, Answers], findings: Findings) -> None:
    """Every name in braces and in `when` has been saved before, or is an option."""
    later = dict(saves(steps))
    check_block(steps, dict(options), later, findings)
    for told in flat(steps):
        if isinstance(told.step, QUESTIONS) and told.step.save in options:
            findings.add(told.line, f"{quoted(told.step.save)} is an option already.", "Save the answer under another name.")


def flat(steps: Iterable[Told]) -> Iterator[Told]:
    for told in steps:
        yield told
        yield from flat(told.inside)


def check_block(steps: Iterable[Told], known: dict[str, Answers], later: Mapping[str, Answers], findings: Findings) -> None:
    for told in steps:
        if told.when is not None:
            check_when(told.when, known, later, findings)
        if told.step is None:
            if told.times > 1:  # from the second round on, what is asked further down has been answered
                known |= dict(saves(told.inside))
            check_block(told.inside, known, later, findings)
            continue
        for _, words in words_of(told.step):
            for text in each_text(words):
                for name in IN_BRACES.findall(text):
                    check_known(name.strip(), told.line, known, later, findings)
        known |= dict(saves([told]))


def check_known(name: str, line: int, known: Mapping[str, Answers], later: Mapping[str, Answers], findings: Findings) -> bool:
    if name in known:
        return True
    if name in later:
        findings.add(line, f"{quoted(name)} is used before it is asked.", "Move the question further up.")
        return False
    meant = did_you_mean(name, {*known, *later})
    remedy = f"Did you mean '{meant}'?" if meant else "Save an answer under this name with 'save:', or leave it out."
    findings.add(line, f"no answer is saved as {quoted(name)}.", remedy)
    return False


def check_when(when: When, known: Mapping[str, Answers], later: Mapping[str, Answers], findings: Findings) -> None:
    if not check_known(when.name, when.line, known, later, findings):
        return
    answers = known[when.name]
    if when.sign not in ("=", "!=") and not answers.numeric:
        findings.add(when.line, f"{quoted(when.name)} is no number, so '{when.sign}' says nothing about it.", "Use = or !=.")
    elif answers.numeric and not NUMBER.fullmatch(when.value):
        findings.add(when.line, f"{quoted(when.name)} is a number, and {quoted(when.value)} is none.", "Compare it with a number.")
    elif answers.values is not None and when.sign in ("=", "!=") and when.value.casefold() not in map(str.casefold, answers.values):
        remedy = suggestion(when.value, answers.values, f"It can be {listed(answers.values, 'or')}.")
        findings.add(when.line, f"{quoted(when.name)} is never {quoted(when.value)}.", remedy)
