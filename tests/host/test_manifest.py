"""A sound `plugin.yaml` becomes a manifest, and whatever else stands in the file becomes a sentence."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtx.engine.activity import Context, Script
from dtx.engine.steps import Silence
from dtx.errors import PluginProblem
from dtx.host.explain import clean
from dtx.host.manifest import Declared, Manifest, ManifestProblems, json_schema, read_manifest
from tests.conftest import FULL
from tests.host.texts import HEAD, STEPS, TIMED

TWO = HEAD + "cautions: Not in water.\noptions:\n  pace: [slow, quick]\ncode: plugin.py\nactivities:\n"
TWO += "  - {id: one, title: One, minutes: 3}\n"
TWO += "  - id: two\n    title: Two\n    summary: The second.\n    minutes: 4.5\n    cautions: [Sit down.]\n"
TWO += "    options:\n      rounds: {type: whole, from: 1, to: 9, default: 3}\n"


def read(folder: Path, text: str | bytes) -> Manifest:
    folder.mkdir(exist_ok=True)
    (folder / "plugin.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_manifest(folder)


def script(ctx: Context) -> Script:
    yield Silence(1)


def test_one_activity_may_stand_at_the_top_level_under_the_folders_name(tmp_path: Path) -> None:
    manifest = read(tmp_path / "desk", STEPS + "  - silence: 20s\n")
    [activity] = manifest.activities_from_yaml()
    assert (manifest.id, activity.id, activity.minutes, activity.title) == ("desk", "desk.desk", 3.0, "Desk stretches")
    assert list(activity.script(Context({}, 1, None))) == [Silence(20.0)]  # type: ignore[arg-type]


def test_the_key_id_names_the_activity_at_the_top_level(tmp_path: Path) -> None:
    manifest = read(tmp_path / "quiet", "id: pause\n" + STEPS + "  - silence: 4\n")
    assert [activity.id for activity in manifest.activities_from_yaml()] == ["quiet.pause"]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    manifest = read(tmp_path / "desk", b"\xef\xbb\xbf" + (STEPS + "  - say: Grüß dich.\n").replace("\n", "\r\n").encode())
    assert manifest.title == "Desk stretches"


def test_text_loses_control_and_direction_marks(tmp_path: Path) -> None:
    manifest = read(tmp_path / "desk", STEPS.replace("Desk", '"De\\x1b\u202esk').replace("stretches", 'stretches"', 1) + "  - silence: 4\n")
    assert manifest.title == "Desk stretches"


def test_no_is_a_word_and_not_a_lie(tmp_path: Path) -> None:
    """The Norway problem, and the minutes that would have been a number in base sixty."""
    text = STEPS + "  - choose: Now?\n    from: [no, yes, on]\n    save: now\n  - silence: 1:30\n    when: now = no\n"
    [declared] = read(tmp_path / "desk", text).activities
    assert declared.steps is not None
    assert declared.steps[0].step.options == ("no", "yes", "on")  # type: ignore[union-attr]
    assert declared.steps[1].step == Silence(90.0)


def test_several_activities_share_options_and_cautions_and_add_their_own(tmp_path: Path) -> None:
    (folder := tmp_path / "desk").mkdir()
    (folder / "plugin.py").write_text("")
    manifest = read(folder, TWO)
    one, two = manifest.activities
    assert (one.summary, two.summary) == (manifest.summary, "The second.")
    assert (list(one.options), list(two.options)) == (["pace"], ["pace", "rounds"])
    assert one.options["pace"].default == "slow"
    assert manifest.activity(script, "two").cautions == ("Not in water.", "Sit down.")
    assert manifest.activity(script, "two").id == manifest.activity(script, "desk.two").id == "desk.two"
    assert (manifest.code, manifest.activities_from_yaml(), one.steps) == ("plugin.py", (), None)


def test_a_script_names_its_activity_where_there_are_several(tmp_path: Path) -> None:
    (folder := tmp_path / "desk").mkdir()
    (folder / "plugin.py").write_text("")
    manifest = read(folder, TWO)
    with pytest.raises(PluginProblem, match="declares one and two"):
        manifest.activity(script)
    with pytest.raises(PluginProblem, match=r"declares no activity 'tow'\. Did you mean 'two'\?"):
        manifest.activity(script, "tow")


def test_flags_none_is_no_flag_and_shown_reviewers_are_kept(tmp_path: Path) -> None:
    text = STEPS.replace("reviewer: none yet", "reviewer: B. Doctor\nreviewed_on: 2025-10-01") + "  - silence: 4\n"
    manifest = read(tmp_path / "desk", text)
    assert (manifest.flags, manifest.reviewer, manifest.reviewed_on) == ((), "B. Doctor", "2025-10-01")


def test_the_sounds_a_script_names_are_listed(tmp_path: Path) -> None:
    text = STEPS + "  - ambience: rain.wav\n  - say: Hello.\n    recording: voice/hello.wav\n  - ambience: none\n"
    assert read(tmp_path / "desk", text).sounds == ("rain.wav", "voice/hello.wav")


def test_the_schema_for_editors_knows_every_step_and_every_key() -> None:
    schema: Any = json_schema()
    assert {"say", "silence", "breathe", "section", "repeat"} <= {name.removeprefix("step_") for name in schema["$defs"]}
    assert set(schema["required"]) == {
        "api",
        "title",
        "summary",
        "author",
        "reviewer",
        "version",
        "licence",
        "flags",
        "stop_rules",
        "easier",
    }
    assert "from" in schema["$defs"]["step_choose"]["properties"]


def test_a_declared_activity_needs_no_pydantic() -> None:
    """What the list shows is frozen and plain, and pydantic waits until a plugin is read."""
    code = "import sys, dtx.host.manifest; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert Declared("one", "One", "", 3.0).options == {}


# --- nothing but sentences, and soon

WORDS = """api title summary author reviewer version licence flags stop_rules easier minutes steps options activities code id say silence
breathe when repeat section lines seconds regions choose from save rate times for pause
[ ] { } : - & * ! | > ' " # % @ ` ? , ~ << --- ...""".split()
PIECES = st.one_of(
    st.sampled_from([*WORDS, "\n", "\n  ", "\n    - ", ": ", " ", "\t", "4", "none", "\x00", "\u202e", "\x85"]), st.text(max_size=6)
)
LEAVES = st.one_of(st.text(max_size=12), st.sampled_from(WORDS), st.integers().map(str))
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS[:36]), inner, max_size=5), max_leaves=25
)
FUZZ = settings(max_examples=300 if FULL else 50, suppress_health_check=[HealthCheck.function_scoped_fixture])


def only_sentences(folder: Path, text: str | bytes) -> None:
    try:
        read(folder, text)
    except ManifestProblems as problems:
        for problem in problems.problems:
            assert problem.sentence.endswith((".", "?")) and problem.remedy and clean(str(problem)) == str(problem)


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes_are_a_manifest_or_sentences(tmp_path: Path, data: bytes) -> None:
    only_sentences(tmp_path / "desk", data)


@FUZZ
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_any_scribble_is_a_manifest_or_sentences(tmp_path: Path, text: str, behind: bool) -> None:
    only_sentences(tmp_path / "desk", ((STEPS if behind else "") + text).encode("utf-8", "replace"))


@FUZZ
@given(st.dictionaries(st.sampled_from(["steps", "options", "activities", "cautions", "id", "flags", "code"]), TREES))
def test_any_tree_is_a_manifest_or_sentences(tmp_path: Path, tree: Any) -> None:
    only_sentences(tmp_path / "desk", TIMED + yaml.safe_dump(tree, allow_unicode=True))


STEP = st.dictionaries(st.sampled_from(WORDS[15:36]), TREES, min_size=1, max_size=4)


@FUZZ
@given(st.lists(STEP, min_size=1, max_size=4))
def test_any_steps_are_a_script_or_sentences(tmp_path: Path, steps: Any) -> None:
    only_sentences(tmp_path / "desk", TIMED + yaml.safe_dump({"steps": steps}, allow_unicode=True))
