"""The page for therapists is true: its examples load, and every key of the format stands in it."""

import re
from pathlib import Path

import pytest

from dtx.host.contents import ActivityShape, ContentsShape
from dtx.host.licences import InstrumentShape
from dtx.host.manifest import read_manifest
from dtx.host.options import TYPES
from dtx.host.shape import keys_of
from dtx.host.vocabulary import VOCABULARY
from tests.host.broken_files import sound

PAGE = (Path(__file__).parents[2] / "docs" / "therapists.md").read_text(encoding="utf-8")
EXAMPLE, *FRAGMENTS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
PICTURE = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0]
ALWAYS = ("when", "picture", "alt", "instrument")
"""What every step, or every step with words, may take: told below the table."""


def uncommented(text: str) -> str:
    return re.sub(r"\s+# .*", "", text)


def test_the_corpus_is_made_from_the_example_of_the_page() -> None:
    assert uncommented(EXAMPLE).strip() == sound("desk_stretches").strip()


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.split(":")[0].strip(" -"))
def test_each_fragment_of_the_page_loads(fragment: str, tmp_path: Path) -> None:
    (folder := tmp_path / "desk_stretches").mkdir()
    for name in ("rain.ogg", "feet.ogg", "voice/one.ogg"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    text = sound("desk_stretches")
    if fragment.startswith("activities:"):
        text = text.split("minutes:")[0]
    text = text + fragment if fragment.startswith(" ") else fragment + text
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    assert read_manifest(folder).activities


def test_the_picture_of_the_page_is_one(tmp_path: Path) -> None:
    (folder := tmp_path / "desk_stretches").mkdir()
    (folder / "stand.txt").write_text(PICTURE, encoding="utf-8")
    text = sound("desk_stretches") + "  - say: You might stand up.\n    picture: stand.txt\n    alt: Somebody stands.\n"
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    assert read_manifest(folder).activities


def test_every_key_of_every_step_stands_in_its_row_of_the_table() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|(.*)$", PAGE.split("## The steps")[1].split("\nTimes are written as")[0], re.MULTILINE)
    told = {verb: set(re.findall(r"`(\w+)", row)) for verbs, row in rows for verb in re.findall(r"`(\w+)`", verbs)}
    untold = {verb: set(keys_of(shape)) - {verb, *ALWAYS} - told[verb] for verb, shape in VOCABULARY.items()}
    assert {verb: keys for verb, keys in untold.items() if keys} == {}


def test_every_other_key_stands_on_the_page() -> None:
    keys = {*keys_of(ContentsShape), *keys_of(ActivityShape), *keys_of(InstrumentShape), *TYPES, *ALWAYS, "instead_of", "choices"}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b(?::|`)", PAGE)] == []
