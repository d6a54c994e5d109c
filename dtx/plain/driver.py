"""One practice, line by line: lines are only ever added, and each change is said once."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from time import time
from typing import TextIO

from dtx.engine.clock import HandClock
from dtx.engine.figure import shown_by
from dtx.engine.questions import NotAnAnswer, Question
from dtx.engine.view import EASING, View
from dtx.engine.words import clean
from dtx.errors import StoreProblem, Unknown
from dtx.language import _
from dtx.plain.answers import Answers
from dtx.plain.helping import helping, warnings
from dtx.plain.signals import Signals
from dtx.plain.wording import (
    AT_THE_BEGINNING,
    EASED,
    HAS_EXAMPLE,
    HELP,
    KEYS,
    LATER,
    NO_EASIER,
    PICTURE,
    PUT_AWAY,
    SOUND_AGAIN,
    WAITS,
    asked,
    begins_with_n,
    example_of,
    keys_for,
    spoken,
)
from dtx.sessions.loudness import STEP
from dtx.sessions.practice import Practice

TRY_AGAIN = _("Enter tries again.")
GOES_ON = _("`dtx resume` goes on.")

SAMPLE_S = 0.25
GAP_S = 2.0
HEAR_S = 1.0
"""How often to look whether the sound is still there."""


def run(
    practice: Practice,
    answers: Answers,
    out: TextIO = sys.stdout,
    clock: HandClock | None = None,
    signals: Signals | None = None,
    opening: Iterable[str] = (),
    cautions: Sequence[str] = (),
    form: bool = False,
    country: str | None = None,
) -> None:
    """Drive a practice to its end. With a `clock` one moves by hand nothing waits: it is moved to each deadline.

    `opening` is said first, `cautions` with the help and the numbers of that `country`. A `form` asks questions only, and may be
    put away for another day: the practice has then not ended.

    Raises `Unknown` for an answer from a file that does not fit, `Ended` after a signal, and StoreProblem where nothing can be
    written and nobody is there to make room. What happened so far is then kept.
    """
    help = helping(country, (*HELP, *((LATER,) if form else ())), cautions)
    driver = Driver(practice, answers, out, clock, signals or Signals(), help, warnings(country), form)
    driver.say(practice.title, *opening, *((LATER,) if form and answers.personal else ()))
    driver.run()


class Driver:
    """Asks, guides and obeys until the practice has ended."""

    def __init__(
        self,
        practice: Practice,
        answers: Answers,
        out: TextIO,
        clock: HandClock | None,
        signals: Signals,
        help: tuple[str, ...],
        warnings: tuple[str, ...],
        form: bool = False,
    ) -> None:
        self.practice, self.answers, self.out, self.clock, self.signals = practice, answers, out, clock, signals
        self.help, self.warnings = help, warnings
        self._said: tuple[str, str] | None = None
        self._seen, self._seen_at = practice.now(), time()
        self._heard_at = self._seen
        self._offered: set[str] = set()
        self._pictured = ""
        self._form, self._put_away = form, False

    def run(self) -> None:
        while not self.practice.ended and not self._put_away:
            self.signals.check()
            try:
                view = self.practice.view(self.practice.now())
                if view.question is not None:
                    self.ask(view.name, view.question)
                else:
                    self.guide(view)
            except StoreProblem as problem:
                self.make_room(problem)

    def say(self, *lines: str) -> None:
        for line in lines:
            self.out.write(clean(line) + "\n")
        self.out.flush()

    def ask(self, name: str, question: Question) -> None:
        """Ask until the answer fits, is declined, or something else is wanted."""
        self._said = None
        self.say(*asked(question), *((HAS_EXAMPLE,) if self.answers.personal and example_of(question) else ()))
        while True:
            with self.signals.waiting():
                given = self._asked(name, question)
            now = self.look()
            command = keys_for(question).get(given.strip()) if isinstance(given, str) and self.answers.personal else None
            if given is None or (command == "next" and not begins_with_n(question)):
                return self.practice.decline(now)
            if command == "stop":
                return self.practice.stop(now)
            if command == "back" and self.practice.view(now).can_go_back:
                return self.practice.back(now)
            if command == "later" and self._form and self.practice.view(now).stage == "script":
                self._put_away = True
                return self.say(PUT_AWAY)
            if command in ("help", "warnings", "pause", "back"):
                told = {"help": self.help, "warnings": self.warnings, "pause": (WAITS,)}
                self.say(*told.get(command, (AT_THE_BEGINNING,)), question.text)
                continue
            if command == "example":
                self.say(_("An example: {example}").format(example=example_of(question)), question.text)
                continue
            try:
                return self.practice.answer(given, now)
            except NotAnAnswer as sentence:
                self.say(str(sentence), question.text)

    def guide(self, view: View) -> None:
        """Say what is new, wait until something is due, and do it."""
        self.tell(view)
        now = self.practice.now()
        due = self.due(view, now)
        if self.clock is not None:
            return self.jump(view, due)
        wait = SAMPLE_S if due is None else min(SAMPLE_S, max(0.0, due - now))
        with self.signals.waiting():
            command = self.answers.command(wait)
        seen, seen_at = self._seen, self._seen_at
        now = self.look()
        if now - seen > GAP_S + wait:
            self.practice.gap(now)
        elif (away_s := self._seen_at - seen_at) > GAP_S + wait:  # most clocks stand still while a computer sleeps
            self.practice.gap(now, away_s)
        if now - self._heard_at > HEAR_S:
            self._heard_at = now
            if (lost := self.practice.hear(now)) is not None:
                self.say(lost, SOUND_AGAIN)
        if command is None:
            return self.practice.tick(now)
        return self.obey(KEYS.get(command.strip().casefold(), command.strip()), view, now)

    def due(self, view: View, now: float) -> float | None:
        """When there is something to say or do next: the phase's next line, or its end."""
        deadline = self.practice.next_deadline
        lines = view.phase.lines if view.phase is not None and view.paused is None else ()
        coming = [now + line.at_s - view.elapsed for line in lines if line.at_s > view.elapsed + 1e-6]
        return min([*coming, *([deadline] if deadline is not None else [])], default=None)

    def jump(self, view: View, due: float | None) -> None:
        """With a clock moved by hand: straight to what is due."""
        assert self.clock is not None
        if due is not None:
            self.clock.move_to(due)
            self.practice.tick(due)
        elif view.paused is not None:
            self.practice.resume(self.clock.now)
        else:
            self.clock.move_to(self.clock.now + view.remaining)
            self.practice.done(self.clock.now)

    def obey(self, command: str, view: View, now: float) -> None:
        """Do what was typed. The present words are said again where it leads back to them."""
        paused, waits = view.paused is not None, view.phase is not None and view.phase.waits
        self._said = None
        if command == "stop":
            self.practice.stop(now)
        elif paused and command in ("pause", ""):
            self.practice.resume(now)
        elif paused and command == "again":
            self.practice.sound_again(now)
        elif command == "pause":
            self.practice.pause(now)
        elif command in ("louder", "softer"):
            self.practice.loudness.louder(STEP if command == "louder" else -STEP)
            self.say(self.practice.loudness.says)
        elif command == "mute":
            self.practice.loudness.mute()
            self.say(self.practice.loudness.says)
        elif command == "next":
            self.practice.skip(now)
        elif command == "ease" and view.easing is not None:
            self.say(EASED)
            self.practice.ease(now)
        elif command == "ease":
            self.say(NO_EASIER)
        elif command == "back" and view.can_go_back:
            self.practice.back(now)
        elif command == "back":
            self.say(AT_THE_BEGINNING)
        elif command == "warnings":
            self.say(*self.warnings)
        elif waits and command == "":
            self.practice.done(now)
        elif command:
            self.say(*self.help)

    def look(self) -> float:
        """The practice's time, and a note of when that was."""
        self._seen, self._seen_at = self.practice.now(), time()
        return self._seen

    def tell(self, view: View) -> None:
        words = spoken(view) or (view.caption if self._said is None else "")  # come back into the quiet: its line once more
        place = (f"{view.name} {view.active - view.elapsed:.3f}", words)
        if words and place != self._said:
            self.say(words, *self._picture(view))
        if words and view.easing is not None and view.easing not in self._offered:
            self._offered.add(view.easing)
            self.say(_("If you need it, e and Enter: {what}.").format(what=EASING[view.easing]))
        self._said = place

    def _picture(self, view: View) -> Iterator[str]:
        """What the picture of a step shows, once, when the step begins."""
        figure = shown_by(view.step)
        if figure is not None and view.paused is None and view.name != self._pictured:
            self._pictured = view.name
            yield PICTURE.format(figure.alt)

    def make_room(self, problem: StoreProblem) -> None:
        """What happened waits, in order, until it can be written; nothing goes on before that (law 5)."""
        while self.answers.personal:
            self.say(f"{problem} {TRY_AGAIN}")
            with self.signals.waiting():
                if self.answers.line() is None:
                    break
            try:
                return self.practice.tick(self.practice.now())
            except StoreProblem as again:
                problem = again
        raise problem

    def _asked(self, name: str, question: Question) -> object:
        try:
            return self.answers.ask(name, question)
        except Unknown as problem:  # found late: what a script asks can depend on what was answered
            raise Unknown(problem.problem, f"{problem.remedy} {GOES_ON}") from None
