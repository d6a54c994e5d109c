"""A large button with its key beside its words."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from dtx.tui.safe import words


class Press(Widget, can_focus=True):
    """Posts `Pressed` with its `action` on Enter or a click. The main one of a page is filled."""

    DEFAULT_CSS = """
    Press { width: auto; height: 3; padding: 1 2; margin: 0 2 0 0; background: $block; color: $text; }
    Press.-main { text-style: bold; }
    Press:focus, Press:hover { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    .-narrow Press { margin: 0 1 0 0; }
    .-low Press { height: 1; padding: 0 1; }
    """
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "press", show=False)]
    ALLOW_SELECT = False

    class Pressed(Message):
        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, text: str, key: str, action: str, *, main: bool = False, id: str | None = None) -> None:
        super().__init__(id=id, classes="-main" if main else None)
        self.words = words(f"{text}  ({key})" if key else text)
        self.action = action

    def relabel(self, text: str, key: str) -> None:
        """Other words; none at all leave its place empty."""
        if (label := words(f"{text}  ({key})" if text and key else text)) != self.words:
            self.words = label
            self.refresh(layout=True)

    def render(self) -> Content:
        return self.words

    def on_click(self) -> None:
        self.action_press()

    def action_press(self) -> None:
        self.post_message(self.Pressed(self.action))
