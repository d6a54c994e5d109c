"""An export: the sessions and diary entries that leave, and the forms in which they may be written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dtx.engine.entry import Entry
from dtx.engine.record import SessionLog
from dtx.language import _

PARTS = ("notes", "thoughts", "diary")
"""What `--include` may name: notes, what was answered inside activities, and diary entries."""

Content = bytes | str | Iterable[bytes | str]
"""A file's content, whole or in pieces; text is written as UTF-8."""


GONE = _("The person erased something from these records. What it was is kept nowhere.")


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say of an export as a whole. No clock stands in it, so that the same data gives the same bytes.

    `since` and `until` are the days that were asked for, `first_day` and `last_day` those of the sessions in it; None where there are none.
    `head` is the digest at the end of the store's ledger and `head_at` the time of its last line; `erased` says how often something was
    erased, `reader` for whom it is meant.
    """

    patient_ref: str = ""
    app_version: str = ""
    since: str | None = None
    until: str | None = None
    count: int = 0
    first_day: str | None = None
    last_day: str | None = None
    head: str = ""
    head_at: str | None = None
    erased: int = 0
    reader: str | None = None

    @property
    def gone(self) -> str:
        """That something was erased, in words; empty where nothing ever was. What it was nobody can say."""
        return GONE if self.erased else ""


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that a therapist's plans ask for, and how many times in the days of an export, all plans that held in them together.

    `item` is its id in session records, `times_a_week` what the newest of the plans asks for, `title` that of the activity, empty where
    its plugin is gone. `days` are the stretches on which a session could be for it: the first and the last day of each.
    """

    item: str
    activity_id: str
    times_a_week: int
    planned: int
    title: str = ""
    days: tuple[tuple[str, str], ...] = ()

    def counts(self, activity_id: str, item: str | None, day: str) -> bool:
        """Whether a session of that activity, for that item, is one of these."""
        return (activity_id, item) == (self.activity_id, self.item) and any(first <= day <= last for first, last in self.days)


@dataclass(frozen=True, slots=True)
class Intended:
    """What the plans that held in the days of an export ask for. Title and version are those of the newest of them.

    `since` and `until` are the days from which and to which it counts, None for no end; `earlier` is how many others held before it.
    """

    title: str
    version: str
    since: str | None
    items: tuple[Expected, ...]
    until: str | None = None
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Export:
    """What an exporter gets: iterate over it for the sessions, oldest first, without what the person did not include.

    Each pass may read the records anew, so 100,000 sessions need no more room than one: never make a list of them.
    `intended` is what a therapist's plans ask for, None where none held in these days. `unsure` are the days between which a plan may
    have been erased, the first of them None where nothing is left from before; None where there are no such days.
    `number` gives a session's place in the store's ledger by its id: a number that it has in every export, and no other session ever.
    `journal` gives a session's events by its id, as a JSON array without what was not included; None where there are none at hand.
    """

    sessions: Iterable[SessionLog] = ()
    diary: Iterable[Entry] = ()
    include: frozenset[str] = frozenset()
    about: About = field(default_factory=About)
    intended: Intended | None = None
    unsure: tuple[str | None, str] | None = None
    number: Callable[[str], int | None] = lambda _: None
    journal: Callable[[str], str | None] = lambda _: None

    def __iter__(self) -> Iterator[SessionLog]:
        return iter(self.sessions)


@dataclass(frozen=True, slots=True)
class Exporter:
    """A form for the care team: `dtx export --to NAME`. `suffix` is how its files usually end, such as `.csv`.

    `write` gives the file's content, whole or in pieces. `beside` gives more files that belong to it, by an ending such as
    `.dictionary.csv` that takes the place of the suffix. What is `binary` is never written to a terminal. `parts` are those of PARTS that
    it has a place for. `modules` are looked for before anything is asked; where one is missing, `extra` names what brings it.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[Export], Content]
    beside: Callable[[Export], Mapping[str, Content]] | None = None
    binary: bool = False
    parts: tuple[str, ...] = PARTS
    modules: tuple[str, ...] = ()
    extra: str = ""


def pieces(content: Content) -> Iterator[bytes]:
    """Any content as bytes, a piece at a time. Raises TypeError for what is no content."""
    for piece in (content,) if isinstance(content, bytes | str) else content:
        if not isinstance(piece, bytes | str):
            raise TypeError(f"an exporter writes bytes or text, not {type(piece).__name__}")
        yield piece if isinstance(piece, bytes) else piece.encode(errors="replace")  # half a character has no bytes
