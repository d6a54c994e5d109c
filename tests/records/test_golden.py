"""Stores that earlier versions of dtx wrote open today, with everything in them. One for each version of the schema."""

import gzip
from pathlib import Path

import pytest

from dtx import paths
from dtx.records.schema import MIGRATIONS
from dtx.records.store import Store
from tests.records.journals import at, journal, line

GOLDEN = sorted((Path(__file__).parent / "golden").glob("v*.db.gz"))
HEAD = "eba5ae5f00aefe3725527a5d42262294dd1aa2e645cb2d464d68bd5c46b60460"
"""The end of the ledger, as it was printed when they were written: the format of the chain is for ever."""


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_a_store_of_an_earlier_version_opens_with_all_that_was_in_it(golden: Path, dtx_home: Path) -> None:
    dtx_home.mkdir()
    path = paths.database(dtx_home)
    path.write_bytes(gzip.decompress(golden.read_bytes()))
    for _ in range(2):  # brought up to date the first time, and as it is from then on
        with Store.open(path) as store:
            assert store.connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
            assert store.verify() == [] and store.check() == []
            assert store.head == HEAD
            kept = journal("completed", phases=2)
            assert store.events("done") == (*kept, line(7, {"pain": 3, "settled": "yes"}, "follow_up"))
            assert [(row.session_id, row.status, row.ended_at, row.pain_after) for row in store.sessions()] == [
                ("stopped", "stopped", at(70), 4),
                ("open", None, None, None),
                ("done", "completed", at(70), 4),
            ]
            assert store.profile() == {"sore": ["low_back"], "flag.heart": "no", "patient_ref": "blue-heron-7"}
            assert store.drafts("open") == ({} if golden.name == "v1.db.gz" else {"situation": "Half a th"})
