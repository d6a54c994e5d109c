"""Pictures of every page, in both themes and three sizes: `python -m tests.tui.pictures FOLDER`.

Each is an SVG, and a PNG beside it where `rsvg-convert` is there. They are made from the same walk that the tests of all pages take.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from shutil import which
from subprocess import run

import pytest

from dtx.tui.picture import without_links
from dtx.tui.theme import DARK, LIGHT
from tests.tui.rooms import Home
from tests.tui.tour import furnish, opened, pages

SIZES = ((40, 15), (80, 24), (120, 40))
THEMES = {"dark": DARK, "light": LIGHT}


async def take(folder: Path, size: tuple[int, int], theme: str) -> list[Path]:
    """A picture of each page, numbered in the order of the walk."""
    taken: list[Path] = []
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        home = Home(Path(place), patch)
        try:
            furnish(home)
            async with opened(home, size, THEMES[theme]) as (app, pilot):
                async for name in pages(home, pilot):
                    path = folder / f"{len(taken) + 1:02} {filename(name)} {size[0]}x{size[1]} {theme}.svg".replace(" ", "-")
                    path.write_text(without_links(app.export_screenshot(title="dtx")), "utf-8")
                    taken.append(path)
        finally:
            home.close()
    return taken


def filename(name: str) -> str:
    return re.sub(r"\W+", "-", name)


def as_png(pictures: list[Path]) -> Iterator[Path]:
    """The same for whoever cannot look at an SVG."""
    if which("rsvg-convert") is None:
        return
    for picture in pictures:
        run(["rsvg-convert", picture, "-o", png := picture.with_suffix(".png")], check=True)
        yield png


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for size, theme in product(SIZES, THEMES):
        taken = asyncio.run(take(folder, size, theme))
        print(f"{size[0]}x{size[1]} {theme}: {len(taken)} pages, {len(list(as_png(taken)))} of them as PNG too")


if __name__ == "__main__":
    main()
