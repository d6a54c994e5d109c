"""A plugin that broke, was removed or became another one leaves its sessions readable, exportable and correctly titled."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from dtx.errors import Refused
from tests.commands import Commands, Done
from tests.evenings import EVENING, Evening
from tests.host.texts import STEPS

TITLE, ASKED = "Grandmother's evening rest", "Which chair did you sit in?"
STEPS_OF_IT = f"  - say: Sit down.\n    pause: 8\n  - choose: {ASKED}\n    from: [The blue one, The green one]\n    save: chair\n"
WHOLE = STEPS.replace("Desk stretches", TITLE) + STEPS_OF_IT
ANSWERS = {"before.pain": 6, "before.relax": 3, "chair": "The green one", "after.pain": 4, "after.relax": 7, "felt_worse": "no"}


def removed(folder: Path) -> None:
    shutil.rmtree(folder)


def written(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "plugin.yaml").write_text(text, encoding="utf-8")

    return write


def emptied(folder: Path) -> None:
    (folder / "plugin.yaml").unlink()


def turned_into_code(folder: Path) -> None:
    (folder / "plugin.py").write_text("raise SystemExit('gone')\n", encoding="utf-8")
    written(WHOLE.replace(STEPS_OF_IT, "").replace("steps:\n", "code: plugin.py\n"))(folder)


WAYS: dict[str, Callable[[Path], None]] = {
    "removed": removed,
    "without its file": emptied,
    "no YAML any more": written("steps: [\n"),
    "with a mistake in it": written(WHOLE.replace("pause: 8", "puase: 8")),
    "of a later dtx": written("api: 9\n"),
    "of another title": written(WHOLE.replace(TITLE, "Something else").replace(ASKED, "How are you?")),
    "without the activity": written(WHOLE.replace("steps:", "id: other\nsteps:")),
    "code that nobody approved": turned_into_code,
}


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def folder(dtx_home: Path) -> Path:
    (folder := dtx_home / "plugins" / "evening_rest").mkdir(parents=True)
    written(WHOLE)(folder)
    return folder


def fine(done: Done) -> str:
    assert done.code == 0 and "Traceback" not in done.err, done.err
    return done.out


@pytest.mark.parametrize("way", WAYS)
def test_its_sessions_read_as_they_did(way: str, folder: Path, dtx: Commands) -> None:
    fine(dtx.session("evening_rest.evening_rest", answers=ANSWERS))
    [before] = dtx.sessions()
    shown = fine(dtx("show", before["session_id"]))
    WAYS[way](folder)

    [after] = dtx.sessions()
    assert after == before
    assert (after["activity_title"], after["plugin_version"], after["saved"]) == (TITLE, "1.0.0", {"chair": "The green one"})
    assert fine(dtx("show", before["session_id"])) == shown and TITLE in shown
    events = json.loads(fine(dtx("show", before["session_id"], "--json")))["events"]
    assert next(event["value"]["text"] for event in events if event["step"] == "chair") == ASKED
    assert TITLE in fine(dtx("sessions"))
    fine(dtx("insight"))
    fine(dtx("history"))
    assert [one["id"] for one in dtx("plugins", "--json").json if one["id"] == "evening_rest"] == (
        [] if way == "removed" else ["evening_rest"]
    )


def test_its_sessions_go_out_in_every_form_as_they_did(folder: Path, dtx: Commands, tmp_path: Path) -> None:
    fine(dtx.session("evening_rest.evening_rest", answers=ANSWERS))
    removed(folder)
    [row] = csv.DictReader(io.StringIO(fine(dtx("export", "--to", "csv")).removeprefix("\ufeff")))
    assert (row["activity_title"], row["pain_before"], row["pain_after"]) == (TITLE, "6", "4")
    [line] = [json.loads(one) for one in fine(dtx("export", "--to", "jsonl")).splitlines() if "session_id" in one]
    assert line["activity_title"] == TITLE
    for form in ("redcap", "fhir", "fhir-transaction", "fhir-ndjson"):
        text = fine(dtx("export", "--to", form))
        assert text, form
    for form in ("xlsx", "parquet", "pdf", "html"):
        out = tmp_path / f"out.{form}"
        fine(dtx("export", "--to", form, "--out", str(out)))
        assert out.stat().st_size, form
        if form == "xlsx":
            with ZipFile(out) as book:
                assert any(TITLE.encode() in book.read(name).replace(b"&apos;", b"'").replace(b"&#39;", b"'") for name in book.namelist())
        if form == "html":
            assert "evening rest" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", WAYS)
def test_one_that_was_broken_off_goes_on_or_is_closed_with_everything_kept(way: str, folder: Path, dtx_home: Path) -> None:
    with Evening.at(dtx_home) as evening:
        evening.services.refresh()
        practice = evening.begin("evening_rest.evening_rest")
        evening.answer(practice, before__pain=6)
        practice.close()
    WAYS[way](folder)
    with Evening.at(dtx_home, EVENING + timedelta(minutes=5)) as evening:
        evening.services.refresh()
        if way == "of another title":  # the same steps so far, so it is the same practice
            practice = evening.services.resume(practice.session_id)
            assert practice.title == TITLE
            practice.close()
        else:
            with pytest.raises(Refused, match="cannot go on"):
                evening.services.resume(practice.session_id)
        log = evening.services.log(practice.session_id)
        assert (log.activity_title, log.before["pain"]["value"]) == (TITLE, 6)
        assert log.status == (None if way == "of another title" else "interrupted")
