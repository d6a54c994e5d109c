"""The pages for authors are whole and true: a page a step and a page a hook, and everything in them has been run."""

import re
from ast import dump, parse
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import indent

import pytest

import dtx
from dtx.care.flags import FLAGS
from dtx.care.gate import TABLE
from dtx.care.gate_words import ABOUT
from dtx.care.regions import MIDDLE, SIDED
from dtx.host import hookspecs
from dtx.host.manifest import read_manifest
from dtx.host.shape import keys_of
from dtx.host.vocabulary import VOCABULARY
from dtx.settings import BEDS
from dtx.testing import rehearse
from tests.commands import ROOT, Commands
from tests.evenings import plugin
from tests.host.test_hooks import example

DOCS = ROOT / "docs"
STEPS, HOOKS = DOCS / "authors" / "steps", DOCS / "authors" / "hooks"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = """\
api: 1
title: From the pages
summary: A practice that stands in the pages for authors.
author: A. Therapist
reviewer: none yet
version: 1.0.0
licence: CC-BY-4.0
flags: [new_pain, red_flag, under_18, limited, heart, lung, epilepsy, pregnancy, surgery, numb, cancer, falls, trauma, drowsy]
stop_rules: Stop whenever you want to.
easier: Leave out whatever you like.
minutes: {minutes}
"""


def blocks(page: Path, language: str) -> Iterator[str]:
    for found, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if found == language:
            yield body


def written(folder: Path, body: str, code: str | None = None, minutes: int = 3) -> Path:
    """A plugin of what stands on a page: its steps, with options or without, or its code."""
    whole = body if body.startswith(("options:", "steps:", "code:")) else f"steps:\n{indent(body, '  ')}"
    return plugin(folder, "pages", HEAD.format(minutes=minutes) + whole, code)


def test_every_step_has_its_page_and_no_page_is_left_over() -> None:
    assert {page.stem for page in STEPS.glob("*.md")} == set(VOCABULARY)


def test_every_hook_has_its_page_with_the_very_example_of_its_documentation() -> None:
    assert {page.stem for page in HOOKS.glob("*.md")} == set(hookspecs.NAMES)
    for name in hookspecs.NAMES:
        (code,) = blocks(HOOKS / f"{name}.md", "python")
        assert dump(parse(code)) == dump(parse(example(name))), name


@pytest.mark.parametrize("verb", VOCABULARY)
def test_a_steps_page_names_every_key_that_it_takes_and_none_besides(verb: str) -> None:
    page = (STEPS / f"{verb}.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", page, re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert named == set(keys_of(VOCABULARY[verb])) - {verb}
    assert page.startswith(f"# {verb}\n") and "In Python: " in page


@pytest.mark.parametrize("verb", VOCABULARY)
def test_the_example_of_a_steps_page_is_a_practice_with_nothing_to_put_right(
    verb: str, tmp_path: Path, check: Callable[[Path], str]
) -> None:
    (body,) = blocks(STEPS / f"{verb}.md", "yaml")
    assert f"- {verb}:" in body
    folder = written(tmp_path, body)
    assert check(folder) == ""
    assert rehearse(folder, profile={"sore": "neck"}).status == "completed"


@pytest.mark.parametrize("verb", [verb for verb in VOCABULARY if verb != "repeat"])
def test_a_steps_page_says_how_it_is_written_in_python(verb: str) -> None:
    line = (STEPS / f"{verb}.md").read_text(encoding="utf-8").partition("In Python: ")[2]
    name = verb.capitalize()
    found = re.search(rf"`(?:\w+ = )?(?:yield )?({name}\(.*?\))`", line)
    assert found is not None and hasattr(dtx, name)
    step = eval(found[1], vars(dtx) | {name: getattr(dtx, name) for name in dtx.__all__})  # noqa: S307 - our own page
    assert step.verb == verb


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Path], str]:
    """What `dtx check` finds that is no hint."""
    commands = Commands(capsys, monkeypatch, tmp_path)

    def found(folder: Path) -> str:
        findings = commands("check", str(folder), "--mine", "--json").json["findings"]
        return "\n".join(f"{one['place']}: {one['sentence']}" for one in findings if not one["warning"])

    return found


COOKED = list(blocks(DOCS / "authors" / "cookbook.md", "yaml"))
BAKED = [
    (page.name, body) for page in (DOCS / "authors" / "cookbook.md", DOCS / "authors" / "python.md") for body in blocks(page, "python")
]


@pytest.mark.parametrize("number", range(len(COOKED)))
def test_every_recipe_is_a_practice_with_nothing_to_put_right(number: int, tmp_path: Path, check: Callable[[Path], str]) -> None:
    folder = written(tmp_path, COOKED[number])
    assert check(folder) == ""
    assert rehearse(folder).status == "completed"


@pytest.mark.parametrize("number", range(len(BAKED)))
def test_every_piece_of_python_runs(number: int, tmp_path: Path, rehearse: Callable[..., object]) -> None:
    page, code = BAKED[number]
    options = "options:\n  rounds: {type: whole, from: 1, to: 5, default: 2}\n"
    if "def test_" in code:
        scripts = [body for name, body in BAKED if name == page and "hookimpl" in body]
        plugin(tmp_path, "tide", HEAD.format(minutes=1) + "code: plugin.py\n", scripts[0])
        names: dict[str, Callable[..., None]] = {}
        exec(code, names)  # noqa: S102 - our own page
        names["test_the_sea_is_remembered"](lambda name, answers: rehearse(tmp_path / name, answers))
        return
    folder = written(tmp_path, options + "code: plugin.py\n", code)
    for answers in ([], ["Yes"] * 5 if "A few more" in code else []):
        assert rehearse(folder, answers).status == "completed"  # type: ignore[attr-defined]


def test_the_example_of_a_plan_is_read() -> None:
    from dtx.host.plan_file import read_plan

    (body,) = blocks(DOCS / "authors" / "plans.md", "yaml")
    plan = read_plan(Path("plan.yaml"), body.encode())
    assert [item.id for item in plan.items] == ["coherent_46", "back"]


def test_every_page_for_authors_is_led_to_from_their_first_page() -> None:
    first = (DOCS / "authors.md").read_text(encoding="utf-8")
    pages = [page.relative_to(DOCS).as_posix() for page in (DOCS / "authors").rglob("*.md")]
    assert [page for page in pages if f"({page})" not in first] == []
    for page in ("README.md", "docs/therapists.md"):
        assert "authors.md" in (ROOT / page).read_text(encoding="utf-8"), page


def test_the_limits_that_the_pages_name_are_those_that_hold() -> None:
    from dtx.care.breaths import LONGEST_HOLD_S, SHORTEST_BREATH_S
    from dtx.engine.reel import MOST_STEPS
    from dtx.host.trial import LOADING_S, MOST_MEMORY
    from dtx.host.trust import DEEPEST, MOST_BYTES, MOST_FILE_BYTES, MOST_FILES
    from dtx.host.yaml_reader import MOST_BYTES as MOST_YAML
    from dtx.host.yaml_reader import MOST_CHARACTERS

    page = (DOCS / "authors" / "what_a_plugin_can.md").read_text(encoding="utf-8")
    assert f"{LOADING_S} seconds, {MOST_STEPS:,} steps, {MOST_MEMORY // 1024**3} GiB" in page
    sizes = f"{MOST_FILES} files, {MOST_FILE_BYTES // 1024**2} MB a file, {MOST_BYTES // 1024**2} MB in all, folders {DEEPEST} deep"
    assert sizes in page and f"up to {MOST_YAML // 1024} KiB with lines up to {MOST_CHARACTERS:,} characters" in page
    breathe = (STEPS / "breathe.md").read_text(encoding="utf-8")
    assert f"Holds over {LONGEST_HOLD_S:g} s and breaths under {SHORTEST_BREATH_S:g} s are not offered." in breathe


def test_what_pip_installs_is_the_example_that_the_page_names() -> None:
    assert "`tests/packages/dtx-tide`" in (DOCS / "authors" / "python.md").read_text(encoding="utf-8")
    assert read_manifest(ROOT / "tests" / "packages" / "dtx-tide" / "tide").title == "Tide"


def test_the_page_of_names_has_each_flag_with_what_it_closes_and_each_region_and_bed() -> None:
    """Somebody who may not look at the code has no other way to know them."""
    page = (DOCS / "authors" / "names.md").read_text(encoding="utf-8")
    rows = {name: (about, closes) for name, about, closes in re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", page, re.MULTILINE)}
    assert tuple(rows) == FLAGS
    assert {name: about for name, (about, _) in rows.items()} == ABOUT
    words = {"holds": "held breaths", "breathing": "breathing", "scan": "body scans", "pmr": "tightening muscles"}
    words |= {"thought": "forms to write", "exercise": "exercises", "imagery": "words and quiet"}
    for flag, (_, closes) in rows.items():
        closed = [word for kind, word in words.items() if kind in TABLE[flag] and TABLE[flag][kind].kind == "B"]
        assert closes == ("everything" if len(closed) == len(words) else ", ".join(closed) or "nothing"), flag
    assert all(f"`{name}`" in page for name in (*MIDDLE, *SIDED, *BEDS))
