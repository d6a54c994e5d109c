"""`dtx render`: a session as a sound file to take along."""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from dtx.cli.context import Context
from dtx.cli.output import note
from dtx.cli.words import pairs, settings, text
from dtx.errors import Unknown

SESSION = re.compile(r"[0-9a-fA-F-]+")
"""What may be the beginning of a session's id; the id of an activity always has a dot."""


@click.command()
@click.argument("what", metavar="ID|SESSION", type=text)
@settings
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Write here: .ogg, .wav or .flac.")
@click.pass_obj
def render(context: Context, what: str, given: tuple[str, ...], out: Path) -> None:
    """A session as a sound file, to take along."""
    past = SESSION.fullmatch(what) is not None
    chosen = pairs(given)
    if past and chosen:
        raise Unknown("A past session has the options it had.", "Leave --set out, or name an activity.")
    from dtx.page.text import clock
    from dtx.rendering import Rendering

    rendering = Rendering(context.services.reader, context.services.home)
    with ended_cleanly():
        piece = rendering.delivered(what) if past else rendering.planned(what, chosen)
        size = rendering.write(piece, out)
    silent = f" {counted(len(piece.unspoken))} nobody recorded." if piece.unspoken else ""
    note(f"Written to {out}: {clock(piece.seconds)} long, {size / 1e6:.1f} MB.{silent}")


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """A signal that ends the program leaves no half file behind."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers if signal.getsignal(number) is not signal.SIG_IGN}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def counted(lines: int) -> str:
    return "It is silent where there is one line that" if lines == 1 else f"It is silent where there are {lines} lines that"
