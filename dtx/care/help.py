"""Help that is there on every screen, offline, and what dtx says of itself (clinical 4.6, 8.4)."""

from dtx.care import words_of_harm
from dtx.care.helplines import ANYWHERE, Helpline, for_country
from dtx.language import _, on_day

AFTERWARDS = _("One session cannot tell us why. Over 10 or more we can look for a pattern.")
"""Said with every before and after (clinical 7.4)."""


def emergency(country: str | None = None) -> str:
    """The number, as it stands in "call …"."""
    return for_country(country).emergency


def disclaimer(country: str | None = None) -> str:
    """First run, About, and every export (clinical 8.4)."""
    return _(
        "This app offers relaxation, movement and note-keeping ideas for people living with long-term pain. It does not examine, "
        "diagnose or treat, does not watch over you, and nobody may be reading your entries now. "
        "In an emergency call {emergency}. Keep your treatment and medicines as agreed with your team."
    ).format(emergency=emergency(country))


def get_help(country: str | None = None) -> str:
    """One line, for every screen."""
    return _("Get help now: in an emergency call {emergency}.").format(emergency=emergency(country))


UNVERIFIED = _("Nobody has tried these numbers for this version yet. You might check that they are right where you live.")


def tried(help: Helpline) -> str:
    """Whether anybody has tried the numbers (clinical 4.6)."""
    return UNVERIFIED if help.verified_on is None else _("Somebody tried them on {day}.").format(day=on_day(help.verified_on))


def help_now(country: str | None = None) -> str:
    """What the help page says first."""
    help = for_country(country)
    said = _("In an emergency call {emergency}. Things may feel too heavy at times. You might talk to someone: {line}.")
    return said.format(emergency=help.emergency, line=help.line)


def message_of(text: str, country: str | None = None) -> str | None:
    """What is shown after words that sound too heavy (clinical 4.6); None for any others."""
    return words_of_harm.message(for_country(country)) if words_of_harm.hints(text) else None


EMERGENCY = ANYWHERE
DISCLAIMER = disclaimer()
GET_HELP = get_help()
"""These three are for when no country is known."""
