"""The one place where the parts meet: plugins, care, records and sound become sessions that a driver can run.

The home page stands on this file, so what only a session needs is loaded when the first is asked for.
"""

import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dtx import paths
from dtx.errors import DtxError
from dtx.host.index import Listed
from dtx.host.shelf import Shelf
from dtx.host.sources import left_behind
from dtx.language import _
from dtx.records.listing import SessionRow
from dtx.records.store import Store
from dtx.records.strongbox import Strongbox
from dtx.sessions.unfinished import Unfinished, unfinished

if TYPE_CHECKING:
    from dtx.care.checkin import Wanted
    from dtx.care.comparison import Pair
    from dtx.care.plan import Plan, Standing
    from dtx.care.profile import Profile
    from dtx.care.team import TeamQuestion
    from dtx.checkin import CheckIn
    from dtx.engine.activity import Previous
    from dtx.engine.clock import Clock
    from dtx.engine.entry import Entry
    from dtx.engine.export import Export, Exporter
    from dtx.engine.questions import Question
    from dtx.engine.record import SessionLog
    from dtx.giving import Giving, Wish
    from dtx.history import History
    from dtx.host.manifest import Declared
    from dtx.host.options import Option
    from dtx.insight import Looked
    from dtx.records.backing_up import Backup
    from dtx.records.diary import Diary
    from dtx.records.erasure import Erased
    from dtx.records.removal import Removal
    from dtx.records.shares import Share
    from dtx.reminders import Reminders
    from dtx.sending import Sending
    from dtx.sessions.brief import Brief
    from dtx.sessions.due import Due
    from dtx.sessions.practice import Practice
    from dtx.sessions.reader import Reader
    from dtx.sessions.screening import Screening
    from dtx.sessions.sittings import Sittings

NOTHING: Mapping[str, Any] = MappingProxyType({})

TELLING_S = 5
"""How long a plugin may take to notice the end of a session before the program ends without it."""


class Services:
    """What every driver works with. `folders` are extra plugin folders, `shelf` stands in place of all of them; a `clock` moved by
    hand replaces the computer's.

    With `sound`, sessions are heard where anything here can sound; while it is `silent`, they begin without.
    """

    def __init__(
        self,
        home: Path | None = None,
        *,
        folders: Sequence[Path] = (),
        safe: bool = False,
        clock: "Clock | None" = None,
        sound: bool = False,
        shelf: Shelf | None = None,
    ) -> None:
        self.home = home or paths.home()
        self.shelf = shelf or Shelf(self.home, folders, safe=safe)
        self.notices: list[str] = []
        self.clock, self.sound = clock, sound
        self.silent = False
        self.strongbox = Strongbox(self.home)
        self._store: Store | None = None
        self._reader: Reader | None = None
        self._telling: list[threading.Thread] = []

    @property
    def store(self) -> Store:
        """The records, opened when first needed. Raises StoreProblem."""
        if self._store is None:
            paths.make_private(self.home)
            self._store = self.open_store()
        return self._store

    def open_store(self) -> Store:
        """A connection to the records of its own, for another thread. Raises StoreProblem."""
        return self.strongbox.open_store()

    def let_go(self) -> None:
        """Close the records; they are opened again when they are needed."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def cover(self) -> None:
        """Close the records, and forget their key."""
        self.let_go()
        self.strongbox.let_go()

    def close(self) -> None:
        """Let go of the records; plugins that are being told of a session get a few seconds to finish."""
        for telling in self._telling:
            telling.join(TELLING_S)
        self.let_go()

    def now(self) -> datetime:
        """The date and time, with its offset."""
        return self.clock.wall(self.clock.now) if self.clock else datetime.now().astimezone()

    # -- what can be practised

    def activities(self, limit: int | None = None) -> list[Listed]:
        """The list, from the shelf's index alone; empty until the first `refresh`."""
        return self.shelf.listed(limit)

    def titles(self) -> dict[str, str]:
        """The titles of what can be practised here, by id."""
        if not self.activities():
            self.refresh()
        return {line.id: line.title for line in self.activities()}

    def refresh(self) -> bool:
        """Look for plugins that are new or changed; True when the list changed. For after the first frame."""
        if left_behind(self.home):
            from dtx.host.placing import tidy

            tidy(self.home)
        return self.shelf.refresh()

    def options(self, activity_id: str) -> "Mapping[str, Option]":
        """What may be set, as far as the person's plan leaves it open. Raises `Misfit` where the two do not go together."""
        return self.reader.planned(activity_id).narrow(self._declared(activity_id).options).options

    def declared_options(self, activity_id: str) -> "Mapping[str, Option]":
        """The options as the plugin declares them, whatever a plan says."""
        return self._declared(activity_id).options

    def cautions(self, activity_id: str) -> tuple[str, ...]:
        """The plugin's own cautions and the activity's, in that order."""
        manifest = self.shelf.manifest(activity_id)
        return tuple(dict.fromkeys((*manifest.cautions, *self._declared(activity_id).cautions)))

    def about(self, activity_id: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """When its author says to stop, what the author calls easier, and who wrote and reviewed it."""
        manifest = self.shelf.manifest(activity_id)
        return manifest.stop_rules, manifest.easier, manifest.signed

    def easy_start(self, activity_id: str) -> Mapping[str, Any]:
        """Options with which somebody with the conditions this person named might begin; empty where there are none."""
        from dtx.care import conditions

        starts = conditions.first(self.profile().conditions)
        return next((start.options for start in starts if start.activity == activity_id), NOTHING)

    def knows(self, activity_id: str) -> bool:
        """Whether the person has practised this activity as it is now, and so has seen its cautions."""
        return self.reader.knows(activity_id)

    def listen(self) -> None:
        """Look whether anything here could sound, and say so once, quietly. It may take seconds: never before the first frame."""
        from dtx.sound.probe import why_silent

        if self.sound and (sentence := why_silent()) is not None and sentence not in self.notices:
            self.notices.append(sentence)

    def _declared(self, activity_id: str) -> "Declared":
        from dtx.host.reading import declared

        return declared(self.shelf.manifest(activity_id), activity_id)

    # -- the plan

    def plan(self) -> "Plan | None":
        """What the person's therapist asks for, if there is such a plan."""
        from dtx.sessions.planned import plan_of

        return plan_of(self.store)

    def standings(self) -> "list[Standing]":
        """How each item of the plan stands today; empty without one."""
        from dtx.sessions.planned import standings

        plan = self.plan()
        return standings(self.store, plan, self.now().date()) if plan is not None else []

    def plan_today(self, short: bool = False) -> list[str]:
        """What of the plan would suit today, as a sentence, or as the titles alone; nothing where there is no plan."""
        from dtx.sessions.planned import for_today

        stands = self.standings()
        return [for_today(stands, {line.id: line.title for line in self.activities()}, short)] if stands else []

    def remind(self, reminders: "Reminders") -> "dict[date, int]":
        """Write the calendar file, and keep it true from now on. Raises `Refused` and DtxError."""
        from dtx.reminders import take_away, with_seed_of

        kept = type(reminders).kept(self.home)
        reminders = with_seed_of(kept, reminders)
        due = reminders.write(self.home, self.store, self.plan(), self.now())
        reminders.keep(self.home)
        if kept is not None and kept.file != reminders.file:
            take_away(kept.file)
        return due

    def reminded(self) -> "dict[date, int]":
        """How many reminders each coming day has, as things stand now; empty where none were asked for."""
        from dtx.reminders import Reminders

        reminders = Reminders.kept(self.home)
        return reminders.due(self.store, self.plan(), self.now().date()) if reminders is not None else {}

    def _keep_calendar(self) -> None:
        """After a session there may be less that is due. A calendar that cannot be written is no reason to disturb anybody."""
        from dtx.reminders import Reminders
        from dtx.settings import Settings

        if Settings.read(self.home).reminders and (reminders := Reminders.kept(self.home)) is not None:
            with suppress(DtxError):
                reminders.write(self.home, self.store, self.plan(), self.now())

    def asked_for(self, activity_id: str) -> list[str]:
        """What the plan says of one activity today, in words: how often and within which limits, and how it stands."""
        from dtx.sessions.planned import asked, stands

        titles, so_far = {activity_id: _("Your plan")}, {activity_id: _("So far")}
        here = [one for one in self.standings() if one.holds and one.item.activity == activity_id]
        return [f"{asked(one.item, titles)} {stands(one, so_far)}" for one in here]

    # -- reading, asking and running

    @property
    def reader(self) -> "Reader":
        """Reads activities for this person."""
        if self._reader is None:
            from dtx.sessions.reader import Reader

            self._reader = Reader(self.shelf, lambda: self.store, self.now, self.home, self.strongbox.key)
        return self._reader

    @property
    def _due(self) -> "Due":
        from dtx.sessions.due import Due

        return Due(self.reader)

    @property
    def _sittings(self) -> "Sittings":
        from dtx.records.writer import Writer
        from dtx.sessions.sittings import Sittings

        def writer() -> Writer:
            return Writer(paths.database(self.home), lambda _: self.open_store())

        return Sittings(self.reader, self.home, self.clock, self._tell, sound=self.sound, writer=writer)

    def read(self, activity_id: str, given: Mapping[str, Any], at: datetime | None = None, *, here: bool = False) -> dict[str, Any]:
        """The document of `dtx read --json`; see `Reader.read`."""
        return self.reader.read(activity_id, given, at, here=here)

    def questions(self, activity_id: str, given: Mapping[str, Any]) -> "list[tuple[str, Question]]":
        """The questions a session may ask; see `Reader.questions`."""
        return self.reader.questions(activity_id, given)

    def previous(self, activity_id: str) -> "Previous":
        """What a script may know of earlier sessions; see `Reader.previous`."""
        return self.reader.previous(activity_id)

    def morning(self) -> "Screening":
        """What is asked on the morning after; see `Due.morning`."""
        return self._due.morning()

    def screen(self, activity_id: str, given: Mapping[str, Any]) -> "Screening":
        """What is asked before an activity; see `Due.screen`."""
        return self._due.screen(activity_id, given)

    def afterwards(self, log: "SessionLog") -> tuple[str, ...]:
        """What might be worth a thought after this session."""
        return self._due.afterwards(log)

    def begin(self, activity_id: str, given: Mapping[str, Any], screening: "Screening | None" = None) -> "Practice":
        """Open a session; see `Sittings.begin`."""
        practice = self._sittings.begin(activity_id, given, screening)
        if self.silent:
            practice.loudness.hush()
        return practice

    def breathe(self) -> "Brief":
        """Two minutes of breathing with as little as may be around them; see `Brief`."""
        from dtx.sessions.brief import Brief

        return Brief(self._due, self._sittings, self.now, silent=self.silent)

    def resume(self, session_id: str) -> "Practice":
        """Go on with a session that broke off; see `Sittings.resume`."""
        return self._sittings.resume(session_id)

    def unfinished(self) -> list[Unfinished]:
        """Sessions that broke off and are going on nowhere, newest first."""
        return unfinished(self.store, self.home, self.now())

    def close_unfinished(self, only_old: bool = False) -> None:
        """Close what broke off; see `Sittings.close_unfinished`."""
        self._sittings.close_unfinished(only_old)

    def leave(self, session_id: str) -> None:
        """Close one session that broke off as interrupted, with all it had."""
        self._sittings.leave(session_id)

    def _tell(self, log: "SessionLog") -> None:
        """Tell the plugins that asked to know. The session is on disk; nobody waits for them but `close`."""
        self._keep_calendar()
        telling = threading.Thread(target=self.shelf.session_ended, args=(log,), name="dtx-telling", daemon=True)
        telling.start()
        self._telling = [*(one for one in self._telling if one.is_alive()), telling]

    # -- the diary

    @property
    def diary(self) -> "Diary":
        from dtx.records.diary import Diary

        return Diary(self.store)

    def check_in(self, wanted: "Wanted | None" = None, kind: str = "checkin") -> "CheckIn":
        """Begin a check-in; `wanted` says what answers written beforehand are about. Raises StoreProblem."""
        from dtx.checkin import CheckIns

        return CheckIns(self.diary, self.home, self.now).begin(kind, self.profile().country, wanted)

    def entries(self, since: date | None = None, until: date | None = None, limit: int | None = None) -> "list[Entry]":
        """Check-ins with all that was noted in them, newest first."""
        diary = self.diary
        return [diary.entry(row) for row in diary.rows(since, until, limit)]

    def insight(self) -> "Looked":
        """What seems to help, from all that was noted. Raises StoreProblem."""
        from dtx.care.comparison import Pair
        from dtx.insight import Insights

        listed = self.activities()
        profile, dates = self.profile(), self.store.profile_dates()
        pair = Pair(*profile.compare, since=dates["compare"]) if len(profile.compare) == 2 else None
        looking = Insights(self.store, self.now, {one.id: one.title for one in listed}, profile.day_begins)
        return looking.look([one.id for one in listed if one.available], suggest=profile.suggest, pair=pair)

    def compare(self, pair: str) -> None:
        """Compare two activities from now on, given as `ID,ID`; nothing ends it. Raises `Unknown` and StoreProblem."""
        from dtx.care.profile import read_setting
        from dtx.errors import Unknown

        chosen = read_setting("compare", pair)
        listed = {one.id for one in self.activities()}
        for name in chosen or ():
            if name not in listed:
                raise Unknown(_("There is no activity {name!r}.").format(name=name), _("`dtx activities` lists them."))
        self.set_profile({"compare": pair})

    def go_on_comparing(self, pair: "Pair") -> None:
        """Take up a comparison that was ended, as if it had not been. Raises StoreProblem."""
        self.store.set_profile({"compare": [pair.one, pair.other]}, pair.since)

    @property
    def past(self) -> "History":
        """What was done, by days, weeks and months."""
        from dtx.history import History

        return History(self.store, self.now, self.profile().day_begins)

    def team_questions(self) -> "tuple[TeamQuestion, ...]":
        """The questions for one's care team that were written down."""
        from dtx.care.team import kept
        from dtx.history import QUESTIONS

        return kept(self.store.profile().get(QUESTIONS))

    def keep_team_questions(self, questions: "Sequence[TeamQuestion]") -> None:
        """Write them down anew. Raises StoreProblem."""
        from dtx.history import QUESTIONS

        self.store.set_profile({QUESTIONS: [one.to_json() for one in questions]}, self.now().isoformat(timespec="seconds"))

    def look_back_answered(self, answer: str) -> None:
        """A look back was offered: it is not offered again for 13 weeks, whatever was answered; after `look_back.LATER` on another day."""
        from dtx.history import OFFERED

        self.store.set_profile({OFFERED: answer}, self.now().isoformat(timespec="seconds"))

    # -- records

    def history(self, limit: int | None = None, since: date | None = None, until: date | None = None) -> list[SessionRow]:
        """Sessions, newest first."""
        return self.store.sessions(since, until, limit)

    def log(self, session_id: str) -> "SessionLog":
        """One session with its events. Raises `Unknown`."""
        from dtx.sessions.earlier import log_of

        return log_of(self.store, self.store.find(session_id))

    def logs(self, since: date | None = None, until: date | None = None) -> "list[SessionLog]":
        """All sessions with their events, oldest first."""
        from dtx.sessions.earlier import log_of

        return [log_of(self.store, row) for row in reversed(self.history(since=since, until=until))]

    # -- taking away, erasing and backing up

    @property
    def removal(self) -> "Removal":
        from dtx.records.removal import Removal

        return Removal(self.store)

    def hide(self, what: str) -> str:
        """Take a session or a check-in out of every list for 30 days, and return its id; see `Removal.hide`."""
        return self.removal.hide(what, self.now().isoformat(timespec="seconds"))

    def erase(self, ids: Collection[str] | None, span: "tuple[date | None, date | None] | None" = None) -> "Erased":
        """Erase for good, everywhere; None means all there is. `span` are the days by which they were chosen. See `records.erasure`."""
        from dtx.records.erasure import erase

        self.let_go()
        return erase(self.strongbox, ids, self.now(), span=span)

    def tidy(self) -> None:
        """Erase what was taken away more than 30 days ago, in a connection of its own. Raises StoreProblem."""
        from dtx.records.erasure import erase
        from dtx.records.removal import Removal

        with self.open_store() as store:
            overdue = Removal(store).overdue(self.now())
        if overdue:
            erase(self.strongbox, overdue, self.now(), backups=False)

    def back_up(self, target: Path) -> "Backup":
        """Write everything a person owns here into one file; see `records.backing_up`."""
        from dtx.records.backing_up import back_up

        return back_up(self.strongbox, target, self.now())

    # -- sharing

    def formats(self) -> "dict[str, Exporter]":
        """Every form of export, by name; those of plugins last. Runs the code of plugins that offer one."""
        from dtx.sharing.formats import formats

        return formats(self.shelf)

    def export(
        self, since: date | None = None, until: date | None = None, include: Collection[str] = (), reader: str | None = None
    ) -> "Export":
        """What leaves of a span of days: of the person's own words only what `include` names (see `engine.export.PARTS`)."""
        from dtx.sharing.outgoing import outgoing

        self.close_unfinished(only_old=True)
        return outgoing(self.store, self.options, since, until, include, reader, self.titles)

    def give(self, wish: "Wish") -> "Giving":
        """What somebody wants to hand over, ready to be looked at. Raises `Unknown`, and DtxError where something is not installed."""
        from dtx.giving import Giving, keys
        from dtx.settings import Settings
        from dtx.sharing.formats import named
        from dtx.sharing.readers import named as reader_named

        exporter = named(self.formats(), wish.form, self.shelf.problems)
        locked_for = keys(wish.locked_for, Settings.read(self.home))
        if wish.reader is not None:
            reader_named(wish.reader)
        export = self.export(wish.since, wish.until, wish.include, wish.reader)
        return Giving(exporter, export, locked_for, self.store, self.home, self.now)

    def send(self, wish: "Wish", address: str, known: str | None = None) -> "Sending":
        """What is to be sent to the FHIR server at `address`, ready to be looked at; `known` is the reference of a Patient there.

        Raises `Unknown` for an address or a Patient that is none, and DtxError for a token that is none.
        """
        from dtx.sending import Sending
        from dtx.sharing.fhir import server

        base = server.address(address)
        there = server.Server(base, server.token(base))
        return Sending(self.give(wish).export, base, there.post, self.store, self.now, server.patient(known))

    def shared(self) -> "list[Share]":
        """What left so far, newest first."""
        from dtx.records.shares import Shares

        return Shares(self.store).all()

    # -- the person

    def profile(self) -> "Profile":
        from dtx.care.profile import Profile

        return Profile.of(self.store.profile())

    def set_profile(self, settings: Mapping[str, str]) -> None:
        """Write down what the person says of themselves. All of it or nothing. Raises `Unknown`."""
        from dtx.care.profile import read_setting, renewed

        changes = {key: read_setting(key, text) for key, text in settings.items()}
        self.store.set_profile(renewed(changes), self.now().isoformat(timespec="seconds"))
