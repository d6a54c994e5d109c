"""Sending to a FHIR server: some sessions at a time, written down before they leave, and each noted as sent only when the server has
said so of every part of it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from dtx.engine.export import Export
from dtx.errors import DtxError, StoreProblem
from dtx.language import _
from dtx.records.sent import Sent
from dtx.records.shares import Share
from dtx.records.store import Store
from dtx.sharing.fhir.bundles import bundled, encode, put
from dtx.sharing.fhir.groups import WHOLE, Group, Need, groups, needed
from dtx.sharing.fhir.people import Cast, by_uuid
from dtx.sharing.fhir.replies import Refusal, refusals
from dtx.sharing.fhir.server import TOKEN, Answer, Leaving

FORM = "fhir-transaction"
AT_ONCE = 50
"""Groups in one transaction: some hundred resources."""
CLOSED = {
    401: _("it asks for a token. Put it into the environment variable {token}, or into the keyring.").format(token=TOKEN),
    403: _("this token may not write there. Ask the care team for one that may."),
    404: _("there is no FHIR server at this address. Ask the care team for the right one."),
    405: _("nobody can write there. Ask the care team for the right address."),
    429: _("it has no time just now. Send the rest later."),
    503: _("it has no time just now. Send the rest later."),
}
"""Answers after which nothing else is tried."""

Post = Callable[[bytes, Leaving], Answer]


@dataclass(slots=True)
class Report:
    """What came of it, by id: `sent` just now, `already` there as it is, `refused` with the reasons, `left` where nobody knows or tried.

    `stopped` says why it did not go on to the end.
    """

    address: str
    sent: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    refused: dict[str, list[Refusal]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    stopped: str | None = None

    @property
    def complete(self) -> bool:
        return not (self.refused or self.left or self.stopped)

    def to_json(self) -> dict[str, Any]:
        refused = [
            {"id": name, "entry": one.entry, "status": one.status, "words": one.words}
            for name, found in self.refused.items()
            for one in found
        ]
        return {
            "address": self.address,
            "sent": self.sent,
            "already": self.already,
            "refused": refused,
            "left": self.left,
            "stopped": self.stopped,
        }


@dataclass(frozen=True, slots=True)
class Parcel:
    """A group with its entries as they are sent, and their digest."""

    group: Group
    entries: tuple[str, ...]
    urls: tuple[str, ...]
    digest: str

    @classmethod
    def of(cls, group: Group) -> "Parcel":
        made = [put(resource) for resource in group.resources]
        entries = tuple(encode(entry) for entry in made)
        digest = hashlib.sha256("\n".join(entries).encode()).hexdigest()
        return cls(group, entries, tuple(entry["request"]["url"] for entry in made), digest)


@dataclass(slots=True)
class Line:
    """The line about one sending in the list of what left. It is there before the first byte leaves, and says no more than is known."""

    sent: Sent
    share: Share
    number: int | None = None
    left: dict[str, bool] = field(default_factory=dict)
    """By the group's name, whether the server has said yes to it."""

    def leaving(self, batch: Sequence[Parcel], at: str) -> None:
        """Write down that these are about to leave; those that left before are counted already."""
        fresh = [parcel for parcel in batch if parcel.group.name not in self.left]
        if self.number is None:
            self.number = self.sent.begin(replace(self.share, at=at, sessions=sessions(fresh)))
        elif fresh:
            self.sent.go_on(self.number, sessions(fresh))
        self.left |= {parcel.group.name: False for parcel in fresh}

    def taken(self, taken: Sequence[Parcel], at: str) -> None:
        """Write down what the server said yes to."""
        assert self.number is not None, "whoever answers was asked"
        self.left |= {parcel.group.name: True for parcel in taken}
        digests = {parcel.group.name: parcel.digest for parcel in taken}
        self.sent.note(self.share.went_to, digests, at, self.number, sessions(taken), all(self.left.values()))


@dataclass(frozen=True, slots=True)
class Sending:
    """An export on its way to one server. `known` is the reference of a Patient there, `Patient/123`, where the care team gave one."""

    export: Export
    address: str
    post: Post
    store: Store
    now: Callable[[], datetime]
    known: str | None = None

    def send(self, again: bool = False) -> Report:
        """Send what the server does not have yet; with `again` everything. Raises StoreProblem when it cannot be written down."""
        report = Report(self.address)
        line = Line(Sent(self.store), self._share())
        there = {} if again else line.sent.digests(self.address)
        cast = Cast(self.export.about.patient_ref, by_uuid, self.known)
        found = map(Parcel.of, groups(self.export, cast))
        last: Parcel | None = None
        fresh: list[Parcel] = []
        for parcel in found:
            if parcel.group.kind == WHOLE:
                last = parcel
            elif there.get(parcel.group.name) == parcel.digest:
                report.already.append(parcel.group.name)
            else:
                fresh.append(parcel)
            if len(fresh) == AT_ONCE:
                self._deliver(fresh, cast, report, line)
                fresh = []
        self._deliver(fresh, cast, report, line)
        missing = last is not None and bool(report.already) and there.get(WHOLE) != last.digest
        if last is not None and (report.sent or missing):
            self._deliver([last], cast, report, line)
        return report

    def _deliver(self, batch: Sequence[Parcel], cast: Cast, report: Report, line: Line) -> None:
        """Send these, unless there is no point in it any more, and note what was taken in."""
        if report.stopped is not None:
            report.left += names(batch)
        elif batch:
            taken = self._taken(batch, cast, report, line)
            if taken:
                line.taken(taken, self._at())
                report.sent += names(taken)

    def _taken(self, batch: Sequence[Parcel], cast: Cast, report: Report, line: Line) -> list[Parcel]:
        """Send these together; what was refused is sent once more, each alone, so that one does not hold up the others."""
        found = self._posted(batch, cast, report, line)
        taken = [parcel for parcel in batch if found.get(parcel.group.name) == []]
        for parcel in batch:
            if parcel in taken:
                continue
            if report.stopped is not None:
                report.left += names([parcel])
            elif len(batch) > 1:
                taken += self._taken([parcel], cast, report, line)
            else:
                report.refused[parcel.group.name] = found[parcel.group.name]
        return taken

    def _posted(self, batch: Sequence[Parcel], cast: Cast, report: Report, line: Line) -> dict[str, list[Refusal]]:
        """Why each group was refused, an empty list for those that were taken in; no group at all where no answer came."""
        before = [put(resource) for need in needs(batch) for resource in needed(need, cast)]
        entries = [*map(encode, before), *(entry for parcel in batch for entry in parcel.entries)]
        urls = [*(entry["request"]["url"] for entry in before), *(url for parcel in batch for url in parcel.urls)]
        try:
            answer = self.post("".join(bundled("transaction", entries)).encode(errors="replace"), lambda: line.leaving(batch, self._at()))
        except StoreProblem:  # it could not be written down, so it did not leave
            raise
        except DtxError as problem:
            report.stopped = str(problem)
            return {}
        if answer.status in CLOSED:
            report.stopped = f"{self.address} answered {answer.status}: {CLOSED[answer.status]}"
        told = iter(refusals(answer, urls))
        shared = [one for one in islice(told, len(before)) if one is not None]
        return {parcel.group.name: [*shared, *(one for one in islice(told, len(parcel.urls)) if one is not None)] for parcel in batch}

    def _at(self) -> str:
        return self.now().isoformat(timespec="seconds")

    def _share(self) -> Share:
        about = self.export.about
        return Share(
            at="",
            form=FORM,
            went_to=self.address,
            reader=about.reader,
            locked_for=(),
            include=tuple(sorted(self.export.include)),
            since=about.since,
            until=about.until,
            sessions=0,
            first_day=about.first_day,
            last_day=about.last_day,
            head=about.head,
        )


def sessions(batch: Iterable[Parcel]) -> int:
    return sum(parcel.group.kind == "session" for parcel in batch)


def needs(batch: Sequence[Parcel]) -> list[Need]:
    """What has to be there before, each once, in the order in which one refers to the other."""
    return list(dict.fromkeys(need for parcel in batch for need in parcel.group.needs))


def names(batch: Iterable[Parcel]) -> list[str]:
    """The ids of sessions and entries; the group about the whole is nobody's concern."""
    return [parcel.group.name for parcel in batch if parcel.group.kind != WHOLE]
