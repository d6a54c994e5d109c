"""A folder's code runs only when it is the very code that was approved."""

import os
import sys
from pathlib import Path

import pytest

from dtx.errors import PluginProblem
from dtx.host.shelf import Shelf
from dtx.host.trust import MOST_FILE_BYTES, TrustFile, tree_sha256
from tests.heads import head

CODE = """\
from pathlib import Path

from dtx import Say, hookimpl

Path({mark!r}).touch()

def script(ctx):
    yield Say("You might like to look up.")

@hookimpl
def dtx_activities(plugin):
    yield plugin.activity(script)
"""


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """A file that is there once the plugin's code has run."""
    return tmp_path / "the code has run"


@pytest.fixture
def desk(dtx_home: Path, mark: Path) -> Path:
    folder = dtx_home / "plugins" / "desk"
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(head("Desk stretches", code=True), encoding="utf-8")
    (folder / "plugin.py").write_text(CODE.format(mark=str(mark)), encoding="utf-8")
    return folder


def the_id(shelf: Shelf) -> str:
    return next(line.id for line in shelf.listed() if line.plugin == "desk")


def test_code_that_nobody_approved_is_listed_and_never_imported(dtx_home: Path, desk: Path, mark: Path) -> None:
    shelf = Shelf(dtx_home)
    shelf.refresh()
    line = next(line for line in shelf.listed() if line.plugin == "desk")
    assert (line.available, line.why_not) == (
        False,
        "The code of 'desk' has not been approved, or has changed since. "
        "It stays off until `dtx trust desk`. What it has that is 'steps:' works.",
    )
    with pytest.raises(PluginProblem, match="has not been approved"):
        shelf.open(line.id)
    assert next(entry for entry in shelf.plugins() if entry.id == "desk").state == "untrusted"
    assert not mark.exists()


def test_approved_code_runs_until_one_byte_of_the_folder_changes(dtx_home: Path, desk: Path, mark: Path) -> None:
    shelf = Shelf(dtx_home)
    trusted = TrustFile(dtx_home / "trusted.json")
    trusted.pin("desk", tree_sha256(desk))
    assert shelf.refresh()
    opened = shelf.open(the_id(shelf))
    assert mark.exists()
    assert opened.sha256 == tree_sha256(desk)

    mark.unlink()
    (desk / "notes.txt").write_text("anything", encoding="utf-8")
    with pytest.raises(PluginProblem, match="has changed since"):
        shelf.open(the_id(shelf))
    assert shelf.refresh()
    assert not shelf.listed()[-1].available
    assert not mark.exists()


def test_taking_an_approval_back_shows_at_the_next_look(dtx_home: Path, desk: Path) -> None:
    shelf = Shelf(dtx_home)
    trusted = TrustFile(dtx_home / "trusted.json")
    trusted.pin("desk", tree_sha256(desk))
    shelf.refresh()
    assert next(line for line in shelf.listed() if line.plugin == "desk").available
    assert trusted.unpin("desk")
    assert not trusted.unpin("desk")
    assert shelf.refresh()
    assert not next(line for line in shelf.listed() if line.plugin == "desk").available


def test_an_approval_is_for_one_id(dtx_home: Path, desk: Path, mark: Path) -> None:
    TrustFile(dtx_home / "trusted.json").pin("another", tree_sha256(desk))
    shelf = Shelf(dtx_home)
    shelf.refresh()
    with pytest.raises(PluginProblem):
        shelf.open(the_id(shelf))
    assert not mark.exists()


def test_a_damaged_file_of_approvals_approves_nothing(dtx_home: Path, desk: Path) -> None:
    path = dtx_home / "trusted.json"
    for text in ("", "[1, 2]", "{", '"desk"', "\x00"):
        path.write_text(text, encoding="utf-8")
        assert TrustFile(path).pinned("desk") is None
    TrustFile(path).pin("desk", "ab")
    assert TrustFile(path).pinned("desk") == "ab"
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_compiled_file_slipped_in_beside_approved_code_is_not_imported(dtx_home: Path, desk: Path, mark: Path) -> None:
    """Compiled files are not hashed, so nothing may be imported from one."""
    import py_compile

    secret = desk.parent / "secret.py"
    secret.write_text(f"from pathlib import Path\nPath({str(mark)!r}).touch()\n", encoding="utf-8")
    text = (
        CODE.format(mark=str(mark))
        .replace("from pathlib import Path\n", "from . import secret\n")
        .replace(f"Path({str(mark)!r}).touch()", "")
    )
    (desk / "plugin.py").write_text(text, encoding="utf-8")
    TrustFile(dtx_home / "trusted.json").pin("desk", tree_sha256(desk))
    py_compile.compile(str(secret), cfile=str(desk / "secret.pyc"), doraise=True)
    assert tree_sha256(desk) == TrustFile(dtx_home / "trusted.json").pinned("desk")
    shelf = Shelf(dtx_home)
    shelf.refresh()
    with pytest.raises(PluginProblem, match="secret"):
        shelf.open(the_id(shelf))
    assert not mark.exists()


def test_code_is_imported_from_the_bytes_that_were_hashed(dtx_home: Path, desk: Path, mark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on disk a moment later does not count."""
    import dtx.host.shelf
    import dtx.host.trust

    TrustFile(dtx_home / "trusted.json").pin("desk", tree_sha256(desk))
    shelf = Shelf(dtx_home)
    shelf.refresh()
    assert shelf.open(the_id(shelf))  # it is known to load
    mark.unlink()
    read_tree = dtx.host.trust.read_tree

    def swapped(folder: Path) -> object:
        tree = read_tree(folder)
        (desk / "plugin.py").write_text("raise SystemExit('swapped')", encoding="utf-8")
        (desk / "plugin.yaml").write_text(head("Swapped", code=True), encoding="utf-8")
        return tree

    monkeypatch.setattr(dtx.host.shelf, "read_tree", swapped)
    opened = Shelf(dtx_home).open("desk.desk")
    assert (opened.activity.title, opened.manifest.title) == ("Desk stretches", "Desk stretches")
    assert mark.exists()


def test_code_that_is_swapped_before_it_has_ever_loaded_does_not_run(
    dtx_home: Path, desk: Path, mark: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What loads it in a process of its own hashes it again."""
    import dtx.host.shelf

    TrustFile(dtx_home / "trusted.json").pin("desk", tree_sha256(desk))
    shelf = Shelf(dtx_home)
    shelf.refresh()
    read_tree = dtx.host.trust.read_tree

    def swapped(folder: Path) -> object:
        tree = read_tree(folder)
        (desk / "plugin.py").write_text(f"from pathlib import Path\nPath({str(mark)!r}).touch()\n", encoding="utf-8")
        return tree

    monkeypatch.setattr(dtx.host.shelf, "read_tree", swapped)
    with pytest.raises(PluginProblem, match="changed meanwhile"):
        shelf.open("desk.desk")
    assert not mark.exists()


def folder_with(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def test_the_hash_is_that_of_names_and_bytes_and_of_nothing_else(tmp_path: Path) -> None:
    one = folder_with(tmp_path / "one" / "p", {"plugin.yaml": b"a", "media/x.ogg": b"bc"})
    two = folder_with(
        tmp_path / "two" / "p", {"media/x.ogg": b"bc", "plugin.yaml": b"a", "__pycache__/p.cpython-311.pyc": b"z", "q.pyc": b""}
    )
    os.utime(two / "plugin.yaml", (1, 1))
    assert tree_sha256(one) == tree_sha256(two)
    for files in (
        {"plugin.yaml": b"ab", "media/x.ogg": b"c"},
        {"plugin.yamla": b"", "media/x.ogg": b"bc"},
        {"plugin.yaml": b"a", "x.ogg": b"bc"},
    ):
        assert tree_sha256(folder_with(tmp_path / str(len(files)) / repr(sorted(files.values())) / "p", files)) != tree_sha256(one)


def test_the_hash_is_written_down_and_may_not_drift(tmp_path: Path) -> None:
    import hashlib

    whole = b"".join(len(part).to_bytes(8, "big") + part for part in (b"a.py", b"1", b"b/c.txt", b""))
    assert tree_sha256(folder_with(tmp_path / "p", {"b/c.txt": b"", "a.py": b"1"})) == hashlib.sha256(whole).hexdigest()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({f"{i}.txt": b"" for i in range(501)}, "more than 500 files"),
        ({"big.bin": bytes(MOST_FILE_BYTES + 1)}, "over 2 MB"),
        ({f"{i}.bin": bytes(MOST_FILE_BYTES) for i in range(11)}, "20 MB"),
        ({"a/b/c/d/e/f/g.txt": b""}, "more than 6 deep"),
    ],
)
def test_a_folder_beyond_the_limits_is_refused(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    with pytest.raises(PluginProblem, match=words):
        tree_sha256(folder_with(tmp_path / "p", files))
    assert tree_sha256(folder_with(tmp_path / "fine", {f"{i}.txt": b"" for i in range(500)}))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_and_pipes_are_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "p", {"plugin.yaml": b"a"})
    (folder / "link.py").symlink_to("/etc/hostname")
    with pytest.raises(PluginProblem, match="link or device"):
        tree_sha256(folder)
    (folder / "link.py").unlink()
    os.mkfifo(folder / "pipe")
    with pytest.raises(PluginProblem, match="link or device"):
        tree_sha256(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems cannot hold both names")
def test_names_that_are_one_file_on_another_system_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginProblem, match="but for capitals"):
        tree_sha256(folder_with(tmp_path / "p", {"A.py": b"", "a.py": b""}))
    with pytest.raises(PluginProblem, match="accents"):
        tree_sha256(folder_with(tmp_path / "q", {"\u00e9.txt": b"", "e\u0301.txt": b""}))


def test_where_code_is_never_to_run_none_does_whoever_approved_it(dtx_home: Path, desk: Path, mark: Path) -> None:
    """For clinics. What came with dtx works on."""
    from dataclasses import replace

    from dtx.settings import NEVER, Settings

    TrustFile(dtx_home / "trusted.json").pin("desk", tree_sha256(desk))
    replace(Settings.read(dtx_home), code=NEVER).keep(dtx_home)
    shelf = Shelf(dtx_home)
    shelf.refresh()
    line = next(line for line in shelf.listed() if line.plugin == "desk")
    assert (line.available, line.why_not) == (
        False,
        "'desk' has code, and code from others is switched off here. Its practices that are 'steps:' work.",
    )
    with pytest.raises(PluginProblem, match="switched off here"):
        shelf.open(line.id)
    assert shelf.open("breathing.belly").activity.id == "breathing.belly"
    assert {entry.state for entry in shelf.plugins() if entry.source == "bundled"} == {"ok"}
    assert not mark.exists()
    replace(Settings.read(dtx_home), code="ask").keep(dtx_home)
    assert shelf.refresh()
    assert shelf.open(line.id).activity.id == line.id


def test_what_was_called_back_does_not_run_whoever_approved_it(
    dtx_home: Path, desk: Path, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dtx.host.trust

    TrustFile(dtx_home / "trusted.json").pin("desk", tree_sha256(desk))
    monkeypatch.setattr(dtx.host.trust, "REVOKED", frozenset([tree_sha256(desk)]))
    shelf = Shelf(dtx_home)
    entry = next(entry for entry in shelf.plugins() if entry.id == "desk")
    assert (entry.state, entry.problem) == (
        "untrusted",
        "The code of 'desk' was called back, because it can do harm. `dtx remove desk` takes it away.",
    )
    with pytest.raises(PluginProblem, match="called back"):
        shelf.open("desk.desk")
    assert not mark.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are another matter there")
def test_a_file_that_becomes_a_link_or_a_pipe_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at a folder and the reading of it."""
    import dtx.host.trust

    secret = tmp_path / "secret"
    secret.write_text("not the plugin's", encoding="utf-8")
    files = dtx.host.trust._files
    for become in (lambda path: path.symlink_to(secret), os.mkfifo):
        folder = folder_with(tmp_path / become.__name__ / "p", {"plugin.yaml": b"a"})

        def swapped(*arguments: object, folder: Path = folder, become: object = become) -> object:
            for name, path in list(files(folder, "p")):
                path.unlink()
                become(path)  # type: ignore[operator]
                yield name, path

        with monkeypatch.context() as patch:
            patch.setattr(dtx.host.trust, "_files", swapped)
            with pytest.raises(PluginProblem):
                tree_sha256(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
@pytest.mark.parametrize("name", [b"\xff.py", b"\x1b[2J.py", "\u202eyp.py".encode()])
def test_a_file_whose_name_a_terminal_would_act_on_is_refused(tmp_path: Path, name: bytes) -> None:
    folder = folder_with(tmp_path / "p", {"plugin.yaml": b"a"})
    with open(os.fsencode(folder) + b"/" + name, "wb"):  # noqa: PTH123
        pass
    with pytest.raises(PluginProblem, match="cannot be shown") as raised:
        tree_sha256(folder)
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("claim", ["approved = 1", "approved = 1, source = 'bundled'", "approved = 1, source = 'installed desk 1.0'"])
def test_what_the_cache_says_approves_of_nothing(dtx_home: Path, desk: Path, mark: Path, claim: str) -> None:
    """It may be deleted at any time, and so it may be written by anybody who cleans up."""
    import sqlite3

    Shelf(dtx_home).refresh()
    with sqlite3.connect(dtx_home / "cache" / "shelf.db") as db:
        assert db.execute(f"UPDATE plugin SET {claim} WHERE id = 'desk'").rowcount == 1
        db.execute("UPDATE folder SET reading = replace(reading, '\"tried\": false', '\"tried\": true')")
    db.close()
    with pytest.raises(PluginProblem, match="has not been approved"):
        Shelf(dtx_home).open("desk.desk")
    assert not mark.exists()
