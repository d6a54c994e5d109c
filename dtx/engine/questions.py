"""The questions a script may ask. None is ever answered by default, and every one may be declined.

`example` is a worked answer that is shown only to those who ask for it; `figure` a picture to look at with the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from dtx.engine.figure import Figure
from dtx.engine.words import whole
from dtx.language import _

Answer = str | int | bool | tuple[str, ...] | None
"""What a script receives: None for a timed step and for a question that was declined."""


MOST_OWN = 200
"""The length of a word of one's own in a list, in characters."""


class NotAnAnswer(ValueError):
    """A value the question cannot take. The message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question answered in one's own words. `limit` is in characters."""

    verb: ClassVar[str] = "ask"
    kind: ClassVar[str] = "text"
    text: str
    save: str | None = None
    limit: int = 20_000
    example: str = ""
    figure: Figure | None = None

    def check(self, value: object) -> Answer:
        if not isinstance(value, str):
            raise NotAnAnswer(_("Please write your answer in words."))
        if len(value) > self.limit:
            raise NotAnAnswer(_("Please keep it to {limit} characters; this has {length}.").format(limit=self.limit, length=len(value)))
        return whole(value).strip() or None


@dataclass(frozen=True, slots=True)
class Choose:
    """One of several answers. `values` are what is kept, when that differs from the words."""

    verb: ClassVar[str] = "choose"
    kind: ClassVar[str] = "choice"
    text: str
    options: tuple[str, ...]
    save: str | None = None
    values: tuple[str, ...] = ()
    example: str = ""
    figure: Figure | None = None

    def check(self, value: object) -> Answer:
        return picked(value, self.options, self.values)


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of answers, also none. With `own`, words that are not in the list may be added to it."""

    verb: ClassVar[str] = "several"
    kind: ClassVar[str] = "several"
    text: str
    options: tuple[str, ...]
    save: str | None = None
    values: tuple[str, ...] = ()
    example: str = ""
    own: bool = False
    figure: Figure | None = None

    def check(self, value: object) -> Answer:
        chosen = [value] if isinstance(value, str) else value
        if not isinstance(chosen, Sequence):
            raise NotAnAnswer(_("Please choose from the list."))
        return tuple(dict.fromkeys(self._kept(one) for one in chosen))

    def _kept(self, one: object) -> str:
        try:
            return picked(one, self.options, self.values)
        except NotAnAnswer:
            if not (self.own and isinstance(one, str) and one.strip()) or one.strip().isdecimal():  # a number is a slip, no word
                raise
        if len(one) > MOST_OWN:
            raise NotAnAnswer(_("Please keep words of your own to {most} characters.").format(most=MOST_OWN))
        return whole(one).strip()


@dataclass(frozen=True, slots=True)
class Rate:
    """A number on a scale, with words at its ends. No default, and never a copy of an earlier answer."""

    verb: ClassVar[str] = "rate"
    kind: ClassVar[str] = "scale"
    text: str
    low: int = 0
    high: int = 10
    low_label: str = ""
    high_label: str = ""
    save: str | None = None
    step: int = 1
    example: str = ""
    figure: Figure | None = None

    def check(self, value: object) -> Answer:
        if isinstance(value, str) and value.strip().removeprefix("-").isdecimal() and len(value) < 100:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise NotAnAnswer(_("Please give a whole number from {low} to {high}.").format(low=self.low, high=self.high))
        if (value - self.low) % self.step:
            raise NotAnAnswer(_("Please give a number in steps of {step}.").format(step=self.step))
        return value


@dataclass(frozen=True, slots=True)
class Ready:
    """Words to read for as long as one likes; the session goes on when the person says so, by the words on the `button`."""

    verb: ClassVar[str] = "ready"
    kind: ClassVar[str] = "ready"
    text: str
    save: str | None = None
    button: str = _("Go on")
    figure: Figure | None = None

    def check(self, value: object) -> Answer:
        if value is not True and value not in ("", "yes"):
            raise NotAnAnswer(_("Press Enter when you are ready."))
        return True


Question = Ask | Choose | Several | Rate | Ready
QUESTIONS = (Ask, Choose, Several, Rate, Ready)


def picked(value: object, options: tuple[str, ...], values: tuple[str, ...]) -> str:
    """The kept value for one choice, given as kept value or as the words shown, in any case.

    Raises `NotAnAnswer` for anything else.
    """
    kept = values or options
    if isinstance(value, bool) and set(kept) == {"yes", "no"}:
        value = "yes" if value else "no"
    if isinstance(value, str):
        for offered, words in zip(kept, options, strict=True):
            if value.strip().casefold() in (offered.strip().casefold(), words.strip().casefold()):
                return offered
    raise NotAnAnswer(_("Please choose one of: {options}.").format(options=", ".join(options)))
