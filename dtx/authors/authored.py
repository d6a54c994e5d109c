"""A plugin's folder in its author's hands: where it is, what it says, whether its code may run here, and what there is to put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dtx import paths
from dtx.engine.activity import Activity
from dtx.engine.words import whole
from dtx.errors import PluginProblem, Unknown
from dtx.host.trust import Tree, read_tree
from dtx.language import _

if TYPE_CHECKING:
    from dtx.host.manifest import Manifest
    from dtx.host.shelf import Shelf

PLAIN = "plugin.yaml"

NOT_APPROVED = _("nobody has approved this code as it is, so it was not run and its activities were not gone through.")
IF_YOURS = _("If you wrote or have read it, {again} with --mine.")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right, or with `warning` to look at. `place` is a file and line, or an activity and where in it."""

    place: str
    sentence: str
    remedy: str
    warning: bool = False
    activity: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {_('(a hint)') + ' ' if self.warning else ''}{self.sentence} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Authored:
    """A folder as it was read, and whether its code may run as it is: it came with dtx, was approved, or is its author's own."""

    manifest: "Manifest"
    tree: Tree
    runs: bool

    @property
    def folder(self) -> Path:
        return self.tree.folder

    @property
    def ours(self) -> bool:
        return came_with_dtx(self.folder)

    @property
    def told(self) -> tuple[str, ...]:
        """The ids of the activities whose script is `steps:`."""
        return tuple(f"{self.manifest.id}.{one.id}" for one in self.manifest.activities if one.steps is not None)

    @property
    def coded(self) -> tuple[str, ...]:
        """The ids of the activities whose script is code."""
        return tuple(f"{self.manifest.id}.{one.id}" for one in self.manifest.activities if one.steps is None)

    def activities(self) -> Mapping[str, Activity]:
        """All that may run, by id. What is code is loaded in this process, from the very bytes that were read. Raises PluginProblem."""
        from dtx.host.loader import load

        found = {activity.id: activity for activity in self.manifest.activities_from_yaml()}
        return {**found, **load(self.manifest, self.tree).activities} if self.coded and self.runs else found


def folder_of(named: str, shelf: "Shelf") -> Path:
    """The folder of a plugin, from its path or its id. Raises `Unknown`, and `PluginProblem` where one is known but broken."""
    path = Path(named).expanduser()
    if path.name == PLAIN and path.is_file():
        path = path.parent
    if path.is_dir():
        return path.resolve()
    try:
        return shelf.manifest(named).folder
    except Unknown:
        raise Unknown(
            _("There is no folder and no plugin {named!r}.").format(named=whole(named)),
            _("Give a plugin's folder, or an id of `dtx plugins`."),
        ) from None


def authored(folder: Path, shelf: "Shelf | None", *, mine: bool = False, safe: bool = False) -> Authored:
    """Read a folder. Its code runs if it came with dtx, was approved as it is (but not with `safe`), or is `mine`.

    Raises PluginProblem, as ManifestProblems with everything that is wrong in `plugin.yaml`.
    """
    from dtx.host.manifest import manifest_in

    tree = read_tree(folder)
    return Authored(manifest_in(tree), tree, may_run(folder, tree.sha256, shelf, mine=mine, safe=safe))


def may_run(folder: Path, sha256: str, shelf: "Shelf | None", *, mine: bool, safe: bool) -> bool:
    """Whether the code in a folder may run as it is: it came with dtx, was approved, pip installed it, or its author says so.

    Where code is switched off or was called back, nobody's word lets it run. Without a shelf the question was answered before.
    """
    if came_with_dtx(folder) or shelf is None:
        return mine or came_with_dtx(folder)
    if not shelf.lets_code_run(sha256):
        return False
    if mine or (not safe and shelf.trusts(folder.name, sha256)):
        return True
    from dtx.host.sources import entry_points

    return not safe and any(Path(path).resolve() == folder for path, _ in entry_points())


def came_with_dtx(folder: Path) -> bool:
    return folder.resolve().parent == paths.bundled("plugins").resolve()


def of_problem(problem: PluginProblem) -> list[Finding]:
    """What keeps a plugin from loading, each as a finding of its own."""
    from dtx.host.manifest import ManifestProblems

    if isinstance(problem, ManifestProblems):
        return [Finding(one.place, one.sentence, one.remedy) for one in problem.problems]
    return [Finding(problem.plugin, problem.problem, problem.remedy or _("Put that right first."))]


def written_at(text: str, tree: Tree) -> str | None:
    """The file and line in which a text is written as it is said, or None."""
    sources = {PLAIN: (tree.folder / PLAIN).read_bytes(), **tree.code}
    for name, source in sources.items():
        for number, line in enumerate(source.decode("utf-8", "replace").splitlines(), 1):
            if text in line:
                return _("{name}, line {number}").format(name=name, number=number)
    return None
