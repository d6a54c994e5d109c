"""The shelf lists from an index alone, opens one plugin at a time, and no plugin takes another down."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dtx.errors import PluginProblem, Unknown
from dtx.host.shelf import PluginEntry, Shelf
from dtx.host.trust import TrustFile, tree_sha256
from tests.heads import head

STEPS = "steps:\n  - say: You might like to look up.\n  - silence: 20s\n"
GOOD = """\
from dtx import Say, hookimpl

def script(ctx):
    yield Say("You might like to look up.")

@hookimpl
def dtx_activities(plugin):
    yield plugin.activity(script)
"""


def yaml_plugin(root: Path, name: str, title: str | None = None) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(head(title or name.capitalize()) + STEPS, encoding="utf-8")
    return folder


def code_plugin(home: Path, name: str, code: str, yaml: str | None = None, **more: str) -> Path:
    """A plugin with code in the person's own folder, approved."""
    folder = home / "plugins" / name
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(yaml or head(name.capitalize(), code=True), encoding="utf-8")
    (folder / "plugin.py").write_text(code, encoding="utf-8")
    for file, text in more.items():
        (folder / f"{file}.py").write_text(text, encoding="utf-8")
    TrustFile(home / "trusted.json").pin(name, tree_sha256(folder))
    return folder


def entry(shelf: Shelf, plugin: str) -> PluginEntry:
    return next(one for one in shelf.plugins() if one.id == plugin)


def activity_of(shelf: Shelf, plugin: str) -> str:
    return next(line.id for line in shelf.listed() if line.plugin == plugin)


@pytest.fixture
def plugins(dtx_home: Path) -> Path:
    folder = dtx_home / "plugins"
    folder.mkdir(parents=True)
    return folder


def test_the_breathing_plugin_is_on_the_shelf_with_its_eight_activities(dtx_home: Path) -> None:
    shelf = Shelf(dtx_home, safe=True)
    assert shelf.listed() == []
    assert shelf.refresh()
    assert not shelf.refresh()
    lines = [line for line in shelf.listed() if line.plugin == "breathing"]
    names = ["coherent_46", "coherent_55", "extended_48", "box_4444", "four78", "sigh", "belly", "pursed_24"]
    assert [line.id for line in lines] == [f"breathing.{name}" for name in names]
    assert all(line.available and line.why_not is None and line.source == "bundled" for line in lines)
    opened = shelf.open("breathing.coherent_46")
    assert (opened.activity.id, opened.activity.title) == ("breathing.coherent_46", "Even breath 4-6")
    assert opened.sha256 == entry(shelf, "breathing").sha256


def test_a_new_folder_is_found_a_changed_one_read_again_and_a_removed_one_gone(dtx_home: Path, plugins: Path) -> None:
    shelf = Shelf(dtx_home)
    shelf.refresh()
    folder = yaml_plugin(plugins, "desk", "Desk stretches")
    assert shelf.refresh()
    assert [(line.title, line.source) for line in shelf.listed() if line.plugin == "desk"] == [("Desk stretches", "user")]
    (folder / "plugin.yaml").write_text(head("At the desk") + STEPS, encoding="utf-8")
    assert shelf.refresh()
    assert [line.title for line in shelf.listed() if line.plugin == "desk"] == ["At the desk"]
    assert shelf.open(activity_of(shelf, "desk")).activity.title == "At the desk"
    shutil.rmtree(folder)
    assert shelf.refresh()
    assert not [line for line in shelf.listed() if line.plugin == "desk"]


def test_an_activity_that_was_added_a_moment_ago_opens_without_a_refresh(dtx_home: Path, plugins: Path) -> None:
    shelf = Shelf(dtx_home)
    shelf.refresh()
    yaml_plugin(plugins, "desk")
    name = next(f"desk.{one.id}" for one in shelf.manifest("desk").activities)
    assert shelf.open(name).activity.id == name


@pytest.mark.skipif(sys.platform == "win32", reason="links need a permission there")
def test_links_that_lead_nowhere_or_round_in_a_circle_take_no_other_plugin_with_them(dtx_home: Path, plugins: Path) -> None:
    (plugins / "circle").symlink_to("circle")
    (plugins / "nowhere").symlink_to("gone")
    yaml_plugin(plugins, "desk")
    shelf = Shelf(dtx_home)
    shelf.refresh()
    assert [line.id for line in shelf.listed() if line.source == "user"] == ["desk.desk"]


@pytest.mark.parametrize("name", ["breathing.coherent_64", "breathin.coherent_46", "breathing", "nothing", "", "..", "../breathing.belly"])
def test_an_id_that_nobody_has_is_unknown_and_the_nearest_is_named(dtx_home: Path, name: str) -> None:
    shelf = Shelf(dtx_home, safe=True)
    with pytest.raises(Unknown) as raised:
        shelf.open(name)
    assert raised.value.exit_code == 2
    if "coherent" in name:
        assert raised.value.remedy == "Did you mean 'breathing.coherent_46'?"


FAULTS = {
    "raises": ("1 / 0\n" + GOOD, "plugin.py, line 1: ZeroDivisionError: division by zero."),
    "exits": ("import sys\nsys.exit(3)\n", "plugin.py, line 2: it tries to end dtx."),
    "syntax": ("def script(ctx)\n    pass\n", "plugin.py, line 1: expected ':'."),
    "indent": ("def script(ctx):\npass\n", "plugin.py, line 2: expected an indented block after function definition on line 1."),
    "misspelt": (
        GOOD.replace("dtx_activities", "dtx_activites"),
        "plugin.py, line 6: there is no hook 'dtx_activites'. Did you mean 'dtx_activities'?",
    ),
    "unmarked": (GOOD.replace("@hookimpl\n", ""), "plugin.py, line 6: 'dtx_activities' is not marked with @hookimpl."),
    "late": (GOOD + "    raise KeyError('late')\n", "plugin.py, line 9: KeyError: 'late'."),
    "late_exit": (GOOD + "    raise SystemExit\n", "plugin.py, line 9: it tries to end dtx."),
    "recursion": (GOOD + "    yield from dtx_activities(plugin)\n", "RecursionError: maximum recursion depth exceeded"),
    "recursion_at_import": ("def f():\n    f()\nf()\n", "plugin.py, line 2: RecursionError: maximum recursion depth exceeded"),
    "import_error": ("import no_such_library\n", "plugin.py, line 1: ModuleNotFoundError: No module named 'no_such_library'."),
    "wrong_name": ("from dtx import Sya\n", "plugin.py, line 1: ImportError: cannot import name 'Sya' from 'dtx'."),
    "not_a_list": (GOOD.replace("yield plugin", "return 5 or plugin"), "TypeError: dtx_activities offers int, not a list."),
    "not_an_activity": (
        GOOD.replace("yield plugin.activity(script)", "yield 'hello'"),
        "TypeError: dtx_activities offers str, which is no Activity.",
    ),
    "another_id": (
        GOOD.replace("import Say", "import Activity, Say").replace(
            "yield plugin.activity(script)", "yield Activity('breathing.coherent_46', 'Mine', 'Mine', 1, script)"
        ),
        "it offers 'breathing.coherent_46', which plugin.yaml does not declare.",
    ),
    "twice": (GOOD + "    yield plugin.activity(script)\n", "it offers 'twice' twice."),
    "nothing": (GOOD.replace("yield plugin.activity(script)", "return []"), "but there is no script for it."),
    "no_hook": ("x = 1\n", "but there is no script for it."),
    "endless": (GOOD.replace("    yield", "    while True:\n        yield"), "ValueError: dtx_activities offers more than 1000 things."),
    "base_exception": (
        "class Odd(BaseException):\n    def __str__(self):\n        raise ValueError\nraise Odd\n",
        "plugin.py, line 4: Odd: no more is known.",
    ),
    "wrong_argument": (
        GOOD.replace("(plugin)", "(plugins)").replace("plugin.act", "plugins.act"),
        "plugin.py, line 6: 'dtx_activities' asks for 'plugins', and may ask for plugin only.",
    ),
    "helper_raises": ("from . import helper\n" + GOOD, "helper.py, line 2: NameError: name 'oops' is not defined."),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PluginEntry]:
    """Every kind of fault at once, on one shelf, beside plugins without any."""
    home = tmp_path_factory.mktemp("faulty")
    for name, (code, _) in FAULTS.items():
        code_plugin(home, name, code, **({"helper": "\noops\n"} if name == "helper_raises" else {}))
    code_plugin(home, "good", "from .helper import words\n" + GOOD, helper="words = 'fine'\n")
    code_plugin(home, "zgood", "from .helper import words\nassert words == 'other'\n" + GOOD, helper="words = 'other'\n")
    code_plugin(home, "noisy", "print('hello')\n" + GOOD)
    yaml_plugin(home / "plugins", "plain")
    (home / "plugins" / "bad_yaml").mkdir()
    (home / "plugins" / "bad_yaml" / "plugin.yaml").write_text("api: 1\ntitle: [", encoding="utf-8")
    (home / "plugins" / "no_yaml").mkdir()
    (home / "plugins" / "no_yaml" / "readme.txt").write_text("soon", encoding="utf-8")
    entries = Shelf(home).plugins()
    assert len({one.id for one in entries}) == len(entries)
    return {one.id: one for one in entries}


@pytest.mark.parametrize("name", FAULTS)
def test_a_plugin_that_goes_wrong_is_an_entry_with_one_sentence(faulty: dict[str, PluginEntry], name: str) -> None:
    found = faulty[name]
    assert found.state == "broken"
    assert found.problem is not None
    assert FAULTS[name][1] in found.problem
    assert found.problem.startswith(f"The plugin '{name}' does not load: ")
    assert "\n" not in found.problem
    assert "Traceback" not in found.problem


def test_beside_them_the_good_ones_are_there(faulty: dict[str, PluginEntry]) -> None:
    """Two of them have a helper of the same name."""
    assert [faulty[name].state for name in ("good", "zgood", "noisy", "plain", "breathing")] == ["ok"] * 5
    assert all(faulty[name].problem is None for name in ("good", "zgood", "noisy", "plain", "breathing"))
    assert faulty["good"].load_ms > 0


def test_a_folder_whose_yaml_cannot_be_read_does_not_disappear(faulty: dict[str, PluginEntry]) -> None:
    assert [(faulty[name].state, bool(faulty[name].problem)) for name in ("bad_yaml", "no_yaml")] == [("broken", True)] * 2


def test_a_broken_plugin_is_listed_greyed_with_its_sentence_once_it_was_tried(dtx_home: Path) -> None:
    folder = code_plugin(dtx_home, "broken", "1 / 0\n" + GOOD)
    shelf = Shelf(dtx_home)
    shelf.refresh()
    name = activity_of(shelf, "broken")
    for _ in range(2):
        with pytest.raises(PluginProblem, match=r"plugin.py, line 1: ZeroDivisionError") as raised:
            shelf.open(name)
        assert raised.value.plugin == "broken"
    assert shelf.refresh()
    assert not shelf.refresh()
    line = next(line for line in shelf.listed() if line.id == name)
    assert (line.available, line.why_not) == (False, str(raised.value))

    (folder / "plugin.py").write_text(GOOD, encoding="utf-8")
    TrustFile(dtx_home / "trusted.json").pin("broken", tree_sha256(folder))
    assert shelf.open(name).activity.id == name
    shelf.refresh()
    assert next(line for line in shelf.listed() if line.id == name).available


MIXED = (
    head("Mixed", minutes=None)
    + """\
activities:
  - id: coded
    title: Coded
    minutes: 1
    code: plugin.py
  - id: told
    title: Told
    minutes: 1
    steps:
      - say: You might like to look up.
"""
)


def test_steps_are_data_and_open_even_where_the_code_beside_them_is_not_approved(dtx_home: Path, plugins: Path) -> None:
    folder = plugins / "mixed"
    folder.mkdir()
    (folder / "plugin.yaml").write_text(MIXED, encoding="utf-8")
    (folder / "plugin.py").write_text("1 / 0", encoding="utf-8")
    shelf = Shelf(dtx_home)
    shelf.refresh()
    assert [(line.id, line.available) for line in shelf.listed() if line.plugin == "mixed"] == [
        ("mixed.coded", False),
        ("mixed.told", True),
    ]
    assert shelf.open("mixed.told").activity.title == "Told"
    with pytest.raises(PluginProblem, match="has not been approved"):
        shelf.open("mixed.coded")


def test_a_plugin_for_a_later_dtx_is_listed_and_not_loaded(dtx_home: Path, plugins: Path) -> None:
    folder = yaml_plugin(plugins, "later")
    (folder / "plugin.yaml").write_text("api: 2\ntitle: Later\nsomething: new\n", encoding="utf-8")
    shelf = Shelf(dtx_home)
    found = entry(shelf, "later")
    assert (found.state, found.activities) == ("too_new", ())
    assert "needs a newer dtx" in str(found.problem)
    line = next(line for line in shelf.listed() if line.plugin == "later")
    assert (line.available, line.why_not) == (False, found.problem)
    with pytest.raises(PluginProblem, match="needs a newer dtx"):
        shelf.open("later.later")


def test_a_plugin_cannot_drop_the_cautions_its_manifest_declares(dtx_home: Path) -> None:
    code = GOOD.replace("import Say", "import Activity, Say").replace(
        "yield plugin.activity(script)", "yield Activity('sly.sly', 'Wonderful', 'Wonderful', 1, script)"
    )
    code_plugin(dtx_home, "sly", code)
    shelf = Shelf(dtx_home)
    activity = shelf.open("sly.sly").activity
    assert (activity.title, activity.cautions) == ("Sly", ("Keep it small.",))


def test_what_a_plugin_prints_while_it_loads_is_not_on_stdout(dtx_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code_plugin(dtx_home, "noisy", "print('hello')\n" + GOOD)
    shelf = Shelf(dtx_home)
    shelf.refresh()
    shelf.open(activity_of(shelf, "noisy"))
    assert capsys.readouterr().out == ""


def test_the_first_to_claim_an_id_has_it_and_the_second_is_shown_as_a_problem(dtx_home: Path, plugins: Path, tmp_path: Path) -> None:
    yaml_plugin(plugins, "breathing", "Not the real one")
    yaml_plugin(plugins, "desk", "Mine")
    yaml_plugin(tmp_path / "more", "desk", "Theirs")
    shelf = Shelf(dtx_home, [tmp_path / "more"])
    shelf.refresh()
    assert shelf.open("breathing.coherent_46").activity.title == "Even breath 4-6"
    assert shelf.open(activity_of(shelf, "desk")).activity.title == "Mine"
    found = [(one.source, one.state) for one in shelf.plugins() if one.id in ("breathing", "desk")]
    assert found == [("bundled", "ok"), ("user", "broken"), ("user", "ok"), ("folder", "broken")]
    late = [one for one in shelf.plugins() if one.id == "breathing"][1]
    assert late.problem is not None
    assert late.problem.startswith("'breathing' is taken by a plugin that comes first (bundled).")
    greyed = [line for line in shelf.listed() if line.id == "breathing"]
    assert [(line.available, line.why_not) for line in greyed] == [(False, late.problem)]


def test_safe_keeps_what_ships_with_dtx_and_only_narrows(dtx_home: Path, plugins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    yaml_plugin(plugins, "desk")
    yaml_plugin(plugins, "walk")

    def ids(shelf: Shelf) -> set[str]:
        shelf.refresh()
        return {line.plugin for line in shelf.listed()}

    everything = ids(Shelf(dtx_home))
    assert {"breathing", "desk", "walk"} <= everything
    assert ids(Shelf(dtx_home, safe=True)) == everything - {"desk", "walk"} == ids(Shelf(dtx_home, only="bundled"))
    assert ids(Shelf(dtx_home, only="desk, breathing")) == {"desk", "breathing"}
    assert ids(Shelf(dtx_home, only="bundled,walk")) == everything - {"desk"}
    with pytest.raises(Unknown):
        Shelf(dtx_home, only="desk").open("breathing.belly")
    monkeypatch.setenv("DTX_PLUGINS", "desk")
    assert ids(Shelf(dtx_home)) == {"desk"}
    assert ids(Shelf(dtx_home, only="")) == everything


def test_an_installed_plugin_is_found_by_its_entry_point_and_not_imported_to_be_listed(
    dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    folder = site / "desk_stretches"
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(head("Desk", code=True), encoding="utf-8")
    (folder / "plugin.py").write_text(GOOD, encoding="utf-8")
    (folder / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    info = site / "dtx_desk-2.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dtx-desk\nVersion: 2.1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[dtx.plugins]\ndesk = desk_stretches\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    shelf = Shelf(dtx_home)
    shelf.refresh()
    line = next(line for line in shelf.listed() if line.plugin == "desk_stretches")
    assert (line.available, line.source) == (True, "installed dtx-desk 2.1")
    assert shelf.open(line.id).activity.title == "Desk"  # pip was the approval
    assert "desk_stretches" not in sys.modules


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "not a database": lambda path: path.write_bytes(b"rubbish" * 999),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "of another dtx": lambda path: sql(path, "PRAGMA user_version = 99"),
    "without a table": lambda path: sql(path, "DROP TABLE activity"),
    "without any rows": lambda path: sql(path, "DELETE FROM folder"),
    "of words": lambda path: sql(path, "UPDATE folder SET reading = 'no json'"),
    "holes": lambda path: path.write_bytes(
        b"".join(path.read_bytes()[i : i + 4096][:2000] + bytes(2096) for i in range(0, path.stat().st_size, 4096))
    ),
}


def sql(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_index_that_is_damaged_is_made_anew_without_a_word(dtx_home: Path, plugins: Path, damage: str) -> None:
    yaml_plugin(plugins, "desk")
    shelf = Shelf(dtx_home, only="desk,breathing")
    shelf.refresh()
    before = shelf.listed()
    DAMAGE[damage](dtx_home / "cache" / "shelf.db")
    assert Shelf(dtx_home, only="desk,breathing").listed() in ([], before)
    again = Shelf(dtx_home, only="desk,breathing")
    again.refresh()
    assert again.listed() == before
    assert Shelf(dtx_home, only="desk,breathing").listed() == before
    assert shelf.open("breathing.belly").activity.id == "breathing.belly"


def test_where_no_cache_can_be_kept_the_shelf_still_works(dtx_home: Path, plugins: Path) -> None:
    yaml_plugin(plugins, "desk")
    (dtx_home / "cache").write_text("a file where the folder should be", encoding="utf-8")
    shelf = Shelf(dtx_home)
    assert shelf.listed() == []
    assert shelf.refresh()
    assert not shelf.refresh()
    assert shelf.open(activity_of(shelf, "desk")).activity.id.startswith("desk.")


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a POSIX matter")
def test_the_index_and_its_folders_are_for_their_owner_alone(dtx_home: Path) -> None:
    Shelf(dtx_home).refresh()
    modes = [path.stat().st_mode & 0o777 for path in (dtx_home, dtx_home / "cache", dtx_home / "cache" / "shelf.db")]
    assert modes == [0o700, 0o700, 0o600]


LIST = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event in ("open", "os.scandir", "os.listdir") else None)
from pathlib import Path
from dtx.host.shelf import Shelf
shelf = Shelf(Path(sys.argv[1]))
ids = [line.id for line in shelf.listed(30)]
slow = sorted({"yaml", "pydantic", "pluggy", "textual", "numpy", "sounddevice"} & set(sys.modules))
print(json.dumps({"ids": ids, "opened": opened, "slow": slow}))
"""


def test_a_thousand_plugins_are_listed_from_the_index_without_opening_one(dtx_home: Path, plugins: Path) -> None:
    for number in range(1000):
        yaml_plugin(plugins, f"plugin_{number:04}", f"Practice {number:04}")
    shelf = Shelf(dtx_home)
    assert shelf.refresh()
    assert not shelf.refresh()
    assert len([line for line in shelf.listed() if line.source == "user"]) == 1000
    assert len(shelf.listed(30)) == 30

    ran = subprocess.run([sys.executable, "-c", LIST, str(dtx_home)], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    assert told["slow"] == []
    assert told["ids"] == [line.id for line in shelf.listed(30)]
    ours = str(Path(__file__).parents[2] / "plugins")
    assert not [path for path in told["opened"] if path.startswith((str(plugins), ours))]

    shutil.rmtree(plugins)  # nothing is left to open
    assert len([line for line in Shelf(dtx_home).listed() if line.source == "user"]) == 1000
    assert shelf.refresh()
    assert not [line for line in shelf.listed() if line.source == "user"]


def test_opening_one_activity_reads_no_other_plugin(dtx_home: Path, plugins: Path) -> None:
    yaml_plugin(plugins, "desk")
    yaml_plugin(plugins, "stroll")
    shelf = Shelf(dtx_home)
    shelf.refresh()
    script = f"""
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from pathlib import Path
from dtx.host.shelf import Shelf
print(Shelf(Path({str(dtx_home)!r})).open({activity_of(shelf, "desk")!r}).activity.id)
print([path for path in opened if "stroll" in path or "breathing" in path])
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[1] == "[]"


def test_the_public_face_loads_nothing_slow() -> None:
    script = """
import sys, dtx
print(sorted({"textual", "numpy", "sounddevice", "pydantic", "pluggy", "yaml"} & set(sys.modules)))
assert all(getattr(dtx, name) is not None for name in dtx.__all__)
print("pluggy" in sys.modules, dtx.__version__)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["[]", "True 0.1.0"]
