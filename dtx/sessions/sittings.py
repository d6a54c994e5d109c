"""Sittings: sessions are opened, taken up again and closed here."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from dtx import paths
from dtx.care.bracket import bracket_for
from dtx.engine.clock import Clock
from dtx.engine.journal import Event, kind_of
from dtx.engine.record import SessionLog
from dtx.engine.reel import ENDLESS, ENORMOUS, raised
from dtx.engine.session import Happened, Session
from dtx.errors import DtxError, Refused, StoreProblem
from dtx.host.watched import ENDLESS_STEP
from dtx.language import _
from dtx.records.claim import claim, is_live
from dtx.records.folds import keep_folded
from dtx.records.listing import SessionRow
from dtx.records.store import Store
from dtx.records.writer import Writer
from dtx.sessions.apart import broken_script, foreign
from dtx.sessions.earlier import log_of
from dtx.sessions.looked import refuse
from dtx.sessions.loudness import Loudness
from dtx.sessions.person import RED_FLAG, STOPPED
from dtx.sessions.practice import Keeper, Practice
from dtx.sessions.reader import Reader
from dtx.sessions.screening import Screening
from dtx.sessions.unfinished import is_form, let_go_of_copies, still_open, unfinished
from dtx.sessions.world import Prepared
from dtx.settings import Settings
from dtx.sound.player import Player, Silent

NOTHING: Mapping[str, Any] = MappingProxyType({})

NEVER_BEGUN = (ENDLESS, ENORMOUS, ENDLESS_STEP, raised(MemoryError()))
"""Scripts that break off like this are not begun at all: they would take the whole program with them."""

Wall = Callable[[float], datetime]
"""The date and time, with its offset, at a moment of the player's clock."""


class Sittings:
    """Opens and closes sessions. `told` hears of each that was closed; a `clock` replaces the computer's, a `writer` that of the disk."""

    def __init__(
        self,
        reader: Reader,
        home: Path,
        clock: Clock | None,
        told: Callable[[SessionLog], None],
        *,
        sound: bool = False,
        writer: Callable[[], Keeper] | None = None,
    ) -> None:
        self._reader, self._shelf = reader, reader.shelf
        self._home, self._clock, self._told, self._sound = home, clock, told, sound
        self._writer = writer or (lambda: Writer(paths.database(home)))

    @property
    def _store(self) -> Store:
        return self._reader.store

    def begin(self, activity_id: str, given: Mapping[str, Any], screening: Screening | None = None, *, briefly: bool = False) -> Practice:
        """Open a session and write its first lines; `briefly` asks as little around it as may be (see `care.brief`).

        Raises `Unknown`, `Refused`, `PluginProblem` and StoreProblem.
        """
        agreed = screening.saved if screening is not None else NOTHING
        looked = self._reader.look(activity_id, given, self._reader.now(), agreed=agreed)
        if (failure := looked.page.get("failure")) in NEVER_BEGUN:
            raise broken_script(activity_id, str(failure))
        looked.refuse()
        self.close_unfinished()
        world = looked.world() | ({"brief": True} if briefly else {})
        player, wall = self._time(world)
        session_id = str(uuid4())
        session = Session(looked.prepared.script, bracket_for(world))
        practice = self._practice(session, session_id, world["activity_title"], player, wall)
        try:
            asked, began = (screening.journal, screening.began) if screening is not None else (NOTHING, None)
            asked_s = max(0.0, (wall(player.now()) - began).total_seconds()) if asked and began is not None else 0.0
            practice.open(world, {**asked, **self._reader.person().statements}, asked_s)
        except BaseException:
            practice.close()
            raise
        return practice

    def resume(self, session_id: str) -> Practice:
        """Go on with a session that broke off; its broken phase begins again.

        Raises StoreProblem when it is live elsewhere, Refused when it is too long ago, its script has changed since, or the gate
        closes it by now; it is then closed as interrupted, with everything it had. A form waits instead.
        """
        row = self._store.find(session_id)
        now = self._reader.now()
        if row.sealed:
            raise Refused(_("That session is already closed."), _("Start a new one whenever you like."))
        if not still_open(self._store, row, now):
            self._interrupt(row)
            raise Refused(
                _("That session was more than 30 minutes ago."), _("It is kept as interrupted. Start a new one whenever you like.")
            )
        events = self._store.events(row.session_id)
        try:
            self._ask_the_gate(row, events[0].value)
        except Refused:
            if not is_form(self._store, row):
                self._interrupt(row)
            raise
        player, wall = self._time(events[0].value)
        try:
            session = self._replayed(events, player.now())
        except Exception:  # the script differs, its plugin is gone, or it has a fault of any kind
            player.close()
            if is_form(self._store, row):
                raise Refused(
                    _("{title} cannot be opened just now, so the draft waits.").format(title=row.activity_title),
                    _("`dtx plugins` says why."),
                ) from None
            self._interrupt(row)
            raise Refused(
                _("{title} has changed since, so that session cannot go on.").format(title=row.activity_title),
                _("It is kept as interrupted. Start a new one whenever you like."),
            ) from None
        drafts = self._store.drafts(row.session_id)
        practice = self._practice(session, row.session_id, row.activity_title, player, wall, written=len(events), drafts=drafts)
        try:
            practice.go_on()
        except BaseException:
            practice.close()
            raise
        return practice

    def _ask_the_gate(self, row: SessionRow, world: Mapping[str, Any]) -> None:
        """Raise Refused where what the person said since the session began closes it (clinical 8.2).

        A script that did not come with dtx may hold back what it does, so anything that was closed meanwhile closes it.
        """
        now = self._reader.now()
        person = self._reader.person(now)
        known, verdict = False, person.verdict(())
        with suppress(DtxError):  # the replay notices what cannot be read any more
            if not is_form(self._store, row):
                verdict = self._reader.look(world["activity_id"], world["options"], now).verdict
            known = not foreign(Prepared(self._shelf.open(world["activity_id"]), world))
        refuse(row.activity_title, verdict)
        if not known:
            refuse(row.activity_title, person.since(world["closed"]))

    def close_unfinished(self, only_old: bool = False) -> None:
        """Close what broke off as interrupted, with all it had; `only_old` spares what may still be taken up again.

        A form, such as a thought record, is a draft that waits as long as it takes; only `leave` closes it.
        """
        for left in unfinished(self._store, self._home, self._reader.now()):
            if not left.form and not (only_old and left.open):
                self.leave(left.session_id)
        let_go_of_copies(self._store, self._home)

    def leave(self, session_id: str) -> None:
        """Close one session that broke off as interrupted, with all it had."""
        self._interrupt(self._store.find(session_id))

    def _time(self, world: Mapping[str, Any]) -> tuple[Player, Wall]:
        """A player for one session, and the date and time at any moment of its clock. A form, in which nothing sounds, is silent."""
        if (clock := self._clock) is not None:
            return Silent(clock), clock.wall
        player: Player = Silent()
        if self._sound and world["phases_total"]:
            from dtx.sound.speaker import Speaker
            from dtx.sound.voices import voices

            log = paths.make_private(paths.logs(self._home)) / "sound.log"
            folder = self._folder(world)
            player = Speaker(log=log, folder=folder, voices=voices(self._home, folder))
        return player, wall_clock(player)

    def _folder(self, world: Mapping[str, Any]) -> Path | None:
        """Where the plugin keeps its recordings."""
        with suppress(DtxError):
            return self._shelf.manifest(world["activity_id"], world["content_sha256"]).folder
        return None

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
        held = claim(self._home, session_id)
        held.__enter__()
        writer = self._writer()

        def release() -> None:
            try:
                writer.close()
            finally:
                held.__exit__(None, None, None)

        before = self._store.profile().get(STOPPED)

        def stopped(reason: object, at: str) -> None:
            held = self._store.profile().get(STOPPED) == session_id
            if held != (reason == RED_FLAG):  # a reason that was taken back leaves what was closed before
                self._store.set_profile({STOPPED: session_id if reason == RED_FLAG else before}, at)

        def seal(ended_at: str) -> None:
            self._store.seal(session_id, ended_at)
            keep_folded(self._store, [session_id])
            self._told(log_of(self._store, self._store.find(session_id)))

        loudness, bed = Loudness(player, self._home), Settings.read(self._home).bed
        return Practice(
            session,
            session_id,
            title,
            player,
            wall,
            writer,
            loudness=loudness,
            bed=bed,
            seal=seal,
            stopped=stopped,
            release=release,
            written=written,
            drafts=drafts,
        )

    def _replayed(self, events: Sequence[Event], now: float) -> Session:
        world = events[0].value
        prepared = Prepared(self._shelf.open(world["activity_id"], world["content_sha256"]), world)
        take_up = Session.replay if world["phases_total"] else Session.reopen
        return take_up(prepared.script, bracket_for(world), events, now)

    def _interrupt(self, row: SessionRow) -> None:
        """Close a session that nobody goes on with. What was being asked is noted as interrupted; a lost plugin is no hindrance."""
        events = self._store.events(row.session_id)
        at = self._reader.now().isoformat(timespec="milliseconds")
        try:
            session = self._replayed(events, 0.0)
            session.interrupt(0.0)
            *declined, last = session.take()
        except Exception:  # the plugin is gone, has changed, or has a fault: whatever it is, the session is closed
            declined, last = [], Happened(0.0, events[-1].t, "interrupted")
        news = [*declined, *self._unsent(row, last.t), last]
        closing = [Event(len(events) + n, at, h.t, h.kind, h.step, h.fingerprint, h.value) for n, h in enumerate(news, 1)]
        try:
            with claim(self._home, row.session_id):
                self._store.append(row.session_id, closing)
                self._store.seal(row.session_id, row.last_at)
        except StoreProblem:
            if not is_live(self._home, row.session_id):
                raise

    def _unsent(self, row: SessionRow, t: float) -> list[Happened]:
        """What was being written and was not sent, as answers: no word is lost with a session that nobody goes on with."""
        written = self._store.drafts(row.session_id)
        value = {"declined": None, "text": "", "saved": True, "draft": True}
        return [Happened(0.0, t, kind_of(name), name, None, {"value": text, **value}) for name, text in written.items() if text]


def wall_clock(player: Player) -> Wall:
    """The computer's date and time at a moment of the player's clock."""
    return lambda now: datetime.now().astimezone() + timedelta(seconds=now - player.now())
