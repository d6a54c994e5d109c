"""Parquet, one row a session, for analysis: a schema that is the same in every file, plain strings, and what files are parted by."""

import io
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Content, Export, Exporter
from dtx.host.hookspecs import hookimpl
from dtx.language import _
from dtx.sharing import diary_sheet
from dtx.sharing.columns import NOTE, SHEET, Column, row

if TYPE_CHECKING:
    import pyarrow

BUCKETS = 16
ROWS = 10_000
"""A row group, so that memory does not grow with the number of sessions."""
MONTH = Column("month", "text", "The month, YYYY-MM, to part files by.")
BUCKET = Column("bucket", "integer", f"A number from 0 to {BUCKETS - 1} made from `patient_ref`, to part files by.")
COLUMNS = (*SHEET, NOTE, MONTH, BUCKET)
DIARY = (*diary_sheet.columns(("notes",)), MONTH, BUCKET)
"""`note` is always there, and null where it was not asked for: one schema for all files."""


def to_parquet(export: Export) -> bytes:
    return table(export, COLUMNS, (parted(row(log), "started_at") for log in export))


def diary(export: Export) -> bytes:
    """`STEM.diary.parquet`."""
    return table(export, DIARY, (parted(line, "at") for line in diary_sheet.rows(export.diary, export.about.patient_ref)))


def table(export: Export, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    form = schema(export, columns)
    content = io.BytesIO()
    lines = ({column.name: fits(column, values.get(column.name)) for column in columns} for values in rows)
    with ParquetWriter(content, form, compression="zstd", version="2.6") as file:
        while group := list(islice(lines, ROWS)):
            file.write_batch(pyarrow.RecordBatch.from_pylist(group, form))
    return content.getvalue()


def schema(export: Export, columns: Sequence[Column]) -> "pyarrow.Schema":
    """All columns may be null. Times are ISO 8601 text with their offset, which a timestamp would lose."""
    import pyarrow

    kinds = {"text": pyarrow.string(), "time": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64()}
    about = {
        "dtx.about": DISCLAIMER,
        "dtx.journal_head": export.about.head,
        "dtx.included": ",".join(sorted(export.include)),
        **({"dtx.erased": export.about.gone} if export.about.gone else {}),
    }
    return pyarrow.schema([pyarrow.field(column.name, kinds[column.kind]) for column in columns], about)


def parted(values: dict[str, Any], time: str) -> dict[str, Any]:
    """With what files are parted by."""
    return values | {"month": str(values[time])[:7], "bucket": bucket(values["patient_ref"])}


def fits(column: Column, value: Any) -> Any:
    """What is of another kind than its column is null; only a plugin's own numbers could be."""
    if value is None:
        return None
    if column.kind in ("integer", "number"):
        return value if type(value) is int or (type(value) is float and column.kind == "number") else None
    return str(value).encode("utf-8", "replace").decode()


def bucket(patient_ref: str) -> int:
    """The same for a patient in every file, on every computer."""
    return sha256(patient_ref.encode("utf-8", "replace")).digest()[0] % BUCKETS


def beside(export: Export) -> dict[str, Content]:
    return {".diary.parquet": diary(export)} if "diary" in export.include else {}


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter(
        "parquet",
        _("A table for analysis"),
        ".parquet",
        to_parquet,
        beside,
        binary=True,
        parts=("notes", "diary"),
        modules=("pyarrow",),
        extra="parquet",
    )
