"""The names in a YAML script: every one in braces and in `when` has been saved before or is an option, and its answer has room."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from dtx.engine.phase import Line, Phase, say_seconds
from dtx.engine.questions import QUESTIONS, Ask, Choose, Rate, Ready, Several
from dtx.engine.steps import Step
from dtx.host.durations import written
from dtx.host.explain import Findings, did_you_mean, listed, quoted, suggestion
from dtx.host.options import Option
from dtx.host.script import FILLED, IN_BRACES, MOST_WORDS, NUMBER, Told, When, each_text, filled, flat, has_braces, recordings_of, words_of

LONG = " ".join(["word"] * MOST_WORDS)
"""An answer in one's own words, as long as one is said again."""

AS_MANY_COMPARISONS = re.compile(r"(?i)\b(?:or|and)\b|[,=|&]")


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known about a name before anybody has answered.

    `values` None is anything; `numeric` takes < and >; `longest` has the most words that may be said for it.
    """

    values: tuple[str, ...] | None = None
    numeric: bool = False
    longest: Any = LONG


ANYTHING = Answers(numeric=True)
"""What a step that could not be read would have saved: nothing more is said about it."""


def answers_of_option(option: Option) -> Answers:
    choices = tuple(map(str, option.choices))
    if option.type == "yes_no":
        return Answers(("yes", "no"), longest="yes")
    if option.type == "several":
        return Answers(choices, longest=choices)
    if choices:
        return Answers(choices, all(isinstance(one, int) for one in option.choices), wordiest(choices))
    return Answers(None, True, "0") if option.type in ("whole", "number") else Answers()


def answers_of_question(step: Ask | Choose | Several | Rate | Ready) -> Answers:
    match step:
        case Choose():
            return Answers(step.options, longest=wordiest(step.options))
        case Several():
            return Answers(None if step.own else step.options, longest=(*step.options, *((LONG,) if step.own else ())))
        case Ready():
            return Answers(("yes",), longest="yes")
        case Rate():
            return Answers(None, True, "0")
    return Answers()


def wordiest(texts: Iterable[str]) -> str:
    return max(texts, key=lambda text: len(text.split()))


def saves(steps: Iterable[Told]) -> Iterator[tuple[str, Answers]]:
    for told in steps:
        yield from saves(told.inside)
        if isinstance(told.step, QUESTIONS) and told.step.save:
            yield told.step.save, answers_of_question(told.step)


def check_names(steps: tuple[Told, ...], options: Mapping[str, Option], findings: Findings, *, unread: Set[str | None]) -> None:
    """Every name in braces and in `when` has been saved before, or is an option. `unread` names are not spoken of."""
    later = dict(saves(steps))
    known = {name: ANYTHING for name in unread if name is not None} | {name: answers_of_option(one) for name, one in options.items()}
    Names(findings, later, None in unread).block(steps, dict(known))
    for told in flat(steps):
        if isinstance(told.step, QUESTIONS) and told.step.save in options:
            findings.add(told.line, f"{quoted(told.step.save)} is an option already.", "Save the answer under another name.")


class Names:
    """Walks a script in its order. `later` is all that it saves; `unsure` says that some names could not be read."""

    def __init__(self, findings: Findings, later: Mapping[str, Answers], unsure: bool) -> None:
        self.findings, self.later, self.unsure = findings, later, unsure

    def block(self, steps: Iterable[Told], known: dict[str, Answers]) -> None:
        for told in steps:
            if told.when is not None:
                self.comparison(told.when, known)
            if told.step is None:
                if told.times > 1:  # from the second round on, what is asked further down has been answered
                    known |= dict(saves(told.inside))
                self.block(told.inside, known)
                continue
            self.step(told.step, told.line, known)
            known |= dict(saves([told]))

    def step(self, step: Step, line: int, known: Mapping[str, Answers]) -> None:
        texts = [text for _, words in words_of(step) for text in each_text(words)]
        names = [name.strip() for text in texts for name in IN_BRACES.findall(text)]
        for text in texts:
            if any(sign in IN_BRACES.sub("", text) for sign in "{}"):
                self.findings.add(line, f"a brace has no other one to close it: {quoted(text)}.", "Write names like {place}.")
        for text in unfilled(step):
            sentence = f"{quoted(IN_BRACES.findall(text)[0])} in braces is not filled in here: {quoted(text)}."
            self.findings.add(line, sentence, "Answers can be named in what is said and asked, and nowhere else.")
        if names and any(recordings_of(step)) and recorded_with_braces(step):
            sentence = "a recording always says the same, and these words name an answer."
            self.findings.add(line, sentence, "Leave the recording out, or the name in braces.")
        unknown = [name for name in dict.fromkeys(names) if not self.known(name, line, known)]
        if names and not unknown and not isinstance(step, QUESTIONS):
            self.room(step, line, {name: known[name].longest for name in names})

    def known(self, name: str, line: int, known: Mapping[str, Answers]) -> bool:
        if name in known:
            return True
        if name in self.later:
            self.findings.add(line, f"{quoted(name)} is used before it is asked.", "Move the question further up.")
        elif not self.unsure:
            meant = None if self.findings.crowded else did_you_mean(name, {*known, *self.later})
            remedy = f"Did you mean '{meant}'?" if meant else "Save an answer under this name with 'save:', or leave it out."
            self.findings.add(line, f"no answer is saved as {quoted(name)}.", remedy)
        return False

    def comparison(self, when: When, known: Mapping[str, Answers]) -> None:
        if not self.known(when.name, when.line, known):
            return
        answers, value = known[when.name], when.value
        if answers is ANYTHING:
            return
        if when.sign not in ("=", "!=") and not answers.numeric:
            self.findings.add(when.line, f"{quoted(when.name)} is no number, so '{when.sign}' says nothing about it.", "Use = or !=.")
        elif answers.values is not None and when.sign in ("=", "!=") and value.casefold() not in map(str.casefold, answers.values):
            if AS_MANY_COMPARISONS.search(value):
                sentence = f"'when' takes one comparison: {quoted(f'{when.name} {when.sign} {value}')}."
                self.findings.add(when.line, sentence, "Write the step once for each, each with its own 'when'.")
                return
            remedy = suggestion(value, answers.values, f"It can be {listed(answers.values, 'or')}.")
            self.findings.add(when.line, f"{quoted(when.name)} is never {quoted(value)}.", remedy)
        elif answers.numeric and not NUMBER.fullmatch(value):
            sentence = f"{quoted(when.name)} is a number, and {quoted(value)} is none."
            self.findings.add(when.line, sentence, "Compare it with a number.")

    def room(self, step: Step, line: int, longest: Mapping[str, Any]) -> None:
        """Words that name an answer have room for the longest one."""
        full = filled(step, longest)
        try:
            short = next(((text, slot_s) for text, slot_s in slots(full) if say_seconds(text) > slot_s), None)
        except ValueError:  # lines that share their quiet have none left
            sentence = "with the longest answer in them, these lines have no moment of quiet after each."
            self.findings.add(line, sentence, "Give them more time, or use fewer words.")
            return
        if short is not None:
            needs = f"{len(short[0].split())} words need {written(say_seconds(short[0]))}, and have {written(short[1])}."
            self.findings.add(line, f"with the longest answer in it, {needs}", "Give them more time, or use fewer words.")


def slots(step: Step) -> Iterator[tuple[str, float]]:
    """What a step says, with the seconds up to the next line or to the end of the step."""
    phases: tuple[Phase, ...] = getattr(step, "phases", tuple)()
    for at, phase in enumerate(phases):
        if phase.lines:
            ends = [line.at_s for line in phase.lines[1:]] + [phase.seconds]
            yield from ((line.text, end - line.at_s) for line, end in zip(phase.lines, ends, strict=True))
        elif phase.kind in ("say", "cue", "transition"):
            quiet_s = phases[at + 1].seconds if at + 1 < len(phases) and phases[at + 1].kind == "silence" else 0
            yield phase.text, phase.seconds + quiet_s


def recorded_with_braces(step: Step) -> bool:
    """Whether words with a name in them have a recording."""
    lines = [line for field in ("lines", "release_lines") for line in getattr(step, field, ()) if isinstance(line, Line)]
    return any(line.recording and has_braces(line.text) for line in lines) or (
        bool(getattr(step, "recording", None)) and has_braces(step.text)  # type: ignore[union-attr]
    )


def unfilled(thing: Any, inside: bool = False) -> Iterator[str]:
    """Texts with a name in braces in fields where nothing is filled in, those of other forms too; pictures may hold any sign."""
    if isinstance(thing, str):
        if inside and IN_BRACES.search(thing):
            yield thing
    elif isinstance(thing, tuple | list):
        for one in thing:
            yield from unfilled(one, inside)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            if (inside or field.name not in FILLED) and field.name != "frames":
                yield from unfilled(getattr(thing, field.name), True)
