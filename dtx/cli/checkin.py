"""`dtx checkin` and `dtx diary`: how it is going, noted and listed."""

import sys
from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.driver import given_in
from dtx.cli.output import say, show_json
from dtx.cli.screen import open_app, wants_plain
from dtx.cli.words import as_json, days, moment, since, text, until
from dtx.errors import Unknown
from dtx.language import _, at_time


@click.command()
@click.option("--plain", is_flag=True, help=_("Line by line, for a screen reader or a pipe."))
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help=_("Answers from a JSON object; asks nothing."))
@click.option("--at", type=text, metavar="TIME", help=_("With --answers: when it was, ISO 8601."))
@as_json
@click.pass_obj
def checkin(context: Context, plain: bool, answers: Path | None, at: str | None, as_json: bool) -> None:
    """Note how it is going: a few numbers, and what you like."""
    if at is not None and answers is None:
        raise Unknown(_("--at goes with --answers."), _("Add --answers."))
    if as_json and answers is None:
        raise Unknown(_("--json goes with --answers."), _("`dtx diary --json` shows what you noted."))
    services = context.services
    if answers is None and not wants_plain(plain):
        return open_app(services, page="checkin")
    from dtx.plain import Signals, Typed
    from dtx.plain.noting import note, wanted_by

    if answers is None:
        with Signals() as signals:
            note(services.check_in(), Typed(sys.stdin), signals, sys.stdout)
        return None
    given = given_in(answers)
    if at is not None:
        from dtx.engine.clock import HandClock

        services.clock = HandClock(moment(at))
    wanted = wanted_by(given, services.now())
    with Signals() as signals:
        check_in = services.check_in(wanted)
        note(check_in, given, signals, sys.stderr)
    if as_json:
        show_json(services.diary.entry(services.diary.find(check_in.entry_id)).to_json())
    return None


@click.command()
@since
@until
@as_json
@click.pass_obj
def diary(context: Context, since: str | None, until: str | None, as_json: bool) -> None:
    """Your check-ins, newest first."""
    first, last = days(since, until)
    entries = context.services.entries(first, last)
    if as_json:
        return show_json([entry.to_json() for entry in entries])
    from dtx.care.noted import in_short

    if not entries:
        say(_("No check-ins here yet. `dtx checkin` writes one."))
    for entry in entries:
        say(f"{at_time(entry.started_at)}  {in_short(entry)}")
    return None
