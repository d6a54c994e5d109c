"""Where there is a terminal to paint on, and opening the app there."""

import gc
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dtx.services import Services
    from dtx.sessions.practice import Practice


def wants_plain(asked: bool) -> bool:
    """Plain when asked for, when the environment says so, or where there is no terminal to paint on."""
    if "BrowserDriver" in os.environ.get("TEXTUAL_DRIVER", ""):  # `dtx serve` started this
        return False
    if asked or os.environ.get("ACCESSIBLE", "") not in ("", "0"):
        return True
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return True
    return sys.platform != "win32" and os.environ.get("TERM") in (None, "", "dumb")


def open_app(services: "Services", start: "Practice | tuple[str, Mapping[str, Any]] | None" = None, *, page: str | None = None) -> None:
    """The app on its first page, in the one session, or on the `page` of that name, straight away."""
    unlock_quietly(services)
    gc.disable()  # until the first frame: all that is loaded stays, and to look through it again and again is a tenth of the start
    from dtx.tui.app import run

    leave_with(run(services, start, page))


def leave_with(code: int) -> None:
    if code:
        raise SystemExit(code)


def unlock_quietly(services: "Services") -> None:
    """Open locked records with what was handed over. The app asks for what was not, on a page of its own."""
    from dtx.cli.passphrase import Passphrase

    ask, services.strongbox.ask = services.strongbox.ask, None
    given = ask.handed_over() if isinstance(ask, Passphrase) else None
    if given is not None and services.strongbox.closed:
        services.strongbox.open_with(given)
