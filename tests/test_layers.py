"""Imports go one way: proved once by reading the code, and once by running it in fresh processes."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "dtx").rglob("*.py"))
PLUGIN_MODULES = sorted((ROOT / "plugins").rglob("*.py"))

ROWS: tuple[set[str], ...] = (
    {"errors", "paths", "settings", "safe", "language", "amounts"},
    {"engine"},
    {"care"},
    {"host", "sound", "records"},
    {"sharing"},
    {"sessions"},
    {"checkin", "insight", "history"},
    {"bringing"},
    {"giving", "sending", "reminders", "shortcut"},
    {"services"},
    {"authors", "telling"},
    {"tui", "plain", "page", "doctor", "testing", "served"},
    {"cli", "pytest_plugin"},
    {"__main__"},
)
"""The parts of dtx; each row may import the rows above it. Parts of the first row may import each other."""

PUBLIC = "__init__"
"""What plugin authors import: it may hand out steps and the hook marker. Anyone may read names such as the version from it."""

FOREIGN = {
    "textual": {"tui"},
    "textual_serve": {"served"},
    "aiohttp": {"served"},
    "rich": {"tui", "served"},  # textual-serve writes its log with it
    "pluggy": {"host"},
    "yaml": {"host"},
    "numpy": {"sound"},
    "sounddevice": {"sound"},
    "soundfile": {"sound"},
    "miniaudio": {"sound"},
    "pydub": {"sound"},
    "click": {"cli", "__main__"},
    "platformdirs": {"paths"},
    "babel": {"language"},
    "filelock": {"host", "records"},
    "plotext": {"tui"},
    "sqlcipher3": {"records"},
    "argon2": {"records"},
    "keyring": {"records", "sharing"},
    "pydantic": {"settings", "host", "sharing", "services"},
    "pydantic_core": {"settings", "host", "records", "sharing", "services"},
    "pytest": {"pytest_plugin"},
    "xlsxwriter": {"sharing"},
    "pyarrow": {"sharing"},
    "typst": {"sharing"},
    "icalendar": {"sharing"},
    "pyrage": {"sharing"},
    "cryptography": {"host", "records", "sharing"},
}
"""Who may import what others wrote."""

SLOW_TO_LOAD = {
    "textual",
    "rich",
    "numpy",
    "sounddevice",
    "soundfile",
    "miniaudio",
    "pydub",
    "pydantic",
    "pydantic_core",
    "pluggy",
    "yaml",
} | {*("xlsxwriter", "pyarrow", "typst", "pyrage", "cryptography", "textual_serve", "aiohttp", "icalendar")}


def part(module: str) -> str:
    """`dtx.engine.steps` is of the part `engine`; `dtx` itself is the public face."""
    names = module.split(".")
    return names[1] if len(names) > 1 else PUBLIC


def allowed(of: str) -> set[str]:
    """The parts that a part may import."""
    if of == PUBLIC:
        return {"errors", "engine", "host", PUBLIC}
    above = accumulate(ROWS, set.union, initial=set[str]())
    row, earlier = next((row, earlier) for row, earlier in zip(ROWS, above, strict=False) if of in row)
    return earlier | {of, PUBLIC} | (row if row is ROWS[0] else set())


def name_of(path: Path) -> str:
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Every import statement, also one inside a function, as (line, full name)."""
    return tuple(found_in(path))


def found_in(path: Path) -> Iterator[tuple[int, str]]:
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            full = ".".join(filter(None, (base, node.module)))
            if full == "dtx":  # a part, or one of the names that dtx/__init__ hands out
                parts = {other for row in ROWS for other in row}
                yield from ((node.lineno, f"dtx.{alias.name}" if alias.name in parts else "dtx") for alias in node.names)
            else:
                yield node.lineno, full


def test_every_part_stands_in_the_picture() -> None:
    known = {PUBLIC, "_bundled"}.union(*ROWS)
    assert {part(name_of(path)) for path in MODULES} <= known


def test_the_code_imports_only_what_stands_above_it() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in MODULES
        for line, name in imports(path)
        if name.split(".")[0] == "dtx" and part(name) not in allowed(part(name_of(path)))
    ]
    assert wrong == []


def test_each_foreign_library_has_its_one_place() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in MODULES
        for line, name in imports(path)
        if (top := name.split(".")[0]) not in sys.stdlib_module_names
        and top not in ("dtx", "")
        and part(name_of(path)) not in FOREIGN.get(top, set())
    ]
    assert wrong == []


def test_plugins_import_dtx_and_the_standard_library_and_nothing_deeper() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in PLUGIN_MODULES
        for line, name in imports(path)
        if name != "dtx" and name.split(".")[0] not in {*sys.stdlib_module_names, "plugins"}
    ]
    assert wrong == []


@cache
def loaded_by(*modules: str) -> frozenset[str]:
    """The names in `sys.modules` after a fresh process imported these."""
    code = f"import importlib, json, sys\nfor name in {modules!r}: importlib.import_module(name)\nprint(json.dumps(sorted(sys.modules)))"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert child.returncode == 0, child.stderr
    return frozenset(json.loads(child.stdout))


@pytest.mark.parametrize("of", sorted({part(name_of(path)) for path in MODULES}))
def test_a_fresh_process_loads_only_what_stands_above(of: str) -> None:
    loaded = loaded_by(*(name_of(path) for path in MODULES if part(name_of(path)) == of and path.name != "__main__.py"))
    loaded -= frozenset() if of == PUBLIC else loaded_by("dtx")  # the public face comes along with any part
    assert {part(name) for name in loaded if name.split(".")[0] == "dtx"} <= allowed(of)
    tops = {name.split(".")[0] for name in loaded}
    assert {top for top in tops & FOREIGN.keys() if not FOREIGN[top] & allowed(of)} == set()


def test_importing_dtx_loads_no_screen_no_sound_and_nothing_slow() -> None:
    assert {name.split(".")[0] for name in loaded_by("dtx")} & SLOW_TO_LOAD == set()


def test_the_first_page_needs_nothing_that_only_a_session_or_a_command_needs() -> None:
    """Each module costs before the first frame, most of all those full of dataclasses."""
    loaded = loaded_by("dtx.__main__", "dtx.cli.home", "dtx.cli.context", "dtx.services", "dtx.tui.app", "dtx.tui.homepage")
    assert {name for name in loaded if name.startswith(("dtx.engine.", "dtx.care."))} == {"dtx.engine.words", "dtx.care.regions"}
    assert not loaded & {"click", "dtx.host.manifest", "dtx.records.audit", "dtx.records.entries", "dtx.cli.commands"}


@pytest.mark.parametrize("module", ["dtx.cli.commands", "dtx.plain", "dtx.records", "dtx.engine"])
def test_what_needs_no_screen_loads_none(module: str) -> None:
    """So that a command answers, and plain mode begins, before the libraries for screens would have loaded."""
    assert {name.split(".")[0] for name in loaded_by(module)} & SLOW_TO_LOAD == set()


def test_the_app_needs_only_textual_to_come_up() -> None:
    """pydantic alone would cost half of what Textual costs, before the first frame."""
    tops = {name.split(".")[0] for name in loaded_by("dtx.tui.app")}
    assert tops & SLOW_TO_LOAD <= {"textual", "rich"}
