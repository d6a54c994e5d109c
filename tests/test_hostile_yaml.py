"""A therapist's file that means harm: what it says, names and weighs does nothing to a terminal, a disk or the memory."""

import json
import os
import re
import time
import unicodedata
from pathlib import Path

import pytest

from dtx.errors import PluginProblem
from dtx.host.manifest import read_manifest
from dtx.host.shelf import Shelf
from dtx.sound.clips import Clips
from tests.commands import Commands
from tests.host.texts import STEPS

SIGNS = {
    "clears the screen": "\x1b[2J",
    "sets the title": "\x1b]0;owned\x07",
    "fills the clipboard": "\x1b]52;c;bWVhbg==\x07",
    "one byte for two": "\x9b31m",
    "turns the direction around": "\u202eback\u2066",
    "cannot be seen": "\u200b\u2060\u00ad\U000e0041\ufeff",
    "is nobody's": "\ue000\U0010fffd",
    "breaks the line": "\u2028\u2029\x85\x0b",
}
MARKUP = "[@click=app.quit()][bold red]x[/]"
NASTY = "".join(SIGNS.values()) + MARKUP
SEEN = "[2J]0;owned]52;c;bWVhbg==31mback "
"""What is left of the signs: letters, which do nothing."""


def said(words: str) -> str:
    """Words with everything nasty in them, written so that YAML takes them."""
    return '"' + "".join(c if " " <= c <= "~" else f"\\U{ord(c):08x}" for c in f"{words} {NASTY} end.") + '"'


def nasty(folder: Path) -> Path:
    """A plugin with it in every text there is."""
    steps = f"""
  - say: {said("Say")}
    pause: 8
    picture: stick.txt
    alt: {said("Alt")}
  - timed: {said("Timed")}
    for: 60
    lines: [{said("Line")}, {said("Line two")}]
  - section: {said("Section")}
    seconds: 60
    lines:
      0: {said("Part")}
  - tense: {said("Hand")}
    words: {said("Fist")}
    cue: 20
    times: 1
  - move: {said("Move")}
    words: {said("How")}
    caution: {said("Care")}
    reps: 1
    transition: 60
  - choose: {said("Choose")}
    from: [{said("First")}, Second]
    save: place
  - say: You chose {{place}}.
  - several: {said("Several")}
    from: [{said("One")}, Two]
    example: {said("Example")}
  - rate: {said("Rate")}
    low_label: {said("Low")}
    high_label: {said("High")}
  - ask: {said("Ask")}
  - ready: {said("Ready")}
    button: {said("Button")}
"""
    head = f"""
api: 1
title: {said("Title")}
summary: {said("Summary")}
author: {said("Author")}
reviewer: {said("Reviewer")}
reviewed_on: 2026-01-31
version: 1.0.0
licence: {said("Licence")}
flags: none
cautions: [{said("Caution")}]
stop_rules: [{said("Stop")}]
easier: {said("Easier")}
minutes: 5
options:
  word: {{type: text, default: {said("Word")}, words: {said("Words")}}}
  form: {{type: choice, choices: [{said("Form")}, other], words: {said("Which")}}}
steps:
"""
    (folder / "desk").mkdir(parents=True)
    (folder / "desk" / "plugin.yaml").write_text(head + steps.lstrip("\n"), encoding="utf-8")
    (folder / "desk" / "stick.txt").write_text(" o\n/|\\\n", encoding="utf-8")
    return folder


def acted_on(text: str) -> list[str]:
    """What a terminal would act on, and what a person would not see, in something that was printed."""
    return [letter for letter in text if letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")]


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def test_nothing_it_says_reaches_a_terminal_as_an_order(dtx_home: Path, dtx: Commands, tmp_path: Path) -> None:
    nasty(dtx_home / "plugins")
    assert SEEN in f"{read_manifest(dtx_home / 'plugins' / 'desk').title} "
    assert dtx.session("desk.desk").code == 0
    [session] = [one["session_id"] for one in dtx.sessions()]
    for words in (
        ("activities",),
        ("activities", "--json"),
        ("plugins",),
        ("plugins", "--json"),
        ("check", "desk"),
        ("read", "desk.desk"),
        ("read", "desk.desk", "--json"),
        ("read", "desk.desk", "--html", str(tmp_path / "page.html")),
        ("sessions",),
        ("show", session),
        ("show", session, "--json"),
        ("export", "--to", "csv"),
        ("export", "--to", "jsonl"),
        ("run", "desk.desk", "--plain", "--set", "form=none such"),
    ):
        done = dtx(*words)
        printed = done.out.removeprefix("\ufeff").replace("\r\n", "\n")  # what a spreadsheet wants of a CSV file
        assert acted_on(printed + done.err) == [], words
    assert "owned" in dtx("read", "desk.desk").out and MARKUP in dtx("read", "desk.desk").out
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert acted_on(page) == [] and "<script" not in page


def test_nor_a_broken_one_that_is_told_what_is_wrong(dtx_home: Path, dtx: Commands) -> None:
    folder = dtx_home / "plugins" / "desk"
    folder.mkdir(parents=True)
    for broken in (
        STEPS + f"  - {said('Step')}: 4\n",
        STEPS + f"  - say: x\n    {said('for')}: 4\n",
        STEPS + f"  - silence: {said('4')}\n",
        STEPS + f"  - say: x\n    recording: {said('a.ogg')}\n",
        STEPS + f"  - say: x\n    picture: {said('a.txt')}\n    alt: x\n",
        STEPS + f"  - ask: x\n    save: {said('name')}\n",
        STEPS + f"  - silence: 4\n    when: {said('place')}\n",
        STEPS.replace("flags: none", f"flags: [{said('lung')}]") + "  - silence: 4\n",
        STEPS.replace("steps:", f"options:\n  {said('pace')}: [a, b]\nsteps:") + "  - silence: 4\n",
        STEPS + f"  - say: {NASTY}\n",
    ):
        (folder / "plugin.yaml").write_text(broken, encoding="utf-8")
        for words in (("plugins",), ("check", str(folder)), ("activities",), ("read", "desk.desk")):
            done = dtx(*words)
            assert acted_on(done.out + done.err) == [], (broken, words)
        assert dtx("check", str(folder)).code == 1


@pytest.mark.parametrize("key", ["recording", "picture", "ambience"])
@pytest.mark.parametrize(
    "name",
    [
        "../secret{}",
        "a/../../secret{}",
        "/etc/secret{}",
        "C:\\secret{}",
        "..\\secret{}",
        "https://example.org/x{}",
        "//host/x{}",
        "./../x{}",
    ],
)
def test_no_name_of_a_file_leads_out_of_the_folder(key: str, name: str, tmp_path: Path) -> None:
    ending = ".txt" if key == "picture" else ".ogg"
    (tmp_path / "secret.txt").write_text("o\n", encoding="utf-8")
    (folder := tmp_path / "desk").mkdir()
    step = "  - ambience: {}\n" if key == "ambience" else f"  - say: x\n    {key}: {{}}\n" + ("    alt: x\n" if key == "picture" else "")
    (folder / "plugin.yaml").write_text(STEPS + step.format(json.dumps(name.format(ending))), encoding="utf-8")
    with pytest.raises(PluginProblem, match="leads out of the plugin's folder"):
        read_manifest(folder)


def test_a_link_leads_nowhere_whatever_reads_the_folder(dtx_home: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET\n", encoding="utf-8")
    folder = dtx_home / "plugins" / "desk"
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(STEPS + "  - say: x\n    picture: look.txt\n    alt: x\n", encoding="utf-8")
    (folder / "look.txt").symlink_to(secret)
    with pytest.raises(PluginProblem, match=r"no picture 'look\.txt'"):
        read_manifest(folder)
    shelf = Shelf(dtx_home)
    [entry] = [one for one in shelf.plugins() if one.id == "desk"]
    assert entry.state == "broken" and "has a link" in str(entry.problem)
    assert Clips(folder=folder)._inside("look.txt") is None


GIGABYTE = 1024**3


def sparse(path: Path) -> None:
    """A file of a gigabyte that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(GIGABYTE)


@pytest.mark.skipif(os.name == "nt", reason="there the file would really be written")
@pytest.mark.parametrize("name", ["plugin.yaml", "look.txt", "rain.ogg"])
def test_a_gigabyte_is_refused_unread(name: str, dtx_home: Path, tmp_path: Path) -> None:
    folder = dtx_home / "plugins" / "desk"
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(STEPS + "  - say: x\n    picture: look.txt\n    alt: x\n", encoding="utf-8")
    (folder / "look.txt").write_text("o\n", encoding="utf-8")
    sparse(folder / name)
    began = time.process_time()
    [entry] = [one for one in Shelf(dtx_home, only="desk").plugins() if one.id == "desk"]
    assert entry.state == "broken" and f"over 2 MB, '{name}'" in str(entry.problem)
    if name != "rain.ogg":
        with pytest.raises(PluginProblem, match=r"larger than 64 KiB|no picture"):
            read_manifest(folder)
    assert time.process_time() - began < 2


def test_an_answer_of_a_megabyte_is_not_said_again(dtx_home: Path, dtx: Commands) -> None:
    folder = dtx_home / "plugins" / "desk"
    folder.mkdir(parents=True)
    steps = "  - ask: What?\n    save: what\n  - say: You said {what}.\n"
    (folder / "plugin.yaml").write_text(STEPS + steps, encoding="utf-8")
    done = dtx.session("desk.desk", answers={"what": "word " * 3_000, "before.*": 1, "after.*": 1, "felt_worse": "no"})
    assert done.code == 0 and len(re.findall(r"\bword\b", done.out)) == 20
    [session] = dtx.sessions()
    assert session["planned_s"] <= 15 and session["active_s"] <= 15
