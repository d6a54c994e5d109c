"""Whom files are locked for: public keys by the names that the person gave them, in the settings of this computer."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dtx.errors import Unknown
from dtx.language import _
from dtx.settings import Settings
from dtx.sharing.sealed import recipient

LONGEST = 60
TAKEN = ("nobody", "somebody_new")
"""Words that mean something else where one is asked whom to lock for."""


def keep(home: Path, changes: Mapping[str, str]) -> dict[str, str]:
    """Add these, and take away those with an empty key: all of it or nothing. Gives everybody there is.

    Raises `Unknown` for what is no name, no key, or nobody, and StoreProblem where it cannot be written.
    """
    settings = Settings.read(home)
    kept = dict(settings.recipients)
    for name, key in changes.items():
        if key:
            kept[named(name)] = recipient(key)
        elif kept.pop(name, None) is None:
            raise Unknown(_("Nobody is called {name!r} here.").format(name=name), _("`dtx recipients` lists them."))
    replace(settings, recipients=kept).keep(home, quietly=False)
    return kept


def named(name: str) -> str:
    """A name that can be told from a key, and fits in a line. Raises `Unknown`."""
    if name.startswith("age1") or name in TAKEN or len(name) > LONGEST or not name.isprintable():
        raise Unknown(
            _("{name!r} cannot be a name here.").format(name=name[:LONGEST]),
            _("Give one of at most {longest} letters that is no key.").format(longest=LONGEST),
        )
    return name
