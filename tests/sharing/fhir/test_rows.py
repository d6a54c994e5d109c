"""The sessions of any FHIR file of ours are read back as what was recorded."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from dtx.engine.export import Export
from dtx.sharing.columns import row
from dtx.sharing.fhir.bundles import to_collection, to_ndjson, to_transaction
from dtx.sharing.fhir.rows import of_bundle, of_lines
from tests.conftest import FULL
from tests.sharing.corpus import exports
from tests.sharing.logs import whole

SAME = (
    *("pain_before", "pain_after", "pain_change", "relax_before", "relax_after", "next_morning_pain"),
    *("felt_worse", "felt_worse_what", "felt_worse_severity", "helper", "content_sha256"),
)
"""What is written into both as it is; names, times and reasons are made tidy for FHIR, and lengths rounded."""
FORMS: list[tuple[Callable[[Export], Iterable[str]], Callable[[bytes], Iterator[dict[str, Any]]]]] = [
    (to_collection, of_bundle),
    (to_transaction, of_bundle),
    (to_ndjson, of_lines),
]


@pytest.mark.parametrize(("write", "read"), FORMS, ids=["collection", "transaction", "ndjson"])
@given(export=exports())
@settings(max_examples=200 if FULL else 15, deadline=None)
def test_any_session_is_read_back_as_it_was_recorded(write: Any, read: Any, export: Export) -> None:
    found = list(read(whole(write(export))))
    told = [row(log) for log in export]
    assert len(found) == len(told)
    for got, wanted in zip(found, told, strict=True):
        assert {name: got.get(name) for name in SAME} == {name: wanted[name] for name in SAME}
        assert got["active_s"] == pytest.approx(wanted["active_s"], abs=0.001)
