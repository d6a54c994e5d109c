"""REDCap: a flat table that its import takes, and the data dictionary of the project."""

import csv
import io
import re
from dataclasses import replace

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Export
from dtx.sharing.redcap import HEAD, dictionary, to_redcap
from dtx.sharing.select import select
from tests.sharing.hostile import hostile
from tests.sharing.logs import FULL, LOG


def rows(export: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(to_redcap(export)), newline="")))


def explained(export: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(dictionary(export)), newline="")))


def test_the_record_comes_first_then_what_repeats_then_the_fields_and_last_that_the_form_is_complete() -> None:
    (row,) = rows(select([LOG]))
    names = list(row)
    assert names[:3] == ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance"] and names[-1] == "dtx_session_complete"
    assert (row["record_id"], row["redcap_repeat_instrument"], row["dtx_session_complete"]) == ("p-1", "dtx_session", "2")
    assert (row["dtx_pain_before"], row["dtx_relax_after"], row["dtx_status"]) == ("6", "", "completed")
    assert (row["dtx_started_at"], row["dtx_utc_offset"]) == ("2026-05-01 09:30:00", "UTC+01:00")


def test_both_times_of_a_row_are_told_by_the_clock_at_its_start() -> None:
    """Summer time began while somebody practised for six minutes."""
    changed = replace(LOG, started_at="2026-05-01T00:59:00.000+00:00", ended_at="2026-05-01T02:05:00.000+01:00")
    (row,) = rows(select([changed]))
    assert (row["dtx_started_at"], row["dtx_ended_at"], row["dtx_utc_offset"]) == (
        "2026-05-01 00:59:00",
        "2026-05-01 01:05:00",
        "UTC+00:00",
    )


def test_what_felt_worse_is_a_box_for_each_and_blank_where_nobody_asked() -> None:
    worse, none, unknown = rows(select([LOG, replace(LOG, felt_worse={"answer": "no"}), replace(LOG, felt_worse=None)]))
    boxes = [name for name in worse if name.startswith("dtx_felt_worse_what___")]
    assert len(boxes) == 10
    assert [name.rpartition("_")[2] for name in boxes if worse[name] == "1"] == ["dizzy", "skin"]
    assert {worse[name] for name in boxes} == {"0", "1"}
    assert {none[name] for name in boxes} == {unknown[name] for name in boxes} == {""}


def test_names_are_what_redcap_allows_and_each_is_in_the_dictionary() -> None:
    export = select([FULL], ("notes",))
    fields = [
        name for name in rows(export)[0] if name not in ("redcap_repeat_instrument", "redcap_repeat_instance", "dtx_session_complete")
    ]
    assert [name for name in fields if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
    described = [line["Variable / Field Name"] for line in explained(export)]
    assert list(dict.fromkeys(name.partition("___")[0] for name in fields)) == described
    assert max(len(name) for name in described) <= 26


def test_the_dictionary_has_the_columns_of_redcaps_own() -> None:
    lines = explained(select([LOG]))
    assert tuple(lines[0]) == HEAD and len(HEAD) == 18
    by = {line["Variable / Field Name"]: line for line in lines}
    pain = by["dtx_pain_before"]
    assert pain["Text Validation Type OR Show Slider Number"] == "integer"
    assert (pain["Text Validation Min"], pain["Text Validation Max"]) == ("0", "10")
    assert "LOINC 72514-3" in pain["Field Note"]
    assert by["dtx_started_at"]["Text Validation Type OR Show Slider Number"] == "datetime_seconds_ymd"
    assert by["dtx_status"]["Field Type"] == "radio"
    assert by["dtx_status"]["Choices, Calculations, OR Slider Labels"].startswith("completed, to its end | stopped, ")
    assert by["dtx_felt_worse_what"]["Field Type"] == "checkbox"
    assert {line["Form Name"] for line in lines} == {"record", "dtx_session"}
    assert [line["Section Header"] for line in lines if line["Section Header"]] == [DISCLAIMER]


def test_a_session_has_the_same_instance_in_every_export() -> None:
    """REDCap writes over an instance that is there, so a number may never belong to another session."""
    numbers = {"0b1c": 7, "0b1d": 12}
    export = replace(select([LOG, FULL]), number=numbers.get)
    assert [row["redcap_repeat_instance"] for row in rows(export)] == ["7", "12"]
    later = replace(select([FULL]), number=numbers.get)
    assert [row["redcap_repeat_instance"] for row in rows(later)] == ["12"]


def test_no_cell_of_the_hostile_corpus_is_a_formula_and_an_empty_span_is_a_head() -> None:
    for row in rows(select(hostile(), ("notes",))):
        assert not row["dtx_note"].lstrip(" \u00a0\u200b\ufeff").startswith(("=", "+", "@", "\t", "\n", "|", "%", "＝")), row["dtx_note"][
            :20
        ]
    assert rows(select([])) == [] and "".join(to_redcap(select([]))).count("\r\n") == 1
