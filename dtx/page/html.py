"""A rehearsal as one self-contained web page that can be printed and written on: no script, and nothing is fetched."""

from collections.abc import Iterable, Iterator
from html import escape

from dtx.care.help import DISCLAIMER
from dtx.engine.words import clean
from dtx.language import _, language
from dtx.page.sheet import SHOWS, Row, Sheet
from dtx.page.text import clock

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 18px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25em .75em .25em 0; border-bottom: 1px solid #bbb }
td:nth-child(1), td:nth-child(3) { white-space: nowrap; font-variant-numeric: tabular-nums }
tr { break-inside: avoid } thead { display: table-header-group }
@media print { body { margin: 0; max-width: none; font-size: 11pt } }
"""
SHEET = """
@page { size: A4; margin: 16mm 14mm 18mm }
@page { @bottom-right { content: counter(page) " / " counter(pages); font: 9pt system-ui, sans-serif } }
h1 { line-height: 1.2; margin-bottom: .25em } h2 { margin: 1.4em 0 .4em; break-after: avoid }
ul { margin: .25em 0; padding-left: 1.3em } dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; margin: 1em 0 }
dt { color: #444 } dd { margin: 0; overflow-wrap: anywhere }
small { display: block; color: #444; font-size: .85em }
td { overflow-wrap: anywhere } tr.asks td, tr.shows td { background: #f2f2f2 }
.script td:nth-child(4) { white-space: pre-line } tr.asks td:nth-child(4) { font-weight: 600 }
tr.asks small { font-weight: 400 }
.script { table-layout: fixed } .script col.time { width: 4.4em } .script col.what { width: 6.2em } .script col.length { width: 4.4em }
.script col.notes { width: 24% } .script td:nth-child(5) { border-left: 1px solid #bbb }
.review { break-inside: avoid; border: 1px solid #111; padding: .75em 1em; margin-top: 2em }
.review h2 { margin-top: 0 } .review p { margin: .6em 0 } .line { display: inline-block; border-bottom: 1px solid #111; min-width: 14em }
.box { display: inline-block; width: .9em; height: .9em; border: 1px solid #111; margin: 0 .4em 0 0; vertical-align: -.1em }
pre { font: .85em/1.1 ui-monospace, monospace; margin: .4em 0 0 }
.hash { font: .75em ui-monospace, monospace; overflow-wrap: anywhere }
@media (max-width: 40em) { .script col.notes { width: 0 } .script th:nth-child(5), .script td:nth-child(5) { display: none } }
"""


def html_page(sheet: Sheet) -> bytes:
    """The page as UTF-8. Everything that others wrote is escaped."""
    return "".join(f"{line}\n" for line in written(sheet)).encode()


def written(sheet: Sheet) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{language()}"><head><meta charset="utf-8"><title>{told(sheet.title)}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}{SHEET}</style></head>'
    yield f"<body><main><h1>{told(sheet.title)}</h1><p>{told(sheet.summary)}</p>"
    facts = [(_("Takes"), _("{time} (minutes and seconds), without its questions").format(time=clock(sheet.total_s))), *sheet.facts]
    yield f"<dl>{''.join(f'<dt>{told(name)}</dt><dd>{told(value)}</dd>' for name, value in facts)}</dl>"
    yield from listing(_("Before you begin"), sheet.cautions)
    yield from listing(_("When to stop"), sheet.stop_rules)
    yield from listing(_("A smaller or easier form"), sheet.easier)
    yield from settings(sheet)
    yield f"<h2>{told(_('What is said and asked, and when'))}</h2>"
    if any(row.asks for row in sheet.rows):
        asked = _("Each question takes as long as the person likes; this page follows the first answer to each.")
        yield f"<p>{told(asked)}</p>"
    yield from table(sheet.rows, _("Length"))
    ends = _("It ends at {time}. dtx asks about pain before and after, and whether anything felt worse.")
    yield f"<p>{told(ends.format(time=clock(sheet.total_s)))}</p>"
    if sheet.others:
        yield f"<h2>{told(_('What is said or asked only to some'))}</h2>"
        yield from table(sheet.others, "")
    yield from review(sheet)
    yield f"<p>{told(DISCLAIMER)}</p></main></body></html>"


def listing(title: str, lines: Iterable[str]) -> Iterator[str]:
    if items := "".join(f"<li>{told(line)}</li>" for line in lines):
        yield f"<h2>{told(title)}</h2><ul>{items}</ul>"


def settings(sheet: Sheet) -> Iterator[str]:
    """What may be set, and what it was set to for this page."""
    if sheet.settings:
        yield f"<h2>{told(_('What can be set'))}</h2><table><thead><tr>"
        yield f"{heads(_('Option'), _('It'), _('On this page'))}</tr></thead><tbody>"
        yield from (f"<tr>{''.join(f'<td>{told(part)}</td>' for part in one)}</tr>" for one in sheet.settings)
        yield "</tbody></table>"


def table(rows: Iterable[Row], length: str) -> Iterator[str]:
    """The rows, with room to write beside them."""
    columns = ("time", "what", "length", "words", "notes")
    yield f'<table class="script"><colgroup>{"".join(f"<col class={name}>" for name in columns)}</colgroup><thead><tr>'
    yield f"{heads(_('Time') if length else '', _('What'), length, _('Words'), _('Your notes'))}</tr></thead><tbody>"
    for row in rows:
        note = f"<small>{told(row.note)}</small>" if row.note else ""
        if row.drawn:
            note += f'<pre role="img" aria-label="{told(row.words)}">{"&#10;".join(map(told, row.drawn))}</pre>'
        cells = f"<td>{told(row.when)}</td><td>{told(row.what)}</td><td>{told(row.length)}</td><td>{told(row.words)}{note}</td><td></td>"
        kind = ("shows" if row.what == SHOWS else "asks") if row.asks else "says"
        yield f"<tr class={kind}>{cells}</tr>"
    yield "</tbody></table>"


def heads(*names: str) -> str:
    return "".join(f'<th scope="col">{told(name)}</th>' for name in names)


def review(sheet: Sheet) -> Iterator[str]:
    """Where a colleague signs what was read. The digest says which words those were."""
    yield '<section class="review"><h2>' + told(_("For whoever reviews it")) + "</h2>"
    for line in (_("I would use it as it is."), _("I would use it with the changes written beside it."), _("I would not use it.")):
        yield f'<p><span class="box"></span>{told(line)}</p>'
    line = '<span class="line"></span>'
    yield f"<p>{told(_('Name and profession'))} {line}</p><p>{told(_('Day'))} {line}</p>"
    after = _("The author then writes the name behind {reviewer} and the day behind {reviewed_on}.")
    yield f"<p>{after.format(reviewer='<code>reviewer:</code>', reviewed_on='<code>reviewed_on:</code>')}</p>"
    version = dict(sheet.facts)[_("Version")]
    yield f'<p class="hash">{told(sheet.activity)}, {told(_("Version").lower())} {told(version)}, {told(sheet.sha256)}</p></section>'


def told(text: object) -> str:
    return escape(clean(text))
