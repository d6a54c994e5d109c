"""CSV, one row a session, and its dictionary: the columns of the contract, safe to open in a spreadsheet."""

from collections.abc import Iterable, Iterator

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Content, Export, Exporter
from dtx.host.hookspecs import hookimpl
from dtx.language import _
from dtx.sharing import diary_sheet
from dtx.sharing.cells import written
from dtx.sharing.columns import MEANINGS, meaning, sheet, values


def to_csv(export: Export) -> Iterator[str]:
    """A BOM, CRLF, missing values empty."""
    names = [column.name for column in sheet(export.include)]
    return written(names, (values(log)[: len(names)] for log in export))


def dictionary(export: Export) -> Iterator[str]:
    """What each column means, what dtx is and is not, and the journal's head, which shows later that nothing was rewritten."""
    names = [column.name for column in MEANINGS]
    lines = [*map(meaning, sheet(export.include))]
    if "diary" in export.include:
        lines += [line | {"column": f"diary: {line['column']}"} for line in map(meaning, diary_sheet.columns(export.include))]
    lines += [{"column": what, "meaning": words} for what, words in about(export)]
    return written(names, ([line.get(name) for name in names] for line in lines))


def about(export: Export) -> Iterator[tuple[str, str]]:
    yield "(about)", DISCLAIMER
    yield "(journal head)", export.about.head
    if export.about.gone:
        yield "(erased)", export.about.gone


def beside(export: Export) -> dict[str, Content]:
    files: dict[str, Content] = {".dictionary.csv": dictionary(export)}
    if "diary" in export.include:
        files[".diary.csv"] = diary_sheet.to_csv(export)
    return files


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("csv", _("A table"), ".csv", to_csv, beside, parts=("notes", "diary"))
