"""The shelf: every plugin there is. The list is read from an index alone; a plugin is read when one of its activities is opened."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import dtx
from dtx import paths
from dtx.engine.words import whole
from dtx.errors import PluginProblem
from dtx.host import trust
from dtx.host.index import Index, Listed
from dtx.host.reading import BROKEN, OK, TOO_NEW, UNTRUSTED, Reading, declared, manifest_in, manifest_of, milliseconds, read, unknown
from dtx.host.sources import BUNDLED, USER, Found, digest, entry_points, found, kept_folder, path_stamp, stamp
from dtx.host.trust import Tree, Trusted, TrustFile, kept_pin, read_tree
from dtx.language import FIRST, _, language
from dtx.settings import NEVER, Settings

if TYPE_CHECKING:  # pydantic, yaml and pluggy come in with these, and no list needs them
    from dtx.engine.activity import Activity
    from dtx.engine.export import Exporter
    from dtx.engine.record import SessionLog
    from dtx.host.loader import Loaded
    from dtx.host.manifest import Manifest


@dataclass(frozen=True, slots=True)
class PluginEntry:
    """One plugin as `dtx plugins` shows it. `state` is ok, broken, untrusted or too_new; `activities` are full ids."""

    id: str
    source: str
    version: str
    state: str
    problem: str | None
    activities: tuple[str, ...]
    load_ms: float
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """An activity ready to run, its plugin's manifest, and the hash of what was read."""

    activity: "Activity"
    manifest: "Manifest"
    sha256: str


class Shelf:
    """Plugins from the bundled folder, the person's own, extra folders and pip, in that order; the first to claim an id has it.

    `only` narrows it to `bundled` or to some ids (`a,b`); without it DTX_PLUGINS does. `safe` looks at nothing but what ships with dtx.
    """

    def __init__(
        self, home: Path, folders: Sequence[Path] = (), *, safe: bool = False, only: str | None = None, trusted: Trusted | None = None
    ) -> None:
        narrowed = os.environ.get("DTX_PLUGINS", "") if only is None else only
        self.home = home
        self.trusted = trusted or TrustFile(home / trust.APPROVALS)
        self._folders = tuple(folders)
        self._only = frozenset(filter(None, (name.strip() for name in narrowed.split(","))))
        self._safe = safe or self._only == {BUNDLED}
        self._index = Index(paths.cache(home) / "shelf.db")
        self._view = digest([language(), str(self._safe), *sorted(self._only), "", *(str(folder.absolute()) for folder in self._folders)])
        self._loaded: dict[tuple[str, str], Loaded] = {}
        self._never = False
        self.problems: list[PluginProblem] = []
        """What went wrong in plugins that were called for something other than their activities: an exporter, a voice."""

    def listed(self, limit: int | None = None) -> list[Listed]:
        """What can be practised, as the index has it; reads no plugin. Empty until the first `refresh`."""
        return self._index.listed(self._view, limit)

    def refresh(self) -> bool:
        """Look for folders that are new, changed or gone, read those, and rewrite the index. Returns whether anything changed."""
        self._read_policy()
        places = list(self._found())
        marks = {place.path: f"{dtx.__version__} {language()} {stamp(place.path)}" for place in places}
        fingerprint = digest(
            [self.trusted.stamp(), str(self._never), *(f"{place.source} {place.path} {marks[place.path]}" for place in places)]
        )
        if fingerprint == self._index.fingerprint(self._view):
            return False
        known = self._index.folders()
        fresh = {
            place.path: (marks[place.path], read(Path(place.path)))
            for place in places
            if place.path not in known or known[place.path][0] != marks[place.path]
        }
        gone = [path for path in known if path not in marks and not os.path.isdir(path)]  # noqa: PTH112
        self._index.keep_readings(fresh, gone)
        self._write(fingerprint, places, {path: reading for path, (_, reading) in (known | fresh).items()})
        return True

    def plugins(self) -> list[PluginEntry]:
        """Every plugin, in the order of the sources. The code of each that may run is loaded once, alone, to see whether it does."""
        self.refresh()
        readings = self._index.folders()
        entries = []
        claims = [
            (place, first, readings[place.path][1] if place.path in readings else read(Path(place.path)))
            for place, first in self._claims(self._places())
        ]
        fresh = self._tried([(place, reading) for place, first, reading in claims if first is place and self._may_run(place, reading)])
        for place, first, reading in claims:
            reading = fresh.get(place.path, reading)
            state, problem = self._state(place, reading) if first is place else (BROKEN, claimed(place, first))
            ids = tuple(f"{place.id}.{name}" for name, *_ in reading.lines) if first is place else ()
            entries.append(
                PluginEntry(whole(place.id), place.source, reading.version, state, problem, ids, reading.load_ms, reading.sha256)
            )
        self.refresh()  # what came of loading them is shown in the list, too
        return entries

    def manifest(self, name: str, sha256: str | None = None) -> "Manifest":
        """The plugin.yaml of a plugin, or of an activity's plugin; runs no code. Raises `Unknown` and `PluginProblem`.

        `sha256` as for `open`.
        """
        return manifest_of(Path((self._kept(name, sha256) or self._place(name)).path))

    def claims(self, plugin: str) -> list[Found]:
        """Every folder that claims an id, in the order of the sources; the first has it."""
        self.refresh()
        return [Found(path, source, approved) for _, path, source, approved in self._index.plugins(self._view, plugin)]

    def everywhere(self, plugin: str) -> list[Found]:
        """Every folder that claims an id, also where this shelf was narrowed and does not look."""
        return [place for place in found(self.home, self._folders, False, entry_points()) if place.id == plugin]

    def open(self, activity_id: str, sha256: str | None = None) -> Opened:
        """Read one plugin and no other, as it is on disk now, and give back the activity.

        `sha256` is the hash of the folder that an unfinished session began with: that copy is taken if it was kept.
        Raises `Unknown` for an id that nobody has, and `PluginProblem` for a plugin that is broken, too new or not trusted.
        """
        place = self._kept(activity_id, sha256) or self._place(activity_id)
        tree = read_tree(Path(place.path))
        manifest = manifest_in(tree)
        if declared(manifest, activity_id).steps is not None:
            for activity in manifest.activities_from_yaml():
                if activity.id == activity_id:
                    return Opened(activity, manifest, tree.sha256)
        try:
            loaded = self._load(place, manifest, tree)
        except PluginProblem as problem:
            self._note(place, str(problem))
            raise
        self._note(place, None)
        return Opened(loaded.activities[activity_id], manifest, tree.sha256)

    def words_to_read(self, activity_id: str) -> list[str]:
        """What another dtx is told, to read an activity of this shelf."""
        return [*(word for folder in self._folders for word in ("--plugins", str(folder))), "read", activity_id]

    def exporters(self) -> list["Exporter"]:
        """Forms of export that plugins offer. One that fails offers nothing; `problems` says why."""
        from dtx.host.exporters import offered

        return list(offered(self))

    def voice(self, text: str, voice: str) -> Path | None:
        """A sound file with the text spoken by the first plugin that can, or None; `Voices` asks for many lines."""
        return next(self._call("dtx_voice", text=text, voice=voice), None)

    def session_ended(self, log: "SessionLog") -> None:
        """Tell every plugin that asked to know. What goes wrong there stays there: the session is on disk already."""
        list(self._call("dtx_session_ended", log=log))

    def answering(self, hook: str) -> list[tuple[Found, str]]:
        """The plugins whose code mentions a hook and may run, in order, each with the hash of what was read."""
        self.refresh()
        readings = self._index.folders()
        found = []
        for place, first in self._claims(self._places()):
            reading = readings[place.path][1] if place.path in readings else read(Path(place.path))
            if first is place and hook in reading.hooks and self._state(place, reading)[0] == OK:
                found.append((place, str(reading.sha256)))
        return found

    def ask(self, place: Found, hook: str, **arguments: Any) -> list[Any]:
        """What one plugin answers to one hook; its code is loaded if it was not. Raises `PluginProblem`."""
        from dtx.host.loader import call  # late: most have no plugin that is called, and it brings pluggy in

        tree = read_tree(Path(place.path))
        return call(self._load(place, manifest_in(tree), tree), hook, **arguments)

    def _call(self, hook: str, **arguments: Any) -> Iterator[Any]:
        """Answers to one hook. Only plugins whose code mentions it are loaded, and each is called alone."""
        for place, _sha256 in self.answering(hook):
            try:
                answers = self.ask(place, hook, **arguments)
            except PluginProblem as problem:
                self.problems.append(problem)
            else:
                yield from answers

    def _load(self, place: Found, manifest: "Manifest", tree: Tree) -> "Loaded":
        """Run the code of one plugin, if it may run. The same bytes are not run twice.

        What did not come with dtx is loaded in a process of its own first, so that a hang or a crash happens there.
        """
        from dtx.host.loader import load

        self._read_policy()
        if not self._approved(self._known(place), tree.sha256):
            raise PluginProblem(place.id, *self._why_not(place, tree.sha256))
        key = (place.path, tree.sha256)
        if key not in self._loaded:
            self.prove(place, tree)
            self._loaded[key] = load(manifest, tree)
        return self._loaded[key]

    def _known(self, place: Found) -> Found:
        """The place, with what the index says of it held against the folders themselves: a cache approves of nothing."""
        if self._vouches(place):
            return place
        return replace(place, source=USER, approved=False)

    def _vouches(self, place: Found) -> bool:
        """Whether a folder that is said to be ours, or installed by pip, is."""
        if place.source == BUNDLED:
            return Path(place.path).parent == paths.bundled("plugins")
        return not place.approved or any(path == place.path for path, _ in entry_points())

    def prove(self, place: Found, tree: Tree) -> None:
        """Raise `PluginProblem` where these bytes do not load in a process of their own. What has loaded there once is known to."""
        kept = self._index.folder(place.path)
        known = kept is not None and kept[1].sha256 == tree.sha256 and kept[1].tried
        if place.source == BUNDLED or known:
            return
        from dtx.host.trial import REMEDY, tried

        (found,) = tried([(place.path, tree.sha256)])
        self._note(place, found.failure, tried=True)
        if found.failure is not None:
            raise PluginProblem(place.id, found.failure.removesuffix(f" {REMEDY}"), REMEDY)

    def _may_run(self, place: Found, reading: Reading) -> bool:
        return reading.code and self._state(place, replace(reading, failure=None))[0] == OK

    def _tried(self, places: Sequence[tuple[Found, Reading]]) -> dict[str, Reading]:
        """By path, the readings with what came of loading the code, and how long it took. Ours is loaded here, all else apart."""
        from dtx.host.trial import Tried, tried

        answers = []
        for place, _reading in places:
            if place.source == BUNDLED:
                began = perf_counter()
                tree = read_tree(Path(place.path))
                self._load(place, manifest_in(tree), tree)
                answers.append(Tried(place.path, None, milliseconds(began)))
        answers += tried([(place.path, str(reading.sha256)) for place, reading in places if place.source != BUNDLED])
        found = {one.path: one for one in answers}
        fresh = {}
        for place, reading in places:
            one = found[place.path]
            self._note(place, one.failure, tried=True)
            fresh[place.path] = replace(reading, failure=one.failure, load_ms=one.load_ms, tried=one.failure is None)
        return fresh

    def _note(self, place: Found, failure: str | None, tried: bool = False) -> None:
        """Keep how the code of a folder fared, so that the list shows it from the next look on."""
        kept = self._index.folder(place.path)
        if kept is None or not self._approved(place, kept[1].sha256):
            return
        changed = replace(kept[1], failure=failure, tried=(tried or kept[1].tried) and failure is None)
        if changed != kept[1]:
            self._index.keep_readings({place.path: (kept[0], changed)})
        if changed.failure != kept[1].failure:
            self._index.forget_views()

    def _found(self) -> Iterator[Found]:
        """Folders worth looking at. What pip installed is asked only when something on the import path has changed: it is slow."""
        installed: list[tuple[str, str]] = []
        if not self._safe:
            mark = path_stamp()
            kept = json.loads(self._index.note("installed") or "[null, []]")
            if kept[0] != mark:
                kept = [mark, entry_points()]
                self._index.keep_note("installed", json.dumps(kept))
            installed = [(path, release) for path, release in kept[1]]
        for place in found(self.home, self._folders, self._safe, installed):
            if not self._only or place.id in self._only or (BUNDLED in self._only and place.source == BUNDLED):
                yield place

    def _places(self) -> list[Found]:
        return [Found(path, source, approved) for _, path, source, approved in self._index.plugins(self._view)]

    def _claims(self, places: Iterable[Found]) -> Iterator[tuple[Found, Found]]:
        """Each place with the first one that claimed its id, which is itself for all but the latecomers."""
        first: dict[str, Found] = {}
        for place in places:
            yield place, first.setdefault(place.id, place)

    def _write(self, fingerprint: str, places: Sequence[Found], readings: Mapping[str, Reading]) -> None:
        """Lay out the list: the sources in order, plugins by title, activities as declared."""
        sources = list(dict.fromkeys(place.source for place in places))
        shown = []
        for place, first in self._claims(places):
            reading = readings[place.path]
            lines = list(self._lines(place, reading)) if first is place else [unlisted(place, claimed(place, first))]
            shown.append((sources.index(place.source), reading.title or place.id, place.path, lines))
        rows = [(place.id, place.path, place.source, place.approved) for place in places]
        in_order = [line for *_, lines in sorted(shown, key=lambda one: one[:3]) for line in lines]
        self._index.keep_view(self._view, fingerprint, rows, in_order)

    def _lines(self, place: Found, reading: Reading) -> Iterator[Listed]:
        state, problem = self._state(place, reading)
        if state == BROKEN and problem is not None and language() != FIRST:
            problem = _("Whoever wrote it has to put something right. In English: {problem}").format(problem=problem)
        if not reading.lines and problem is not None:
            yield unlisted(place, problem)
        for name, title, summary, minutes in reading.lines:
            needs_code = name in reading.coded
            fine = state == OK or (state != TOO_NEW and not needs_code)
            yield Listed(f"{place.id}.{name}", place.id, title, summary, minutes, fine, None if fine else problem, place.source)

    def _state(self, place: Found, reading: Reading) -> tuple[str, str | None]:
        """The state of a plugin, and the sentence that goes with it unless it is ok."""
        if reading.state != OK:
            return reading.state, reading.problem
        if reading.code and not self._approved(place, reading.sha256):
            return UNTRUSTED, " ".join(self._why_not(place, reading.sha256))
        return (BROKEN, reading.failure) if reading.failure else (OK, None)

    def _read_policy(self) -> None:
        """Whether code may run here at all is chosen in the settings, which a clinic may have changed meanwhile."""
        self._never = Settings.read(self.home).code == NEVER

    def _approved(self, place: Found, sha256: str | None) -> bool:
        """Whether the code with this hash may run: it is ours, or code is not switched off, and somebody has said yes to it."""
        if place.source == BUNDLED:
            return True
        if self._never or sha256 is None or sha256 in trust.REVOKED:
            return False
        return place.approved or self.trusts(place.id, sha256)

    def lets_code_run(self, sha256: str) -> bool:
        """Whether code may run here at all, and this one was not called back."""
        self._read_policy()
        return not self._never and sha256 not in trust.REVOKED

    def trusts(self, plugin: str, sha256: str) -> bool:
        """Whether somebody has approved the code of a plugin as it is."""
        return sha256 in (self.trusted.pinned(plugin), self.trusted.pinned(kept_pin(plugin, sha256)))

    def _why_not(self, place: Found, sha256: str | None) -> tuple[str, str]:
        if sha256 in trust.REVOKED:
            problem = _("The code of '{plugin}' was called back, because it can do harm.").format(plugin=place.id)
            return problem, _("`dtx remove {plugin}` takes it away.").format(plugin=place.id)
        if self._never:
            problem = _("'{plugin}' has code, and code from others is switched off here.").format(plugin=place.id)
            return problem, _("Its practices that are 'steps:' work.")
        return not_trusted(place.id)

    def _kept(self, name: str, sha256: str | None) -> Found | None:
        """The older copy with this hash, where a newer one has taken its place meanwhile."""
        if sha256 is None or self._safe:
            return None
        path = str(kept_folder(self.home, name.partition(".")[0], sha256))
        return Found(path, USER, False) if os.path.isdir(path) else None  # noqa: PTH112

    def _place(self, name: str) -> Found:
        """Where the plugin of an id is. The index knows; if it does not, the folders are looked at again."""
        plugin = name.partition(".")[0]
        for look_again in (False, True):
            if look_again:
                self.refresh()
            for _id, path, source, approved in self._index.plugins(self._view, plugin):
                if os.path.isdir(path):  # noqa: PTH112
                    return Found(path, source, approved)
        raise unknown(name, [line.id for line in self.listed()])


def not_trusted(plugin: str) -> tuple[str, str]:
    problem = _("The code of '{plugin}' has not been approved, or has changed since.").format(plugin=plugin)
    return problem, _("It stays off until `dtx trust {plugin}`. What it has that is 'steps:' works.").format(plugin=plugin)


def claimed(place: Found, first: Found) -> str:
    sentence = _("'{plugin}' is taken by a plugin that comes first ({source}). Give this folder another name: {path}")
    return sentence.format(plugin=place.id, source=first.source, path=place.path)


def unlisted(place: Found, why_not: str) -> Listed:
    """The line of a plugin whose activities cannot be known: it is shown all the same."""
    return Listed(place.id, place.id, place.id, "", 0.0, False, why_not, place.source)
