"""What is left of English on a page in another language: found by its words, wherever they come from."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from babel.messages.mofile import read_mo

from dtx.language import CATALOGUES

ROOT = Path(__file__).parent.parent
IN_BRACES = re.compile(r"\{[^{}]*\}")
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
"""Letters alone: an id such as `7bed01` holds no word."""


CUT = re.compile(r"\w+…|\S*/\S*")
"""Words that are cut short, and places on the disk."""


def words(text: str) -> list[str]:
    """The words of a text in small letters; what is filled in later is none, nor is what is cut short, or a path."""
    return WORD.findall(CUT.sub(" ", IN_BRACES.sub(" ", text)).casefold().replace("’", "'"))


def both(code: str) -> Iterator[tuple[str, str]]:
    """Every sentence of the catalogue beside its translation, in each of their forms."""
    with (CATALOGUES / code / "LC_MESSAGES" / "dtx.mo").open("rb") as file:
        for message in read_mo(file):
            if message.id:
                ours, theirs = ((one,) if isinstance(one, str) else tuple(one) for one in (message.id, message.string))
                yield from ((one, other) for one in ours for other in theirs)


@cache
def english_only(code: str) -> frozenset[str]:
    """Words of our sentences that no translation has, and no plugin's words in that language."""
    ours, theirs = set[str](), set[str]()
    for one, other in both(code):
        ours.update(words(one))
        theirs.update(words(other))
    for path in (ROOT / "plugins").glob(f"*/words.{code}.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            theirs.update(words(line.partition(": ")[2] or line if line.startswith("  ") else line.partition(": ")[2]))
    return frozenset(ours - theirs)


def texts_in(path: Path) -> Iterator[str]:
    """Every text in a plugin's file or a module."""
    written = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from (node.value for node in ast.walk(ast.parse(written)) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    else:
        yield from leaves(tomllib.loads(written) if path.suffix == ".toml" else yaml.safe_load(written))


def leaves(node: Any) -> Iterator[str]:
    """The texts of a document, its keys too."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from leaves([*node, *node.values()])
    elif isinstance(node, list):
        for one in node:
            yield from leaves(one)


class Allowed:
    """Texts that are in English by design. A word on a page is one of theirs where it stands beside the same word as in one of them."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.pairs, self.alone = set[tuple[str, str]](), set[str]()
        for text in texts:
            of_it = WORD.findall(text.casefold().replace("’", "'"))
            self.pairs.update(pairwise(of_it))
            if len(of_it) == 1 and not text[:1].islower():  # a title, or an answer to choose; ids and keys have no capital
                self.alone.update(of_it)

    def masked(self, page: Sequence[str]) -> set[int]:
        """The places of words that are theirs."""
        found = {place for place, word in enumerate(page) if word in self.alone}
        for place, pair in enumerate(pairwise(page)):
            if pair in self.pairs:
                found |= {place, place + 1}
        return found


NOTHING = Allowed()


def left(code: str, page: str, allowed: Allowed = NOTHING) -> list[str]:
    """English words on a page, each with what stands around it."""
    there = words(page)
    ours, masked = english_only(code), allowed.masked(there)
    return [
        " ".join([*there[max(0, at - 3) : at], f"<{word}>", *there[at + 1 : at + 4]])
        for at, word in enumerate(there)
        if word in ours and at not in masked
    ]
