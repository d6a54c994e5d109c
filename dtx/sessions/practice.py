"""A practice: one live session, with its journal and its sound. A command is on disk before its effect is on screen (law 5)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from dtx.engine.journal import Event
from dtx.engine.questions import Question
from dtx.engine.score import HORIZON_S, score
from dtx.engine.session import Happened, Session
from dtx.engine.view import View
from dtx.errors import DtxError
from dtx.sessions.loudness import Loudness
from dtx.sound.player import Player
from dtx.sound.swell import swells

NOTHING: Mapping[str, str] = MappingProxyType({})

QUIET = "phase"
"""Phases that merely elapse are written just after, off the painting path; everything else first."""


class Keeper(Protocol):
    """Keeps what happens, in order; `flush` waits until all of it is kept, and raises what stands in the way."""

    def append(self, session_id: str, events: Sequence[Event]) -> None: ...

    def draft(self, session_id: str, name: str, text: str) -> None: ...

    def flush(self) -> None: ...

    def close(self) -> None: ...


class Practice:
    """What a driver holds while a session runs. All times are the player's. `bed` sounds where the script names no other.

    Every command raises DtxError when it could not be written down. Nothing is lost then: the events wait in order, and
    the next command, `tick` included, tries again.
    """

    def __init__(
        self,
        session: Session,
        session_id: str,
        title: str,
        player: Player,
        wall: Callable[[float], datetime],
        writer: Keeper,
        *,
        loudness: Loudness,
        bed: str | None = None,
        seal: Callable[[str], None],
        stopped: Callable[[object, str], None],
        release: Callable[[], None],
        written: int = 0,
        drafts: Mapping[str, str] = NOTHING,
    ) -> None:
        self.session_id, self.title, self.player, self.loudness = session_id, title, player, loudness
        self.ended = False
        self._session, self._wall, self._writer = session, wall, writer
        self._seal, self._stopped, self._release, self._bed = seal, stopped, release, bed
        self._reason = session.stop_reason
        self._seq = written
        self._owed = False
        self._last_at = ""
        self._released = False
        self._played_at = 0.0
        self._told = self._lost = False
        self._drafts = dict(drafts)

    def now(self) -> float:
        return self.player.now()

    def view(self, now: float) -> View:
        return self._session.view(now)

    @property
    def question(self) -> Question | None:
        return self._session.question

    @property
    def next_deadline(self) -> float | None:
        """When the present phase ends by itself, or None."""
        return self._session.next_deadline

    def drafts(self) -> Mapping[str, str]:
        """What was being written when the session broke off, by the question's id."""
        return self._drafts

    def draft(self, name: str, text: str) -> None:
        """Keep what is being written in answer to a question; on disk soon after, off the painting path."""
        if self._drafts.get(name, "") != text:
            self._drafts[name] = text
            self._writer.draft(self.session_id, name, text)

    # -- commands

    def open(self, world: Mapping[str, Any], gate: Mapping[str, Any], asked_s: float = 0.0) -> None:
        """Begin. The session counts from when the gate opened, `asked_s` ago."""
        self._session.open(self.now() - asked_s, world, gate)
        self._written()

    def go_on(self) -> None:
        """Take up a session that broke off, and say so in its journal."""
        self._session.go_on(self.now())
        self._written()

    def tick(self, now: float) -> None:
        self._do(self._session.tick, now)
        if now - self._played_at > HORIZON_S / 2 and not self.ended:
            self._play()  # a long phase may have words that the score did not reach yet

    def answer(self, value: object, now: float) -> None:
        """Raises NotAnAnswer, too, and changes nothing then."""
        self._settle_debt()
        self._session.answer(value, now)
        self._written()

    def done(self, now: float) -> None:
        """The person is done with a phase that waits for them."""
        self.answer(True, now)

    def decline(self, now: float) -> None:
        self._do(self._session.decline, now)

    def pause(self, now: float) -> None:
        self._do(self._session.pause, now)

    def gap(self, now: float, away_s: float | None = None) -> None:
        """The driver was away (lid closed, program stopped) for `away_s`: nobody was guided."""
        self._do(lambda at: self._session.gap(at, away_s), now)

    def resume(self, now: float) -> None:
        self._do(self._session.resume, now)

    def skip(self, now: float) -> None:
        self._do(self._session.skip, now)

    def ease(self, now: float) -> None:
        """Make what is running easier, where it can be made easier."""
        self._do(self._session.ease, now)

    def back(self, now: float) -> None:
        self._do(self._session.back, now)

    def stop(self, now: float, reason: str | None = None) -> None:
        self._settle_debt()
        self._session.stop(now, reason)
        self._written()

    # -- the sound

    def hear(self, now: float) -> str | None:
        """Look how the sound is, once a second or so. Where it was lost the session pauses, and the sentence on it comes back, once."""
        self.loudness.follow()
        status = self.player.status()
        news, self._lost = status.lost and not self._lost, status.lost
        if not news:
            return None
        if self._session.next_deadline is not None:
            self.pause(now)
        return status.says

    def sound_again(self, now: float) -> None:
        """Try the sound once more, and go on; until it is there, words and the picture guide."""
        self.player.again()
        self.resume(now)

    def close(self) -> None:
        """Let go of the session wherever it is. What is not over can be taken up again for half an hour."""
        if not self._released:
            self._released = True
            self.player.close()
            self._release()

    # -- the journal

    def _do(self, command: Callable[[float], None], now: float) -> None:
        self._settle_debt()
        command(now)
        self._written()

    def _settle_debt(self) -> None:
        """Try again to write what could not be written before anything else happens."""
        if self._owed:
            self._flush()

    def _written(self) -> None:
        """Hand what happened to the writer, and wait for the disk where the person did something."""
        news = self._session.take()
        if news:
            numbered = [self._numbered(happened) for happened in news]
            self._tell_of_stop()
            self._writer.append(self.session_id, numbered)
            self._play()
        if any(happened.kind != QUIET for happened in news):
            self._flush()
        if self._session.stage == "ended" and not self.ended:
            self._tell_of_sound()
            self._flush()
            self._seal(self._last_at)
            self.ended = True
            self.close()

    def _tell_of_stop(self) -> None:
        """What a reason to stop closes is closed before the reason itself is written: nothing that happens then can open it."""
        if (reason := self._session.stop_reason) != self._reason:
            self._stopped(reason, self._last_at)
            self._reason = reason

    def _tell_of_sound(self) -> None:
        """How often the sound broke off belongs to what was delivered; where there was none, there is nothing to tell."""
        status = self.player.status()
        if status.backend is not None and not self._told:
            self._told, self._seq = True, self._seq + 1
            heard = {"backend": status.backend, "underruns": status.underruns, "lost": status.lost}
            self._writer.append(self.session_id, [Event(self._seq, self._last_at, self._session.active(self.now()), "sound", value=heard)])

    def _flush(self) -> None:
        try:
            self._writer.flush()
        except DtxError:
            self._owed = True
            raise
        self._owed = False

    def _numbered(self, happened: Happened) -> Event:
        self._seq += 1
        self._last_at = self._wall(happened.now).isoformat(timespec="milliseconds")
        return Event(self._seq, self._last_at, happened.t, happened.kind, happened.step, happened.fingerprint, happened.value)

    def _play(self) -> None:
        """The score changes with every event; the player gets it anew."""
        self._played_at = now = self.now()
        view = self._session.view(now)
        bed = None if view.paused is not None or view.phase is None else view.ambience or self._bed
        self.player.play(score(self._session, now), bed, swells(self._session, now))
