"""A page: one screen with the control bar at its foot, and the keys that go with it."""

from collections.abc import Mapping
from inspect import isawaitable
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from dtx.tui.controlbar import Control, ControlBar, Label


class Page(Screen[Any]):
    """Subclasses give `body()` and `labels()`, and define `action_stop`, `action_pause` and `action_back` where they mean something."""

    DEFAULT_CSS = """
    Page { background: $background; color: $text; layout: vertical; }
    Page *:disabled { opacity: 1; text-opacity: 1; }
    Page .quiet { color: $text-muted; }
    Page .strong { text-style: bold; }
    """
    BINDINGS = [
        Binding("escape,s", "stop", show=False),
        Binding("space", "pause", show=False),
        Binding("b,left", "back", show=False),
        Binding("question_mark,f1", "help", show=False),
        Binding("t", "change_theme", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]
    AUTO_FOCUS = "#main"

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield ControlBar()

    def on_mount(self) -> None:
        self.show_controls()

    def body(self) -> list[Widget]:
        """The widgets above the control bar, top to bottom."""
        return []

    def labels(self) -> Mapping[str, Label]:
        """Which controls are on just now, and what they say."""
        return {}

    def show_controls(self) -> None:
        self.query_one(ControlBar).show(self.labels())

    async def on_control_pressed(self, message: Control.Pressed) -> None:
        message.stop()
        if isawaitable(doing := self.pressed_control(message.action)):
            await doing

    def pressed_control(self, action: str) -> object:
        """What a control does: the same as its key."""
        return getattr(self, f"action_{action}")()

    def action_stop(self) -> None:
        """Esc leaves a page on which nothing is running."""
        self.action_back()

    def action_pause(self) -> None: ...

    def action_back(self) -> None: ...

    def action_help(self) -> None:
        from dtx.tui.helppage import HelpPage

        self.app.push_screen(HelpPage())

    def action_change_theme(self) -> None:
        from dtx.tui.theme import other_theme

        self.app.theme = other_theme(self.app.theme)
