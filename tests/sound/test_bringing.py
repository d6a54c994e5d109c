"""What therapists bring becomes a clip like every other; what cannot be read is said in a sentence, and nothing is lost."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from dtx.errors import DtxError, StoreProblem
from dtx.language import speak
from dtx.sound import sound_file
from dtx.sound.bringing import bring, plain_name
from dtx.sound.brought import Brought, Unreadable
from dtx.sound.clips import LONGEST_LOOP_S, Clips
from dtx.sound.editing import master
from dtx.sound.loudness import dbtp, lufs
from dtx.sound.sound_file import take
from tests.sound.recordings import KINDS, RATE, quiet, read, talk, write

ROOT = Path(__file__).parents[2]


def spoken(path: Path, kind: str = "wav", *, before: float = 1.0, after: float = 1.0, rate: int = RATE, channels: int = 1) -> Path:
    """A recording of 2 s of talk, with a quiet room before and after."""
    parts = (quiet(before, rate, channels=channels), talk(2.0, rate, channels=channels), quiet(after, rate, channels=channels))
    return write(path, np.concatenate(parts), rate, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_that_needs_no_ffmpeg_comes_in_at_minus_20_lufs_and_under_minus_3_dbtp(kind: str, tmp_path: Path) -> None:
    """Sound page, sections 3 and 4."""
    source = spoken(tmp_path / f"from.{kind[:4]}", kind)
    original = source.read_bytes()
    made = master(source, tmp_path / "made.flac")
    samples, rate = read(made.path)
    assert (rate, soundfile.info(made.path).subtype) == (RATE, "PCM_16")
    assert lufs(samples, rate) == pytest.approx(-20, abs=0.1)
    assert dbtp(samples, rate) <= -3
    assert made.lufs == pytest.approx(-20, abs=0.1)
    assert source.read_bytes() == original


@pytest.mark.parametrize(("rate", "kept"), [(16000, 16000), (22050, 22050), (44100, 44100), (96000, 48000), (8000, 48000), (37800, 48000)])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_usual_rate_is_kept_and_an_odd_one_becomes_the_players(rate: int, kept: int, channels: int, tmp_path: Path) -> None:
    made = master(spoken(tmp_path / "from.wav", rate=rate, channels=channels), tmp_path / "made.flac")
    samples, found = read(made.path)
    assert (found, samples.shape[1], made.rate) == (kept, channels, kept)
    assert made.seconds == pytest.approx(2.33, abs=0.15)
    assert lufs(samples, found) == pytest.approx(-20, abs=0.1)


def test_six_channels_become_one(tmp_path: Path) -> None:
    made = master(spoken(tmp_path / "from.wav", channels=6), tmp_path / "made.flac")
    assert read(made.path)[0].shape[1] == 1


@pytest.mark.parametrize("noise_db", [-80, -66, -54])
def test_the_quiet_room_around_the_words_is_cut_off(noise_db: int, tmp_path: Path) -> None:
    """Sound page, section 4: 80 ms are kept before the first sound and 250 ms after the last."""
    noise = 10 ** (noise_db / 20)
    parts = quiet(1.5, noise=noise), talk(1.7, noise=noise), quiet(2.0, noise=noise)
    made = master(write(tmp_path / "from.wav", np.concatenate(parts)), tmp_path / "made.flac")
    assert made.seconds == pytest.approx(0.08 + 1.7 + 0.25, abs=0.04)
    assert made.cut_s == pytest.approx(1.5 - 0.08 + 2.0 - 0.25, abs=0.04)


def test_the_click_of_a_button_before_the_words_is_no_word(tmp_path: Path) -> None:
    samples = np.concatenate((quiet(1.0), talk(1.7), quiet(1.0)))
    samples[4800:4900] = 0.5
    made = master(write(tmp_path / "from.wav", samples), tmp_path / "made.flac")
    assert made.seconds == pytest.approx(0.08 + 1.7 + 0.25, abs=0.04)


def test_words_begin_out_of_silence_and_end_in_it(tmp_path: Path) -> None:
    samples = 0.3 * np.sin(np.arange(RATE) * 0.05)[:, None]
    made, _ = read(master(write(tmp_path / "from.wav", samples), tmp_path / "made.flac").path)
    level = np.abs(made).max()
    assert np.abs(made[:24]).max() < 0.1 * level
    assert np.abs(made[-24:]).max() < 0.1 * level
    assert np.abs(made[round(0.016 * RATE) : -round(0.016 * RATE)]).max() == level


@pytest.mark.parametrize("level", [0.002, 0.02, 0.9])
def test_a_soft_and_a_loud_recording_come_out_alike(level: float, tmp_path: Path) -> None:
    samples = np.concatenate((quiet(0.5, noise=level * 1e-3), talk(2, level=level, noise=level * 1e-3)))
    made = master(write(tmp_path / "from.wav", np.clip(samples, -1, 1), kind="wav24"), tmp_path / "made.flac")
    assert made.lufs == pytest.approx(-20, abs=0.1)
    assert made.peak_dbtp <= -3


def test_a_voice_with_high_peaks_is_limited_and_not_clipped(tmp_path: Path) -> None:
    samples = np.concatenate((quiet(0.3), talk(3.0, level=0.02)))
    samples[:: RATE // 5] = 0.2
    made = master(write(tmp_path / "from.wav", samples), tmp_path / "made.flac")
    assert made.peak_dbtp <= -3
    assert made.lufs == pytest.approx(-20, abs=1.0)
    assert (np.abs(read(made.path)[0]) >= 32767 / 32768).sum() == 0


def test_a_word_shorter_than_a_block_of_loudness_is_as_loud_as_the_others(tmp_path: Path) -> None:
    made = master(write(tmp_path / "from.wav", np.concatenate((quiet(0.3), talk(0.2), quiet(0.3)))), tmp_path / "made.flac")
    assert made.lufs == pytest.approx(-20, abs=0.1)


def test_a_bed_is_closed_into_a_loop_and_lies_14_lu_under_the_voice(tmp_path: Path) -> None:
    """Sound page, section 6."""
    rain = 0.1 * np.random.default_rng(6).standard_normal((RATE * 8, 2)).astype(np.float32)
    rain *= np.linspace(0.5, 1.5, len(rain), dtype=np.float32)[:, None]
    made = master(write(tmp_path / "rain.wav", rain), tmp_path / "made.flac", bed=True)
    samples, _ = read(made.path)
    assert made.lufs == pytest.approx(-34, abs=0.1)
    assert made.seconds == pytest.approx(7.0, abs=0.02)  # a second of its end goes over into its beginning
    steps = np.abs(np.diff(samples[:, 0]))
    assert abs(samples[0, 0] - samples[-1, 0]) <= np.percentile(steps, 99.9)


def test_a_bed_is_never_longer_than_what_is_played_of_one(tmp_path: Path) -> None:
    rain = 0.05 * np.random.default_rng(8).standard_normal((16_000 * (LONGEST_LOOP_S + 10), 1)).astype(np.float32)
    made = master(write(tmp_path / "rain.wav", rain, 16_000), tmp_path / "made.flac", bed=True)
    assert made.seconds == pytest.approx(LONGEST_LOOP_S, abs=0.01)


def test_what_was_brought_is_found_and_played(tmp_path: Path) -> None:
    (tmp_path / "plugin").mkdir()
    made = bring(spoken(tmp_path / "My welcome.wav"), tmp_path / "plugin")
    assert made.path == tmp_path / "plugin" / "My_welcome.flac"
    clip = Clips(voices=[], folder=tmp_path / "plugin").recording("My_welcome.flac")
    assert clip is not None
    assert clip.frames == pytest.approx(made.seconds * RATE, abs=2)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_its_owner_may_read_what_was_brought(tmp_path: Path) -> None:
    made = master(spoken(tmp_path / "from.wav"), tmp_path / "made.flac")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["from.wav", "made.flac"]


# -- what cannot be read


def half(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def noise(path: Path, head: bytes = b"") -> Path:
    path.write_bytes(head + np.random.default_rng(7).bytes(20_000))
    return path


M4A = b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom"
WMA = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: noise(path, M4A), "holds M4A or AAC sound, which dtx cannot read. Save it as WAV"),
        (lambda path: noise(path, b"\xff\xf1\x50\x80"), "holds AAC sound"),
        (lambda path: noise(path, WMA), "holds WMA sound"),
        (lambda path: noise(path, b"#!AMR\n"), "holds AMR sound"),
        (noise, "is not a sound file that dtx can read. Save it as WAV"),
        (lambda path: path.write_text("Let the shoulders be soft."), "is not a sound file"),
        (lambda path: path.write_bytes(b""), "is empty. Copy it again"),
        (lambda path: path.mkdir(), "There is no file"),
        (lambda path: None, "There is no file"),
        (lambda path: write(path, np.zeros((0, 1))), "holds no sound"),
        (lambda path: write(path, np.zeros((RATE, 1))), "There is nothing to hear"),
        (lambda path: write(path, quiet(3, noise=1e-4)), "There is nothing to hear"),
        (lambda path: write(path, np.eye(RATE // 2, 1)), "There is nothing to hear"),
        (lambda path: write(path, np.full((RATE, 1), np.nan), kind="wavfloat"), "is damaged"),
        (lambda path: half(spoken(path, "wav")), "breaks off before its end"),
        (lambda path: half(spoken(path, "flac")), "breaks off before its end"),
        (lambda path: half(spoken(path, "aiff")), "breaks off before its end"),
        (lambda path: half(spoken(path, "ogg")), "breaks off before its end"),
        (lambda path: half(spoken(path, "opus")), "breaks off before its end"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence_with_a_remedy(make: object, says: str, tmp_path: Path) -> None:
    path = tmp_path / "from.dat"
    assert callable(make)
    make(path)
    with pytest.raises(Unreadable) as caught:
        master(path, tmp_path / "made.flac")
    assert says in str(caught.value)
    assert not (tmp_path / "made.flac").exists()


@pytest.mark.parametrize("part", [0.05, 0.3, 0.5, 0.95])
def test_an_mp3_that_breaks_off_is_not_taken_for_a_short_one_and_nothing_is_printed(part: float, tmp_path: Path) -> None:
    """The library prints to the error output, under any screen there is; so a process of its own reads."""
    source = spoken(tmp_path / "from.mp3", "mp3", before=4.0, after=4.0)
    source.write_bytes(source.read_bytes()[: round(source.stat().st_size * part)])
    code = "import sys; from pathlib import Path; from dtx.sound.bringing import bring; bring(Path(sys.argv[1]), Path(sys.argv[2]))"
    told = subprocess.run([sys.executable, "-c", code, source, tmp_path], capture_output=True, text=True, cwd=ROOT)
    assert told.returncode == 1
    assert "mpg123" not in told.stderr and "Warning:" not in told.stderr
    assert "breaks off before its end" in told.stderr or "cannot be read" in told.stderr or "not a sound file" in told.stderr


def test_a_recording_without_a_length_in_its_header_is_whole(tmp_path: Path) -> None:
    """Programs that write to a pipe cannot go back and fill it in."""
    source = spoken(tmp_path / "from.wav")
    data = bytearray(source.read_bytes())
    at = data.index(b"data") + 4
    data[at : at + 4] = data[4:8] = b"\xff\xff\xff\xff"
    source.write_bytes(data)
    assert master(source, tmp_path / "made.flac").seconds == pytest.approx(2.33, abs=0.15)


def test_what_is_far_too_long_is_refused_before_it_is_read(tmp_path: Path) -> None:
    source = write(tmp_path / "from.flac", np.zeros((100, 1)), 8000, "flac")
    data = bytearray(source.read_bytes())
    frames = 8000 * 60 * 95
    data[21:26] = bytes([(data[21] & 0xF0) | (frames >> 32 & 0x0F), *(frames & 0xFFFFFFFF).to_bytes(4, "big")])
    source.write_bytes(data)
    with pytest.raises(Unreadable, match=r"is 95 minutes long; 30 is the most here\. Cut it into parts"):
        take(source)


def test_a_small_file_cannot_ask_for_more_memory_than_half_an_hour_of_stereo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_file, "MOST_FRAMES", RATE * 2)
    with pytest.raises(Unreadable, match="long"):
        take(spoken(tmp_path / "from.wav", before=0, after=0.5, channels=2))
    assert take(spoken(tmp_path / "from.wav", before=0, after=0, channels=1)).seconds == 2.0


@given(cut=st.integers(0, 3000), at=st.integers(0, 2999), byte=st.integers(0, 255), kind=st.sampled_from(["wav", "flac", "aiff", "ogg"]))
def test_whatever_is_wrong_with_a_file_there_is_a_clip_or_a_sentence(
    cut: int, at: int, byte: int, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("wrong")
    source = write(folder / "from.dat", talk(0.4), RATE, kind)
    data = bytearray(source.read_bytes())
    data[min(at, len(data) - 1)] = byte
    source.write_bytes(data[: max(0, len(data) - cut)])
    try:
        made = master(source, folder / "made.flac")
    except DtxError as problem:
        assert problem.problem.endswith(".") and problem.remedy.endswith(".")
        assert not (folder / "made.flac").exists()
    else:
        assert made.peak_dbtp <= -3


# -- around the child process


def test_bringing_leaves_what_is_there_alone_until_told_otherwise(tmp_path: Path) -> None:
    source, folder = spoken(tmp_path / "from.wav"), tmp_path / "plugin"
    folder.mkdir()
    first = bring(source, folder, "welcome")
    assert isinstance(first, Brought) and first.path == folder / "welcome.flac"
    with pytest.raises(DtxError, match=r"There is a welcome\.flac already"):
        bring(source, folder, "welcome")
    assert bring(source, folder, "welcome", again=True) == first
    with pytest.raises(DtxError, match="would be overwritten"):
        bring(first.path, folder, "welcome", again=True)


def test_the_sentence_comes_through_the_child(tmp_path: Path) -> None:
    (tmp_path / "memo.m4a").write_bytes(M4A + bytes(100))
    with pytest.raises(Unreadable, match=r"memo\.m4a holds M4A or AAC sound"):
        bring(tmp_path / "memo.m4a", tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_nobody_may_write_in_is_said(tmp_path: Path) -> None:
    source = spoken(tmp_path / "from.wav")
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(StoreProblem):
        master(source, tmp_path / "closed" / "made.flac")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DtxError, match="cannot"):
        bring(spoken(tmp_path / "from.wav"), tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Welcome, dear.", "Welcome_dear"),
        ("../../etc/passwd", "etc_passwd"),
        ("\x1b[31mred", "31mred"),
        ("…", "recording"),
        ("Übung 3", "Übung_3"),
    ],
)
def test_a_name_becomes_one_that_every_system_takes(word: str, name: str) -> None:
    assert plain_name(word) == name


def test_pydub_is_loaded_without_a_word_and_starts_nothing(tmp_path: Path) -> None:
    """It warns of ffmpeg and of Python's age while it is loaded. `-W error` makes each of that a crash, and the path is empty."""
    source = spoken(tmp_path / "from.wav")
    code = (
        "import sys, subprocess; subprocess.Popen = None; from pathlib import Path; from dtx.sound.editing import master; "
        "print(master(Path(sys.argv[1]), Path(sys.argv[2])).lufs, 'pydub.playback' in sys.modules)"
    )
    env = {**os.environ, "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, source, tmp_path / "made.flac"], capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert (told.stdout.split()[1:], told.stderr) == (["False"], "")


def test_what_is_wrong_with_a_file_is_told_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    """It is found out in a process of its own, which has to know the language, too."""
    (source := tmp_path / "a.wav").write_text("no sound at all, but words")
    speak("es")
    try:
        with pytest.raises(Unreadable) as told:
            bring(source, tmp_path / "out")
    finally:
        speak("en")
    assert told.value.problem == "a.wav no es un archivo de sonido que dtx pueda leer."
    assert told.value.remedy.startswith("Guárdalo como WAV")
