"""The control bar: Stop, Pause, Back and Help, in this order and at this place on every screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from dtx.language import _

ORDER = ("stop", "pause", "back", "help")


@dataclass(frozen=True, slots=True)
class Label:
    """What a control says, and the key that does the same."""

    text: str
    key: str
    on: bool = True


USUAL = {
    "stop": Label(_("Stop"), "Esc", False),
    "pause": Label(_("Pause"), _("Space"), False),
    "back": Label(_("Back"), "b", False),
    "help": Label(_("Help"), "?"),
}


class Control(Widget, can_focus=True):
    """One control. `name` is what it does; a control that has nothing to do keeps its place and shows no words."""

    DEFAULT_CSS = """
    Control { width: 1fr; height: 3; background: $block; color: $text; content-align: center middle; text-align: center; margin: 0 0 0 1; }
    #stop { margin: 0; }
    Control:focus, Control:hover { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    ControlBar > Control:disabled:can-focus { opacity: 0.7; }
    .-low Control { height: 2; }
    """
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "press", show=False)]
    ALLOW_SELECT = False

    class Pressed(Message):
        """The control called `action` was pressed."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, action: str) -> None:
        super().__init__(id=action)
        self.action = action
        self.label = USUAL[action]

    def render(self) -> Content:
        return Content(f"{self.label.text}\n{self.label.key}" if self.label.on else "")

    def show(self, label: Label) -> None:
        if label != self.label or self.disabled is label.on:
            self.label, self.disabled = label, not label.on
            self.refresh()

    def on_click(self, event: Click) -> None:
        if event.chain == 1:  # the second click of two finds another page at the same place
            self.action_press()

    def action_press(self) -> None:
        self.post_message(self.Pressed(self.action))


class ControlBar(Horizontal):
    """The four controls at the foot of a screen."""

    DEFAULT_CSS = """
    ControlBar { dock: bottom; height: 3; }
    .-low ControlBar { height: 2; }
    """
    SCOPED_CSS = False

    def __init__(self) -> None:
        super().__init__()
        self.controls = [Control(action) for action in ORDER]

    def compose(self) -> ComposeResult:
        yield from self.controls

    def show(self, labels: Mapping[str, Label]) -> None:
        """Change what the controls say; those not named are as usual."""
        for control in self.controls:
            control.show(labels.get(control.action, USUAL[control.action]))
