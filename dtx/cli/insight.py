"""`dtx insight`: what seems to help, as far as one's own notes show it."""

import click

from dtx.cli.context import Context
from dtx.cli.output import say, show_json
from dtx.cli.words import as_json, text
from dtx.language import _


@click.command()
@click.option("--compare", type=text, metavar="ID,ID", help=_("Compare two practices in pairs, in an order that is drawn; `off` ends it."))
@as_json
@click.pass_obj
def insight(context: Context, compare: str | None, as_json: bool) -> None:
    """What seems to help, by your own notes."""
    services = context.services
    services.refresh()
    if compare is not None:
        services.compare("" if compare.strip().casefold() == "off" else compare)
    looked = services.insight()
    if as_json:
        from dtx.insight import document

        return show_json(document(looked, services.now()))
    from dtx.insight import lines

    titles = {one.id: one.title for one in services.activities()}
    for line in lines(looked, titles):
        say(line)
    return None
