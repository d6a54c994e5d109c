"""JSON Lines: one record a line, unguarded values, for programs."""

import json

from dtx.sharing.select import Selection


def to_jsonl(selection: Selection) -> bytes:
    """UTF-8, a newline after each record, keys in the order of the contract."""
    return "".join(json.dumps(log.to_json(), ensure_ascii=False, allow_nan=False) + "\n" for log in selection.logs).encode()
