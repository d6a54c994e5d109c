"""The summary as a PDF of one or two A4 pages that a screen reader can read (PDF/UA-1), made by typst from data alone."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any

from dtx.engine.export import Export, Exporter
from dtx.engine.words import clean
from dtx.errors import DtxError
from dtx.host.hookspecs import hookimpl
from dtx.language import _, language
from dtx.sharing.paper import ROOMS, Paper
from dtx.sharing.summary import summary

MOST_PAGES = 2
TRIES = 40
NO_LETTER = re.compile(r"the text `?\"(.*?)\"`? could not be displayed", re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
INSTEAD = "\N{WHITE SQUARE}"


def to_pdf(export: Export) -> bytes:
    """Raises DtxError where typst makes nothing of it."""
    return typeset(*(summary(export, room) for room in ROOMS))


def typeset(*papers: Paper) -> bytes:
    """The first of the papers that fits on two pages, else the last."""
    content = b""
    for paper in papers:
        content, pages = compiled(paper.to_json())
        if pages <= MOST_PAGES:
            break
    return content


def compiled(paper: dict[str, Any]) -> tuple[bytes, int]:
    """The PDF and its number of pages.

    The fonts that typst brings come first, so that the same data gives the same bytes everywhere; the system's are asked only for
    letters that these lack, and what no font has becomes a white square.
    """
    import typst

    setting: Any = typst  # its stubs do not know that the files may be given from memory
    paper, system = readable(paper), False
    for _try in range(TRIES):
        given = inputs(paper)
        try:
            content: bytes = setting.compile(given, format="pdf", pdf_standards="ua-1", ignore_system_fonts=not system)
            (pages,) = json.loads(setting.query(given, "<pages>", field="value", ignore_system_fonts=not system))
        except typst.TypstError as error:
            lacking = letters(str(error))
            if not lacking:
                raise DtxError(_("The summary could not be set as a PDF."), _("Try --to html, which needs nothing else.")) from error
            if system:
                paper = without(paper, lacking)
            system = True
        else:
            return content, pages
    raise DtxError(_("The summary holds letters that no font here has."), _("Try --to html, which needs nothing else."))


def inputs(paper: Mapping[str, Any]) -> dict[str, bytes]:
    """What typst reads: the template, the data and the pictures. Nothing touches the disk."""
    pictures = {
        f"picture-{index}.svg": section["picture"]["svg"].encode() for index, section in enumerate(paper["sections"]) if section["picture"]
    }
    template = files(__package__).joinpath("summary.typ").read_bytes()
    return {"main": template, "paper.json": json.dumps({**paper, "lang": language()}, ensure_ascii=False).encode(), **pictures}


def letters(message: str) -> set[str]:
    """The letters that typst says no font has."""
    found = "".join(NO_LETTER.findall(message))
    return set(ESCAPED.sub(lambda code: chr(int(code[1], 16)), found))


def readable(part: Any) -> Any:
    """The same without what is no letter: controls, halves of letters, and places nobody has given a meaning."""
    return mapped(part, lambda text: "".join(c for c in clean(text) if c.isprintable() or c in "\n "))


def without(part: Any, lacking: set[str]) -> Any:
    return mapped(part, lambda text: "".join(INSTEAD if c in lacking else c for c in text))


def mapped(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part)
    if isinstance(part, Mapping):
        return {name: mapped(value, change) for name, value in part.items()}
    return [mapped(one, change) for one in part] if isinstance(part, list | tuple) else part


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("pdf", _("A summary to read, as PDF"), ".pdf", to_pdf, binary=True, modules=("typst",), extra="report")
