"""Forms of export that plugins offer: each is checked, and what goes wrong while one writes becomes one sentence about its plugin."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dtx.engine.export import PARTS, Content, Export, Exporter, pieces
from dtx.errors import PluginProblem, StoreProblem
from dtx.host.loader import blamed

if TYPE_CHECKING:
    from dtx.host.shelf import Shelf

HOOK = "dtx_exporters"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SUFFIX = re.compile(r"(\.[A-Za-z0-9_]+)+")
WHAT = "cannot write this export"


def offered(shelf: "Shelf") -> Iterator[Exporter]:
    """What plugins offer, in order. One that fails offers nothing; `shelf.problems` says why."""
    for place, _ in shelf.answering(HOOK):
        folder = Path(place.path)
        try:
            answers = shelf.ask(place, HOOK)
            with blamed(place.id, folder, "offers no form of export"):
                found = [checked(answer) for answer in answers]
        except PluginProblem as problem:
            shelf.problems.append(problem)
        else:
            yield from (guarded(exporter, place.id, folder) for exporter in found)


def checked(offer: object) -> Exporter:
    """Raises TypeError and ValueError for what nobody could export with."""
    if not isinstance(offer, Exporter):
        raise TypeError(f"{HOOK} offers {type(offer).__name__}, which is no Exporter")
    if not (isinstance(offer.name, str) and NAME.fullmatch(offer.name)):
        raise ValueError(f"{offer.name!r} is no name for a form: small letters, digits and hyphens are")
    if not (isinstance(offer.title, str) and isinstance(offer.suffix, str) and SUFFIX.fullmatch(offer.suffix)):
        raise ValueError(f"the form '{offer.name}' needs a title, and a suffix such as '.txt'")
    if not callable(offer.write) or not (offer.beside is None or callable(offer.beside)):
        raise TypeError(f"the form '{offer.name}' has nothing that writes it")
    if odd := set(offer.parts) - set(PARTS):
        raise ValueError(f"the form '{offer.name}' has a place for '{min(odd)}', and there is no such part")
    return offer


def guarded(exporter: Exporter, plugin: str, folder: Path) -> Exporter:
    """The same, raising PluginProblem where its code raises anything."""

    @contextmanager
    def theirs() -> Iterator[None]:
        try:
            with blamed(plugin, folder, WHAT):
                yield
        except PluginProblem as problem:
            if isinstance(problem.__cause__, StoreProblem):  # it only read on, and it was the records that failed
                raise problem.__cause__ from None
            raise

    def written(give: Callable[[], Content]) -> Iterator[bytes]:
        """A piece at a time: what it prints goes aside only while its own code runs."""
        with theirs():
            coming = pieces(give())
        while True:
            with theirs():
                piece = next(coming, None)
            if piece is None:
                return
            yield piece

    def write(export: Export) -> Content:
        return written(lambda: exporter.write(export))

    def beside(export: Export) -> Mapping[str, Content]:
        assert exporter.beside is not None
        with theirs():
            files = dict(exporter.beside(export))
            if odd := [ending for ending in files if not (isinstance(ending, str) and SUFFIX.fullmatch(ending))]:
                raise ValueError(f"{odd[0]!r} is no ending of a file")
        return {ending: written(given(content)) for ending, content in files.items()}

    return replace(exporter, write=write, beside=exporter.beside and beside)


def given(content: Any) -> Callable[[], Content]:
    return lambda: content
