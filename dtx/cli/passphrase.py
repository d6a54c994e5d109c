"""The passphrase of locked records: from the person at a terminal, or handed over where nobody is, and never on the command line."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from dtx.errors import DtxError, StoreLocked, WrongPassphrase
from dtx.language import _

if TYPE_CHECKING:
    from dtx.records.keyfile import KeyFile

PRESENT, NEW = "DTX_PASSPHRASE", "DTX_NEW_PASSPHRASE"
TRIES = 3

FORGOTTEN = _(
    "Choose a passphrase for your records. Four or five words that only you know are good.\n"
    "Without it and without the recovery key nobody can read them: there is no other way in."
)
HOW = _("Type your passphrase on a terminal, or hand it over in {present} or with --passphrase-stdin.").format(present=PRESENT)


class Passphrase:
    """Takes what was handed over out of the environment at once, so that no program that dtx starts finds it there."""

    def __init__(self, from_stdin: bool = False) -> None:
        self._given = {name: value for name in (PRESENT, NEW) if (value := os.environ.pop(name, None)) is not None}
        self._from_stdin = from_stdin

    def __call__(self, file: "KeyFile") -> bytes | None:
        """The key behind it. Raises WrongPassphrase, StoreLocked where nobody gives one, and Abort where the person leaves."""
        if (given := self.handed_over()) is not None:
            return file.open(given)
        if not at_a_terminal():
            raise StoreLocked(_("Your records are locked."), HOW)
        from dtx.cli.output import note

        for left in range(TRIES - 1, -1, -1):
            try:
                return file.open(typed(_("Your passphrase, or the recovery key: ")))
            except WrongPassphrase as problem:
                if not left:
                    raise
                note(problem)
        return None

    def handed_over(self, name: str = PRESENT) -> str | None:
        """What was handed over under this name, or as the first line of standard input."""
        if self._from_stdin:
            self._from_stdin = False
            self._given[PRESENT] = self._given[NEW] = first_line()
        return self._given.get(name)

    def choose(self, *, other: bool = False) -> str:
        """A new passphrase, typed twice where a person types it. `other`: it takes the place of one that is there."""
        given = self.handed_over(NEW if other else PRESENT)
        if given is not None:
            return given
        if not at_a_terminal():
            raise DtxError(
                _("There is no passphrase."),
                _("Type it on a terminal, or hand it over in {name}.").format(name=NEW if other else PRESENT),
            )
        from dtx.cli.output import note

        note(FORGOTTEN)
        first = typed(_("A new passphrase: "))
        if typed(_("Once more, please: ")) != first:
            raise DtxError(_("The two are not the same."), _("You might try it again; nothing was changed."))
        return first


def at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def typed(prompt: str) -> str:
    from getpass import getpass

    try:
        return getpass(prompt, stream=sys.stderr)
    except (EOFError, KeyboardInterrupt):
        from click import Abort

        raise Abort from None


def first_line() -> str:
    """The first line of standard input, and not a byte more: what follows is for whoever reads next."""
    raw = getattr(getattr(sys.stdin, "buffer", None), "raw", None)
    if raw is None:
        return sys.stdin.readline().rstrip("\r\n")
    line = bytearray()
    with suppress(OSError, ValueError):
        while (piece := raw.read(1)) and piece != b"\n":
            line += piece
    return line.decode("utf-8", "surrogateescape").rstrip("\r")
