"""`dtx activities`: what can be practised."""

import os
from typing import TYPE_CHECKING, Any

import click

from dtx.care.suits import ENERGIES, POSITIONS, Wish
from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.ranges import whole
from dtx.cli.words import as_json
from dtx.errors import DtxError
from dtx.language import _, plain

if TYPE_CHECKING:
    from dtx.host.index import Listed
    from dtx.services import Services

NARROWED = _("DTX_PLUGINS leaves nothing over; unset it, or name plugins that are there.")
NOTHING = _("There is nothing to practise here.")
LOOK = _("`dtx doctor` says why.")


@click.command()
@click.option("--within", type=whole(1), metavar="MINUTES", help=_("What takes no longer than that."))
@click.option("--position", type=click.Choice(POSITIONS), help=_("What can be done like that."))
@click.option("--energy", type=click.Choice(ENERGIES), help=_("What takes no more strength than there is."))
@as_json
@click.pass_obj
def activities(context: Context, within: int | None, position: str | None, energy: str | None, as_json: bool) -> None:
    """What can be practised: all of it, or what would suit just now."""
    services = context.services
    services.refresh()
    wish = Wish(within, position, energy)
    lines = [line for line in services.activities() if wish.suits(line.id, line.minutes)]
    if not lines and wish == Wish():
        note(f"dtx: {NOTHING} {NARROWED if os.environ.get('DTX_PLUGINS') else LOOK}")
    if as_json:
        return show_json([described(services, line) for line in lines])
    for line in lines:
        say(f"{line.id:<28} {plain(line.minutes):>3} min  {line.title}" + ("" if line.available else f"  ({line.why_not})"))
    return None


def described(services: "Services", line: "Listed") -> dict[str, Any]:
    """One activity as the contract has it. One that turns out not to work says why, and takes no other down."""
    schema: dict[str, Any] = {}
    asks: list[str] = []
    available, why_not = line.available, line.why_not
    if available:
        from dtx.host.options import json_schema
        from dtx.sessions.apart import broken_script

        try:
            schema = json_schema(services.options(line.id))
            looked = services.reader.look(line.id, {}, services.now())
            if "failure" in looked.page:
                raise broken_script(line.id, looked.page["failure"])
            asks = [asked["id"] for asked in looked.page["asks"]]
            looked.refuse()
        except DtxError as problem:
            available, why_not = False, str(problem)
    return {
        "id": line.id,
        "plugin": line.plugin,
        "title": line.title,
        "summary": line.summary,
        "minutes": line.minutes,
        "options": schema,
        "asks": asks,
        "available": available,
        "why_not": why_not,
    }
