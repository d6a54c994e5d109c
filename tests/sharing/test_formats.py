"""Forms of export come through one hook: ours as modules, an outside author's from their folder, and neither can spoil the other."""

from importlib import import_module
from pathlib import Path

import pytest

from dtx.cli.export import FORMS
from dtx.engine.export import Export, Exporter
from dtx.errors import DtxError, PluginProblem, StoreFull, Unknown
from dtx.host.shelf import Shelf
from dtx.sharing import formats
from dtx.sharing.formats import named, ours
from tests.commands import Commands
from tests.host.test_hooks import OFFER, plugin
from tests.sharing.logs import whole

OUTSIDE = """
from dtx import Exporter, hookimpl

def pains(export):
    print("on its way")
    yield "day;before;after\\n"
    for log in export:
        before, after = (where.get("pain", {}).get("value") for where in (log.before, log.after))
        yield f"{log.started_at[:10]};{before};{after}\\n"

def legend(export):
    return {".legend.txt": f"{export.about.count} sessions of {export.about.patient_ref}".encode()}

@hookimpl
def dtx_exporters():
    yield Exporter("our-clinic", "The form of our clinic", ".txt", pains, legend, parts=())
"""

WRITING = """
from dtx import Exporter, hookimpl

def write(export):
    {}

@hookimpl
def dtx_exporters():
    yield Exporter('a', 'A', '.a', write)
"""


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def one(home: Path, code: str) -> Exporter:
    """The only form that a plugin with this code offers."""
    plugin(home, "clinic", code + OFFER)
    (exporter,) = Shelf(home).exporters()
    return exporter


def test_ours_are_modules_with_the_same_hook_in_the_order_of_the_help() -> None:
    assert tuple(ours()) == FORMS
    for name in formats.OURS:
        assert hasattr(import_module(f"dtx.sharing.{name}").dtx_exporters, "dtx_impl")


def test_an_outside_form_is_written_previewed_and_kept_beside_like_ours(dtx: Commands, dtx_home: Path, tmp_path: Path) -> None:
    plugin(dtx_home, "clinic", OUTSIDE + OFFER)
    dtx.session(answers={"before.pain": 6, "after.pain": 4, "note": "secret"})
    done = dtx("export", "--to", "our-clinic")
    day = dtx.sessions()[0]["started_at"][:10]
    assert (done.code, done.out) == (0, f"day;before;after\n{day};6;4\n")
    assert done.err.splitlines()[-1].startswith("1 session,") or "on its way" in done.err
    kept = dtx("export", "--to", "our-clinic", "--out", str(tmp_path / "month.txt"))
    assert (tmp_path / "month.txt").read_text() == done.out
    assert (tmp_path / "month.legend.txt").read_text().startswith("1 sessions of ")
    assert "month.legend.txt" in kept.err
    told = dtx("export", "--to", "our-clinic", "--include", "notes", "--yes", "--preview").err
    assert "The form of our clinic has no place for notes" in told


def test_a_form_that_fails_half_way_is_a_sentence_and_leaves_no_file(dtx: Commands, dtx_home: Path, tmp_path: Path) -> None:
    plugin(dtx_home, "clinic", OUTSIDE.replace('    print("on its way")\n', "").replace("for log in export:", "for log in [1]:") + OFFER)
    done = dtx("export", "--to", "our-clinic", "--out", str(tmp_path / "month.txt"))
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith("dtx: The plugin 'clinic' cannot write this export: plugin.py, line 7: AttributeError")
    assert [path.name for path in tmp_path.iterdir() if "month" in path.name] == []


@pytest.mark.parametrize(
    ("offer", "told"),
    [
        ("Exporter('csv', 'Theirs', '.txt', len)", "called 'csv', and there is one already"),
        ("Exporter('Our Clinic', 'Theirs', '.txt', len)", "'Our Clinic' is no name for a form"),
        ("Exporter('a', 'Theirs', '../x', len)", "needs a title, and a suffix"),
        ("Exporter('a', 'Theirs', '.txt', None)", "nothing that writes it"),
        ("Exporter('a', 'Theirs', '.txt', len, parts=('flags',))", "a place for 'flags'"),
        ("'csv'", "offers str, which is no Exporter"),
    ],
)
def test_a_form_nobody_could_use_is_left_out_with_a_sentence(dtx_home: Path, offer: str, told: str) -> None:
    plugin(dtx_home, "clinic", f"from dtx import Exporter, hookimpl\n\n@hookimpl\ndef dtx_exporters():\n    yield {offer}\n" + OFFER)
    shelf = Shelf(dtx_home)
    assert tuple(formats.formats(shelf)) == FORMS
    assert [told in problem.problem for problem in shelf.problems] == [True]


@pytest.mark.parametrize(
    ("line", "told"), [("yield 3", "not int"), ("raise SystemExit", "it tries to end dtx"), ("return None", "not iterable")]
)
def test_what_is_written_must_be_bytes_or_text_and_may_not_end_dtx(dtx_home: Path, line: str, told: str) -> None:
    exporter = one(dtx_home, WRITING.format(line))
    with pytest.raises(PluginProblem, match=told):
        whole(exporter.write(Export()))


def test_records_that_cannot_be_read_are_not_the_plugins_fault(dtx_home: Path) -> None:
    class Failing:
        def __iter__(self):  # type: ignore[no-untyped-def]
            raise StoreFull("There is no room.", "Make some.")

    with pytest.raises(StoreFull):
        whole(one(dtx_home, OUTSIDE).write(Export(Failing())))


def test_an_unknown_form_and_one_without_its_library_say_what_to_do(dtx: Commands) -> None:
    done = dtx("export", "--to", "pfd")
    assert done.code == 2 and done.sentence.startswith("There is no form 'pfd' for an export. There are: csv, jsonl")
    heavy = Exporter("x", "A heavy one", ".x", lambda export: b"", modules=("no_such_library",), extra="sheets")
    with pytest.raises(DtxError, match=r"'A heavy one' needs no_such_library.*pip install 'dtx\[sheets\]'"):
        named({"x": heavy}, "x", [])
    with pytest.raises(Unknown):
        named({}, "x", [])


def test_why_a_form_is_missing_is_said_when_it_is_asked_for(dtx: Commands, dtx_home: Path) -> None:
    plugin(dtx_home, "clinic", "from dtx import hookimpl\n\n@hookimpl\ndef dtx_exporters():\n    yield 1 / 0\n" + OFFER)
    assert "ZeroDivisionError" in dtx("export", "--to", "our-clinic").sentence
    assert dtx("export", "--to", "csv").code == 0


def test_binary_forms_never_go_to_standard_output(dtx: Commands, dtx_home: Path) -> None:
    plugin(dtx_home, "clinic", OUTSIDE.replace("parts=()", "binary=True") + OFFER)
    assert dtx("export", "--to", "our-clinic").sentence == "The form of our clinic is no text. Say where it goes with --out FILE."
