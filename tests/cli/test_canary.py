"""A word of one's own in every field there is to type in: where it is afterwards, and that it is nowhere else."""

import tempfile
from pathlib import Path

import pytest

from tests.commands import Commands, Done
from tests.records.test_erasing import files_with
from tests.records.test_locked import PASSPHRASE, cheap

__all__ = ["cheap"]

CANARY = "kestrel-4711"
BEFORE = {"before.pain": 6, "before.relax": 3, "after.pain": 4, "after.relax": 7}
HURT = {**BEFORE, "felt_worse": "a_little", "felt_worse.what": [], "felt_worse.text": f"{CANARY} hurt"}
CHECK_IN = {
    "pain": {"worst": 7, "average": 5, "least": 2},
    "sites": ["low_back"],
    **{part: [f"{CANARY} {part}"] for part in ("words", "triggers", "helped")},
    "note": f"{CANARY} note",
    "medicine": [{name: f"{CANARY} {name}" for name in ("name", "reason", "side_effect")} | {"status": "taken"}],
    "treatment": [{"what": f"{CANARY} what", "helped": 3}],
}
PROFILE = ("name.low_back", "agreed.lung")


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nothing_to_mention: None) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path / "answers")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything goes that is made for a moment."""
    for name in ("answers", "temporary"):
        (tmp_path / name).mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path / "temporary"


def type_everywhere(dtx: Commands) -> str:
    """Use every field, and give what was said on standard error meanwhile."""
    said = [opened(dtx, "profile", "--set", f"{name}={CANARY} {name}, 2126-05-01") for name in PROFILE]
    for activity in ("thought_record.five", "thought_record.coping_card", "thought_record.experiment"):
        asked = opened(dtx, "read", activity, "--json").json["asks"]
        texts = {one["id"]: f"{CANARY} {one['id']}" for one in asked if one["kind"] == "text"}
        assert texts, "there is something to write in"
        answers = dtx.file({**HURT, **texts})
        said.append(opened(dtx, "run", activity, "--plain", "--pace", "fast", "--answers", answers))
    said.append(opened(dtx, "checkin", "--answers", dtx.file(CHECK_IN)))
    said.append(opened(dtx, "questions", "--add", f"{CANARY}?"))
    said.append(opened(dtx, "questions", "--asked", "1", "--answer", f"{CANARY}!"))
    said += [opened(dtx, *words) for words in (("doctor", "--mute"), ("insight",), ("history",))]
    return "".join(one.err for one in said)


def opened(dtx: Commands, *words: str) -> Done:
    """A command that is told the passphrase, whether it is asked for or not."""
    done = dtx("--passphrase-stdin", *words, typed=PASSPHRASE)
    assert done.code == 0, (words, done.err)
    return done


@pytest.mark.parametrize("locked", [False, True])
def test_a_word_typed_into_every_field_is_in_the_records_alone_and_nowhere_when_they_are_locked(
    locked: bool, dtx: Commands, dtx_home: Path, temporary: Path, cheap: None
) -> None:
    if locked:
        opened(dtx, "lock")
    assert CANARY not in type_everywhere(dtx)
    found = set(files_with(dtx_home, CANARY))
    assert found <= ({"dtx.db", "dtx.db-wal"} if not locked else set())
    assert locked or found, "or it was never typed anywhere"
    assert files_with(temporary, CANARY) == []
    kept = "".join(opened(dtx, what, "--json").out for what in ("diary", "sessions"))
    for part in ("words", "triggers", "helped", "note", "name", "reason", "side_effect", "what", "hurt", "situation"):
        assert f"{CANARY} {part}" in kept, part
    opened(dtx, "erase", "--all", "--yes")
    assert files_with(dtx_home, CANARY) == [] and files_with(temporary, CANARY) == []
