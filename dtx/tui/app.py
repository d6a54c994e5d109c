"""The app: it opens the first page and closes with a code."""

import gc
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from dtx.paths import logs
from dtx.tui.base import BaseApp

if TYPE_CHECKING:
    from dtx.practice import Practice
    from dtx.services import Services


class DtxApp(BaseApp):
    """Shows the home page, or straight away the one session that was asked for."""

    TITLE = "dtx"

    def __init__(self, services: "Services", start: "Practice | None" = None, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.services, self.start = services, start

    def get_default_screen(self) -> Screen[Any]:
        if self.start is not None:
            return super().get_default_screen()
        from dtx.tui.homepage import HomePage

        return HomePage(self.services)

    def on_mount(self) -> None:
        if self.start is not None:
            from dtx.tui.sessionpage import SessionPage

            self.push_screen(SessionPage(self.services, self.start))

    def on_ready(self) -> None:
        gc.enable()
        gc.freeze()


def run(services: "Services", start: "Practice | None" = None) -> int:
    """Open the app, and return the exit code: 0, 1 after a problem, 128 + n after a signal."""
    gc.disable()  # until the first frame: 16 % of the start goes into collecting what stays
    try:
        app = DtxApp(services, start, crash_log=logs(services.home) / "crash.log")
        app.run()
    finally:
        gc.enable()
    return app.return_code or 0
