"""`dtx` alone: the app, or where there is no terminal for it everything the app offers, line by line."""

import sys
from typing import TYPE_CHECKING

from dtx.cli.screen import open_app, wants_plain

if TYPE_CHECKING:
    from dtx.services import Services


def home(services: "Services", plain: bool = False) -> None:
    if not wants_plain(plain):
        return open_app(services)
    from dtx.cli.menu import Menu
    from dtx.plain import Typed

    services.refresh()
    return Menu(services, Typed(sys.stdin)).run()
