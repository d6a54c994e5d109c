"""Code that did not come with dtx is rehearsed in a child process, so that an endless script costs ten seconds and no more (law 9)."""

import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from dtx import paths
from dtx.errors import ScriptProblem
from dtx.language import _
from dtx.sessions.world import Prepared

MOST_TOLD = 50_000_000
"""Bytes of what a child says that are read; no rehearsal has so many."""

REHEARSAL_S = 10
"""A script that takes longer than this to rehearse is taken for endless (law 9)."""


def foreign(prepared: Prepared) -> bool:
    return prepared.foreign


def read_apart(
    activity_id: str, words: Sequence[str], given: Mapping[str, Any], at: datetime, home: Path, key: bytes | None = None
) -> dict[str, Any]:
    """The document of `dtx read --json`, made by a child that is told `words`; it has a `failure` where the script broke off.

    `key` opens the records, where they are locked.

    Raises ScriptProblem when the child comes to no end, or to a bad one.
    """
    python, env = paths.again()
    command = [*python, "-m", "dtx", *words, "--json", "--here"]
    # not among the arguments, which everybody can list
    asked = json.dumps({"given": dict(given), "at": at.isoformat(), "key": None if key is None else key.hex()})
    try:
        done = in_a_child(command, asked, REHEARSAL_S, env | {"DTX_HOME": str(home)})
    except subprocess.TimeoutExpired:
        raise broken_script(activity_id, _("it does not end within {seconds} seconds").format(seconds=REHEARSAL_S)) from None
    if done.returncode != 0:
        raise broken_script(activity_id, done.stderr.strip().removeprefix("dtx: ") or _("it ended without a word"))
    page = page_of(done.stdout)
    if page is None:
        raise broken_script(activity_id, _("it writes where its rehearsal is written"))
    return page


def page_of(told: str) -> dict[str, Any] | None:
    """The document that a child has written; None where its script has written over it, or something else in its place."""
    try:
        page = json.loads(told)
    except ValueError:
        return None
    whole = isinstance(page, dict) and all(isinstance(page.get(name), list) for name in ("phases", "asks"))
    return page if whole and isinstance(page.get("total_s"), int | float) else None


def in_a_child(command: Sequence[str], asked: str, limit_s: float, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a command with `asked` on its standard input. Raises TimeoutExpired, and then nothing of it runs on.

    There are no pipes: what other people's code starts itself would hold them open, and us waiting. On POSIX that is ended, too.
    """
    with in_memory() as given, in_memory() as out, in_memory() as err:
        given.write(asked.encode())
        given.seek(0)
        child = subprocess.Popen(command, stdin=given, stdout=out, stderr=err, env=dict(env), start_new_session=os.name == "posix")
        try:
            code = child.wait(limit_s)
        finally:
            if os.name == "posix":
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.pid, signal.SIGKILL)
            child.kill()
            child.wait()
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read(MOST_TOLD).decode(errors="replace"))
    return subprocess.CompletedProcess(command, code, *told)


def in_memory() -> IO[bytes]:
    """A file on no disk, where the system has such files; else one without a name. What is told and answered may be a person's words."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("dtx"), "w+b")
    return TemporaryFile()


def broken_script(activity_id: str, why: str) -> ScriptProblem:
    problem = _("The script of {activity} cannot be read to its end: {why}.").format(activity=activity_id, why=why.rstrip("."))
    return ScriptProblem(problem, _("Tell its author; other activities still work."))
