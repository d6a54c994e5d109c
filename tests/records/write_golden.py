"""Write the golden store of the present version: `python -m tests.records.write_golden`, before a new step is added to the schema."""

import gzip
import sys
import tempfile
from pathlib import Path

from dtx.records.schema import MIGRATIONS
from dtx.records.store import Store
from tests.records.journals import at, journal, line


def write(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "dtx.db"
        with Store.open(path) as store:
            for name, status in (("done", "completed"), ("stopped", "stopped"), ("open", None)):
                store.append(name, journal(status, phases=2))
                if status:
                    store.seal(name, at(70))
            store.append("done", [line(7, {"pain": 3, "settled": "yes"}, "follow_up")])
            store.set_profile({"sore": ["low_back"], "flag.heart": "no", "patient_ref": "blue-heron-7"}, at(1))
            if hasattr(store, "keep_draft"):
                store.keep_draft("open", "situation", "Half a th")
            print(f"v{len(MIGRATIONS)}", store.head)
        (folder / f"v{len(MIGRATIONS)}.db.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "golden")
