"""`dtx read`: the whole of an activity as a page with times."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dtx.cli.context import Context
from dtx.cli.desk import found, mine
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, moment, pairs, settings, text, typed
from dtx.errors import PluginProblem
from dtx.language import _

if TYPE_CHECKING:
    from dtx.page.sheet import Sheet
    from dtx.services import Services


@click.command()
@click.argument("activity_id", metavar="ID", type=typed)
@settings
@click.option("--at", type=text, metavar="TIME", help=_("As if it were that time, ISO 8601."))
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help=_("Write it as a web page that can be printed."))
@click.option("--here", is_flag=True, hidden=True)
@mine
@as_json
@click.pass_obj
def read(
    context: Context, activity_id: str, given: tuple[str, ...], at: str | None, html: Path | None, here: bool, mine: bool, as_json: bool
) -> None:
    """The whole of an activity as a page with times. ID is an activity, or the folder of a practice of your own."""
    services, activity_id = found(context, activity_id, mine)
    if here:  # the child of a rehearsal: what the person typed comes on standard input, not where others can list it
        from dtx.host.trial import hold_memory

        hold_memory()
        asked = json.load(sys.stdin)
        if asked.get("key"):
            services.strongbox.hold(bytes.fromhex(asked["key"]))
        return show_json(services.read(activity_id, asked["given"], moment(asked["at"]), here=True))
    page = services.read(activity_id, pairs(given), moment(at) if at is not None else None)
    if html is not None:
        from dtx.page.html import html_page
        from dtx.sharing.whole import write_whole

        write_whole({html: html_page(on_paper(services, activity_id, page, pairs(given), mine))}, services.home)
        note(_("Written to {html}.").format(html=html))
    if as_json:
        return show_json(page)
    if html is None:
        from dtx.page import page_lines

        for line in page_lines(page):
            say(line)
    return None


def on_paper(services: "Services", activity_id: str, page: Mapping[str, Any], given: Mapping[str, Any], mine: bool) -> "Sheet":
    """The activity as a colleague has to see it: also what is said only to some."""
    from dtx.authors.authored import authored
    from dtx.authors.checking import lines_of
    from dtx.host.reading import declared
    from dtx.page.sheet import sheet

    made = authored(services.shelf.manifest(activity_id).folder, services.shelf, mine=mine)
    one = declared(made.manifest, activity_id)
    also: list[str] = []
    if one.steps is None:
        try:
            also = [line.text for line in lines_of(made, services.now().date()) if line.activity == activity_id]
        except PluginProblem:  # what is on the page has been gone through; the rest of the plugin has a fault of its own
            also = []
    return sheet(page, made.manifest, one, given, made.tree.sha256, also)
