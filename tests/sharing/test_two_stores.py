"""Names are given, keys are not: two stores under one name are told apart, and one store under two names is not."""

from pathlib import Path

import pytest

from dtx.sharing.known import Known
from dtx.sharing.signed import short
from tests.commands import Commands, Done
from tests.sharing.crafted import letter, record

NAME = "blue-heron-7"
SEEDS = {who: who.encode() * 32 for who in "ABC"}


class Team:
    """A care team's computer, and letters that come to it."""

    def __init__(self, dtx: Commands, folder: Path) -> None:
        self.dtx, self.folder = dtx, folder
        self.key = dtx("key").out.strip()

    def came(self, month: str, **names: str) -> Path:
        """A month's folder with a letter from each store, which calls itself as said."""
        folder = self.folder / month
        folder.mkdir(exist_ok=True)
        for who, name in names.items():
            one = record(session_id=f"{month}-{who}", patient_ref=name)
            letter(folder / f"{who}.age", self.key, one, seed=SEEDS[who], first_day="2026-05-01", last_day="2026-05-01")
        return folder

    def opened(self, month: str, *words: str, **names: str) -> Done:
        return self.dtx("open", str(self.came(month, **names)), *words)


@pytest.fixture
def team(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Team:
    return Team(Commands(capsys, monkeypatch, tmp_path), tmp_path)


def finger(who: str) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return short(Ed25519PrivateKey.from_private_bytes(SEEDS[who]).public_key().public_bytes_raw().hex())


def rival(who: str) -> str:
    return f"Another store has sent as {NAME}, too ({finger(who)}): check with the patient which is theirs."


def line(done: Done, who: str) -> str:
    (found,) = [one for one in done.err.splitlines() if one.startswith((f"{who}.age: ", f"{who}: "))]
    return found


def stores(done: Done) -> dict[str, str]:
    head, *rows = [row.split(",") for row in done.out.lstrip("\ufeff").splitlines()]
    return {row[head.index("sent_in")][0]: row[head.index("store")] for row in rows}


def test_a_second_store_under_one_name_is_said_every_month_in_a_folder_too(team: Team) -> None:
    team.opened("may", A=NAME)
    june = team.opened("june", A=NAME, B=NAME)
    assert f"Another store than the one {NAME} sent from before: check with the patient ({finger('B')})." in line(june, "B")
    assert line(june, "A").endswith(rival("B")) and stores(june) == {"A": "shared", "B": "other"}
    for month in ("june", "july"):
        again = team.opened(month, A=NAME, B=NAME)
        assert line(again, "A").endswith(rival("B")) and line(again, "B").endswith(rival("A"))
        assert stores(again) == {"A": "shared", "B": "shared"}
        assert "2 files, 2 from the same stores as last time; 2 sessions, 0 repeats dropped." in again.err


def test_who_is_silent_is_a_store_and_another_under_its_name_does_not_speak_for_it(team: Team) -> None:
    team.opened("may", A=NAME)
    for month in ("june", "july"):
        done = team.opened(month, B=NAME)
        assert f"Sent nothing: {NAME} ({finger('A')})." in done.err.splitlines()
    (team.folder / "roster").write_text(f"{NAME}\n")
    told = team.opened("july", "--expect", str(team.folder / "roster"), "--json", B=NAME).json
    assert told["silent"] == [f"{NAME} ({finger('A')})"] and told["files"][0]["store"] == "shared"


def test_two_new_stores_under_one_name_are_told_the_first_time_they_come(team: Team) -> None:
    done = team.opened("may", A=NAME, B=NAME, C="green-frog")
    for who, other in ("AB", "BA"):
        assert f"A new store: check with the patient that it is theirs ({finger(who)}). {rival(other)}" in line(done, who)
    assert line(done, "C").endswith(f"A new store: check with the patient that it is theirs ({finger('C')}).")


def test_a_store_that_takes_the_name_of_another_says_so(team: Team) -> None:
    team.opened("may", A=NAME, B="green-frog")
    done = team.opened("june", A=NAME, B=NAME)
    assert line(done, "B").endswith(f"The same store as last time, when it called itself green-frog. {rival('A')}")
    assert line(done, "A").endswith(rival("B"))


def test_a_store_that_changed_its_name_is_not_silent_then_nor_ever_after(team: Team) -> None:
    (team.folder / "roster").write_text(f"{NAME}\n")
    expect = ("--expect", str(team.folder / "roster"))
    team.opened("may", A=NAME)
    june = team.opened("june", *expect, A="green-frog")
    assert line(june, "A").endswith(f"The same store as last time, when it called itself {NAME}.") and stores(june) == {"A": "renamed"}
    july = team.opened("july", *expect, A="green-frog")
    for done in (june, july):
        assert "Nobody who is known sent nothing." in done.err.splitlines()
    assert "Sent nothing: green-frog." in team.opened("august").err
    assert f"Another store than the one {NAME} sent from before" in team.opened("september", B=NAME).err, "an old name is taken, too"


def test_a_store_that_is_used_no_more_can_be_forgotten_and_the_other_has_its_name_alone(team: Team) -> None:
    team.opened("may", A=NAME)
    team.opened("june", B=NAME)
    july = team.opened("july", "--forget", finger("A").upper(), B=NAME)
    assert "Nobody who is known sent nothing." in july.err.splitlines() and stores(july) == {"B": "same"}
    assert "B.age" not in team.opened("july", B=NAME).err
    again = team.dtx("open", str(team.folder / "july"), "--forget", "1234", "--forget", finger("B"))
    assert again.code == 2 and again.sentence.startswith("No store is known by 1234. Give the sixteen letters")
    assert stores(team.opened("july", B=NAME)) == {"B": "same"}, "nothing is forgotten where one of them is not known"
    assert line(team.opened("august", A=NAME, B=NAME), "A").startswith(f"A.age: jsonl of {NAME}, 1 sessions"), "and it can come again"


def test_whoever_sent_a_file_that_was_refused_has_not_sent_nothing(team: Team) -> None:
    team.opened("may", A=NAME, B="green-frog")
    folder = team.folder / "june"
    folder.mkdir()
    letter(folder / "A.age", team.key, record(patient_ref=NAME, schema=1.5), seed=SEEDS["A"])
    letter(folder / "C.age", team.key, record(patient_ref="green-frog", schema=1.5), seed=SEEDS["C"])
    done = team.dtx("open", str(folder))
    assert line(done, f"A.age ({NAME})") == f"A.age ({NAME}): A number in it cannot be right (schema). Check with the patient."
    assert f"Sent nothing: green-frog ({finger('B')})." in done.err.splitlines()
    refused = team.dtx("open", str(folder), "--json").json["files"][0]
    assert (refused["patient_ref"], refused["fingerprint"], refused["store"], "count" in refused) == (NAME, finger("A"), None, False)


def test_one_file_of_two_stores_under_one_name_says_so_as_well(team: Team) -> None:
    team.opened("may", A=NAME, B=NAME)
    assert team.dtx("open", str(team.folder / "may" / "A.age")).err.strip().endswith(rival("B"))


def test_what_was_remembered_before_names_were_kept_is_read(tmp_path: Path) -> None:
    (tmp_path / "known_stores.json").write_text(
        '{"00": {"patient_ref": "p-1", "first": "2026-05-01", "last": "2026-05-01", "last_day": null}}'
    )
    assert Known.read(tmp_path).refs == {"p-1"}


FORGED = "p-1\nSent nothing: nobody.\r\x1b[31mx\u2028\u202e\x85y"


def test_no_text_of_a_letter_makes_a_line_of_its_own(team: Team) -> None:
    public = team.key
    folder = team.folder / "may"
    folder.mkdir()
    plain = {"first_day": "2026-05-01", "last_day": "2026-05-01"}
    letter(folder / "1.age", public, record(patient_ref=FORGED, session_id="s\nSent nothing: nobody."), **plain)
    letter(folder / "2.age", public, record(patient_ref="p-2", session_id="s\nSent nothing: nobody."), seed=b"y" * 32)
    letter(folder / "3\nSent nothing: nobody.age", public, seed=b"z" * 32, first_day="2026-05-01\nSent nothing: nobody.")
    letter(folder / "4.age", public, record(patient_ref="n" * 10_000), seed=b"n" * 32, **plain)
    (team.folder / "elsewhere").mkdir()
    for words in ((str(folder),), (str(folder),), (str(team.folder / "elsewhere"),)):
        done = team.dtx("open", *words)
        lines = done.err.splitlines()
        assert not [one for one in lines if one.startswith("Sent nothing: nobody")] and max(map(len, lines)) < 400
        assert len(lines) == len(done.err.rstrip("\n").split("\n")) and "\x1b" not in done.err and "\u202e" not in done.err
    for path in sorted(folder.iterdir()):
        assert len(team.dtx("open", str(path)).err.splitlines()) == 1


def test_a_day_that_is_none_is_no_statement(team: Team) -> None:
    path = letter(team.folder / "x.age", team.key, record(), first_day="zzz", last_day="2026-05-01")
    assert team.dtx("open", str(path)).sentence == "x.age: Its signature does not fit. It was changed after it was made. Ask for it again."


def test_a_workbook_that_has_no_room_for_all_sessions_is_not_written_without_some(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dtx.sharing.workbook.MOST_ROWS", 1)
    out = team.folder / "may.xlsx"
    done = team.opened("may", "--out", str(out), A=NAME, B="green-frog")
    said = "dtx: A workbook has no room for 2 sessions. Write a table: give a name that ends in .csv."
    assert (done.code, done.err.splitlines()[-1], out.exists()) == (1, said, False)
    assert team.opened("may", "--out", str(out.with_suffix(".csv")), A=NAME, B="green-frog").code == 0
