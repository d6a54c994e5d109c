"""Answers to choose from: one of them, or several."""

from textwrap import wrap
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from dtx.care.brief import letters
from dtx.engine.questions import Choose, Several
from dtx.engine.words import clean
from dtx.tui.rows import HERE, Rows

BESIDE = 4
"""Columns beside a line: the sign before it, and what a scroll bar takes."""
NARROWEST = 10


class Choices(Rows):
    """Nothing is chosen to begin with. Digits and arrows move; for several, Space or a digit ticks; Enter goes on."""

    DEFAULT_CSS = """
    Choices { height: 2fr; min-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", show=False)]

    class Done(Message):
        """The person pressed Enter on the list."""

    class PastTheEnd(Message):
        """The person went on below the last line, where something else follows."""

    def __init__(self, question: Choose | Several, *, more_below: bool = False) -> None:
        self.question, self.more_below = question, more_below
        self.letters = letters(question)
        self._width = 0
        self.ticks: set[int] = set()
        self.several = isinstance(question, Several)
        super().__init__([self._line(index) for index in range(len(question.options))], click_chooses=self.several, classes="field")

    def _line(self, index: int) -> str:
        number = f"{self._key(index)}  " if index < 9 else "   "
        tick = ("[x] " if index in self.ticks else "[ ] ") if self.several else ""
        return hanging(number + tick, clean(self.question.options[index]), self._width)

    def _key(self, index: int) -> str:
        """The key that chooses a line: its number, or its first letter where that is enough."""
        return self.letters[index] if self.letters else str(index + 1)

    @property
    def kept(self) -> tuple[str, ...]:
        return self.question.values or self.question.options

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(self.kept[index] for index in sorted(self.ticks))

    def given(self) -> object:
        if self.several:
            return self.ticked
        return self.kept[self.highlighted] if self.highlighted is not None else None

    def restore(self, value: Any) -> None:
        for one in value if isinstance(value, tuple) else (value,):
            if one in self.kept:
                self.highlighted = self.kept.index(one)
                if self.several:
                    self.action_tick()

    def draw_ticks(self) -> None:
        """Show what is ticked now."""
        self.replace([self._line(index) for index in range(len(self.lines))])

    def fit(self, width: int) -> None:
        """Be as high as the list is in lines of `width`, and no higher; where there is less room it scrolls."""
        if width != self._width:
            self._width = width
            self.replace([self._line(index) for index in range(len(self.lines))])
            self.call_after_refresh(self.scroll_to_highlight)
        self.styles.max_height = self.get_content_height(self.size, self.size, width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.several if action == "tick" else True  # one choice needs no tick, so that Space is free for reading on

    def on_key(self, event: events.Key) -> None:
        if event.character in self.letters:
            event.stop()
            self.highlighted = self.letters.index(event.character)
            self.action_select()
            return
        if event.character and event.character in "123456789" and int(event.character) <= len(self.lines):
            event.stop()
            self.highlighted = int(event.character) - 1
            self.action_tick()

    def action_tick(self) -> None:
        if self.several and self.highlighted is not None:
            self.ticks ^= {self.highlighted}
            self.change(self.highlighted, self._line(self.highlighted))

    def action_cursor_down(self) -> None:
        if self.more_below and self.highlighted == len(self.lines) - 1:
            self.post_message(self.PastTheEnd())
        else:
            super().action_cursor_down()

    def action_select(self) -> None:
        self.post_message(self.Done())

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        if (index := event.style.meta.get("option")) is not None:
            self.highlighted = index
            self.action_tick()


def hanging(first: str, words: str, width: int) -> str:
    """Words behind `first`; in lines of `width` what is longer goes on under its own beginning."""
    room = width - BESIDE - len(first)
    if room < NARROWEST:
        return first + words
    lines = [part for line in words.split("\n") for part in wrap(line, room) or [""]]
    return first + f"\n{' ' * (len(first) + len(HERE))}".join(lines)
