"""A plugin goes from one person to another: shown before it is copied, compared when it is newer, and never in the way of a session."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from errno import ENOSPC
from functools import partial
from pathlib import Path

import pytest

from dtx import paths
from dtx.authors.handover import Handover
from dtx.host.packing import pack_of
from dtx.host.sources import GONE, kept_root
from dtx.host.trust import TrustFile, tree_sha256
from dtx.services import Services
from tests.commands import Commands
from tests.evenings import EVENING, Evening, plugin

HEAD = """\
api: 1
title: Desk stretches
summary: Two quiet minutes away from the screen, sitting as you are.
author: A. Therapist, physiotherapy
reviewer: none yet
version: {version}
licence: CC-BY-4.0
flags: [new_pain, red_flag, limited]
cautions: You may leave out whatever does not suit you today.
stop_rules: Stop if there is sharp new pain, or whenever you want to.
easier: Do half of it, leaning back.
"""
ONE = "minutes: 2\nsteps:\n  - say: You might look up from the screen.\n    pause: 20 s\n  - silence: 90 s\n"
TWO = """\
minutes: 3
options:
  rounds: {type: whole, from: 1, to: 5, default: 2, words: How often?}
steps:
  - say: You might let the shoulders be heavy.
    pause: 20 s
  - move: Shoulder rolls
    reps: 6
  - silence: 90 s
"""
CODE = """\
from dtx import Say, Silence, hookimpl

def script(ctx):
    yield Say("You might look up from the screen.", 10)
    yield Silence(60)

@hookimpl
def dtx_activities(plugin):
    yield plugin.activity(script)
"""


def desk(folder: Path, version: str = "1.0.0", body: str = ONE, code: str | None = None) -> Path:
    return plugin(folder, "desk", HEAD.format(version=version) + body, code)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the therapist writes, on her own computer."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def evening(dtx_home: Path) -> Iterator[Evening]:
    with Evening.at(dtx_home) as evening:
        yield evening


def packed(folder: Path) -> Path:
    """The file that `dtx pack` makes, without its checks."""
    pack = pack_of(folder)
    file = folder.parent / f"{folder.name}-{len(list(folder.parent.iterdir()))}.dtx"
    file.write_bytes(pack.to_bytes())
    return file


# -- packing


def test_a_folder_becomes_one_file_and_its_hash_is_told(dtx: Commands, work: Path) -> None:
    folder = desk(work)
    done = dtx("pack", "desk")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"desk-1.0.0.dtx: Desk stretches, version 1.0.0\nSHA-256 {tree_sha256(folder)}\n"
    first = (work / "desk-1.0.0.dtx").read_bytes()
    assert dtx("pack", "desk", "--out", "again.dtx").code == 0
    assert (work / "again.dtx").read_bytes() == first


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("easier: Do half of it, leaning back.\n", ""), "desk cannot be handed over yet. plugin.yaml, line 1: this file has no 'easier'."),
        (("You might look up", "You must look up"), "desk cannot be handed over yet. "),
    ],
)
def test_what_is_not_ready_is_not_packed(dtx: Commands, work: Path, change: tuple[str, str], sentence: str) -> None:
    folder = desk(work)
    text = (folder / "plugin.yaml").read_text(encoding="utf-8").replace(*change)
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    done = dtx("pack", "desk")
    assert done.code == 1
    assert done.sentence.startswith(sentence)
    assert not list(work.glob("*.dtx"))


def test_code_is_checked_before_it_is_handed_over_and_only_by_who_wrote_it(dtx: Commands, work: Path) -> None:
    desk(work, body="minutes: 1\ncode: plugin.py\n", code=CODE)
    assert "If you wrote it or have read it: `dtx pack desk --mine`." in dtx("pack", "desk").sentence
    assert dtx("pack", "desk", "--mine").code == 0


def test_what_says_nobody_wrote_it_is_not_handed_over(dtx: Commands, work: Path) -> None:
    assert dtx("new", "rest").code == 0
    assert "rest does not say who wrote it. Put your name and profession" in dtx("pack", "rest").sentence


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_is_not_followed_into_what_is_handed_over(dtx: Commands, work: Path) -> None:
    folder = desk(work)
    (folder / "mine.txt").symlink_to(Path(__file__))
    assert "has a link or device" in dtx("pack", "desk").sentence


# -- installing


def test_it_is_shown_before_anything_is_copied(dtx: Commands, work: Path, dtx_home: Path) -> None:
    folder = desk(work)
    file = packed(folder)
    done = dtx("install", str(file))
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "Desk stretches, version 1.0.0 (desk)",
        "Two quiet minutes away from the screen, sitting as you are.",
        "Written by A. Therapist, physiotherapy. Nobody has reviewed it yet. Licence: CC-BY-4.0.",
        "In it: Desk stretches (2 min).",
        "It needs care with: new or quickly worse pain, or pain after a fall; something on the warning list; "
        "something a professional asked you to limit.",
        "1 file, 1 kB. No code.",
        f"SHA-256 {tree_sha256(folder)}",
        "Nobody signed it.",
        "dtx: This would install 'desk'. Add --yes if you want that.",
    ]
    assert not (dtx_home / "plugins").exists()
    shown = dtx("install", str(file), "--preview", "--json")
    assert (shown.code, shown.json["installed"], shown.json["sha256"]) == (0, False, tree_sha256(folder))
    assert not (dtx_home / "plugins").exists()


def test_after_a_yes_it_can_be_practised_at_once(dtx: Commands, work: Path, dtx_home: Path) -> None:
    folder = desk(work)
    file = packed(folder)
    done = dtx("install", str(file), "--yes")
    assert done.err.splitlines()[-2:] == ["Installed: desk.desk.", "You find it in the list that `dtx` shows."]
    assert tree_sha256(dtx_home / "plugins" / "desk") == tree_sha256(folder)
    assert dtx.session("desk.desk").code == 0
    assert dtx("install", str(file), "--yes").err.splitlines()[-1] == "This very version is installed already."
    if sys.platform != "win32":
        places = [dtx_home / "plugins" / "desk", dtx_home / "plugins" / "desk" / "plugin.yaml"]
        assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o700, 0o600]


def test_code_that_was_installed_stays_off_until_it_is_approved(dtx: Commands, work: Path, dtx_home: Path) -> None:
    file = packed(desk(work, body="minutes: 1\ncode: plugin.py\n", code=CODE))
    done = dtx("install", str(file), "--yes")
    assert "2 files, 1 kB. It has code (plugin.py), which stays off until you approve it." in done.err
    assert done.err.splitlines()[-1] == "Its code stays off until `dtx trust desk`."
    assert "has not been approved" in dtx.session("desk.desk").sentence
    assert dtx("trust", "desk", "--yes").code == 0
    assert dtx.session("desk.desk").code == 0


@pytest.mark.parametrize("name", ["breathing", "exercises"])
def test_a_file_cannot_take_the_name_of_what_came_with_dtx(dtx: Commands, work: Path, dtx_home: Path, name: str) -> None:
    folder = plugin(work, name, HEAD.format(version="9.0.0") + ONE)
    file = packed(folder)
    assert dtx("install", str(file), "--yes").err.splitlines()[-1] == (
        f"dtx: The name '{name}' is taken (bundled). Ask its author to give it another name."
    )
    assert not (dtx_home / "plugins").exists()


def test_a_file_cannot_take_the_name_of_what_pip_installed(
    dtx: Commands, work: Path, dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = packed(desk(work))
    site = tmp_path / "site"
    desk(site)
    info = site / "dtx_desk-2.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dtx-desk\nVersion: 2.1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[dtx.plugins]\ndesk = desk\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    for words in ((), ("--safe",)):
        assert "The name 'desk' is taken (installed dtx-desk 2.1)." in dtx(*words, "install", str(file), "--yes").err
    assert "pip uninstall dtx-desk" in dtx("remove", "desk", "--yes").sentence
    assert "pip uninstall dtx-desk" in dtx("trust", "desk", "--yes").sentence


def test_somebodys_own_folder_is_never_overwritten(dtx: Commands, work: Path, dtx_home: Path) -> None:
    file = packed(desk(work))
    mine = desk(dtx_home / "plugins", "0.9", ONE.replace("look up", "look out"))
    for _ in range(2):
        assert "There is a folder 'desk' already that was not installed from a file" in dtx("install", str(file), "--yes").sentence
        assert "look out" in (mine / "plugin.yaml").read_text(encoding="utf-8")
    shutil.rmtree(mine)
    assert dtx("install", str(file), "--yes").code == 0
    with (mine / "plugin.yaml").open("a", encoding="utf-8") as added:
        added.write("# my notes\n")
    newer = packed(desk(work, "1.1.0"))
    assert "or was changed since" in dtx("install", str(newer), "--yes").sentence


# -- a newer version, and an older one


def test_a_newer_version_says_in_words_what_changes(dtx: Commands, work: Path, dtx_home: Path) -> None:
    assert dtx("install", str(packed(desk(work))), "--yes").code == 0
    changed = desk(work, "1.1.0", TWO)
    text = (
        (changed / "plugin.yaml")
        .read_text(encoding="utf-8")
        .replace("reviewer: none yet", "reviewer: B. Colleague\nreviewed_on: 2026-04-01")
    )
    (changed / "plugin.yaml").write_text(text, encoding="utf-8")
    done = dtx("install", str(packed(changed)), "--yes", "--json")
    told = done.err.splitlines()
    begin = told.index("It takes the place of version 1.0.0. What changes:")
    assert told[begin + 1 : -2] == [
        "- Who reviewed it was “none yet”, and is “B. Colleague, 2026-04-01” now.",
        "- Desk stretches: it usually takes 3 minutes, and took 2.",
        "- Desk stretches: rounds can be chosen now; it goes from 1 to 5.",
        "- Desk stretches: it takes 2:18 from beginning to end, and took 1:54.",
        "- Desk stretches: shoulder rolls is new: 1 × 6 at 2-0-2 s.",
        "- Desk stretches: no longer said: “You might look up from the screen.”",
        "- Desk stretches: newly said: “You might let the shoulders be heavy.”",
        "- Desk stretches: newly said: “Shoulder rolls”",
        "Your sessions stay, and so does what you have reached in each exercise.",
    ]
    assert (done.json["replaces"], done.json["installed"]) == ("1.0.0", True)

    fewer = TWO.replace("reps: 6", "reps: 4").replace("to: 5", "to: 3")
    told = dtx("install", str(packed(desk(work, "1.10.0", fewer))), "--yes").err.splitlines()
    assert "- Desk stretches: shoulder rolls is 1 × 4 at 2-0-2 s now, and was 1 × 6 at 2-0-2 s." in told
    assert "- Desk stretches: rounds goes from 1 to 3; it used to be: goes from 1 to 5." in told


def test_a_lower_version_is_refused(dtx: Commands, work: Path, dtx_home: Path) -> None:
    older = packed(desk(work, "1.9"))
    assert dtx("install", str(packed(desk(work, "1.10", TWO))), "--yes").code == 0
    done = dtx("install", str(older), "--yes")
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith(f"dtx: {older.name} is version 1.9, and 1.10 is installed.")
    assert "rounds" in (dtx_home / "plugins" / "desk" / "plugin.yaml").read_text(encoding="utf-8")
    assert dtx("remove", "desk", "--yes").code == 0
    assert dtx("install", str(older), "--yes").code == 0


def test_new_code_has_to_be_approved_anew(dtx: Commands, work: Path, dtx_home: Path) -> None:
    body = "minutes: 1\ncode: plugin.py\n"
    assert dtx("install", str(packed(desk(work, body=body, code=CODE))), "--yes").code == 0
    assert dtx("trust", "desk", "--yes").code == 0
    done = dtx("install", str(packed(desk(work, "1.1", body, CODE.replace("look up", "look out")))), "--yes")
    assert "- Its code has changed, and stays off until you approve it." in done.err
    assert "has not been approved, or has changed since" in dtx.session("desk.desk").sentence


# -- sessions


def begun(evening: Evening, activity: str) -> str:
    """A session that broke off in the middle."""
    practice = evening.begin(activity)
    while practice.view(evening.clock.now).stage == "opening":
        practice.decline(evening.clock.now)
    evening.guide(practice, until=evening.clock.now + 5)
    practice.close()
    return practice.session_id


@pytest.mark.parametrize("code", [False, True])
def test_an_unfinished_session_ends_on_the_old_copy(dtx: Commands, work: Path, dtx_home: Path, evening: Evening, code: bool) -> None:
    body = "minutes: 1\ncode: plugin.py\n" if code else ONE
    old = desk(work, "1.0", body, CODE if code else None)
    assert dtx("install", str(packed(old)), "--yes").code == 0
    assert not code or dtx("trust", "desk", "--yes").code == 0
    sha256 = tree_sha256(old)
    evening.services.refresh()
    session = begun(evening, "desk.desk")

    done = dtx("install", str(packed(desk(work, "1.1", TWO))), "--yes")
    assert "What you have begun with the old version can be ended with it." in done.err.splitlines()
    assert evening.services.read("desk.desk", {})["total_s"] == 138
    practice = evening.services.resume(session)
    assert practice.view(evening.clock.now).caption == "You might look up from the screen."
    evening.guide(practice)
    evening.answer(practice, after__pain=4, felt_worse="no")
    record = evening.services.log(session)
    assert (record.status, record.plugin_version, record.content_sha256) == ("completed", "1.0", sha256)

    assert [path.name for path in kept_root(dtx_home).iterdir()] == [sha256]
    next_one = evening.begin("desk.desk")
    assert list(kept_root(dtx_home).iterdir()) == []
    assert TrustFile(dtx_home / "trusted.json").pinned(f"desk@{sha256}") is None
    next_one.close()


def test_nothing_is_put_under_a_session_that_is_going_on(dtx: Commands, work: Path, dtx_home: Path, evening: Evening) -> None:
    assert dtx("install", str(packed(desk(work))), "--yes").code == 0
    newer = packed(desk(work, "1.1", TWO))
    evening.services.refresh()
    practice = evening.begin("desk.desk")
    for words in (("install", str(newer)), ("remove", "desk")):
        assert "Somebody is practising with 'desk' just now." in dtx(*words, "--yes").err
    assert "look up" in (dtx_home / "plugins" / "desk" / "plugin.yaml").read_text(encoding="utf-8")
    practice.close()


def test_what_was_reached_in_an_exercise_goes_over_to_an_activity_of_another_name(dtx: Commands, work: Path, dtx_home: Path) -> None:
    """Progression is known by the exercise, not by the practice that it stands in."""
    told = "minutes: 2\nactivities:\n  - {{id: {id}, title: Rolls, minutes: 2, code: plugin.py}}\n"
    code = """\
from dtx import Move, hookimpl

def script(ctx):
    yield Move("rolls", "Shoulder rolls", reps=int(ctx.previous.saved.get("reps.rolls", 6)))

@hookimpl
def dtx_activities(plugin):
    yield plugin.activity(script)
"""
    body = told.format(id="rolls").replace("minutes: 2\n", "", 1)
    assert dtx("install", str(packed(desk(work, "1.0", body, code))), "--yes").code == 0
    assert dtx("trust", "desk", "--yes").code == 0
    with Evening.at(dtx_home, EVENING) as evening:
        evening.services.refresh()
        practice = evening.services._sittings.begin("desk.rolls", {}, agreed({"reps.rolls": "8"}))
        evening.answer(practice)
        evening.guide(practice)
        evening.answer(practice)
    body = body.replace("id: rolls", "id: shoulders")
    assert dtx("install", str(packed(desk(work, "1.1", body, code))), "--yes").code == 0
    assert dtx("trust", "desk", "--yes").code == 0
    page = dtx("read", "desk.shoulders", "--json").json
    assert sum(phase["kind"] == "lift" for phase in page["phases"]) == 8


def agreed(saved: dict[str, str]) -> object:
    from dtx.sessions.screening import Screening

    screening = Screening()
    screening.saved |= saved
    return screening


# -- taking away


def test_what_was_removed_leaves_its_sessions_readable_exportable_and_correctly_titled(dtx: Commands, work: Path, dtx_home: Path) -> None:
    assert dtx("install", str(packed(desk(work))), "--yes").code == 0
    assert dtx.session("desk.desk").code == 0
    done = dtx("remove", "desk")
    assert (done.code, done.err.splitlines()) == (
        1,
        [
            "This deletes the folder of 'desk'.",
            "1 session of it stays in your records.",
            "dtx: This would remove 'desk'. Add --yes if you want that.",
        ],
    )
    assert dtx("remove", "desk", "--yes").code == 0
    assert not (dtx_home / "plugins" / "desk").exists()
    (session,) = dtx.sessions()
    assert (session["activity_title"], session["status"]) == ("Desk stretches", "completed")
    assert "Desk stretches" in dtx("show", session["session_id"]).out
    assert "Desk stretches" in dtx("export", "--to", "csv").out
    assert dtx("remove", "desk", "--yes").code == 2


def unread(folder: Path) -> None:
    (folder / "plugin.yaml").write_text("api: 1\ntitle: [", encoding="utf-8")


def renamed(folder: Path) -> None:
    text = (folder / "plugin.yaml").read_text(encoding="utf-8").replace("title: Desk stretches", "title: Another")
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("end", [shutil.rmtree, unread, renamed], ids=["missing", "broken", "called something else"])
def test_a_plugin_that_is_no_longer_what_it_was_leaves_its_sessions_as_they_were(
    dtx: Commands, dtx_home: Path, end: Callable[[Path], object]
) -> None:
    folder = desk(dtx_home / "plugins", body=ONE.replace("  - silence: 90 s", "  - ask: What did you notice?\n    save: noticed"))
    assert dtx.session("desk.desk", answers={"noticed": "my hands", "before.pain": 5, "after.pain": 4}).code == 0
    end(folder)
    (session,) = dtx.sessions()
    assert (session["activity_title"], session["plugin_version"], session["status"]) == ("Desk stretches", "1.0.0", "completed")
    assert session["saved"] == {"noticed": "my hands"}
    shown = dtx("show", session["session_id"], "--json").json
    assert [event["value"]["text"] for event in shown["events"] if event["step"] == "noticed"] == ["What did you notice?"]
    for form in ("csv", "jsonl"):
        assert "Desk stretches" in dtx("export", "--to", form).out


def test_a_folder_that_may_be_the_only_copy_is_named_so_before_it_goes(dtx: Commands, dtx_home: Path) -> None:
    desk(dtx_home / "plugins")
    assert "there may be no other copy of it" in dtx("remove", "desk").err
    (dtx_home / "plugins" / "My broken one").mkdir()
    assert dtx("remove", "My broken one", "--yes").code == 0
    assert not (dtx_home / "plugins" / "My broken one").exists()


@pytest.mark.parametrize("name", ["breathing", "nothing", "..", ".kept", "desk/..", ""])
def test_only_what_is_the_persons_own_is_removed(dtx: Commands, dtx_home: Path, name: str) -> None:
    desk(dtx_home / "plugins")
    done = dtx("remove", name, "--yes")
    assert done.code in (1, 2) and done.sentence
    assert (dtx_home / "plugins" / "desk" / "plugin.yaml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_removing_a_link_leaves_what_it_leads_to(dtx: Commands, dtx_home: Path, work: Path) -> None:
    folder = desk(work)
    (dtx_home / "plugins").mkdir(parents=True)
    (dtx_home / "plugins" / "desk").symlink_to(folder)
    assert dtx("remove", "desk", "--yes").code == 0
    assert not (dtx_home / "plugins" / "desk").is_symlink()
    assert (folder / "plugin.yaml").exists()


# -- trust


def test_trust_shows_the_code_and_its_hash_and_asks(dtx: Commands, work: Path, dtx_home: Path) -> None:
    folder = desk(dtx_home / "plugins", body="minutes: 1\ncode: plugin.py\n", code=CODE)
    done = dtx("trust", "desk")
    assert done.code == 1
    assert done.err.splitlines()[4:] == [
        "It needs care with: new or quickly worse pain, or pain after a fall; something on the warning list; "
        "something a professional asked you to limit.",
        "Nobody signed it.",
        f"From {folder}, with this code:",
        f"- plugin.py, {len(CODE)} bytes, {CODE.count(chr(10)) + 1} lines",
        f"SHA-256 {tree_sha256(folder)}",
        "You may read it there first. It will run as you: it could read and change all that you can.",
        "Say yes only if you trust who gave it to you.",
        "If one byte of the folder changes, you are asked again.",
        "dtx: This would let the code of 'desk' run. Add --yes if you want that.",
    ]
    assert "That is not the one you gave" in dtx("trust", "desk", "--sha256", "0" * 64, "--yes").sentence
    assert TrustFile(dtx_home / "trusted.json").pinned("desk") is None
    assert dtx("trust", "desk", "--sha256", tree_sha256(folder), "--yes").code == 0
    assert dtx("distrust", "desk").err == "The code of 'desk' is off.\n"
    assert "has not been approved" in dtx.session("desk.desk").sentence


def test_code_that_is_approved_and_does_not_load_says_so_at_once(dtx: Commands, dtx_home: Path) -> None:
    desk(dtx_home / "plugins", body="minutes: 1\ncode: plugin.py\n", code="1 / 0\n" + CODE)
    done = dtx("trust", "desk", "--yes")
    assert done.code == 1
    assert "The plugin 'desk' does not load: plugin.py, line 1: ZeroDivisionError" in done.err


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("breathing", 1, "came with dtx"),
        ("desk", 1, "has no code"),
        ("nothing", 2, "There is no plugin"),
        ("..", 2, "There is no plugin"),
    ],
)
def test_there_is_not_always_something_to_approve(dtx: Commands, dtx_home: Path, name: str, code: int, words: str) -> None:
    desk(dtx_home / "plugins")
    done = dtx("trust", name, "--yes")
    assert (done.code, words in done.sentence) == (code, True)


def test_where_code_is_never_to_run_nobody_is_asked(dtx: Commands, dtx_home: Path) -> None:
    desk(dtx_home / "plugins", body="minutes: 1\ncode: plugin.py\n", code=CODE)
    (dtx_home / "settings.json").write_text('{"code": "never"}', encoding="utf-8")
    assert "switched off here" in dtx("trust", "desk", "--yes").sentence
    assert TrustFile(dtx_home / "trusted.json").pinned("desk") is None


# -- a computer that stops half-way, or has no room


def test_where_there_is_no_room_the_old_version_stays(dtx: Commands, work: Path, dtx_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dtx.host import placing

    assert dtx("install", str(packed(desk(work))), "--yes").code == 0
    newer, old = packed(desk(work, "1.1", TWO)), tree_sha256(dtx_home / "plugins" / "desk")

    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(placing, "write", full)
    done = dtx("install", str(newer), "--yes")
    assert done.code == 1 and "There is no room left on the disk" in done.err
    assert tree_sha256(dtx_home / "plugins" / "desk") == old
    assert [path.name for path in (dtx_home / "plugins").iterdir() if path.name != ".lock"] == ["desk"]


@pytest.mark.parametrize("stop", range(10))
def test_whenever_the_computer_stops_the_old_or_the_new_version_is_there(
    dtx: Commands, work: Path, dtx_home: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    """Each change to the disk in turn is the last one that is made."""
    assert dtx("install", str(packed(desk(work))), "--yes").code == 0
    file = packed(desk(work, "1.1", TWO))
    old, new = tree_sha256(dtx_home / "plugins" / "desk"), tree_sha256(work / "desk")
    done = 0

    def counted(change: object) -> object:
        def doing(*words: object, **more: object) -> object:
            nonlocal done
            done += 1
            if done > stop:  # and every change after it: what tidies up does not run either
                raise KeyboardInterrupt
            return change(*words, **more)  # type: ignore[operator]

        return doing

    services = Services(dtx_home)
    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        hand = Handover(services)
        offer = hand.offer(file)
        for owner, name in ((Path, "rename"), (Path, "mkdir"), (Path, "replace"), (shutil, "rmtree")):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        hand.install(offer)
    services.close()
    assert dtx("activities").code == 0  # whatever looks at the plugins next puts it right
    assert tree_sha256(paths.plugins(dtx_home) / "desk") in (old, new)
    assert not [path for path in paths.plugins(dtx_home).iterdir() if path.name.startswith(GONE)]
    assert dtx("install", str(file), "--yes").code == 0  # neither of them is taken for somebody's own work


def test_two_at_once_do_not_disturb_each_other(dtx: Commands, work: Path, dtx_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dtx.host import placing

    file = packed(desk(work))
    with placing.alone(dtx_home):
        monkeypatch.setattr(placing, "alone", partial(placing.alone, wait_s=0.1))
        assert "Another dtx is installing or removing something just now." in dtx("install", str(file), "--yes").err
        assert dtx("activities").code == 0
    assert dtx("install", str(file), "--yes").code == 0
