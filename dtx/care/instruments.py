"""Questionnaires whose words belong to somebody: without a licence only their total may be asked for (clinical 7.2)."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Instrument(NamedTuple):
    """A questionnaire by its short and its full name."""

    short: str
    full: str


NOT_FREE = (
    Instrument("BPI", "Brief Pain Inventory"),
    Instrument("PSEQ", "Pain Self-Efficacy Questionnaire"),
    Instrument("PCS", "Pain Catastrophizing Scale"),
    Instrument("ISI", "Insomnia Severity Index"),
    Instrument("PROMIS", "Patient-Reported Outcomes Measurement Information System"),
)
"""PEG, PGIC, PHQ-2, GAD-2 and PHQ-4 are not among them: their words may be used with attribution."""


def pattern(instrument: Instrument) -> re.Pattern[str]:
    full = re.escape(instrument.full).replace("izing", "i[sz]ing").replace(r"\-", r"[\s-]?").replace(r"\ ", r"\s+")
    return re.compile(rf"\b(?:{instrument.short}(?![A-Za-z])|(?i:{full}))")


PATTERNS = tuple((instrument, pattern(instrument)) for instrument in NOT_FREE)


def named_in(texts: Iterable[str]) -> tuple[Instrument, ...]:
    """The questionnaires that these texts name."""
    together = "\n".join(texts)
    return tuple(instrument for instrument, written in PATTERNS if written.search(together))


def same(instrument: str, name: str) -> bool:
    """Whether two names mean the same questionnaire."""
    known = next((one for one, written in PATTERNS if written.search(instrument)), None)
    return instrument.casefold() == name.casefold() or (known is not None and known in named_in([name]))
