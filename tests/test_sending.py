"""Sending to a FHIR server: what it took in is noted, what it did not is not, and every entry of the answer counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dtx import paths, sending
from dtx.engine.export import About
from dtx.errors import StoreFull
from dtx.records.sent import Sent
from dtx.records.shares import Shares
from dtx.records.store import Store
from dtx.sending import Report, Sending
from dtx.sharing.select import select
from tests.sharing.fhir.fake_server import FakeServer
from tests.sharing.fhir.test_bundles import CHECK_IN, RECORD
from tests.sharing.logs import LOG

ADDRESS = "https://fhir.example/r4"
ABOUT = About("p-1", "0.1.0", count=3, first_day="2026-05-01", last_day="2026-05-03", head="cd" * 32, head_at="2026-05-03T09:36:00+01:00")
LOGS = [replace(LOG, session_id=f"s{number}") for number in range(3)]


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        yield store


def sent(store: Store, server: FakeServer, logs: Any = LOGS, *, again: bool = False, include: tuple[str, ...] = (), **how: Any) -> Report:
    export = select(logs, include, diary=[CHECK_IN], about=how.pop("about", ABOUT))
    return Sending(export, ADDRESS, server.post, store, lambda: datetime(2026, 5, 4, 9, 0, tzinfo=UTC), **how).send(again)


def noted(store: Store) -> set[str]:
    return set(Sent(store).digests(ADDRESS)) - {"export"}


def about(session_id: str) -> Any:
    """Refuses the Procedure of one session."""

    def refuse(entry: dict[str, Any]) -> str | None:
        return "no such code" if entry["request"]["url"].endswith(f"|{session_id}") else None

    return refuse


def test_everything_is_taken_in_at_once_and_noted_with_a_line_in_the_list_of_what_left(store: Store) -> None:
    server = FakeServer()
    report = sent(store, server)
    assert (report.sent, report.already, report.refused, report.left, report.stopped) == (["s0", "s1", "s2"], [], {}, [], None)
    assert report.complete and len(server.posts) == 2, "the sessions, and then the provenance of the whole"
    assert noted(store) == {"s0", "s1", "s2"}
    (share,) = Shares(store).all()
    assert (share.form, share.went_to, share.sessions, share.at) == ("fhir-transaction", ADDRESS, 3, "2026-05-04T09:00:00+00:00")
    assert len(server.of("Procedure")) == 3 and len(server.of("Patient")) == len(server.of("Device")) == 1


def test_what_is_there_already_is_not_sent_again_unless_it_changed_or_is_wished_for(store: Store) -> None:
    server = FakeServer()
    sent(store, server)
    report = sent(store, server)
    assert (report.sent, report.already) == ([], ["s0", "s1", "s2"]) and len(server.posts) == 2
    morning = {"pain": 3, "settled": True, "asked_at": "2026-05-02T08:00:00+01:00", "declined": None}
    changed = [replace(LOGS[0], follow_up=morning), *LOGS[1:], replace(LOG, session_id="s3")]
    assert sent(store, server, changed).sent == ["s0", "s3"]
    assert len(server.of("Procedure")) == 4 and len(server.of("Patient")) == 1
    assert sent(store, server, changed, again=True).sent == ["s0", "s1", "s2", "s3"]
    assert len(server.of("Procedure")) == 4
    assert len(Shares(store).all()) == 3


def test_another_server_is_another_matter(store: Store) -> None:
    sent(store, FakeServer())
    other = FakeServer()
    export = select(LOGS, about=ABOUT)
    report = Sending(export, "https://elsewhere.example", other.post, store, lambda: datetime.now(UTC)).send()
    assert report.sent == ["s0", "s1", "s2"]


def test_one_that_is_refused_does_not_hold_up_the_others_and_is_not_noted(store: Store) -> None:
    server = FakeServer(about("s1"))
    report = sent(store, server)
    assert report.sent == ["s0", "s2"] and not report.complete
    assert noted(store) == {"s0", "s2"}
    assert {one.status for one in report.refused["s1"]} == {"422"} and report.refused["s1"][0].words == "no such code"
    assert [len(found) for found in (server.of("Procedure"), Shares(store).all())] == [2, 1]
    server.refuse = lambda entry: None
    assert sent(store, server).sent == ["s1"]
    assert noted(store) == {"s0", "s1", "s2"}


def test_a_half_accepted_transaction_is_told_entry_by_entry(store: Store) -> None:
    """Some servers take in part of a transaction and say so; then the session is not there, whatever else is."""

    def refuse(entry: dict[str, Any]) -> str | None:
        return "pain is too strong" if "s1%2Fafter.pain" in entry["request"]["url"] else None

    server = FakeServer(refuse, whole=False)
    report = sent(store, server)
    assert report.sent == ["s0", "s2"] and noted(store) == {"s0", "s2"}
    (refusal,) = report.refused["s1"]
    assert refusal.entry.startswith("Observation?identifier=") and refusal.entry.endswith("|s1%2Fafter.pain")
    assert (refusal.status, refusal.words) == ("422", "pain is too strong")
    assert report.to_json()["refused"] == [{"id": "s1", "entry": refusal.entry, "status": "422", "words": "pain is too strong"}]


def test_without_the_patient_nothing_counts_as_sent(store: Store) -> None:
    server = FakeServer(lambda entry: "who is that" if entry["resource"]["resourceType"] == "Patient" else None, whole=False)
    report = sent(store, server)
    assert report.sent == [] and noted(store) == set() and set(report.refused) == {"s0", "s1", "s2"}
    assert Shares(store).all() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Welcome</html>",
        b"[]",
        b'{"resourceType": "OperationOutcome"}',
        b'{"resourceType": "Bundle", "type": "transaction-response"}',
        b'{"resourceType": "Bundle", "type": "transaction-response", "entry": [{"response": {"status": "201"}}]}',
        b'{"resourceType": "Bundle", "type": "searchset", "entry": []}',
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5_000 + b"}",
    ],
)
def test_an_answer_that_does_not_say_so_of_every_entry_is_no_yes(store: Store, body: bytes) -> None:
    report = sent(store, FakeServer(body=body), LOGS[:1])
    assert report.sent == [] and noted(store) == set() and Shares(store).all() == []
    assert set(report.refused) == {"s0"}


@pytest.mark.parametrize("status", [{}, None, "yes", 201, "2010", "", "200 OK\x1b[2J"])
def test_only_a_status_of_two_hundred_and_something_is_a_yes(store: Store, status: Any) -> None:
    server = FakeServer()
    take = server.take
    server.take = lambda entry, why: take(entry, why) | ({"response": {"status": status}} if "|s0" in entry["request"]["url"] else {})  # type: ignore[method-assign]
    report = sent(store, server, LOGS[:1])
    if isinstance(status, str) and status.startswith("200 "):
        assert report.sent == ["s0"]
    else:
        assert report.sent == [] and noted(store) == set()
        assert "\x1b" not in str(report.refused)


@pytest.mark.parametrize(("status", "told"), [(401, "DTX_FHIR_TOKEN"), (403, "may not write"), (404, "no FHIR server"), (503, "later")])
def test_a_closed_door_is_said_once_and_nobody_knocks_again(store: Store, status: int, told: str) -> None:
    server = FakeServer(status=status)
    report = sent(store, server)
    assert told in str(report.stopped) and len(server.posts) == 1
    assert (report.sent, report.left) == ([], ["s0", "s1", "s2"]) and noted(store) == set()


def test_when_the_line_breaks_what_was_taken_in_stays_noted_and_the_rest_is_sent_next_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    server = FakeServer(gone_after=1)
    report = sent(store, server)
    assert (report.sent, report.left) == (["s0"], ["s1", "s2"]) and "did not answer" in str(report.stopped)
    assert noted(store) == {"s0"} and [share.sessions for share in Shares(store).all()] == [1]
    server.gone_after = None
    assert sent(store, server).sent == ["s1", "s2"]


def test_thoughts_and_the_diary_go_with_their_questionnaires_and_only_when_included(store: Store) -> None:
    server = FakeServer()
    assert sent(store, server, [RECORD]).sent == ["0b1e"]
    assert server.of("QuestionnaireResponse") == []
    report = sent(store, server, [RECORD], include=("thoughts", "diary"))
    assert report.sent == ["0b1e", "d-1"], "with its thoughts the session is another one"
    assert len(server.of("Questionnaire")) == 2 and len(server.of("QuestionnaireResponse")) == 3
    assert Shares(store).all()[0].include == ("diary", "thoughts") and Shares(store).all()[0].sessions == 1


def test_a_patient_the_server_knows_already_is_not_made_anew(store: Store) -> None:
    server = FakeServer()
    sent(store, server, known="Patient/123")
    assert server.of("Patient") == []
    assert {found["subject"]["reference"] for found in server.of("Observation")} == {"Patient/123"}


def test_an_empty_span_asks_nobody(store: Store) -> None:
    server = FakeServer()
    report = sent(store, server, [], about=replace(ABOUT, head_at=None))
    assert report.complete and server.posts == []


def test_what_is_erased_is_no_longer_noted_as_sent(store: Store) -> None:
    from dtx.records.removal import Removal
    from tests.records.journals import at
    from tests.records.test_folds import lived

    store.append("s0", lived("s0"))
    store.seal("s0", at(70))
    sent(store, FakeServer(), LOGS[:1])
    assert noted(store) == {"s0"}
    Removal(store).erase(["s0"], at(100))
    assert noted(store) == set() and len(Shares(store).all()) == 1


def test_what_could_not_be_written_down_is_sent_again_and_is_there_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the disk is full, or the computer dies between the server's yes and our note of it."""
    server = FakeServer()

    def full(*_: object) -> None:
        raise StoreFull("There is no room.", "Make some.")

    with monkeypatch.context() as patched, pytest.raises(StoreFull):
        patched.setattr(Sent, "note", full)
        sent(store, server)
    assert len(server.of("Procedure")) == 3 and noted(store) == set() and Shares(store).all() == []
    assert sent(store, server).sent == ["s0", "s1", "s2"]
    assert len(server.of("Procedure")) == 3 and noted(store) == {"s0", "s1", "s2"}


def test_the_note_and_the_line_about_it_are_there_together_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise StoreFull("There is no room.", "Make some.")

    monkeypatch.setattr("dtx.records.sent.add", broken)
    with pytest.raises(StoreFull):
        sent(store, FakeServer())
    assert noted(store) == set() and Shares(store).all() == []
