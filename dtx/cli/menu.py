"""The first page of plain mode: everything the app offers, by a number or a letter, line by line. Nothing is said twice unasked."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dtx.cli.driver import Driver
from dtx.cli.output import say
from dtx.errors import DtxError, Unknown
from dtx.language import _, plain

if TYPE_CHECKING:
    from dtx.host.index import Listed
    from dtx.plain import Typed
    from dtx.services import Services
    from dtx.sessions.unfinished import Unfinished
    from dtx.telling import Topic

LOOK_BACK = _("Thirteen weeks have passed. h and Enter looks back on them, today or another day, if you like.")
PROMPT = _("Type a number and Enter, or Enter alone to leave. A question mark and Enter says where help is.")
LETTERS = _("b and Enter: two minutes of quiet breathing, straight away.")
OTHERS = _("l the list again, i check in, h look back, e what seems to help, v your sessions, p about you, x share. Each with Enter.")
BACK = _("Type a number and Enter, or Enter alone to go back.")
NOTHING = _("Nothing here yet.")
TAKEN = _("Taken away. z and Enter brings it back, for 30 days.")
BROUGHT = _("It is back.")
NEWEST = 10
"""So many sessions are read aloud at a time."""

Ask = Callable[[], None]


class Menu:
    """Goes on until the person leaves, or nobody types any more.

    Raises the last problem where nobody is there to hear of it: whoever put answers into a pipe looks at the exit code.
    """

    def __init__(self, services: "Services", typed: "Typed") -> None:
        self.services, self.typed = services, typed
        self.driver = Driver(services, plain=True)
        self._trouble: DtxError | None = None
        self._taken: str | None = None
        self.letters: dict[str, Ask] = {
            "b": lambda: self.driver.breathe(self.typed),
            "l": lambda: say_all(self.lines()),
            "i": self.check_in,
            "h": self.look_back,
            "e": self.what_helps,
            "v": self.sessions,
            "p": self.about_you,
            "x": self.share,
            "?": self.help,
            "w": self.warnings,
        }

    def run(self) -> None:
        say_all(self.opening())
        while True:
            say(PROMPT)
            line = self.typed.line()
            word = (line or "").strip().casefold()
            if not word:
                if line is None and self._trouble is not None:
                    raise self._trouble
                return
            try:
                self.obey(word)
            except DtxError as problem:
                if problem.exit_code > 2:  # a signal ends the program
                    raise
                self._trouble = problem
                say(problem)
            else:
                self._trouble = None

    def obey(self, word: str) -> None:
        """Do what was typed. Raises a kind of DtxError where that cannot be done."""
        if word in self.letters:
            self.letters[word]()
            return
        left, offered = self.left(), self.offered()
        number = int(word) if word.isdecimal() and len(word) < 6 else -1
        if number == 0 and left is not None:
            log = self.services.log(left.session_id)
            self.driver.drive(log.activity_id, lambda: self.services.resume(log.session_id), self.typed)
        elif 1 <= number <= len(offered):
            self.driver.begin(offered[number - 1].id, {}, self.typed)
        else:
            lowest, highest = 0 if left is not None else 1, len(offered)
            problem = _("There is no number {typed} in the list.").format(typed=word[:20])
            raise Unknown(problem, _("Choose from {lowest} to {highest}.").format(lowest=lowest, highest=highest))

    # -- what there is

    def offered(self) -> "list[Listed]":
        return [line for line in self.services.activities() if line.available]

    def left(self) -> "Unfinished | None":
        """What broke off last and can be gone on with, or None."""
        return next((one for one in self.services.unfinished() if one.open), None)

    def opening(self) -> Iterator[str]:
        from dtx.tui.wording import last_time

        for row in self.services.history(limit=1):
            yield last_time(row, self.services.now().date())
        yield from self.services.plan_today()
        yield from self.lines()
        if self.services.past.look_back_due():
            self.services.look_back_answered("offered")
            yield LOOK_BACK
        yield LETTERS
        yield OTHERS

    def lines(self) -> Iterator[str]:
        for number, line in enumerate(self.offered(), 1):
            minutes = _("{number} minutes").format(number=plain(line.minutes))
            yield f"{number}. {line.title}. {minutes}. {line.summary}"
        if (left := self.left()) is not None:
            yield _("0. Go on with {title}, which broke off {number} minutes ago.").format(title=left.title, number=left.minutes_ago)

    # -- what can be done

    def check_in(self) -> None:
        from dtx.plain import Signals
        from dtx.plain.noting import note

        with Signals() as signals:
            note(self.services.check_in(), self.typed, signals, sys.stdout)

    def look_back(self) -> None:
        from dtx.care.look_back import WEEKS, lines

        past = self.services.past
        say(_("Days practised of the last 7: {number}.").format(number=past.practised()))
        for heading, sentences in lines(past.look_back(WEEKS)):
            say(f"{heading}.")
            say_all(sentences)

    def what_helps(self) -> None:
        from dtx.insight import lines

        say_all(lines(self.services.insight(), {one.id: one.title for one in self.services.activities()}))

    def sessions(self) -> None:
        """The newest; each can be read, taken away, and brought back."""
        from dtx.tui.wording import ending, pains, when

        today = self.services.now().date()
        while True:
            rows = self.services.history(limit=NEWEST)
            if not rows:
                say(NOTHING)
            for number, row in enumerate(rows, 1):
                said = f"{number}. {row.activity_title}, {when(row.started_at, today)}, {ending(row.status)}."
                asked = row.pain_after is not None or "pain" in self.services.log(row.session_id).after
                say(f"{said} {pains(row.pain_before, row.pain_after, asked_after=asked)}")
            pick = self.pick(len(rows), {"z": self.bring_back} if self._taken else {})
            if pick is None:
                return
            self.session(rows[pick - 1].session_id)

    def session(self, session_id: str) -> None:
        """What happened, in the words of the app's own page of a past session."""
        from dtx.engine.recall import recalled
        from dtx.tui.wording import headline

        log = self.services.log(session_id)
        say(f"{log.activity_title}. {headline(log, self.services.now().date())}.")
        say_all(told.words for told in recalled(log))
        say(_("x and Enter takes it away, Enter alone goes back."))
        if (self.typed.line() or "").strip().casefold() == "x":
            self._taken = self.services.hide(session_id)
            say(TAKEN)

    def bring_back(self) -> None:
        if self._taken is not None:
            self.services.removal.bring_back(self._taken)
            self._taken = None
            say(BROUGHT)

    def about_you(self) -> None:
        """Every single thing a person may tell, and three lists of more."""
        from dtx.telling import answers, basics, own_names, statements

        services = self.services
        more = (
            (_("Your own names for places of the body"), lambda: list(own_names(services))),
            (_("What you told us before practising"), lambda: list(answers(services))),
            (_("What your care team agreed"), lambda: list(statements(services))),
        )
        while True:
            topics = list(basics(services))
            say_all(self.told(topics))
            say_all(f"{number}. {title}." for number, (title, _listed) in enumerate(more, len(topics) + 1))
            pick = self.pick(len(topics) + len(more))
            if pick is None:
                return
            if pick <= len(topics):
                self.ask(topics[pick - 1])
            else:
                self.choose_from(more[pick - len(topics) - 1][1])

    def choose_from(self, listed: Callable[[], "list[Topic]"]) -> None:
        while True:
            topics = listed()
            say_all(self.told(topics) if topics else [NOTHING])
            pick = self.pick(len(topics))
            if pick is None:
                return
            self.ask(topics[pick - 1])

    def told(self, topics: "Sequence[Topic]") -> Iterator[str]:
        return (f"{number}. {topic.title}: {topic.now}." for number, topic in enumerate(topics, 1))

    def ask(self, topic: "Topic") -> None:
        from dtx.plain import Signals, screen

        with Signals() as signals:
            screen(topic.begin(), self.typed, signals, sys.stdout)

    def share(self) -> None:
        from dtx.giving.asking import Sharing
        from dtx.plain import Signals, screen
        from dtx.sessions.screening import Screening

        sharing = Sharing(self.services)
        with Signals() as signals:
            screen(Screening().start([sharing.all()]), self.typed, signals, sys.stdout)
        if not sharing.written:
            say(_("Nothing was handed over."))

    def help(self) -> None:
        from dtx.plain.helping import helping

        say_all((*helping(self.services.profile().country, ()), LETTERS, OTHERS))

    def warnings(self) -> None:
        from dtx.plain.helping import warnings

        say_all(warnings(self.services.profile().country))

    def pick(self, highest: int, letters: "dict[str, Ask] | None" = None) -> int | None:
        """A number from 1 to `highest`; None to go back. A letter is done at once, and the list is read again."""
        while True:
            say(BACK if not letters else f"{BACK} {TAKEN.partition('. ')[2]}")
            line = self.typed.line()
            word = (line or "").strip().casefold()
            if not word:
                return None
            if word == "?":
                self.help()
            elif letters and word in letters:
                letters[word]()
                letters = None
            elif word.isdecimal() and len(word) < 4 and 1 <= int(word) <= highest:
                return int(word)
            else:
                say(_("There is no number {typed} in the list.").format(typed=word[:20]))


def say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)
