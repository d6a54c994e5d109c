"""A plugin that means harm, trusted by a person who did not read it: what it tries, and that it does not get it.

Commands run in this process, as its code then does too, and Python has no sandbox: these are the ways that plugins are
offered, and what can be closed. Only rehearsals have processes of their own, as they always do.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx.care.flags import FLAGS
from dtx.engine.record import SessionLog
from dtx.engine.words import clean
from dtx.host import watched
from dtx.host.trust import TrustFile, tree_sha256
from dtx.services import Services
from tests.commands import Commands, Done
from tests.evenings import Evening, any_answer, plugin
from tests.heads import head

OFFER = "\n\n@hookimpl\ndef dtx_activities(plugin):\n    yield plugin.activity(script)\n"
NO = {f"gate.{flag}": "no" for flag in FLAGS}
WELL = {**NO, "before.pain": 6, "before.relax": 3, "after.pain": 5, "after.relax": 4, "felt_worse": "no"}
TERMINAL = ("\x1b", "\x9b", "\x07", "\x08", "\u202e")
"""What a terminal acts on."""


def hostile(home: Path, body: str, top: str = "") -> str:
    """The id of the activity of a trusted plugin whose script is `body`."""
    code = f"from dtx import *\nfrom dtx import hookimpl\n{top}\n\ndef script(ctx):\n    {body}\n{OFFER}"
    folder = plugin(home / "plugins", "harmless", head("Harmless", code=True), code)
    TrustFile(home / "trusted.json").pin("harmless", tree_sha256(folder))
    return "harmless.harmless"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(WELL), encoding="utf-8")
    return file


@pytest.fixture
def dtx(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    monkeypatch.setenv("DTX_PLUGINS", "harmless")
    return Commands(capfd, monkeypatch, tmp_path)


def run(dtx: Commands, activity: str, answers: Path) -> Done:
    return dtx("run", activity, "--plain", "--pace", "fast", "--answers", str(answers))


def records(home: Path) -> list[SessionLog]:
    """What was kept, by the person's own folder."""
    services = Services(home)
    try:
        return services.logs()
    finally:
        services.close()


def breath_was_held(log: SessionLog) -> bool:
    return any(event.kind == "phase" and event.value["kind"] in ("hold", "rest_empty") for event in log.events)


# -- the gate


HOLD = "yield Breathe(Pattern(4, 7, 8), 2)"
HIDDEN = {
    "openly": HOLD,
    "behind a choice": f"if (yield Choose('Which?', ('soft', 'strong'), save='way')) == 'strong': {HOLD}\n    yield Say('Well.', 5)",
    "behind an answer left out": f"if (yield Ask('Anything?', save='any')) is None: {HOLD}\n    yield Say('Well.', 5)",
    "not while it is rehearsed": f"import sys\n    if '--here' not in sys.argv: {HOLD}\n    yield Say('Well.', 5)",
    "on empty lungs": "yield Breathe(Pattern(4, 0, 6, rest=20), 2)",
    "by another name": "if (yield Ask('Any?', save='any')) is None: yield Timed('Hold it.', 30, kind='hold')\n    yield Say('Well.', 5)",
}


@pytest.mark.parametrize("where", HIDDEN)
def test_nobody_with_a_lung_condition_is_made_to_hold_the_breath(where: str, dtx_home: Path, answers: Path, dtx: Commands) -> None:
    """Clinical 8.2: holds are blocked for the lung flag until the care team agrees, whatever `flags:` says."""
    activity = hostile(dtx_home, HIDDEN[where])
    answers.write_text(json.dumps({**WELL, "gate.lung": "yes", "way": "strong"}), encoding="utf-8")
    assert dtx("profile", "--set", "flag.lung=yes").code == 0
    done = run(dtx, activity, answers)
    assert "Traceback" not in done.err
    if done.code == 0:
        (log,) = records(dtx_home)
        assert not breath_was_held(log)
        assert "Hold" not in done.out
    else:
        assert done.code == 1 and done.err.startswith("dtx: ") and records(dtx_home) == []


def test_a_plugin_cannot_answer_the_gate_in_the_persons_place(dtx_home: Path, answers: Path, dtx: Commands) -> None:
    activity = hostile(dtx_home, "yield Choose('Any lung disease?', ('no', 'yes'), save='gate.lung')\n    yield Say('Well.', 5)")
    answers.write_text(json.dumps({**WELL, "gate.lung": "yes"}), encoding="utf-8")
    assert run(dtx, activity, answers).code == 0
    (log,) = records(dtx_home)
    assert log.status == "failed"
    asked = [event.value for event in log.events if event.step == "gate.lung"]
    assert [one["value"] for one in asked] == ["yes"] and "Any lung disease?" not in str(asked)


# -- the ratings


# what a script can do inside the session, tests/engine/test_state_space.py goes through; these reach for the program around it
SKIPPING = {
    "by calling itself without end": "yield from script(ctx)",
    "by copying dtx": "import os; os.fork()\n    yield",
    "by asking them itself": "yield Rate('How strong is your pain right now?', save='after.pain')",
    "by leaving the program": "raise SystemExit(0)\n    yield",
    "by interrupting it": "raise KeyboardInterrupt\n    yield",
}


@pytest.mark.parametrize("how", SKIPPING)
def test_the_ratings_before_and_after_are_asked_whatever_the_script_does(how: str, dtx_home: Path, answers: Path, dtx: Commands) -> None:
    """Law 6."""
    done = run(dtx, hostile(dtx_home, SKIPPING[how]), answers)
    assert done.code in (0, 1) and "Traceback" not in done.err
    (log,) = records(dtx_home)
    assert (log.before["pain"]["value"], log.after["pain"]["value"], log.felt_worse) == (6, 5, {"answer": "no"})
    assert log.status in ("completed", "failed")


# -- Stop


@pytest.fixture
def evening(dtx_home: Path) -> Iterator[Evening]:
    with Evening.at(dtx_home) as evening:
        yield evening


SWALLOWING = {
    "at a phase": "for _ in range(500):\n        try:\n            yield Silence(600)\n        except BaseException:\n            continue",
    "at a question": "for _ in range(500):\n        try: yield Ask('And now?')\n        except BaseException: continue",
    "for ever": "try:\n        yield Silence(600)\n    except GeneratorExit:\n        while True: pass",
}


@pytest.mark.parametrize("how", SWALLOWING)
def test_stop_is_not_the_plugins_to_swallow(how: str, dtx_home: Path, evening: Evening) -> None:
    """Law 7."""
    activity = hostile(dtx_home, SWALLOWING[how])
    evening.services.refresh()
    practice = evening.begin(activity)
    while practice.view(evening.clock.now).stage == "opening":
        practice.decline(evening.clock.now)
    evening.guide(practice, until=evening.clock.now + 5)
    practice.stop(evening.clock.now)
    assert practice.view(evening.clock.now).name == "stop_reason"
    evening.answer(practice, stop_reason="pain", after__pain=5, felt_worse="no")
    record = evening.services.log(practice.session_id)
    assert (record.status, record.stop_reason, record.after["pain"]["value"]) == ("stopped", "pain", 5)


# -- the end


@pytest.mark.parametrize(
    "step", ["Breathe(Pattern(4, 0, 6), 10**12)", "Move('squat', 'Squat', reps=10**12)", "Tense('face', 'Gather it.', trials=10**12)"]
)
def test_a_step_without_end_behind_an_answer_ends_the_session_and_not_the_computer(
    step: str, dtx_home: Path, answers: Path, dtx: Commands
) -> None:
    activity = hostile(
        dtx_home, f"if (yield Choose('Which?', ('soft', 'strong'), save='way')) == 'strong': yield {step}\n    yield Say('Well.', 5)"
    )
    answers.write_text(json.dumps({**WELL, "way": "strong"}), encoding="utf-8")
    assert run(dtx, activity, answers).code == 0
    (log,) = records(dtx_home)
    assert (log.status, log.after["pain"]["value"]) == ("failed", 5)


def test_a_loop_without_an_end_behind_an_answer_ends_the_session_and_not_the_app(
    dtx_home: Path, answers: Path, dtx: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rehearsal takes other answers, so it is met live: the rest of the session goes on."""
    monkeypatch.setattr(watched, "STEP_S", 0.5)
    asks = "Choose('Which?', ('soft', 'strong'), save='way')"
    loop = f"yield Say('Well.', 5)\n    if (yield {asks}) == 'strong':\n        yield Say('So.', 5)\n        while True: pass"
    activity = hostile(dtx_home, f"{loop}\n    yield Say('Well.', 5)")
    answers.write_text(json.dumps({**WELL, "way": "strong"}), encoding="utf-8")
    done = run(dtx, activity, answers)
    assert done.code == 0 and "has a fault" in done.out
    (log,) = records(dtx_home)
    assert (log.status, log.after["pain"]["value"], log.felt_worse, log.saved["way"]) == ("failed", 5, {"answer": "no"}, "strong")


@pytest.mark.parametrize("step", ["Silence(600)", "Ask('And now?')"])
def test_an_endless_script_is_refused_before_the_first_question(step: str, dtx_home: Path, answers: Path, dtx: Commands) -> None:
    """Law 9."""
    done = run(dtx, hostile(dtx_home, f"while True: yield {step}"), answers)
    assert done.code == 1
    assert done.err.startswith("dtx: The script of harmless.harmless cannot be read to its end: it has more than 2000 steps.")
    assert records(dtx_home) == []


@pytest.mark.parametrize("told", [r"\x1b[2Jmine", "{}", "[]", '{"phases": 1, "asks": [], "total_s": 1}'])
def test_a_script_that_answers_its_own_rehearsal_is_refused_in_one_sentence(
    told: str, dtx_home: Path, answers: Path, dtx: Commands
) -> None:
    """Law 9: what comes from the child's own output was made by whoever wrote the script."""
    forged = f"if '--here' in sys.argv: os.write(1, b'{told}'); os._exit(0)"
    activity = hostile(dtx_home, f"{forged}\n    yield Say('Soft.', 5)", top="import os, sys")
    done = run(dtx, activity, answers)
    assert done.code == 1
    assert done.err.startswith("dtx: The script of harmless.harmless cannot be read to its end: it writes where its rehearsal is written.")
    assert records(dtx_home) == []


# -- the terminal


ESCAPES = r"\x1b[2J\x1b]0;mine\x07\x9b31m\u202e"


def test_no_escape_code_reaches_the_terminal_from_what_a_script_says_or_asks(dtx_home: Path, answers: Path, dtx: Commands) -> None:
    body = (
        f"yield Say('{ESCAPES}Soft.', 5)\n    yield Ask('{ESCAPES}What?', save='what')\n"
        f"    yield Choose('Which?', ('{ESCAPES}this', 'that{ESCAPES}'), save='which')\n"
        f"    yield Rate('How?', low_label='{ESCAPES}low', high_label='{ESCAPES}high', save='how')\n"
        f"    yield Timed('Rest', 5, lines=('{ESCAPES}One.', 'Two.'))\n    yield Ready('Go on?', button='{ESCAPES}Go')\n"
        f"    raise type('{ESCAPES}', (Exception,), {{}})('{ESCAPES}')"
    )
    activity = hostile(dtx_home, body)
    for done in (run(dtx, activity, answers), dtx("read", activity), dtx("check", "harmless")):
        assert "Traceback" not in done.err
        assert [code for code in TERMINAL if code in done.out + done.err] == []
    (log,) = records(dtx_home)
    shown = dtx("show", log.session_id)
    assert "Soft." not in shown.err and [code for code in TERMINAL if code in shown.out] == []


def test_no_escape_code_reaches_the_terminal_from_what_a_plugin_is_called(dtx_home: Path, tmp_path: Path, dtx: Commands) -> None:
    named = head('"\\e[2JHarmless"', summary='"\\e[31mNothing"', code=True)
    plugin(dtx_home / "plugins", "harmless", named, "from dtx import Say, hookimpl\ndef script(ctx):\n    yield Say('x', 5)\n" + OFFER)
    for words in (("activities",), ("plugins",), ("check", "harmless"), ("doctor",)):
        done = dtx(*words)
        assert [code for code in TERMINAL if code in done.out + done.err] == []


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_no_escape_code_reaches_the_terminal_from_what_a_plugin_prints(stream: str, dtx_home: Path, answers: Path, dtx: Commands) -> None:
    prints = f"import sys; print('{ESCAPES}', file=sys.{stream})"
    activity = hostile(dtx_home, f"{prints}\n    yield Say('Soft.', 5)\n    {prints}", top=prints)
    for done in (run(dtx, activity, answers), dtx("read", activity, "--json"), dtx("check", "harmless")):
        assert "Traceback" not in done.err
        assert [code for code in TERMINAL if code in done.out + done.err] == []
    (log,) = records(dtx_home)
    assert log.status == "completed"


def test_its_own_words_do_not_become_dtxs(dtx_home: Path, evening: Evening) -> None:
    """A text that is no plain text runs the plugin's code wherever it is shown."""
    top = "class Mine(str):\n    def __str__(self):\n        raise SystemExit('mine')\n"
    activity = hostile(dtx_home, "yield Say(Mine('Soft.'), 5)\n    yield Ask(Mine('What?'), save='what')", top=top)
    evening.services.refresh()
    practice = evening.begin(activity)
    while not practice.ended:
        question = practice.question
        view = practice.view(evening.clock.now)
        assert clean(view.caption) in ("Soft.", "What?") or view.stage != "script"
        practice.answer(any_answer(question), evening.clock.now) if question is not None else evening.guide(practice)


TOO_MUCH = {
    "a text nobody could read": "Say('x' * 20_001)",
    "a question of a million answers": "Choose('Which?', tuple(map(str, range(1_000_000))))",
    "a number without end": "Silence(10**400)",
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_more_than_anybody_could_read_is_never_shown_and_the_ratings_are_asked(
    what: str, dtx_home: Path, answers: Path, dtx: Commands
) -> None:
    activity = hostile(dtx_home, f"yield {TOO_MUCH[what]}")
    done = run(dtx, activity, answers)
    assert "Traceback" not in done.err and len(done.out + done.err) < 8_000
    (log,) = records(dtx_home)
    assert (log.status, log.after["pain"]["value"]) == ("failed", 5)
    read = dtx("read", activity)
    assert read.code == 1 and len(read.err) < 400


def test_a_script_that_needs_a_gigabyte_is_refused_before_the_first_question(dtx_home: Path, answers: Path, dtx: Commands) -> None:
    """The process that rehearses it has no more; the person's own is never asked for it."""
    done = run(dtx, hostile(dtx_home, "yield Say('x' * 2**30)"), answers)
    assert done.code == 1
    assert done.err.startswith("dtx: The script of harmless.harmless cannot be read to its end: it raised MemoryError.")
    assert records(dtx_home) == []
