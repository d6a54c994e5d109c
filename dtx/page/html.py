"""A rehearsal as one self-contained web page that can be printed: no script, and nothing is fetched."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from dtx.care.help import DISCLAIMER
from dtx.engine.words import clean
from dtx.page.text import clock, moments

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 18px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25em .75em .25em 0; border-bottom: 1px solid #bbb }
td:nth-child(1), td:nth-child(3) { white-space: nowrap; font-variant-numeric: tabular-nums }
tr { break-inside: avoid } thead { display: table-header-group }
@media print { body { margin: 0; max-width: none; font-size: 11pt } }
"""


def html_page(page: Mapping[str, Any], title: str, cautions: Sequence[str] = ()) -> bytes:
    """The page as UTF-8. Everything that others wrote is escaped."""
    return "".join(f"{line}\n" for line in written(page, title, cautions)).encode()


def written(page: Mapping[str, Any], title: str, cautions: Sequence[str]) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="en"><head><meta charset="utf-8"><title>{told(title)}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
    yield f"<body><main><h1>{told(title)}</h1>"
    yield f"<p>{told(page['activity'])}, {clock(page['total_s'])} (minutes and seconds)</p>"
    if cautions:
        yield f"<h2>Before you begin</h2><ul>{''.join(f'<li>{told(caution)}</li>' for caution in cautions)}</ul>"
    yield '<h2>What is said, and when</h2><table><thead><tr><th scope="col">Time</th><th scope="col">What</th>'
    yield '<th scope="col">Length</th><th scope="col">Words</th></tr></thead><tbody>'
    for moment in moments(page):
        yield f"<tr>{''.join(f'<td>{told(part)}</td>' for part in moment)}</tr>"
    yield f"</tbody></table><p>It ends at {clock(page['total_s'])}.</p>"
    if questions := [asked["text"] for asked in page["asks"]]:
        yield f"<h2>What it asks</h2><ul>{''.join(f'<li>{told(text)}</li>' for text in questions)}</ul>"
    yield f"<p>{told(DISCLAIMER)}</p></main></body></html>"


def told(text: object) -> str:
    return escape(clean(text))
