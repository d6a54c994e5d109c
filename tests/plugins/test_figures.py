"""Every version of every exercise has a figure that fits a small terminal, visibly moves, and is drawn by its script to the letter."""

import re
import subprocess
import sys
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "plugins" / "exercises"
EXERCISES = tomllib.loads((FOLDER / "exercises.toml").read_text(encoding="utf-8"))
FIGURES = tomllib.loads((FOLDER / "figures.toml").read_text(encoding="utf-8"))

COLUMNS, ROWS = 30, 12
FEWEST_CELLS_CHANGED = 6
MOST_WORDS = 20
ALLOWED = re.compile(r"[\u2800-\u28ff\u2500-\u257f\u2190-\u21ffA-Za-z\n]+")
"""Braille (blanks too), box drawing, arrows and letters: what terminals draw one cell wide, and no blanks that an editor might cut off."""

each = pytest.mark.parametrize("name", FIGURES)


def cells_changed(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def test_every_version_of_every_exercise_has_a_figure_and_no_figure_is_left_over() -> None:
    assert list(FIGURES) == list(EXERCISES)


@each
def test_a_figure_has_three_frames_of_one_size_that_fit(name: str) -> None:
    frames = FIGURES[name]["frames"]
    assert len(frames) == 3
    sizes = {(len(rows), len(row)) for rows in (frame.split("\n") for frame in frames) for row in rows}
    assert len(sizes) == 1
    rows, columns = sizes.pop()
    assert rows <= ROWS
    assert columns <= COLUMNS


@each
def test_a_figure_uses_only_what_every_terminal_draws_one_cell_wide(name: str) -> None:
    assert all(ALLOWED.fullmatch(frame) for frame in FIGURES[name]["frames"])


@each
def test_start_between_and_end_differ_visibly(name: str) -> None:
    changes = [cells_changed(one, other) for one, other in combinations(FIGURES[name]["frames"], 2)]
    assert min(changes) >= FEWEST_CELLS_CHANGED


def test_no_two_versions_have_the_same_figure() -> None:
    assert len({tuple(figure["frames"]) for figure in FIGURES.values()}) == len(FIGURES)


@each
def test_a_figure_is_said_in_words_of_at_most_twenty_a_sentence(name: str) -> None:
    alt = FIGURES[name]["alt"]
    assert alt == EXERCISES[name]["figure"]
    assert all(0 < len(sentence.split()) <= MOST_WORDS for sentence in re.split(r"(?<=[.!?])\s+", alt))


def test_drawing_them_again_gives_the_same_file_byte_for_byte(tmp_path: Path) -> None:
    again = tmp_path / "figures.toml"
    drawing = subprocess.run([sys.executable, ROOT / "media" / "figures.py", again], capture_output=True, text=True, timeout=60)
    assert drawing.returncode == 0, drawing.stderr
    assert again.read_bytes() == (FOLDER / "figures.toml").read_bytes()
