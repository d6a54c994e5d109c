"""People as the gate knows them: what they said at first use."""

from datetime import datetime
from pathlib import Path

from dtx.care.flags import FLAGS
from dtx.records.store import Store


def well(home: Path, now: datetime | None = None) -> None:
    """Somebody who has nothing to mention, and said so just `now`."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    at = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    with Store.open(home / "dtx.db") as store:
        store.set_profile({f"flag.{flag}": "no" for flag in FLAGS}, at)
