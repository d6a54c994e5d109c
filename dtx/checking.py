"""Checking a plugin before anybody is guided by it: its file, its words, and every activity gone through in every form.

Code that did not come with dtx is gone through in a child process, so that an endless script costs ten seconds and no more (law 9).
"""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dtx import paths
from dtx.apart import REHEARSAL_S
from dtx.care.gate import TABLE, columns
from dtx.engine.activity import Activity, Context
from dtx.engine.rehearsal import WAYS, phase_json
from dtx.errors import PluginProblem, Unknown
from dtx.host.explain import listed
from dtx.host.trust import Tree, read_tree

if TYPE_CHECKING:
    from dtx.host.manifest import Manifest
    from dtx.host.options import Option
    from dtx.host.shelf import Shelf
    from dtx.host.wording import Fault

REVIEW_MONTHS = 24
"""A review older than this has to be done again (clinical 0.6)."""

PLAIN = "plugin.yaml"
CHOSEN = {"first": "each first answer is chosen", "last": "each last answer is chosen", "declined": "every question is declined"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right, or with `warning` to look at. `place` is a file and line, or an activity and where in it."""

    place: str
    sentence: str
    remedy: str
    warning: bool = False
    activity: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {'(a hint) ' if self.warning else ''}{self.sentence} {self.remedy}"


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
        raise Unknown(f"There is no folder and no plugin {named!r}.", "Give a plugin's folder, or an id of `dtx plugins`.") from None


def check(folder: Path, shelf: "Shelf", today: date, *, mine: bool = False, safe: bool = False) -> list[Finding]:
    """Everything found in a plugin's folder.

    Its code is run only if it came with dtx, was approved as it is (but not with `safe`), or is `mine`.
    """
    from dtx.host.manifest import manifest_in

    try:
        tree = read_tree(folder)
        manifest = manifest_in(tree)
    except PluginProblem as problem:
        return of_problem(problem)
    found = list(of_manifest(manifest, tree, today))
    for activity in manifest.activities_from_yaml():
        found += of_activity(activity, manifest, tree, today)
    coded = [f"{manifest.id}.{one.id}" for one in manifest.activities if one.steps is None]
    if coded:
        found += of_code(coded, manifest, tree, today, run=mine or may_run(folder, tree.sha256, shelf, safe))
    return list({(one.activity, one.sentence): one for one in reversed(found)}.values())[::-1]


def of_problem(problem: PluginProblem) -> list[Finding]:
    """What keeps a plugin from loading, each as a finding of its own."""
    from dtx.host.manifest import ManifestProblems

    if isinstance(problem, ManifestProblems):
        return [Finding(one.place, one.sentence, one.remedy) for one in problem.problems]
    return [Finding(problem.plugin, problem.problem, problem.remedy or "Put that right first.")]


def of_manifest(manifest: "Manifest", tree: Tree, today: date) -> Iterator[Finding]:
    """What the rules have against what `plugin.yaml` says outside the scripts."""
    from dtx.host.wording import whole

    said = [manifest.title, manifest.summary, *manifest.cautions, *manifest.stop_rules, *manifest.easier]
    said += [words for one in manifest.activities for words in (one.title, one.summary, *one.cautions)]
    said += [option.words for one in manifest.activities for option in one.options.values()]
    texts = list(dict.fromkeys(filter(None, said)))
    yield from of_texts(texts, PLAIN, tree)
    yield from (Finding(PLAIN, fault.sentence, fault.remedy, fault.warning) for fault in whole(texts))
    if manifest.reviewed_on[:1].isdigit() and months(date.fromisoformat(manifest.reviewed_on), today) > REVIEW_MONTHS:
        sentence = f"it was last reviewed on {manifest.reviewed_on}, more than {REVIEW_MONTHS} months ago."
        yield Finding(PLAIN, sentence, "Let a colleague read it again, and write down the day.", warning=True)


def months(since: date, until: date) -> float:
    """The months from one day to another; a part of one counts as a part."""
    return (until.year - since.year) * 12 + until.month - since.month + (until.day - since.day) / 31


def of_texts(texts: Iterable[str], place: str, tree: Tree, activity: str | None = None) -> Iterator[Finding]:
    """What the rules have against each text, at the line where it is written, or else at `place`."""
    from dtx.host.wording import faults

    for text in texts:
        for fault in faults(text):
            yield Finding(written_at(text, tree) or place, fault.sentence, fault.remedy, fault.warning, activity)


def written_at(text: str, tree: Tree) -> str | None:
    """The file and line in which a text is written as it is said, or None."""
    sources = {PLAIN: (tree.folder / PLAIN).read_bytes(), **tree.code}
    for name, source in sources.items():
        for number, line in enumerate(source.decode("utf-8", "replace").splitlines(), 1):
            if text in line:
                return f"{name}, line {number}"
    return None


def of_activity(activity: Activity, manifest: "Manifest", tree: Tree, today: date) -> Iterator[Finding]:
    """What the rules have against an activity, gone through in each of its forms and in three ways."""
    from dtx.host.delivery import easier_faults, step_faults, walk_faults, walked, words_in
    from dtx.host.options import settle
    from dtx.host.wording import whole

    said: dict[str, str] = {}
    flags: set[str] = set()
    for given in forms(activity.options):
        context = Context(settle(activity.options, given), 0, today)
        form = activity.id + "".join(f" with {name}={value}" for name, value in given.items())
        for way in WAYS:
            walk = walked(lambda context=context: activity.script(context), way)  # type: ignore[misc]
            for stand, start_s in walk.timed():
                place = f"{form}, {clock(start_s)} {stand.step.verb}"
                for text in words_in(stand.step):
                    said.setdefault(text, place)
                yield from placed(step_faults(stand), place, activity.id)
            yield from placed(walk_faults(walk), form, activity.id)
            yield from placed(easier_faults(walk) if not given else (), form, activity.id)
            if walk.failure:
                sentence = f"its script breaks off when {CHOSEN[way]}: {walk.failure}."
                yield Finding(form, sentence, "Let it reach its end whatever is answered.", activity=activity.id)
            flags |= closing(phase_json(phase, 0, phase.seconds) for phase in walk.phases)
    for text, place in said.items():
        yield from of_texts([text], place, tree, activity.id)
    yield from placed(whole(said), activity.id, activity.id)
    if missing := [flag for flag in TABLE if flag in flags - set(manifest.flags)]:
        sentence = f"'flags' leaves out {listed(missing)}, which the gate closes it for."
        yield Finding(activity.id, sentence, "Name them, so that people see it beforehand.", warning=True, activity=activity.id)


def placed(faults: "Iterable[Fault]", place: str, activity: str) -> Iterator[Finding]:
    for fault in faults:
        yield Finding(place, fault.sentence, fault.remedy, fault.warning, activity)


def closing(phases: Iterable[Mapping[str, Any]]) -> set[str]:
    """The flags that close an activity with these phases (clinical 8.2)."""
    kinds = columns(phases)
    return {flag for flag, marks in TABLE.items() if any(marks[kind].kind == "B" for kind in kinds & marks.keys())}


def forms(options: "Mapping[str, Option]") -> Iterator[dict[str, str]]:
    """The forms to go through: as it comes, and with each single choice, yes and no, the least and the most."""
    yield {}
    for name, option in options.items():
        values: list[Any] = [*option.choices]
        values += [True, False] if option.type == "yes_no" else []
        values += [bound for bound in (option.low, option.high) if bound is not None]
        for value in values:
            if value != option.default:
                yield {name: option.written(value)}


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


# -- code


def may_run(folder: Path, sha256: str, shelf: "Shelf", safe: bool) -> bool:
    """Whether the code in a folder may run as it is: it came with dtx, was approved, or pip installed it."""
    if came_with_dtx(folder) or safe:
        return came_with_dtx(folder)
    if shelf.trusted.pinned(folder.name) == sha256:
        return True
    from dtx.host.sources import entry_points

    return any(Path(path).resolve() == folder for path, _ in entry_points())


def came_with_dtx(folder: Path) -> bool:
    return folder.resolve().parent == paths.bundled("plugins").resolve()


def of_code(ids: list[str], manifest: "Manifest", tree: Tree, today: date, *, run: bool) -> Iterator[Finding]:
    """What the rules have against the activities whose script is code."""
    from dtx.host.loader import load

    code = str(manifest.code)
    if not run:
        sentence = "nobody has approved this code as it is, so it was not run and its activities were not gone through."
        yield Finding(code, sentence, "If you wrote or have read it, check again with --mine.")
    elif came_with_dtx(manifest.folder):
        activities = load(manifest, tree).activities
        for name in ids:
            yield from of_activity(activities[name], manifest, tree, today)
    else:
        for name in ids:
            yield from apart(name, manifest.folder, tree.sha256, today)


def apart(activity_id: str, folder: Path, sha256: str, today: date) -> list[Finding]:
    """The findings about one activity, by a child process."""
    asked = json.dumps({"activity": activity_id, "sha256": sha256, "today": today.isoformat()})
    python, env = paths.again()
    command = [*python, "-m", "dtx", "check", str(folder), "--here"]
    try:
        child = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=REHEARSAL_S, input=asked, env=env)
    except subprocess.TimeoutExpired:
        sentence, remedy = f"its script does not come to its end within {REHEARSAL_S} seconds.", "Look for a loop without an end."
        return [Finding(activity_id, sentence, remedy, activity=activity_id)]
    if child.returncode != 0 or not child.stdout:
        why = child.stderr.strip().rpartition("dtx: ")[2] or "its code ended the check without a word."
        return [Finding(activity_id, why, "Put that right first.", activity=activity_id)]
    try:
        return [Finding(**one) for one in json.loads(child.stdout)]
    except (ValueError, TypeError):
        sentence, remedy = "its code wrote something else in place of what was found.", "Let it write nothing to the terminal."
        return [Finding(activity_id, sentence, remedy, activity=activity_id)]


def here(folder: Path, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """What `apart` asks of its child: the findings about one activity, from the very bytes that were approved.

    Raises `PluginProblem` when these are other ones, or do not load.
    """
    from dtx.host.loader import load
    from dtx.host.manifest import manifest_in

    tree = read_tree(folder)
    if tree.sha256 != asked["sha256"]:
        raise PluginProblem(folder.name, "The folder has changed while it was checked.", "Check it again.")
    manifest = manifest_in(tree)
    activity = load(manifest, tree).activities[asked["activity"]]
    return [asdict(found) for found in of_activity(activity, manifest, tree, date.fromisoformat(asked["today"]))]
