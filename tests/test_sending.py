"""Sending to a FHIR server: what leaves is written down, what was taken in is noted, and every entry of the answer counts."""

import sqlite3
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
from dtx.sharing.fhir.server import Answer, Leaving
from dtx.sharing.preview import told
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


def left(store: Store) -> list[tuple[int, int | None, bool]]:
    """Of each line, newest first: how many sessions left, to how many the server said yes, and whether to all that left."""
    return [(share.sessions, share.accepted, share.complete) for share in Shares(store).all()]


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
    assert left(store) == [(3, 0, False)]


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
    assert report.sent == [] and noted(store) == set() and left(store) == [(1, 0, False)]
    assert set(report.refused) == {"s0"}


@pytest.mark.parametrize(
    "status", [{}, None, "yes", 201, "2010", "", "200 OK\x1b[2J", "202 Accepted", "202", "206", "299", "201", "204 No Content"]
)
def test_only_done_or_made_is_a_yes(store: Store, status: Any) -> None:
    server = FakeServer()
    take = server.take
    server.take = lambda entry, why: take(entry, why) | ({"response": {"status": status}} if "|s0" in entry["request"]["url"] else {})  # type: ignore[method-assign]
    report = sent(store, server, LOGS[:1])
    if isinstance(status, str) and (status.startswith("200 ") or status in ("201", "204 No Content")):
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
    assert noted(store) == {"s0"} and left(store) == [(1, 1, True)], "there was no line any more over which more could have left"
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
    assert len(server.of("Procedure")) == 3 and noted(store) == set() and left(store) == [(3, 0, False)]
    assert sent(store, server).sent == ["s0", "s1", "s2"]
    assert len(server.of("Procedure")) == 3 and noted(store) == {"s0", "s1", "s2"}


def test_what_cannot_be_written_down_does_not_leave(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise StoreFull("There is no room.", "Make some.")

    monkeypatch.setattr("dtx.records.sent.add", broken)
    server = FakeServer()
    with pytest.raises(StoreFull):
        sent(store, server)
    assert noted(store) == set() and Shares(store).all() == [] and server.posts == []


def test_the_line_is_there_before_anything_leaves_and_a_sending_has_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ends this process while the server reads, and keeps it, leaves a list in which it stands."""
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    server, seen = FakeServer(), []
    take = server.take
    server.take = lambda entry, why: seen.append(left(store)) or take(entry, why)  # type: ignore[func-returns-value, method-assign]
    assert sent(store, server).sent == ["s0", "s1", "s2"]
    assert list(dict.fromkeys(map(tuple, seen))) == [((2, 0, False),), ((3, 2, False),), ((3, 3, False),)]
    assert left(store) == [(3, 3, True)]


@pytest.mark.parametrize("status", [500, 503, 422, 202])
def test_what_a_server_read_and_did_not_say_yes_to_stands_in_the_list(store: Store, status: int) -> None:
    report = sent(store, FakeServer(status=status))
    assert report.sent == [] and noted(store) == set() and left(store) == [(3, 0, False)]
    assert "3 sessions" in (words := told(Shares(store).all()[0])) and "the server did not say yes to it, but may hold it" in words


def test_one_that_is_refused_leaves_one_line_that_says_how_many_were_not(store: Store) -> None:
    sent(store, FakeServer(about("s1")))
    assert left(store) == [(3, 2, False)]
    assert "yes to 2 of them" in told(Shares(store).all()[0])


def test_what_left_has_left_and_its_line_goes_only_with_everything(store: Store) -> None:
    from dtx.records.removal import Removal
    from tests.records.journals import at

    sent(store, FakeServer())
    for sql in ("UPDATE sending SET sessions = 0", "UPDATE sending SET accepted = 0", "DELETE FROM sending"):
        with pytest.raises(sqlite3.IntegrityError):
            store.connection.execute(sql)
    Removal(store).erase_everything(at(99))
    assert left(store) == [] and store.one("SELECT count(*) FROM sending") == 0


def test_the_journals_head_is_sent_until_it_was_taken_in_and_then_not_again(store: Store) -> None:
    server = FakeServer()
    post = server.post

    def busy(content: bytes, leaving: Leaving = lambda: None) -> Answer:
        answer = post(content, leaving)
        return Answer(503, b"") if len(server.posts) == 2 else answer

    server.post = busy  # type: ignore[method-assign]
    report = sent(store, server)
    assert report.sent == ["s0", "s1", "s2"] and not report.complete and "export" not in Sent(store).digests(ADDRESS)
    assert left(store) == [(3, 3, False)] and "did not say yes to all of it" in told(Shares(store).all()[0])
    report = sent(store, server)
    assert (report.sent, report.already, report.complete) == ([], ["s0", "s1", "s2"], True) and len(server.posts) == 3
    assert any(url.startswith("Provenance/") for url in server.posts[2]) and "export" in Sent(store).digests(ADDRESS)
    assert left(store) == [(0, 0, True), (3, 3, False)] and "2026-05-01" not in told(Shares(store).all()[0])
    assert sent(store, server).complete and len(server.posts) == 3


def test_a_new_head_is_sent_where_the_one_before_was_taken_in(store: Store) -> None:
    """As when the transaction with the head broke off after more sessions, or something was erased since."""
    server = FakeServer()
    sent(store, server)
    sent(store, server, about=replace(ABOUT, head="ef" * 32))
    assert len(server.posts) == 3
    sent(store, server, about=replace(ABOUT, head="ef" * 32))
    assert len(server.posts) == 3


@pytest.mark.parametrize("severity", ["error", "fatal", "warning"])
@pytest.mark.parametrize("place", ["outcome", "resource"])
def test_a_yes_with_an_error_beside_it_is_no_yes(store: Store, severity: str, place: str) -> None:
    said = {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": "invalid", "diagnostics": "not stored"}]}
    server = FakeServer()
    take = server.take

    def taken(entry: dict[str, Any], why: str | None) -> dict[str, Any]:
        found = take(entry, why)
        if "|s0" in entry["request"]["url"]:
            return found | {"resource": said} if place == "resource" else {"response": found["response"] | {"outcome": said}}
        return found

    server.take = taken  # type: ignore[method-assign]
    report = sent(store, server)
    if severity == "warning":
        assert report.complete and noted(store) == {"s0", "s1", "s2"}
    else:
        assert report.sent == ["s1", "s2"] and noted(store) == {"s1", "s2"}
        assert {one.words for one in report.refused["s0"]} == {"not stored"}
