"""`dtx preview`: a practice as its patients will have it, with nothing written down."""

import sys
from typing import TYPE_CHECKING

import click

from dtx.amounts import minutes
from dtx.cli.context import Context
from dtx.cli.desk import mine
from dtx.cli.menu import PROMPT
from dtx.cli.output import say
from dtx.cli.ranges import decimal
from dtx.cli.words import typed
from dtx.engine.clock import HandClock
from dtx.errors import Unknown
from dtx.language import _

if TYPE_CHECKING:
    from dtx.authors.preview import Preview
    from dtx.plain import Typed

SLOWEST, FASTEST = 0.25, 20.0
"""Twenty times as fast is a second of the practice for each look at the clock; a session takes two for an absence."""


@click.command()
@click.argument("path", metavar="PATH", type=typed)
@click.option("--speed", type=decimal(SLOWEST, FASTEST), default=1.0, metavar="N", help=_("So many times as fast, 0.25 to 20."))
@mine
@click.pass_obj
def preview(context: Context, path: str, speed: float, mine: bool) -> None:
    """A practice as your patients will have it, on the real pages. Nothing is written down; a saved change is shown at once.

    At any speed but its own it is without sound, and line by line it then does not wait at all.
    """
    from dtx.authors.authored import folder_of
    from dtx.authors.preview import Preview
    from dtx.cli.screen import wants_plain

    services = context.services
    folder = folder_of(path, services.shelf)
    plain = wants_plain(False)
    clock = HandClock(services.now()) if plain and speed != 1 else None
    shown = Preview(services.home, folder, mine=mine, speed=speed, clock=clock)
    try:
        if plain:
            line_by_line(shown, clock)
        else:
            from dtx.tui.app import run
            from dtx.tui.previewing import first

            if code := run(shown, page=first(shown)):
                raise SystemExit(code)
    finally:
        shown.close()


def line_by_line(shown: "Preview", clock: HandClock | None) -> None:
    """The same without a full screen: the practice there is, or the one that is named by its number."""
    from dtx.plain import Signals, Typed, run
    from dtx.plain.around import opening

    typed, lines = Typed(sys.stdin), shown.practices()
    for number, line in enumerate(lines, 1):
        say(f"{number}. {line.title}. {minutes(line.minutes)} {line.summary}" + ("" if line.available else f" {line.why_not}"))
    pick = 1 if len(lines) == 1 else chosen(typed, 1, len(lines))
    if pick is None:
        return
    line = lines[pick - 1]
    shown.look(line.id, {})
    cautions = shown.cautions(line.id)
    with Signals() as signals:
        practice = shown.begin(line.id, {})
        try:
            begun = shown.log(practice.session_id)
            run(practice, typed, sys.stdout, clock, signals, opening(begun, cautions, True, False, False), cautions)
        finally:
            practice.close()
    say(_("That was all of it. Nothing of it was kept."))


def chosen(typed: "Typed", lowest: int, highest: int, country: str | None = None) -> int | None:
    """The number that was typed, or None to leave. `country` is for the help.

    Raises `Unknown` when the input ends with a number that is not there.
    """
    from dtx.plain.helping import helping, warnings

    wrong = None
    while True:
        say(PROMPT)
        line = typed.line()
        if line is not None and line.strip() in ("?", "w"):
            say("\n".join(helping(country, ()) if line.strip() == "?" else warnings(country)))
            continue
        if line is None and wrong is not None:
            raise wrong
        if line is None or not line.strip():
            return None
        number = int(line) if line.strip().isdecimal() and len(line.strip()) < 6 else -1
        if lowest <= number <= highest:
            return number
        wrong = Unknown(
            _("There is no number {typed} in the list.").format(typed=line.strip()[:20]),
            _("Choose from {lowest} to {highest}.").format(lowest=lowest, highest=highest),
        )
        say(wrong)
