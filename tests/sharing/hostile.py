"""Words that spreadsheets, pages, terminals and file formats have been tricked with."""

from dataclasses import replace

from dtx.engine.record import SessionLog
from tests.sharing.logs import LOG, rating

CORPUS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "'=1+1",
    '"=1+1"',
    ";=1+1",
    ",=1+1",
    "a\r\n=1+1,=1+1",
    "{=1+1}",
    "<script>alert(1)</script>",
    "#sys & $x$ _y_ *b* `c` \\ [a](b)",
    "\x1b]0;title\x07 \x1b[2J \x9b31m",
    "\u202egnp.exe",
    "nul \x00 bell \x07",
    "\ud800 half a letter",
    "\ufffe \uffff no letters",
    "emoji 😀 漢字 שלום عربي",
    "1e5",
    "00012",
    "2026-05-01",
    "TRUE",
    "_x0041_",
    "x" * 40_000,
)


def hostile() -> list[SessionLog]:
    """A session for each of them, with the words wherever words may stand."""
    return [
        replace(
            LOG,
            session_id=f"h{number:03}",
            started_at=f"2026-05-{number % 28 + 1:02}T09:30:00.000+01:00",
            activity_title=words,
            note=words,
            plugin_version=words,
            felt_worse={"answer": "a_lot", "what": ["pain"], "severity": 3, "text": words},
            before={"pain": rating(5)},
            after={"pain": rating(2)},
            saved={"situation": words},
        )
        for number, words in enumerate(CORPUS)
    ]
