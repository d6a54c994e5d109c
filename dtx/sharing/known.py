"""The stores that a care team has had exports from: so that the next one is the same as last month's, or new, or another."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from dtx.errors import Unknown
from dtx.language import _, day_of
from dtx.paths import make_private, refusal
from dtx.sharing.signed import Signed, short
from dtx.sharing.told import LONGEST, cut
from dtx.sharing.whole import write

State = Literal["same", "shared", "renamed", "other", "new"]


@dataclass(frozen=True, slots=True)
class Sender:
    """What is remembered of one store, by its public key: `patient_ref` is what it last called itself, `earlier` what else before that."""

    patient_ref: str
    first: str
    last: str
    last_day: str | None = None
    earlier: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        last_day = kept.get("last_day")
        names = tuple(map(str, kept.get("earlier", ())))
        return cls(str(kept["patient_ref"]), str(kept["first"]), str(kept["last"]), None if last_day is None else str(last_day), names)

    @property
    def names(self) -> set[str]:
        """All that it ever called itself."""
        return {self.patient_ref, *self.earlier}


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

    def bearers(self, came: Iterable[Signed] = ()) -> dict[str, set[str]]:
        """The stores that go by each name, of those that are known and those that came: names are given, and anybody may take one."""
        found: dict[str, set[str]] = defaultdict(set)
        for store, sender in self.senders.items():
            found[sender.patient_ref].add(store)
        for signed in came:
            found[signed.statement.patient_ref].add(signed.store)
        return found

    def state(self, signed: Signed, bearers: Mapping[str, set[str]]) -> State:
        name, before = signed.statement.patient_ref, self.senders.get(signed.store)
        if before is None:
            return "other" if name in self.refs else "new"
        if before.patient_ref != name:
            return "renamed"
        return "shared" if bearers[name] - {signed.store} else "same"

    def sentence(self, signed: Signed, bearers: Mapping[str, set[str]]) -> str:
        """What a person at the care team needs to know of the sender, in one line."""
        name, fingerprint = cut(signed.statement.patient_ref, LONGEST), short(signed.store)
        match self.state(signed, bearers):
            case "same" | "shared":
                before = self.senders[signed.store]
                until = ", " + _("sessions up to {day}").format(day=day_of(before.last_day)) if before.last_day else ""
                said = _("The same store as last time (opened {day}{until}).").format(day=day_of(before.last), until=until)
            case "renamed":
                said = _("The same store as last time, when it called itself {patient_ref}.").format(
                    patient_ref=cut(self.senders[signed.store].patient_ref, LONGEST)
                )
            case "other":
                return _("Another store than the one {patient_ref} sent from before: check with the patient ({fingerprint}).").format(
                    patient_ref=name, fingerprint=fingerprint
                )
            case "new":
                said = _("A new store: check with the patient that it is theirs ({fingerprint}).").format(fingerprint=fingerprint)
        others = sorted(map(short, bearers[signed.statement.patient_ref] - {signed.store}))
        if not others:
            return said
        # a stranger who sent once is not at home by the second time
        rivals = _("Another store has sent as {name}, too ({others}): check with the patient which is theirs.")
        return f"{said} {rivals.format(name=name, others=', '.join(others))}"

    @property
    def refs(self) -> set[str]:
        """Everybody who ever sent something, by all names they gave."""
        return {name for sender in self.senders.values() for name in sender.names}

    def silent(self, came: Iterable[Signed], expected: Iterable[str] = ()) -> list[str]:
        """Who sent nothing: each store of which nothing came, and who was expected and is none of those that were.

        A name that another store sent under is followed by the silent store's letters.
        """
        heard = {(signed.store, signed.statement.patient_ref) for signed in came}
        stores, names = {store for store, _ in heard}, {name for _, name in heard}
        quiet = {
            f"{cut(sender.patient_ref, LONGEST)} ({short(store)})" if sender.patient_ref in names else sender.patient_ref
            for store, sender in self.senders.items()
            if store not in stores
        }
        for store in stores & self.senders.keys():
            names |= self.senders[store].names
        return sorted(quiet | (set(expected) - names))

    def without(self, fingerprint: str) -> Self:
        """Without the store that people call by these sixteen letters. Raises Unknown where there is none."""
        gone = "".join(fingerprint.split()).casefold()
        left = {store: sender for store, sender in self.senders.items() if short(store).replace(" ", "") != gone}
        if len(left) == len(self.senders):
            raise Unknown(
                _("No store is known by {letters}.").format(letters=cut(fingerprint, LONGEST)),
                _("Give the sixteen letters and digits that `dtx open` says behind its name."),
            )
        return replace(self, senders=left)

    def heard(self, signed: Signed, today: date) -> "Known":
        """With this export remembered."""
        told, day = signed.statement, today.isoformat()
        before = self.senders.get(signed.store) or Sender(told.patient_ref, day, day)
        days = [one for one in (before.last_day, told.last_day) if one]
        earlier = tuple(sorted(before.names - {told.patient_ref}))
        after = replace(before, patient_ref=told.patient_ref, last=day, last_day=max(days, default=None), earlier=earlier)
        return Known({**self.senders, signed.store: after})


def file(home: Path) -> Path:
    return home / "known_stores.json"
