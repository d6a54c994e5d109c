"""The corpus of broken `plugin.yaml` files: sound ones in `broken/*.yaml`, and beside each what was done to it, kind by kind.

In a `.txt` file each kind begins with `## ` and what went wrong. Lines after `<` are taken out of the sound file, lines after `>`
stand in their place, lines after `+` at the end. `@ name` makes a file in the folder, of the lines after `|`. Lines
after `=` are what the loader says, lines after `~` what `dtx check` says of a file that loads; `= nothing` is of one that is sound.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "broken"


@dataclass
class Kind:
    """One kind of mistake, and what is said about it."""

    source: str
    number: int
    name: str
    base: str
    edits: list[tuple[list[str], list[str]]] = field(default_factory=list)
    appended: list[str] = field(default_factory=list)
    files: dict[str, list[str]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.source}:{self.number} ({self.name})"

    @property
    def text(self) -> str:
        """The broken file."""
        lines = sound(self.base).splitlines()
        for old, new in self.edits:
            places = [at for at in range(len(lines)) if lines[at : at + len(old)] == old]
            assert places, f"{self.place}: {old} is not in {self.base}"
            lines[places[0] : places[0] + len(old)] = new
        return "\n".join([*lines, *self.appended]) + "\n"

    def write(self, folder: Path) -> Path:
        """The broken plugin, in a folder that is its own."""
        folder.mkdir(parents=True)
        for name, lines in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "plugin.yaml").write_text(self.text, encoding="utf-8")
        return folder


@cache
def sound(base: str) -> str:
    return (FOLDER / f"{base}.yaml").read_text(encoding="utf-8")


def kinds(source: str) -> list[Kind]:
    """The kinds of one file, in its order."""
    return list(_kinds(FOLDER / source))


def _kinds(path: Path) -> Iterator[Kind]:
    kind: Kind | None = None
    base, inside = "", ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        sign, rest = line[:1], line[2:]
        if line.startswith("base: "):
            base = line.removeprefix("base: ")
        elif line.startswith("## "):
            if kind is not None:
                yield kind
            kind, inside = Kind(path.name, number, line[3:], base), ""
        elif kind is None or not line:
            continue
        elif sign == "<":
            if not kind.edits or kind.edits[-1][1]:
                kind.edits.append(([], []))
            kind.edits[-1][0].append(rest)
        elif sign == ">":
            kind.edits[-1][1].append(rest)
        elif sign == "+":
            kind.appended.append(rest)
        elif sign == "@":
            kind.files[rest] = []
            inside = rest
        elif sign == "|":
            kind.files[inside].append(rest)
        elif sign in "=~":
            (kind.said if sign == "=" else kind.checked).append(rest)
        else:
            raise ValueError(f"{path.name}:{number}: {line!r} is none of < > + @ | = ~")
    if kind is not None:
        yield kind
