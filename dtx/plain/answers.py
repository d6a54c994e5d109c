"""Where the answers of a plain session come from: a person who types, or a file."""

from typing import Protocol

from dtx.engine.questions import Question


class Answers(Protocol):
    """`personal` says that a person is there who can be asked again, and told how to go on."""

    personal: bool

    def ask(self, name: str, question: Question) -> object:
        """The answer as typed or as given in a file; None declines it."""
        ...

    def command(self, wait_s: float) -> str | None:
        """What was typed while being guided, or None when `wait_s` seconds went by."""
        ...

    def line(self) -> str | None:
        """One typed line, however long it takes, or None when nobody types any more."""
        ...
