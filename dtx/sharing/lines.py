"""JSON Lines: one record a line, unguarded values, for programs."""

import json

from dtx.sharing.select import Selection, shared


def to_jsonl(selection: Selection) -> bytes:
    """UTF-8, a newline after each record, keys in the order of the contract; what was not to be shared has no key."""
    records = (shared(log, selection.include) for log in selection.logs)
    return "".join(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records).encode()
