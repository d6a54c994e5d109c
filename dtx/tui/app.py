"""The app: it opens the first page and closes with a code."""

import gc
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.theme import Theme

from dtx.errors import DtxError
from dtx.paths import logs
from dtx.settings import Settings
from dtx.tui.base import BaseApp

if TYPE_CHECKING:
    from dtx.services import Services
    from dtx.sessions.practice import Practice
    from dtx.tui.cover import Cover
    from dtx.tui.page import Page


class DtxApp(BaseApp):
    """Shows the home page, or straight away the one session, or the one `page`, that was asked for.

    Raises `Unknown`, `PluginProblem`, `Refused` and StoreProblem where that session can be neither opened nor asked about.
    """

    TITLE = "dtx"

    def __init__(
        self,
        services: "Services",
        start: "Practice | tuple[str, Mapping[str, Any]] | None" = None,
        *,
        page: "str | Page | None" = None,
        chosen_theme: str | None = None,
        **keywords: Any,
    ) -> None:
        if chosen_theme is None and "NO_COLOR" not in os.environ:
            chosen_theme = Settings.read(services.home).theme
        super().__init__(chosen_theme=chosen_theme, **keywords)
        self.services, self.start, self.page = services, start, page
        self.cover: Cover | None = None
        self._darkened = False
        self.first = self._unlock_page() or self._first_page()

    def _unlock_page(self) -> "Page | None":
        if not self.services.strongbox.closed:
            return None
        from dtx.tui.cover import OPENING, UnlockPage

        return UnlockPage(self.services, OPENING, self._unlocked)

    def _unlocked(self) -> None:
        """The passphrase was right: go on to what was asked for."""
        from dtx.tui.refusedpage import RefusedPage

        try:
            page: Screen[Any] | None = self._first_page()
        except DtxError as problem:
            page = RefusedPage(problem)
        if page is None:
            from dtx.tui.homepage import HomePage

            page = HomePage(self.services)
        self.switch_screen(page)

    def _first_page(self) -> "Page | None":
        """None for the home page."""
        if self.start is not None:
            return first_page(self.services, self.start)
        return named_page(self.services, self.page) if isinstance(self.page, str) else self.page

    def get_default_screen(self) -> Screen[Any]:
        if self.first is not None:
            return super().get_default_screen()
        from dtx.tui.homepage import HomePage

        return HomePage(self.services)

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        if self.first is not None:
            self.push_screen(self.first)

    async def on_event(self, event: events.Event) -> None:
        if self.cover is not None and isinstance(event, events.Key | events.MouseEvent | events.Paste):
            self.cover.touch()
        await super().on_event(event)

    def action_cover(self) -> None:
        if self.cover is not None:
            self.cover.toggle()

    def darken(self) -> None:
        before = self.theme
        super().darken()
        self._darkened = self.theme != before

    def _keep_theme(self, theme: Theme) -> None:
        if self._darkened:
            self._darkened = False
            return
        with suppress(DtxError):  # it is only a colour; what matters is said where it matters
            replace(Settings.read(self.services.home), theme=theme.name).keep(self.services.home)

    def country(self) -> str | None:
        with suppress(DtxError):
            return self.services.profile().country
        return None

    def on_ready(self) -> None:
        gc.enable()
        gc.freeze()
        from dtx.tui.cover import LOOK_S, Cover

        self.cover = Cover(self, self.services)
        self.set_interval(LOOK_S, self.cover.look)


def first_page(services: "Services", start: "Practice | tuple[str, Mapping[str, Any]]") -> "Page":
    """The page of one session. A gate that closes it without having to ask is told where it was asked for, not on a page."""
    from dtx.tui.sessionpage import SessionPage

    if not isinstance(start, tuple):
        return SessionPage(services, start)
    from dtx.tui.beginning import Beginning

    beginning = Beginning(services, *start)
    if beginning.screening.question is not None:
        return beginning.page()
    return SessionPage(services, services.begin(*start, beginning.screening))


def named_page(services: "Services", name: str) -> "Page":
    """A page that a command opens by itself."""
    from dtx.tui.checkinpage import CheckInPage
    from dtx.tui.sharepage import share_page

    pages: dict[str, Callable[[Services], Page]] = {"checkin": CheckInPage, "share": share_page}
    return pages[name](services)


def run(
    services: "Services",
    start: "Practice | tuple[str, Mapping[str, Any]] | None" = None,
    page: "str | Page | None" = None,
    darken: bool = False,
) -> int:
    """Open the app, and return the exit code: 0, 1 after a problem, 128 + n after a signal. `darken`: for this once."""
    gc.disable()  # until the first frame: all that is made until then stays
    try:
        app = DtxApp(services, start, page=page, crash_log=logs(services.home) / "crash.log")
        if darken:
            app.darken()
        app.run()
    finally:
        gc.enable()
    if app.last_words and not app.is_web:
        print(app.last_words)
    return app.return_code or 0
