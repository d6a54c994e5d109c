"""Who speaks is read from the list of what was recorded, and nothing else is loaded for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dtx import paths
from dtx.sound.narrator import NO_VOICE, introduced, narrator
from dtx.sound.trial import LINE


def manifest(folder: Path, words: str) -> Path:
    (folder / "voice").mkdir(parents=True, exist_ok=True)
    (folder / "voice" / "manifest.json").write_text(words, encoding="utf-8")
    return folder


def test_the_voice_that_ships_says_the_line_for_the_level_check() -> None:
    """Sound page, section 7: the level check plays the line on a comfortable volume."""
    speaks = narrator()
    assert speaks is not None
    assert speaks.name == "af_heart"
    assert 1.0 < speaks.seconds[LINE] < 5.0
    assert "made by a computer" in introduced(speaks) and "af_heart" in introduced(speaks)


def test_without_clips_words_guide(tmp_path: Path) -> None:
    assert narrator(tmp_path) is None
    assert introduced(None) == NO_VOICE


@pytest.mark.parametrize(
    "words", ["", "[]", "{}", "7", '{"voice": "a"}', '{"voice": "a", "clips": []}', '{"voice": "a", "clips": {}}', '{"clips": {"k": {}}}']
)
def test_a_list_that_cannot_be_read_is_no_voice(words: str, tmp_path: Path) -> None:
    assert narrator(manifest(tmp_path, words)) is None


def test_a_list_says_how_long_each_line_takes(tmp_path: Path) -> None:
    kept = {"voice": "af_heart", "clips": {"k": {"text": "Rest", "seconds": 0.93}}}
    speaks = narrator(manifest(tmp_path, json.dumps(kept)))
    assert speaks is not None and dict(speaks.seconds) == {"Rest": 0.93}


def test_asking_loads_no_sound_library() -> None:
    """A key waits for nobody: numpy alone takes 0.2 s to load."""
    code = (
        "import sys; from dtx.sound.narrator import narrator; import dtx.sound.trial; narrator();"
        "print(sorted({'numpy', 'soundfile', 'sounddevice', 'pydantic'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=paths.bundled("media").parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
