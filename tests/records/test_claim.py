"""A session that goes on in one window is told from one that was left behind."""

import os
import stat
import threading
from pathlib import Path

import pytest

from dtx import paths
from dtx.errors import StoreProblem, StoreReadOnly
from dtx.records.claim import claim, is_live
from tests.records.powerless import open_folder, powerless
from tests.records.processes import said, window

HOLDS = """
import sys
from pathlib import Path
from dtx.records.claim import claim
with claim(Path(sys.argv[1]), "s1"):
    print("held", flush=True)
    sys.stdin.read()
"""
LOOKS = """
import sys
from pathlib import Path
from dtx.records.claim import is_live
is_live(Path(sys.argv[1]), "s1")
print("filelock" in sys.modules)
"""


def locks(home: Path) -> list[str]:
    return sorted(file.name for file in paths.live(home).iterdir())


def test_a_session_is_live_while_it_is_claimed(dtx_home: Path) -> None:
    assert not is_live(dtx_home, "s1")
    with claim(dtx_home, "s1"):
        assert is_live(dtx_home, "s1") and not is_live(dtx_home, "s2")
        assert locks(dtx_home) == ["s1.lock"]
    assert not is_live(dtx_home, "s1") and locks(dtx_home) == []


def test_looking_makes_nothing(dtx_home: Path) -> None:
    assert not is_live(dtx_home, "s1") and not dtx_home.exists()


def test_a_claim_ends_with_the_block_also_when_it_fails(dtx_home: Path) -> None:
    with pytest.raises(KeyboardInterrupt), claim(dtx_home, "s1"):
        raise KeyboardInterrupt
    assert locks(dtx_home) == []
    with claim(dtx_home, "s1"):
        pass


def test_another_window_sees_the_claim_and_cannot_take_it(dtx_home: Path) -> None:
    with window(HOLDS, dtx_home) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        assert is_live(dtx_home, "s1")
        with pytest.raises(StoreProblem, match="open in another window"), claim(dtx_home, "s1"):
            pass
        assert is_live(dtx_home, "s1"), "looking does not take it away"
        process.communicate("")
    assert not is_live(dtx_home, "s1")
    with claim(dtx_home, "s1"):
        assert is_live(dtx_home, "s1")


def test_a_killed_window_leaves_no_claim(dtx_home: Path) -> None:
    with window(HOLDS, dtx_home) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        process.kill()
    assert locks(dtx_home) == ["s1.lock"], "the file is left, the lock is not"
    assert not is_live(dtx_home, "s1")
    assert locks(dtx_home) == [], "and the file is cleared away"


def test_somebody_who_is_only_looking_does_not_stand_in_the_way(dtx_home: Path) -> None:
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            is_live(dtx_home, "s1")

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(30):
            with claim(dtx_home, "s1"):
                assert is_live(dtx_home, "s1")
    finally:
        done.set()
        looking.join()


def test_an_id_from_elsewhere_cannot_leave_the_folder(dtx_home: Path) -> None:
    for name in ("../../evil", "a/b", "", "x" * 500, "ä", "\udce9"):
        with claim(dtx_home, name):
            assert is_live(dtx_home, name)
            assert len(locks(dtx_home)) == 1
    assert [file.name for file in dtx_home.iterdir()] == ["live"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_the_owner_may_see_what_is_going_on(dtx_home: Path) -> None:
    with claim(dtx_home, "s1"):
        found = [stat.S_IMODE(path.stat().st_mode) for path in (dtx_home, paths.live(dtx_home), paths.live(dtx_home) / "s1.lock")]
    assert found == [0o700, 0o700, 0o600]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_folder_that_may_only_be_read_is_one_sentence() -> None:
    import filelock  # noqa: F401  whoever may not read this machine's Python cannot import it later

    with open_folder() as home, powerless(home):
        assert not is_live(home, "s1")
        with pytest.raises(StoreReadOnly), claim(home, "s1"):
            pass


def test_the_lock_library_is_loaded_only_for_a_claim(dtx_home: Path) -> None:
    assert said(LOOKS, dtx_home) == "False\n"
