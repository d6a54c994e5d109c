"""Loading a plugin's code: from the bytes that were hashed, alone, with whatever it does turned into one sentence."""

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from inspect import signature
from itertools import islice
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from dtx.engine.activity import Activity
from dtx.errors import DtxError, PluginProblem
from dtx.host import hookspecs
from dtx.host.aside import aside
from dtx.host.trial import REMEDY
from dtx.host.trust import Tree

if TYPE_CHECKING:
    from dtx.host.manifest import Manifest

PACKAGE = "dtx_plugins"
MOST_RESULTS = 1_000
"""A hook that offers more than this is taken for endless."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plugin whose code has run. `activities` are by id, checked against its manifest."""

    plugin: str
    folder: Path
    activities: Mapping[str, Activity]
    hooks: pluggy.PluginManager


class HashedModules(MetaPathFinder, InspectLoader):
    """Finds a plugin's modules in the bytes that were hashed, and nowhere else: what is on disk now may be something else."""

    def __init__(self, plugin: str, code: str, tree: Tree) -> None:
        self.name = f"{PACKAGE}.{plugin}"
        self._code = code
        self._tree = tree

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != self.name and not fullname.startswith(f"{self.name}."):
            return None
        file = self._file(fullname)  # raises: the finders after this one would look on disk
        spec = importlib.util.spec_from_loader(fullname, self, origin=self._path(file), is_package=self.is_package(fullname))
        if spec is not None:
            spec.has_location = True
            if spec.submodule_search_locations is not None:
                spec.submodule_search_locations = [str(Path(self._path(file)).parent)]
        return spec

    def is_package(self, fullname: str) -> bool:
        return fullname == self.name or self._file(fullname).endswith("/__init__.py")

    def get_source(self, fullname: str) -> str:
        return importlib.util.decode_source(self._tree.code[self._file(fullname)])

    def get_code(self, fullname: str) -> CodeType:
        file = self._file(fullname)
        return self.source_to_code(self._tree.code[file], self._path(file))

    def _file(self, fullname: str) -> str:
        if fullname == self.name:
            return self._code
        stem = fullname.removeprefix(f"{self.name}.").replace(".", "/")
        for file in (f"{stem}/__init__.py", f"{stem}.py"):
            if file in self._tree.code:
                return file
        raise ModuleNotFoundError(f"there is no {stem}.py in the plugin's folder", name=fullname)

    def _path(self, file: str) -> str:
        return str(self._tree.folder / file)


def load(manifest: "Manifest", tree: Tree) -> Loaded:
    """Run a plugin's code and collect its activities. Raises `PluginProblem`, whatever the code does but for `os._exit`."""
    with blamed(manifest.id, tree.folder):
        module = imported(manifest, tree)
        for problem in hook_problems(module):
            raise PluginProblem(manifest.id, problem, "")
        hooks = hooked(manifest.id, module)
        offered = [item for items in hooks.hook.dtx_activities(plugin=manifest) for item in taken(items, "dtx_activities")]
        return Loaded(manifest.id, tree.folder, checked(manifest, offered), hooks)


def hooked(name: str, module: ModuleType) -> pluggy.PluginManager:
    """The hooks that a module answers, alone."""
    hooks = pluggy.PluginManager("dtx")
    hooks.add_hookspecs(hookspecs)
    hooks.register(module, name=name)
    return hooks


def call(loaded: Loaded, hook: str, **arguments: Any) -> list[Any]:
    """What one plugin answers to one hook; for a first-result hook, nothing or one. Raises `PluginProblem`."""
    with blamed(loaded.plugin, loaded.folder):
        answer = getattr(loaded.hooks.hook, hook)(**arguments)
        if hook == "dtx_voice":
            return [] if answer is None else [spoken_file(answer)]
        return [item for items in answer if items is not None for item in taken(items, hook)]


def spoken_file(answer: object) -> Path:
    """The file a plugin has spoken a line into."""
    if not isinstance(answer, str | Path):
        raise TypeError(f"dtx_voice answers with {type(answer).__name__}, which is no path")
    path = Path(answer).absolute()
    if not path.is_file():
        raise FileNotFoundError("dtx_voice answers with a file that is not there")
    return path


def imported(manifest: "Manifest", tree: Tree) -> ModuleType:
    """The plugin's module, new: an older one of the same name is forgotten, with its helpers."""
    if manifest.code is None or manifest.code not in tree.code:
        raise PluginProblem(manifest.id, f"There is no {manifest.code} in its folder.", "")
    finder = HashedModules(manifest.id, manifest.code, tree)
    forget(finder.name)
    sys.modules.setdefault(PACKAGE, ModuleType(PACKAGE)).__path__ = []
    sys.meta_path.insert(0, finder)
    try:
        return importlib.import_module(finder.name)
    except BaseException:
        forget(finder.name)
        raise


def forget(name: str) -> None:
    for module in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
        del sys.modules[module]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not (isinstance(finder, HashedModules) and finder.name == name)]


def hook_problems(module: ModuleType) -> Iterator[str]:
    """pluggy says nothing about a hook that is misspelt or not marked: it is just never called."""
    for name, value in vars(module).items():
        if not (name.startswith("dtx_") and isinstance(value, FunctionType)):
            continue
        where = f"{Path(value.__code__.co_filename).name}, line {value.__code__.co_firstlineno}"
        if name not in hookspecs.NAMES:
            near = get_close_matches(name, hookspecs.NAMES, n=1)
            yield f"{where}: there is no hook '{name}'. {f'Did you mean {near[0]!r}?' if near else ''}".strip()
        elif not hasattr(value, "dtx_impl"):
            yield f"{where}: '{name}' is not marked with @hookimpl."
        elif odd := set(signature(value).parameters) - set(known := list(signature(getattr(hookspecs, name)).parameters)):
            yield f"{where}: '{name}' asks for '{min(odd)}', and may ask for {' and '.join(known) or 'nothing'} only."


def taken(items: object, hook: str) -> list[Any]:
    """All that a hook offers, taken now, so that what it raises late is raised here."""
    if not isinstance(items, Iterable):
        raise TypeError(f"{hook} offers {type(items).__name__}, not a list")
    things = list(islice(items, MOST_RESULTS + 1))
    if len(things) > MOST_RESULTS:
        raise ValueError(f"{hook} offers more than {MOST_RESULTS} things")
    return things


def checked(manifest: "Manifest", offered: Iterable[object]) -> dict[str, Activity]:
    """Activities by id, as the manifest declares them: code gives the script, never the title, the options or the cautions."""
    declared = {activity.id: activity for activity in manifest.activities}
    scripts: dict[str, Callable[..., Any]] = {}
    for one in offered:
        if not isinstance(one, Activity):
            raise TypeError(f"dtx_activities offers {type(one).__name__}, which is no Activity")
        name = one.id.removeprefix(f"{manifest.id}.")
        if name not in declared:
            raise ValueError(f"it offers '{name}', which plugin.yaml does not declare")
        if name in scripts or declared[name].steps is not None:
            raise ValueError(f"it offers '{name}' twice")
        scripts[name] = one.script
    for name, activity in declared.items():
        if name not in scripts and activity.steps is None:
            raise ValueError(f"plugin.yaml declares '{name}', but there is no script for it")
    activities = [manifest.activity(script, name) for name, script in scripts.items()]
    return {activity.id: activity for activity in activities}


@contextmanager
def blamed(plugin: str, folder: Path, what: str = "does not load") -> Iterator[None]:
    """Turn whatever is raised inside into a `PluginProblem`; only the person's own Ctrl-C gets out. What it prints is not for stdout."""
    try:
        with aside():
            yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PluginProblem(plugin, f"The plugin '{plugin}' {what}: {sentence(error, folder)}", REMEDY) from error


LONGEST = 200


def sentence(error: BaseException, folder: Path) -> str:
    """What went wrong in one line, with the author's own file and line if it went through one."""
    if isinstance(error, DtxError):
        what = error.problem
    elif isinstance(error, SystemExit):
        what = "it tries to end dtx."
    elif isinstance(error, SyntaxError):
        what = f"{error.msg}."
    else:
        what = f"{type(error).__name__}: {words_of(error)}."
    place = author_line(error, folder)
    return f"{place}: {what}" if place and not what.startswith(place.split(",")[0]) else what


def words_of(error: BaseException) -> str:
    try:
        words = str(error)
    except Exception:  # an error's own words may fail, too
        return "no more is known"
    path = getattr(error, "path", None)
    words = words.replace(f" ({path})", "") if isinstance(path, str) else words
    return words.strip().partition("\n")[0][:LONGEST].rstrip(".") or "no more is known"


def author_line(error: BaseException, folder: Path) -> str | None:
    """`plugin.py, line 7`: the deepest place inside the plugin's folder, or None."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(folder):
        return f"{Path(error.filename).relative_to(folder).as_posix()}, line {error.lineno}"
    place, trace = None, error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(folder):
            place = f"{file.relative_to(folder).as_posix()}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
