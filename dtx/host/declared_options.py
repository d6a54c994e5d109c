"""The options a plugin declares: the keys of one, and the `Option` it becomes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import Field

from dtx.errors import Unknown
from dtx.host.explain import Findings, Wrong, listed, quoted, suggestion
from dtx.host.options import TYPES, Option
from dtx.host.shape import NAME, Name, Number, Shape, Text, Texts, shaped, text
from dtx.host.yaml_reader import Node


class OptionShape(Shape):
    """One option of an activity."""

    type: Text | None = None
    from_: Number | None = Field(None, alias="from")
    to: Number | None = None
    choices: Texts = ()
    default: Any = None
    words: Text = ""
    instead_of: Name | None = None

    def faults(self) -> Iterator[Wrong]:
        known = self.type or ("choice" if self.choices else "")
        if not known:
            yield Wrong("an option needs a 'type'.", f"The types are {listed(TYPES)}.")
        elif known not in TYPES:
            yield Wrong(f"no such type {quoted(known)}.", suggestion(known, TYPES, f"The types are {listed(TYPES)}."), ("type",))
        elif bool(self.choices) != (known in ("choice", "several")):
            remedy = "List them, such as 'choices: [5, 10]'." if not self.choices else "Leave 'choices' out, or write 'type: choice'."
            yield Wrong(
                f"{quoted(known)} and 'choices' do not go together." if self.choices else f"{quoted(known)} needs 'choices'.", remedy
            )
        if known not in ("whole", "number", "") and not (self.from_ is None and self.to is None):
            yield Wrong(f"{quoted(known)} has no range.", "Leave 'from' and 'to' out, or write 'type: whole'.")
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            yield Wrong(f"the range goes from {self.from_:g} to {self.to:g}.", "Let 'to' be the larger one.", ("to",))
        folded = [choice.casefold() for choice in self.choices]
        if len(set(folded)) != len(folded):
            yield Wrong("two of these choices are the same.", "Keep one of them.", ("choices",))
        if known == "several" and any("," in choice for choice in self.choices):
            yield Wrong("a choice has a comma in it, which parts several choices.", "Write it without the comma.", ("choices",))


def read_options(node: Node | None, findings: Findings) -> dict[str, Option]:
    """The options under `options:`, by name."""
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        findings.add(node.line, "'options' has to be names with what belongs to them.", "Write 'minutes:' and under it 'type: whole'.")
        return {}
    read = {name: read_option(name, one, node.lines[name], findings) for name, one in node.value.items()}
    options = {name: option for name, option in read.items() if option is not None}
    for name, option in options.items():
        other = option.instead_of
        if other is not None and (other == name or other not in read):
            others = [] if findings.crowded else [one for one in read if one != name]
            remedy = suggestion(other, others, "Name another option of the same activity.")
            findings.add(
                node.value[name].line_of(("instead_of",)),
                f"{quoted(name)} stands instead of {quoted(other)}, which is no other option.",
                remedy,
            )
    return options


def read_option(name: str, node: Node, line: int, findings: Findings) -> Option | None:
    """One option; a list alone is a choice, and its first entry the default."""
    if not NAME.fullmatch(name):
        findings.add(
            line, f"an option cannot be called {quoted(name)}.", "Use small letters, digits and '_', beginning with a letter, at most 40."
        )
        return None
    short = isinstance(node.value, tuple)
    if short:
        node = Node(node.line, {"choices": node}, {"choices": node.line})
    elif not isinstance(node.value, dict):
        findings.add(
            line, f"the option {quoted(name)} has no 'type'.", f"Under its name, add a line 'type: …'; the types are {listed(TYPES)}."
        )
        return None
    shape = shaped(OptionShape, node, findings, f"the option {quoted(name)}")
    if shape is None:
        return None
    kind = shape.type or "choice"
    whole = all(re.fullmatch(r"[0-9]{1,9}", choice) for choice in shape.choices)
    choices = tuple(int(choice) for choice in shape.choices) if whole and kind == "choice" else shape.choices
    option = Option(name, kind, shape.words, shape.from_, shape.to, choices, UNSET.get(kind), shape.instead_of)
    if short:
        return replace(option, default=choices[0])
    if shape.default is None:
        return option
    try:
        given = shape.default if isinstance(shape.default, list) else [shape.default]
        return replace(option, default=option.parse(",".join(map(text, given))))
    except (Unknown, Wrong) as problem:
        sentence = problem.problem if isinstance(problem, Unknown) else f"'default' {problem.sentence}"
        findings.add(node.line_of(("default",)), sentence, "Write a default that the option takes.")
        return None


UNSET: Mapping[str, Any] = {"several": (), "yes_no": False, "text": ""}
"""Without a default, an option is None: nothing was chosen."""
