"""What goes into an export, and what stays out unless the person asks for it by name."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from dtx.engine.entry import Entry
from dtx.engine.export import About, Export
from dtx.engine.record import SessionLog

WITHOUT_NOTES, WITHOUT_THOUGHTS = ("note",), ("saved",)
NEVER = ("flags",)

Wordless = Callable[[str], Collection[str]]
"""The options of an activity that hold none of the person's own words."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """Sessions without what was not named; each pass goes through them anew."""

    sessions: Iterable[SessionLog]
    include: frozenset[str]
    wordless: Wordless

    def __iter__(self) -> Iterator[SessionLog]:
        for log in self.sessions:
            yield redacted(log, self.include, self.wordless(log.activity_id))


def select(
    sessions: Iterable[SessionLog],
    include: Collection[str] = (),
    wordless: Wordless = lambda _: (),
    diary: Iterable[Entry] = (),
    about: About | None = None,
) -> Export:
    """Take out what was not named: the note, the flags, what an activity saved, the diary, and everything typed.

    `sessions`, oldest first, and `diary` are gone through once for each pass over the export.
    """
    chosen = frozenset(include)
    entries: Iterable[Entry] = ()
    if "diary" in chosen:
        from dtx.sharing.entries import Shared  # late: the questions of a check-in come with it

        entries = Shared(diary, chosen)
    return Export(Redacted(sessions, chosen, wordless), entries, chosen, about or About())


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
