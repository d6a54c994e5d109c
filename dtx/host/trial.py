"""Trying a plugin's code in a process of its own: what hangs, crashes or ends the program there costs its own entry only."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, perf_counter

from dtx.errors import PluginProblem
from dtx.language import _
from dtx.paths import again

LOADING_S = 10
"""Code that takes longer than this to load is taken for endless (law 9)."""

MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space, where the system can hold a process to it."""

MOST_ANSWER = 64 * 1024
FORKS = hasattr(os, "fork")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of loading the code in one folder; `failure` is a sentence with its remedy, or None."""

    path: str
    failure: str | None
    load_ms: float = 0.0


def tried(folders: Sequence[tuple[str, str]]) -> Iterator[Tried]:
    """Load the code of these (folder, hash) away from here, each alone, and say how each fared. None of it runs in this process."""
    for batch in [list(folders)] if FORKS else [[one] for one in folders]:
        if batch:
            yield from apart(batch)


def apart(batch: Sequence[tuple[str, str]]) -> Iterator[Tried]:
    """One process for all of them; whoever ends that, too, costs the others a new one and nothing else."""
    left = list(batch)
    while left:
        answers = answers_of(left)
        known = next((at for at, (path, _) in enumerate(left) if path not in answers), len(left))
        yield from (answers[path] for path, _ in left[:known])
        yield from (Tried(path, failed(path, ENDED)) for path, _ in left[known : known + 1])
        left = left[known + 1 :]


def answers_of(batch: Sequence[tuple[str, str]]) -> dict[str, Tried]:
    """What one process says of them, by their folders; nothing of those that it did not come to."""
    python, env = again()
    command, limit_s = [*python, "-m", "dtx.host.trial"], (LOADING_S + 1) * len(batch) + 30
    asked = json.dumps({"limit_s": LOADING_S, "folders": batch}).encode()
    try:
        child = subprocess.run(command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=limit_s, env=env)
        lines = child.stdout.splitlines()
    except subprocess.TimeoutExpired as error:
        lines = (error.stdout or b"").splitlines()
    answers: dict[str, Tried] = {}
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            one = Tried(**json.loads(line))
            answers[one.path] = one
    return answers


def failed(path: str, what: str) -> str:
    return f"The plugin '{Path(path).name}' does not load: {what} {REMEDY}"


REMEDY = _("Please tell its author; everything else works as before.")
ENDLESS = f"its code is still not loaded after {LOADING_S} seconds."
ENDED = "its code ends the program that loads it."
CHANGED = "its folder was changed meanwhile."


# -- inside the child


def main() -> None:
    """Standard input has the folders, standard output gets a line for each as soon as it is known."""
    import dtx.host.contents
    import dtx.host.loader  # noqa: F401 - loaded once, before the first fork

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a plugin prints is no answer
    asked = json.load(sys.stdin)
    for path, sha256 in asked["folders"]:
        found = forked(path, sha256, asked["limit_s"], answers.fileno()) if FORKS else loaded(path, sha256)
        answers.write(json.dumps(asdict(found)).encode() + b"\n")


def loaded(path: str, sha256: str) -> Tried:
    """Load the code here, if it still is what was approved."""
    from dtx.host.loader import load
    from dtx.host.manifest import manifest_in
    from dtx.host.trust import read_tree

    began = perf_counter()
    failure = None
    try:
        tree = read_tree(Path(path))
        if tree.sha256 != sha256:
            return Tried(path, failed(path, CHANGED))
        load(manifest_in(tree), tree)
    except PluginProblem as problem:
        failure = str(problem)
    except KeyboardInterrupt:
        failure = failed(path, ENDED)
    return Tried(path, failure, round((perf_counter() - began) * 1000, 2))


def forked(path: str, sha256: str, limit_s: float, not_its: int) -> Tried:
    """Load it in a process of its own, which is ended with all it has started as soon as it has answered, or has not."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.close(not_its)  # what it starts and leaves behind would hold the answers open
        inside(path, sha256, writing)
    os.close(writing)
    with suppress(OSError):
        os.setpgid(child, child)  # both do it: whoever is first
    try:
        answer = answered(reading, limit_s)
    finally:
        os.close(reading)
        with suppress(OSError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if answer is None:
        return Tried(path, failed(path, ENDLESS))
    try:
        return Tried(path, **json.loads(answer))
    except (ValueError, TypeError):
        return Tried(path, failed(path, ENDED))


def inside(path: str, sha256: str, writing: int) -> None:
    """The whole life of one such process."""
    try:
        os.setpgid(0, 0)
        hold_memory()
        found = loaded(path, sha256)
        os.write(writing, json.dumps({"failure": found.failure, "load_ms": found.load_ms}).encode() + b"\n")
    finally:
        os._exit(0)  # without a look at what the plugin left behind for the end


def answered(reading: int, limit_s: float) -> bytes | None:
    """The one line that is written there; what there was when it was closed; None when there is none in time."""
    from select import select

    end, answer = monotonic() + limit_s, b""
    while not answer.endswith(b"\n"):
        ready, _, _ = select([reading], [], [], max(0.0, end - monotonic()))
        if not ready:
            return None
        more = os.read(reading, MOST_ANSWER)
        answer += more
        if not more or len(answer) > MOST_ANSWER:
            break
    return answer


def hold_memory() -> None:
    """Let what asks for too much be told that there is none, so that the person's computer goes on working."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
