"""What leaves: a span of the records as an export, read from the store as it is written, never all at once."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dtx import __version__
from dtx.engine.entry import Entry
from dtx.engine.export import About, Export
from dtx.engine.record import SessionLog
from dtx.errors import DtxError
from dtx.records.diary import Diary
from dtx.records.entries import EntryRow
from dtx.records.folds import logs
from dtx.records.store import Store
from dtx.sharing.intended import Plans
from dtx.sharing.journal import Journal
from dtx.sharing.select import select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dtx.host.options import Option


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sessions that are over, oldest first, without their events. Those that end later are not in it, however often it is gone through."""

    store: Store
    ids: Sequence[str]

    def __iter__(self) -> Iterator[SessionLog]:
        return logs(self.store, self.ids)


@dataclass(frozen=True, slots=True)
class Entries:
    """Diary entries that are closed, oldest first, without their lines."""

    diary: Diary
    rows: Sequence[EntryRow]

    def __iter__(self) -> Iterator[Entry]:
        return (self.diary.entry(row) for row in self.rows)


def outgoing(
    store: Store,
    options: "Callable[[str], Mapping[str, Option]]",
    since: date | None = None,
    until: date | None = None,
    include: Collection[str] = (),
    reader: str | None = None,
    titles: "Callable[[], Mapping[str, str]]" = dict,
) -> Export:
    """The export of a span of days.

    `options` gives an activity's options, to know which hold none of the person's own words; `titles` those of all activities, by id.
    """
    ids, first, last = store.ended(since, until)
    about = About(
        patient_ref=store.patient_ref,
        app_version=__version__,
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        count=len(ids),
        first_day=first,
        last_day=last,
        head=store.head,
        head_at=store.head_at,
        erased=store.erased,
        reader=reader,
    )

    @cache
    def wordless(activity_id: str) -> frozenset[str]:
        try:
            return frozenset(name for name, option in options(activity_id).items() if option.type != "text")
        except DtxError:  # the plugin is gone, or is another one now
            return frozenset()

    diary = Diary(store)
    rows = [row for row in reversed(diary.rows(since, until)) if row.sealed] if "diary" in include else []
    plans = Plans.of(store, about)
    export = select(Sessions(store, ids), include, wordless, Entries(diary, rows), about)
    return replace(
        export, intended=plans.intended(titles), unsure=plans.unsure, number=store.number, journal=Journal(store, ids, export.include)
    )
