"""The hash chain: every line's digest covers the line before it, so a change made later shows.

    digest(1) = SHA-256(SHA-256(name) + text(1))      digest(n) = SHA-256(digest(n-1) + text(n))

Digests are written in hexadecimal, `name` is the id of the session or the check-in ("ledger" for the ledger), and `text` is the line as
canonical JSON: keys sorted, no spaces, everything beyond ASCII escaped.
"""

import json
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted
from math import isfinite
from typing import Any


def canonical(value: Any) -> str:
    """The one way to write `value` as JSON. Raises ValueError for NaN and infinity, TypeError for what is no JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def genesis(name: str) -> str:
    """What stands before the first line. It binds a chain to its session."""
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def digest(before: str, text: str) -> str:
    return sha256((before + text).encode("utf-8", "surrogatepass")).hexdigest()


def event_text(seq: int, at: str, t: float, kind: str, step: str | None, fingerprint: str | None, value: str) -> str:
    """An event as canonical JSON; `value` is canonical JSON already. Raises ValueError for a `t` that JSON cannot hold.

    Written by hand, because an audit does it for every event there is, and this takes a quarter of the time of `canonical`.
    """
    if not isfinite(t):
        raise ValueError(f"Out of range: {t} seconds")
    step, fingerprint = (text if text is None else quoted(text) for text in (step, fingerprint))
    return (
        f'{{"at":{quoted(at)},"fingerprint":{fingerprint or "null"},"kind":{quoted(kind)},"seq":{seq},'
        f'"step":{step or "null"},"t":{t!r},"value":{value}}}'
    )


def entry_text(seq: int, at: str, name: str, value: str) -> str:
    """A line of a check-in as canonical JSON; `value` is canonical JSON already."""
    return f'{{"at":{quoted(at)},"name":{quoted(name)},"seq":{seq},"value":{value}}}'


def ledger_text(seq: int, at: str, kind: str, session_id: str, events: int, head: str) -> str:
    """A line of the ledger as canonical JSON."""
    return (
        f'{{"at":{quoted(at)},"events":{events},"head":{quoted(head)},"kind":{quoted(kind)},"seq":{seq},"session_id":{quoted(session_id)}}}'
    )
