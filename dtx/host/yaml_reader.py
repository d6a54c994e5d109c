"""YAML read as plain text with line numbers: no types, no tags, no anchors, no objects, and never deep enough to hurt."""

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dtx.host.explain import Findings, clean, quoted

MOST_BYTES = 64 * 1024
MOST_CHARACTERS = 4096
MOST_DEPTH = 16

# The C parser is nearly ten times faster; a Python without it reads the same files.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

QUOTES = 'Put the whole text in "double quotes".'
NO_COLON = re.compile(r"^\s*(?:- +)+([a-z_]+)(?: [^:]*| ?:\S.*|)$")
KEY_WITHOUT_COLON = re.compile(r"^\s*(?:- +)*([a-z_]+) +[^:]*$")
SECOND_COLON = re.compile(r"^\s*(?:- +)*[^\s'\"#:][^:#]*:\s+[^'\"|>\[{\s].*:(?:\s|$)")
RISKY = re.compile(r"(?:^|:\s+|-\s+)([*&!@`%{\[\"'|>])")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the file: text, a list of nodes, or nodes by key. `lines` holds the line of each key, from 1."""

    line: int
    value: "str | tuple[Node, ...] | dict[str, Node]"
    lines: Mapping[str, int] = field(default_factory=dict)

    def plain(self) -> Any:
        """The text alone: str, list and dict."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return {key: node.plain() for key, node in self.value.items()}

    def get(self, key: str) -> "Node | None":
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> "tuple[Node, ...]":
        return self.value if isinstance(self.value, tuple) else ()

    def line_of(self, path: tuple[int | str, ...]) -> int:
        """The line of what `path` leads to, as far as it leads."""
        node, line = self, self.line
        for part in path:
            if isinstance(node.value, dict) and part in node.value:
                line, node = node.lines[str(part)], node.value[str(part)]
            elif isinstance(node.value, tuple) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.line
        return line


def read_yaml(text: str, findings: Findings) -> Node | None:
    """The text's root, or None with the reasons in `findings`. Duplicate keys are reported, and the first one is kept."""
    try:
        return Reader(yaml.parse(text, Loader=LOADER), findings, text.split("\n")).root()
    except Unread:
        return None
    except RecursionError:
        findings.add(None, "this file is nested too deeply to be read.", "Use fewer levels.")
    except yaml.YAMLError as problem:
        explain_yaml(text, problem, findings)
    return None


def read_text(path: Path, findings: Findings) -> str | None:
    """The text of an ordinary small file in UTF-8, or None with the reason in `findings`."""
    name = path.name
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device has no end
            findings.add(None, f"{name} is not an ordinary file.", "Replace it with a text file.")
            return None
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        findings.add(None, *missing(name))
        return None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "its name cannot be used"
        findings.add(None, f"{name} cannot be opened ({reason}).", "Check that you may read it.")
        return None
    return decoded(data, findings)


def missing(name: str) -> tuple[str, str]:
    return f"there is no {name} in this folder.", "Write one; docs/therapists.md has an example."


def decoded(data: bytes, findings: Findings) -> str | None:
    """The text of a small file in UTF-8, or None with the reason in `findings`."""
    if len(data) > MOST_BYTES:
        findings.add(None, "this file is larger than 64 KiB.", "Split it into several plugins, or use 'code:'.")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        findings.add(data[: problem.start].count(b"\n") + 1, "this is not UTF-8 text.", "Save the file with the encoding UTF-8.")
        return None
    long = [number for number, line in enumerate(text.split("\n"), 1) if len(line) > MOST_CHARACTERS]
    for number in long:
        findings.add(number, f"this line is longer than {MOST_CHARACTERS} characters.", "Break it into several lines.")
    return None if long else text


class Unread(Exception):
    """Raised once the reason is among the findings."""


class Reader:
    """Builds nodes from parser events, one event at a time, and refuses what a plugin needs none of."""

    def __init__(self, events: Iterator[Any], findings: Findings, lines: list[str]) -> None:
        self.events = events
        self.findings = findings
        self.lines = lines

    def root(self) -> Node:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self.refuse(event, "a second document begins here.", "Keep one document, without '---' in the middle.")
                root = self.node(next(self.events), 1)
        if root is None:
            self.findings.add(None, "this file is empty.", "Begin with 'api: 1' and a title; docs/therapists.md has an example.")
            raise Unread
        return root

    def node(self, event: Any, depth: int) -> Node:
        line = event.start_mark.line + 1
        if depth > MOST_DEPTH:
            self.refuse(event, f"this is nested more than {MOST_DEPTH} levels deep.", "Use fewer levels, or 'code:'.")
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.refuse(
                event, "anchors (&) and aliases (*) are not used here.", "Write the text out; if it begins with such a sign, " + QUOTES_TAIL
            )
        if event.tag is not None and event.tag != "!":  # the C parser says "!" where the Python one says None
            self.refuse(event, "tags (!) are not used here.", "Leave it out; if the text begins with '!', " + QUOTES_TAIL)
        if isinstance(event, yaml.ScalarEvent):
            self.look_behind(event)
            return Node(line, event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(line, tuple(self.until(yaml.SequenceEndEvent, depth)))
        return self.mapping(line, depth)

    def until(self, end: type, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), end):
            yield self.node(event, depth + 1)

    def mapping(self, line: int, depth: int) -> Node:
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key in (each := self.until(yaml.MappingEndEvent, depth)):
            value = next(each)
            if not isinstance(key.value, str):
                self.findings.add(key.line, "a key has to be a word.", f"If this is text that begins with '{{' or '[': {QUOTES}")
                continue
            name = clean(key.value)
            if name in values:
                self.findings.add(key.line, f"{quoted(name)} stands here twice; the first is on line {lines[name]}.", "Keep one of them.")
                continue
            values[name], lines[name] = value, key.line
        return Node(line, values, lines)

    def look_behind(self, event: Any) -> None:
        """Say so where words were taken for a note of the author's: '#2' ends a text, and nobody would notice."""
        end = event.end_mark
        if event.style in (None, "") and " " in event.value and end.line < len(self.lines):
            behind = self.lines[end.line][end.column :].strip()
            if CUT_OFF.match(behind):
                sentence = f"what stands behind ' #' is not read: {quoted(behind)}."
                self.findings.add(end.line + 1, sentence, f"{QUOTES} A note for yourself has a space after the '#'.")

    def refuse(self, event: Any, sentence: str, remedy: str) -> None:
        self.findings.add(event.start_mark.line + 1, sentence, remedy)
        raise Unread


CUT_OFF = re.compile(r"#\w")
QUOTES_TAIL = QUOTES[0].lower() + QUOTES[1:]


def explain_yaml(text: str, problem: yaml.YAMLError, findings: Findings) -> None:
    """Say in plain words what a YAML parser stumbled over; the usual traps have a sentence of their own."""
    lines = text.split("\n")
    mark = getattr(problem, "problem_mark", None)
    if mark is None:  # a character YAML does not allow; where it stands is counted in characters or bytes, by parser
        bad = next((number for number, line in enumerate(lines, 1) if clean(line) != " ".join(line.split())), None)
        findings.add(bad, "there is a character in it that cannot be shown.", "Delete it and type the text again.")
        return
    number = min(mark.line + 1, max(1, len(lines)))
    here = lines[number - 1]
    context = getattr(problem, "context_mark", None)
    if tabbed := [at for at, line in enumerate(lines, 1) if "\t" in line[: len(line) - len(line.lstrip())]]:
        findings.add(tabbed[0], "there is a tab at the beginning of this line.", "Use spaces instead of the tab.")
    elif "mapping values are not allowed" in str(problem) and SECOND_COLON.match(here):
        findings.add(number, "there is a second ': ' in this text.", QUOTES)
    elif "mapping values are not allowed" in str(problem) and (before := without_colon(lines, number)):
        findings.add(before[0], f"there is no ': ' after {quoted(before[1])}.", f"Write '{before[1]}: …', with a space after the colon.")
    elif "mapping values are not allowed" in str(problem):
        findings.add(
            number,
            "this line is further to the right than the one it belongs to.",
            "Let keys that belong together begin in the same column.",
        )
    elif opened := opening(lines, context):
        findings.add(
            opened[0],
            f"what {opened[1]} begins here is not closed, or more text stands after it.",
            f"Close it; if it is text, {tail(opened[1])}",
        )
    elif (sign := RISKY.search(here)) and sign[1] == "'":
        findings.add(number, "there is a ' inside text that stands in 'single quotes'.", QUOTES)
    elif bare := KEY_WITHOUT_COLON.match(here):
        findings.add(number, f"there is no ': ' after {quoted(bare[1])}.", f"Write '{bare[1]}: …', with a space after the colon.")
    elif sign:
        findings.add(number, f"text that begins with {sign[1]} means something else in YAML.", tail(sign[1]).capitalize())
    else:
        begun = f" (it belongs to what begins on line {context.line + 1})" if context is not None and 0 < context.line != mark.line else ""
        findings.add(
            number,
            f"this line does not fit here{begun}.",
            "Check that lists begin with '- ' and that lines of one level begin in the same column.",
        )


def without_colon(lines: list[str], number: int) -> tuple[int, str] | None:
    """The line before, with its first word, where that is a key whose colon was forgotten: what follows then makes no sense."""
    for at in range(number - 1, 0, -1):
        if line := lines[at - 1].strip():
            found = NO_COLON.match(lines[at - 1]) if not line.startswith("#") else None
            return (at, found[1]) if found else None
    return None


def tail(sign: str) -> str:
    """The remedy for text that begins with `sign`, as the end of a sentence."""
    return "put the whole text in 'single quotes'." if sign == '"' else QUOTES_TAIL


def opening(lines: list[str], mark: Any) -> tuple[int, str] | None:
    """The line and the sign of a quote or bracket that the parser was still inside of."""
    sign = lines[mark.line][mark.column : mark.column + 1] if mark is not None and mark.line < len(lines) else ""
    return (mark.line + 1, sign) if sign and sign in "\"'[{" else None
