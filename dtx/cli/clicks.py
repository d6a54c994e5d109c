"""What click says of its own accord, in the language that is spoken: it looks in the system's catalogues, where ours is not."""

import os
from gettext import bindtextdomain, textdomain

from dtx.language import CATALOGUES, DOMAIN, FIRST, N_, _n, language

SAID = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("[COMMAND] [ARGS]..."),
    N_("required"),
    N_("default: {default}"),
    N_("%(prog)s, version %(version)s"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such option {name!r}."),
    N_("No such option: {name}"),
    N_("Option {name!r} does not take a value."),
    N_("Argument {name!r} takes {nargs} values."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{name} {filename!r} does not exist."),
    N_("file"),
    N_("directory"),
    N_("path"),
    N_("{editor}: Editing failed"),
    N_("Repeat for confirmation"),
    N_("Error: invalid input"),
    _n("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    _n("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    _n("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    _n("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
)
"""The sentences of click 8 that a person can meet here. Another version may say another one, which then stays English."""


def translate() -> None:
    """Let it look where dtx does. What it says of the person's language it can only take from the environment."""
    if (spoken := language()) != FIRST:
        bindtextdomain(DOMAIN, CATALOGUES)
        textdomain(DOMAIN)
        os.environ["LANGUAGE"] = spoken
