"""Code that did not come with dtx is rehearsed in a child process, so that an endless script costs ten seconds and no more (law 9)."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dtx import paths
from dtx.errors import ScriptProblem
from dtx.world import Prepared

REHEARSAL_S = 10
"""A script that takes longer than this to rehearse is taken for endless (law 9)."""


def foreign(prepared: Prepared) -> bool:
    """Whether the script is code that did not come with dtx."""
    manifest = prepared.opened.manifest
    return bool(manifest.code) and manifest.folder.parent != paths.bundled("plugins")


def read_apart(activity_id: str, given: Mapping[str, Any], at: datetime, home: Path, folders: Sequence[Path]) -> dict[str, Any]:
    """The document of `dtx read --json`, made by a child; it has a `failure` where the script broke off.

    Raises ScriptProblem when the child comes to no end, or to a bad one.
    """
    where = [part for folder in folders for part in ("--plugins", str(folder))]
    python, env = paths.again()
    command = [*python, "-m", "dtx", *where, "read", activity_id, "--json", "--here"]
    asked = json.dumps({"given": dict(given), "at": at.isoformat()})  # not among the arguments, which everybody can list
    env |= {"DTX_HOME": str(home)}
    try:
        child = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=REHEARSAL_S, input=asked, env=env)
    except subprocess.TimeoutExpired:
        raise broken_script(activity_id, f"it does not end within {REHEARSAL_S} seconds") from None
    if child.returncode != 0:
        raise broken_script(activity_id, child.stderr.strip().removeprefix("dtx: ") or "it ended without a word")
    page: dict[str, Any] = json.loads(child.stdout)
    return page


def broken_script(activity_id: str, why: str) -> ScriptProblem:
    problem = f"The script of {activity_id} cannot be read to its end: {why.rstrip('.')}."
    return ScriptProblem(problem, "Tell its author; other activities still work.")
