"""What goes into an export, and what stays out unless the person asks for it by name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from dtx.engine.record import SessionLog

PARTS = ("notes", "thoughts", "diary")
"""What `--include` may name: notes, the person's own words in activities, and diary entries."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The logs of an export, oldest first, already redacted, and what was let in."""

    logs: tuple[SessionLog, ...]
    include: frozenset[str]

    def in_words(self) -> str:
        """The preview: what a reader would get to see."""
        if not self.logs:
            return "No sessions in that time; the file would hold its headings only."
        first, last = self.logs[0].started_at[:10], self.logs[-1].started_at[:10]
        count = len(self.logs)
        told = (
            f"{count} session{'' if count == 1 else 's'}, from {first} to {last}: activity, times, pain and relaxation before and after, "
        )
        told += "how each ended, and what felt worse. "
        inside = [part for part in PARTS if part in self.include]
        outside = [part for part in PARTS if part not in self.include]
        told += f"With your {' and '.join(inside)}. " if inside else ""
        return told + (f"Without your {', '.join(outside)}. " if outside else "") + "Your name is not in it."


def select(logs: Iterable[SessionLog], include: Collection[str] = ()) -> Selection:
    """Take out what was not named: the note, the flags, what an activity saved, and what was typed about feeling worse."""
    chosen = frozenset(include)
    return Selection(tuple(redacted(log, chosen) for log in logs), chosen)


def redacted(log: SessionLog, include: frozenset[str]) -> SessionLog:
    worse: dict[str, Any] | None = dict(log.felt_worse) if log.felt_worse else None
    if worse and "notes" not in include:
        worse.pop("text", None)
    return replace(
        log,
        note=log.note if "notes" in include else None,
        saved=log.saved if "thoughts" in include else {},
        flags=(),
        felt_worse=worse,
        options={name: value for name, value in log.options.items() if not isinstance(value, str) or len(value) <= 40},
    )
