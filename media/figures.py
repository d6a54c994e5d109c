"""Draws the picture of every exercise: `python media/figures.py` writes plugins/exercises/figures.toml from the scenes in media/sketch.

The text alternative of a picture is the `figure` sentence of exercises.toml, so the two cannot drift apart.
Another place to write to may be given as the only argument.
"""

import sys
import tomllib
from pathlib import Path

from sketch.canvas import BLANK, COLUMNS, ROWS, Canvas
from sketch.faces import FACES
from sketch.lying import LYING
from sketch.scene import Scene
from sketch.sitting import SITTING
from sketch.standing import STANDING

EXERCISES = Path(__file__).parents[1] / "plugins" / "exercises"
SCENES: dict[str, Scene] = LYING | SITTING | STANDING | FACES
MOMENTS = (0.0, 0.5, 1.0)
"""Start, between, end."""

HEAD = "# Drawn by media/figures.py: start, between, end. Change the scenes in media/sketch and run it again.\n"


def drawn(scene: Scene) -> list[str]:
    """The moments of a scene as text, cut to the smallest size that holds all of them."""
    pictures = []
    for moment in MOMENTS:
        canvas = Canvas()
        scene(canvas, moment)
        pictures.append(canvas.rows())
    used = [(column, row) for rows in pictures for row in range(ROWS) for column in range(COLUMNS) if rows[row][column] != BLANK]
    left, right = min(column for column, _ in used), max(column for column, _ in used)
    top, bottom = min(row for _, row in used), max(row for _, row in used)
    return ["\n".join(line[left : right + 1] for line in rows[top : bottom + 1]) for rows in pictures]


def main() -> None:
    exercises = tomllib.loads((EXERCISES / "exercises.toml").read_text(encoding="utf-8"))
    if missing := sorted(exercises.keys() - SCENES.keys()):
        sys.exit(f"No scene in media/sketch for {', '.join(missing)}. Draw it there.")
    if spare := sorted(SCENES.keys() - exercises.keys()):
        sys.exit(f"No exercise in exercises.toml for {', '.join(spare)}. Take the scene away.")
    parts, problems = [HEAD], []
    for name, exercise in exercises.items():
        try:
            frames = ",\n".join(f'"""\n{frame}"""' for frame in drawn(SCENES[name]))
        except ValueError as problem:
            problems.append(f"{name}: {problem}. Move it in media/sketch.")
        else:
            parts.append(f'\n[{name}]\nalt = "{exercise["figure"]}"\nframes = [\n{frames},\n]\n')
    if problems:
        sys.exit("\n".join(problems))
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else EXERCISES / "figures.toml"
    target.write_text("".join(parts), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
