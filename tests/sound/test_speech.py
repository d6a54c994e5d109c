"""Lines that nobody recorded are spoken once by what is on the computer, and whatever an engine does, the caption stays."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from dtx.engine.phase import Line, Phase
from dtx.engine.steps import Breathe, Pattern
from dtx.errors import DtxError
from dtx.sound.clips import Clips, key_of
from dtx.sound.engines import engines
from dtx.sound.loudness import dbtp, lufs
from dtx.sound.speech import MOST_LETTERS, NO_ENGINE, Rendered, Speech, lines_of
from dtx.sound.voices import LEFT_BEHIND_S, made_here, prune, voices
from tests.sound.recordings import quiet, read, talk, write
from tests.sound.speakers import BAD, WELL, model, needs_espeak, on_path

ROOT = Path(__file__).parents[2]
LINE = "Let the shoulders be as heavy as a wet towel."
OTHER = "Let the hands be as heavy as wet gloves."

posix = pytest.mark.skipif(os.name != "posix", reason="the programs are scripts")


@needs_espeak
@posix
def test_a_line_is_spoken_once_at_minus_20_lufs_and_found_at_play_time(dtx_home: Path) -> None:
    """Sound page, section 4."""
    speech = Speech(dtx_home)
    made = speech.render(LINE)
    assert made.path is not None and made.new
    samples, rate = read(made.path)
    assert lufs(samples, rate) == pytest.approx(-20, abs=0.1)
    assert dbtp(samples, rate) <= -3
    assert len(samples) / rate < 10 / 2  # ten words, half a second each (clinical 0.2)
    before = made.path.stat().st_mtime_ns
    assert speech.render(LINE) == Rendered(LINE, made.path)
    assert made.path.stat().st_mtime_ns == before
    clip = Clips(voices=voices(dtx_home)).words(f"  {LINE} ")
    assert clip is not None and clip.frames > 48_000


@needs_espeak
@posix
@pytest.mark.parametrize("words", ["Unclench", "And rest", "Soften the brow now", "Let each breath leave on its own, without a push."])
def test_a_line_takes_no_longer_than_its_slot(words: str, dtx_home: Path) -> None:
    """Clinical 0.2: a second for every two words, rounded up."""
    path = Speech(dtx_home).render(words).path
    assert path is not None
    samples, rate = read(path)
    assert len(samples) / rate <= -(-len(words.split()) // 2)


@needs_espeak
@posix
def test_no_text_is_ever_among_the_arguments(dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody on a computer may list those."""
    place = on_path(monkeypatch, tmp_path / "bin")
    place("piper", f"open({str(tmp_path / 'seen')!r}, 'w').write(repr((arguments, words)))" + "\n" + WELL)
    model(dtx_home)
    speech = Speech(dtx_home)
    assert speech.render(LINE).new
    assert {engine.name for engine in engines(dtx_home)} == {"piper"}
    seen = (tmp_path / "seen").read_text()
    arguments, _, words = seen.partition("],")
    assert "towel" in words and "towel" not in arguments


@needs_espeak
@posix
def test_piper_with_a_model_of_ones_own_comes_before_espeak(dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = on_path(monkeypatch, tmp_path / "bin", espeak=True)
    assert [engine.name for engine in engines(dtx_home)] == ["espeak-ng"]
    place("piper", WELL)
    assert [engine.name for engine in engines(dtx_home)] == ["espeak-ng"]  # without a model
    model(dtx_home)
    assert [engine.name for engine in engines(dtx_home)] == ["piper", "espeak-ng"]
    assert [engine.name for engine in engines(dtx_home, "de")] == ["espeak-ng"]
    assert Speech(dtx_home).says() == "Lines that nobody recorded are spoken by piper."


def test_without_an_engine_one_sentence_says_so_and_nothing_is_written(
    dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path(monkeypatch, tmp_path / "bin")
    if sys.platform != "linux":
        pytest.skip("this system has a voice of its own")
    speech = Speech(dtx_home)
    assert (speech.engine, speech.says()) == (None, NO_ENGINE)
    assert speech.render(LINE) == Rendered(LINE, None, NO_ENGINE)
    assert not dtx_home.exists()


@needs_espeak
@posix
@pytest.mark.parametrize("how", BAD)
def test_an_engine_that_does_badly_gives_up_its_turn_and_the_next_one_speaks(
    how: str, dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = on_path(monkeypatch, tmp_path / "bin", espeak=True)
    place("piper", BAD[how])
    model(dtx_home)
    speech = Speech(dtx_home, limit_s=1.0)
    began = time.monotonic()
    made = list(speech.render_all([LINE, OTHER, LINE, "And rest."]))
    assert time.monotonic() - began < 30
    assert [one.text for one in made] == [LINE, OTHER, "And rest."]
    assert all(one.new for one in made)
    assert len(speech.notices) == 1 and speech.notices[0].startswith("Piper is not asked any more: ")
    assert speech.engine is not None and speech.engine.name == "espeak-ng"
    assert {one.path.parent for one in made if one.path} == {made_here(dtx_home)[-1]}
    assert not list((dtx_home / "cache" / "voice").glob(".*"))


@posix
def test_an_engine_that_hangs_in_its_child_leaves_no_process_behind(
    dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = on_path(monkeypatch, tmp_path / "bin")
    note = tmp_path / "pid"
    does = "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    place("piper", does + f"open({str(note)!r}, 'w').write(str(child.pid))\nchild.wait()")
    model(dtx_home)
    assert Speech(dtx_home, limit_s=2.0).render(LINE).path is None
    pid = int(note.read_text())
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return  # ended; nobody has looked at it yet
        time.sleep(0.02)
    pytest.fail("the engine's child still runs")


@posix
def test_what_an_engine_prints_reaches_nobody(dtx_home: Path, tmp_path: Path) -> None:
    from tests.sound.speakers import program

    program(tmp_path / "bin", "piper", "print('loud'); print('LOUDER', file=sys.stderr); os.write(2, b'!!'); os.write(1, b'!!')\n" + WELL)
    model(dtx_home)
    code = (
        "import sys; from pathlib import Path; from dtx.sound.speech import Speech; "
        "made = Speech(Path(sys.argv[1])).render(sys.argv[2]); sys.exit(0 if made.new else 9)"
    )
    env = {**os.environ, "PATH": str(tmp_path / "bin"), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run([sys.executable, "-W", "error", "-c", code, dtx_home, LINE], capture_output=True, cwd=ROOT, env=env)
    assert (told.returncode, told.stdout, told.stderr) == (0, b"", b"")


@posix
def test_one_line_that_cannot_be_spoken_does_not_cost_the_engine_its_turn(
    dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = on_path(monkeypatch, tmp_path / "bin")
    place("piper", "if 'gloves' in words: sys.exit(1)\n" + WELL)
    model(dtx_home)
    speech = Speech(dtx_home)
    made = list(speech.render_all([LINE, OTHER, "And a second.", "Wet gloves again.", "And a third."]))
    assert [one.new for one in made] == [True, False, True, False, True]
    assert made[1].why == "Piper could not speak it: it ended with an error (1)."
    assert speech.notices == []


# -- what is kept


@needs_espeak
@posix
def test_a_persons_own_take_comes_first_then_what_ships_then_what_was_made(dtx_home: Path, tmp_path: Path) -> None:
    plugin = tmp_path / "plugin"
    made = Speech(dtx_home, plugin=plugin).render(LINE).path
    assert made is not None and made.parent.parent == dtx_home / "cache" / "voice"
    own = write(dtx_home / "media" / "voice" / f"{key_of(LINE)}.flac", talk(1.0), kind="flac")
    assert Speech(dtx_home, plugin=plugin).render(LINE) == Rendered(LINE, own)
    take = write(plugin / "voice" / f"{key_of(LINE)}.wav", talk(1.5))
    assert Speech(dtx_home, plugin=plugin).render(LINE) == Rendered(LINE, take)
    frames = {len(folders): Clips(voices=folders).words(LINE) for folders in (voices(dtx_home, plugin), voices(dtx_home))}
    assert [round(clip.frames / 48_000, 2) for clip in frames.values() if clip] == [1.5, 1.0]
    order = [folder.parent.name for folder in voices(dtx_home, plugin)]
    assert order == ["plugin", "media", "voice", "voice"]
    assert voices(dtx_home)[1].name == "af_heart"


@posix
def test_what_the_sound_depends_on_is_part_of_where_it_is_kept(dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound page, section 4: engine, version, voice and manner; the words are the file's name."""
    place = on_path(monkeypatch, tmp_path / "bin")
    path = place("piper", WELL)
    own = model(dtx_home)
    first = Speech(dtx_home).render(LINE).path
    assert first is not None and first.stem == key_of(LINE)
    own.write_bytes(b"another model")
    second = Speech(dtx_home).render(LINE).path
    path.write_text(path.read_text() + "\n# another version\n")
    third = Speech(dtx_home).render(LINE).path
    assert second is not None and third is not None
    assert len({first.parent, second.parent, third.parent}) == 3
    assert made_here(dtx_home)[0] == third.parent  # the one in use is looked at first


@posix
def test_a_word_is_kept_by_its_letters_and_not_by_how_they_are_written(
    dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = on_path(monkeypatch, tmp_path / "bin")
    place("piper", WELL)
    model(dtx_home)
    speech = Speech(dtx_home)
    assert speech.render("Take a caf\u00e9  break").new
    assert not speech.render("Take a cafe\u0301 break").new


@posix
def test_pruning_takes_away_what_nobody_says_any_more(dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = on_path(monkeypatch, tmp_path / "bin")
    path = place("piper", WELL)
    model(dtx_home)
    list(Speech(dtx_home).render_all([LINE, OTHER, "And rest."]))
    path.write_text(path.read_text() + "\n")
    list(Speech(dtx_home).render_all([LINE]))
    left = dtx_home / "cache" / "voice" / ".making-left"
    left.mkdir()
    assert prune(dtx_home, [LINE, OTHER]) == 2  # "And rest.", and the line that sounds otherwise now
    assert left.exists()
    assert sorted(clip.stem for folder in made_here(dtx_home) for clip in folder.iterdir()) == sorted([key_of(LINE), key_of(OTHER)])
    assert prune(dtx_home, [], now=time.time() + LEFT_BEHIND_S + 60) == 2
    assert (made_here(dtx_home), left.exists()) == ((), False)
    assert prune(dtx_home / "nowhere", []) == 0


@posix
def test_all_that_is_kept_is_for_its_owner_alone(dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path(monkeypatch, tmp_path / "bin")("piper", WELL)
    model(dtx_home)
    assert Speech(dtx_home).render(LINE).new
    for path in (dtx_home / "cache").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


@posix
def test_a_cache_that_cannot_be_written_is_said(dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path(monkeypatch, tmp_path / "bin")("piper", WELL)
    model(dtx_home)
    (dtx_home / "cache").write_text("a file")
    with pytest.raises(DtxError, match="cannot make or write"):
        Speech(dtx_home).render(LINE)


@pytest.mark.parametrize(
    ("text", "why"), [("…", "nothing to say"), ("", "nothing to say"), ("a" * (MOST_LETTERS + 1), "more than 1000 letters")]
)
def test_what_is_no_line_is_left_to_its_caption(text: str, why: str, dtx_home: Path) -> None:
    made = Speech(dtx_home, found=()).render(text)
    assert made.path is None and why in made.why


# -- plugins


class Plugins:
    """A plugin's voice: it speaks what has the word `wet` in it."""

    mark = "one plugin"

    def __init__(self, folder: Path, sound: bytes | None = None) -> None:
        self.folder, self.sound, self.asked = folder, sound, list[str]()

    def speak(self, text: str, voice: str) -> Path | None:
        self.asked.append(f"{voice}: {text}")
        if "wet" not in text:
            return None
        path = self.folder / "line.wav"
        if self.sound is not None:
            path.write_bytes(self.sound)
            return path
        return write(path, quiet(0.2) if "silent" in text else talk(1.0))


@needs_espeak
@posix
def test_a_plugin_that_speaks_is_asked_first_and_an_engine_says_the_rest(dtx_home: Path, tmp_path: Path) -> None:
    plugins = Plugins(tmp_path)
    speech = Speech(dtx_home, asked=plugins, voice="en-gb")
    first, second = speech.render(LINE), speech.render("And a rest.")
    assert first.path is not None and second.path is not None
    assert read(first.path)[1] == 48_000
    assert read(second.path)[1] == 22_050
    assert speech.render(LINE) == Rendered(LINE, first.path)
    assert plugins.asked == [f"en-gb: {LINE}", "en-gb: And a rest."]
    assert made_here(dtx_home) == (first.path.parent, second.path.parent)


@needs_espeak
@posix
@pytest.mark.parametrize("sound", [b"", b"no sound", b"ID3\x04 an mp3 that the library prints about", b"RIFF\xff\xff\xff\xffWAVEjunk"])
def test_what_a_plugin_gives_that_is_no_sound_is_passed_over(sound: bytes, dtx_home: Path, tmp_path: Path) -> None:
    speech = Speech(dtx_home, asked=Plugins(tmp_path, sound))
    made = list(speech.render_all([LINE, OTHER]))
    assert all(one.new for one in made)
    assert {read(one.path)[1] for one in made if one.path} == {22_050}
    assert len(speech.notices) == 1 and speech.notices[0].startswith("A plugin that speaks is not asked any more: ")


# -- which lines


def test_the_lines_of_an_activity_are_those_that_are_heard() -> None:
    """A phase's lines, or the words of its cue; a picture's title is nobody's line."""
    phases = [
        Phase("say", 10.0, "A\nB", cue="voice", lines=(Line(0.0, "A"), Line(5.0, "B"))),
        Phase("inhale", 4.0, "In", cue="breath_in"),
        Phase("lift", 2.0, "Heel raise", cue="lift"),
        Phase("timed", 2.0, "Only shown"),
        Phase("inhale", 4.0, "In", cue="breath_in"),
    ]
    assert lines_of(phases) == ("A", "B", "In")


def test_a_breathing_step_says_in_and_out() -> None:
    assert {"In", "Out"} <= set(lines_of(Breathe(Pattern(4, 0, 6, 0), 2).phases()))


@posix
def test_a_disk_without_room_is_said_and_no_engine_is_blamed(dtx_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path(monkeypatch, tmp_path / "bin")("espeak-ng", BAD["writes nothing"])
    monkeypatch.setattr("dtx.sound.speech.disk_usage", lambda path: SimpleNamespace(free=0))
    speech = Speech(dtx_home)
    with pytest.raises(DtxError, match="There is no room left on the disk"):
        speech.render(LINE)
    assert speech.notices == []
