"""Repairs to Textual 8.2.8, each for a fault that a person would meet. Tests pin every one; drop them as fixes land."""

import asyncio
import os
import signal
import sys
import time
from encodings import utf_8
from functools import lru_cache
from importlib import import_module
from typing import Any

from textual.app import App
from textual.events import Resize
from textual.geometry import Size


def apply() -> None:
    """Repair Textual in this process. Calling it again changes nothing."""
    share_border_styles()
    if os.name == "posix":
        tolerate_stray_bytes("linux_driver")
        come_back_in_order()
    if "web_driver" in os.environ.get("TEXTUAL_DRIVER", ""):
        tolerate_stray_bytes("web_driver")


def share_border_styles() -> None:
    """Textualize/textual#6665: a cache on a method keeps every widget that was ever drawn."""
    from textual._styles_cache import StylesCache
    from textual.style import Style

    if isinstance(StylesCache.__dict__["get_inner_outer"], staticmethod):
        return

    @lru_cache(1024)
    def inner_outer(base_background: Any, background: Any) -> tuple[Style, Style]:
        return Style(background=base_background + background), Style(background=base_background)

    StylesCache.get_inner_outer = staticmethod(inner_outer)  # type: ignore[method-assign,assignment]


def tolerate_stray_bytes(driver: str) -> None:
    """Textualize/textual#6456, #6668: one byte that is not UTF-8 (a torn paste, an old mouse report) ends the program."""
    module: Any = import_module(f"textual.drivers.{driver}")
    module.getincrementaldecoder = tolerant


class Tolerant(utf_8.IncrementalDecoder):
    """Bytes that are no text become a mark. A terminal that is gone without a signal reads as nothing, at once and for ever, and Textual
    would ask it all day: then this process is told what the system did not tell it."""

    def __init__(self) -> None:
        super().__init__("replace")

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        if not data and not final and os.name == "posix":
            os.kill(os.getpid(), signal.SIGHUP)
            time.sleep(GONE_S)
        return super().decode(data, final)


def tolerant(encoding: str) -> type[Tolerant]:
    """In place of `codecs.getincrementaldecoder`, which Textual asks for UTF-8 alone."""
    return Tolerant


GONE_S = 0.5
"""How long the thread that reads keys then waits for the program to end."""


def come_back_in_order() -> None:
    """A program that was stopped (SIGSTOP) and goes on starts Textual's driver once more beside the one that runs: two threads then
    read the keys, and at the end the terminal is left as the app had it, without an echo. What runs is stopped first."""
    from textual.drivers.linux_driver import LinuxDriver

    start_again = LinuxDriver._sigcont_application
    if start_again.__name__ == "come_back":
        return

    def come_back(driver: LinuxDriver, *signalled: object) -> None:
        if driver._auto_restart and not driver._must_signal_resume:
            if driver._writer_thread is None or not there(driver.fileno):  # it has not begun, or a hang-up woke us for the last time
                return
            driver.suspend_application_mode()
            driver._must_signal_resume = True
        start_again(driver, *signalled)

    LinuxDriver._sigcont_application = come_back  # type: ignore[method-assign,assignment]


def hear_sizes_in_turn(app: App[Any]) -> None:
    """A window that is dragged about sends its sizes faster than they are read. Textual's handler then interrupts itself: an older size
    may come last, or the program ends with a RecursionError. Heard by the loop, one comes after the other, and the last is the true one.
    Textual takes the signal for itself whenever it begins or comes back, so this is called again then."""
    if sys.platform != "win32" and hasattr(app._driver, "_get_terminal_size"):  # a browser tells its sizes another way
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, tell_size, app)


def tell_size(app: App[Any]) -> None:
    driver: Any = app._driver
    if driver is not None and not driver._in_band_window_resize:
        size = Size(*driver._get_terminal_size())
        app.post_message(Resize(size, size))


def there(terminal: int) -> bool:
    """Whether the terminal still answers."""
    import termios

    try:
        termios.tcgetattr(terminal)
    except (OSError, termios.error):
        return False
    return True
