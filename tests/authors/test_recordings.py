"""`dtx check` on sound files: they are there, they can be read, they fit, and somebody may use them."""

from pathlib import Path
from shutil import copyfile

import pytest

from dtx.sound.brought import Unreadable
from dtx.sound.clips import key_of
from dtx.sound.editing import master
from dtx.sound.measured import Measured, measure
from tests.cli.quick import check_here, measure_here
from tests.cli.test_check import HEAD
from tests.commands import Commands
from tests.evenings import plugin
from tests.sound.recordings import quiet, talk, write

LINE = "You might look up, and let your eyes rest."
OWES = "(a hint) CC-BY-4.0 is taken to hold for"


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    check_here(monkeypatch)
    measure_here(monkeypatch)
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Nine words: 5 s to say them, and 5 s of quiet, so that a recording may take 9 s."""
    steps = f"steps:\n  - say: {LINE}\n    pause: 5 s\n    recording: welcome.flac\n"
    return plugin(tmp_path, "desk", HEAD + steps)


MADE: dict[float, bytes] = {}


def voiced(path: Path, seconds: float) -> Path:
    """A recording as `dtx record` leaves it."""
    path.parent.mkdir(exist_ok=True)
    if seconds not in MADE:
        raw = write(path.with_suffix(".raw.wav"), talk(seconds))
        master(raw, path)
        raw.unlink()
        MADE[seconds] = path.read_bytes()
    path.write_bytes(MADE[seconds])
    return path


def test_a_recording_that_fits_is_nothing_to_put_right(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole check, its child processes included."""
    dtx = Commands(capsys, monkeypatch, desk)
    voiced(desk / "welcome.flac", 8)
    done = dtx("check", str(desk))
    assert done.code == 0
    assert done.out.startswith(f"plugin.yaml: {OWES} welcome.flac, too.") and len(done.out.splitlines()) == 1
    (desk / "LICENCES.md").write_text("My own voice.", "utf-8")
    assert dtx("check", str(desk)).out == f"{desk}: nothing to put right.\n"


def test_one_that_is_too_long_for_its_slot_is_an_error_with_its_line(dtx: Commands, desk: Path) -> None:
    voiced(desk / "welcome.flac", 12)
    done = dtx("check", str(desk))
    assert done.code == 1
    assert done.out.splitlines()[0].startswith("plugin.yaml, line 14: 'welcome.flac' takes 12")
    assert ", and has 9 s. Give its step more time, or say it more briskly." in done.out


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A recording of one second, and one of eleven."""
    folder = tmp_path_factory.mktemp("takes")
    return voiced(folder / "short.flac", 1), voiced(folder / "long.flac", 11)


PLACES = {
    "a line of a section": "  - section: feet\n    seconds: 20\n    lines: {0: {say: The feet., recording: take.flac}, 8: Or not.}\n",
    "a line in a list": "  - timed: Rest.\n    for: 16 s\n    lines: [{say: Rest a while., recording: take.flac}, Rest on.]\n",
    "the cue of a muscle group": "  - tense: hand\n    cue: 8 s\n    times: 1\n    recording: take.flac\n",
    "letting go": "  - tense: hand\n    times: 1\n    lines: {0: {say: And let go., recording: take.flac}, 8: All the way.}\n",
    "the name of an exercise": "  - move: Bridge\n    reps: 2\n    transition: 8 s\n    recording: take.flac\n",
    "one that is told how": "  - move: Bridge\n    words: Lift the hips.\n    reps: 2\n    transition: 8 s\n    recording: take.flac\n",
}


@pytest.mark.parametrize("steps", PLACES.values(), ids=PLACES.keys())
def test_wherever_something_is_spoken_a_recording_of_it_may_not_outlast_its_slot(
    steps: str, takes: tuple[Path, Path], dtx: Commands, tmp_path: Path
) -> None:
    """And it never sets the time: the practice is as long with one as without."""
    desk = plugin(tmp_path, "desk", HEAD + "media_licences: {take.flac: CC0}\nsteps:\n" + steps)
    short, long = takes
    copyfile(short, desk / "take.flac")
    done = dtx("check", str(desk), "--json").json
    assert [one["sentence"] for one in done["findings"] if "take.flac" in one["sentence"]] == []
    read = dtx("--plugins", str(tmp_path), "read", "desk.desk", "--json").json
    copyfile(long, desk / "take.flac")
    [found] = [one for one in dtx("check", str(desk), "--json").json["findings"] if "take.flac" in one["sentence"]]
    assert "'take.flac' takes 11" in found["sentence"] and not found["warning"]
    assert dtx("--plugins", str(tmp_path), "read", "desk.desk", "--json").json == read


def test_one_that_is_not_there_is_an_error_and_a_near_name_is_offered(dtx: Commands, desk: Path) -> None:
    assert "plugin.yaml, line 14: there is no 'welcome.flac' in this folder. Record it with `dtx record`" in dtx("check", str(desk)).out
    voiced(desk / "welcom.flac", 8)
    done = dtx("check", str(desk))
    assert done.code == 1 and "Did you mean 'welcom.flac'?" in done.out
    assert "(a hint) no step names 'welcom.flac'." in done.out


def test_a_sound_that_ships_with_dtx_needs_no_file(dtx: Commands, tmp_path: Path) -> None:
    steps = "steps:\n  - ambience: rain.ogg\n  - say: Let it be.\n    recording: bowl.ogg\n    pause: 5 s\n"
    done = dtx("check", str(plugin(tmp_path, "desk", HEAD + steps)))
    assert "there is no" not in done.out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "welcome.flac is empty."),
        (b"hello " * 100, "welcome.flac is not a sound file that dtx can read."),
        (b"\0\0\0\x20ftypM4A " + bytes(200), "welcome.flac holds M4A or AAC sound, which dtx cannot read."),
    ],
)
def test_what_is_no_sound_is_said(content: bytes, sentence: str, dtx: Commands, desk: Path) -> None:
    (desk / "welcome.flac").write_bytes(content)
    done = dtx("check", str(desk))
    assert done.code == 1 and done.out.startswith(f"plugin.yaml, line 14: {sentence}")


def test_a_recording_of_nothing_is_said(dtx: Commands, desk: Path) -> None:
    write(desk / "welcome.flac", quiet(3, noise=0), kind="flac")
    assert "there is nothing to hear in 'welcome.flac'. Record it again." in dtx("check", str(desk)).out


def test_one_that_is_far_from_the_guiding_voice_is_a_hint(dtx: Commands, desk: Path) -> None:
    """The guiding voice has -20 LUFS (sound page, section 6)."""
    write(desk / "welcome.flac", talk(6, level=0.02), kind="flac")
    done = dtx("check", str(desk))
    assert done.code == 0 and "dB quieter than the voice of dtx." in done.out


def test_own_takes_are_held_to_the_room_of_their_line(dtx: Commands, desk: Path) -> None:
    (desk / "plugin.yaml").write_text((desk / "plugin.yaml").read_text("utf-8").replace("    recording: welcome.flac\n", ""), "utf-8")
    take = voiced(desk / "voice" / f"{key_of(LINE)}.flac", 12)
    done = dtx("check", str(desk))
    assert done.code == 1 and done.out.startswith(f"plugin.yaml, line 14: your take of '{LINE}' takes 12")
    voiced(take, 8)
    assert dtx("check", str(desk)).code == 0


def test_a_take_of_words_that_nobody_says_any_more_is_a_hint(dtx: Commands, desk: Path) -> None:
    voiced(desk / "welcome.flac", 8)
    voiced(desk / "voice" / f"{key_of('Other words.')}.flac", 2)
    done = dtx("check", str(desk))
    assert done.code == 0 and f"nobody says the words of the take 'voice/{key_of('Other words.')}.flac' any more." in done.out


@pytest.mark.parametrize(
    ("licence", "hint"),
    [
        ("CC-BY-4.0", None),
        ("MIT", None),
        ("all rights reserved", None),
        ("CCBY4", None),
        ("free to use", "'free to use' is no licence that others can look up."),
        ("cc by 4.0", "Did you mean 'CC-BY-4.0'?"),
    ],
)
def test_a_licence_can_be_looked_up(licence: str, hint: str | None, dtx: Commands, tmp_path: Path) -> None:
    text = HEAD.replace("licence: CC-BY-4.0", f"licence: {licence}") + "steps:\n  - say: You might look up.\n    pause: 5 s\n"
    done = dtx("check", str(plugin(tmp_path, "desk", text)))
    assert done.code == 0
    assert (hint or "nothing to put right") in done.out


def test_a_questionnaire_that_somebody_owns_is_pointed_out(dtx: Commands, tmp_path: Path) -> None:
    """Clinical 7.2."""
    steps = "steps:\n  - rate: Your Insomnia Severity Index today?\n    high: 28\n"
    done = dtx("check", str(plugin(tmp_path, "desk", HEAD + steps)))
    assert "plugin.yaml, line 14: (a hint) Insomnia Severity Index is a questionnaire that somebody owns." in done.out


def test_a_length_that_is_not_true_is_a_hint(dtx: Commands, tmp_path: Path) -> None:
    steps = "steps:\n  - silence: 12 min\n"
    done = dtx("check", str(plugin(tmp_path, "desk", HEAD + steps)))
    assert "desk.desk: (a hint) it takes 12:00 with its questions left out, and 'minutes' says 1. Write 12" in done.out


@pytest.mark.slow
def test_a_script_of_enormous_length_is_met_at_the_desk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """2,000 steps of 500 breaths each would be two million phases."""
    dtx = Commands(capsys, monkeypatch, tmp_path)
    steps = "steps:\n  - repeat: 100\n    steps:\n" + "      - breathe: 4-6\n        times: 500\n" * 20
    done = dtx("check", str(plugin(tmp_path, "desk", HEAD + steps)))
    assert done.code == 1 and "it has more than 50000 phases" in done.out


# -- measuring


def test_a_file_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    good, bad = voiced(tmp_path / "good.flac", 3), tmp_path / "bad.wav"
    bad.write_bytes(b"RIFF" + bytes(2))
    found = measure([bad, good, tmp_path / "none.wav"])
    assert isinstance(found[bad], Unreadable) and isinstance(found[tmp_path / "none.wav"], Unreadable)
    known = found[good]
    assert isinstance(known, Measured)
    assert known.lufs == pytest.approx(-20, abs=0.1) and known.peak_dbtp <= -3


def test_a_file_that_ends_the_process_costs_itself_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [voiced(tmp_path / name, 1) for name in ("a.flac", "b.flac", "c.flac")]
    start = (
        "import os, sys; sys.path.append(sys.argv.pop(1)); import dtx.sound.measured as m, dtx.sound.sound_file as f; take = f.take\n"
        "f.take = lambda path: os._exit(139) if path.name == 'b.flac' else take(path)\n"
        "m.child()"
    )
    monkeypatch.setattr("dtx.sound.measured.START", start)
    found = measure(files)
    assert [type(found[file]) for file in files] == [Measured, Unreadable, Measured]
    assert "b.flac cannot be read: it may be damaged." in str(found[files[1]])
