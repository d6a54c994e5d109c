"""Locked records: the passphrase or the recovery key opens them, and nothing else does; locking that breaks off loses nothing."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from dtx import paths
from dtx.errors import DtxError, StoreCorrupt, StoreLocked, StoreProblem, WrongPassphrase
from dtx.records import cipher, database, keyfile
from dtx.records.database import transaction
from dtx.records.removal import Removal
from dtx.records.store import Store
from dtx.records.strongbox import Strongbox
from tests.records.journals import at, journal, line
from tests.records.processes import said, window
from tests.records.test_erasing import CANARY, files_with

PASSPHRASE = "four blue herons sleeping"


def test_each_guess_costs_as_much_as_the_rfc_recommends() -> None:
    """RFC 9106, section 4, second choice: argon2id with 3 passes, 4 lanes and 64 MiB, and a salt of 128 bits."""
    file, _, _ = keyfile.new(PASSPHRASE)
    assert {(slot.passes, slot.lanes, slot.memory_kib, len(slot.salt)) for slot in file.slots} == {(3, 4, 65_536, 24)}


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses that cost little, as these tests make many."""
    monkeypatch.setattr(keyfile, "MEMORY_KIB", 64)
    monkeypatch.setattr(keyfile, "PASSES", 1)


@pytest.fixture
def path(dtx_home: Path, cheap: None) -> Path:
    """A closed store with two sessions and a draft."""
    path = paths.database(dtx_home)
    with Store.open(path) as store:
        store.append("s1", [*journal(), line(8, CANARY, "note")])
        store.seal("s1", at(70))
        store.append("s2", journal(None))
        store.keep_draft("s2", "situation", f"{CANARY} draft")
        store.set_profile({"name.low_back": CANARY}, at(1))
    return path


def lock(path: Path) -> tuple[keyfile.KeyFile, bytes, str]:
    strongbox = Strongbox(path.parent)
    recovery, left = strongbox.lock(PASSPHRASE)
    file, key = strongbox.key_file, strongbox.key()
    assert left == [] and file is not None and key is not None and not file.changing
    return file, key, recovery


def contents(path: Path, key: bytes | None) -> tuple[object, ...]:
    with Store.open(path, key=key) as store:
        assert store.verify() == [] and store.check() == []
        kept = store.sessions(), store.events("s1"), store.events("s2"), store.drafts("s2"), store.profile(), store.head
        return *kept, store.connection.execute("PRAGMA user_version").fetchone()


def test_what_is_locked_is_readable_with_the_key_alone(path: Path, dtx_home: Path) -> None:
    before = contents(path, None)
    assert files_with(dtx_home, CANARY)
    _, key, _ = lock(path)
    assert files_with(dtx_home, CANARY) == [] and not path.read_bytes().startswith(cipher.PLAIN)
    assert cipher.is_locked(path)
    with pytest.raises(StoreLocked):
        Store.open(path)
    assert contents(path, key) == before
    assert sorted(file.name for file in dtx_home.iterdir()) == ["dtx.db", "dtx.key", "live"]
    assert os.name != "posix" or {file.stat().st_mode & 0o777 for file in dtx_home.iterdir() if file.is_file()} == {0o600}


def test_what_is_written_while_it_is_locked_is_never_readable_on_the_disk(path: Path, dtx_home: Path) -> None:
    _, key, _ = lock(path)
    with Store.open(path, key=key) as store:
        store.append("s3", [line(1, CANARY, "note")])
        store.keep_draft("s3", "x", CANARY)
        assert (dtx_home / "dtx.db-wal").stat().st_size > 0 and files_with(dtx_home, CANARY) == []
        store.back_up(dtx_home / "copy.db")
        assert Removal(store).erase(["s1"], at(99))
    assert files_with(dtx_home, CANARY) == []
    with Store.open(dtx_home / "copy.db", key=key) as copy:
        assert len(copy.events("s1")) == 8


def test_unlocking_gives_the_very_same_store_back(path: Path, dtx_home: Path) -> None:
    before = contents(path, None)
    _, key, _ = lock(path)
    Strongbox(path.parent, lambda file: key).unlock()
    assert path.read_bytes().startswith(cipher.PLAIN) and contents(path, None) == before
    with Store.open(path) as store:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_passphrase_and_the_recovery_key_open_it_and_nothing_else(path: Path) -> None:
    file, key, recovery = lock(path)
    file = keyfile.KeyFile.from_json(file.to_json())
    assert file.open(PASSPHRASE) == key and file.open(recovery) == key
    assert file.open(recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == key
    for wrong in ("", PASSPHRASE + " ", PASSPHRASE.upper(), recovery[:-1] + ("A" if recovery[-1] != "A" else "B"), "x" * 25):
        with pytest.raises(WrongPassphrase):
            file.open(wrong)
    assert recovery.count("-") == 4 and len(recovery) == 29
    assert PASSPHRASE not in file.to_json() and recovery not in file.to_json() and key.hex() not in file.to_json()


def test_letters_that_look_the_same_are_the_same_passphrase(cheap: None) -> None:
    file, key, _ = keyfile.new("Grüße aus Köln")
    assert file.open("Gru\u0308ße aus Ko\u0308ln") == key


def test_a_new_passphrase_takes_the_old_ones_place_and_the_recovery_key_stays(path: Path) -> None:
    file, key, recovery = lock(path)
    changed = file.changed(key, "another good sentence")
    assert changed.open("another good sentence") == key and changed.open(recovery) == key
    with pytest.raises(WrongPassphrase):
        changed.open(PASSPHRASE)


@pytest.mark.parametrize("short", ["", "1234567", "      x      "])
def test_a_passphrase_that_protects_little_is_not_taken(short: str) -> None:
    with pytest.raises(DtxError, match="fewer than 8 letters"):
        keyfile.new(short)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": 2, "slots": []}', '{"format": 1, "slots": [{"how": "x", "y": 1}]}', "\x00" * 50]
)
def test_a_damaged_key_file_is_one_sentence(text: str, path: Path) -> None:
    cipher.key_beside(path).write_text(text)
    with pytest.raises(StoreLocked, match="damaged") as problem:
        keyfile.read(cipher.key_beside(path))
    assert "backup" in problem.value.remedy


def test_a_flipped_byte_in_one_way_in_leaves_the_other(path: Path) -> None:
    file, key, recovery = lock(path)
    kept = json.loads(file.to_json())
    kept["slots"][0]["wrapped"] = kept["slots"][0]["wrapped"][::-1]
    damaged = keyfile.KeyFile.from_json(json.dumps(kept))
    with pytest.raises(WrongPassphrase):
        damaged.open(PASSPHRASE)
    assert damaged.open(recovery) == key


def test_the_key_of_another_store_is_told_apart_from_a_wrong_passphrase(path: Path) -> None:
    lock(path)
    whole = path.read_bytes()
    with pytest.raises(StoreCorrupt, match="do not belong together"):
        Store.open(path, key=b"\1" * 32)
    assert path.read_bytes() == whole


def test_what_is_wrong_with_it_is_said_by_us_alone(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """SQLCipher writes lines of its own to stderr, in the middle of a page of the app."""
    lock(path)
    with pytest.raises(StoreCorrupt):
        Store.open(path, key=b"\1" * 32)
    assert capfd.readouterr() == ("", "")


def test_a_locked_store_without_its_key_file_is_left_as_it_is(path: Path) -> None:
    lock(path)
    cipher.key_beside(path).unlink()
    whole = path.read_bytes()
    with pytest.raises(StoreCorrupt):
        Store.open(path)
    assert path.read_bytes() == whole


def test_one_flipped_byte_in_a_locked_store_is_noticed(path: Path) -> None:
    _, key, _ = lock(path)
    whole = bytearray(path.read_bytes())
    for place in range(20, len(whole), len(whole) // 40):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        try:
            with Store.open(path, key=key) as store:
                assert store.verify() + store.check()
        except StoreProblem:
            pass
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)


HOLDS = """
import sys
from pathlib import Path
from dtx.records.store import Store
with Store.open(Path(sys.argv[1])) as store:
    store.sessions()
    print("open", flush=True)
    input()
"""


def test_a_store_that_is_open_in_another_window_is_not_locked(path: Path, dtx_home: Path) -> None:
    before = contents(path, None)
    with window(HOLDS, path) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        with pytest.raises(StoreProblem, match="open in another window"):
            lock(path)
        other.communicate("\n", timeout=30)
    assert contents(path, None) == before
    assert sorted(file.name for file in dtx_home.iterdir()) == ["dtx.db"]


APPENDS = """
import sys
from pathlib import Path
from dtx.errors import StoreLocked, StoreProblem
from dtx.records.store import Store
from tests.records.journals import line
path, n = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    try:
        with Store.open(path) as store:
            store.append("other", [line(n + 1, n)])
        n += 1
    except StoreLocked:
        break
    except StoreProblem:
        pass  # busy just then, and nothing was acknowledged
print(n)
"""


def test_a_window_that_opens_while_it_is_locked_loses_nothing(path: Path) -> None:
    """It opens and closes the store without a pause; locking gets its turn, and all that was acknowledged is in the locked store."""
    with window(APPENDS, path) as other:
        assert other.stdout is not None and other.stdout.readline() == "ready\n"
        strongbox = Strongbox(path.parent)
        for _ in range(200):
            with suppress(StoreProblem):
                strongbox.lock(PASSPHRASE)
                break
        acknowledged, _ = other.communicate(timeout=60)
    with strongbox.open_store() as store:
        assert [event.value for event in store.events("other")] == list(range(int(acknowledged)))
        assert store.verify() == []


WRITES = """
import sys
from pathlib import Path
from dtx.errors import StoreProblem
from dtx.records.store import Store
from tests.records.journals import line
with Store.open(Path(sys.argv[1])) as store:
    store.connection.execute("PRAGMA busy_timeout = 0")
    try:
        store.append("other", [line(1)])
        print("wrote")
    except StoreProblem as problem:
        print(problem.problem)
"""


def test_looking_whether_it_is_locked_takes_no_lock_away_from_who_is_writing(path: Path) -> None:
    """On POSIX a process that closes any handle to a file loses all locks it has on it, and two windows would write at once."""
    strongbox = Strongbox(path.parent)
    with Store.open(path) as store, transaction(store.connection):
        assert not strongbox.is_on and not strongbox.closed and strongbox.key() is None
        with strongbox.open_store() as second:
            assert len(second.sessions()) == 2
        assert "Another window is busy" in said(WRITES, path)


def test_records_that_are_open_in_this_very_program_are_not_locked(path: Path) -> None:
    """The library that encrypts does not see the locks of the other one in the same process."""
    with Store.open(path) as store:
        store.sessions()
        with pytest.raises(StoreProblem, match="open in another window"):
            Strongbox(path.parent).lock(PASSPHRASE)
        store.append("s9", [line(1)])
    assert contents(path, None)


KILLED = """
import os, signal, sys
from pathlib import Path
from dtx.records import cipher, keyfile, strongbox
at, home, passphrase, unlocking = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4] == "True"
keyfile.MEMORY_KIB, keyfile.PASSES = 64, 1
steps, traced = 0, {module.__file__ for module in (cipher, keyfile, strongbox)}
def trace(frame, event, argument):
    global steps
    if frame.f_code.co_filename not in traced:
        return None
    steps += event == "line"
    if event == "line" and steps == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return trace
box = strongbox.Strongbox(home, lambda file: file.open(passphrase))
sys.settrace(trace)
box.unlock() if unlocking else box.lock(passphrase)
sys.settrace(None)
print(steps)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX word")
@pytest.mark.parametrize("unlocking", [False, True])
@pytest.mark.parametrize("kills", [8, pytest.param(400, marks=pytest.mark.slow)])
def test_locking_that_is_killed_at_any_line_leaves_the_store_before_or_after(
    kills: int, unlocking: bool, path: Path, dtx_home: Path
) -> None:
    before = contents(path, None)
    strongbox = Strongbox(dtx_home, lambda file: file.open(PASSPHRASE))
    if unlocking:
        strongbox.lock(PASSPHRASE)
    start = {file.name: file.read_bytes() for file in dtx_home.iterdir() if file.is_file()}

    def begin_anew() -> None:
        for file in dtx_home.iterdir():
            if file.is_file():
                file.unlink()
        for name, content in start.items():
            (dtx_home / name).write_bytes(content)

    steps = int(said(KILLED, 0, dtx_home, PASSPHRASE, unlocking))
    found = set()
    for number in sorted({*range(1, steps + 1, max(1, steps // kills)), steps}):
        begin_anew()
        done = subprocess.run([sys.executable, "-c", KILLED, str(number), str(dtx_home), PASSPHRASE, str(unlocking)], capture_output=True)
        assert done.returncode == -9
        again = Strongbox(dtx_home, lambda file: file.open(PASSPHRASE))
        with again.open_store() as store:
            assert store.verify() == []
        assert contents(path, again.key()) == before, f"killed at line {number} of {steps}"
        assert not path.with_name("dtx.db.new").exists(), "what was left unfinished is cleared away"
        found.add(again.is_on)
        if again.is_on:
            assert files_with(dtx_home, CANARY) == []
    assert found == {True, False}


@pytest.fixture
def keyring_of_the_system(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[tuple[str, str], str]]:
    """A keyring that keeps everything in this process."""
    import keyring
    from keyring.backend import KeyringBackend

    kept: dict[tuple[str, str], str] = {}

    class Here(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del kept[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(Here())
    yield kept
    keyring.set_keyring(before)


def test_the_keyring_of_the_system_can_keep_the_key(path: Path, keyring_of_the_system: dict[tuple[str, str], str]) -> None:
    file, key, recovery = keyfile.new(None)
    file = keyfile.KeyFile.from_json(file.to_json())
    assert file.from_keyring() == key and not file.asks and file.open(recovery) == key
    assert list(keyring_of_the_system.values()) == [key.hex()]
    keyfile.forget(file.slots)
    assert keyring_of_the_system == {} and file.from_keyring() is None
    with pytest.raises(WrongPassphrase):
        file.open(PASSPHRASE)


def test_where_there_is_no_keyring_one_sentence_says_what_else(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends.fail import Keyring

    monkeypatch.setattr(keyring, "get_keyring", Keyring)
    with pytest.raises(DtxError, match="no keyring") as problem:
        keyfile.new(None)
    assert "dtx lock" in problem.value.remedy


@pytest.mark.parametrize("name", ["sqlcipher3", "argon2.low_level", "cryptography.hazmat.primitives.keywrap"])
def test_without_the_extra_one_sentence_says_how_to_install_it(name: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(DtxError, match=r"pip install 'dtx\[lock\]'"):
        lock(path)


def test_who_has_it_open_for_a_moment_only_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens and closes it without a pause has it open nearly always: one look would hardly ever find it closed."""
    store = Store.open(path)
    store.sessions()
    looks = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            store.close()

    monkeypatch.setattr(cipher, "sleep", sleep)
    lock(path)
    assert len(looks) >= 3 and cipher.is_locked(path)


def test_a_store_that_could_not_be_had_alone_is_as_it_was(path: Path) -> None:
    """Without its log beside it, whoever opens it would not hold it, and another file could take its place meanwhile."""
    strongbox = Strongbox(path.parent)
    with cipher.alone(path, None):
        pass
    with cipher.open_plain(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert not strongbox.is_on


def test_whoever_opens_it_has_it_from_then_on_however_it_was_left(path: Path) -> None:
    """Locking that broke off leaves it without its log, and then SQLite alone would keep nobody from putting another file there."""
    with closing(cipher.open_plain(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with Store.open(path), pytest.raises(StoreProblem, match="open in another window"), cipher.alone(path, None):
        pass


def test_opening_it_touches_nothing_that_somebody_is_just_locking(path: Path) -> None:
    """What is being written is overwritten and taken away only when nobody writes it any more."""
    unfinished = path.with_name("dtx.db.new")
    unfinished.write_bytes(b"all that there is")
    with cipher.changing(path):
        Store.open(path).close()
        assert unfinished.read_bytes() == b"all that there is"
    Store.open(path).close()
    assert not unfinished.exists()


def test_what_is_written_while_another_window_unlocks_is_in_the_unlocked_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that opened the locked file just before another one took its place would write where nobody ever looks again."""
    lock(path)
    strongbox = Strongbox(path.parent)
    strongbox.open_with(PASSPHRASE)
    use_wal, unlocked = database._use_wal, []

    def late(connection: sqlite3.Connection) -> None:
        if not unlocked:
            unlocked.append(said(UNLOCKS, path, PASSPHRASE))
        use_wal(connection)

    monkeypatch.setattr(database, "_use_wal", late)
    with strongbox.open_store() as store:
        assert unlocked == ["unlocked\n"]
        store.append("s3", [line(1)])
    assert sorted(file.name for file in path.parent.iterdir() if file.is_file()) == ["dtx.db"]
    with Store.open(path) as store:
        assert len(store.events("s3")) == 1 and store.verify() == []


UNLOCKS = """
import sys
from pathlib import Path
from dtx.records.strongbox import Strongbox
path, passphrase = Path(sys.argv[1]), sys.argv[2]
strongbox = Strongbox(path.parent)
strongbox.open_with(passphrase)
strongbox.unlock()
print("unlocked")
"""
