"""Words, codes and times as FHIR takes them: none is empty, none holds what no terminal and no database wants."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache

PLAIN = re.compile(r"[ -~]*\Z")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))\Z", re.ASCII)
FARTHEST = timedelta(hours=14)
MOST = 1_000_000
"""FHIR takes 1,048,576 characters in a string."""


def words(text: object) -> str | None:
    """Text without control characters and with plain spaces; None where nothing is left."""
    if not isinstance(text, str):
        return None
    if not PLAIN.match(text):
        text = "".join(" " if c.isspace() and c not in "\n\t" else c for c in text if c in "\n\t" or allowed(c))
    return text.strip()[:MOST] or None


def allowed(c: str) -> bool:
    return unicodedata.category(c) not in ("Cc", "Cs") or c.isspace()


@lru_cache(1024)
def code(text: str) -> str:
    """A code: no space at the ends, single ones inside."""
    return " ".join((words(text) or "").split()) or "unknown"


def moment(text: str | None) -> str | None:
    """A time with its offset; one without is taken as UTC, as the records do. None for what is no time."""
    if text is None:
        return None
    if MOMENT.match(text):
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    offset = at.utcoffset() or timedelta()
    if abs(offset) > FARTHEST or offset.total_seconds() % 60:
        at = at.astimezone(UTC)
    return at.isoformat()


def period(begin: str | None, end: str | None) -> dict[str, str]:
    """A Period. Both ends are told by the same clock, as some compare them as text; an end before its beginning is none.

    Clocks are put right, and summer ends, while somebody practises.
    """
    if begin is None or end is None:
        return {key: at for key, at in (("start", begin), ("end", end)) if at is not None}
    if begin[-6:] != end[-6:] or len(begin) != len(end):
        first, last = datetime.fromisoformat(begin), datetime.fromisoformat(end).astimezone(datetime.fromisoformat(begin).tzinfo)
        begin, end = (at.isoformat(timespec="milliseconds") for at in (first, last))
    return {"start": begin, "end": end} if begin <= end else {"start": begin}
