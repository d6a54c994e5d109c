"""What goes into an export, and what stays out unless the person asks for it by name."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from dtx.engine.entry import Entry
from dtx.engine.export import About, Export
from dtx.engine.record import SessionLog

PLAIN = {bool, int, float, type(None)}
"""Values of options that are nobody's words."""

Wordless = Callable[[str], frozenset[str]]
"""The options of an activity that hold none of the person's own words."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """Sessions without what was not named; each pass goes through them anew."""

    sessions: Iterable[SessionLog]
    include: frozenset[str]
    wordless: Wordless

    def __iter__(self) -> Iterator[SessionLog]:
        for log in self.sessions:
            yield redacted(log, self.include, self.wordless)


def select(
    sessions: Iterable[SessionLog],
    include: Collection[str] = (),
    wordless: Wordless = lambda _: frozenset(),
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


def redacted(log: SessionLog, include: frozenset[str], wordless: Wordless) -> SessionLog:
    notes, worse = "notes" in include, log.felt_worse
    plain = notes or {*map(type, log.options.values())} <= PLAIN or log.options.keys() <= wordless(log.activity_id)
    silent = notes or (log.note is None and (worse is None or "text" not in worse))
    if plain and silent and not (log.flags or log.events) and ("thoughts" in include or not log.saved):
        return log  # most have nothing to take out, and a copy would take longer than all the rest
    harmless = frozenset() if plain else wordless(log.activity_id)  # asked only where it matters: a plugin has to be read for it
    kept = {name: value for name, value in log.options.items() if plain or type(value) in PLAIN or name in harmless}
    return replace(
        log,
        note=log.note if notes else None,
        saved=log.saved if "thoughts" in include else {},
        flags=(),
        felt_worse=worse if notes or worse is None else {key: value for key, value in worse.items() if key != "text"},
        options=kept,
        events=(),
    )


def shared(log: SessionLog, include: frozenset[str]) -> dict[str, Any]:
    """The record without the keys that were not to be shared: an empty value would say that there was nothing."""
    record = log.to_json()
    del record["flags"]
    if "notes" not in include:
        del record["note"]
    if "thoughts" not in include:
        del record["saved"]
    return record
