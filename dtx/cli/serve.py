"""`dtx serve`: the app in a browser of this computer."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from dtx.cli.output import say
from dtx.cli.ranges import whole
from dtx.errors import DtxError
from dtx.language import _

if TYPE_CHECKING:
    from dtx.cli.context import Context

LINK = _("Open this in a browser on this computer. The link works once:")
END = _("Ctrl+C here closes it. What you entered is saved.")


@click.command()
@click.option("--port", type=whole(0, 65535), default=0, metavar="N", help=_("On which port; any that is free without it."))
@click.option("--letters", type=whole(8, 72), default=16, metavar="N", help=_("How large the letters are: 16, or up to 72."))
@click.pass_obj
def serve(context: "Context", port: int, letters: int) -> None:
    """The app in a browser on this computer. Nobody else can open it."""
    if find_spec("textual_serve") is None:
        raise DtxError(
            _("The app in a browser needs textual-serve, which is not installed."), _("Install it with pip install 'dtx[serve]'.")
        )
    import asyncio

    from dtx.served.server import SOUND, Served

    async def serving() -> int:
        server = Served(context.words, port, letters)

        def begun() -> None:
            for line in (LINK, f"    {server.guard.link}", SOUND, END):
                say(line)

        return await server.until_ended(begun)

    raise SystemExit(asyncio.run(serving()))
