"""What every app of ours needs from the terminal: it ends cleanly, keeps private things private, and shows where it is."""

import asyncio
import os
import signal
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import Initialize, Reactive
from textual.theme import Theme

from dtx.language import _
from dtx.tui import quirks, theme
from dtx.tui.caretaker import OFF, ON, Caretaker
from dtx.tui.page import Page
from dtx.tui.safe import words

SORRY = _("The program had a problem and closed. What you entered before is saved.")
SHOW_CURSOR = "\x1b[?25h"


class BaseApp(App[None]):
    """An app that answers signals with 128 + n, never shows a traceback, and puts the real cursor on what has focus.

    `last_words` are for the terminal, once the screen is gone.
    """

    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "leave(130)", show=False, system=True),
        Binding("ctrl+q", "leave(0)", show=False, priority=True),
        Binding("ctrl+z", "put_aside", show=False),
        Binding("f9,ctrl+l", "cover", show=False, priority=True),
    ]

    def _theme_to_begin_with(self) -> str:
        return self.first_theme

    theme: Reactive[str] = Reactive(Initialize(_theme_to_begin_with))
    """Set after the beginning, a theme has every stylesheet read anew."""

    def __init__(self, *, chosen_theme: str | None = None, crash_log: Path | None = None) -> None:
        quirks.apply()
        self.first_theme = theme.first_theme(os.environ, chosen_theme)
        super().__init__(ansi_color=True if self.first_theme == theme.PLAIN else None)
        self.crash_log = crash_log
        self.last_words = ""
        self._caretaker: Caretaker | None = None

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours, and none of Textual's: they are not made for tired eyes."""
        return {one.name: one for one in theme.THEMES}

    def on_mount(self) -> None:
        if self.is_headless or self._driver is None:
            return
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self.action_leave, 128 + number)
            quirks.hear_sizes_in_turn(self)
        self._driver.write(SHOW_CURSOR)
        self.app_resume_signal.subscribe(self, lambda _app: self._back())

    def on_ready(self) -> None:
        if not self.is_headless:
            self._caretaker = Caretaker.hire(getattr(self._driver, "attrs_before", None))

    def run(self, *given: Any, **named: Any) -> None:
        try:
            super().run(*given, **named)
        finally:
            if self._caretaker is not None:
                self._caretaker.dismiss()

    def action_put_aside(self) -> None:
        """Give the terminal back to the shell until `fg`. Where there is no shell to come back from, nothing happens."""
        if not waited_for():
            return
        if isinstance(self.screen, Page):
            self.screen.rest()
        if self._caretaker is not None:
            self._caretaker.tell(OFF)
        self.action_suspend_process()

    def _back(self) -> None:
        """The terminal is ours again, and nothing of what was on it is left."""
        quirks.hear_sizes_in_turn(self)
        if self._caretaker is not None:
            self._caretaker.tell(ON)
        if self._driver is not None:
            self._driver.write(SHOW_CURSOR)
        self.screen.refresh(layout=True)

    def country(self) -> str | None:
        """Where the person lives, as far as they said so: help pages show the numbers of that place."""
        return None

    def darken(self) -> None:
        """The dark colours, for this once: they are not what the person chose."""
        if self.theme == theme.LIGHT:
            self.theme = theme.DARK

    def action_cover(self) -> None:
        """Hide everything, or bring it back, where there is something to hide."""

    def action_leave(self, code: int) -> None:
        """Close, and return `code`."""
        self.exit(return_code=code)

    @property
    def cursor_position(self) -> Offset:  # upstream it is a plain attribute, and lags behind scrolling
        """Where the terminal's own cursor stands: braille displays and magnifiers follow it, so it follows the focus."""
        focused = self.focused if self.screen_stack else None
        if focused is None or hasattr(focused, "cursor_screen_offset"):
            return self._cursor_place
        place: Offset = getattr(focused, "cursor_place", focused.content_region.offset)
        return place

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._cursor_place = place

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:  # a test's pilot raises it again
            self._exception = error
            self._exception_event.set()
        log_frames(error, self.crash_log)
        self.panic(words(SORRY).plain)


def waited_for() -> bool:
    """Whether a shell with job control started this: it takes over when this process stops, and can let it go on."""
    if sys.platform == "win32":
        return False
    try:
        parent = os.getppid()
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:  # not for us to know
        return False


def log_frames(error: BaseException, path: Path | None) -> None:
    """Append where a problem happened: files, lines and names, without values or messages, which may be a person's words."""
    if path is None:
        return
    frames = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    stamp = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("a", encoding="utf-8") as log:
            log.write("\n".join([f"{stamp} {type(error).__name__}", *frames, ""]))
    except OSError:
        pass  # the person is told all the same
