"""Asking for a yes before something is done that was just shown."""

import sys

import click

from dtx.errors import DtxError
from dtx.language import _

yes = click.option("--yes", is_flag=True, help=_("Yes, do it: what was shown is what I want."))


def agree(question: str, without: str, given: bool) -> None:
    """Ask on a terminal unless the yes is `given`. Raises Abort for a no, and DtxError without a terminal.

    `without` says what would be done.
    """
    if given:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise DtxError(without, _("Add --yes if you want that."))
    click.confirm(question, abort=True, err=True)
