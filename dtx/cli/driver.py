"""Which driver runs a session, with what answers and on what clock."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dtx.cli.output import note, say
from dtx.cli.words import moment, read_answers
from dtx.errors import Unknown

if TYPE_CHECKING:
    from dtx.plain import Answers, Given
    from dtx.practice import Practice
    from dtx.services import Services

Begin = Callable[[Any, Any], "Practice"]
"""Opens a practice on a player and a wall clock, or on the usual ones where they are None."""


class Driver:
    """Raises `Unknown` for options that do not go together, and for answers and times that cannot be read."""

    def __init__(
        self, services: "Services", plain: bool = False, answers: Path | None = None, pace: str = "real", at: str | None = None
    ) -> None:
        self.services = services
        self.plain = wants_plain(plain)
        self.fast = pace == "fast"
        if not self.plain and (answers or self.fast):
            raise Unknown("--answers and --pace fast go with --plain.", "Add --plain.")
        if at is not None and not self.fast:
            raise Unknown("--at goes with --pace fast.", "Add --pace fast.")
        self.at = moment(at) if at is not None else None
        self.given = given_in(answers) if answers else None

    @cached_property
    def begins(self) -> datetime:
        """Now; with a fast pace `--at`, else the last session's end if that is later than now."""
        now = datetime.now().astimezone()
        if not self.fast:
            return now
        last = self.services.history(limit=1)
        return self.at or max(now, datetime.fromisoformat(last[0].last_at) if last else now)

    def check(self, activity_id: str, given: Mapping[str, Any]) -> None:
        """Find answers of the wrong kind before anything is written, and say which belong to no known question."""
        if self.given is not None:
            questions = self.services.questions(activity_id, given)
            self.given.check(questions)
            for sentence in self.given.unknown(questions):
                note(f"dtx: {sentence} It is left aside unless it comes up.")

    def drive(self, begin: Begin, typed: "Answers | None" = None) -> None:
        """Run the session that `begin` opens to its end."""
        if not self.plain:
            return open_app(self.services, begin(None, None))
        from dtx.plain import Signals, Typed, run
        from dtx.plain.around import closing, opening

        clock = None
        if self.fast:
            from dtx.engine.clock import HandClock

            clock = HandClock(self.begins)
        with Signals() as signals:
            practice = self._begun(begin, clock)
            try:
                log = self.services.log(practice.session_id)
                answers = self.given or typed or Typed(sys.stdin)
                first = len(self.services.history(limit=2)) == 1
                cautions = self.services.cautions(log.activity_id)
                run(practice, answers, sys.stdout, clock, signals, opening(log, cautions, answers.personal, first))
            finally:
                practice.close()
        for line in closing(self.services.ended(practice)):
            say(line)
        return None

    def _begun(self, begin: Begin, clock: Any) -> "Practice":
        if clock is None:
            return begin(None, None)
        from dtx.sound.player import Silent

        return begin(Silent(clock), clock.wall)


def given_in(file: Path) -> "Given":
    from dtx.plain import Given

    return Given(read_answers(file))


def wants_plain(asked: bool) -> bool:
    """Plain when asked for, when the environment says so, or where there is no terminal to paint on."""
    if asked or os.environ.get("ACCESSIBLE", "") not in ("", "0"):
        return True
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return True
    return sys.platform != "win32" and os.environ.get("TERM") in (None, "", "dumb")


def open_app(services: "Services", practice: "Practice | None" = None) -> None:
    from dtx.tui.app import run

    if code := run(services, practice):
        raise SystemExit(code)
