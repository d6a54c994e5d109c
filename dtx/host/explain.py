"""What is wrong with a plugin, said to the person who wrote it: file, line, one sentence, one remedy."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from dtx.errors import PluginProblem
from dtx.language import _, all_of, any_of

MOST_PROBLEMS = 50
QUOTED = 60  # characters of somebody's text that a sentence repeats
ALIKE, VERY_ALIKE = 0.6, 0.8
"""How alike a word has to be to one that is known, and to one that only stands for it."""

MOST_COMPARED = 50

JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """One line of text without anything that is not seen: controls, marks of direction, hidden letters, broken surrogates.

    The two joiners stay, without which some languages and signs cannot be written.
    """
    if text.isprintable():  # as nearly all text is; none of what is left out below is printable
        return " ".join(text.split())
    kept = (letter for letter in text if letter in JOINERS or letter.isspace() or not unicodedata.category(letter).startswith("C"))
    return " ".join("".join(kept).split())


def quoted(text: object) -> str:
    """Somebody's text inside a sentence: cleaned, and cut where it is long."""
    text = clean(str(text))
    return f"'{text if len(text) <= QUOTED else text[: QUOTED - 1] + '…'}'"


def listed(words: Iterable[object], last: str = "and") -> str:
    """`a, b and c`."""
    return all_of(words) if last == "and" else any_of(words)


def did_you_mean(word: str, known: Iterable[str], also: Mapping[str, str] | None = None) -> str | None:
    """The known word that was probably meant, or None. `also` maps words people use to the known one.

    A word that stands in `also` as it is goes before any that merely looks like it: 'balance' is 'falls', and not 'cancer'.
    Of very many words only the first are compared: it takes time, and nobody would read on.
    """
    if also and (meant_by_it := also.get(word.casefold())):
        return meant_by_it
    known = islice(known, MOST_COMPARED)
    for meant, cutoff in (({name.casefold(): name for name in known}, ALIKE), (dict(also or {}), VERY_ALIKE)):
        if close := get_close_matches(word.casefold()[:40], meant, n=1, cutoff=cutoff):
            return meant[close[0]]
    return None


def suggestion(word: str, known: Iterable[str], otherwise: str, also: Mapping[str, str] | None = None) -> str:
    """A remedy for an unknown word in a file, in English as all about files: what was probably meant, else the sentence `otherwise`."""
    meant = did_you_mean(word, known, also)
    return f"Did you mean '{meant}'?" if meant else otherwise


def offered(word: str, known: Iterable[str], otherwise: str) -> str:
    """The same for a word that somebody typed, in the language that is spoken."""
    meant = did_you_mean(word, known)
    return _("Did you mean '{meant}'?").format(meant=meant) if meant else otherwise


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right. `sentence` and `remedy` are whole sentences; `line` counts from 1, None is the whole file."""

    file: str
    line: int | None
    sentence: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence} {self.remedy}"

    @property
    def place(self) -> str:
        return self.file if self.line is None else f"{self.file}, line {self.line}"


class ManifestProblems(PluginProblem):
    """Everything that keeps a plugin from loading, in the order of its lines. `too_new` means: this dtx is too old for it."""

    def __init__(self, plugin: str, problems: Iterable[Problem], too_new: bool = False) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda each: (each.file, each.line or 0)))
        self.too_new = too_new
        first, more = self.problems[0], len(self.problems) - 1
        rest = f" There {'is 1 more problem' if more == 1 else f'are {more} more problems'}." if more else ""
        super().__init__(plugin, f"{first.place}: {first.sentence}", first.remedy + rest)

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[:MOST_PROBLEMS]]
        hidden = len(self.problems) - len(shown)
        return "\n".join([*shown, f"… and {hidden} more."] if hidden else shown)


class Wrong(ValueError):
    """A value that cannot be taken. `sentence` follows the name of its key ("has to be text."), or is whole with a `path`.

    `path` leads from the value that was checked to the part of it that is wrong.
    """

    def __init__(self, sentence: str, remedy: str, path: tuple[int | str, ...] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
        self.path = path


class Findings:
    """Collects the problems of one file, so that an author meets all of them at once."""

    def __init__(self, plugin: str, file: str) -> None:
        self.plugin = plugin
        self.file = file
        self.found: list[Problem] = []

    def add(self, line: int | None, sentence: str, remedy: str) -> None:
        self.found.append(Problem(self.file, line, sentence, remedy))

    @property
    def crowded(self) -> bool:
        """Whether there are more already than are shown, so that it is not worth the time to look for what was meant."""
        return len(self.found) >= MOST_PROBLEMS

    def stop_if_any(self, too_new: bool = False) -> None:
        """Raises `ManifestProblems` when there is something to put right."""
        if self.found:
            raise ManifestProblems(self.plugin, self.found, too_new)
