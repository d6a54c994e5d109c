"""`dtx shortcut`: an icon that opens the app."""

import click

from dtx.cli.output import say
from dtx.language import _


@click.command()
@click.option("--remove", "gone", is_flag=True, help=_("Take it away again."))
def shortcut(gone: bool) -> None:
    """Put an icon on the desktop that opens the app."""
    from dtx.shortcut import put, remove

    if gone:
        taken = remove()
        for path in taken:
            say(_("Taken away: {path}").format(path=path))
        if not taken:
            say(_("There is no icon of dtx."))
        return
    for path in put():
        say(_("An icon is here: {path}").format(path=path))
    say(_("The first time, the desktop may ask whether it may be opened. `dtx shortcut --remove` takes it away."))
