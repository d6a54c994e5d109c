"""Answers from a JSON object: question id → answer, or a list of answers where a question comes up again."""

import time
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from dtx.engine.questions import NotAnAnswer, Question, Rate, Ready, Several
from dtx.engine.saved import any_item, holds, is_mark, leaves, looked_up, structured
from dtx.errors import Unknown
from dtx.language import _

NEVER = ("stop_reason",)
"""Nobody stops a session whose answers come from a file."""


class Given:
    """Keys may end in `*`; an exact key wins, then a structure as a record has it in `saved`, then the longest key that fits.

    What is missing is declined.
    """

    personal = False

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers, self._spread = answers, structured(answers.items())
        self._asked: dict[str, int] = {}

    def ask(self, name: str, question: Question) -> object:
        """Raises `Unknown` for an answer of the wrong kind."""
        turn = self._asked[name] = self._asked.get(name, 0) + 1
        every = list(self._every(name, question))
        answer = every[turn - 1] if turn <= len(every) else every[0] if every and not self._in_turns(name, question) else None
        if answer is not None:
            fits(name, question, answer)
        return answer

    def command(self, wait_s: float) -> str | None:
        time.sleep(wait_s)
        return None

    def line(self) -> str | None:
        return None

    def check(self, questions: Iterable[tuple[str, Question]]) -> None:
        """Hold every answer against its question, before anything is written. Raises `Unknown` for the first that does not fit."""
        for name, question in questions:
            if self._answers.get(name) is None and not self._comes(name):
                continue
            for answer in self._every(name, question):
                if answer is not None:
                    fits(name, question, answer)

    def has(self, name: str, question: Question) -> bool:
        """Whether there is an answer to this question."""
        return any(answer is not None for answer in self._every(name, question))

    def has_more(self, name: str, most: int) -> bool:
        """Whether a list of this name is longer than `most`."""
        return any(
            name == key and isinstance(value, list) and len(value) > most for key, value in (*self._answers.items(), *self._spread.items())
        )

    def unknown(self, questions: Iterable[tuple[str, Question]]) -> Iterator[str]:
        """A sentence for each key that no question is known to have. A script may still ask it: what it asks can depend on answers."""
        names = list(dict.fromkeys(any_item(name) for name, _question in questions))
        for key, value in self._answers.items():
            if any(matches(any_item(key), name) for name in names):
                continue
            for leaf, _value in leaves({key: value}):
                if any_item(leaf) not in names:
                    near = get_close_matches(any_item(leaf), names, n=1)
                    meant = " " + _("Did you mean {near!r}?").format(near=near[0]) if near else ""
                    yield _("No question is known as {name!r}.").format(name=leaf) + meant

    def _comes(self, name: str) -> bool:
        """Whether a question that a `*` fits may come up: what belongs to feeling worse is asked only of those who did."""
        if name in NEVER:
            return False
        if name.startswith("gate.") and name.count(".") == 2:
            return self._value(name.rpartition(".")[0]) in ("yes", "unsure", _("Yes"), _("Not sure"))
        return not name.startswith("felt_worse.") or self._value("felt_worse") not in (None, "no", _("No"))

    def _every(self, name: str, question: Question) -> Iterator[object]:
        """All answers to a question, in turn."""
        value = self._value(name)
        if isinstance(question, Ready) and (value is False or is_mark(value)):  # of a list item that is marked, or is not
            value = None if value is False else True
        if value is None:
            return
        if self._in_turns(name, question):
            yield from value
        else:
            yield value

    def _in_turns(self, name: str, question: Question) -> bool:
        """A list is one answer a turn, but for a choice of several it is one answer, unless there are lists in it."""
        value = self._value(name)
        return isinstance(value, list) and (not isinstance(question, Several) or any(isinstance(one, list) for one in value))

    def _value(self, name: str) -> Any:
        if name in self._answers or holds(self._answers, name):
            return looked_up(self._answers, name)
        if "[" in name and (found := looked_up(self._spread, name)) is not None:
            return found
        key = max((key for key in self._answers if matches(key, name)), key=len, default=None)
        return None if key is None else self._answers[key]


def matches(key: str, name: str) -> bool:
    return key == name or (key.endswith("*") and name.startswith(key[:-1]))


def fits(name: str, question: Question, answer: object) -> None:
    try:
        if isinstance(question, Rate) and isinstance(answer, str):  # typed digits are a number; in a file there are real ones
            raise NotAnAnswer(
                _("Please give a whole number from {low} to {high}, without quotation marks.").format(low=question.low, high=question.high)
            )
        if isinstance(answer, tuple):
            raise NotAnAnswer(_("Please mark one of them only."))
        question.check(answer)
    except NotAnAnswer as sentence:
        raise Unknown(_("The answer to {name} does not fit.").format(name=name), str(sentence)) from None
