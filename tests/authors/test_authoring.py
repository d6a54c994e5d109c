"""A practice while it is being written: read after every letter, whatever stands there."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.authors.authoring import Draft, read_draft, replaced
from dtx.authors.manuscript import Kept, Manuscripts, digest, save
from dtx.errors import DtxError
from dtx.host.starter import start
from tests.cli.test_check import HEAD

STEPS = (
    "steps:\n"
    "  - say: Look up.\n    pause: 9 s\n"
    "  - choose: Where is it?\n    from: [Back, Neck]\n    save: place\n"
    "  - say: Let the {place} be.\n    pause: 19 s\n"
    "  - say: Only the neck.\n    when: place = Neck\n"
    "  - repeat: 2\n    steps:\n      - silence: 5 s\n"
)


def test_every_step_stands_at_its_time_with_its_line(tmp_path: Path) -> None:
    draft = read_draft(tmp_path / "desk", HEAD + STEPS)
    assert [(one.line, one.stand.step.verb, one.start_s, one.words, one.only) for one in draft.moments] == [
        (14, "say", 0.0, "Look up.", ""),
        (16, "choose", 10.0, "Where is it?", ""),
        (19, "say", 10.0, "Let the Back be.", ""),
        (21, "say", None, "Only the neck.", "place = Neck"),
        (25, "silence", 31.0, "", ""),
        (25, "silence", 36.0, "", ""),
    ]
    assert draft.totals == {"desk.desk": 41.0} and draft.readable


@pytest.mark.parametrize(("line", "place"), [(1, None), (13, None), (14, 0), (15, 0), (18, 1), (22, 3), (24, 3), (25, 4), (99, 4)])
def test_the_step_of_a_line_is_the_last_one_that_began_above_it(line: int, place: int | None, tmp_path: Path) -> None:
    assert read_draft(tmp_path / "desk", HEAD + STEPS).at(line) == place


def test_a_moment_is_what_the_patient_sees_in_the_middle_of_it(tmp_path: Path) -> None:
    first, asks, second, *_ = read_draft(tmp_path / "desk", HEAD + STEPS + "  - breathe: 4-6\n    times: 2\n").moments
    view = first.view(second)
    assert (view.caption, view.remaining, view.question) == ("Look up.", 1, None)
    assert view.coming is not None and view.coming.kind == "silence"
    assert asks.view().question is asks.stand.step
    breath = read_draft(tmp_path / "desk", HEAD + "steps:\n  - breathe: 4-6\n    times: 2\n").moments[0].view()
    assert (breath.swell, breath.caption, breath.remaining) == (pytest.approx(0.5), "In", 2)


def test_several_practices_have_a_time_of_their_own(tmp_path: Path) -> None:
    head = HEAD.replace("minutes: 1\n", "")
    activities = "activities:\n  - id: a\n    title: A\n    minutes: 1\n    steps:\n      - silence: 5 s\n" * 1
    draft = read_draft(tmp_path / "two", head + activities + activities.partition("\n")[2].replace("id: a", "id: b").replace("5 s", "9 s"))
    assert draft.totals == {"two.a": 5.0, "two.b": 9.0} and draft.titles == {"two.a": "A", "two.b": "A"}


def test_what_cannot_be_read_is_marked_and_the_last_version_stays(tmp_path: Path) -> None:
    before = read_draft(tmp_path / "desk", HEAD + STEPS)
    after = read_draft(tmp_path / "desk", HEAD + STEPS.replace("- say: Look", "- sya: Look").replace("pause: 19 s", "pause: long"))
    assert [(mark.line, mark.hint) for mark in after.marks] == [(14, False), (20, False)]
    assert str(after.marks[0]) == "Line 14: no such step 'sya'. Did you mean 'say'?"
    shown = replaced(before, after)
    assert shown.moments == before.moments and not shown.readable and shown.marks == after.marks
    assert replaced(before, before) is before


def test_words_that_are_never_said_to_patients_are_marked_where_they_stand(tmp_path: Path) -> None:
    text = (HEAD + STEPS).replace("Only the neck.", "You must relax the neck.").replace("Please leave", "You should leave")
    marks = read_draft(tmp_path / "desk", text).marks
    assert [(mark.line, mark.sentence.partition(":")[0]) for mark in marks] == [
        (9, "it orders with 'You should'"),
        (21, "it orders with 'must'"),
    ]


def test_a_recording_that_is_not_there_is_a_hint(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    text = HEAD + STEPS.replace("    pause: 9 s\n", "    pause: 9 s\n    recording: up.flac\n", 1)
    (mark,) = read_draft(tmp_path / "desk", text).marks
    assert (mark.line, mark.hint, mark.sentence) == (14, True, "there is no 'up.flac' in this folder.")
    (tmp_path / "desk" / "up.flac").touch()
    assert read_draft(tmp_path / "desk", text).marks == ()


def test_the_next_mark_is_below_and_from_the_end_the_first_again(tmp_path: Path) -> None:
    draft = read_draft(tmp_path / "desk", HEAD + STEPS.replace("- say", "- sya"))
    lines = [mark.line for mark in draft.marks]
    assert lines == [14, 19, 21]
    for line, following in ((1, 14), (14, 19), (20, 21), (21, 14)):
        mark = draft.next_mark(line)
        assert mark is not None and mark.line == following
    near = draft.mark_near(19)
    assert near is not None and near.line == 19
    assert Draft(()).next_mark(1) is None and Draft(()).mark_near(1) is None


def test_a_script_in_code_has_no_moments_and_says_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "plugin.py").write_text("raise SystemExit", "utf-8")
    draft = read_draft(tmp_path / "desk", HEAD + "code: plugin.py\n")
    assert (draft.moments, draft.code, draft.marks) == ((), "plugin.py", ()), "and it was not run"


# -- whatever stands there

TEMPLATE = Path(__file__).parents[2] / "dtx" / "host" / "template" / "plugin.yaml.txt"


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    assert isinstance(read_draft(Path("/nowhere/desk"), text), Draft)


@given(st.data())
def test_a_practice_that_is_half_typed_is_read_without_a_fault(data: st.DataObject) -> None:
    """As it is while somebody types: letters, lines and blocks come and go anywhere."""
    text = HEAD + STEPS
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        upto = min(len(text), at + data.draw(st.integers(0, 12)))
        text = (
            text[:at]
            + data.draw(st.sampled_from(["", " ", ":", "- ", "\t", "'", "{", "\n", "  - say: ", "x", "#", "1:30", "&a", "!!"]))
            + text[upto:]
        )
    draft = read_draft(Path("/nowhere/desk"), text)
    assert all(mark.line is None or 1 <= mark.line <= text.count("\n") + 1 for mark in draft.marks)
    for line in range(0, text.count("\n") + 2, 3):
        draft.at(line)


def test_a_long_script_is_read_between_two_letters(tmp_path: Path) -> None:
    """64 KiB of steps are the most there may be; half a second of them would be felt."""
    text = HEAD + "steps:\n" + "".join(f"  - say: Line {number} of many.\n    pause: 3 s\n" for number in range(1200))
    read_draft(tmp_path / "desk", HEAD + STEPS)
    began = time.process_time()
    draft = read_draft(tmp_path / "desk", text)
    assert len(draft.moments) == 1200 and time.process_time() - began < 2


# -- what is typed and not saved


def test_what_was_typed_is_kept_for_its_folder_alone(dtx_home: Path, tmp_path: Path) -> None:
    manuscripts = Manuscripts(dtx_home)
    assert manuscripts.find(tmp_path / "a") is None
    manuscripts.keep(tmp_path / "a", Kept("one", digest("")))
    manuscripts.keep(tmp_path / "a", Kept("two", digest("")))
    found = manuscripts.find(tmp_path / "a")
    assert found == Kept("two", digest("")) and manuscripts.find(tmp_path / "b") is None
    assert [path.stat().st_mode & 0o777 for path in (dtx_home / "manuscripts").iterdir()] == [0o600]
    manuscripts.forget(tmp_path / "a")
    manuscripts.forget(tmp_path / "a")
    assert manuscripts.find(tmp_path / "a") is None


def test_a_draft_that_was_damaged_is_as_if_it_was_not_there(dtx_home: Path, tmp_path: Path) -> None:
    manuscripts = Manuscripts(dtx_home)
    manuscripts.keep(tmp_path / "a", Kept("one", ""))
    (path,) = (dtx_home / "manuscripts").iterdir()
    for content in (b"", b"[]", b'{"text": 1}', b"\xff"):
        path.write_bytes(content)
        assert manuscripts.find(tmp_path / "a") is None


def test_a_file_is_saved_whole_and_as_open_as_it_was(tmp_path: Path) -> None:
    start(tmp_path / "desk")
    file = tmp_path / "desk" / "plugin.yaml"
    file.chmod(0o640)
    save(file, "new\n")
    assert file.read_bytes() == b"new\n" and file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in file.parent.iterdir()) == ["plugin.schema.json", "plugin.yaml"]
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    save(link, "through a link\n")
    assert link.is_symlink() and file.read_text("utf-8") == "through a link\n"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has a folder in which nobody may write")
@pytest.mark.parametrize("text", ["new\n", "\ud800"])
def test_a_file_that_cannot_be_saved_is_a_sentence(text: str) -> None:
    with pytest.raises(DtxError, match="cannot be saved"):
        save(Path("/proc/plugin.yaml"), text)
