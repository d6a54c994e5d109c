"""Pictures of a plugin: text files in its folder, drawn with characters, since a terminal shows nothing else."""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from dtx.engine.figure import Figure
from dtx.host.explain import Wrong, listed, quoted, suggestion
from dtx.host.trust import MOST_TEXT_BYTES as MOST_BYTES

SUFFIX = ".txt"
WIDEST, TALLEST = 30, 12
"""The most columns and rows, so that a picture fits beside its words on 80x24."""

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".pdf", ".mp4", ".mov")
MOST_PICTURES = 200
MOST_NAMED = 10

Drawings = Mapping[str, str]
"""The text of each picture by its name in the folder, with `/`."""


def read_drawings(folder: Path, files: Mapping[str, int]) -> dict[str, str]:
    """Every picture among the files of a folder; what is too large or no text is left out, and named when a step asks for it."""
    found = {}
    for name in [name for name, size in files.items() if name.endswith(SUFFIX) and size <= MOST_BYTES][:MOST_PICTURES]:
        with suppress(OSError):
            found[name] = (folder / name).read_bytes()
    return drawn(found)


def drawn(texts: Mapping[str, bytes]) -> dict[str, str]:
    """The pictures among these files."""
    drawings = {}
    for name, data in texts.items():
        with suppress(UnicodeDecodeError):
            drawings[name] = data.decode("utf-8-sig").replace("\r\n", "\n")
    return drawings


def picture_name(word: str) -> str:
    """The name of a picture in the plugin's own folder. Raises `Wrong` for one that leads out of it, or that no terminal shows."""
    path = PurePosixPath(word)
    if path.is_absolute() or ".." in path.parts or "\\" in word or ":" in word:
        raise Wrong(f"leads out of the plugin's folder: {quoted(word)}.", "Put the file into the folder, and write its name alone.")
    if path.suffix.lower() in IMAGES:
        raise Wrong(
            f"is an image, which a terminal cannot show: {quoted(word)}.",
            f"Draw it with letters, lines and dots in a {SUFFIX} file, or put what it shows into words with 'say'.",
        )
    if path.suffix != SUFFIX:
        raise Wrong(f"is no text picture: {quoted(word)}.", f"Draw it with letters, lines and dots in a file that ends in {SUFFIX}.")
    return str(path)


def figure_of(names: tuple[str, ...], alt: str, drawings: Drawings) -> Figure:
    """The pictures, all of one size. Raises `Wrong`, whole, with a `path` to the picture."""
    frames = [rows_of(name, drawings, ("picture", at) if len(names) > 1 else ("picture",)) for at, name in enumerate(names)]
    width, height = max(len(row) for rows in frames for row in rows), max(map(len, frames))
    even = ([row.ljust(width) for row in rows] + [" " * width] * (height - len(rows)) for rows in frames)
    return Figure(tuple("\n".join(rows) for rows in even), alt)


def rows_of(name: str, drawings: Drawings, path: tuple[int | str, ...]) -> list[str]:
    if name not in drawings:
        there = f"There is {listed(map(quoted, sorted(drawings)[:MOST_NAMED]))}." if drawings else "Put the file there, as UTF-8 text."
        raise Wrong(f"there is no picture {quoted(name)} in this folder.", suggestion(name, drawings, there), path)
    rows = [row.rstrip() for row in drawings[name].split("\n")]
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise Wrong(f"the picture {quoted(name)} is empty.", "Draw something in it, or leave it out.", path)
    if (width := max(map(len, rows))) > WIDEST or len(rows) > TALLEST:
        sentence = f"the picture {quoted(name)} is {width} columns wide and {len(rows)} high; {WIDEST} and {TALLEST} are the most."
        raise Wrong(sentence, "Draw it smaller.", path)
    for number, row in enumerate(rows, 1):
        if odd := next((letter for letter in row if not narrow(letter)), None):
            what = "a tab" if odd == "\t" else f"{quoted(odd)}" if odd.isprintable() else "a character that cannot be shown"
            sentence = f"the picture {quoted(name)} has {what} in its line {number}, which is not one column wide everywhere."
            raise Wrong(sentence, "Use blanks, letters, lines and dots only.", path)
    return rows


def narrow(letter: str) -> bool:
    """Whether every terminal shows it, and in one column."""
    return (
        letter.isprintable()
        and unicodedata.category(letter)[0] not in "MC"
        and unicodedata.east_asian_width(letter) not in ("W", "F")
        and unicodedata.bidirectional(letter) not in ("R", "AL")
    )
