"""`dtx read`: the whole of an activity as a page with times."""

import json
import sys
from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, moment, pairs, settings, text


@click.command()
@click.argument("activity_id", metavar="ID", type=text)
@settings
@click.option("--at", type=text, metavar="TIME", help="As if it were that time, ISO 8601.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a web page that can be printed.")
@click.option("--here", is_flag=True, hidden=True)
@as_json
@click.pass_obj
def read(context: Context, activity_id: str, given: tuple[str, ...], at: str | None, html: Path | None, here: bool, as_json: bool) -> None:
    """The whole of an activity as a page with times."""
    services = context.services
    if here:  # the child of a rehearsal: what the person typed comes on standard input, not where others can list it
        from dtx.host.trial import hold_memory

        hold_memory()
        asked = json.load(sys.stdin)
        return show_json(services.read(activity_id, asked["given"], moment(asked["at"]), here=True))
    page = services.read(activity_id, pairs(given), moment(at) if at is not None else None)
    if html is not None:
        from dtx.page.html import html_page
        from dtx.sharing.whole import write_whole

        title = next((line.title for line in services.activities() if line.id == activity_id), activity_id)
        write_whole({html: html_page(page, title, services.cautions(activity_id))}, services.home)
        note(f"Written to {html}.")
    if as_json:
        return show_json(page)
    if html is None:
        from dtx.page import page_lines

        for line in page_lines(page):
            say(line)
    return None
