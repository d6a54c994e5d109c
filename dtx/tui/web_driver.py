"""The driver with which the app paints into a browser: Textual's own, which ends the app in order when the server is gone."""

import os
from contextlib import suppress
from typing import Any

from textual.drivers.web_driver import WebDriver

GONE = 129
"""As if the window had been closed."""


class BrowserDriver(WebDriver):
    """Textual's stops to listen when its input ends, and the app would go on unseen; and it falls when nobody reads what is painted."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._write = self._write_to_server  # type: ignore[assignment]

    def _write_to_server(self, data: bytes) -> int:
        with suppress(BrokenPipeError):
            return os.write(self.fileno, data)
        return 0

    def run_input_thread(self) -> None:
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.call_later(self._app.exit, return_code=GONE)
