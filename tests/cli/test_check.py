"""`dtx check`: what an author is told, before a patient meets it."""

from datetime import date
from pathlib import Path

import pytest

from dtx.authors.checking import months
from dtx.host.trust import TrustFile, tree_sha256
from dtx.settings import NEVER, Settings
from tests.cli.quick import check_here
from tests.commands import Commands
from tests.evenings import plugin

HEAD = """api: 1
title: Look up
summary: Two quiet minutes away from the screen, sitting as you are.
author: A. Therapist, physiotherapy
reviewer: none yet
version: 1.0.0
licence: CC-BY-4.0
flags: [new_pain, red_flag, under_18, limited, heart, lung, epilepsy, pregnancy, trauma, drowsy]
cautions: Please leave out whatever does not suit you today.
stop_rules: [Stop whenever you want to. You need no reason.]
easier: Do it with your eyes open, leaning back, for one minute.
minutes: 1
"""
CALM = HEAD + "steps:\n  - say: You might look up, and let your eyes rest on something far away.\n    pause: 15 s\n"
OFFER = "\n@hookimpl\ndef dtx_activities(plugin):\n    yield plugin.activity(script)\n"


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    check_here(monkeypatch)
    return Commands(capsys, monkeypatch, tmp_path)


def coded(folder: Path, body: str, name: str = "coded") -> Path:
    code = f"from dtx import Breathe, Choose, Pattern, Say, Silence, hookimpl\n\ndef script(ctx):\n    {body}\n{OFFER}"
    return plugin(folder, name, HEAD + "code: plugin.py\n", code)


def test_a_plugin_with_nothing_to_put_right_is_told_so(dtx: Commands, tmp_path: Path) -> None:
    done = dtx("check", str(plugin(tmp_path, "calm", CALM)))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [f"{tmp_path / 'calm'}: nothing to put right."]


def test_everything_is_said_at_once_with_its_line_and_its_remedy(dtx: Commands, tmp_path: Path) -> None:
    steps = (
        "  - say: You must relax the shoulders.\n    for: 5 s\n"
        "  - say: " + "one " * 20 + "one.\n    pause: 5 s\n"
        "  - ask: Which exercise relieves it?\n    save: which\n"
        "  - ready: If it is too much, call 116 123.\n"
    )
    folder = plugin(tmp_path, "hasty", HEAD + "steps:\n" + steps)
    done = dtx("check", str(folder / "plugin.yaml"))
    assert done.code == 1
    assert done.out.splitlines() == [
        "plugin.yaml, line 14: it orders with 'must': 'You must relax the shoulders.'. Invite: 'you might', 'if it suits you'.",
        "plugin.yaml, line 16: 'one one one one one one one one one one one one one one one…' has 21 words; 20 is the most. "
        "Make two sentences of it.",
        "plugin.yaml, line 18: it promises an effect with 'relieves': 'Which exercise relieves it?'. "
        "Say what the person does, such as relax, practise, learn or keep track.",
        "plugin.yaml, line 20: it gives a telephone number, 'call 116 123', which nobody has verified with a date. "
        "Point to 'Help' instead: dtx keeps the numbers there, each with the day it was verified.",
    ]


def test_cautions_and_other_words_outside_the_script_are_looked_at_too(dtx: Commands, tmp_path: Path) -> None:
    folder = plugin(tmp_path, "blunt", CALM.replace("Please leave", "You should leave"))
    done = dtx("check", str(folder))
    assert (done.code, done.out.partition(": it")[0]) == (1, "plugin.yaml, line 9")


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("flags: [new_pain", "flags: [new_pian", "no flag 'new_pian'"),
        ("stop_rules: [Stop whenever you want to. You need no reason.]\n", "", "stop_rules"),
        ("easier: Do it with your eyes open, leaning back, for one minute.\n", "", "easier"),
        ("title: Look up", "title: Clinically proven calm", "promises an effect"),
    ],
)
def test_what_the_content_contract_asks_for_is_found_in_the_file(was: str, now: str, sentence: str, dtx: Commands, tmp_path: Path) -> None:
    """Clinical 0.6: refused at load, and so by the check."""
    done = dtx("check", str(plugin(tmp_path, "lacking", CALM.replace(was, now))))
    assert done.code == 1 and sentence in done.out


def test_an_old_review_is_a_hint_and_no_fault(dtx: Commands, tmp_path: Path) -> None:
    """Clinical 0.6: warn if `reviewed_on` is older than 24 months."""
    reviewed = CALM.replace("reviewer: none yet", "reviewer: B. Colleague\nreviewed_on: 2019-05-01")
    done = dtx("check", str(plugin(tmp_path, "aged", reviewed)))
    assert done.code == 0
    assert done.out.startswith("plugin.yaml: (a hint) it was last reviewed on 2019-05-01, more than 24 months ago.")


def test_months_are_counted_to_the_day() -> None:
    assert months(date(2024, 3, 15), date(2026, 3, 15)) == 24
    assert months(date(2024, 3, 15), date(2026, 3, 16)) > 24 > months(date(2024, 3, 15), date(2026, 3, 14))


def test_each_choice_of_each_option_is_gone_through(dtx: Commands, tmp_path: Path) -> None:
    options = (
        "options:\n  form:\n    type: choice\n    choices: [plain, brisk]\n    default: plain\n  more:\n    type: yes_no\n    default: no\n"
    )
    steps = (
        "steps:\n  - say: Look up.\n  - say: Well done.\n    when: form = brisk\n    pause: 3 s\n"
        "  - say: Try harder.\n    when: more = yes\n    pause: 3 s\n"
    )
    found = dtx("check", str(plugin(tmp_path, "forms", HEAD + options + steps)), "--json").json
    assert [finding["sentence"].partition(":")[0] for finding in found["findings"]] == [
        "it judges with 'Well done'",
        "it blames or drives with 'Try harder'",
    ]


def test_all_three_ways_of_answering_are_gone_through(dtx: Commands, tmp_path: Path) -> None:
    steps = (
        "steps:\n  - choose: Where is it?\n    from: [Back, Neck]\n    save: place\n"
        "  - say: Well done.\n    when: place = Neck\n    pause: 3 s\n  - say: Try harder.\n    when: place != Back\n    pause: 3 s\n"
    )
    done = dtx("check", str(plugin(tmp_path, "ways", HEAD + steps)))
    assert (done.code, len(done.out.splitlines())) == (1, 2)


def test_as_json_it_is_one_document(dtx: Commands, tmp_path: Path) -> None:
    folder = plugin(tmp_path, "blunt", CALM.replace("You might look", "You must look"))
    done = dtx("check", str(folder), "--json")
    (finding,) = done.json["findings"]
    assert (done.code, done.json["ok"], done.json["path"]) == (1, False, str(folder))
    assert list(finding) == ["place", "sentence", "remedy", "warning", "activity"]
    assert (finding["place"], finding["warning"], finding["activity"]) == ("plugin.yaml, line 14", False, "blunt.blunt")


def test_a_plugin_is_found_by_its_id(dtx: Commands) -> None:
    done = dtx("check", "body_scan", "--json")
    assert done.json["path"] == "body_scan" and done.err == ""
    assert dtx("check", "body_scan.scan", "--json").json["findings"] == done.json["findings"]


def test_an_unknown_path_is_one_sentence_and_two(dtx: Commands, tmp_path: Path) -> None:
    done = dtx("check", str(tmp_path / "nowhere"))
    assert done.code == 2
    assert done.sentence == f"There is no folder and no plugin '{tmp_path / 'nowhere'}'. Give a plugin's folder, or an id of `dtx plugins`."


def test_a_folder_without_a_plugin_in_it_is_a_finding(dtx: Commands, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = dtx("check", str(tmp_path / "empty"))
    assert done.code == 1 and "plugin.yaml" in done.out and done.err == ""


def test_a_broken_plugin_known_by_its_id_is_explained_line_by_line(dtx: Commands, dtx_home: Path) -> None:
    plugin(dtx_home / "plugins", "torn", CALM.replace("  - say: You", "  - sya: You").replace("minutes: 1", "minutes: no"))
    lines = dtx("check", "torn").out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["plugin.yaml, line 12", "plugin.yaml, line 14"]


# -- code


def test_code_that_nobody_approved_is_not_run(dtx: Commands, tmp_path: Path) -> None:
    """A folder's code loads only after it was trusted; a check is no way around that."""
    mark = tmp_path / "ran"
    folder = coded(tmp_path, f"open({str(mark)!r}, 'w').close(); yield Say('Look up.', 5)")
    done = dtx("check", str(folder))
    assert done.code == 1 and not mark.exists()
    assert done.out.startswith("plugin.py: nobody has approved this code as it is, so it was not run")
    assert "check again with --mine" in done.out


def test_ones_own_code_is_run_apart_and_approved_code_too(dtx: Commands, tmp_path: Path, dtx_home: Path) -> None:
    folder = coded(tmp_path, "print('hello'); yield Say('You must look up.', 5)")
    mine = dtx("check", str(folder), "--mine")
    assert (mine.code, mine.out.partition(": it")[0]) == (1, "plugin.py, line 4")
    TrustFile(dtx_home / "trusted.json").pin("coded", tree_sha256(folder))
    assert dtx("check", str(folder)).out == mine.out
    assert "it was not run" in dtx("--safe", "check", str(folder)).out
    (folder / "plugin.py").write_text((folder / "plugin.py").read_text("utf-8") + "\n", "utf-8")
    assert "it was not run" in dtx("check", str(folder)).out, "any change takes the approval back"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "yield Say('One.', 5); raise ValueError('private')",
            "breaks off when each first answer is chosen: it raised ValueError.",
        ),
        ("yield Say('One.', 5); yield 42", "it yielded int, which is no step"),
        ("while True: yield Silence(1)", "it has more than 2000 steps"),
        ("yield Choose('Fake?', ('a', 'b'), save='after.pain')", "which is the host's to ask"),
        (
            "said = yield Choose('Where?', ('Back',)); yield Say(said.upper(), 5)",
            "when every question is declined: it raised AttributeError",
        ),
        ("raise SystemExit(0)\n    yield", "it raised SystemExit"),
        ("import os; os._exit(0)\n    yield", "its code ended the check without a word."),
        ("import os; os.write(1, b'[]['); yield Silence(1)", "its code wrote something else in place of what was found."),
    ],
)
def test_a_script_that_does_not_reach_its_end_is_met_at_the_desk(body: str, sentence: str, dtx: Commands, tmp_path: Path) -> None:
    done = dtx("check", str(coded(tmp_path, body)), "--mine")
    assert done.code == 1 and sentence in done.out, done.out
    assert "private" not in done.out


def test_a_script_that_never_returns_costs_no_more_than_its_limit(dtx: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law 9: ten seconds; here two."""
    monkeypatch.setattr("dtx.authors.checking.REHEARSAL_S", 2)
    done = dtx("check", str(coded(tmp_path, "while True: pass\n    yield")), "--mine")
    assert done.out == "coded.coded: its script does not come to its end within 2 seconds. Look for a loop without an end.\n"


def test_code_that_does_not_load_says_where(dtx: Commands, tmp_path: Path) -> None:
    done = dtx("check", str(coded(tmp_path, "yield 1 +")), "--mine")
    assert (done.code, done.err) == (1, "") and "plugin.py, line 4" in done.out


def test_flags_that_the_gate_closes_it_for_are_hinted_at(dtx: Commands, tmp_path: Path) -> None:
    """Clinical 8.2: breathing that is held is closed for heart and lung."""
    folder = coded(tmp_path, "yield Breathe(Pattern(4, 4, 4), 3)")
    (folder / "plugin.yaml").write_text((HEAD + "code: plugin.py\n").replace("heart, lung, ", ""), "utf-8")
    done = dtx("check", str(folder), "--mine")
    assert done.code == 0
    assert done.out.startswith("coded.coded: (a hint) 'flags' leaves out heart and lung, which the gate closes it for.")


def test_an_option_from_which_nothing_comes_is_hinted_at(dtx: Commands, tmp_path: Path) -> None:
    options = (
        "options:\n  where: [sitting, standing]\n  name: {type: text, words: Your name}\n"
        "  rounds: {type: whole, from: 1, to: 3, default: 2}\n"
    )
    steps = "  - say: You might begin, {name}.\n    pause: 5 s\n  - say: You might stand.\n    pause: 30 s\n    when: where = standing\n"
    done = dtx("check", str(plugin(tmp_path, "idle", HEAD + options + "steps:\n" + steps)))
    assert (done.code, done.out) == (
        0,
        "plugin.yaml, line 16: (a hint) people can set 'rounds', and no step looks at it. "
        "Look at it in a 'when:' or in braces, or leave it out.\n",
    )


def test_letters_that_a_terminal_would_act_on_are_found_and_not_printed(dtx: Commands, tmp_path: Path) -> None:
    done = dtx("check", str(coded(tmp_path, r"yield Say('Look \x1b[2Jup.', 5)")), "--mine")
    assert done.code == 1 and "characters that a terminal would act on" in done.out and "\x1b" not in done.out


def test_where_code_is_switched_off_nobodys_word_lets_it_run(dtx: Commands, tmp_path: Path, dtx_home: Path) -> None:
    """A clinic's `code: never` holds for authors, too."""
    mark = tmp_path / "ran"
    folder = coded(tmp_path, f"open({str(mark)!r}, 'w').close(); yield Say('Look up.', 5)")
    Settings(code=NEVER).keep(dtx_home)
    done = dtx("check", str(folder), "--mine")
    assert done.code == 1 and "it was not run" in done.out and not mark.exists()
