"""An entry of the diary: a fold over its lines, each of which was written down before the next question was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dtx.engine.saved import structured

SCHEMA = 1
OPENED = "opened"
"""The name of the first line of every entry; its value says what the entry is."""

TAKEN_BACK = "taken_back"
"""Why a line has no value any more: the person went back, and what it answered was not asked again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry. `seq` counts from 1 without gaps; `name` is the question's id; `value` is plain JSON; `at` as everywhere."""

    seq: int
    at: str
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is shown and shared. `ended_at` is None while somebody is writing it.

    `answers` is nested where the ids of the questions are paths (see `engine.saved`); what was declined is None there.
    `source` says where it comes from: `self`, or what it was imported from.
    """

    entry_id: str
    kind: str
    app_version: str
    source: str
    started_at: str
    ended_at: str | None
    answers: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "entry_id": self.entry_id,
            "schema": SCHEMA,
            "kind": self.kind,
            "app_version": self.app_version,
            "source": self.source,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "answers": dict(self.answers),
        }


def answered(lines: Iterable[Line]) -> dict[str, Any]:
    """The last answer of each name, None where it was declined; what was taken back is not there."""
    found: dict[str, Any] = {}
    for line in lines:
        value = line.value if isinstance(line.value, Mapping) else {}
        if line.name == OPENED:
            continue
        found.pop(line.name, None)
        if value.get("declined") != TAKEN_BACK:
            found[line.name] = value.get("value")
    return found


def fold(entry_id: str, lines: Iterable[Line], ended_at: str | None = None) -> Entry:
    """One entry from its lines."""
    lines = tuple(lines)
    first: Mapping[str, Any] = lines[0].value
    return Entry(
        entry_id,
        str(first.get("kind", "")),
        str(first.get("app_version", "")),
        str(first.get("source", "self")),
        lines[0].at,
        ended_at,
        structured(answered(lines).items()),
        lines,
    )
