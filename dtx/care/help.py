"""Help that is there on every screen, offline, and what dtx says of itself (clinical 4.6, 8.4)."""

from dtx.care.helplines import ANYWHERE, for_country

AFTERWARDS = "One session cannot tell us why. Over 10 or more we can look for a pattern."
"""Said with every before and after (clinical 7.4)."""


def emergency(country: str | None = None) -> str:
    """The number, as it stands in "call …"."""
    return for_country(country).emergency


def disclaimer(country: str | None = None) -> str:
    """First run, About, and every export (clinical 8.4)."""
    return (
        "This app offers relaxation, movement and note-keeping ideas for people living with long-term pain. It does not examine, "
        "diagnose or treat, does not watch over you, and nobody may be reading your entries now. "
        f"In an emergency call {emergency(country)}. Keep your treatment and medicines as agreed with your team."
    )


def get_help(country: str | None = None) -> str:
    """One line, for every screen."""
    return f"Get help now: in an emergency call {emergency(country)}."


def help_now(country: str | None = None) -> str:
    """What the help page says first."""
    help = for_country(country)
    return f"In an emergency call {help.emergency}. Things may feel too heavy at times. You might talk to someone: {help.line}."


EMERGENCY = ANYWHERE
DISCLAIMER = disclaimer()
GET_HELP = get_help()
"""These three are for when no country is known."""
