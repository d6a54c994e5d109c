"""What the index keeps of a plugin's folder, read without running anything in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from dtx.errors import PluginProblem, Unknown
from dtx.host.trust import Tree, read_tree
from dtx.language import _

if TYPE_CHECKING:
    from dtx.host.manifest import Declared, Manifest

OK, BROKEN, UNTRUSTED, TOO_NEW = "ok", "broken", "untrusted", "too_new"
HOOKS = ("dtx_exporters", "dtx_voice", "dtx_session_ended")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was last read in a folder.

    `lines` are its activities as (id, title, summary, minutes); those in `coded` need its code.

    `hooks` are the hooks its code mentions. `failure` is what its code did when it last ran, as the same bytes would do again;
    `tried` says that it was loaded in a process of its own, and came to an end there.
    """

    state: str
    problem: str | None
    sha256: str | None
    title: str = ""
    version: str = ""
    lines: tuple[tuple[str, str, str, float], ...] = ()
    coded: tuple[str, ...] = ()
    code: bool = False
    hooks: tuple[str, ...] = ()
    load_ms: float = 0.0
    failure: str | None = None
    tried: bool = False

    @classmethod
    def from_text(cls, text: str) -> "Reading":
        kept = json.loads(text)
        lines = tuple((str(i), str(title), str(summary), float(minutes)) for i, title, summary, minutes in kept.pop("lines"))
        return cls(lines=lines, coded=tuple(kept.pop("coded")), hooks=tuple(kept.pop("hooks")), **kept)

    def to_text(self) -> str:
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def read(folder: Path) -> Reading:
    """What the index keeps of one folder; runs no code."""
    import dtx.host.contents  # noqa: F401 - loads pydantic, once for all plugins; that is not this plugin's time

    began = perf_counter()
    sha256 = None
    try:
        tree = read_tree(folder)
        sha256 = tree.sha256
        manifest = manifest_in(tree)
    except PluginProblem as problem:
        state = TOO_NEW if getattr(problem, "too_new", False) else BROKEN
        return Reading(state, f"{problem.problem} {problem.remedy}", sha256)
    except Exception as error:  # whatever is in one folder, the others stay on the shelf
        return Reading(BROKEN, f"Its plugin.yaml cannot be read ({type(error).__name__}). Please tell its author.", sha256)
    lines = tuple((one.id, one.title, one.summary, one.minutes) for one in manifest.activities)
    hooks = tuple(hook for hook in HOOKS if manifest.code and any(hook.encode() in code for code in tree.code.values()))
    coded = tuple(one.id for one in manifest.activities if one.steps is None)
    return Reading(OK, None, sha256, manifest.title, manifest.version, lines, coded, bool(manifest.code), hooks, milliseconds(began))


def manifest_of(folder: Path) -> "Manifest":
    """Read a plugin.yaml, in the language that is spoken; pydantic and yaml are loaded here, and no earlier.

    Raises `ManifestProblems`, a `PluginProblem`.
    """
    from dtx.host.manifest import read_manifest, spoken

    return spoken(read_manifest(folder))


def manifest_in(tree: Tree) -> "Manifest":
    """The manifest in the bytes that were hashed, in the language that is spoken. Raises `ManifestProblems`."""
    from dtx.host import manifest

    return manifest.spoken(manifest.manifest_in(tree))


def declared(manifest: "Manifest", activity_id: str) -> "Declared":
    for one in manifest.activities:
        if f"{manifest.id}.{one.id}" == activity_id:
            return one
    raise unknown(activity_id, [f"{manifest.id}.{one.id}" for one in manifest.activities])


def unknown(name: str, known: Sequence[str]) -> Unknown:
    near = get_close_matches(name, known, n=1)
    remedy = _("Did you mean '{meant}'?").format(meant=near[0]) if near else _("'dtx activities' lists what there is.")
    return Unknown(_("There is no activity '{name}'.").format(name=name), remedy)


def milliseconds(began: float) -> float:
    return round((perf_counter() - began) * 1000, 2)
