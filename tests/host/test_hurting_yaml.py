"""Files that were made to hurt, and files mutated at random, are refused within two seconds and in less than 200 MB."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtx.host.explain import clean
from dtx.host.manifest import ManifestProblems, read_manifest
from tests.conftest import FULL
from tests.host.bombs import bombs
from tests.host.broken_files import kinds

MOST_S = 2.0
"""So long a file may take, in seconds of the processor; other programs do not count."""

MOST_MEGABYTES = 200


def hurt(loader: str) -> None:
    child = subprocess.run([sys.executable, "-m", "tests.host.bombs", loader], capture_output=True, text=True, check=False, timeout=120)
    assert child.returncode == 0, child.stderr  # it raised nothing but our own error
    found = json.loads(child.stdout)
    for number, (size, problems, seconds) in enumerate(found["came"]):
        assert size <= 64 * 1024, f"bomb {number} would be refused unread"
        assert problems and seconds < MOST_S, (number, problems, seconds)
    assert len(found["came"]) == len(list(bombs()))
    assert found["megabytes"] < MOST_MEGABYTES


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say how much memory a process took at most")
def test_a_file_that_was_made_to_hurt_is_refused_soon_and_in_little_memory() -> None:
    hurt("CBaseLoader" if hasattr(yaml, "CBaseLoader") else "BaseLoader")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say how much memory a process took at most")
def test_the_parser_without_c_is_as_safe() -> None:
    hurt("BaseLoader")


TEXTS = [kind.text for source in ("from_the_docs.txt", "from_the_loader.txt") for kind in kinds(source)]
SIGNS = [
    "\t",
    "\n",
    "  ",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "#",
    "'",
    '"',
    "&a ",
    "*a",
    "!",
    "|",
    ">",
    "\x00",
    "\u202e",
    "\x1b[2J",
    "é",
    "9" * 30,
]


def mutated(text: str, seed: int) -> str:
    """The text with a few lines and signs moved about, taken out, doubled or put in."""
    dice = random.Random(seed)
    lines = text.splitlines()
    for _ in range(dice.randrange(1, 5)):
        at = dice.randrange(len(lines))
        line = lines[at]
        cut = dice.randrange(len(line) + 1)
        match dice.randrange(6):
            case 0:
                lines.insert(dice.randrange(len(lines) + 1), line)
            case 1:
                lines[at] = " " * dice.randrange(8) + line.lstrip()
            case 2:
                lines[at] = line[:cut] + dice.choice(SIGNS) + line[cut:]
            case 3:
                lines[at] = line[:cut] + line[cut + dice.randrange(1, 4) :]
            case 4:
                lines[at] = dice.choice(dice.choice(TEXTS).splitlines())
            case _ if len(lines) > 1:
                del lines[at]
    return "\n".join(lines) + "\n"


@settings(max_examples=2_000 if FULL else 100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(TEXTS), st.integers(0, 2**32))
def test_whatever_becomes_of_a_file_it_is_a_manifest_or_sentences_and_soon(tmp_path: Path, text: str, seed: int) -> None:
    (folder := tmp_path / "desk").mkdir(exist_ok=True)
    (folder / "plugin.yaml").write_text(mutated(text, seed), encoding="utf-8", errors="replace")
    began = time.process_time()
    try:
        read_manifest(folder)
    except ManifestProblems as problems:
        for problem in problems.problems:
            assert problem.sentence.endswith((".", "?")) and problem.remedy and clean(str(problem)) == str(problem)
    assert time.process_time() - began < MOST_S


FUZZED_S = 60


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="atheris has wheels for Linux only")
def test_a_fuzzer_that_sees_what_it_reaches_finds_nothing_but_sentences() -> None:
    """`.ci/run --full` installs atheris: pip install -e '.[fuzz]'."""
    command = [sys.executable, "-m", "tests.host.fuzz", str(FUZZED_S)]
    child = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, timeout=5 * FUZZED_S)
    assert child.returncode == 0, child.stderr[-4_000:]
    assert "stat::number_of_executed_units" in child.stderr
