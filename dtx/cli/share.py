"""`dtx share`: what is to be handed over, put together question by question, in the app or line by line."""

import sys
from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.driver import given_in
from dtx.cli.output import say
from dtx.cli.screen import open_app, wants_plain
from dtx.language import _


@click.command()
@click.option("--plain", is_flag=True, help=_("Line by line, for a screen reader or a pipe."))
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help=_("Answers from a JSON object; asks nothing."))
@click.pass_obj
def share(context: Context, plain: bool, answers: Path | None) -> None:
    """Hand something to your care team: for whom, what, and how, with a look at it first."""
    services = context.services
    if answers is None and not wants_plain(plain):
        return open_app(services, page="share")
    from dtx.giving.asking import Sharing
    from dtx.plain import Signals, Typed, screen
    from dtx.sessions.screening import Screening

    given = given_in(answers) if answers is not None else Typed(sys.stdin)
    sharing = Sharing(services)
    screening = Screening().start([sharing.all()])
    with Signals() as signals:
        screen(screening, given, signals, sys.stdout)
    if not sharing.written:
        say(_("Nothing was handed over."))
    return None
