"""Numbers to call, by country (clinical 4.6). None may pass as verified until someone has, with the date written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dtx.language import _, on_day

ANYWHERE = _("112, 911 or 999 (use your local number)")
"""For a build with no configured country."""

AGAIN = timedelta(days=365)
"""A number that was verified so long ago is verified again."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """`emergency` and `line` fit into "call {emergency} now" and "to talk to someone: {line}"; `text` is a number for messages.

    `verified_on` is the day on which somebody tried the numbers, None when nobody has.
    """

    country: str | None
    emergency: str
    line: str
    text: str | None = None
    verified_on: date | None = None

    @property
    def verified(self) -> str:
        return _("verified on {day}").format(day=on_day(self.verified_on)) if self.verified_on else _("not verified")


EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
ALSO_KNOWN_AS = {"UK": "GB", "EL": "GR"}

MAY_RUN = _("116 123, which may run in your country, or someone you trust")
SAMARITANS = _("Samaritans on 116 123, free, day and night")

DEFAULT = Helpline(None, ANYWHERE, _("a help line in your country, or someone you trust"))
HELPLINES: Mapping[str, Helpline] = {
    **{country: Helpline(country, "112", MAY_RUN) for country in EU},
    "GB": Helpline("GB", _("999 or 112"), SAMARITANS),
    "IE": Helpline("IE", _("999 or 112"), SAMARITANS),
    "US": Helpline("US", "911", _("call or text 988"), "988"),
}


def for_country(country: str | None) -> Helpline:
    """The numbers for an ISO 3166 code; those that fit anywhere when the country is unknown or not given."""
    code = (country or "").upper()
    return HELPLINES.get(ALSO_KNOWN_AS.get(code, code), DEFAULT)


def stale(today: date, helplines: Mapping[str, Helpline] = HELPLINES) -> tuple[str, ...]:
    """The countries whose numbers nobody has verified in the last 365 days, for those who keep this file."""
    return tuple(sorted(country for country, help in helplines.items() if help.verified_on is None or today - help.verified_on > AGAIN))
