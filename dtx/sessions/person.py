"""The person, as they told dtx about themselves: what holds now, what is to be asked again, and what the gate makes of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from dtx.care import gate, red_flags
from dtx.care.flags import FLAGS
from dtx.care.gate_words import ABOUT
from dtx.care.profile import Profile
from dtx.language import _
from dtx.records.store import Store

STOPPED, CHECKED = "stopped.red_flag", "checked.red_flag"
"""Kept in the profile: the session that was stopped because of the warning list, and the one after which the person was checked.

Sessions and not moments: a clock may be set back.
"""

DECLINED = "declined"
"""Kept for a flag that the person would rather not speak about, so that it is not asked again at once."""

SHORT = "short_open_eyes"
"""The form of the gate's table in which a scan is short (clinical 8.2): a matter of the options and not of a step."""

RED_FLAG = "red_flag"
PRIVATE = ("self_harm",)
"""Asked, kept in the profile for the gate, and in no session (clinical 8.1)."""


@dataclass(frozen=True, slots=True)
class Person:
    """`answered` maps a flag to its answer (None when declined) and when; `agreed` holds what the care team's word still lifts.

    `locked`: exercise is closed since a stop because of the warning list (clinical 5.5). `agreed_on` says when the team's word was
    written down.
    """

    profile: Profile
    answered: Mapping[str, tuple[str | None, datetime]] = field(default_factory=dict)
    agreed: frozenset[str] = frozenset()
    locked: bool = False
    agreed_on: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, now: datetime) -> "Person":
        """What the store keeps, as it counts at `now`."""
        kept, dates = store.profile(), store.profile_dates()
        at = {key: datetime.fromisoformat(date) for key, date in dates.items()}
        said = {flag: (kept[f"flag.{flag}"], at[f"flag.{flag}"]) for flag in FLAGS if f"flag.{flag}" in kept}
        return cls(
            Profile.of(kept),
            {flag: (None if answer == DECLINED else answer, when) for flag, (answer, when) in said.items()},
            frozenset(flag for flag in FLAGS if f"agreed.{flag}" in kept and gate.agreement_holds(at[f"agreed.{flag}"], now)),
            STOPPED in kept and kept.get(CHECKED) != kept[STOPPED],
            {flag: at[f"agreed.{flag}"] for flag in FLAGS if f"agreed.{flag}" in kept},
        )

    @property
    def statements(self) -> dict[str, Any]:
        """What the care team agreed to, as a session's journal keeps it: who said so, and when it was written down (clinical 8.1)."""
        lifted = (flag for flag in FLAGS if flag in self.agreed and self.answered.get(flag, (None,))[0] in ("yes", "unsure"))
        return {
            f"gate.{flag}.agreed": {
                "value": self.profile.agreed[flag],
                "declined": None,
                "text": _("My care team agreed: {about}").format(about=ABOUT[flag]),
                "saved": True,
                "written_on": self.agreed_on[flag].isoformat(timespec="seconds"),
            }
            for flag in lifted
        }

    @property
    def flags(self) -> frozenset[str]:
        """What the person said yes to, as a session keeps it."""
        return self._said("yes")

    @property
    def unsure(self) -> frozenset[str]:
        return self._said("unsure")

    def _said(self, wanted: str) -> frozenset[str]:
        return frozenset(flag for flag, (answer, _) in self.answered.items() if answer == wanted and flag not in PRIVATE)

    def due(self, now: datetime) -> tuple[str, ...]:
        """The flags to ask about now."""
        return gate.due(self.answered, now)

    @property
    def closed(self) -> frozenset[str]:
        """The columns of the gate's table that are closed for them, whatever an activity says it is."""
        return frozenset(column for column in gate.COLUMNS if self._verdict({column}, False).blocked)

    @property
    def forms(self) -> frozenset[str]:
        """The forms that steps get, in any activity; `SHORT` is not one of them."""
        return frozenset(form for column in gate.COLUMNS for form in self._verdict({column}, False).forms) - {SHORT}

    def verdict(self, phases: Collection[Mapping[str, Any]]) -> gate.Verdict:
        """What the gate says of an activity with these phases."""
        return self._verdict(gate.columns(phases), gate.unpaced(phases))

    def since(self, closed: Collection[str]) -> gate.Verdict:
        """What the gate says of everything that is closed now and was not among these columns then."""
        return self._verdict(self.closed - set(closed), False)

    def _verdict(self, columns: Collection[str], unpaced: bool) -> gate.Verdict:
        answers = {flag: answer for flag, (answer, _) in self.answered.items()}
        found = gate.verdict(columns, answers, self.agreed, self.profile.details, unpaced=unpaced)
        if self.locked and "exercise" in columns:
            return replace(found, blocked=((RED_FLAG, red_flags.LOCK), *found.blocked))
        return found
