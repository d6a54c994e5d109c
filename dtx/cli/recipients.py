"""`dtx recipients` and `dtx key`: whom files are locked for, and the care team's own key that opens them."""

from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, pairs, text
from dtx.language import _


@click.command()
@click.option("--set", "given", multiple=True, type=text, metavar="NAME=KEY", help=_("Add somebody; an empty key takes them away."))
@as_json
@click.pass_obj
def recipients(context: Context, given: tuple[str, ...], as_json: bool) -> None:
    """Whom you can lock a file for, by the names you gave them."""
    from dtx.settings import Settings
    from dtx.sharing.recipients import keep

    home = context.services.home
    changes = pairs(given, '"Dr Khan=age1…"')
    kept = keep(home, changes) if changes else Settings.read(home).recipients
    if as_json:
        return show_json([{"name": name, "key": key} for name, key in kept.items()])
    if not kept:
        say(_("Nobody yet. `dtx recipients --set NAME=KEY` adds somebody."))
    for name, key in kept.items():
        say(f"{name}: {key}")
    return None


@click.command()
@click.option("--key", "path", type=click.Path(path_type=Path), metavar="FILE", help=_("Another key file, as age-keygen writes it."))
@as_json
@click.pass_obj
def key(context: Context, path: Path | None, as_json: bool) -> None:
    """Your care team's key for patients: made the first time, and shown."""
    from dtx.sharing.team_key import made, public

    home = context.services.home
    shown, new = (public(path), False) if path is not None else made(home)
    if as_json:
        return show_json({"key": shown, "new": new})
    say(shown)
    note(_("Give this line to your patients: `dtx recipients --set NAME=KEY`. It only locks; nobody can open anything with it."))
    if new:
        note(
            _(
                "The other half opens what they send. It is team.key in dtx's folder: "
                "keep a copy in a safe place, since nothing replaces it."
            )
        )
    return None
