"""Which driver runs a session, with what answers and on what clock."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dtx.care.brief import ACTIVITY
from dtx.cli.output import note, say
from dtx.cli.screen import leave_with, open_app, unlock_quietly, wants_plain
from dtx.cli.words import moment, read_answers
from dtx.engine.clock import HandClock
from dtx.errors import Unknown
from dtx.language import _

if TYPE_CHECKING:
    from dtx.plain import Answers, Given
    from dtx.services import Services
    from dtx.sessions.practice import Practice

SILENT = _("It is night, so it begins without sound. m and Enter turns it on.")


class Driver:
    """With a fast pace it gives the services a clock that is moved by hand.

    Raises `Unknown` for options that do not go together, and for answers and times that cannot be read.
    """

    def __init__(
        self, services: "Services", plain: bool = False, answers: Path | None = None, pace: str = "real", at: str | None = None
    ) -> None:
        self.services = services
        self.clock: HandClock | None = None
        self.plain = wants_plain(plain)
        fast = pace == "fast"
        if not self.plain and (answers or fast):
            raise Unknown(_("--answers and --pace fast go with --plain."), _("Add --plain."))
        if at is not None and not fast:
            raise Unknown(_("--at goes with --pace fast."), _("Add --pace fast."))
        begins = moment(at) if at is not None else None
        self.given = given_in(answers) if answers else None
        if fast:
            services.clock = self.clock = HandClock(begins or self._free_from())

    def check(self, activity_id: str, given: Mapping[str, Any]) -> None:
        """Find answers of the wrong kind before anything is written, and say which belong to no known question."""
        if self.given is not None:
            questions = self.services.questions(activity_id, given)
            self.given.check(questions)
            for sentence in self.given.unknown(questions):
                note(_("dtx: {sentence} It is left aside unless it comes up.").format(sentence=sentence))

    def begin(self, activity_id: str, given: Mapping[str, Any], typed: "Answers | None" = None) -> None:
        """Ask what is due, and run a new session of that activity to its end. Raises Refused when the gate closes it."""
        if not self.plain:
            return open_app(self.services, (activity_id, given))
        from dtx.plain import Signals, screen

        screening = self.services.screen(activity_id, given)
        answers = self._answers(typed)
        with Signals() as signals:
            if not screen(screening, answers, signals, sys.stdout):
                return None
        return self.drive(activity_id, lambda: self.services.begin(activity_id, given, screening), answers)

    def breathe(self, typed: "Answers | None" = None) -> None:
        """Two minutes of breathing with as few questions as may be. Raises Refused when the gate closes it."""
        if not self.plain:
            from dtx.tui.breathing import straight_away

            unlock_quietly(self.services)
            return leave_with(straight_away(self.services))
        from dtx.plain import Signals, screen

        answers = self._answers(typed)
        brief = self.services.breathe()
        with Signals() as signals:
            if not screen(brief.screening, answers, signals, sys.stdout):
                return None
        if brief.night:
            say(SILENT)
        return self.drive(ACTIVITY, brief.begin, answers)

    def drive(self, activity_id: str, begin: Callable[[], "Practice"], typed: "Answers | None" = None) -> None:
        """Run the session of that activity which `begin` opens to its end."""
        if not self.plain:
            return open_app(self.services, begin())
        from dtx.plain import Signals, run
        from dtx.plain.around import closing, opening

        known, first = self.services.knows(activity_id), not self.services.history(limit=1)
        cautions = self.services.cautions(activity_id)
        stop_rules, easier, signed = self.services.about(activity_id)
        with Signals() as signals:
            practice = begin()
            try:
                answers = self._answers(typed)
                begun = self.services.log(practice.session_id)
                country = self.services.profile().country
                before = opening(begun, (*cautions, signed), answers.personal, first, known, country)
                again = (*cautions, *stop_rules, *easier, signed)
                run(practice, answers, sys.stdout, self.clock, signals, before, again, not begun.phases_total, country)
            finally:
                practice.close()
        if not practice.ended:
            return None
        log = self.services.log(practice.session_id)
        for line in (*closing(log), *self.services.afterwards(log)):
            say(line)
        return None

    def _answers(self, typed: "Answers | None") -> "Answers":
        from dtx.plain import Typed

        return self.given or typed or Typed(sys.stdin)

    def _free_from(self) -> datetime:
        """Now, or the last session's end where that is later, so that sessions without waiting do not overlap."""
        now = datetime.now().astimezone()
        last = self.services.history(limit=1)
        return max(now, datetime.fromisoformat(last[0].last_at)) if last else now


def given_in(file: Path) -> "Given":
    from dtx.plain import Given

    return Given(read_answers(file))
