"""Reading the steps of a YAML script, each with everything that is wrong in it."""

import re
from collections.abc import Iterable, Mapping

from dtx.host.asking_steps import QuestionShape
from dtx.host.drawn import Drawings
from dtx.host.explain import Findings, Wrong, clean, listed, quoted, suggestion
from dtx.host.names import check_names
from dtx.host.options import Option
from dtx.host.script import Told, When
from dtx.host.shape import SAVED, shaped
from dtx.host.vocabulary import ALSO, VOCABULARY, RepeatShape, qualifiers
from dtx.host.yaml_reader import Node

MOST_STEPS = 2_000
"""As many as a rehearsal walks."""

COMPARISON = re.compile(r"([\w.]+)\s*(<=|>=|!=|=|<|>)\s*(?![=<>])(.+)")
NEARLY = re.compile(r"([\w.]+)\s*(?:==+|is|equals|are|:)\s*(.+)")
UNDER = {"pause": "say", "lines": "section", "reps": "move", "times": "breathe", "from": "choose", "save": "ask"}
"""The step that a word usually belongs under."""


def read_script(node: Node, options: Mapping[str, Option], reader: "StepReader") -> tuple[Told, ...]:
    """The steps under `steps:` of one activity, with everything that is wrong in them among the reader's findings."""
    findings, before = reader.findings, len(reader.findings.found)
    reader.unread.clear()
    steps = reader.steps(node)
    if len(findings.found) == before and sum(told.count for told in steps) > MOST_STEPS:
        findings.add(node.line, f"this script has more than {MOST_STEPS} steps.", "Repeat less often.")
    check_names(steps, options, findings, unread=reader.unread)
    return steps


class StepReader:
    """Reads steps. `unread` are the names that broken steps save; None among them stands for one that nobody can know.

    `instruments` are the questionnaires whose words steps say they use, each with its line.
    """

    def __init__(self, findings: Findings, drawings: Drawings) -> None:
        self.findings, self.drawings = findings, drawings
        self.unread: set[str | None] = set()
        self.instruments: list[tuple[str, int]] = []

    def steps(self, node: Node) -> tuple[Told, ...]:
        if not isinstance(node.value, tuple) or not node.value:
            self.findings.add(node.line, "'steps' has to be a list of steps.", "Begin each step with '- ', such as '- say: Welcome.'.")
            return ()
        read = [self.step(one) for one in node.value]
        return tuple(told for told in read if told is not None)

    def step(self, node: Node) -> Told | None:
        told = self._read(node)
        if told is None or told.step is None:
            self._remember(node)
        return told

    def _remember(self, node: Node) -> None:
        """What a step would have saved, had it been in order."""
        save = node.get("save")
        if save is not None and isinstance(save.value, str):
            name = clean(save.value)
            self.unread.add(name if SAVED.fullmatch(name) else None)

    def _read(self, node: Node) -> Told | None:
        if not isinstance(node.value, dict) or not node.value:
            not_a_step(node, VOCABULARY, self.findings)
            return None
        verbs = [key for key in node.value if key in VOCABULARY]
        if len(verbs) > 1:
            two = f"{quoted(verbs[0])} and {quoted(verbs[1])} stand in one step."
            self.findings.add(node.lines[verbs[1]], two, "Begin each of them with its own '- '.")
            return None
        if not verbs:
            no_verb(node, self.findings)
            return None
        [verb] = verbs
        inside = node.get("steps") if verb == "repeat" else None
        kind = VOCABULARY[verb]
        shape = shaped(kind, node, self.findings, f"'{verb}'", kind.has_no)
        when = read_when(shape.when, node.lines["when"], self.findings) if shape is not None and shape.when else None
        steps = self.steps(inside) if inside is not None else ()
        if shape is None:
            return Told(node.line, inside=steps) if steps else None
        if isinstance(shape, QuestionShape) and shape.instrument is not None:
            self.instruments.append((shape.instrument, node.lines["instrument"]))
        if isinstance(shape, RepeatShape):
            return Told(node.line, None, when, shape.repeat, steps)
        try:
            return Told(node.line, shape.step(self.drawings), when)
        except Wrong as wrong:
            self.findings.add(node.line_of(wrong.path or ()), wrong.sentence, wrong.remedy)
            return None


def no_verb(node: Node, findings: Findings) -> None:
    """Say which step was probably meant by a mapping that names none."""
    word = next(iter(node.lines))
    if word in qualifiers():
        verb = UNDER.get(word, "say")
        meant = f", or use '{ALSO[word]}' for a step of its own" if word in ALSO else ""
        remedy = f"Write it under a step such as '- {verb}: …', without a '- ' of its own{meant}."
        findings.add(node.lines[word], f"{quoted(word)} belongs to a step, and here is none.", remedy)
        return
    known = f"The steps are {listed(VOCABULARY)}."
    findings.add(node.lines[word], f"no such step {quoted(word)}.", suggestion(word, VOCABULARY, known, ALSO))


def not_a_step(node: Node, verbs: Iterable[str], findings: Findings) -> None:
    word = re.match(r"[a-z]*", node.value if isinstance(node.value, str) else "")
    if word is not None and word[0] in verbs:
        findings.add(node.line, f"there is no ': ' after {quoted(word[0])}.", f"Write '- {word[0]}: …', with a space after the colon.")
    else:
        findings.add(node.line, "this is no step.", "A step is a word, a colon and what belongs to it, such as '- say: Welcome.'.")


def read_when(text: str, line: int, findings: Findings) -> When | None:
    text = clean(text)
    found = COMPARISON.fullmatch(text)
    if found is None:
        nearly = NEARLY.fullmatch(text)
        example = f"{nearly[1]} = {nearly[2]}" if nearly and len(text) <= 60 else "place = Back"
        remedy = f"Write a saved name or an option, a sign and a value, such as '{example}'."
        findings.add(line, f"'when' is no comparison: {quoted(text)}.", remedy)
        return None
    return When(found[1], found[2], found[3].strip("'\" "), line)
