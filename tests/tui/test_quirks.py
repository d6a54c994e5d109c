"""Each repair to Textual still repairs something, and still does it."""

import codecs
import gc
import weakref
from importlib import import_module
from typing import Any

import textual
from textual._styles_cache import StylesCache
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

from dtx.tui import quirks
from dtx.tui.base import BaseApp

linux_driver: Any = import_module("textual.drivers.linux_driver")


def test_textual_is_the_version_that_was_measured() -> None:
    """Another one needs a fresh look at every repair."""
    assert textual.__version__ == "8.2.8"


def test_a_stray_byte_is_replaced_and_does_not_raise() -> None:
    quirks.apply()
    decode = linux_driver.getincrementaldecoder("utf-8")().decode
    assert decode(b"a\xffb\xe2\x82") == "a\ufffdb"
    assert linux_driver.getincrementaldecoder is not codecs.getincrementaldecoder


def test_repairing_twice_changes_nothing() -> None:
    quirks.apply()
    first = linux_driver.getincrementaldecoder
    quirks.apply()
    assert linux_driver.getincrementaldecoder is first


async def test_what_was_painted_of_a_page_is_not_kept_after_it() -> None:
    """Textualize/textual#6665: without the repair the painted lines of each page stay in memory."""
    app: App[None] = BaseApp()
    async with app.run_test() as pilot:
        seen: list[weakref.ref[StylesCache]] = []
        for _ in range(20):
            screen: Screen[None] = Screen()
            await app.push_screen(screen)
            await screen.mount(Static("one", markup=False))
            await pilot.pause()
            seen.append(weakref.ref(screen._styles_cache))
            del screen
            await app.pop_screen()
        await pilot.pause()
        gc.collect()
        assert sum(one() is not None for one in seen) <= 2
