"""The file is private, is brought up to date safely, and is left as it is when it is not ours to change."""

import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from dtx import paths
from dtx.errors import DtxError, StoreCorrupt, StoreFull, StoreProblem, StoreReadOnly, StoreTooNew
from dtx.records.database import statements, transaction
from dtx.records.problems import explain
from dtx.records.schema import FIRST, MIGRATIONS
from dtx.records.store import Store
from tests.records.journals import journal, line
from tests.records.powerless import open_folder, powerless
from tests.records.processes import said, window

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
KNOWN = len(MIGRATIONS)
SECOND = """
ALTER TABLE session ADD COLUMN stars INTEGER;
CREATE TRIGGER session_stays AFTER DELETE ON session BEGIN
    SELECT RAISE(ABORT, 'no; really');
    SELECT 1;
END;
"""


@pytest.fixture
def path(dtx_home: Path) -> Path:
    """A closed store with one session in it."""
    path = paths.database(dtx_home)
    with Store.open(path) as store:
        store.append("s1", journal())
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_only_the_owner_may_read_any_of_it(dtx_home: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(paths.database(dtx_home)) as store:
            store.append("s1", journal())
            found = {file.name: mode(file) for file in dtx_home.iterdir()}
    finally:
        os.umask(before)
    assert found == {"dtx.db": 0o600, "dtx.db-wal": 0o600, "dtx.db-shm": 0o600}
    assert mode(dtx_home) == 0o700


@posix
def test_a_database_that_was_copied_carelessly_is_closed_to_others(path: Path) -> None:
    path.chmod(0o644)
    path.parent.chmod(0o755)
    with Store.open(path):
        assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_commit_is_on_disk_before_it_is_acknowledged(path: Path) -> None:
    with Store.open(path) as store:
        found = [store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "busy_timeout")]
        assert found == ["wal", 2, 5000]
        if sys.platform == "darwin":
            assert store.connection.execute("PRAGMA fullfsync").fetchone()[0] == 1


def test_an_empty_file_becomes_a_store(dtx_home: Path) -> None:
    """That is what is left when the very first start is killed at the wrong moment."""
    dtx_home.mkdir()
    paths.database(dtx_home).touch()
    with Store.open(paths.database(dtx_home)) as store:
        assert store.sessions() == []


@pytest.mark.parametrize("sign", ["settings.json", "dtx.db.v7.bak", "live", "dtx.db-wal"])
def test_an_empty_file_where_there_were_records_is_said_and_left(path: Path, sign: str) -> None:
    """SQLite would take it for a new one: all records would be gone without a word, and the log beside it with them."""
    path.write_bytes(b"")
    path.with_name(sign).write_bytes(b"something")
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(StoreCorrupt, match="is empty") as problem:
        Store.open(path)
    assert (
        sign in problem.value.problem and "`dtx restore FILE`" in problem.value.remedy and "delete the empty file" in problem.value.remedy
    )
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_an_empty_file_beside_what_a_newcomer_has_is_a_first_start(dtx_home: Path) -> None:
    for name in ("cache", "plugins", "media"):
        (dtx_home / name).mkdir(parents=True)
    paths.database(dtx_home).touch()
    with Store.open(paths.database(dtx_home)) as store:
        assert store.sessions() == []


@pytest.mark.parametrize("spoil", [lambda whole: b"not a database at all, just words" * 200, lambda whole: b"\xff" * 100 + whole[100:]])
def test_a_damaged_store_is_left_as_it_is_byte_for_byte(path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path.write_bytes(spoil(path.read_bytes()))
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    for _ in range(2):
        with pytest.raises(StoreCorrupt) as problem:
            Store.open(path)
        assert "`dtx doctor`" in problem.value.remedy and "copy" in problem.value.remedy and "backup" in problem.value.remedy
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_store_with_a_broken_page_says_so_and_stays_as_it_is(path: Path) -> None:
    with Store.open(path) as store:
        store.append("s2", [line(seq, "x" * 300) for seq in range(1, 200)])
    whole = bytearray(path.read_bytes())
    size = int.from_bytes(whole[16:18], "big")
    for start in range(size, len(whole), size):  # where the events are, not what says how they are kept
        if b"x" * 300 in whole[start : start + size]:
            whole[start : start + 64] = b"\xa5" * 64
    path.write_bytes(whole)
    with Store.open(path) as store:
        assert store.check() != []
        assert store.verify() != []
        with pytest.raises(StoreCorrupt):
            store.events("s2")
        with pytest.raises(StoreCorrupt):
            store.append("s2", [line(200)])
    assert path.read_bytes() == whole


def test_the_database_of_another_program_is_not_taken_over(dtx_home: Path) -> None:
    dtx_home.mkdir()
    path = paths.database(dtx_home)
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    with pytest.raises(StoreCorrupt, match="another program"):
        Store.open(path)
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    other.close()


def test_a_store_from_a_newer_dtx_is_refused_and_untouched(path: Path) -> None:
    Store.open(path, (*MIGRATIONS, SECOND)).close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match=f"store version {KNOWN + 1}; this dtx knows {KNOWN}") as problem:
        Store.open(path)
    assert "Update dtx" in problem.value.remedy
    assert path.read_bytes() == before


def test_an_older_store_is_brought_up_to_date_and_backed_up_first(path: Path) -> None:
    with Store.open(path, (*MIGRATIONS, SECOND)) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (KNOWN + 1,)
        assert store.connection.execute("SELECT stars FROM session").fetchall() == [(None,)]
        assert store.events("s1") == tuple(journal()) and store.check() == []
    backup = path.with_name(f"dtx.db.v{KNOWN}.bak")
    assert os.name != "posix" or mode(backup) == 0o600
    with Store.open(backup) as old:
        assert old.events("s1") == tuple(journal()) and old.verify() == []


def test_a_step_that_fails_leaves_the_store_as_it_was(path: Path) -> None:
    with pytest.raises(StoreProblem, match="no such table: nowhere"):
        Store.open(path, (*MIGRATIONS, SECOND + "INSERT INTO nowhere VALUES (1);"))
    with Store.open(path) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (KNOWN,)
        assert store.events("s1") == tuple(journal()) and store.verify() == []
    Store.open(path, (*MIGRATIONS, SECOND)).close()


def test_each_step_is_a_transaction_of_its_own(path: Path) -> None:
    with pytest.raises(StoreProblem):
        Store.open(path, (*MIGRATIONS, SECOND, "INSERT INTO nowhere VALUES (1);"))
    with Store.open(path, (*MIGRATIONS, SECOND)) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (KNOWN + 1,)


def test_a_store_that_is_up_to_date_makes_no_backup(path: Path) -> None:
    Store.open(path).close()
    assert [file.name for file in path.parent.iterdir()] == ["dtx.db"]


def test_a_script_is_cut_where_its_statements_end() -> None:
    assert [statement.split()[:2] for statement in statements(SECOND)] == [["ALTER", "TABLE"], ["CREATE", "TRIGGER"]]
    assert len(list(statements(FIRST))) == FIRST.count("CREATE ") + 1


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    with Store.open(path) as store:
        with pytest.raises(KeyboardInterrupt), transaction(store.connection):
            store.connection.execute("INSERT INTO meta VALUES ('half', 'done')")
            raise KeyboardInterrupt
        assert not store.connection.in_transaction
        assert store.connection.execute("SELECT count(*) FROM meta").fetchone() == (1,)


@posix
def test_a_folder_that_may_only_be_read_is_one_sentence(dtx_home: Path) -> None:
    with open_folder() as folder:
        with Store.open(folder / "dtx.db") as store:
            store.append("s1", journal())
        folder.chmod(0o755)
        whole = (folder / "dtx.db").read_bytes()
        for name in ("dtx.db", "new.db"):
            with powerless(folder), pytest.raises(StoreReadOnly) as problem:
                Store.open(folder / name)
            assert str(folder) in problem.value.problem and "writable" in problem.value.remedy
        assert (folder / "dtx.db").read_bytes() == whole and not (folder / "new.db").exists()


def test_a_home_that_is_a_file_or_beneath_one_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for home in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(StoreReadOnly) as problem:
            Store.open(paths.database(home))
        assert "DTX_HOME" in problem.value.remedy
    assert (tmp_path / "file").read_text() == "mine"


def test_writing_through_a_connection_that_may_only_read_is_one_sentence(path: Path) -> None:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    with Store(connection, path) as store, pytest.raises(StoreReadOnly):
        store.append("s2", journal())


def test_a_folder_where_the_database_belongs_is_one_sentence(dtx_home: Path) -> None:
    paths.database(dtx_home).mkdir(parents=True)
    with pytest.raises(StoreReadOnly):
        Store.open(paths.database(dtx_home))


def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_room(path: Path) -> None:
    with Store.open(path) as store:
        store.connection.execute("PRAGMA max_page_count = 60")
        seq = 0
        with pytest.raises(StoreFull, match="no room left") as problem:
            while True:
                store.append("s2", [line(seq + 1, "x" * 500)])
                seq += 1
        assert "Free some space" in problem.value.remedy
        assert seq > 50 and [event.seq for event in store.events("s2")] == list(range(1, seq + 1))
        assert store.verify() == [] and store.check() == [] and store.find("s2").events == seq
        store.connection.execute("PRAGMA max_page_count = 1000")
        store.append("s2", [line(seq + 1, "x" * 500)])
        assert store.verify() == []


LIMITED = """
import resource, sys
from pathlib import Path
from dtx.errors import StoreFull
from dtx.records.store import Store
from tests.records.journals import line
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
with Store.open(Path(sys.argv[1])) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    seq = 0
    try:
        while True:
            store.append("s2", [line(seq + 1, "x" * 500)])
            seq += 1
    except StoreFull:
        before = len(store.events("s2"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    store.append("s2", [line(seq + 1)])
    print(seq, before, len(store.events("s2")), store.verify(), store.check())
"""


@posix
def test_a_limit_on_the_size_of_files_counts_as_a_full_disk(path: Path) -> None:
    seq, before, after, *sound = said(LIMITED, path).split()
    assert int(seq) > 20 and int(before) == int(seq) and int(after) == int(seq) + 1 and sound == ["[]", "[]"]


def test_a_window_that_holds_the_lock_too_long_is_one_sentence(path: Path) -> None:
    with Store.open(path) as first, Store.open(path) as second:
        second.connection.execute("PRAGMA busy_timeout = 0")
        with transaction(first.connection), pytest.raises(StoreProblem, match="Another window is busy"):
            second.append("s2", journal())
        second.append("s2", journal())


def test_reading_goes_on_while_another_window_writes(path: Path) -> None:
    with Store.open(path) as first, Store.open(path) as second, transaction(first.connection):
        assert len(second.sessions()) == 1


APPENDS = """
import sys
from pathlib import Path
from dtx.records.store import Store
from tests.records.journals import line
name = sys.argv[2]
with Store.open(Path(sys.argv[1])) as store:
    for n in range(200):
        store.append(f"{name}-{n // 20}", [line(n % 20 + 1, "%s %d" % (name, n))])
        if n % 20 == 19:
            store.seal(f"{name}-{n // 20}", "2026-03-01T10:00:00+01:00")
"""


def test_two_windows_that_write_at_the_same_time_lose_nothing(dtx_home: Path) -> None:
    """From the first moment: both find no database and make it."""
    path = paths.database(dtx_home)
    with window(APPENDS, path, "left") as left, window(APPENDS, path, "right") as right:
        assert (left.wait(60), right.wait(60)) == (0, 0)
    with Store.open(path) as store:
        kept = [event.value for name in ("left", "right") for n in range(10) for event in store.events(f"{name}-{n}")]
        assert kept == [f"{name} {n}" for name in ("left", "right") for n in range(200)]
        assert store.verify() == [] and store.check() == [] and len(store.sessions()) == 20


def test_many_windows_may_open_a_new_store_at_once(dtx_home: Path) -> None:
    script = "import sys; from pathlib import Path; from dtx.records.store import Store; Store.open(Path(sys.argv[1])).close()"
    with ExitStack() as open_windows:
        windows = [open_windows.enter_context(window(script, paths.database(dtx_home))) for _ in range(2 + 2 * (os.cpu_count() or 1))]
        assert {process.wait(60) for process in windows} == {0}


def test_many_windows_may_update_an_old_store_at_once(dtx_home: Path) -> None:
    path = paths.database(dtx_home)
    Store.open(path, MIGRATIONS[:2]).close()
    script = "import sys; from pathlib import Path; from dtx.records.store import Store; Store.open(Path(sys.argv[1])).close()"
    with ExitStack() as open_windows:
        windows = [open_windows.enter_context(window(script, path)) for _ in range(2 + 2 * (os.cpu_count() or 1))]
        assert {process.wait(60) for process in windows} == {0}
    assert [found.name for found in path.parent.glob("dtx.db.*")] == ["dtx.db.v2.bak"]


class Said(sqlite3.OperationalError):
    def __init__(self, name: str) -> None:
        super().__init__("words of SQLite")
        self.sqlite_errorname = name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", StoreFull),
        ("SQLITE_IOERR_WRITE", StoreFull),
        ("SQLITE_READONLY_DBMOVED", StoreReadOnly),
        ("SQLITE_CANTOPEN_ISDIR", StoreReadOnly),
        ("SQLITE_CORRUPT_VTAB", StoreCorrupt),
        ("SQLITE_NOTADB", StoreCorrupt),
        ("SQLITE_BUSY_SNAPSHOT", StoreProblem),
        ("SQLITE_IOERR_READ", StoreProblem),
        ("SQLITE_ERROR", StoreProblem),
    ],
)
def test_everything_sqlite_says_becomes_a_sentence_with_a_remedy(name: str, kind: type[DtxError]) -> None:
    problem = explain(Said(name), Path("dtx.db"))
    assert type(problem) is kind and problem.problem.endswith(".") and problem.remedy.endswith(".")
