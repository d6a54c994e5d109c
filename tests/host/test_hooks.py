"""Each hook is documented by an example, and each example is a plugin that runs."""

import inspect
import wave
from dataclasses import fields
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from dtx.engine.export import Export, pieces
from dtx.engine.record import SessionLog
from dtx.host import hookspecs
from dtx.host.shelf import Shelf
from dtx.host.trust import TrustFile, tree_sha256
from tests.heads import head

OFFER = """
from dtx import Say, hookimpl as offer_marker

def offered(ctx):
    yield Say("You might like to look up.")

@offer_marker
def dtx_activities(plugin):
    yield plugin.activity(offered)
"""


def example(hook: str) -> str:
    """The code under "Example:" in a hook's documentation."""
    text = inspect.getdoc(getattr(hookspecs, hook)) or ""
    return dedent(text.partition("Example:\n")[2])


def plugin(home: Path, name: str, code: str) -> Path:
    folder = home / "plugins" / name
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(head(name.capitalize(), code=True), encoding="utf-8")
    (folder / "plugin.py").write_text(code, encoding="utf-8")
    TrustFile(home / "trusted.json").pin(name, tree_sha256(folder))
    return folder


def with_example(home: Path, hook: str) -> Shelf:
    """A shelf with one plugin on it: the hook's own example."""
    plugin(home, "example", example(hook) + ("" if hook == "dtx_activities" else OFFER))
    return Shelf(home, only="example")


def log(**given: Any) -> SessionLog:
    needed = {
        field.name: "" for field in fields(SessionLog) if field.name not in ("comfort", "options", "saved", "skipped", "flags", "events")
    }
    return SessionLog(**(needed | {"before": {}, "after": {}} | given))


def test_every_hook_is_documented_with_an_example() -> None:
    hooks = {name for name, value in vars(hookspecs).items() if name.startswith("dtx_") and hasattr(value, "dtx_spec")}
    assert hooks == set(hookspecs.NAMES)
    for hook in hooks:
        assert f"def {hook}(" in example(hook)


def test_the_example_of_dtx_activities_is_an_activity_one_can_open(dtx_home: Path) -> None:
    shelf = with_example(dtx_home, "dtx_activities")
    shelf.refresh()
    activity = shelf.open(shelf.listed()[0].id).activity
    assert activity.title == "Example"
    assert (activity.minutes, activity.cautions) == (1, ("Keep it small.",))


def test_the_example_of_dtx_exporters_writes_a_line_a_session(dtx_home: Path) -> None:
    (exporter,) = with_example(dtx_home, "dtx_exporters").exporters()
    assert exporter.name == "lines"
    logs = [
        log(started_at="2025-03-10T09:00:00+01:00", activity_title="Box"),
        log(started_at="2025-03-11T09:00:00+01:00", activity_title="Sigh"),
    ]
    assert b"".join(pieces(exporter.write(Export(logs)))) == b"2025-03-10T09:00:00+01:00 Box\n2025-03-11T09:00:00+01:00 Sigh\n"


def test_the_example_of_dtx_voice_speaks_in_its_own_voice_and_leaves_others_alone(dtx_home: Path) -> None:
    shelf = with_example(dtx_home, "dtx_voice")
    assert shelf.voice("Let the shoulders be soft.", "another") is None
    path = shelf.voice("Let the shoulders be soft.", "quiet")
    assert path is not None
    with wave.open(str(path)) as sound:
        assert sound.getnframes() == 16000 * 5 // 2  # five words at two a second


def test_the_example_of_dtx_session_ended_notices_a_session(dtx_home: Path) -> None:
    import sys

    shelf = with_example(dtx_home, "dtx_session_ended")
    shelf.session_ended(log(activity_id="breathing.sigh"))
    shelf.session_ended(log(activity_id="breathing.belly"))
    assert sys.modules["dtx_plugins.example"].ended == ["breathing.sigh", "breathing.belly"]


def test_a_plugin_that_fails_at_one_hook_keeps_its_activities_and_the_others_are_called(dtx_home: Path) -> None:
    plugin(dtx_home, "bad", "from dtx import hookimpl\n\n@hookimpl\ndef dtx_exporters():\n    yield 1 / 0\n" + OFFER)
    plugin(dtx_home, "good", example("dtx_exporters") + OFFER)
    shelf = Shelf(dtx_home)
    assert [exporter.name for exporter in shelf.exporters()] == ["lines"]
    assert [(problem.plugin, "plugin.py, line 5: ZeroDivisionError" in problem.problem) for problem in shelf.problems] == [("bad", True)]
    assert [line.available for line in shelf.listed() if line.plugin == "bad"] == [True]


def test_a_hook_that_ends_the_program_does_not_end_dtx(dtx_home: Path) -> None:
    plugin(dtx_home, "bad", "import sys\nfrom dtx import hookimpl\n\n@hookimpl\ndef dtx_session_ended(log):\n    sys.exit()\n" + OFFER)
    shelf = Shelf(dtx_home)
    shelf.session_ended(log())
    assert [problem.plugin for problem in shelf.problems] == ["bad"]


def test_only_plugins_whose_code_mentions_a_hook_are_loaded_for_it(dtx_home: Path, tmp_path: Path) -> None:
    mark = tmp_path / "loaded"
    plugin(dtx_home, "quiet", f"from pathlib import Path\nPath({str(mark)!r}).touch()\n" + OFFER)
    shelf = Shelf(dtx_home)
    shelf.session_ended(log())
    shelf.exporters()
    assert not mark.exists()


@pytest.mark.parametrize("arguments", ["", "plugin"])
def test_an_author_may_leave_arguments_out(dtx_home: Path, arguments: str) -> None:
    code = OFFER if arguments else OFFER.replace("(plugin)", "()").replace("yield plugin.activity(offered)", "return []")
    plugin(dtx_home, "few", code)
    (entry,) = Shelf(dtx_home, only="few").plugins()
    assert entry.state == "ok" if arguments else "no script" in str(entry.problem)
