"""How a line is read out: numbers and signs as words, and words with two readings spelt so that every engine has only one."""

import re
from hashlib import sha256
from typing import NamedTuple

SIGNS = (
    (r"[\[\]{}<>|\\*#~^`]", " "),  # some engines take what stands in brackets for orders
    (r"_{2,}", "… "),
    (r"(\d)\s*[-–](?=\s*\d+\s*[-–]\s*\d)", r"\1, "),
    (r"(?<=\d)(, \d+)\s*[-–]\s*(?=\d)", r"\1, "),
    (r"(\d)\s*[-–]\s*(?=\d)", r"\1 to "),
    (r"(\d)\s*[x×](?!\w)", r"\1 times"),
    (r"(\d)\s*%", r"\1 percent"),
    (r"\b1\s*(?:s|sec)\b", "1 second"),
    (r"(\d)\s*(?:s|sec)\b", r"\1 seconds"),
    (r"\b1\s*min\b", "1 minute"),
    (r"(\d)\s*min\b", r"\1 minutes"),
    (r"\s[-–—]\s|—", ", "),
    (r"\s+([,.;:?!…])", r"\1"),
)
"""Signs and what is said for them, in this order: 4-7-8 are three numbers, 10-15 is a range."""


class Reading(NamedTuple):
    """One of the ways to say a word: where it is meant, and how to spell it."""

    where: str
    spelling: str


MAY = r"\b(?:can|may|might|could|would|will|shall|to|and|then|let|please|gently|slowly|softly|you|they|don't)"
"""What often stands before a verb."""

READINGS = (
    Reading(rf"(?<!\w)(?:(?<=^)|(?<=[,.;:!?…] ))close(?= (?!to\b|by\b|at\b|against\b|together\b)\w)|{MAY} \bclose(?! to\b| by\b)", "cloze"),
    Reading(r"\blet (?:the|your|both|them|it)(?: \w+)? close(?! to\b| by\b)\b", "cloze"),
    Reading(r"\bclose(?= (?:your|the|my|our|his|her|its|their|both|one|each|all|it|them|off|up|down)\b)", "cloze"),
    Reading(r"(?<!\ba )(?<!\bgo )\blive(?! music| recording| audience| show| wire| broadcast)\b", "liv"),
    Reading(rf"\bwind(?= (?:down|up|it|back|your|around)\b)|{MAY} \bwind\b", "wined"),
    Reading(r"\bwinding\b", "wineding"),
    Reading(r"\btear(?= (?:off|up|apart|out|down|open|it|the|a|in|of)\b)|\b(?:wear and|muscle|to) tear\b", "tair"),
    Reading(r"\b(?:have|has|had|having|be|been|was|were|is|are|'ve|’ve|already|just) read\b", "red"),
    Reading(r"\bread\b", "reed"),
    Reading(r"\b(?:no|of|in|any|the|some|its|their|your|for|daily|everyday|regular|make|good) use\b", "use"),
    Reading(r"\buse\b", "yooze"),
    Reading(r"\bbow(?= (?:your|the|forward|down|from)\b)", "bough"),
)
"""The first that fits holds. What is found ends in the word itself; what comes before it stays."""

WORD = re.compile(r"\w+$")
MARK = sha256(repr((SIGNS, READINGS)).encode()).hexdigest()[:16]
"""Changes whenever a line might be read out in another way."""


def read_out(text: str, english: bool = True) -> str:
    """The line as an engine is given it: one line, with a full stop where it has no end. Empty where there is nothing to say."""
    line = " ".join(text.split())
    for sign, said in SIGNS if english else SIGNS[:1]:
        line = re.sub(sign, said, line)
    line = " ".join(line.split())
    if not re.search(r"[^\W_]", line):
        return ""
    for start, end, spelling in sorted(_chosen(line), reverse=True) if english else ():
        line = line[:start] + spelling + line[end:]
    return line if line.endswith((".", "?", "!", "…")) else f"{line.rstrip(' ,;:–-')}."


def _chosen(line: str) -> list[tuple[int, int, str]]:
    """Where a word has to be spelt anew: from, to, and how."""
    taken: dict[int, tuple[int, int, str]] = {}
    for reading in READINGS:
        for found in re.finditer(reading.where, line, re.IGNORECASE):
            word = WORD.search(found[0])
            if word is not None:
                start = found.start() + word.start()
                taken.setdefault(start, (start, found.end(), reading.spelling))
    return list(taken.values())
