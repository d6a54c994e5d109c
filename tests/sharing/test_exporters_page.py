"""The page for those who bring a form of their own: its very plugin is put into a folder, trusted and exported with."""

import re
from pathlib import Path

import pytest

from tests.commands import ROOT, Commands

PAGE = (ROOT / "docs" / "exporters.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_plugin_of_the_page_writes_the_sessions_in_its_form(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, dtx_home: Path, tmp_path: Path
) -> None:
    dtx = Commands(capsys, monkeypatch, tmp_path)
    folder = dtx_home / "plugins" / "our_clinic"
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(block("yaml"), encoding="utf-8")
    (folder / "plugin.py").write_text(block("python"), encoding="utf-8")
    assert "our-clinic" not in dtx("export", "--to", "x").err.split("There are:")[1], "nothing runs that nobody trusted"
    assert dtx("trust", "our_clinic", "--yes").code == 0
    dtx.session("our_clinic.minute", "--at", "2026-05-01T09:30:00+01:00", answers={"before.pain": 0})
    done = dtx("export", "--to", "our-clinic")
    assert (done.code, done.out) == (0, "day;activity;before;after\n2026-05-01;our_clinic.minute;0;\n")
    assert dtx("export", "--to", "our-clinic", "--out", str(tmp_path / "month.csv")).code == 0
    assert (tmp_path / "month.csv").read_text() == done.out
