"""A figure moves with the session, paints only rows that changed, stands still where motion is not wanted, and fits or is left out."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.geometry import Region

from dtx.tui.base import BaseApp
from dtx.tui.figure import COLUMNS, ROWS, FigureView, mirrored, shown, still
from dtx.tui.theme import DARK, LIGHT, contrast

FIGURES = tomllib.loads((Path(__file__).parents[2] / "plugins" / "exercises" / "figures.toml").read_text(encoding="utf-8"))
BRIDGE = tuple(FIGURES["bridge"]["frames"])
LETTERS = ("aa\nbb\ncc", "aa\nxx\ncc", "zz\nxx\ncc")


class Watched(FigureView):
    """A figure that remembers what it asked to have painted; an empty list stands for the whole of it."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[list[int]] = []

    def refresh(self, *regions: Region, **keywords: Any) -> "Watched":
        self.painted.append([region.y for region in regions])
        super().refresh(*regions, **keywords)
        return self


class Stage(BaseApp):
    """Nothing but a figure."""

    CSS = "FigureView { max-height: 100; }"

    def compose(self) -> ComposeResult:
        yield Watched()

    @property
    def figure(self) -> Watched:
        return self.query_one(Watched)

    def lines(self) -> list[str]:
        width, height = self.figure.size
        rows = [self.figure.render_line(y) for y in range(height)]
        assert all(row.cell_length == width for row in rows)
        return [row.text for row in rows]


@given(st.floats(-1, 2))
def test_the_frame_nearest_to_the_progress_is_shown(progress: float) -> None:
    number = 0 if progress < 0.25 else 1 if progress < 0.75 else 2
    assert shown(LETTERS, progress) == tuple(LETTERS[number].split("\n"))


@given(st.floats(-1, 2))
def test_without_animations_there_are_only_the_start_and_the_end_that_is_held(progress: float) -> None:
    assert shown(LETTERS, progress, moving=False) == tuple(LETTERS[2 if progress >= 1 else 0].split("\n"))


@given(st.lists(st.text(), max_size=4).map(tuple), st.floats(0, 1))
def test_whatever_a_plugin_draws_is_safe_to_paint_and_of_the_largest_size_at_most(frames: tuple[str, ...], progress: float) -> None:
    rows = shown(frames, progress)
    assert 1 <= len(rows) <= ROWS
    assert len({len(row) for row in rows}) == 1
    assert len(rows[0]) <= COLUMNS
    assert "\x1b" not in "".join(rows)


@pytest.mark.parametrize("name", FIGURES)
def test_start_and_end_side_by_side_fit_a_page_of_72_columns(name: str) -> None:
    frames = tuple(FIGURES[name]["frames"])
    lines = still(frames)
    assert max(map(len, lines)) <= 72
    assert sum("→" in line for line in lines) == 1
    for line, start, end in zip(lines, frames[0].split("\n"), frames[2].split("\n"), strict=True):
        assert line.startswith(start)
        assert line.endswith(end)


def test_in_a_mirror_every_dot_changes_its_side_and_words_stay_readable() -> None:
    """Unicode, Braille Patterns: dots 1 2 3 7 stand in the left column of a cell, 4 5 6 8 in the right."""
    assert mirrored(("⠁⠀⡀", "⠂⠤⢠", "⠄⡇→")) == ("⢀⠀⠈", "⡄⠤⠐", "←⢸⠠")
    assert mirrored(("/( half  ⠀",)) == ("⠀  half )\\",)


@pytest.mark.parametrize("frames", [BRIDGE, LETTERS])
def test_a_mirror_before_a_mirror_changes_nothing(frames: tuple[str, ...]) -> None:
    assert mirrored(mirrored(frames)) == frames


def test_no_frames_are_no_lines() -> None:
    assert still(()) == []
    assert shown((), 0.5) == ("",)


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_the_figure_stands_in_the_middle(size: tuple[int, int]) -> None:
    app = Stage()
    async with app.run_test(size=size):
        app.figure.draw(BRIDGE, 0.0)
        lines = app.lines()
        rows = BRIDGE[0].split("\n")
        above, left = (size[1] - len(rows)) // 2, (size[0] - len(rows[0])) // 2
        assert [line[left : left + len(rows[0])] for line in lines[above : above + len(rows)]] == rows
        assert "".join(lines).replace(" ", "") == BRIDGE[0].replace("\n", "")


async def test_only_rows_that_differ_are_painted_again() -> None:
    app = Stage()
    async with app.run_test(size=(10, 5)) as pilot:
        app.figure.draw(LETTERS, 0.0)
        await pilot.pause()
        app.figure.painted.clear()
        app.figure.draw(LETTERS, 0.1)
        assert app.figure.painted == []
        app.figure.draw(LETTERS, 0.5)
        app.figure.draw(LETTERS, 1.0)
        assert app.figure.painted == [[2], [1]]


async def test_without_animations_it_waits_for_the_hold() -> None:
    app = Stage()
    async with app.run_test(size=(10, 5)):
        app.animation_level = "none"
        drawn = []
        for progress in (0.0, 0.5, 0.99, 1.0, 0.99, 0.0):
            app.figure.draw(LETTERS, progress)
            drawn.append("".join(app.lines()).split()[0])
        assert drawn == ["aa", "aa", "aa", "zz", "aa", "aa"]


@pytest.mark.parametrize("size", [(20, 24), (80, 3), (1, 1)])
async def test_what_does_not_fit_is_not_drawn(size: tuple[int, int]) -> None:
    app = Stage()
    async with app.run_test(size=size):
        app.figure.draw(BRIDGE, 0.0)
        assert not "".join(app.lines()).strip()


async def test_a_page_that_grows_shows_it() -> None:
    app = Stage()
    async with app.run_test(size=(20, 5)) as pilot:
        app.figure.draw(BRIDGE, 0.0)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "".join(app.lines()).strip()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_one_colour_that_can_be_told_from_the_page(theme: str) -> None:
    """7:1, as for words."""
    app = Stage(chosen_theme=theme)
    async with app.run_test(size=(80, 24)):
        app.figure.draw(BRIDGE, 0.0)
        styles = {segment.style for y in range(24) for segment in app.figure.render_line(y) if not segment.text.isspace()}
        assert len(styles) == 1
        style = styles.pop()
        assert style is not None and style.color is not None and style.bgcolor is not None
        assert contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor()) >= 7
