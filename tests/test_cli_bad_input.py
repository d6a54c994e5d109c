"""Bad input: one sentence with a remedy, the right exit code, nothing changed."""

import sqlite3
from pathlib import Path

import pytest

from tests.commands import Commands, child

FAST = ("run", "breathing.four78", "--plain", "--pace", "fast")


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("activites", "There is no command 'activites'. Did you mean 'activities'?"),
        ("--frob", "No such option '--frob'"),
        ("run", "Missing argument 'ID'."),
        ("run breathing.coherent_64", "There is no activity 'breathing.coherent_64'. Did you mean 'breathing.coherent_46'?"),
        ("run breathing.four78 --frob", "No such option '--frob'"),
        ("run breathing.four78 --plain --pace slow", "'slow' is not one of 'real', 'fast'."),
        ("run breathing.coherent_46 --plain --set minuts=5", "Did you mean 'minutes'?"),
        ("run breathing.coherent_46 --plain --set minutes=21", "minutes is 21, but goes from 3 to 20."),
        ("run breathing.coherent_46 --plain --set minutes=five", "minutes is five, but goes from 3 to 20."),
        ("run breathing.coherent_46 --plain --set minutes=nan", "minutes is nan"),
        ("run breathing.coherent_46 --plain --set minutes=", "minutes is ''"),
        ("run breathing.coherent_46 --plain --set minutes", "'minutes' is not NAME=VALUE."),
        ("run breathing.coherent_46 --plain --set =5", "'=5' is not NAME=VALUE."),
        ("run breathing.coherent_46 --plain --set minutes=5 --set minutes=6", "minutes is set twice."),
        ("run breathing.coherent_46 --plain --set minutes=5 --set cycles=5", "cannot both be given."),
        ("run breathing.four78 --plain --set cycles=9", "cycles is 9, but goes from 1 to 8."),
        ("run breathing.four78 --plain --set minutes=5", "There is no option 'minutes'."),
        ("run breathing.four78 --plain --at 2026-01-01", "--at goes with --pace fast."),
        ("run breathing.four78 --plain --pace fast --at soon", "'soon' is not a time."),
        ("run breathing.four78 --plain --pace fast --at=", "'' is not a time."),
        ("run breathing.four78 --plain --pace fast --at 9999-12-31T23:59:59", "is too far away."),
        ("run breathing.four78 --plain --pace fast --answers /no/such.json", "cannot be read"),
        ("read nope.nope", "There is no activity 'nope.nope'."),
        ("show nope", "There is no session 'nope'."),
        ("show ''", "There is no session ''."),
        ("sessions --since yesterday", "'yesterday' is not a day."),
        ("sessions --until 2026-02-30", "'2026-02-30' is not a day."),
        ("sessions --since 2026-02-02 --until 2026-02-01", "--since 2026-02-02 comes after --until 2026-02-01."),
        ("profile --set shoe=9", "There is no profile key 'shoe'."),
        ("profile --set flag.lung=maybe", "It can be yes, no, unsure."),
        ("profile --set sore=wallet", "There is no region 'wallet'."),
        ("profile --set sore=low_back --set side=up", "side cannot be 'up'."),
        ("export", "Missing option '--to'."),
        ("export --to xml", "There is no form 'xml' for an export."),
        ("export --to csv --include secrets", "--include cannot be 'secrets'."),
        ("--plugins /no/such/folder activities", "There is no folder /no/such/folder."),
    ],
)
def test_what_dtx_does_not_know_is_one_sentence_and_2(words: str, says: str, dtx: Commands) -> None:
    done = dtx(*[word.strip("'") for word in words.split()])
    assert done.code == 2
    assert says in done.sentence
    assert dtx.sessions() == []
    assert list(dtx("profile", "--json").json) == ["patient_ref"]


@pytest.mark.parametrize(
    "answers",
    [
        *({"before.pain": wrong} for wrong in ("6", "six", 11, -1, 6.5, True, [[6]], {"value": 6}, [6, 11])),
        {"before.*": "six"},
        {"*": 5},
        {"felt_worse": "maybe"},
        {"felt_worse": True},
        {"felt_worse": "a_lot", "felt_worse.what": ["pain", "purse"]},
        {"felt_worse": "a_lot", "felt_worse.severity": 12},
        {"stop_reason": "bored"},
        "",
        "no JSON",
        "[6]",
        '{"before.pain": NaN}',
        '{"before.pain": 1e999}',
        '{"before.pain": 6, "before.pain": 5}',
        "[" * 100_000,
        '{"before.pain": ' + "9" * 5_000 + "}",
    ],
    ids=lambda answers: str(answers)[:40],
)
def test_answers_of_the_wrong_kind_are_found_before_anything_is_written(answers: object, dtx: Commands) -> None:
    done = dtx.session("breathing.four78", answers=answers)
    assert done.code == 2
    assert done.sentence
    assert dtx.sessions() == []


@pytest.mark.parametrize(
    ("answers", "before", "after"),
    [
        ({}, None, None),
        ({"before.pain": None, "after.pain": 4}, None, 4),
        ({"before.pain": []}, None, None),
        ({"before.pain": [6]}, 6, None),
        ({"*": "no", "before.*": 3, "after.*": 5}, 3, 5),
        ({"before.*": 3, "before.pa*": 4, "after.*": 5, "after.pain": 6}, 4, 6),
        ({"before.pain": 0, "after.pain": 10, "felt_worse.*": "whatever"}, 0, 10),
    ],
)
def test_an_exact_key_wins_then_the_longest_and_what_is_missing_is_declined(
    answers: object, before: int | None, after: int | None, dtx: Commands
) -> None:
    assert dtx.session("breathing.four78", answers=answers).code == 0
    (record,) = dtx.sessions()
    assert (record["before"]["pain"]["value"], record["after"]["pain"]["value"]) == (before, after)


def test_a_key_that_fits_no_question_is_named_on_the_side(dtx: Commands) -> None:
    """Not an error: what a script asks can depend on what was answered."""
    done = dtx.session("breathing.four78", answers={"before.pian": 6})
    assert done.code == 0
    assert done.err == "dtx: No question is known as 'before.pian'. Did you mean 'before.pain'? It is left aside unless it comes up.\n"


def test_a_file_of_answers_may_come_from_windows(dtx: Commands, tmp_path: Path) -> None:
    (tmp_path / "bom.json").write_bytes(b'\xef\xbb\xbf{"before.pain": 6}\r\n')
    assert dtx(*FAST, "--answers", str(tmp_path / "bom.json")).code == 0
    assert dtx.sessions()[0]["before"]["pain"]["value"] == 6


def test_words_that_are_no_unicode_are_no_crash(dtx: Commands) -> None:
    assert dtx("show", "\udcff").code == 2
    assert dtx("run", "\udcff\x1b[31m", "--plain").code == 2
    assert dtx("profile", "--set", "country=\udcff").code == 2


def test_a_home_that_is_a_file_is_a_sentence(dtx: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for home in (tmp_path / "file", tmp_path / "file" / "below"):
        monkeypatch.setenv("DTX_HOME", str(home))
        for words in (FAST, ("sessions",), ("resume",), ("profile",), ("export", "--to", "csv"), ("read", "breathing.four78")):
            done = dtx(*words)
            assert done.code == 1 and "DTX_HOME" in done.sentence
        assert dtx("activities").code == 0, "what can be practised does not depend on it"
        assert dtx("doctor").code == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_damaged_store_is_left_as_it_is(dtx: Commands, dtx_home: Path) -> None:
    dtx_home.mkdir()
    (dtx_home / "dtx.db").write_bytes(b"this was a database once, a long time ago\n" * 50)
    before = (dtx_home / "dtx.db").read_bytes()
    for words in (FAST, ("sessions", "--json"), ("show", "x"), ("resume",), ("export", "--to", "jsonl"), ("profile", "--set", "side=left")):
        done = dtx(*words)
        assert done.code == 1 and "is damaged" in done.sentence
    assert dtx("doctor").code == 1
    assert (dtx_home / "dtx.db").read_bytes() == before


def test_a_store_from_a_newer_dtx_is_left_as_it_is(dtx: Commands, dtx_home: Path) -> None:
    dtx_home.mkdir()
    connection = sqlite3.connect(dtx_home / "dtx.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (dtx_home / "dtx.db").read_bytes()
    for words in (FAST, ("sessions",), ("export", "--to", "csv")):
        done = dtx(*words)
        assert done.code == 1 and "newer dtx" in done.sentence and "Update dtx" in done.sentence
    assert (dtx_home / "dtx.db").read_bytes() == before


def test_a_plugin_that_raises_on_import_takes_nothing_down(dtx: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code does not even run before it was approved; the sentence names it, and the other activities go on."""
    folder = tmp_path / "more" / "rude"
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(
        "api: 1\ntitle: Rude\nsummary: It raises.\nauthor: A\nreviewer: none yet\nversion: 1.0.0\nlicence: CC-BY-4.0\ncode: plugin.py\n"
        "flags: []\nstop_rules: [Stop whenever you want to.]\neasier: Leave it out.\n"
        "activities:\n  - {id: one, title: One, summary: One., minutes: 1}\n",
        encoding="utf-8",
    )
    (folder / "plugin.py").write_text("raise SystemExit('secret words of a patient')\n", encoding="utf-8")
    more = ("--plugins", str(tmp_path / "more"))
    done = dtx(*more, "run", "rude.one", "--plain", "--pace", "fast")
    assert done.code == 1 and "rude" in done.sentence and "secret" not in done.err
    states = {one["id"]: one["state"] for one in dtx(*more, "plugins", "--json").json}
    assert states["rude"] != "ok" and states["breathing"] == "ok"
    assert dtx(*more, *FAST).code == 0


def test_an_unforeseen_error_says_its_kind_and_never_its_words(dtx: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it was about may be the person's; `--debug` shows all of it to those who ask."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("I wrote that my back hurts")

    monkeypatch.setattr("dtx.services.Services.history", broken)
    done = dtx("sessions")
    assert (done.code, done.sentence) == (1, "Something went wrong (RuntimeError). What was saved is safe; `dtx --debug …` shows where.")
    debugged = dtx("--debug", "sessions")
    assert debugged.code == 1 and "Traceback" in debugged.err and debugged.err.splitlines()[-1].startswith("dtx: ")


@pytest.mark.parametrize("words", [("checkin",), FAST])
def test_answers_nested_without_end_are_refused(dtx: Commands, words: tuple[str, ...]) -> None:
    done = dtx(*words, "--answers", dtx.file('{"a":' * 5000 + "1" + "}" * 5000))
    assert done.code == 2 and "is nested too deep for answers." in done.sentence
    assert dtx("sessions", "--json").json == []


def test_emptied_records_are_said_by_every_command_and_a_backup_brings_them_back(dtx: Commands, dtx_home: Path, tmp_path: Path) -> None:
    assert dtx.session().code == 0
    stick = str(tmp_path / "stick.bak")
    assert dtx("backup", stick).code == 0
    (dtx_home / "dtx.db").write_bytes(b"")
    for rest in ("-wal", "-shm"):
        (dtx_home / f"dtx.db{rest}").unlink(missing_ok=True)
    done = dtx("sessions")
    assert done.code == 1 and "is empty" in done.sentence and "`dtx restore FILE`" in done.sentence
    doctor = dtx("doctor", "--mute")
    assert doctor.code == 1 and "dtx.db is empty" in doctor.out
    assert dtx("restore", stick, "--yes").code == 0
    assert len(dtx.sessions()) == 1


@pytest.mark.parametrize(
    ("words", "english", "spanish"),
    [
        ("history --weeks x", "whole number from 1 to 5200, and not x.", "número entero de 1 a 5200, y no x."),
        ("history --weeks 0", "whole number from 1 to 5200, and not 0.", "número entero de 1 a 5200, y no 0."),
        ("history --weeks 5201", "whole number from 1 to 5200, and not 5201.", "número entero de 1 a 5200, y no 5201."),
        ("activities --within 0", "whole number, 1 or more, and not 0.", "número entero, 1 o más, y no 0."),
        ("activities --within soon", "whole number, 1 or more, and not soon.", "número entero, 1 o más, y no soon."),
        ("serve --letters 7", "whole number from 8 to 72, and not 7.", "número entero de 8 a 72, y no 7."),
        ("preview quiet --speed fast", "number from 0.25 to 20, and not fast.", "número de 0,25 a 20, y no fast."),
        ("preview quiet --speed nan", "number from 0.25 to 20, and not nan.", "número de 0,25 a 20, y no nan."),
        ("preview quiet --speed 20.5", "number from 0.25 to 20, and not 20.5.", "número de 0,25 a 20, y no 20.5."),
    ],
)
def test_a_number_out_of_its_limits_is_answered_in_plain_words(dtx: Commands, words: str, english: str, spanish: str) -> None:
    for language, says in (("en", english), ("es", spanish)):
        done = child(*words.split(), env={"DTX_LANGUAGE": language})
        assert done.returncode == 2 and says in done.stderr and "range" not in done.stderr, done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("command", ["backup", "restore", "import"])
def test_a_device_is_no_file_to_read(dtx: Commands, command: str) -> None:
    done = dtx(command, "/dev/full")
    assert done.code in (1, 2) and "Is a device and no file" in done.sentence


def test_a_list_of_names_that_is_no_list_is_refused_by_its_size(dtx: Commands, tmp_path: Path) -> None:
    with (tmp_path / "names.txt").open("wb") as file:
        file.truncate(1_000_001)
    done = dtx("open", str(tmp_path), "--expect", str(tmp_path / "names.txt"))
    assert done.code == 2 and "is too big for a list of names." in done.sentence
