"""Reading the steps of a YAML script, and checking every name in them before anybody is guided by it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dtx.engine.questions import QUESTIONS, Ask, Choose, Rate, Ready, Several
from dtx.host.explain import Findings, clean, did_you_mean, listed, quoted, suggestion
from dtx.host.options import Option
from dtx.host.script import IN_BRACES, NUMBER, Told, When, each_text, words_of
from dtx.host.shape import shaped
from dtx.host.vocabulary import ALSO, VOCABULARY, RepeatShape
from dtx.host.yaml_reader import Node

MOST_STEPS = 2_000
"""As many as a rehearsal walks."""

COMPARISON = re.compile(r"([\w.]+)\s*(<=|>=|!=|=|<|>)\s*(.+)")


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
