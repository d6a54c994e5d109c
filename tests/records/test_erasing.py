"""What was taken away comes back whole; what was erased is in no file any more, and every other chain still holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dtx import paths
from dtx.engine.entry import Line
from dtx.engine.journal import Event
from dtx.errors import DtxError, Unknown
from dtx.records.diary import Diary
from dtx.records.erasing import over
from dtx.records.removal import Removal
from dtx.records.store import Store
from tests.records.journals import START, WORLD, at, journal, line

CANARY = "kestrel-4711"
LATER = START + timedelta(days=1)
FIELDS = {"app_version": "0", "patient_ref": "p", "content_sha256": "0" * 64, "planned_s": 1.0, "phases_total": 0, "options": {}}


def written(words: str, told: str | None = None, quoted: str | None = None, start: datetime = START) -> list[Event]:
    """A form in which `words` were saved. It was told of `told` when it began, and quotes `quoted` in its question."""
    saved = {} if told is None else {"contact": told, "count": 3}
    opened = {**WORLD, **FIELDS, "previous": {"count": 1, "saved": saved}}
    answer = {"value": words, "declined": None, "saved": True, "text": f"Whom could you ring?\nLast time: {quoted}"}
    many = {"value": ["Sad", words + " too"], "declined": None, "saved": True, "text": "How is it?"}
    return [
        Event(1, at(0, start), 0.0, "opened", value=opened),
        Event(2, at(1, start), 0.0, "answered", "contact", "f00d", answer),
        Event(3, at(2, start), 0.0, "answered", "feelings", "f00d", many),
        Event(4, at(3, start), 0.0, "completed"),
    ]


def files_with(folder: Path, words: str) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes())


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        for name in ("s1", "s2", "s3"):
            store.append(name, journal())
            store.seal(name, at(70))
        yield store


def test_what_is_taken_away_is_in_no_list_and_comes_back_as_it_was(store: Store) -> None:
    before, head = store.sessions(), store.head
    Removal(store).hide("s2", at(100))
    assert [row.session_id for row in store.sessions()] == ["s3", "s1"]
    with pytest.raises(Unknown):
        store.find("s2")
    assert store.verify() == []
    store.rebuild()
    assert [row.session_id for row in store.sessions()] == ["s3", "s1"]
    assert [(one.id, one.title, one.started_at, one.hidden_at) for one in Removal(store).hidden()] == [("s2", "Even breath", at(), at(100))]
    Removal(store).bring_back("s2")
    assert (store.sessions(), Removal(store).hidden(), store.head, store.verify()) == (before, [], head, [])


def test_a_session_that_goes_on_is_not_taken_away(store: Store) -> None:
    store.append("s4", journal(None))
    with pytest.raises(DtxError, match="not over yet"):
        Removal(store).hide("s4", at(100))
    assert store.find("s4").status is None


def test_what_was_never_taken_away_cannot_be_brought_back(store: Store) -> None:
    for name in ("s1", "nobody"):
        with pytest.raises(Unknown):
            Removal(store).bring_back(name)


def test_a_line_that_comes_late_to_a_hidden_session_is_kept_and_does_not_show_it(store: Store) -> None:
    Removal(store).hide("s1", at(100))
    store.append("s1", [line(8, {"pain": 3}, "follow_up")])
    assert [row.session_id for row in store.sessions()] == ["s3", "s2"] and store.verify() == []
    Removal(store).bring_back("s1")
    assert store.find("s1").events == 8 and store.find("s1").ended_at == at(70) and store.verify() == []


@pytest.mark.parametrize(("days", "gone"), [(-400, False), (0, False), (30, False), (30.01, True), (400, True)])
def test_what_was_taken_away_can_be_brought_back_for_thirty_days(days: float, gone: bool) -> None:
    assert over(at(0), START + timedelta(days=days)) is gone


def test_what_is_erased_is_in_no_file_and_the_other_chains_hold(store: Store, dtx_home: Path) -> None:
    store.append("a", written(CANARY))
    store.keep_draft("a", "contact", f"{CANARY} draft")
    store.seal("a", at(80))
    others = [(row.session_id, store.events(row.session_id)) for row in store.sessions() if row.session_id != "a"]
    assert files_with(dtx_home, CANARY)
    assert Removal(store).erase(["a"], at(200))
    assert files_with(dtx_home, CANARY) == []
    assert store.verify() == [] and store.check() == [] and store.erased == 1
    assert [(name, store.events(name)) for name, _ in others] == others
    with pytest.raises(Unknown):
        store.find("a")
    assert store.events("a") == () and store.drafts("a") == {}


def test_a_hidden_session_can_be_erased(store: Store, dtx_home: Path) -> None:
    store.append("a", written(CANARY))
    store.seal("a", at(80))
    Removal(store).hide("a", at(100))
    assert Removal(store).erase(["a"], at(200)) and files_with(dtx_home, CANARY) == []
    assert Removal(store).hidden() == [] and store.verify() == []


def test_what_later_sessions_repeat_of_it_goes_too_and_their_own_words_stay(store: Store, dtx_home: Path) -> None:
    """A coping card shows what stood there last time, and the first line of a session holds what was saved before."""
    store.append("a", written(CANARY))
    store.seal("a", at(80))
    store.append("b", written("My sister", told=CANARY, quoted=CANARY, start=LATER))
    store.seal("b", at(80, LATER))
    store.append("c", written("My brother", told="My sister", quoted="My sister", start=LATER))
    store.append("d", written("Aunt", told=CANARY, quoted=f"{CANARY}!", start=LATER))
    store.seal("d", at(90, LATER))
    Removal(store).hide("d", at(95, LATER))
    untouched, open_still = store.events("c"), store.find("c")
    assert Removal(store).erase(["a"], at(200)) and files_with(dtx_home, CANARY) == []
    assert store.verify() == []
    events = store.events("b")
    assert events[0].value["previous"] == {"count": 1, "saved": {"count": 3}}
    assert events[1].value["value"] == "My sister" and events[1].value["text"] == "Whom could you ring?\nLast time: …"
    assert store.find("b").ended_at == at(80, LATER) and store.find("b").sealed
    assert store.events("c") == untouched and store.find("c") == open_still and not open_still.sealed
    Removal(store).bring_back("d")
    assert store.verify() == [] and store.events("d")[1].value["text"].endswith("Last time: …!")


def test_a_draft_that_repeats_erased_words_stays_open(store: Store) -> None:
    store.append("a", written(CANARY))
    store.seal("a", at(80))
    store.append("b", written("My sister", told=CANARY, start=LATER)[:2])
    assert Removal(store).erase(["a"], at(200))
    assert [row.session_id for row in store.unsealed()] == ["b"] and store.verify() == []
    store.append("b", written("My sister", start=LATER)[2:])
    assert store.verify() == []


def test_everything_erased_leaves_one_line_that_says_so(store: Store, dtx_home: Path) -> None:
    ref = store.patient_ref
    store.append("a", written(CANARY))
    store.set_profile({"name.low_back": CANARY, "patient_ref": CANARY}, at(1))
    store.keep_draft("b", "contact", CANARY)
    assert Removal(store).erase_everything(at(200))
    assert files_with(dtx_home, CANARY) == [] and files_with(dtx_home, ref) == []
    assert (store.sessions(), store.profile(), store.verify(), store.check(), store.erased) == ([], {}, [], [], 1)
    ledger = store.connection.execute("SELECT seq, at, kind, session_id, events FROM ledger").fetchall()
    assert ledger == [(1, at(200), "erased", "", 0)]
    store.append("s9", journal())
    store.seal("s9", at(70))
    assert store.verify() == [] and store.patient_ref != ref


def test_erasing_what_is_not_there_changes_nothing(store: Store) -> None:
    before = store.sessions(), store.head
    with pytest.raises(Unknown):
        Removal(store).erase(["s1", "nobody"], at(200))
    assert (store.sessions(), store.head) == before and store.verify() == []
    assert store.connection.execute("SELECT count(*) FROM erasing").fetchone() == (0,)


def test_nothing_but_erasing_can_delete_a_line(store: Store) -> None:
    for table in ("event", "ledger", "profile"):
        store.set_profile({"side": "left"}, at(1))
        with pytest.raises(Exception, match="is never"):
            store.connection.execute(f"DELETE FROM {table}")


def test_another_window_that_holds_the_file_is_told_of(store: Store, dtx_home: Path) -> None:
    store.append("a", written(CANARY))
    store.seal("a", at(80))
    with Store.open(paths.database(dtx_home)) as other:
        other.connection.execute("BEGIN")
        other.sessions()
        store.connection.execute("PRAGMA busy_timeout = 10")
        assert not Removal(store).erase(["a"], at(200))
        other.connection.execute("COMMIT")
        assert [row.session_id for row in other.sessions()] == ["s3", "s2", "s1"]
    store.close()
    assert files_with(dtx_home, CANARY) == [] and [path.name for path in dtx_home.iterdir()] == ["dtx.db"]


def check_in(diary: Diary, name: str, words: str) -> None:
    value = {"value": words, "declined": None, "text": "What else?", "saved": True}
    diary.append(name, [Line(1, at(0), "opened", {"kind": "checkin", "schema": 1}), Line(2, at(1), "note", value)])


def test_a_check_in_is_taken_away_brought_back_and_erased_like_a_session(store: Store, dtx_home: Path) -> None:
    diary, removal = Diary(store), Removal(store)
    for name, words in (("d-1", CANARY), ("d-2", "Rain")):
        check_in(diary, name, words)
    with pytest.raises(DtxError, match="not over yet"):
        removal.hide("d-1", at(100))
    diary.seal("d-1", at(60))
    diary.seal("d-2", at(61))
    before = diary.rows()
    removal.hide("d-1", at(100))
    assert [row.entry_id for row in diary.rows()] == ["d-2"] and store.verify() == []
    assert [(one.id, one.title) for one in removal.hidden()] == [("d-1", "Check-in")]
    assert removal.bring_back("d-1") == "d-1" and diary.rows() == before and store.verify() == []
    removal.hide("d-1", at(100))
    assert removal.erase(["d-1"], at(200)) and files_with(dtx_home, CANARY) == []
    assert diary.rows() == before[:-1] or [row.entry_id for row in diary.rows()] == ["d-2"]
    assert store.verify() == [] and diary.lines("d-1") == () and store.erased == 1


def test_what_is_overdue_is_what_was_taken_away_more_than_thirty_days_ago(store: Store) -> None:
    removal = Removal(store)
    removal.hide("s1", at(0))
    removal.hide("s2", at(86400))
    assert removal.overdue(START + timedelta(days=30)) == []
    assert removal.overdue(START + timedelta(days=30, seconds=1)) == ["s1"]


def test_a_span_takes_what_the_profile_held_then_and_holds_no_more(store: Store, dtx_home: Path) -> None:
    """What holds now stays, whenever it was said; the numbers of the lines may have gaps, and new lines still go behind them."""
    store.set_profile({"team": CANARY, "side": "left"}, at(0))
    store.set_profile({"team": "Ask about sleep"}, at(86400 * 3))
    removal = Removal(store)
    removal.erase([], at(86400 * 9), (START.date() + timedelta(days=1), None))
    assert files_with(dtx_home, CANARY)
    removal.erase([], at(86400 * 9), (None, START.date()))
    assert files_with(dtx_home, CANARY) == [] and store.profile() == {"team": "Ask about sleep", "side": "left"}
    store.set_profile({"side": "right"}, at(86400 * 10))
    assert store.profile()["side"] == "right" and store.verify() == []
