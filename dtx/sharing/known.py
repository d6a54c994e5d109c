"""The stores that a care team has had exports from: so that the next one is the same as last month's, or new, or another."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from dtx.language import _, day_of
from dtx.paths import make_private, refusal
from dtx.sharing.signed import Signed, short
from dtx.sharing.whole import write

State = Literal["same", "renamed", "other", "new"]


@dataclass(frozen=True, slots=True)
class Sender:
    """What is remembered of one store, by its public key: `patient_ref` is what it last called itself."""

    patient_ref: str
    first: str
    last: str
    last_day: str | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        last_day = kept.get("last_day")
        return cls(str(kept["patient_ref"]), str(kept["first"]), str(kept["last"]), None if last_day is None else str(last_day))


@dataclass(frozen=True, slots=True)
class Known:
    """All that are known. It is never changed; `heard` gives another one."""

    senders: Mapping[str, Sender] = field(default_factory=dict)

    @classmethod
    def read(cls, home: Path) -> Self:
        """What was remembered. A file that is gone or damaged means that every store is new: a reason to check, and no hindrance."""
        try:
            kept = json.loads(file(home).read_text(encoding="utf-8"))
            return cls({str(store): Sender.of(sender) for store, sender in kept.items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def keep(self, home: Path) -> None:
        """Raises DtxError where it cannot be written."""
        make_private(home)
        content = json.dumps({store: asdict(sender) for store, sender in sorted(self.senders.items())}, indent=1)
        beside = file(home).with_suffix(".new")
        try:
            beside.unlink(missing_ok=True)
            write(beside, content.encode())
            beside.replace(file(home))
        except OSError as error:
            raise refusal(error, file(home)) from error

    def state(self, signed: Signed) -> State:
        before = self.senders.get(signed.store)
        if before is not None:
            return "same" if before.patient_ref == signed.statement.patient_ref else "renamed"
        return "other" if signed.statement.patient_ref in self.refs else "new"

    def sentence(self, signed: Signed) -> str:
        """What a person at the care team needs to know of the sender."""
        fingerprint = short(signed.store)
        match self.state(signed):
            case "same":
                before = self.senders[signed.store]
                until = ", " + _("sessions up to {day}").format(day=day_of(before.last_day)) if before.last_day else ""
                same = _("The same store as last time (opened {day}{until}).").format(day=day_of(before.last), until=until)
                return same + self._rivals(signed)
            case "renamed":
                return _("The same store as last time, when it called itself {patient_ref}.").format(
                    patient_ref=self.senders[signed.store].patient_ref
                )
            case "other":
                return _("Another store than the one {patient_ref} sent from before: check with the patient ({fingerprint}).").format(
                    patient_ref=signed.statement.patient_ref, fingerprint=fingerprint
                )
            case "new":
                return _("A new store: check with the patient that it is theirs ({fingerprint}).").format(fingerprint=fingerprint)

    def _rivals(self, signed: Signed) -> str:
        """Whether another store has ever sent under the same name: a stranger who did so once is not at home by the second time."""
        name = signed.statement.patient_ref
        others = [short(store) for store, sender in self.senders.items() if sender.patient_ref == name and store != signed.store]
        said = _("Another store has sent as {name}, too ({others}): check with the patient which is theirs.")
        return " " + said.format(name=name, others=", ".join(others)) if others else ""

    @property
    def refs(self) -> set[str]:
        """Everybody who ever sent something, by the name they last gave."""
        return {sender.patient_ref for sender in self.senders.values()}

    def heard(self, signed: Signed, today: date) -> "Known":
        """With this export remembered."""
        told, day = signed.statement, today.isoformat()
        before = self.senders.get(signed.store) or Sender(told.patient_ref, day, day)
        days = [one for one in (before.last_day, told.last_day) if one]
        after = replace(before, patient_ref=told.patient_ref, last=day, last_day=max(days, default=None))
        return Known({**self.senders, signed.store: after})


def file(home: Path) -> Path:
    return home / "known_stores.json"
