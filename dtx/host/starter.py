"""A new plugin's folder, with a practice in it that runs already and says what each line is for."""

import json
import re
import tempfile
import unicodedata
from pathlib import Path
from string import Template

from dtx import paths
from dtx.engine.words import clean
from dtx.errors import DtxError, Unknown
from dtx.host.manifest import FILE, json_schema
from dtx.host.shape import NAME
from dtx.host.wording import CLAIMS

SCHEMA = "plugin.schema.json"
"""Lies beside the file, so that editors complete it without a network."""

AUTHOR = "Your name, your profession"
"""Stands there until somebody writes their own."""

TEMPLATES = Path(__file__).parent / "template"
PLAIN = re.compile(r"(?!(?:yes|no|on|off|true|false|null|y|n)$)\w[\w ,.'()-]*", re.IGNORECASE)
"""A title that needs no quotation marks, for dtx or for editors, which take some words for something else."""


def start(place: Path, *, code: bool = False) -> Path:
    """Make the folder: the last part of `place` is its title, or its id. Gives back where it is.

    Raises `Unknown` for a name that cannot be an id, and DtxError where there is something already or nothing can be written.
    Nothing is left behind then.
    """
    title, name = named(place.name)
    if claim := CLAIMS.pattern.search(title):
        raise Unknown(f"A title promises nothing, and '{claim[0]}' does.", "Say what the person will do.")
    folder = place.parent / name
    if folder.exists() or folder.is_symlink():
        raise DtxError(f"There is a {folder} already.", "Choose another name, or go on with what is there.")
    if (paths.bundled("plugins") / name).is_dir():
        raise Unknown(f"'{name}' is a plugin that comes with dtx.", "Choose another name.")
    if not place.parent.is_dir():
        raise DtxError(f"There is no folder {place.parent}.", "Make it first, or choose another place.")
    try:
        with tempfile.TemporaryDirectory(prefix=".dtx-new-", dir=place.parent) as draft:
            made = Path(draft) / name
            made.mkdir()
            write(made, title, code)
            made.rename(folder)
    except OSError as problem:
        raise DtxError(f"{folder} cannot be made ({problem.strerror}).", "Choose another place, or make room.") from None
    return folder


def named(word: str) -> tuple[str, str]:
    """A title and an id from either of them: `Desk stretches` and `desk_stretches`. Raises `Unknown`."""
    title = " ".join(clean(word).split())
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")
    if not NAME.fullmatch(name):
        raise Unknown(f"{word!r} cannot become the name of a folder.", "Begin with a letter, and use at most 40 letters and digits.")
    spoken = title.replace("_", " ") if NAME.fullmatch(title) else title
    return spoken[:1].upper() + spoken[1:], name


def write(folder: Path, title: str, code: bool) -> None:
    words = {"title": title if PLAIN.fullmatch(title) else json.dumps(title, ensure_ascii=False), "author": AUTHOR, "folder": folder.name}
    files = {FILE: "code.yaml", "plugin.py": "plugin.py", f"test_{folder.name}.py": "test_plugin.py"} if code else {FILE: "plugin.yaml"}
    for file, template in files.items():
        text = Template((TEMPLATES / f"{template}.txt").read_text(encoding="utf-8"))
        (folder / file).write_text(text.substitute(words), encoding="utf-8")
    (folder / SCHEMA).write_text(schema_text(), encoding="utf-8")


def schema_text() -> str:
    return json.dumps(json_schema(), indent=1) + "\n"
