"""`dtx run` and `dtx resume`: one session, in the app or line by line."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dtx.cli.context import Context
from dtx.cli.driver import Driver
from dtx.cli.words import pairs, settings, text, typed
from dtx.errors import DtxError, Unknown
from dtx.language import _

plain = click.option("--plain", is_flag=True, help=_("Line by line, for a screen reader or a pipe."))
answers = click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help=_("With --plain: answers from a JSON object."))
pace = click.option("--pace", type=click.Choice(["real", "fast"]), default="real", help=_("With --plain: fast does not wait."))
at = click.option("--at", type=text, metavar="TIME", help=_("With --pace fast: when it begins or goes on, ISO 8601."))
mute = click.option("--mute", is_flag=True, help=_("No sound."))


@click.command()
@click.argument("activity_id", metavar="ID", type=typed)
@settings
@plain
@answers
@pace
@at
@mute
@click.pass_obj
def run(context: Context, /, activity_id: str, given: tuple[str, ...], mute: bool, **how: Any) -> None:
    """One session, straight away."""
    chosen = pairs(given)
    context.services.sound = not mute
    driver = Driver(context.services, **how)
    driver.check(activity_id, chosen)
    driver.begin(activity_id, chosen)


@click.command()
@plain
@answers
@pace
@at
@mute
@click.pass_obj
def resume(context: Context, /, mute: bool, **how: Any) -> None:
    """Go on with the unfinished session."""
    services = context.services
    services.sound = not mute
    driver = Driver(services, **how)
    left = services.unfinished()
    if not left:
        raise DtxError(_("There is no unfinished session."), _("Start one with `dtx run ID`; `dtx activities` lists them."))
    chosen = next((one for one in left if one.open), left[0])
    log = services.log(chosen.session_id)
    broke_off = datetime.fromisoformat(log.events[-1].at)
    if services.clock is not None and services.now() < broke_off:
        raise Unknown(
            _("{time} is before that session broke off.").format(time=services.now().isoformat()),
            _("Give a time after {time}.").format(time=broke_off.isoformat()),
        )
    if chosen.open:
        driver.check(log.activity_id, log.options)
    services.close_unfinished(only_old=True)
    if not chosen.open:
        raise DtxError(
            _("The unfinished session ({title}) was more than 30 minutes ago.").format(title=chosen.title),
            _("It is kept as interrupted. Start a new one whenever you like."),
        )
    driver.drive(log.activity_id, lambda: services.resume(chosen.session_id))
