"""A page of these documents as one web page that can be printed: `python -m docs.printable docs/patients.md docs/patients.html`."""

import re
import sys
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from dtx.page.html import POLICY, STYLE

PRINT = """
@page { size: A4; margin: 16mm 14mm 18mm }
h1, h2 { line-height: 1.2; break-after: avoid } h2 { margin: 1.4em 0 .4em }
pre { border: 1px solid #bbb; padding: .5em .75em; white-space: pre-wrap; break-inside: avoid }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere } td { overflow-wrap: anywhere } a { color: inherit }
td:nth-child(1), td:nth-child(3) { white-space: normal } td code { white-space: nowrap }
"""


def printable(markdown: str) -> str:
    """The whole page. Links to other documents lose their addresses, which lead nowhere on paper."""
    title = re.search(r"^# (.*)$", markdown, re.MULTILINE)
    assert title is not None, "a document begins with its title"
    body = MarkdownIt("commonmark").enable("table").render(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title[1])}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}{PRINT}</style></head>\n'
        f"<body><main>\n{body}</main></body></html>\n"
    )


def main() -> None:
    source, page = map(Path, sys.argv[1:])
    page.write_text(printable(source.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
