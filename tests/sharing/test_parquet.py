"""Parquet: one schema for every file, plain strings, and columns to part files by."""

import io
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from dtx.engine.export import About
from dtx.sharing import parquet
from dtx.sharing.parquet import bucket, to_parquet
from dtx.sharing.select import select
from tests.sharing.hostile import hostile
from tests.sharing.logs import FULL, LOG

TEXTS = (
    "patient_ref session_id activity_id activity_title plugin_id plugin_version content_sha256 started_at ended_at status stop_reason "
    "felt_worse felt_worse_what helper app_version note month"
).split()
WHOLE = ("pain_before pain_after pain_change relax_before relax_after felt_worse_severity next_morning_pain schema bucket").split()
SECONDS = ("planned_s", "active_s", "paused_s")


def table(content: bytes) -> Any:
    return pyarrow.parquet.read_table(io.BytesIO(content))


def test_text_is_plain_text_and_the_rest_is_whole_numbers_and_seconds() -> None:
    kinds = {field.name: str(field.type) for field in table(to_parquet(select([LOG]))).schema}
    assert kinds == dict.fromkeys(TEXTS, "string") | dict.fromkeys(WHOLE, "int64") | dict.fromkeys(SECONDS, "double")


@pytest.mark.parametrize("include", [(), ("notes",), ("notes", "thoughts", "diary")])
def test_the_schema_is_the_same_whatever_is_in_the_file(include: tuple[str, ...]) -> None:
    one = table(to_parquet(select([LOG], include))).schema
    for logs in ([], [FULL], hostile()):
        assert table(to_parquet(select(logs, include))).schema.equals(one)
    assert table(to_parquet(select([LOG]))).schema.equals(one)


def test_missing_is_null_and_zero_is_zero() -> None:
    (row,) = table(to_parquet(select([LOG]))).to_pylist()
    assert (row["pain_before"], row["pain_after"], row["pain_change"], row["relax_after"], row["note"]) == (6, 4, -2, None, None)
    assert (row["month"], row["started_at"]) == ("2026-05", "2026-05-01T09:30:00.000+01:00")


def test_a_patient_is_in_the_same_bucket_in_every_file() -> None:
    """The numbers are written down here, because files that lie in an archive are parted by them."""
    assert (bucket("p-1"), bucket("p-2"), bucket("678239feeb78fe6c")) == (13, 9, 13)
    assert min(bucket(str(n)) for n in range(500)) >= 0 and max(bucket(str(n)) for n in range(500)) == 15


def test_an_empty_span_is_a_file_with_no_rows() -> None:
    assert table(to_parquet(select([]))).num_rows == 0


def test_many_sessions_come_in_groups_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 2)
    content = to_parquet(select([LOG, FULL, LOG]))
    assert pyarrow.parquet.ParquetFile(io.BytesIO(content)).num_row_groups == 2
    assert [row["session_id"] for row in table(content).to_pylist()] == ["0b1c", "0b1d", "0b1c"]


def test_what_it_is_and_the_head_of_the_journal_stand_in_the_file() -> None:
    told = table(to_parquet(select([LOG], about=About(head="f" * 64)))).schema.metadata
    assert told[b"dtx.journal_head"] == b"f" * 64 and b"does not examine" in told[b"dtx.about"]


def test_the_same_data_gives_the_same_bytes() -> None:
    assert to_parquet(select([LOG, FULL])) == to_parquet(select([LOG, FULL]))
