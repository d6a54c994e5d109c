"""Screening: what is asked before an activity begins, outside any session. Each answer is on disk before the next is asked."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dtx.care import red_flags, words_of_harm
from dtx.care.first_use import FOLLOW_UPS, QUESTIONS
from dtx.care.heeded import help_words, sounds_heavy
from dtx.care.helplines import for_country
from dtx.engine.journal import answer_value
from dtx.engine.questions import Answer, Question
from dtx.sessions.person import DECLINED, PRIVATE

Asked = Generator[Question, Answer, None]
"""A small script of questions; what it does with an answer, it does before it asks the next."""


class GoBack(Exception):
    """Thrown into a script of questions whose reader wants the question before."""


class Screening:
    """The questions of some small scripts, one after the other. Drivers show `question` until it is None.

    After words that sound too heavy, once they are kept, it is where help is in that `country` (clinical 4.6); so does the help of
    a driver say it.

    `flags` are those it will ask about, where that is known beforehand. `journal` holds the gate's answers by question id, as a
    session keeps them; `saved` what else was agreed on. `began` is when the first was asked, where a session is to follow.
    `can_go_back` is set by a script that can ask the question before once more; what one agreed to, or what went into a session's
    record, stays.
    """

    def __init__(self, began: datetime | None = None, country: str | None = None) -> None:
        self.began, self.country = began, country
        self.journal: dict[str, Any] = {}
        self.saved: dict[str, Any] = {}
        self.flags: tuple[str, ...] = ()
        self.question: Question | None = None
        self.can_go_back = False
        self._script: Asked | None = None
        self._next: tuple[Question | None] | None = None

    def start(self, scripts: Iterable[Asked]) -> "Screening":
        """Ask these. They may write into `journal` and `saved`."""
        self._script = chained(scripts)
        self.question = next(self._script, None)
        return self

    @property
    def name(self) -> str:
        return (self.question.save if self.question is not None else None) or "screening"

    def answer(self, value: object) -> None:
        """Raises `NotAnAnswer`, and StoreProblem where the answer cannot be kept; the screening is over then."""
        if self.question is not None:
            self._send(self.question.check(value))

    def decline(self) -> None:
        if self.question is not None:
            self._send(None)

    def back(self) -> None:
        """The question before, where that can be answered anew. Until it is, what was answered holds."""
        if self.can_go_back and self._script is not None:
            self.question = self._script.throw(GoBack())

    def _send(self, answer: Answer) -> None:
        assert self._script is not None and self.question is not None
        self.can_go_back = False
        if self._next is not None:
            (self.question,), self._next = self._next, None
            return
        heavy = sounds_heavy(self.question, answer)
        try:
            self.question = self._script.send(answer)
        except StopIteration:
            self.question = None
        if heavy:
            self._next, self.question = (self.question,), help_words(self.country)
            self.can_go_back = False


def chained(scripts: Iterable[Asked]) -> Asked:
    for script in scripts:
        yield from script


def first_use(screening: Screening, flags: Iterable[str], keep: Callable[[Mapping[str, Any]], None], country: str | None) -> Asked:
    """The gate's questions about these flags; `keep` writes an answer into the profile."""
    help = for_country(country)

    def note(flag: str, question: Question, answer: Answer) -> None:
        name = str(question.save)
        plain: Any = list(answer) if isinstance(answer, tuple) else answer
        if plain is not None or question is QUESTIONS[flag]:
            keep({name.replace("gate.", "flag.", 1): DECLINED if plain is None else plain})
        if flag not in PRIVATE:
            screening.journal[name] = answer_value(question, answer, None if answer is not None else "skipped")

    def about(flag: str, first: bool) -> Asked:
        question: Question = QUESTIONS[flag]
        if flag == "red_flag":
            question = replace(question, text="\n".join([*red_flags.lines(help), "", question.text]))
        screening.can_go_back = not first
        answer = yield question
        note(flag, QUESTIONS[flag], answer)
        if flag in FOLLOW_UPS:
            screening.journal.pop(str(FOLLOW_UPS[flag].save), None)  # it followed on an answer that was taken back
        if answer not in ("yes", "unsure"):
            return
        try:
            if flag in FOLLOW_UPS:
                screening.can_go_back = True
                note(flag, FOLLOW_UPS[flag], (yield FOLLOW_UPS[flag]))
            if flag == "self_harm":
                screening.can_go_back = True
                yield help_words(country, words_of_harm.SAID)
        except GoBack:
            yield from about(flag, first)

    due, place = list(flags), 0
    while place < len(due):
        try:
            yield from about(due[place], place == 0)
            place += 1
        except GoBack:
            place -= 1
