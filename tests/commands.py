"""Commands as tests run them: in this process, or in one of their own where the boundary is the point."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dtx.__main__ import main

ROOT = Path(__file__).parent.parent
ANSWERS = {"before.pain": 6, "before.relax": 3, "after.pain": 4, "after.relax": 7, "felt_worse": "no"}


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line of a problem: nothing else on either stream, and no traceback."""
        assert self.out == "", self.out
        lines = self.err.splitlines()
        assert len(lines) == 1 and lines[0].startswith("dtx: "), self.err
        return lines[0].removeprefix("dtx: ")


class Commands:
    """`dtx WORDS` in this process, with `typed` on standard input."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._capsys, self._monkeypatch, self._folder = capsys, monkeypatch, folder

    def __call__(self, *words: str, typed: str = "") -> Done:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        self._capsys.readouterr()
        code = main(list(words))
        captured = self._capsys.readouterr()
        return Done(code, captured.out, captured.err)

    def session(self, activity_id: str = "breathing.coherent_46", *words: str, answers: Any = None) -> Done:
        """A whole session on a clock that does not wait."""
        return self(
            "run", activity_id, "--plain", "--pace", "fast", "--answers", self.file(ANSWERS if answers is None else answers), *words
        )

    def file(self, answers: Any) -> str:
        """A file of answers: JSON, or the text itself."""
        path = self._folder / "answers.json"
        path.write_text(answers if isinstance(answers, str) else json.dumps(answers), encoding="utf-8")
        return str(path)

    def sessions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self("sessions", "--json").json
        return found


def child(*words: str, **how: Any) -> subprocess.CompletedProcess[str]:
    """`dtx WORDS` in a process of its own, without a terminal."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]), **how.pop("env", {})}
    how = {"stdin": subprocess.DEVNULL, "capture_output": True} | how
    if "input" in how:
        del how["stdin"]
    return subprocess.run([sys.executable, "-m", "dtx", *words], encoding="utf-8", env=environment, timeout=60, **how)
