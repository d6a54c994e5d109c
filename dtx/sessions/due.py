"""What is due around a session: the questions before it, the morning after exercises, and what is worth a thought afterwards."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from dtx.care import gate, red_flags
from dtx.care.flags import FLAGS
from dtx.care.profile import renewed
from dtx.engine.questions import Ready
from dtx.engine.record import SessionLog
from dtx.language import _
from dtx.records.store import Store
from dtx.sessions import advice, follow_up
from dtx.sessions.apart import foreign
from dtx.sessions.earlier import log_of
from dtx.sessions.person import CHECKED, STOPPED
from dtx.sessions.progression import moves_of, propose
from dtx.sessions.reader import Reader
from dtx.sessions.screening import Asked, Screening, first_use
from dtx.sessions.world import Prepared

DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=60)
"""How far back a suggestion looks: as long as one stage of relaxation may take."""


class Due:
    """Asks what a person's records say is to be asked now, and keeps the answers."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._now = reader, reader.now

    @property
    def _store(self) -> Store:
        return self._reader.store

    def morning(self) -> Screening:
        """How the pain is after yesterday's exercises, where nobody has asked yet. For the first moment of a day."""
        return Screening(country=self._reader.person().profile.country).start(self._mornings())

    def screen(self, activity_id: str, given: Mapping[str, Any]) -> Screening:
        """What is due before this activity may begin: the gate's questions (clinical 8.1), and what to propose for it (5.4).

        Raises `Unknown` and `PluginProblem`.
        """
        now = self._now()
        prepared, person = self._reader.prepare(activity_id, given), self._reader.person(now)
        screening = Screening(now, person.profile.country)
        first = first_use(screening, person.due(now), self._keep, person.profile.country)
        told = self._told(screening, activity_id, given)
        return screening.start([*self._mornings(), first, self._lock(), self._proposals(screening, prepared), told])

    def screen_briefly(self, activity_id: str, given: Mapping[str, Any]) -> Screening:
        """What has to be asked before this activity, and nothing else: answers of the last 12 hours hold, and what only other kinds
        of practice need is asked before those. Of code that did not come with dtx nobody knows what it needs.

        Raises `Unknown` and `PluginProblem`.
        """
        now = self._now()
        looked, person = self._reader.look(activity_id, given, now), self._reader.person(now)
        needed = FLAGS if foreign(looked.prepared) else gate.needed(gate.columns(looked.before))
        screening = Screening(now, person.profile.country)
        screening.flags = tuple(flag for flag in person.due(now) if flag in needed)
        first = first_use(screening, screening.flags, self._keep, person.profile.country)
        return screening.start([first, self._told(screening, activity_id, given)])

    def afterwards(self, log: SessionLog) -> tuple[str, ...]:
        """What might be worth a thought after this session."""
        rows = self._store.sessions(since=date.fromisoformat(log.started_at[:10]) - LOOK_BACK)
        earlier = [log_of(self._store, row) for row in reversed(rows) if row.sealed and row.session_id != log.session_id]
        return tuple(advice.afterwards([*earlier, log], self._now()))

    def _mornings(self) -> Iterator[Asked]:
        now = self._now()
        rows = [row for row in self._store.sessions(since=now.date() - 2 * DAY) if row.sealed]
        for log in follow_up.waiting((log_of(self._store, row) for row in rows), now):
            yield follow_up.ask(log, partial(self._store.append, log.session_id), self._now)

    def _lock(self) -> Asked:
        """Whether somebody was checked since they stopped because of the warning list (clinical 5.5)."""
        if self._reader.person().locked:
            answer = yield red_flags.CHECKED
            if answer == "yes":
                self._keep({CHECKED: self._store.profile()[STOPPED]})

    def _proposals(self, screening: Screening, prepared: Prepared) -> Asked:
        if not foreign(prepared):  # code that is not ours is walked in a child only
            activity_id, today = prepared.opened.activity.id, self._now().date()
            ceiling = self._reader.planned(activity_id).ceiling
            yield from propose(screening, list(moves_of(prepared)), self._reader.lately(activity_id), today, ceiling)

    def _told(self, screening: Screening, activity_id: str, given: Mapping[str, Any]) -> Asked:
        """What to look out for, where the person has just told us something, or does not know the activity yet."""
        if not screening.journal and self._reader.knows(activity_id):
            return
        looked = self._reader.look(activity_id, given, self._now())
        found = advice.cautions(looked, self._reader.person())
        if found and not looked.verdict.blocked:
            yield Ready("\n".join((_("Before you begin:"), *found)))

    def _keep(self, changes: Mapping[str, Any]) -> None:
        self._store.set_profile(renewed(changes), self._now().isoformat(timespec="seconds"))
