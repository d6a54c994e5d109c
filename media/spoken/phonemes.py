"""How a line is pronounced: numbers as words, words that are read in two ways, and the alphabet of the voice."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dtx.language import FIRST, language

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

SIGNS = (
    (r"\(2 min\)", ", two minutes,"),
    (r"([.?!])\s*\(([^)]*)\)", r"\1 \2."),
    (r"\(([^)]*)\)", r", \1,"),
    (r":?\s*_{2,}", "…"),
    (r"\?\.", "the question mark."),
    (r",\s*([,.:;?!…])", r"\1"),
    (r"\s+([,.:;?!…])", r"\1"),
)
"""What stands for something that is said in another way."""

SPANISH = (
    *("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce"),
    *("quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés"),
    *("veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve"),
)
SPANISH_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")

SPANISH_SIGNS = ((r"\(([^)]*)\)", r", \1,"), (r"[«»]", ""), (r",\s*([,.:;?!…])", r"\1"), (r"\s+([,.:;?!…])", r"\1"))


class Reading(NamedTuple):
    """One of the ways to say a word: where it is meant, how to spell it for the pronouncer, and the sounds it has to give."""

    word: str
    where: str
    spelling: str
    sounds: str


READINGS = (
    Reading("close", r"(?<=\bcan )close\b|(?<=\bmay )close\b|(?<=\band )close\b|\bclose(?= your)|(?<=\bto )close\b", "cloze", "klˈOz"),
    Reading("close", r"\bclose\b", "close", "klˈOs"),
    Reading("use", r"(?<=\bof )use\b|(?<=\bin )use\b|(?<=\bno )use\b", "use", "jˈus"),
    Reading("use", r"\buse\b", "yooze", "jˈuz"),
    Reading("live", r"\blive\b", "liv", "lˈɪv"),
    Reading("lives", r"\blives\b", "livz", "lˈɪvz"),
    Reading("wind", r"\bwind(?= down| up)", "wined", "wˈInd"),
    Reading("wind", r"\bwind\b", "wind", "wˈɪnd"),
    Reading("tear", r"\btear\b", "tear", "tˈɪɹ"),
    Reading("read", r"\bread\b", "reed", "ɹˈid"),
    Reading("lead", r"\blead\b", "leed", "lˈid"),
    Reading("minute", r"\bminute\b", "minnit", "mˈɪnɪt"),
)
"""The first that fits holds. Words that are in `DOUBTFUL` and in no reading are said as the pronouncer says them."""

DOUBTFUL = frozenset(
    """abuse alternate appropriate attribute axes bass bow bowed bows close conduct content contract contrast converse deliberate
    desert does dove elaborate estimate excuse graduate house house increase invalid lead leads live lives minute minutes moderate
    moped number object perfect permit polish present produce progress project read record refuse row rows separate sewer slough sow
    subject tear tears upset use used uses wind winds wound""".split()
)
"""English words with more than one pronunciation."""

VOICE = (
    *(("eɪ", "A"), ("aɪ", "I"), ("oʊ", "O"), ("aʊ", "W"), ("ɔɪ", "Y"), ("dʒ", "ʤ"), ("tʃ", "ʧ")),
    *(("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɚ", "əɹ"), ("ɹɹ", "ɹ"), ("ɪə", "iə"), ("ɐ", "ə"), ("ɾ", "T"), ("ʔn", "tᵊn"), ("ʔ", "t")),
    *(("ɬ", "l"), ("r", "ɹ"), ("x", "k"), ("ː", "")),
    ("ɪˈɔsᵻT", "iˈɑsəT"),  # curiosity
)
"""From espeak's alphabet to the one that Kokoro was trained with, in this order."""

SPANISH_VOICE = (
    *(("tʃ", "ʧ"), ("dʒ", "ʤ"), ("ts", "ʦ"), ("aɪ", "I"), ("aʊ", "W"), ("eɪ", "A"), ("oʊ", "O"), ("ɔɪ", "Y")),
    ("rr", "r"),
)
"""The same for Spanish, which Kokoro was trained with as espeak says it."""

SYLLABIC_L = re.compile(r"əl(?![ˈˌAIOWYaeiouæɑɔəɛɜɪʊʌᵻ])")
"""The end of "little", which is one sound; not the middle of "alone"."""


def spoken(text: str) -> str:
    """The line as it is read out: no digits, no brackets, no blanks, and a full stop where it has no end."""
    for pattern, said in SIGNS if language() == FIRST else SPANISH_SIGNS:
        text = re.sub(pattern, said, text)
    text = re.sub(r"\d+", lambda found: number(int(found.group())), text).rstrip(" ,:;")
    return text if text.endswith((".", "?", "!", "…", '"', "”")) else f"{text}."


def number(value: int) -> str:
    """A whole number under a thousand, in words; in Spanish under two hundred."""
    if language() != FIRST:
        return in_spanish(value)
    if value < len(UNITS):
        return UNITS[value]
    if value < 100:
        tens, units = divmod(value, 10)
        return TENS[tens] + (f"-{UNITS[units]}" if units else "")
    hundreds, rest = divmod(value, 100)
    return f"{UNITS[hundreds]} hundred" + (f" and {number(rest)}" if rest else "")


def in_spanish(value: int) -> str:
    if value < len(SPANISH):
        return SPANISH[value]
    if value < 100:
        tens, units = divmod(value, 10)
        return SPANISH_TENS[tens - 3] + (f" y {SPANISH[units]}" if units else "")
    return f"ciento {in_spanish(value - 100)}" if value > 100 else "cien"


def spelt(text: str) -> tuple[str, list[Reading]]:
    """The line with each word of two readings spelt so that the pronouncer has only one, and the readings that were chosen."""
    chosen: list[tuple[int, Reading]] = []
    taken: set[int] = set()
    for reading in READINGS if language() == FIRST else ():
        for found in re.finditer(reading.where, text, re.IGNORECASE):
            if found.start() not in taken:
                taken.add(found.start())
                chosen.append((found.start(), reading))
    for start, reading in sorted(chosen, reverse=True, key=lambda one: one[0]):
        text = text[:start] + reading.spelling + text[start + len(reading.word) :]
    return text, [reading for _, reading in sorted(chosen, key=lambda one: one[0])]


def in_voice(ipa: str) -> str:
    """Espeak's sounds in the alphabet of the voice."""
    if language() != FIRST:
        for espeak, kokoro in SPANISH_VOICE:
            ipa = ipa.replace(espeak, kokoro)
        return ipa
    for espeak, kokoro in VOICE:
        ipa = ipa.replace(espeak, kokoro)
    return SYLLABIC_L.sub("ᵊl", ipa)


def doubtful(texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each place of a word with two pronunciations: the word, the sounds chosen ("" where it is the pronouncer's), and its line."""
    for text in texts:
        _, chosen = spelt(spoken(text))
        sure = [reading.word for reading in chosen]
        for reading in chosen:
            yield reading.word, reading.sounds, text
        for word in re.findall(r"[a-z]+", text.lower()):
            if word in DOUBTFUL and word not in sure:
                yield word, "", text
