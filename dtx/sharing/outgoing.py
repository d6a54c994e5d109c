"""What leaves: a span of the records as an export, read from the store as it is written, never all at once."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dtx import __version__
from dtx.care.plan import Plan, planned
from dtx.engine.entry import Entry
from dtx.engine.export import About, Expected, Export, Intended
from dtx.engine.record import SessionLog
from dtx.errors import DtxError
from dtx.records.diary import Diary
from dtx.records.entries import EntryRow
from dtx.records.folds import logs
from dtx.records.store import Store
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
) -> Export:
    """The export of a span of days. `options` gives an activity's options, to know which hold none of the person's own words."""
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
    intended = intended_in(store, about)
    export = select(Sessions(store, ids), include, wordless, Entries(diary, rows), about)
    return replace(export, intended=intended, number=store.number, journal=Journal(store, ids, export.include))


def intended_in(store: Store, about: About) -> Intended | None:
    """What the plan that holds now asks for in the days of the export. A week that is in it in part counts in part."""
    kept = store.profile().get("plan")
    first, last = about.since or about.first_day, about.until or about.last_day
    if not kept:
        return None
    plan = Plan.from_json(kept)
    items = []
    for item in plan.items if first and last else ():
        begun = max((day for day in (item.since, plan.installed_on) if day is not None), default=date.fromisoformat(first or ""))
        asked = planned(item, date.fromisoformat(first or ""), date.fromisoformat(last or ""), begun)
        items.append(Expected(item.id, item.activity, item.times_a_week, asked))
    return Intended(plan.title, plan.version, plan.installed_on.isoformat() if plan.installed_on else None, tuple(items))
