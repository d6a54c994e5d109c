"""Plain mode: the same sessions line by line, for a screen reader, a pipe or a script."""

import queue
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, Protocol, TextIO

from dtx.engine.clock import HandClock
from dtx.engine.phase import Phase
from dtx.engine.questions import Ask, Choose, NotAnAnswer, Question, Rate, Ready, Several
from dtx.engine.view import View
from dtx.engine.words import clean
from dtx.errors import Unknown
from dtx.practice import Practice

SAMPLE_S = 0.25
GAP_S = 2.0
KEYS = "Keys, each with Enter: p pause or go on, s stop, b back, n next, ? help."
HELD = "Paused. p and Enter to go on, s to stop."
AWAY = "Paused, because nothing could guide you for a while. p and Enter to go on, s to stop."


class Answers(Protocol):
    """Where answers come from. `now` of the practice goes on while a person thinks."""

    def ask(self, name: str, question: Question) -> object:
        """The answer as typed or as given in a file; None declines it."""
        ...

    def command(self, wait_s: float) -> str | None:
        """What the person typed while being guided, or None when `wait_s` seconds went by."""
        ...


class Typed:
    """Answers typed on standard input. At its end everything is declined."""

    def __init__(self, lines: TextIO) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._over = False
        threading.Thread(target=self._read, args=(lines,), daemon=True).start()

    def _read(self, lines: TextIO) -> None:
        for line in lines:
            self._lines.put(line.rstrip("\r\n"))
        self._lines.put(None)

    def ask(self, name: str, question: Question) -> object:
        line = None if self._over else self._lines.get()
        if line is None:
            self._over = True
        if line is None or (line == "" and not isinstance(question, Ready)):
            return None
        return typed(question, line)

    def command(self, wait_s: float) -> str | None:
        if self._over:
            threading.Event().wait(wait_s)
            return None
        try:
            line = self._lines.get(timeout=wait_s)
        except queue.Empty:
            return None
        self._over = line is None
        return line


class Given:
    """Answers from a JSON object: question id → answer, or a list of answers where a question comes up again.

    Keys may end in `*`; the longest matching key wins. What is missing is declined.
    """

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers
        self._asked: dict[str, int] = {}

    def check(self, questions: Iterable[tuple[str, Question]]) -> None:
        """Hold every answer against the question it is for. Raises `Unknown` for the first that does not fit."""
        rehearsed = Given(self._answers)
        for name, question in questions:
            while (answer := rehearsed.ask(name, question)) is not None:
                try:
                    question.check(answer)
                except NotAnAnswer as sentence:
                    raise Unknown(f"The answer to {name} does not fit.", str(sentence)) from None
                if not rehearsed._again(name):
                    break

    def _again(self, name: str) -> bool:
        """Whether the key for this question holds a list with answers left."""
        key = self._key(name)
        return key is not None and isinstance(self._answers[key], list) and self._asked.get(key, 0) not in (0, len(self._answers[key]))

    def _key(self, name: str) -> str | None:
        fitting = [key for key in self._answers if key == name or (key.endswith("*") and name.startswith(key[:-1]))]
        return max(fitting, key=lambda key: (key == name, len(key)), default=None)

    def ask(self, name: str, question: Question) -> object:
        key = self._key(name)
        if key is None:
            return None
        answer = self._answers[key]
        if isinstance(answer, list) and not (isinstance(question, Several) and not any(isinstance(one, list) for one in answer)):
            turn = self._asked.get(key, 0)
            self._asked[key] = turn + 1
            return answer[turn] if turn < len(answer) else None
        return answer

    def command(self, wait_s: float) -> str | None:
        threading.Event().wait(wait_s)
        return None


@contextmanager
def signals_end() -> Iterator[None]:
    """A signal that ends the program ends it in an orderly way: what was saved is safe, and 128+n is the exit code."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run(practice: Practice, answers: Answers, out: TextIO = sys.stdout, clock: HandClock | None = None) -> None:
    """Drive a practice to its end. With a `clock` one moves by hand nothing waits: it is moved to each deadline."""
    Line(practice, answers, out, clock).run()


class Line:
    """One practice, line by line. Each change is said once."""

    def __init__(self, practice: Practice, answers: Answers, out: TextIO, clock: HandClock | None) -> None:
        self.practice, self.answers, self.out, self.clock = practice, answers, out, clock
        self._said: tuple[str, str] | None = None
        self._seen = practice.now()

    def run(self) -> None:
        self.say(self.practice.title)
        if isinstance(self.answers, Typed):
            self.say(KEYS)
        while not self.practice.ended:
            view = self.practice.view(self.practice.now())
            if view.question is not None:
                self.ask(view.name, view.question)
            else:
                self.guide(view)

    def say(self, text: str) -> None:
        self.out.write(clean(text) + "\n")
        self.out.flush()

    def ask(self, name: str, question: Question) -> None:
        """Ask until the answer fits or is declined. Answers from a file that do not fit are a problem of the file."""
        self._said = None
        for line in question_lines(question):
            self.say(line)
        while True:
            given = self.answers.ask(name, question)
            now = self.practice.now()
            if isinstance(given, str) and given in ("s", "b") and not isinstance(question, Ask) and isinstance(self.answers, Typed):
                return self.practice.stop(now) if given == "s" else self.practice.back(now)
            if given is None:
                return self.practice.decline(now)
            try:
                return self.practice.answer(given, now)
            except NotAnAnswer as sentence:
                if isinstance(self.answers, Given):
                    raise Unknown(f"The answer to {name} does not fit.", f"{sentence} `dtx resume` goes on.") from None
                self.say(str(sentence))

    def guide(self, view: View) -> None:
        """Say what is new, wait until something is due, and do it."""
        self.tell(view)
        if self.clock is not None:
            return self.jump(view)
        deadline = self.practice.next_deadline
        wait = SAMPLE_S if deadline is None else min(SAMPLE_S, max(0.0, deadline - self.practice.now()))
        command = self.answers.command(wait)
        now = self.practice.now()
        if now - self._seen > GAP_S + wait:
            self.practice.gap(now)
        self._seen = now
        if command is None:
            self.practice.tick(now)
        else:
            self.obey(command.strip().casefold(), view, now)
        return None

    def jump(self, view: View) -> None:
        """With a clock moved by hand: straight to the next deadline."""
        assert self.clock is not None
        deadline = self.practice.next_deadline
        if deadline is not None:
            self.clock.move_to(deadline)
            self.practice.tick(deadline)
        elif view.paused is not None:
            self.practice.resume(self.clock.now)
        else:
            self.clock.move_to(self.clock.now + view.remaining)
            self.practice.done(self.clock.now)

    def obey(self, command: str, view: View, now: float) -> None:
        if command == "s":
            self.practice.stop(now)
        elif command == "p":
            self.practice.resume(now) if view.paused else self.practice.pause(now)
        elif command == "b":
            self.practice.back(now)
        elif command == "n":
            self.practice.skip(now)
        elif command == "" and view.phase is not None and view.phase.waits:
            self.practice.done(now)
        elif command:
            self.say(KEYS)

    def tell(self, view: View) -> None:
        assert view.phase is not None
        text = AWAY if view.paused == "gap" else HELD if view.paused else spoken(view.phase, view)
        place = (f"{view.name} {view.active - view.elapsed:.3f}", text)
        if place != self._said and text:
            self.say(text)
        self._said = place


def spoken(phase: Phase, view: View) -> str:
    """What a phase says when it begins, or its latest line; quiet says nothing that was not said before."""
    if phase.kind == "silence":
        return ""
    if phase.waits:
        return f"{view.caption} Press Enter when you are done."
    if phase.swell is not None or phase.kind in ("rest", "switch", "transition"):
        return f"{view.caption} {phase.seconds:g}"
    return view.caption


def question_lines(question: Question) -> list[str]:
    """A question with how to answer it, one line each."""
    lines = [question.text]
    if isinstance(question, Rate):
        ends = f" {question.low} = {question.low_label}, {question.high} = {question.high_label}." if question.low_label else ""
        lines.append(f"A number from {question.low} to {question.high}.{ends} Enter alone leaves it out.")
    elif isinstance(question, Choose):
        lines += numbered(question.options)
        lines.append("A number, or Enter alone to leave it out.")
    elif isinstance(question, Several):
        lines += numbered(question.options)
        lines.append("Numbers with commas, or Enter alone to leave it out.")
    elif isinstance(question, Ready):
        lines.append("Enter to go on.")
    else:
        lines.append("One line of words, or Enter alone to leave it out.")
    return lines


def numbered(options: tuple[str, ...]) -> list[str]:
    return [f"{number}. {option}" for number, option in enumerate(options, 1)]


def typed(question: Question, line: str) -> object:
    """What a typed line means: for choices a number stands for its option."""
    if isinstance(question, Choose):
        return by_number(question.options, line)
    if isinstance(question, Several):
        return [by_number(question.options, part) for part in line.split(",") if part.strip()]
    return True if isinstance(question, Ready) else line


def by_number(options: tuple[str, ...], text: str) -> str:
    text = text.strip()
    return options[int(text) - 1] if text.isdecimal() and 1 <= int(text) <= len(options) else text
