"""`dtx render`: a session to take along, whole or not at all, as planned or exactly as it was."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from dtx import paths
from tests.commands import ROOT, Commands
from tests.evenings import plugin
from tests.heads import head
from tests.sound.waiting import until

BREATH = ("breathing.four78", "--set", "cycles=1")
PLUGIN = (
    head("A short rest")
    + """\
steps:
  - silence: 4 s
  - breathe: 4-6
    times: 2
"""
)


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def rest(dtx: Commands, dtx_home: Path) -> str:
    """The id of a session of a plugin of the person's own."""
    plugin(dtx_home / "plugins", "rest", PLUGIN)
    assert dtx.session("rest.rest").code == 0
    return str(dtx.sessions()[0]["session_id"])


def frames(path: Path) -> int:
    return int(soundfile.info(path).frames)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_an_activity_becomes_a_file_of_its_length_to_the_sample(suffix: str, dtx: Commands, tmp_path: Path) -> None:
    out = tmp_path / f"breath{suffix}"
    total_s = dtx("read", *BREATH, "--json").json["total_s"]
    done = dtx("render", *BREATH, "--out", str(out))
    assert (done.code, done.out) == (0, "")
    assert frames(out) == round(total_s * 48_000)
    megabytes = out.stat().st_size / 1e6
    assert done.err == f"Written to {out}: {int(total_s // 60):02}:{int(total_s % 60):02} long, {megabytes:.1f} MB.\n"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_the_same_gives_the_same_bytes_and_replaces_what_was_there(suffix: str, dtx: Commands, tmp_path: Path) -> None:
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    second.write_bytes(b"before")
    for out in (first, second):
        assert dtx("render", *BREATH, "--out", str(out)).code == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_past_session_by_the_first_letters_of_its_id_sounds_as_planned(dtx: Commands, rest: str, tmp_path: Path) -> None:
    for what, out in (("rest.rest", "planned.wav"), (rest[:8], "past.wav"), (rest, "again.wav")):
        assert dtx("render", what, "--out", str(tmp_path / out)).code == 0
    assert (tmp_path / "planned.wav").read_bytes() == (tmp_path / "past.wav").read_bytes() == (tmp_path / "again.wav").read_bytes()
    (record,) = dtx.sessions()
    assert frames(tmp_path / "past.wav") == round((record["active_s"] + record["paused_s"]) * 48_000) == 24 * 48_000


def test_a_breath_is_heard_on_its_sample(dtx: Commands, rest: str, tmp_path: Path) -> None:
    """With no bed and without the swell, which begins with it, the tone of the second breath is that of the first."""
    settings = paths.home() / "settings.json"
    settings.write_text(json.dumps({"bed": "none"}))
    assert dtx("render", "rest.rest", "--out", str(tmp_path / "a.flac")).code == 0
    heard, _ = soundfile.read(tmp_path / "a.flac", always_2d=True)
    assert not np.abs(heard[: 4 * 48_000]).max() > 0.0
    assert np.abs(heard[4 * 48_000 : round(4.05 * 48_000)]).max() > 0.0


def test_the_gate_refuses_as_for_a_session(dtx: Commands, tmp_path: Path, nothing_to_mention: None) -> None:
    assert dtx("profile", "--set", "flag.heart=yes").code == 0
    refused = dtx("render", "breathing.box_4444", "--out", str(tmp_path / "x.wav"))
    assert refused.code == 1
    assert refused.sentence.startswith("Box rests for now.")
    assert not (tmp_path / "x.wav").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("breathing.four78", "--out", "x.mp3"), 2, "End its name in .ogg, .wav or .flac."),
        (("breathing.four78", "--out", "x"), 2, "End its name in .ogg, .wav or .flac."),
        (("breathing.four78",), 2, "Missing option '--out'"),
        (("breathing.four79", "--out", "x.wav"), 2, "Did you mean 'breathing.four78'?"),
        (("breathing", "--out", "x.wav"), 2, "There is no activity 'breathing'."),
        (("breathing.four78", "--set", "cycles=99", "--out", "x.wav"), 2, "cycles is 99"),
        (("0f0f0f0f", "--out", "x.wav"), 2, "There is no session '0f0f0f0f'."),
        (("0f0f0f0f", "--set", "cycles=1", "--out", "x.wav"), 2, "A past session has the options it had."),
        (("thought_record.seven", "--out", "x.wav"), 1, "There is nothing to hear"),
        (("breathing.four78", "--out", "no/such/folder.wav"), 1, "there is no such folder"),
        (("breathing.four78", "--out", "folder.wav"), 1, "no file"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_leaves_nothing(
    words: tuple[str, ...], code: int, says: str, dtx: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.wav").mkdir()
    done = dtx("render", *words)
    assert done.code == code and says in done.sentence
    assert [path.name for path in tmp_path.rglob("*")] == ["folder.wav"]


def test_nothing_is_written_among_the_records(dtx: Commands, dtx_home: Path) -> None:
    done = dtx("render", *BREATH, "--out", str(dtx_home / "x.wav"))
    assert done.code == 1 and "among dtx's own files" in done.sentence


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg"])
def test_a_full_disk_leaves_what_was_there(suffix: str, dtx: Commands, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    dtx("activities")
    out = tmp_path / f"a{suffix}"
    out.write_bytes(b"before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        done = dtx("render", *BREATH, "--out", str(out))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert done.code == 1 and "could not be written" in done.sentence
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]


@pytest.mark.skipif(os.name != "posix", reason="signals and links of this kind are not on Windows")
def test_a_link_stays_a_link(dtx: Commands, tmp_path: Path) -> None:
    (tmp_path / "link.flac").symlink_to(tmp_path / "real.flac")
    assert dtx("render", *BREATH, "--out", str(tmp_path / "link.flac")).code == 0
    assert (tmp_path / "link.flac").is_symlink() and frames(tmp_path / "real.flac") > 0


@pytest.mark.skipif(os.name != "posix", reason="signals and links of this kind are not on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_on_the_way_leaves_no_half_file(number: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dtx", "render", "body_scan.scan", "--set", "minutes=45", "--out", str(tmp_path / "x.ogg")]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with child:
        until(lambda: list(tmp_path.iterdir()))
        child.send_signal(number)
        assert child.wait(20) == 128 + number
    assert list(tmp_path.iterdir()) == []


def test_a_plugin_that_is_gone_or_has_changed_is_named(dtx: Commands, rest: str, dtx_home: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.wav"
    folder = dtx_home / "plugins" / "rest"
    (folder / "plugin.yaml").write_text(PLUGIN.replace("4 s", "5 s"), encoding="utf-8")
    changed = dtx("render", rest, "--out", str(out))
    assert changed.code == 1
    assert changed.sentence.startswith("The plugin 'rest' has changed since that session")
    assert "`dtx render rest.rest --out FILE`" in changed.sentence
    (folder / "plugin.yaml").unlink()
    folder.rmdir()
    gone = dtx("render", rest, "--out", str(out))
    assert gone.code == 1 and gone.sentence.startswith("The plugin 'rest' is gone")
    assert not out.exists()


def media_without(folder: Path, *missing: str) -> Path:
    """The media that ship, but for some."""
    shipped = paths.bundled("media")
    for path in shipped.rglob("*"):
        if path.suffix in (".ogg", ".json") and path.name not in missing:
            target = folder / path.relative_to(shipped)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize("missing", ["breath_in.ogg", "bed_brown.ogg", "swell_dark.ogg", "words"])
def test_a_clip_that_is_gone_is_named(missing: str, dtx: Commands, rest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dtx.sound.clips import key_of

    media = media_without(tmp_path / "media", f"{key_of('In')}.ogg" if missing == "words" else missing)
    real = paths.bundled

    def bundled(name: Any) -> Path:
        return media if name == "media" else real(name)

    monkeypatch.setattr(paths, "bundled", bundled)
    for what in (rest, "rest.rest"):
        done = dtx("render", what, "--out", str(tmp_path / "x.wav"))
        assert done.code == 1, done.err
        assert ("“In”" if missing == "words" else missing.removeprefix("bed_").removesuffix(".ogg")) in done.sentence
        assert done.sentence.endswith("Put it back where it was, or install dtx again.")
    assert not (tmp_path / "x.wav").exists()


def test_lines_that_nobody_recorded_are_counted(dtx: Commands, dtx_home: Path, tmp_path: Path) -> None:
    plugin(dtx_home / "plugins", "rest", PLUGIN.replace("  - silence: 4 s\n", "  - say: Words that nobody ever spoke.\n"))
    done = dtx("render", "rest.rest", "--out", str(tmp_path / "x.flac"))
    assert done.code == 0 and done.err.endswith(" MB. It is silent where there is one line that nobody recorded.\n")


def test_a_wav_file_counts_no_further_than_six_hours(dtx: Commands, dtx_home: Path, tmp_path: Path) -> None:
    plugin(dtx_home / "plugins", "rest", PLUGIN.replace("silence: 4 s", "silence: 240 min\n  - silence: 180 min"))
    done = dtx("render", "rest.rest", "--out", str(tmp_path / "x.wav"))
    assert done.code == 1
    assert "six hours" in done.sentence and ".flac or .ogg" in done.sentence
