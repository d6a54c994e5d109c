"""No lock-in: read a dtx store and check its chain with Python alone. `python read_store.py dtx.db` prints one JSON event a line."""

import hashlib
import json
import sqlite3
import sys

COLUMNS = ("seq", "at", "t", "kind", "step", "fingerprint")
store = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
heads: dict[str, str] = {}
for session_id, *columns, value, stored in store.execute(
    f"SELECT session_id, {', '.join(COLUMNS)}, value, hash FROM event ORDER BY session_id, seq"
):
    event = dict(zip(COLUMNS, columns, strict=True)) | {"value": json.loads(value)}
    before = heads.get(session_id) or hashlib.sha256(session_id.encode()).hexdigest()
    text = json.dumps(event, sort_keys=True, separators=(",", ":"))
    heads[session_id] = hashlib.sha256((before + text).encode()).hexdigest()
    if heads[session_id] != stored:
        sys.exit(f"session {session_id}, event {event['seq']}: changed")
    print(json.dumps({"session_id": session_id} | event))
store.close()
