"""Screening: what is asked before an activity begins, outside any session. Each answer is on disk before the next is asked."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dtx.care import red_flags, words_of_harm
from dtx.care.first_use import FOLLOW_UPS, QUESTIONS
from dtx.care.helplines import for_country
from dtx.engine.journal import answer_value
from dtx.engine.questions import Answer, Question, Ready
from dtx.person import DECLINED, PRIVATE

Asked = Generator[Question, Answer, None]
"""A small script of questions; what it does with an answer, it does before it asks the next."""


class Screening:
    """The questions of some small scripts, one after the other. Drivers show `question` until it is None.

    `journal` holds the gate's answers by question id, as a session keeps them; `saved` what else was agreed on.
    `began` is when the first was asked, where a session is to follow.
    """

    def __init__(self, began: datetime | None = None) -> None:
        self.began = began
        self.journal: dict[str, Any] = {}
        self.saved: dict[str, Any] = {}
        self.question: Question | None = None
        self._script: Asked | None = None

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

    def _send(self, answer: Answer) -> None:
        assert self._script is not None
        try:
            self.question = self._script.send(answer)
        except StopIteration:
            self.question = None


def chained(scripts: Iterable[Asked]) -> Asked:
    for script in scripts:
        yield from script


def first_use(screening: Screening, flags: Iterable[str], keep: Callable[[Mapping[str, Any]], None], country: str | None) -> Asked:
    """The gate's questions about these flags; `keep` writes an answer into the profile."""
    help = for_country(country)

    def note(question: Question, answer: Answer) -> None:
        name = str(question.save)
        plain: Any = list(answer) if isinstance(answer, tuple) else answer
        if plain is not None or name in asked_of:
            keep({name.replace("gate.", "flag.", 1): DECLINED if plain is None else plain})
        if flag not in PRIVATE:
            screening.journal[name] = answer_value(question, answer, None if answer is not None else "skipped")

    asked_of = {str(question.save) for question in QUESTIONS.values()}
    for flag in flags:
        question: Question = QUESTIONS[flag]
        if flag == "red_flag":
            question = replace(question, text="\n".join([*red_flags.lines(help), "", question.text]))
        answer = yield question
        note(QUESTIONS[flag], answer)
        if answer in ("yes", "unsure") and flag in FOLLOW_UPS:
            note(FOLLOW_UPS[flag], (yield FOLLOW_UPS[flag]))
        if answer in ("yes", "unsure") and flag == "self_harm":
            yield Ready(words_of_harm.message(help, words_of_harm.SAID), button=words_of_harm.GO_ON)
