"""Every page, in both themes and at every size: readable, whole, and unmoved by what people and plugins write."""

from collections.abc import AsyncIterator, Iterator
from itertools import cycle

import pytest
from textual.color import Color
from textual.geometry import Region
from textual.widgets import Digits

from dtx.tui.app import DtxApp
from dtx.tui.controlbar import ORDER, Control
from dtx.tui.rows import Rows
from dtx.tui.theme import DARK, LIGHT, contrast
from tests.tui.corpus import NASTY
from tests.tui.rooms import Home, quoted, screen_text
from tests.tui.tour import furnish, opened, pages, pass_time, press, resize

SIZES = ((40, 15), (60, 16), (80, 24), (120, 40), (200, 60))


def contrasts(app: DtxApp) -> Iterator[tuple[str, float]]:
    """Every run of words on the screen, with the contrast of its ink to what it stands on."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            words = segment.text.strip(" ━░▒▓█·▁▂▃▄▅▆▇│─┌┐└┘▊▎▔▕")
            if words and segment.style is not None and segment.style.color is not None and segment.style.bgcolor is not None:
                ink, ground = Color.from_rich_color(segment.style.color), Color.from_rich_color(segment.style.bgcolor)
                if segment.style.reverse:
                    ink, ground = ground, ink
                assert not segment.style.dim, words
                yield words, contrast(ink.rgb, ground.rgb)


class Seen:
    """What has to hold on every page.

    Contrast of 7:1 or more; Stop, Pause, Back and Help in one place, in sight; and Enter never finds one of them under it.
    """

    def __init__(self) -> None:
        self.faint: dict[tuple[str, str], float] = {}
        self.places: set[tuple[Region, ...]] = set()

    def look(self, app: DtxApp, name: str) -> None:
        self.faint |= {(name, words): round(ratio, 1) for words, ratio in contrasts(app) if ratio < 7}
        controls = list(app.screen.query(Control))
        assert tuple(control.action for control in controls) == ORDER
        self.places.add(tuple(control.region for control in controls))
        assert all(app.screen.region.contains_region(control.region) for control in controls), name
        shown = screen_text(app)
        assert any(word in shown for word in ("Stop", "Leave", "Close")), name
        assert name == "help" or "Help" in shown, name
        assert not isinstance(app.focused, Control), name

    def settled(self) -> None:
        assert not self.faint
        assert len(self.places) == 1


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        pytest.param(SIZES[0], DARK, id="40x15-dark"),
        pytest.param(SIZES[1], LIGHT, id="60x16-light", marks=pytest.mark.slow),
        pytest.param(SIZES[2], DARK, id="80x24-dark", marks=pytest.mark.slow),
        pytest.param(SIZES[3], LIGHT, id="120x40-light", marks=pytest.mark.slow),
        pytest.param(SIZES[4], DARK, id="200x60-dark", marks=pytest.mark.slow),
    ],
)
async def test_every_page_is_readable_and_its_controls_keep_their_place(size: tuple[int, int], theme: str, home: Home) -> None:
    furnish(home)
    seen = Seen()
    async with opened(home, size, theme) as (app, pilot):
        async for name in pages(home, pilot):
            seen.look(app, name)
    seen.settled()


async def test_on_the_first_page_there_is_only_what_has_words_and_always_in_the_same_order(home: Home) -> None:
    """Each place costs before the first frame; one that comes later comes where it belongs."""
    practised = home.write("breath", "Even breath")

    def places(app: DtxApp) -> list[str | None]:
        return [widget.id for widget in app.screen.children if widget.display and widget.id]

    async with opened(home) as (app, _pilot):
        assert places(app) == ["heading", "main", "about", "hint"]
    home.broken_off(practised)
    home.services.notices.append("There is no sound device here.")
    async with opened(home) as (app, pilot):
        assert places(app) == ["heading", "unfinished", "main", "about", "notices", "hint"]
        await press(pilot, "c")
        assert places(app) == ["heading", "last", "main", "about", "notices", "hint"]


async def test_in_a_vast_window_words_stay_together_in_the_middle(home: Home) -> None:
    """Nobody has to follow a line over 200 columns, or look for the words in a corner."""
    furnish(home)
    async with opened(home, (200, 60)) as (app, pilot):
        for keys in ((), ("h",), ("b", "p"), ("b", "ctrl+p")):
            await press(pilot, *keys)
            lines = [line for line in screen_text(app).splitlines()[:-4] if line.strip()]
            assert min(len(line) - len(line.lstrip()) for line in lines) >= 58, keys
            assert max(map(len, lines)) <= 142, keys
            rows = app.screen.query_one(Rows)
            assert rows.region.width <= 84, keys
        await resize(pilot, (80, 24))
        assert app.screen.query_one(Rows).region.x == 0


@pytest.mark.slow
async def test_every_page_is_readable_in_a_usual_window_and_a_live_resize_leaves_no_stale_rows(home: Home) -> None:
    """80 x 24 and light; then another size on each page, and back."""
    furnish(home)
    seen = Seen()
    async with opened(home, SIZES[2], LIGHT) as (app, pilot):
        others = cycle(((40, 15), (20, 6), (120, 40)))
        async for name in pages(home, pilot):
            seen.look(app, name)
            before = screen_text(app)
            for size in (next(others), SIZES[2]):
                await resize(pilot, size)
                lines = screen_text(app).splitlines()
                assert len(lines) == size[1] and all(len(line) <= size[0] for line in lines), (name, size)
            assert screen_text(app) == before, name
    seen.settled()


NASTY_STEPS = """
  - rate: {0}
    low_label: {0}
    high_label: {0}
    save: number
  - choose: {0}
    from: [{0}, b]
    save: one
  - several: {0}
    from: [{0}, b]
    save: many
  - ask: {0}
    save: words
  - ready: {0}
  - say: {0}
    pause: 10 s
"""


async def nasty_pages(home: Home, text: str) -> AsyncIterator[str]:
    steps = NASTY_STEPS.format(quoted(text))
    name = home.write("one", text, steps, summary=text, caution=text, options=f"\n  order: {{type: text, words: {quoted(text)}}}\n")
    home.write("two", text, f"\n  - {quoted(text)}: x\n", summary=text)
    home.practised(name, before__pain=1, after__pain=2)
    home.broken_off(name)
    home.services.notices.append(text)
    async with opened(home) as (app, pilot):
        yield screen_text(app)
        await press(pilot, "down", "enter")
        yield screen_text(app)
        await press(pilot, "h")
        yield screen_text(app)
        await press(pilot, "b", "up", "enter")
        yield screen_text(app)
        await press(pilot, "enter", "r", "r")
        for keys in (("1", "enter"), ("1", "enter"), ("1", "enter"), (*"[/]", "tab", "enter"), ("enter",)):
            yield screen_text(app)
            await press(pilot, *keys)
        await pass_time(pilot, home, 1)
        yield screen_text(app)
        await press(pilot, "escape", "r", "r", "r", "r")
        yield screen_text(app)
        assert home.kinds[-4:] == ["answered", "rated", "rated", "felt_worse"]


ALONE = [pytest.param(text, marks=[pytest.mark.slow] if text in NASTY[1:4] else []) for text in NASTY]
"""In the ordinary run one of those that crashed Textual alone, and the others together."""


@pytest.mark.parametrize("text", ALONE)
async def test_brackets_and_escapes_do_nothing_on_any_page(text: str, home: Home) -> None:
    async for shown in nasty_pages(home, text):
        assert "\x1b" not in shown and "\x9b" not in shown and "\x07" not in shown


async def test_the_big_number_is_the_one_that_was_chosen(home: Home) -> None:
    furnish(home)
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter", "1", "0")
        assert app.screen.query_one("Scale Digits", Digits).value == "10"
