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
from dtx.language import _, _n, number

SESSION = re.compile(r"[0-9a-fA-F-]+")
"""What may be the beginning of a session's id; the id of an activity always has a dot."""


@click.command()
@click.argument("what", metavar="ID|SESSION", type=text)
@settings
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help=_("Write here: .ogg, .wav or .flac."))
@click.pass_obj
def render(context: Context, what: str, given: tuple[str, ...], out: Path) -> None:
    """A session as a sound file, to take along."""
    past = SESSION.fullmatch(what) is not None
    chosen = pairs(given)
    if past and chosen:
        raise Unknown(_("A past session has the options it had."), _("Leave --set out, or name an activity."))
    from dtx.page.text import clock
    from dtx.sessions.rendering import Rendering

    rendering = Rendering(context.services.reader, context.services.home)
    with ended_cleanly():
        piece = rendering.delivered(what) if past else rendering.planned(what, chosen)
        size = rendering.write(piece, out)
    n = len(piece.unspoken)
    also = " " + silent(n).format(n=n) if n else ""
    note(_("Written to {out}: {clock} long, {size} MB.").format(out=out, clock=clock(piece.seconds), size=number(size / 1e6)) + also)


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


def silent(n: int) -> str:
    return _n(
        "It is silent where there is one line that nobody recorded.", "It is silent where there are {n} lines that nobody recorded.", n
    )
