"""The summary as one web page that can be printed: no script, nothing is fetched, and every word is escaped."""

from collections.abc import Iterable, Iterator
from html import escape

from dtx.engine.export import Export, Exporter
from dtx.engine.words import clean
from dtx.host.hookspecs import hookimpl
from dtx.language import _, language
from dtx.sharing.paper import ROOMS, Paper, Section, Table
from dtx.sharing.summary import summary

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 16px/1.45 Georgia, serif; max-width: 50em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff }
h1 { font-size: 1.7em } h2 { font-size: 1.2em; margin: 1.3em 0 .4em } p { margin: .4em 0 }
p, dd { overflow-wrap: anywhere } @media screen { section { overflow-x: auto } }
dl { display: grid; grid-template-columns: max-content auto; gap: .1em 1em } dt { font-weight: bold } dd { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: .93em }
th, td { text-align: left; vertical-align: top; padding: .2em .6em .2em 0; border-bottom: 1px solid #bbb }
.n { text-align: right; font-variant-numeric: tabular-nums } figure { margin: .5em 0 } svg { width: 100%; height: auto }
footer { border-top: 1px solid #111; margin-top: 1.5em; font-size: .85em; overflow-wrap: anywhere }
@page { size: A4; margin: 15mm }
@media print {
  body { font-size: 8.5pt; line-height: 1.25; margin: 0; padding: 0; max-width: none } h1 { font-size: 1.5em; margin: 0 }
  h2 { margin: .7em 0 .15em; break-after: avoid } p { margin: .15em 0 } th, td { padding: .06em .6em .06em 0 } tr { break-inside: avoid }
  svg { max-height: 52mm } figure { margin: .2em 0 } footer { margin-top: .6em }
}
"""


ENDLESS, PIECE = 30, 12
"""Letters of a word that is broken, and of the pieces it is broken into."""
MOST_LINES = 118
"""Lines of two A4 pages in print."""


def to_html(export: Export) -> str:
    """As much as fits on two printed pages, as far as that can be told beforehand."""
    papers = (summary(export, room) for room in ROOMS)
    fitting = next((paper for paper in papers if paper.lines <= MOST_LINES), None)
    return "".join(f"{line}\n" for line in page(fitting or summary(export, ROOMS[-1])))


def page(paper: Paper) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{language()}"><head><meta charset="utf-8"><title>{told(paper.title)}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
    yield f"<body><main><h1>{told(paper.title)}</h1>"
    yield f"<dl>{''.join(f'<dt>{told(name)}</dt><dd>{told(fact)}</dd>' for name, fact in paper.lead)}</dl>"
    for section in paper.sections:
        yield from part(section)
    yield f"</main><footer>{''.join(f'<p>{told(words)}</p>' for words in paper.foot)}</footer></body></html>"


def part(section: Section) -> Iterator[str]:
    yield f"<section><h2>{told(section.title)}</h2>"
    yield from (f"<p>{told(words)}</p>" for words in section.words)
    if section.table:
        yield from sheet(section.table)
    if section.picture:  # our own drawing: the words in it are numbers and days
        yield f'<figure role="img" aria-label="{told(section.picture.alt)}">{section.picture.svg}</figure>'
    yield from (f"<p>{told(words)}</p>" for words in section.below)
    yield "</section>"


def sheet(table: Table) -> Iterator[str]:
    side = ['class="n"' if index in table.numbers else "" for index in range(len(table.head))]
    yield "<table><thead><tr>"
    yield "".join(f'<th scope="col" {name}>{told(word)}</th>' for name, word in zip(side, table.head, strict=True))
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(f'<td {name}>{breaking(word)}</td>' for name, word in zip(side, row, strict=True))}</tr>"
    yield "</tbody></table>"


def told(text: object) -> str:
    return escape(clean(text).encode("utf-8", "replace").decode())


def breaking(text: str) -> str:
    """A cell, in which a word without an end may go on in the next line; all others stay whole."""
    words = clean(text).split(" ")
    parted = ([word] if len(word) < ENDLESS else [word[at : at + PIECE] for at in range(0, len(word), PIECE)] for word in words)
    return " ".join("<wbr>".join(map(told, pieces)) for pieces in parted)


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("html", _("A summary to read, as a web page"), ".html", to_html)
