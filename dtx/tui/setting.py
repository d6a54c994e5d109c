"""One option of an activity, as a line on which the arrows change the value, or lead to a list to choose from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from dtx.engine.questions import Several
from dtx.engine.words import clean
from dtx.language import _
from dtx.tui.safe import words
from dtx.tui.wording import spoken

if TYPE_CHECKING:
    from dtx.host.options import Option

LENGTHS = (2, 5, 10, 15, 20, 30, 45)
"""Minutes are offered in these sizes (clinical 8.7), as far as the activity takes them."""

USUAL, NONE = _("as usual"), _("none")


def offered(name: str, option: "Option") -> tuple[str, ...] | None:
    """What the arrows go through, as `--set` takes it; None where words are needed."""
    default = () if option.default in (None, ()) else (option.written(option.default),)
    if option.type == "yes_no":
        return tuple(map(str, option.choices)) or ("no", "yes")
    if option.type == "choice":
        return tuple(option.written(choice) for choice in option.choices)
    if option.type in ("whole", "number") and option.low is not None and option.high is not None:
        low, high = int(option.low), int(option.high)
        sizes = [size for size in LENGTHS if low <= size <= high] if name == "minutes" else list(range(low, high + 1))
        return tuple(sorted({*map(str, sizes), *default}, key=float))
    return None


class Setting(Widget, can_focus=True):
    """Left and right change the value. `given` is None while it is as usual."""

    DEFAULT_CSS = """
    Setting { height: auto; width: 100%; color: $text; background: $background; }
    Setting:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right,space", "move(1)", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    ALLOW_SELECT = False

    def __init__(self, name: str, option: "Option", values: tuple[str, ...]) -> None:
        super().__init__()
        self.option_name = name
        self.title = clean(option.words or name.replace("_", " ").capitalize())
        self.usual = None if option.default in (None, ()) else option.written(option.default)
        self.values: tuple[str | None, ...] = values if self.usual in values else (None, *values)
        self.value = self.usual if self.usual in values else None

    @property
    def given(self) -> str | None:
        return self.value if self.value != self.usual else None

    @property
    def shown(self) -> str:
        """What is chosen, as one would say it."""
        return spoken(self.value) if self.value is not None else USUAL

    def render(self) -> Content:
        value = f"‹ {self.shown} ›"
        room = max(1, self.size.width - len(value) - 2)  # what the arrows change is always in sight
        title = self.title if len(self.title) <= room else self.title[: room - 1] + "…"
        return words(f"{title}  {value}")

    def action_move(self, by: int) -> None:
        place = self.values.index(self.value) + by
        self.value = self.values[place % len(self.values)]
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        self.action_move(1)


class Picks(Setting):
    """Several of many. The arrows lead to a page with all of them."""

    class Wanted(Message):
        """The list of this one is to be shown."""

        def __init__(self, picks: "Picks") -> None:
            super().__init__()
            self.picks = picks

    def __init__(self, name: str, option: "Option") -> None:
        super().__init__(name, option, ())
        self.options = tuple(map(option.written, option.choices))
        self.value = self.usual

    @property
    def shown(self) -> str:
        return ", ".join(map(spoken, self.chosen)) or NONE

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.value.split(",")) if self.value else ()

    @property
    def question(self) -> Several:
        """The same as a question."""
        return Several(self.title, tuple(spoken(option).capitalize() for option in self.options), self.option_name, self.options)

    def choose(self, chosen: Sequence[str]) -> None:
        self.value = ",".join(chosen) or (None if self.usual is None else "")
        self.refresh()

    def action_move(self, by: int) -> None:
        self.post_message(self.Wanted(self))


class Wording(Input):
    """An option that takes words."""

    DEFAULT_CSS = """
    Wording { height: 1; border: none; padding: 0; background: $block; color: $text; }
    Wording:focus { border: none; background-tint: $background 0%; }
    Wording > .input--placeholder, Wording > .input--suggestion { color: $text-muted; }
    """

    def __init__(self, name: str, option: "Option") -> None:
        self.option_name = name
        self.usual = "" if option.default in (None, ()) else option.written(option.default)
        super().__init__(clean(self.usual), compact=True)
        self.cursor_blink = False

    @property
    def given(self) -> str | None:
        return self.value if self.value != self.usual else None
