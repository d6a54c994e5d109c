"""`dtx shared`: what left this computer through dtx, and when."""

import click

from dtx.cli.context import Context
from dtx.cli.output import say, show_json
from dtx.cli.words import as_json
from dtx.language import _


@click.command()
@as_json
@click.pass_obj
def shared(context: Context, as_json: bool) -> None:
    """What you handed over so far, newest first. It cannot be taken back."""
    from dtx.sharing.preview import told

    found = context.services.shared()
    if as_json:
        return show_json([share.to_json() for share in found])
    if not found:
        say(_("Nothing has been handed over so far."))
    for share in found:
        say(told(share))
    return None
