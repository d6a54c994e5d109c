"""A scale: every number in sight, nothing chosen to begin with, and the chosen one in big type."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Digits

from dtx.engine.questions import Rate
from dtx.tui.safe import Text

FEW = 11
"""So many numbers, as from 0 to 10, are a short way for the arrows."""


class Buttons(Widget, can_focus=True):
    """The numbers as a grid. Posts `Moved` when another one is chosen."""

    DEFAULT_CSS = """
    Buttons { height: auto; color: $text; background: $background; }
    Buttons > .buttons--number { background: $block; color: $text; }
    Buttons > .buttons--chosen { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"buttons--number", "buttons--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "move(1)", show=False),
        Binding("left", "move(-1)", show=False),
        Binding("up", "leap(1)", show=False),
        Binding("down", "leap(-1)", show=False),
        Binding("home", "end(0)", show=False),
        Binding("end", "end(-1)", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]
    ALLOW_SELECT = False

    class Moved(Message):
        """Another number was chosen, typed or taken back."""

    def __init__(self, question: Rate) -> None:
        super().__init__()
        self.question = question
        self.numbers = tuple(range(question.low, question.high + 1, question.step))
        self.typed = ""

    @property
    def value(self) -> int | None:
        return int(self.typed) if self.typed else None

    def choose(self, value: int | None) -> None:
        self.typed = "" if value is None else str(value)
        self.refresh()
        self.post_message(self.Moved())

    def on_key(self, event: events.Key) -> None:
        """“1” and “0” make 10 where the scale goes that far; a digit that does not fit begins a new number."""
        if event.character and event.character.isdecimal() and event.character.isascii():
            event.stop()
            longer = int(self.typed + event.character)
            self.choose(longer if longer <= self.question.high and self.typed != "0" else int(event.character))

    def action_move(self, by: int) -> None:
        """From nothing chosen, an arrow begins at the low end."""
        now = self.value
        beyond = [number for number in self.numbers if now is None or (number > now if by > 0 else number < now)]
        if beyond:
            self.choose(beyond[0] if by > 0 or now is None else beyond[-1])

    def action_leap(self, by: int) -> None:
        """On a long scale up and down go two numbers at a time."""
        for _step in range(2 if self.value is not None and len(self.numbers) > FEW else 1):
            self.action_move(by)

    def action_end(self, which: int) -> None:
        self.choose(self.numbers[which])

    def action_clear(self) -> None:
        self.choose(int(self.typed[:-1]) if self.typed[:-1] else None)

    # -- drawing

    def columns(self, width: int) -> tuple[int, int]:
        """How many numbers stand in one row of `width`, and how wide each of them is."""
        least = max(3, len(str(self.numbers[-1])) + 1)
        rows = 1
        while -(-len(self.numbers) // rows) * least > width and rows < len(self.numbers):
            rows += 1
        across = -(-len(self.numbers) // rows)
        return across, min(6, max(least, width // across))

    def _grid(self, width: int) -> tuple[int, int, int]:
        """The columns, and how high each number is: three rows where there is room, for hands that tremble."""
        across, wide = self.columns(width)
        return across, wide, 3 if across == len(self.numbers) and self.app.size.height >= 20 else 1

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        across, _rows, high = self._grid(width)
        return -(-len(self.numbers) // across) * high

    def render_line(self, y: int) -> Strip:
        across, wide, high = self._grid(self.size.width)
        plain, button = self.rich_style, self.get_component_rich_style("buttons--number")
        chosen = self.get_component_rich_style("buttons--chosen")
        segments: list[Segment] = []
        for number in self.numbers[y // high * across : (y // high + 1) * across]:
            words = str(number).center(wide - 1) if y % high == high // 2 else " " * (wide - 1)
            here = number == self.value
            style = (chosen if here else button) + Style(meta={"number": number})
            segments += [Segment(words, style), Segment(" ", plain)]
        return Strip(segments, len(segments) // 2 * wide).adjust_cell_length(self.size.width, plain)

    def on_click(self, event: events.Click) -> None:
        if (number := event.style.meta.get("number")) is not None:
            self.choose(number)

    @property
    def cursor_place(self) -> Offset:
        """Where the chosen number stands, for the terminal's own cursor."""
        across, wide, high = self._grid(self.size.width)
        place = self.numbers.index(self.value) if self.value in self.numbers else 0
        return self.content_region.offset + Offset(place % across * wide + wide // 2 - 1, place // across * high + high // 2)


class Scale(Vertical):
    """A question with a number for an answer."""

    DEFAULT_CSS = """
    Scale { height: auto; }
    Scale > Digits { width: 100%; padding: 0 1; color: $text; text-style: bold; margin: 0 0 1 0; }
    Scale > .ends { color: $text-muted; }
    .-low Scale > Digits { margin: 0; }
    """
    SCOPED_CSS = False

    def __init__(self, question: Rate) -> None:
        super().__init__(classes="field")
        self.question = question
        self.buttons = Buttons(question)

    def compose(self) -> ComposeResult:
        rate = self.question
        yield Digits("–")
        yield self.buttons
        if rate.low_label or rate.high_label:
            yield Text(f"{rate.low} = {rate.low_label}\n{rate.high} = {rate.high_label}", classes="ends")

    def focus(self, scroll_visible: bool = True) -> "Scale":
        self.buttons.focus(scroll_visible)
        return self

    def given(self) -> int | None:
        return self.buttons.value

    def restore(self, value: object) -> None:
        if isinstance(value, int):
            self.buttons.choose(value)

    def on_buttons_moved(self, message: Buttons.Moved) -> None:
        self.query_one(Digits).update(self.buttons.typed or "–")
