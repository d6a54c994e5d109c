"""`dtx new` and `dtx schema`: a practice that runs before its author has written a word."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dtx import paths
from dtx.errors import DtxError, Unknown
from dtx.host.manifest import json_schema, read_manifest
from dtx.host.starter import SCHEMA, named, start
from tests.cli.language_server import LanguageServer, found
from tests.commands import Commands
from tests.evenings import plugin


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(capsys, monkeypatch, tmp_path)


def test_a_new_practice_is_a_folder_that_has_nothing_to_put_right(dtx: Commands, tmp_path: Path) -> None:
    made = dtx("new", "Desk stretches")
    assert made.code == 0
    assert made.err.startswith("desk_stretches is there, and runs already.")
    assert [line.split("  ")[0] for line in made.out.splitlines()] == [
        f"dtx {command} desk_stretches" for command in ("check", "read", "preview", "record")
    ]
    assert sorted(path.name for path in (tmp_path / "desk_stretches").iterdir()) == ["plugin.schema.json", "plugin.yaml"]
    assert read_manifest(tmp_path / "desk_stretches").title == "Desk stretches"
    checked = dtx("check", "desk_stretches", "--json")
    (found,) = checked.json["findings"]
    assert (checked.code, found["place"], found["sentence"]) == (0, "plugin.yaml, line 8", "its author is still nobody.")


def test_half_a_character_in_its_title_is_no_hindrance(dtx: Commands, tmp_path: Path) -> None:
    assert dtx("new", "Caf\udce9 stretches").code == 0
    assert read_manifest(tmp_path / "caf_stretches").title == "Caf� stretches"


def test_it_runs_as_it_is(dtx: Commands, tmp_path: Path) -> None:
    dtx("new", "desk_stretches")
    ran = dtx("--plugins", str(tmp_path), "run", "desk_stretches.desk_stretches", "--plain", "--pace", "fast", "--mute")
    assert ran.code == 0
    (session,) = dtx("sessions", "--json").json
    assert (session["status"], session["activity_title"]) == ("completed", "Desk stretches")


def test_its_first_line_leads_editors_to_the_schema_beside_it(dtx: Commands, tmp_path: Path) -> None:
    """The comment that the YAML language server reads; relative, so that it works offline and on the next computer, too."""
    dtx("new", "desk")
    first, *_ = (tmp_path / "desk" / "plugin.yaml").read_text("utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=plugin.schema.json"
    assert json.loads((tmp_path / "desk" / SCHEMA).read_text("utf-8")) == dtx("schema").json


@pytest.mark.slow
def test_a_practice_in_python_comes_with_a_test_that_passes(dtx: Commands, tmp_path: Path) -> None:
    made = dtx("new", "Desk", "--code")
    assert made.code == 0
    files = {path.name for path in (tmp_path / "desk").iterdir()}
    assert files == {"plugin.yaml", "plugin.py", "test_desk.py", "plugin.schema.json"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "desk"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTEST_ADDOPTS": ""})
    assert done.returncode == 0 and "3 passed" in done.stdout, done.stdout + done.stderr


def test_code_that_its_author_broke_fails_that_test(dtx: Commands, tmp_path: Path) -> None:
    dtx("new", "Desk", "--code")
    code = tmp_path / "desk" / "plugin.py"
    code.write_text(code.read_text("utf-8").replace("pause=8", "pause=None"), "utf-8")
    assert dtx("check", "desk", "--mine").code == 1


@pytest.mark.parametrize(
    ("name", "code", "sentence"),
    [
        ("breathing", 2, "'breathing' is a plugin that comes with dtx."),
        ("7 minutes", 2, "cannot become the name of a folder"),
        ("!?", 2, "cannot become the name of a folder"),
        ("Clinically proven calm", 2, "A title promises nothing, and 'Clinically proven' does."),
        ("nowhere/desk", 1, "There is no folder nowhere."),
    ],
)
def test_a_name_that_will_not_do_is_said_so_and_nothing_is_made(name: str, code: int, sentence: str, dtx: Commands, tmp_path: Path) -> None:
    done = dtx("new", name)
    assert done.code == code and sentence in done.sentence
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_stays_as_it_is(dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "desk", "mine: yes\n")
    assert "There is a desk already." in dtx("new", "Desk").sentence
    assert (tmp_path / "desk" / "plugin.yaml").read_text("utf-8") == "mine: yes\n"
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    assert dtx("new", "lost").code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder in which nobody, not even root, may write")
def test_a_place_that_cannot_be_written_in_is_a_sentence() -> None:
    with pytest.raises(DtxError, match="cannot be made"):
        start(Path("/proc/desk"))


@given(st.text(min_size=1, max_size=60))
@pytest.mark.slow
def test_any_name_becomes_an_id_with_its_title_or_is_refused(word: str) -> None:
    try:
        title, name = named(word)
    except Unknown:
        return
    assert name.isascii() and name[0].isalpha() and len(name) <= 40 and title


@pytest.mark.parametrize("title", ['Ease: "slowly" # now', "Yes", "Rücken & Ruh", "{place}", "it's $$ 5", "back\\slash"])
def test_a_title_arrives_as_it_was_typed(title: str, tmp_path: Path) -> None:
    assert read_manifest(start(tmp_path / title, code=True)).title == title[:1].upper() + title[1:]


# -- the schema

SCHEMATIC = Draft202012Validator(json_schema())
BUNDLED = sorted(paths.bundled("plugins").glob("*/plugin.yaml"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.parent.name)
def test_the_schema_takes_every_plugin_that_ships(file: Path) -> None:
    assert [error.message for error in SCHEMATIC.iter_errors(yaml.safe_load(file.read_text("utf-8")))] == []


@pytest.mark.parametrize("code", [False, True])
def test_the_schema_takes_a_new_plugin(code: bool, tmp_path: Path) -> None:
    file = start(tmp_path / "desk", code=code) / "plugin.yaml"
    assert [error.message for error in SCHEMATIC.iter_errors(yaml.safe_load(file.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("version:", "versoin:"),
        ("minutes: 2", "minutes: long"),
        ("flags: [new_pain", "flags: [new_pian"),
        ("choose:", "chose:"),
        ("times: 6", "times: 0"),
        ("type: yes_no", "type: maybe"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(was: str, now: str, tmp_path: Path) -> None:
    text = (start(tmp_path / "desk") / "plugin.yaml").read_text("utf-8")
    assert was in text
    assert list(SCHEMATIC.iter_errors(yaml.safe_load(text.replace(was, now)))) != []


def test_every_key_says_what_it_is_for() -> None:
    """An editor shows it beside the completion."""
    schema = json_schema()
    shapes = [schema, *schema["$defs"].values(), schema["$defs"]["option"]["anyOf"][0]]
    silent = [key for shape in shapes for key, value in shape.get("properties", {}).items() if not value.get("description")]
    assert silent == []


@pytest.mark.slow
def test_a_real_editor_completes_and_checks_it_without_a_network(tmp_path: Path) -> None:
    """The YAML language server, which the editors use; `.ci/run --full` installs it."""
    assert found() is not None, "yaml-language-server is not installed: npm install -g yaml-language-server"
    file = start(tmp_path / "desk") / "plugin.yaml"
    text = file.read_text("utf-8")
    with LanguageServer(tmp_path) as server:
        assert server.open(file, text) == []
        at = len(text.splitlines())
        grown = file.with_name("grown.yaml")
        assert server.open(grown, f"{text}  - si") != []
        offered = server.completions(grown, at, 6)
        assert set(offered) >= {"say", "silence", "breathe", "choose"}
        assert "Quiet, for so long" in offered["silence"]
        wrong = file.with_name("wrong.yaml")
        assert any("versoin" in fault for fault in server.open(wrong, text.replace("version:", "versoin:")))
