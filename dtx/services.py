"""The one place where the parts meet: plugins, care, records and sound become sessions that a driver can run."""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from dtx import advice, follow_up, paths
from dtx.apart import broken_script, foreign, read_apart
from dtx.care import conditions, red_flags
from dtx.care.bracket import bracket_for, host_questions
from dtx.care.profile import Profile, read_setting
from dtx.earlier import LATELY, earlier
from dtx.engine.activity import Previous
from dtx.engine.clock import HandClock
from dtx.engine.journal import Event, kind_of
from dtx.engine.questions import Question, Ready
from dtx.engine.record import SessionLog, fold
from dtx.engine.reel import ENDLESS
from dtx.engine.rehearsal import WAYS, rehearse
from dtx.engine.session import Happened, Session
from dtx.errors import Refused, StoreProblem
from dtx.host.index import Listed
from dtx.host.shelf import Shelf
from dtx.looked import Looked, page_of, shortest
from dtx.person import CHECKED, RED_FLAG, SHORT, STOPPED, Person
from dtx.practice import Practice
from dtx.progression import moves_of, propose
from dtx.records.claim import claim, is_live
from dtx.records.listing import SessionRow
from dtx.records.store import Store
from dtx.records.writer import Writer
from dtx.screening import Asked, Screening, first_use
from dtx.sound.player import Player, Silent
from dtx.world import Prepared, frozen_world

if TYPE_CHECKING:
    from dtx.host.manifest import Declared
    from dtx.host.options import Option

RESUME_S = 30 * 60
"""A timed practice may be taken up again for half an hour (clinical 8.7 item 4)."""

NOTHING: Mapping[str, Any] = MappingProxyType({})
DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=60)
"""How far back a suggestion looks: as long as one stage of relaxation may take."""

TELLING_S = 5
"""How long a plugin may take to notice the end of a session before the program ends without it."""

Wall = Callable[[float], datetime]
"""The date and time, with its offset, at a moment of the player's clock."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that broke off. `minutes_ago` counts from its last sign of life; `open` while it may be taken up again.

    A `form` asks questions only, and stays open for as long as it takes.
    """

    session_id: str
    title: str
    minutes_ago: int
    open: bool
    form: bool = False


class Services:
    """What every driver works with. `folders` are extra plugin folders; a `clock` moved by hand replaces the computer's."""

    def __init__(
        self, home: Path | None = None, *, folders: Sequence[Path] = (), safe: bool = False, clock: HandClock | None = None
    ) -> None:
        self.home = home or paths.home()
        self.shelf = Shelf(self.home, folders, safe=safe)
        self.notices: list[str] = []
        self._folders, self.clock = tuple(folders), clock
        self._store: Store | None = None
        self._rehearsed: tuple[Mapping[str, Any], dict[str, Any]] | None = None
        self._telling: list[threading.Thread] = []

    @property
    def store(self) -> Store:
        """The records, opened when first needed. Raises StoreProblem."""
        if self._store is None:
            paths.make_private(self.home)
            self._store = Store.open(paths.database(self.home))
        return self._store

    def close(self) -> None:
        """Let go of the records; plugins that are being told of a session get a few seconds to finish."""
        for telling in self._telling:
            telling.join(TELLING_S)
        if self._store is not None:
            self._store.close()
            self._store = None

    # -- what can be practised

    def activities(self, limit: int | None = None) -> list[Listed]:
        """The list, from the shelf's index alone; empty until the first `refresh`."""
        return self.shelf.listed(limit)

    def refresh(self) -> bool:
        """Look for plugins that are new or changed; True when the list changed. For after the first frame."""
        return self.shelf.refresh()

    def options(self, activity_id: str) -> "Mapping[str, Option]":
        return self._declared(activity_id).options

    def cautions(self, activity_id: str) -> tuple[str, ...]:
        """The plugin's own cautions and the activity's, in that order."""
        manifest = self.shelf.manifest(activity_id)
        return tuple(dict.fromkeys((*manifest.cautions, *self._declared(activity_id).cautions)))

    def easy_start(self, activity_id: str) -> Mapping[str, Any]:
        """Options with which somebody with the conditions this person named might begin; empty where there are none."""
        starts = conditions.first(self.profile().conditions)
        return next((start.options for start in starts if start.activity == activity_id), NOTHING)

    def knows(self, activity_id: str) -> bool:
        """Whether the person has practised this activity as it is now, and so has seen its cautions."""
        earlier = self.store.sessions(limit=1, activity_id=activity_id)
        return bool(earlier) and earlier[0].plugin_version == self.shelf.manifest(activity_id).version

    def listen(self) -> None:
        """Look whether anything here could sound, and say so once, quietly. It may take seconds: never before the first frame."""
        from dtx.sound.probe import why_silent

        if (sentence := why_silent()) not in self.notices:
            self.notices.append(sentence)

    def _declared(self, activity_id: str) -> "Declared":
        from dtx.host.reading import declared

        return declared(self.shelf.manifest(activity_id), activity_id)

    # -- reading and running

    def prepare(
        self,
        activity_id: str,
        given: Mapping[str, Any],
        at: datetime | None = None,
        forms: Collection[str] = (),
        agreed: Mapping[str, Any] = NOTHING,
    ) -> Prepared:
        """Settle the options and freeze the world, in the `forms` the gate gives. Raises `Unknown` and `PluginProblem`."""
        from dtx.host.options import settle

        opened = self.shelf.open(activity_id)
        at = at or self.now()
        options = settle(opened.activity.options, given)
        if SHORT in forms:
            options |= shortest(opened.activity.options)
        person, previous = Person.of(self.store, at), self.previous(activity_id)
        previous = replace(previous, saved={**previous.saved, **agreed})
        return Prepared(opened, frozen_world(opened, options, at, person, forms, self.store.patient_ref, previous))

    def look(
        self, activity_id: str, given: Mapping[str, Any], at: datetime, *, agreed: Mapping[str, Any] = NOTHING, here: bool = False
    ) -> Looked:
        """The activity as this person gets it at that time, its rehearsal, and what the gate says.

        `agreed` are proposals that were accepted, by saved name. `here`: code that is not ours, too, is read in this process.
        """
        prepared, person = self.prepare(activity_id, given, at, (), agreed), Person.of(self.store, at)
        page = self._apart(prepared, given, at) if foreign(prepared) and not here else None
        before = page.pop("before") if page is not None else page_of(prepared.own, activity_id)["phases"]
        verdict = person.verdict(before)
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
        """The questions a session may ask, the host's and, for scripts that may run in this process, the activity's own."""
        looked = self.look(activity_id, given, self.now())
        prepared = looked.prepared
        own = {} if foreign(prepared) else {name: asked for way in WAYS for name, asked in rehearse(prepared.script, way).asks}
        return [*((str(asked.save), asked) for asked in host_questions(looked.asked_after)), *own.items()]

    def morning(self) -> Screening:
        """How the pain is after yesterday's exercises, where nobody has asked yet. For the first moment of a day."""
        return Screening().start(self._mornings())

    def screen(self, activity_id: str, given: Mapping[str, Any]) -> Screening:
        """What is due before this activity may begin: the gate's questions (clinical 8.1), and what to propose for it (5.4).

        Raises `Unknown` and `PluginProblem`.
        """
        now = self.now()
        screening = Screening(now)
        prepared, person = self.prepare(activity_id, given), Person.of(self.store, now)
        first = first_use(screening, person.due(now), self._keep, person.profile.country)
        told = self._told(screening, activity_id, given)
        return screening.start([*self._mornings(), first, self._lock(), self._proposals(screening, prepared), told])

    def _mornings(self) -> Iterator[Asked]:
        now = self.now()
        rows = [row for row in self.store.sessions(since=now.date() - 2 * DAY) if row.sealed]
        for log in follow_up.waiting(map(self._log, rows), now):
            yield follow_up.ask(log, partial(self.store.append, log.session_id), self.now)

    def _lock(self) -> Asked:
        """Whether somebody was checked since they stopped because of the warning list (clinical 5.5)."""
        if Person.of(self.store, self.now()).locked:
            answer = yield red_flags.CHECKED
            if answer == "yes":
                self._keep({CHECKED: answer})

    def _proposals(self, screening: Screening, prepared: Prepared) -> Asked:
        if not foreign(prepared):  # code that is not ours is walked in a child only
            lately = self._lately(prepared.opened.activity.id)
            yield from propose(screening, list(moves_of(prepared)), lately, self.now().date())

    def _told(self, screening: Screening, activity_id: str, given: Mapping[str, Any]) -> Asked:
        """What to look out for, where the person has just told us something, or does not know the activity yet."""
        if not screening.journal and self.knows(activity_id):
            return
        looked = self.look(activity_id, given, self.now())
        found = advice.cautions(looked, Person.of(self.store, self.now()))
        if found and not looked.verdict.blocked:
            yield Ready("\n".join(("Before you begin:", *found)))

    def afterwards(self, log: SessionLog) -> tuple[str, ...]:
        """What might be worth a thought after this session."""
        rows = self.store.sessions(since=date.fromisoformat(log.started_at[:10]) - LOOK_BACK)
        earlier = [self._log(row) for row in reversed(rows) if row.sealed and row.session_id != log.session_id]
        return tuple(advice.afterwards([*earlier, log], self.now()))

    def _keep(self, changes: Mapping[str, Any]) -> None:
        self.store.set_profile(changes, self.now().isoformat(timespec="seconds"))

    def begin(self, activity_id: str, given: Mapping[str, Any], screening: Screening | None = None) -> Practice:
        """Open a session and write its first lines. Raises `Unknown`, `Refused`, `PluginProblem` and StoreProblem."""
        player, wall = self._time()
        looked = self.look(activity_id, given, wall(player.now()), agreed=screening.saved if screening is not None else {})
        if looked.page.get("failure") == ENDLESS:
            raise broken_script(activity_id, ENDLESS)
        looked.refuse()
        self.close_unfinished()
        world = looked.world()
        session_id = str(uuid4())
        session = Session(looked.prepared.script, bracket_for(world))
        practice = self._practice(session, session_id, world["activity_title"], player, wall)
        try:
            if screening is not None and screening.journal and screening.began is not None:
                practice.open(world, screening.journal, max(0.0, (wall(player.now()) - screening.began).total_seconds()))
            else:
                practice.open(world, {})
        except BaseException:
            practice.close()
            raise
        return practice

    def resume(self, session_id: str) -> Practice:
        """Go on with a session that broke off; its broken phase begins again.

        Raises StoreProblem when it is live elsewhere, Refused when it is too long ago or its script has changed since;
        it is then closed as interrupted, with everything it had.
        """
        player, wall = self._time()
        row = self.store.find(session_id)
        now = wall(player.now())
        if row.sealed:
            raise Refused("That session is already closed.", "Start a new one whenever you like.")
        if not self._still_open(row, now):
            self._interrupt(row)
            raise Refused("That session was more than 30 minutes ago.", "It is kept as interrupted. Start a new one whenever you like.")
        events = self.store.events(row.session_id)
        try:
            session = self._replayed(events, player.now())
        except Exception:  # the script differs, its plugin is gone, or it has a fault of any kind
            if self._is_form(row):
                raise Refused(f"{row.activity_title} cannot be opened just now, so the draft waits.", "`dtx plugins` says why.") from None
            self._interrupt(row)
            raise Refused(
                f"{row.activity_title} has changed since, so that session cannot go on.",
                "It is kept as interrupted. Start a new one whenever you like.",
            ) from None
        drafts = self.store.drafts(row.session_id)
        practice = self._practice(session, row.session_id, row.activity_title, player, wall, written=len(events), drafts=drafts)
        try:
            practice.go_on()
        except BaseException:
            practice.close()
            raise
        return practice

    def now(self) -> datetime:
        """The date and time, with its offset."""
        return self.clock.wall(self.clock.now) if self.clock else datetime.now().astimezone()

    def unfinished(self) -> list[Unfinished]:
        """Sessions that broke off and are going on nowhere, newest first."""
        now = self.now()
        left = [row for row in self.store.unsealed() if not is_live(self.home, row.session_id)]
        return [
            Unfinished(row.session_id, row.activity_title, minutes_since(row, now), self._still_open(row, now), self._is_form(row))
            for row in left
        ]

    def close_unfinished(self, only_old: bool = False) -> None:
        """Close what broke off as interrupted, with all it had; `only_old` spares what may still be taken up again.

        A form, such as a thought record, is a draft that waits as long as it takes; only `leave` closes it.
        """
        for left in self.unfinished():
            if not left.form and not (only_old and left.open):
                self.leave(left.session_id)

    def leave(self, session_id: str) -> None:
        """Close one session that broke off as interrupted, with all it had."""
        self._interrupt(self.store.find(session_id))

    def _is_form(self, row: SessionRow) -> bool:
        """Whether the session only asks questions, so that no time passes in it."""
        return bool(self.store.events(row.session_id)[0].value["phases_total"] == 0)

    def _still_open(self, row: SessionRow, now: datetime) -> bool:
        return (now - datetime.fromisoformat(row.last_at)).total_seconds() <= RESUME_S or self._is_form(row)

    # -- records

    def history(self, limit: int | None = None, since: date | None = None, until: date | None = None) -> list[SessionRow]:
        """Sessions, newest first."""
        return self.store.sessions(since, until, limit)

    def log(self, session_id: str) -> SessionLog:
        """One session with its events. Raises `Unknown`."""
        return self._log(self.store.find(session_id))

    def logs(self, since: date | None = None, until: date | None = None) -> list[SessionLog]:
        """All sessions with their events, oldest first."""
        return [self._log(row) for row in reversed(self.history(since=since, until=until))]

    def profile(self) -> Profile:
        return Profile.of(self.store.profile())

    def set_profile(self, settings: Mapping[str, str]) -> None:
        """Write down what the person says of themselves. All of it or nothing. Raises `Unknown`."""
        changes = {key: read_setting(key, text) for key, text in settings.items()}
        self.store.set_profile(changes, self.now().isoformat(timespec="seconds"))

    def previous(self, activity_id: str) -> Previous:
        """The fold over the person's earlier sessions of one activity (law 8)."""
        rows = [row for row in self.store.sessions(activity_id=activity_id) if row.sealed]
        days = [date.fromisoformat(row.started_at[:10]) for row in rows]
        lung = "lung" in Person.of(self.store, self.now()).flags
        return earlier(days, [self._log(row) for row in reversed(rows[:LATELY])], lung)

    def _lately(self, activity_id: str) -> list[SessionLog]:
        """The last sessions of an activity, oldest first."""
        return [self._log(row) for row in reversed(self.store.sessions(limit=LATELY, activity_id=activity_id)) if row.sealed]

    # -- the parts

    def _time(self) -> tuple[Player, Wall]:
        """A player for one session, and the date and time at any moment of its clock."""
        if (clock := self.clock) is not None:
            return Silent(clock), clock.wall
        player = Silent()
        return player, wall_clock(player)

    def _log(self, row: SessionRow) -> SessionLog:
        return fold(row.session_id, self.store.events(row.session_id), row.ended_at, self.store.patient_ref)

    def _practice(
        self,
        session: Session,
        session_id: str,
        title: str,
        player: Player,
        wall: Wall,
        written: int = 0,
        drafts: Mapping[str, str] = NOTHING,
    ) -> Practice:
        held = claim(self.home, session_id)
        held.__enter__()
        writer = Writer(paths.database(self.home))

        def release() -> None:
            try:
                writer.close()
            finally:
                held.__exit__(None, None, None)

        def seal(ended_at: str) -> None:
            self.store.seal(session_id, ended_at)
            log = self.log(session_id)
            if log.stop_reason == RED_FLAG:
                self.store.set_profile({STOPPED: session_id}, ended_at)
            self._tell(log)

        return Practice(session, session_id, title, player, wall, writer, seal=seal, release=release, written=written, drafts=drafts)

    def _tell(self, log: SessionLog) -> None:
        """Tell the plugins that asked to know. The session is on disk; nobody waits for them but `close`."""
        telling = threading.Thread(target=self.shelf.session_ended, args=(log,), name="dtx-telling", daemon=True)
        telling.start()
        self._telling.append(telling)

    def _replayed(self, events: Sequence[Event], now: float) -> Session:
        world = events[0].value
        prepared = Prepared(self.shelf.open(world["activity_id"]), world)
        take_up = Session.replay if world["phases_total"] else Session.reopen
        return take_up(prepared.script, bracket_for(world), events, now)

    def _interrupt(self, row: SessionRow) -> None:
        """Close a session that nobody goes on with. What was being asked is noted as interrupted; a lost plugin is no hindrance."""
        events = self.store.events(row.session_id)
        at = self.now().isoformat(timespec="milliseconds")
        try:
            session = self._replayed(events, 0.0)
            session.interrupt(0.0)
            *declined, last = session.take()
        except Exception:  # the plugin is gone, has changed, or has a fault: whatever it is, the session is closed
            declined, last = [], Happened(0.0, events[-1].t, "interrupted")
        news = [*declined, *self._unsent(row, last.t), last]
        closing = [Event(len(events) + n, at, h.t, h.kind, h.step, h.fingerprint, h.value) for n, h in enumerate(news, 1)]
        try:
            with claim(self.home, row.session_id):
                self.store.append(row.session_id, closing)
                self.store.seal(row.session_id, row.last_at)
        except StoreProblem:
            if not is_live(self.home, row.session_id):
                raise

    def _unsent(self, row: SessionRow, t: float) -> list[Happened]:
        """What was being written and was not sent, as answers: no word is lost with a session that nobody goes on with."""
        written = self.store.drafts(row.session_id)
        value = {"declined": None, "text": "", "saved": True, "draft": True}
        return [Happened(0.0, t, kind_of(name), name, None, {"value": text, **value}) for name, text in written.items() if text]

    def _apart(self, prepared: Prepared, given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        """The rehearsal in a child process; the same world shows the same, so it is asked only once."""
        if self._rehearsed is None or self._rehearsed[0] != prepared.world:
            page = read_apart(prepared.opened.activity.id, given, at, self.home, self._folders)
            self._rehearsed = prepared.world, page
        return dict(self._rehearsed[1])


def wall_clock(player: Player) -> Wall:
    """The computer's date and time at a moment of the player's clock."""
    return lambda now: datetime.now().astimezone() + timedelta(seconds=now - player.now())


def minutes_since(row: SessionRow, now: datetime) -> int:
    return max(0, int((now - datetime.fromisoformat(row.last_at)).total_seconds() // 60))
