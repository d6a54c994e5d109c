"""The care team's side: locked exports of many patients, opened and laid into one sheet, what felt worse first."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dtx.errors import DtxError
from dtx.language import _
from dtx.paths import reason
from dtx.sharing.columns import NOTE, OFFSET, SHEET, Column, moment_of, on_the_wall, own_words
from dtx.sharing.fhir.rows import of_bundle, of_lines
from dtx.sharing.known import Known
from dtx.sharing.redcap import EACH, PREFIX
from dtx.sharing.sealed import HEADER, MOST_BYTES, STEM, NotOpened, opened
from dtx.sharing.signed import Signed, Statement, short
from dtx.sharing.told import LONGEST, cut
from dtx.sharing.unbound import rows as unbound

SENT_IN = Column("sent_in", "text", _("The file that the row came from."))
STORES = {
    "same": _("the store that sent under this name before"),
    "shared": _("a store that sent under this name before, as another has done, too"),
    "renamed": _("a store that sent before, under another name"),
    "other": _("another store than the one that sent under this name before"),
    "new": _("a new store"),
}
STORE = Column("store", "text", _("Whether the file came from the store the patient sent from before."), choices=STORES)
ONE_SHEET = (*SHEET, NOTE, STORE, SENT_IN)
NEVER = -math.inf
MOST = 10**12
"""No second and no version that dtx writes is anywhere near; beyond some 10**15 a sheet rounds."""
WORSE = ("a_lot", "a_little", "not_sure")


@dataclass(frozen=True, slots=True)
class Letter:
    """One file that came; `says` is what is known of its sender.

    `problem` says why it was refused, `remedy` what to do; then nothing else is there but `sender`, where a store signed it all the same.
    """

    file: str
    problem: str | None = None
    remedy: str = ""
    state: str | None = None
    says: str = ""
    signed: Signed | None = None
    sender: Signed | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    rows: tuple[dict[str, Any], ...] = ()

    @property
    def patient_ref(self) -> str | None:
        return self.sender.statement.patient_ref if self.sender else None

    @property
    def refusal(self) -> str:
        """The file, who sent it, and why it was refused."""
        name = self.patient_ref
        return f"{self.file}: {self.problem}" if name is None else f"{self.file} ({cut(name, LONGEST)}): {self.problem}"

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "file": self.file,
            "problem": self.problem and f"{self.problem} {self.remedy}",
            "store": self.state,
            "says": self.says,
        }
        if self.sender is not None:
            told |= {"patient_ref": self.patient_ref, "fingerprint": short(self.sender.store)}
        if self.signed is not None:
            statement = self.signed.statement
            told |= {
                name: getattr(statement, name) for name in ("form", "since", "until", "count", "first_day", "last_day", "head", "head_at")
            }
            told["include"] = list(statement.include)
        return told


def read_letters(paths: Iterable[Path], secret: str, known: Known) -> list[Letter]:
    """What came together: of each file what is in it, and what is to be said of its sender beside the others."""
    letters = [read_letter(path, secret) for path in paths]
    bearers = known.bearers(letter.signed for letter in letters if letter.signed is not None)
    return [
        letter
        if letter.signed is None
        else replace(letter, state=known.state(letter.signed, bearers), says=known.sentence(letter.signed, bearers))
        for letter in letters
    ]


def read_letter(path: Path, secret: str) -> Letter:
    """Open one file. What is wrong with it is in the letter; nothing of a file that is refused is used."""
    signed = None
    try:
        files, signed = opened(content_of(path), secret)
        rows = tuple(rows_of(files, signed.statement))
    except DtxError as error:
        return Letter(path.name, error.problem, error.remedy, sender=signed)
    return Letter(path.name, signed=signed, sender=signed, files=files, rows=rows)


def content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotOpened(_("It cannot be read ({strerror}).").format(strerror=reason(error)), _("Look whether it is still there.")) from None
    if len(content) > MOST_BYTES:
        raise NotOpened(_("It is bigger than any export."), _("Check with whoever sent it."))
    return content


def is_locked(path: Path) -> bool:
    """Whether a file begins as one that age has locked."""
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError:
        return False


def rows_of(files: Mapping[str, bytes], statement: Statement) -> Iterator[dict[str, Any]]:
    """The rows of a table or of JSON Lines; none for what is no table. Raises NotOpened for rows of another patient, or that are none."""
    read = READ.get(statement.form)
    if read is None:
        return
    suffix, rows = read
    try:
        for row in rows(files[f"{STEM}{suffix}"]):
            row = {column.name: typed(column, row.get(column.name)) for column in (*SHEET, NOTE)}
            if not row["session_id"] or row["patient_ref"] != statement.patient_ref:
                raise NotOpened(_("It holds rows of another patient than the one who signed it."), _("Check with the patient."))
            yield row
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError, csv.Error):
        raise NotOpened(_("The table in it cannot be read."), _("Ask for it again, perhaps from a newer dtx.")) from None


def from_csv(content: bytes) -> Iterator[Mapping[str, Any]]:
    yield from csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)


def from_lines(content: bytes) -> Iterator[Mapping[str, Any]]:
    for line in content.decode().split("\n"):
        if line:
            yield from_record(json.loads(line))


def from_redcap(content: bytes) -> Iterator[Mapping[str, Any]]:
    for line in from_csv(content):
        row = {name.removeprefix(PREFIX): value for name, value in line.items()} | {"patient_ref": line["record_id"]}
        offset = str(row[OFFSET.name]).removeprefix("UTC")
        for name in ("started_at", "ended_at"):
            row[name] = f"{row[name].replace(' ', 'T')}{offset}" if row[name] else None
        boxes = {name.rpartition("___")[2]: value for name, value in row.items() if name.startswith(f"{EACH}___")}
        yield row | {EACH: ";".join(choice for choice, ticked in boxes.items() if ticked == "1")}


def from_parquet(content: bytes) -> Iterator[Mapping[str, Any]]:
    """Raises NotOpened where Parquet cannot be read here."""
    if find_spec("pyarrow") is None:
        raise NotOpened(_("Reading Parquet needs pyarrow, which is not installed."), _("Install it with pip install 'dtx[parquet]'."))
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        for group in ParquetFile(io.BytesIO(content)).iter_batches():
            yield from group.to_pylist()
    except (ArrowException, OSError):
        raise ValueError("no Parquet") from None


def from_workbook(content: bytes) -> Iterator[Mapping[str, Any]]:
    yield from unbound(content, MOST_BYTES)


READ: Mapping[str, tuple[str, Callable[[bytes], Iterator[Mapping[str, Any]]]]] = {
    "csv": (".csv", from_csv),
    "jsonl": (".jsonl", from_lines),
    "redcap": (".csv", from_redcap),
    "parquet": (".parquet", from_parquet),
    "xlsx": (".xlsx", from_workbook),
    "fhir": (".json", of_bundle),
    "fhir-transaction": (".json", of_bundle),
    "fhir-ndjson": (".ndjson", of_lines),
}
"""The forms that give rows, how their file ends, and how it is read."""


def from_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """A row from a record of the contract (`dtx export --to jsonl`)."""
    row: dict[str, Any] = {column.name: record.get(column.name) for column in (*SHEET, NOTE)}
    for when in ("before", "after"):
        for scale in ("pain", "relax"):
            row[f"{scale}_{when}"] = (record[when].get(scale) or {}).get("value")
    before, after = row["pain_before"], row["pain_after"]
    row["pain_change"] = None if before is None or after is None else after - before
    worse = record.get("felt_worse") or {}
    row["note"] = own_words(record.get("note"), worse)
    row |= {"felt_worse": worse.get("answer"), "felt_worse_severity": worse.get("severity")}
    row["felt_worse_what"] = ";".join(worse.get("what") or ()) or None
    row["next_morning_pain"] = (record.get("follow_up") or {}).get("pain")
    return row


def typed(column: Column, value: Any) -> Any:
    """A cell as its column has it; None where there is nothing. Raises ValueError for what is no time, NotOpened for no number."""
    if value in (None, ""):
        return None
    if column.kind in ("integer", "number"):
        return number(column, value)
    if column.kind == "time" and on_the_wall(value) is None:
        raise ValueError(f"{column.name} holds no time")
    return str(value)


def number(column: Column, value: Any) -> int | float:
    """One that a sheet can hold, on the scale of its column. Raises as `typed` does."""
    low, high = -MOST if column.low is None else column.low, MOST if column.high is None else column.high
    try:
        found = int(value) if column.kind == "integer" else float(value)
        if low <= found <= high and (isinstance(value, str) or found == value):
            return found
    except (ValueError, OverflowError):
        pass
    raise NotOpened(_("A number in it cannot be right ({column}).").format(column=column.name), _("Check with the patient."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from many letters. `clashes` are sentences about sessions that came from two stores; `repeats` how many rows came again."""

    rows: tuple[dict[str, Any], ...]
    repeats: int
    clashes: tuple[str, ...]


def one_sheet(letters: Iterable[Letter]) -> Sheet:
    """Rows of all letters, felt-worse first. Of a session that a store sent more than once the row that knows most is kept."""
    best: dict[tuple[str, str], tuple[tuple[float, int], dict[str, Any]]] = {}
    stores: dict[str, set[str]] = {}
    count = 0
    for letter in letters:
        if letter.signed is None:
            continue
        at = moment(letter.signed.statement.head_at, NEVER)
        for values in letter.rows:
            count += 1
            row = values | {STORE.name: letter.state, SENT_IN.name: letter.file}
            rank = at, sum(value is not None for value in values.values())
            place = letter.signed.store, row["session_id"]
            stores.setdefault(row["session_id"], set()).add(letter.signed.store)
            if place not in best or best[place][0] < rank:
                best[place] = rank, row
    clashes = tuple(
        _("Session {session_id} came from {found} stores; all its rows are kept. Check with the patients.").format(
            session_id=cut(session_id, LONGEST), found=len(found)
        )
        for session_id, found in sorted(stores.items())
        if len(found) > 1
    )
    rows = sorted((row for _, row in best.values()), key=urgency)
    return Sheet(tuple(rows), count - len(rows), clashes)


def urgency(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What felt worse first, the worst of it first and the newest first; then by patient and time."""
    worse, severity = row["felt_worse"], row["felt_worse_severity"] or 0
    start = moment(row["started_at"], 0.0)
    if worse in WORSE:
        return 0, WORSE.index(worse), -severity, -start, row["session_id"]
    return 1, row["patient_ref"], start, row["session_id"]


def moment(time: object, otherwise: float) -> float:
    """Seconds since 1970 of an ISO time, whatever its offset; one without an offset is taken for UTC."""
    found = moment_of(time)
    return otherwise if found is None else (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
