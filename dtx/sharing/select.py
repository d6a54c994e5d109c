"""What goes into an export, and what stays out unless the person asks for it by name."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from dtx.engine.record import SessionLog

PARTS = ("notes", "thoughts", "diary")
"""What `--include` may name: notes, what was answered inside activities, and diary entries."""

WITHOUT_NOTES, WITHOUT_THOUGHTS = ("note",), ("saved",)
NEVER = ("flags",)


@dataclass(frozen=True, slots=True)
class Selection:
    """The logs of an export, oldest first, already redacted, and what was let in."""

    logs: tuple[SessionLog, ...]
    include: frozenset[str]


def select(
    logs: Iterable[SessionLog], include: Collection[str] = (), wordless: Callable[[str], Collection[str]] = lambda _: ()
) -> Selection:
    """Take out what was not named: the note, the flags, what an activity saved, and everything typed.

    `wordless` gives the options of an activity that hold none of the person's own words.
    """
    chosen = frozenset(include)
    return Selection(tuple(redacted(log, chosen, wordless(log.activity_id)) for log in logs), chosen)


def redacted(log: SessionLog, include: frozenset[str], wordless: Collection[str]) -> SessionLog:
    worse: dict[str, Any] | None = dict(log.felt_worse) if log.felt_worse else None
    if worse and "notes" not in include:
        worse.pop("text", None)
    plain = {name: value for name, value in log.options.items() if name in wordless or isinstance(value, bool | int | float | None)}
    return replace(
        log,
        note=log.note if "notes" in include else None,
        saved=log.saved if "thoughts" in include else {},
        flags=(),
        felt_worse=worse,
        options=log.options if "notes" in include else plain,
        events=(),
    )


def shared(log: SessionLog, include: frozenset[str]) -> dict[str, Any]:
    """The record without the keys that were not to be shared: an empty value would say that there was nothing."""
    out = {*NEVER, *(() if "notes" in include else WITHOUT_NOTES), *(() if "thoughts" in include else WITHOUT_THOUGHTS)}
    return {key: value for key, value in log.to_json().items() if key not in out}


def in_words(selection: Selection, form: str) -> str:
    """The preview: what a reader would get to see."""
    logs = selection.logs
    if not logs:
        return "No sessions in that time, so there is nothing to share yet."
    count = f"{len(logs)} session{'' if len(logs) == 1 else 's'}"
    told = (
        f"{count}, from {logs[0].started_at[:10]} to {logs[-1].started_at[:10]}: activity, times, pain and relaxation before and after, "
        "how each ended, and what felt worse. "
    )
    shown = [part for part in PARTS if part in selection.include and not (form == "csv" and part == "thoughts")]
    hidden = [part for part in PARTS if part not in shown]
    told += f"With your {' and '.join(shown)}. " if shown else ""
    told += f"Without your {', '.join(hidden)}. " if hidden else ""
    if form == "csv" and "thoughts" in selection.include:
        told += "A table has no place for thoughts; --to jsonl has. "
    return told + "Your name is not in it, unless you wrote it."
