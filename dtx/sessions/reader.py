"""The reader: activities as this person gets them, read to their end before anything begins."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dtx.care.bracket import host_questions
from dtx.care.progress import IN_A_ROW
from dtx.engine.activity import Previous
from dtx.engine.questions import Question
from dtx.engine.record import SessionLog
from dtx.engine.rehearsal import WAYS, question_of, rehearse
from dtx.host.shelf import Opened, Shelf
from dtx.paths import bundled
from dtx.records.store import Store
from dtx.sessions.apart import broken_script, foreign, read_apart
from dtx.sessions.earlier import LATELY, earlier, log_of, progression
from dtx.sessions.looked import Looked, page_of, shortest
from dtx.sessions.person import SHORT, Person
from dtx.sessions.planned import VERSION, Planned, planned
from dtx.sessions.progression import moves_of
from dtx.sessions.world import Prepared, frozen_world

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Reader:
    """Reads what is on the shelf for the person whose records `store` opens. `now` is asked where no time is given.

    A child that rehearses opens the records with the `key`, where they are locked.
    """

    def __init__(
        self,
        shelf: Shelf,
        store: Callable[[], Store],
        now: Callable[[], datetime],
        home: Path,
        key: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        self.shelf, self.now = shelf, now
        self._store, self._home, self._key = store, home, key
        self._rehearsed: tuple[Mapping[str, Any], dict[str, Any]] | None = None

    @property
    def store(self) -> Store:
        """The records, opened again where they were closed meanwhile. Raises StoreProblem."""
        return self._store()

    def person(self, at: datetime | None = None) -> Person:
        return Person.of(self.store, at or self.now())

    def prepare(
        self,
        activity_id: str,
        given: Mapping[str, Any],
        at: datetime | None = None,
        forms: Collection[str] = (),
        agreed: Mapping[str, Any] = NOTHING,
    ) -> Prepared:
        """Settle the options and freeze the world, in the `forms` the gate gives. Raises `Unknown` and `PluginProblem`."""
        opened = self.shelf.open(activity_id)
        at = at or self.now()
        plan = self.planned(activity_id, at)
        options = plan.narrow(opened.activity.options).settle(given)
        item = plan.item(opened.activity.options, options)
        if SHORT in forms:  # what the gate asks for comes before what a plan asks for
            options |= shortest(opened.activity.options)
        previous = self.previous(activity_id)
        previous = replace(previous, saved={**previous.saved, **agreed})
        if plan.bars_harder:
            previous = replace(previous, saved=plan.without_harder(previous.saved, self._harder(opened, options, at, previous)))
        person, ref = self.person(at), self.store.patient_ref
        return Prepared(opened, frozen_world(opened, options, at, person, forms, ref, previous, item, plan.ceiling))

    def _harder(self, opened: Opened, options: Mapping[str, Any], at: datetime, previous: Previous) -> dict[str, str]:
        """The harder version of each exercise as it comes; empty for code that is not ours, which is walked in a child only."""
        fresh = replace(previous, saved={name: value for name, value in previous.saved.items() if not name.startswith(VERSION)})
        prepared = Prepared(opened, frozen_world(opened, options, at, self.person(at), (), "", fresh))
        return {} if prepared.foreign else {move.exercise: move.harder for move in moves_of(prepared)}

    def planned(self, activity_id: str, at: datetime | None = None) -> Planned:
        """What the person's plan says about an activity on that day."""
        return planned(self.store, activity_id, (at or self.now()).date())

    def look(
        self, activity_id: str, given: Mapping[str, Any], at: datetime, *, agreed: Mapping[str, Any] = NOTHING, here: bool = False
    ) -> Looked:
        """The activity as this person gets it at that time, its rehearsal, and what the gate says.

        `agreed` are proposals that were accepted, by saved name. `here`: code that is not ours, too, is read in this process.
        """
        prepared = self.prepare(activity_id, given, at, (), agreed)
        page = self._apart(prepared, given, at) if foreign(prepared) and not here else None
        before = page.pop("before") if page is not None else page_of(prepared.own, activity_id)["phases"]
        verdict = self.person(at).verdict(before)
        if SHORT in verdict.forms:
            prepared = self.prepare(activity_id, given, at, verdict.forms, agreed)
        return Looked(prepared, page or page_of(prepared.script, activity_id), verdict, before)

    def read(self, activity_id: str, given: Mapping[str, Any], at: datetime | None = None, *, here: bool = False) -> dict[str, Any]:
        """The rehearsal of an activity, as the document of `dtx read --json`.

        Code that did not come with dtx is rehearsed in a child process, so that an endless script costs ten seconds and
        no more; `here` is that child. Raises ScriptProblem when the script breaks off.
        """
        looked = self.look(activity_id, given, at or self.now(), here=here)
        page = looked.page
        if here:
            return page | {"before": looked.before}
        if "failure" in page:
            raise broken_script(activity_id, page["failure"])
        return page

    def questions(self, activity_id: str, given: Mapping[str, Any]) -> list[tuple[str, Question]]:
        """The questions a session may ask, the host's and the activity's own; of code that is not ours, those of its rehearsal."""
        looked = self.look(activity_id, given, self.now())
        prepared = looked.prepared
        if foreign(prepared):
            own = {asked["id"]: question_of(asked) for asked in looked.page["asks"]}
        else:
            own = {name: asked for way in WAYS for name, asked in rehearse(prepared.script, way).asks}
        return [*((str(asked.save), asked) for asked in host_questions(looked.asked_after)), *own.items()]

    def previous(self, activity_id: str) -> Previous:
        """The fold over the person's earlier sessions of one activity (law 8)."""
        span = self.store.closed(activity_id)
        newest = self.store.sessions(limit=LATELY + len(self.store.unsealed()), activity_id=activity_id)
        rows = [row for row in newest if row.sealed][:LATELY]
        found = earlier(span, [log_of(self.store, row) for row in reversed(rows)], "lung" in self.person().flags)
        if span[0]:
            return found
        return replace(found, saved={**progression(self._under_other_names(activity_id)), **found.saved})

    def lately(self, activity_id: str) -> list[SessionLog]:
        """The last sessions of an activity, oldest first; where there are few, with those it had before its plugin renamed it."""
        rows = [row for row in self.store.sessions(limit=LATELY, activity_id=activity_id) if row.sealed]
        before = self._under_other_names(activity_id) if len(rows) < IN_A_ROW else []
        return [*before, *(log_of(self.store, row) for row in reversed(rows))]

    def _under_other_names(self, activity_id: str) -> list[SessionLog]:
        """The last sessions, oldest first, of activities that this plugin had in an older version and has no more."""
        manifest = self.shelf.manifest(activity_id)
        if manifest.folder.parent == bundled("plugins"):  # ours keep their names
            return []
        there = {f"{manifest.id}.{one.id}" for one in manifest.activities}
        rows = [row for row in self.store.sessions(plugin_id=manifest.id) if row.sealed and row.activity_id not in there]
        return [log_of(self.store, row) for row in reversed(rows[:LATELY])]

    def knows(self, activity_id: str) -> bool:
        """Whether the person has practised this activity as it is now, and so has seen its cautions."""
        earlier = self.store.sessions(limit=1, activity_id=activity_id)
        return bool(earlier) and earlier[0].plugin_version == self.shelf.manifest(activity_id).version

    def _apart(self, prepared: Prepared, given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        """The rehearsal in a child process; the same world shows the same, so it is asked only once."""
        if self._rehearsed is None or self._rehearsed[0] != prepared.world:
            activity_id = prepared.opened.activity.id
            page = read_apart(activity_id, self.shelf.words_to_read(activity_id), given, at, self._home, self._key())
            self._rehearsed = prepared.world, page
        return dict(self._rehearsed[1])
