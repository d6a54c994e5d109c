"""A page: one screen with the control bar at its foot, and the keys that go with it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from dtx.tui.controlbar import Control, ControlBar, Label

LOW, TALL = 20, 48
"""Rows below which a window is low, and from which there is more room than a page fills."""
NARROW, VAST = 60, 140
"""Columns likewise."""
COLUMN = 84
"""Columns that a page of words takes in a vast window."""


def column(width: int) -> int:
    """How wide a page of words is in a window of `width`: further, and the eye loses the line."""
    return COLUMN if width >= VAST else width


class Page(Screen[Any]):
    """Subclasses give `body()` and `labels()`, and define `action_stop`, `action_pause` and `action_back` where they mean something."""

    DEFAULT_CSS = """
    Page { background: $background; color: $text; layout: vertical; overflow: hidden; }
    Page *:disabled, Page *:disabled:can-focus { opacity: 1; text-opacity: 1; }
    Page .quiet { color: $text-muted; }
    Page .strong { text-style: bold; }
    Page.-column.-vast { align-horizontal: center; }
    Page.-column.-vast > * { width: 100%; max-width: 84; }
    Page.-column.-vast > Press { width: auto; }
    Page.-column.-vast > ControlBar { max-width: 100%; }
    Page.-column.-tall { padding: 4 0 0 0; }
    Page.-column.-tall > Rows, Page.-column.-tall > VerticalScroll { height: auto; max-height: 70%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,s", "stop", show=False),
        Binding("space", "pause", show=False),
        Binding("b,left,f3", "back", show=False),
        Binding("question_mark,f1", "help", show=False),
        Binding("t", "change_theme", show=False),
        Binding("ctrl+p", "palette", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high"), (TALL, "-tall")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide"), (VAST, "-vast")]
    AUTO_FOCUS: ClassVar[str | None] = "#main"

    at_rest: ClassVar[bool] = False
    """Whether nothing runs and nothing is asked here, so that one may go somewhere else at any moment."""

    def compose(self) -> ComposeResult:
        size = self.app.size  # Textual sets these only after the first frame, which would flicker in a small window
        high = "-low" if size.height < LOW else "-high" if size.height < TALL else "-tall"
        wide = "-narrow" if size.width < NARROW else "-wide" if size.width < VAST else "-vast"
        self.add_class(high, wide, *(["-column"] if self.at_rest else []))
        yield from self.body()
        self.bar = ControlBar()
        yield self.bar

    async def on_mount(self) -> None:
        self.show_controls()

    def body(self) -> list[Widget]:
        """The widgets above the control bar, top to bottom."""
        return []

    def labels(self) -> Mapping[str, Label]:
        """Which controls are on just now, and what they say."""
        return {}

    def show_controls(self) -> None:
        self.bar.show(self.labels())

    async def on_control_pressed(self, message: Control.Pressed) -> None:
        message.stop()
        if self.app.screen is self:  # a second press that comes before the first was followed is meant for no other page
            await self.pressed_control(message.action)

    async def pressed_control(self, action: str) -> None:
        """What a control does: the same as its key."""
        await getattr(self, f"action_{action}")()

    @property
    def guides(self) -> bool:
        """Whether somebody is being guided just now, perhaps with closed eyes, and must not be disturbed."""
        return False

    @property
    def writes_records(self) -> bool:
        """Whether what is being done here is written down as it goes."""
        return False

    def rest(self) -> None:
        """Something covers this page: whatever runs waits."""

    async def action_stop(self) -> None:
        """Esc leaves a page on which nothing is running."""
        await self.action_back()

    async def action_pause(self) -> None: ...

    async def action_back(self) -> None: ...

    @property
    def has_below(self) -> bool:
        """Whether another page lies below this one."""
        return any(isinstance(page, Page) for page in self.app.screen_stack[:-1])

    def leave(self, code: int = 0) -> None:
        """Back to the page below; without one, the app closes with `code`. A page that is left already, or covered, leaves nothing else."""
        if self.app.screen is not self:
            return
        if self.has_below:
            self.app.pop_screen()
        else:
            self.app.exit(return_code=code)

    async def action_help(self) -> None:
        from dtx.tui.base import BaseApp
        from dtx.tui.helppage import HelpPage

        self.app.push_screen(HelpPage(self.app.country() if isinstance(self.app, BaseApp) else None))

    def action_palette(self) -> None:
        """Everything by its name, on pages from which one may go somewhere else."""
        from dtx.tui.palettepage import over

        if (page := over(self.app.screen_stack)) is not None:
            self.app.push_screen(page)

    def action_change_theme(self) -> None:
        from dtx.tui.theme import other_theme

        self.app.theme = other_theme(self.app.theme)
