"""The app: it opens the first page and closes with a code."""

import gc
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from dtx.errors import DtxError
from dtx.paths import logs
from dtx.tui.base import BaseApp

if TYPE_CHECKING:
    from dtx.practice import Practice
    from dtx.services import Services
    from dtx.tui.page import Page


class DtxApp(BaseApp):
    """Shows the home page, or straight away the one session that was asked for.

    Raises `Unknown`, `PluginProblem`, `Refused` and StoreProblem where that session can be neither opened nor asked about.
    """

    TITLE = "dtx"

    def __init__(self, services: "Services", start: "Practice | tuple[str, Mapping[str, Any]] | None" = None, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.services = services
        self.first = first_page(services, start) if start is not None else None

    def get_default_screen(self) -> Screen[Any]:
        if self.first is not None:
            return super().get_default_screen()
        from dtx.tui.homepage import HomePage

        return HomePage(self.services)

    def on_mount(self) -> None:
        if self.first is not None:
            self.push_screen(self.first)

    def country(self) -> str | None:
        with suppress(DtxError):
            return self.services.profile().country
        return None

    def on_ready(self) -> None:
        gc.enable()
        gc.freeze()


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


def run(services: "Services", start: "Practice | tuple[str, Mapping[str, Any]] | None" = None) -> int:
    """Open the app, and return the exit code: 0, 1 after a problem, 128 + n after a signal."""
    gc.disable()  # until the first frame: 16 % of the start goes into collecting what stays
    try:
        app = DtxApp(services, start, crash_log=logs(services.home) / "crash.log")
        app.run()
    finally:
        gc.enable()
    return app.return_code or 0
