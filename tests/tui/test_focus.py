"""Every page is readable wherever the focus is, and where nothing can be pressed."""

from collections.abc import AsyncIterator

import pytest

from dtx.tui.app import DtxApp
from dtx.tui.controlbar import Control
from dtx.tui.theme import DARK, LIGHT
from tests.tui.rooms import Home
from tests.tui.test_pages import SIZES, contrasts
from tests.tui.tour import Walk, furnish, opened, pages, press, settle


async def everywhere(app: DtxApp, pilot: Walk) -> AsyncIterator[str]:
    """Go by Tab through all that can be focused on a page, then disable all of it; the page is left as it was."""
    start, chain = app.focused, list(app.screen.focus_chain)
    for _ in chain:
        await press(pilot, "tab")
        yield f"on {app.focused.__class__.__name__} {getattr(app.focused, 'id', None)}"
    able = [widget for widget in chain if not isinstance(widget, Control)]  # a control that is off has no words
    for widget in able:
        widget.disabled = True
    await settle(pilot)
    yield "disabled"
    for widget in able:
        widget.disabled = False
    app.screen.set_focus(start)
    await settle(pilot)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "theme"), [(SIZES[0], LIGHT), (SIZES[2], DARK)])
async def test_every_page_is_readable_wherever_the_focus_is_and_where_nothing_can_be_pressed(
    size: tuple[int, int], theme: str, home: Home
) -> None:
    furnish(home)
    faint: dict[tuple[str, str, str], float] = {}
    looks = 0
    async with opened(home, size, theme) as (app, pilot):
        async for name in pages(home, pilot):
            async for where in everywhere(app, pilot):
                looks += 1
                faint |= {(name, where, words): round(ratio, 1) for words, ratio in contrasts(app) if ratio < 7}
    assert not faint
    assert looks > 300, "each page has its four controls, a field and more"
