"""One folder holds all a person owns, it is theirs alone, and what is wrong with it is said in a sentence."""

import os
import stat
import sys
from pathlib import Path

import pytest

from dtx import paths
from dtx.errors import DtxError, StoreFull, StoreReadOnly
from tests.records.powerless import open_folder, powerless
from tests.records.processes import said

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_is_where_dtx_home_says(dtx_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.home() == dtx_home
    monkeypatch.setenv("DTX_HOME", "~/practice")
    assert paths.home() == Path.home() / "practice"
    monkeypatch.setenv("DTX_HOME", "here")
    assert paths.home() == Path.cwd() / "here"


@pytest.mark.parametrize("unset", [None, ""])
def test_else_it_is_the_platforms_folder(unset: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if unset is None:
        monkeypatch.delenv("DTX_HOME")
    else:
        monkeypatch.setenv("DTX_HOME", unset)
    assert paths.home().name == "dtx" and paths.home().is_absolute()
    if sys.platform == "linux":
        assert paths.home() == tmp_path / "dtx"


def test_asking_where_home_is_makes_nothing(dtx_home: Path) -> None:
    paths.home()
    assert not dtx_home.exists()


def test_the_library_for_folders_is_loaded_only_when_it_is_needed() -> None:
    script = "import sys; from dtx import paths; paths.home(); print('platformdirs' in sys.modules)"
    assert said(script) == "False\n"


def test_everything_has_its_place(dtx_home: Path) -> None:
    found = {part.__name__: part(dtx_home) for part in (paths.database, paths.plugins, paths.media, paths.cache, paths.logs, paths.live)}
    names = {"database": "dtx.db", "plugins": "plugins", "media": "media", "cache": "cache", "logs": "logs", "live": "live"}
    assert found == {part: dtx_home / name for part, name in names.items()}


@posix
def test_every_folder_it_makes_is_private_whatever_the_umask(dtx_home: Path) -> None:
    before = os.umask(0)
    try:
        assert paths.make_private(paths.logs(dtx_home)) == dtx_home / "logs"
    finally:
        os.umask(before)
    assert (mode(dtx_home), mode(dtx_home / "logs")) == (0o700, 0o700)


@posix
def test_a_folder_of_ours_that_is_open_to_others_is_closed(dtx_home: Path) -> None:
    dtx_home.mkdir()
    dtx_home.chmod(0o755)
    paths.make_private(dtx_home)
    assert mode(dtx_home) == 0o700


@posix
def test_folders_that_are_not_ours_alone_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may point DTX_HOME at /tmp, or at their own home folder."""
    shared, person = tmp_path / "tmp", tmp_path / "somebody"
    shared.mkdir()
    shared.chmod(0o1777)
    person.mkdir()
    person.chmod(0o755)
    monkeypatch.setenv("HOME", str(person))
    for folder in (shared, person):
        paths.make_private(folder)
    assert (mode(shared), mode(person)) == (0o1777, 0o755)


def test_making_a_folder_twice_is_making_it_once(dtx_home: Path) -> None:
    paths.make_private(dtx_home)
    (dtx_home / "mine").write_text("kept")
    paths.make_private(dtx_home)
    assert (dtx_home / "mine").read_text() == "kept"


@pytest.mark.parametrize("below", ["", "deeper", "deeper/still"])
def test_a_file_where_a_folder_belongs_is_one_sentence(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(StoreReadOnly) as problem:
        paths.make_private(file / below)
    assert str(file) in problem.value.problem and "DTX_HOME" in problem.value.remedy
    assert file.read_text() == "mine"


@posix
def test_a_folder_nobody_may_write_in_is_one_sentence() -> None:
    with open_folder() as folder, powerless(folder):
        for inside in (folder, folder / "new"):
            with pytest.raises(StoreReadOnly) as problem:
                paths.make_private(inside)
            assert str(inside) in problem.value.problem and "DTX_HOME" in problem.value.remedy


def test_no_room_for_a_folder_is_one_sentence() -> None:
    from errno import ENOSPC

    assert isinstance(paths.refusal(OSError(ENOSPC, "No space left on device"), Path("x")), StoreFull)


def test_what_ships_is_found_in_the_checkout() -> None:
    assert (paths.bundled("plugins") / "breathing").is_dir()
    assert paths.bundled("media").is_dir()


def test_what_ships_is_found_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's `plugins` beside the package is not ours."""
    package = tmp_path / "site-packages" / "dtx"
    (package / "_bundled" / "plugins").mkdir(parents=True)
    (package.parent / "plugins").mkdir()
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.bundled("plugins") == package / "_bundled" / "plugins"
    with pytest.raises(DtxError, match="Install dtx again"):
        paths.bundled("media")
