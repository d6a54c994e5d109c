"""Plain mode: what is said, when, and that every key works while a session runs. Time stands in the hands of the test."""

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dtx.care.help import help_now, tried
from dtx.care.helplines import for_country
from dtx.engine.clock import HandClock
from dtx.engine.phase import Phase
from dtx.engine.questions import Ask, Choose, Question, Rate, Ready, Several
from dtx.engine.record import SessionLog
from dtx.engine.view import View
from dtx.errors import StoreProblem, Unknown
from dtx.plain import Given, Signals, Typed, run, screen
from dtx.plain.around import closing, how_it_ended, opening, ratings
from dtx.plain.typed import lines, meant
from dtx.plain.wording import AT_THE_BEGINNING, AWAY, EASED, HELD, HELP, LATER, NO_EASIER, PUT_AWAY, WAITS, asked, length, spoken
from dtx.services import Services

AT = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
PAIN = "How strong is your pain right now?"
SIT = "Sit or lie so your back is supported. Let the shoulders and belly be soft."
RATED = ("6", "3")
CLOSED = ("4", "7", "1")


class Person:
    """Types `answers` when asked, and each command at its time in seconds; `thinks_s` goes by at every question."""

    personal = True

    def __init__(
        self, clock: HandClock, answers: tuple[str, ...], commands: tuple[tuple[float, str], ...] = (), thinks_s: float = 1
    ) -> None:
        self.clock, self.answers, self.commands, self.thinks_s = clock, list(answers), list(commands), thinks_s
        self.asleep_at: tuple[float, float] | None = None

    def ask(self, name: str, question: Question) -> object:
        self.clock.move_to(self.clock.now + self.thinks_s)
        typed = self.answers.pop(0) if self.answers else ""
        return (typed if typed in ("p", "s", "b", "n", "l", "?", "w") else meant(question, typed)) if typed else None

    def command(self, wait_s: float) -> str | None:
        if self.asleep_at and self.clock.now >= self.asleep_at[0]:
            wait_s, self.asleep_at = wait_s + self.asleep_at[1], None
        self.clock.move_to(self.clock.now + wait_s)
        if self.commands and self.clock.now >= self.commands[0][0]:
            return self.commands.pop(0)[1]
        return None

    def line(self) -> str | None:
        return ""


@pytest.fixture
def services(dtx_home: Path) -> Iterator[Services]:
    services = Services(dtx_home)
    yield services
    services.close()


class Room:
    """A practice of four breaths (136 s) in which a test plays the person."""

    def __init__(self, services: Services) -> None:
        self.services, self.clock, self.out = services, HandClock(AT), io.StringIO()
        services.clock = self.clock

    def sit(self, person: Person, activity_id: str = "breathing.four78") -> SessionLog:
        practice = self.services.begin(activity_id, {})
        try:
            run(practice, person, self.out)
        finally:
            practice.close()
        return self.services.log(practice.session_id)

    @property
    def said(self) -> list[str]:
        return self.out.getvalue().splitlines()


@pytest.fixture
def room(services: Services) -> Room:
    return Room(services)


def test_each_change_is_said_once_and_at_its_time(room: Room) -> None:
    log = room.sit(Person(room.clock, (*RATED, *CLOSED)))
    said = room.said
    assert said[0] == "4-7-8"
    assert said.count("In 4") == said.count("Hold 7") == said.count("Out 8") == 4
    assert said.count(SIT) == 1
    easier = "If you need it, e and Enter: Too slow."
    assert said.count(easier) == 1
    breaths = [line for line in said[said.index(SIT) + 3 :] if line != easier]
    assert breaths[:3] == ["In 4", "Hold 7", "Out 8"], "settle has three lines, then the first breath comes"
    assert (log.status, log.active_s, log.paused_s) == ("completed", 136.0, 0.0)
    assert log.change == -2


def test_taking_long_over_a_question_is_no_gap(room: Room) -> None:
    """Questions wait for as long as one likes."""
    log = room.sit(Person(room.clock, (*RATED, *CLOSED), thinks_s=600))
    assert not any(event.kind == "gap" for event in log.events)
    assert AWAY not in room.said


def test_pause_holds_the_session_until_enter(room: Room) -> None:
    log = room.sit(Person(room.clock, (*RATED, *CLOSED), ((10, "p"), (70, ""))))
    assert room.said.count(HELD) == 1
    assert room.said.count(SIT) == 2, "it goes on with the line that was on"
    assert (log.status, log.active_s) == ("completed", 136.0)
    assert log.paused_s == pytest.approx(60, abs=0.5)


def test_stop_ends_at_once_and_still_asks_how_it_is(room: Room) -> None:
    log = room.sit(Person(room.clock, (*RATED, "8", *CLOSED), ((42, "s"),)))
    assert (log.status, log.stop_reason) == ("stopped", "tired")
    assert log.active_s == pytest.approx(40, abs=0.5)
    assert log.after["pain"]["value"] == 4


def test_back_and_next_lead_to_the_breath_before_and_after(room: Room) -> None:
    log = room.sit(Person(room.clock, (*RATED, *CLOSED), ((3, "n"), (4.5, "b"), (5, "n"), (6, "N"))))
    kinds = [event.kind for event in log.events]
    assert kinds.count("skipped") == 3 and kinds.count("back") == 1
    assert log.status == "completed"


def test_back_at_the_beginning_says_that_it_is_the_beginning(room: Room) -> None:
    room.sit(Person(room.clock, ("b", *RATED, *CLOSED)))
    assert room.said.count(AT_THE_BEGINNING) == 1
    assert room.said[room.said.index(AT_THE_BEGINNING) + 1] == PAIN


def test_back_from_a_question_asks_the_one_before_again(room: Room) -> None:
    log = room.sit(Person(room.clock, ("9", "b", *RATED, *CLOSED)))
    assert log.before["pain"]["value"] == 6
    assert room.said.count(PAIN) == 3


def test_a_slip_is_asked_again_with_what_would_fit(room: Room) -> None:
    log = room.sit(Person(room.clock, ("11", "six", "--6", "6.5", *RATED, *CLOSED)))
    assert room.said.count("Please give a whole number from 0 to 10.") == 4
    assert log.before["pain"]["value"] == 6


def test_help_is_there_at_every_question_and_in_every_phase(room: Room) -> None:
    room.sit(Person(room.clock, ("?", *RATED, *CLOSED), ((10, "?"), (12, "what now"))))
    said = room.said
    assert said.count("Get help now. " + help_now()) == 3 and said.count(tried(for_country(None))) == 3
    assert [said.count(line) for line in HELP] == [3] * len(HELP)


def test_the_help_begins_with_the_numbers_of_the_country_and_w_leads_to_the_warning_list(room: Room) -> None:
    """Clinical 4.6: help is there on every screen, with the numbers of where one lives."""
    practice = room.services.begin("breathing.four78", {})
    run(practice, Person(room.clock, ("?", "w", *RATED, *CLOSED), ((10, "?"), (12, "w"))), room.out, country="US")
    practice.close()
    said = room.said
    assert said[said.index(PAIN) + 2].startswith("Get help now. In an emergency call 911.") and "988" in said[said.index(PAIN) + 2]
    assert said.count("- A hot, swollen, painful calf") == 2 and said.count("Call 911 now.") == 2


def test_help_is_there_while_the_gate_asks_and_n_is_not_taken_for_no(room: Room) -> None:
    person = Person(room.clock, ("?", "w", "n", "2", *("",) * 20))
    room.services.set_profile({"country": "GB"})
    assert screen(room.services.screen("breathing.four78", {}), person, Signals(), room.out)
    said = room.said
    assert sum(line.startswith("Get help now. In an emergency call 999 or 112.") for line in said) == 1
    assert "- Fainting" in said and said.count("Please choose one of: Yes, No, Not sure.") == 1
    flags = room.services.profile().flags
    assert (flags["new_pain"], flags["red_flag"]) == ("no", "declined")


def test_an_easier_way_is_offered_once_and_taken_with_e(room: Room) -> None:
    """Clinical 2.3: "I need out" leads to the way back."""
    log = room.sit(Person(room.clock, (*RATED, *CLOSED), ((40, "e"),)), "body_scan.scan")
    assert room.said.count("If you need it, e and Enter: I need out.") == 1
    assert room.said.count(EASED) == 1
    assert any(line.startswith("Open your eyes.") for line in room.said)
    assert "eased" in [event.kind for event in log.events]
    assert log.active_s < 120


def test_where_there_is_no_easier_way_e_says_so(room: Room) -> None:
    room.sit(Person(room.clock, (*RATED, *CLOSED), ((10, "e"),)))
    assert room.said.count(NO_EASIER) == 1


def test_the_sound_is_made_louder_softer_and_silent_by_a_letter(room: Room) -> None:
    """It begins at 60 %."""
    room.sit(Person(room.clock, (*RATED, *CLOSED), ((10, "+"), (12, "-"), (14, "-"), (16, "m"), (18, "m"))))
    heard = [line for line in room.said if "sound" in line.casefold() and "and Enter" not in line]
    assert heard == [f"The sound is at {level} percent." for level in (65, 60, 55)] + ["No sound.", "The sound is at 55 percent."]


def test_a_form_is_put_away_with_l_and_waits_as_it_was(room: Room) -> None:
    practice = room.services.begin("thought_record.five", {})
    run(practice, Person(room.clock, (*RATED, "Kitchen, Monday", "l")), room.out, form=True)
    assert not practice.ended and room.said[-1] == PUT_AWAY and LATER in room.said
    practice.close()
    (left,) = room.services.unfinished()
    assert left.form and left.open
    again = room.services.resume(left.session_id)
    assert "Kitchen, Monday" in [event.value["value"] for event in room.services.log(left.session_id).events if event.kind == "answered"]
    again.close()


def test_what_is_timed_cannot_be_put_away(room: Room) -> None:
    log = room.sit(Person(room.clock, (*RATED, *CLOSED), ((10, "l"),)))
    assert log.status == "completed" and PUT_AWAY not in room.said


def test_pausing_a_question_needs_nothing(room: Room) -> None:
    room.sit(Person(room.clock, ("p", *RATED, *CLOSED)))
    assert WAITS in room.said


def test_a_closed_lid_pauses_and_nothing_races(room: Room) -> None:
    """Twenty seconds away: the session stands where nobody guided it any more, and the length is in its record."""
    person = Person(room.clock, (*RATED, *CLOSED), ((45, ""),))
    person.asleep_at = (20, 20)
    log = room.sit(person)
    assert room.said.count(AWAY) == 1
    (gap,) = [event for event in log.events if event.kind == "gap"]
    assert gap.value["seconds"] == pytest.approx(20, abs=0.6)
    assert (log.status, log.active_s) == ("completed", 136.0)


def test_a_computer_that_slept_pauses_though_its_clock_stood_still(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar moved on by an hour, the session's clock did not."""
    looks = iter(range(10_000))
    monkeypatch.setattr("dtx.plain.driver.time", lambda: room.clock.now + (3600 if next(looks) > 40 else 0))
    log = room.sit(Person(room.clock, (*RATED, *CLOSED), ((60, ""),)))
    (gap,) = [event for event in log.events if event.kind == "gap"]
    assert gap.value["seconds"] == pytest.approx(3600, abs=1)
    assert (log.status, log.active_s) == ("completed", 136.0)


def test_a_full_disk_waits_for_room_and_loses_nothing(room: Room) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    class Tidying(Person):
        def ask(self, name: str, question: Question) -> object:
            if name == "after.pain":
                resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
            return super().ask(name, question)

        def line(self) -> str | None:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            return ""

    try:
        log = room.sit(Tidying(room.clock, (*RATED, *CLOSED)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sum("Enter tries again." in line for line in room.said) == 1
    assert (log.status, log.change) == ("completed", -2)
    assert room.services.store.verify() == []


def test_a_full_disk_with_nobody_there_ends_and_keeps_what_was(room: Room) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    class Leaving(Person):
        def command(self, wait_s: float) -> str | None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
            return "p"

        def line(self) -> str | None:
            return None

    try:
        with pytest.raises(StoreProblem, match="no room left"):
            room.sit(Leaving(room.clock, RATED))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    (left,) = room.services.unfinished()
    assert left.open
    assert room.services.log(left.session_id).before["pain"]["value"] == 6


def test_on_a_clock_moved_by_hand_the_same_words_are_said(services: Services) -> None:
    """`--pace fast` leaves out the waiting and nothing else."""
    slow = Room(services)
    slow.sit(Person(slow.clock, (*RATED, *CLOSED)))
    quick = Room(services)
    practice = services.begin("breathing.four78", {})
    run(practice, Given({"before.pain": 6, "before.relax": 3, "after.*": 4, "felt_worse": "no"}), quick.out, quick.clock)
    assert quick.said == slow.said


def test_how_long_and_what_to_look_out_for_come_first(services: Services, room: Room) -> None:
    log = room.sit(Person(room.clock, ("s",)))
    fresh = SessionLog(**{**{name: getattr(log, name) for name in log.__slots__}, "before": {}, "active_s": 0.0})
    said = list(opening(fresh, services.cautions("breathing.four78"), personal=True, first=False))
    assert said[0] == "It takes 2 minutes 16 seconds, with a few questions before and after."
    assert "Sit or lie down for this one." in said
    assert said[-2].startswith("At any time type a letter and Enter: p pause, s stop, b back, n next.")
    again = list(opening(fresh, services.cautions("breathing.four78"), personal=True, first=False, known=True))
    assert again == [said[0], *said[-2:]], "who has heard the cautions finds them in the help"
    begun = SessionLog(**{**{name: getattr(log, name) for name in log.__slots__}, "active_s": 36.0})
    assert next(iter(opening(begun, (), personal=True, first=False))).startswith(
        "It goes on from where it broke off. 1 minute 40 seconds of 2 minutes 16 seconds are left"
    )


def test_the_end_says_honestly_what_happened(room: Room) -> None:
    log = room.sit(Person(room.clock, (*RATED, "8", *CLOSED), ((42, "s"),)))
    said = list(closing(log))
    assert said[0] == "You stopped after 40 seconds of 2 minutes 16 seconds. What you did counts."
    assert said[1:4] == [
        "Pain: before 6, after 4.",
        "How relaxed: before 3, after 7.",
        "One session cannot tell us why. Over 10 or more we can look for a pattern.",
    ]
    for status, words in (("completed", "Done."), ("failed", "You did nothing wrong."), ("interrupted", "It broke off after")):
        assert words in how_it_ended(SessionLog(**{**{name: getattr(log, name) for name in log.__slots__}, "status": status}))


def test_what_was_never_asked_is_not_said_to_be_missing(room: Room) -> None:
    """After two minutes of breathing nobody asks for pain a second time."""
    log = room.sit(Person(room.clock, (*RATED, "8", *CLOSED), ((42, "s"),)))
    fields = {name: getattr(log, name) for name in log.__slots__}
    once = SessionLog(**{**fields, "before": {"pain": {"value": 7}}, "after": {}})
    assert next(iter(ratings(once))) == "Pain: before 7."
    assert next(iter(ratings(SessionLog(**{**fields, "before": {}, "after": {"pain": {"value": 7}}})))) == "Pain: after 7."
    declined = SessionLog(**{**fields, "before": {"pain": {"value": 7}}, "after": {"pain": {"value": None}}})
    assert next(iter(ratings(declined))) == "Pain: before 7, after not given."
    nothing = SessionLog(**{**fields, "before": {"pain": {"value": None}}, "after": {}})
    assert not any(line.startswith("Pain") for line in ratings(nothing))


def test_lengths_read_well_aloud() -> None:
    assert [length(seconds) for seconds in (300, 136, 60, 61, 45, 0.5, 0)] == [
        *("5 minutes", "2 minutes 16 seconds", "1 minute", "1 minute 1 second", "45 seconds", "0.5 seconds", "no time")
    ]


def test_a_rest_says_how_long_and_what_comes_next() -> None:
    view = View("script", "move.1", phase=Phase("rest", 30, "Rest"), caption="Rest", coming=Phase("lift", 2, "Straighten the knee"))
    assert spoken(view) == "Rest. 30 seconds. Then: Straighten the knee"


def test_what_waits_for_the_person_says_so() -> None:
    view = View("script", "move.1", phase=Phase("timed", 40, "Ten times", waits=True), caption="Ten times")
    assert spoken(view) == "Ten times Press Enter when you are done."


def test_choices_are_numbered_and_a_number_is_an_answer() -> None:
    choose = Choose("Which?", ("Left", "Right"))
    assert list(asked(choose)) == ["Which?", "1. Left", "2. Right", "Type its number, or Enter alone to leave it out."]
    assert [meant(choose, typed) for typed in ("2", " right ", "3")] == ["Right", "right", "3"]
    several = Several("Which?", ("Left", "Right", "Low back"))
    assert [meant(several, typed) for typed in ("1,3", "1 3")] == [["Left", "Low back"]] * 2
    assert meant(several, "low back, 2") == ["low back", "Right"]
    assert meant(Ready("Go on?"), "") is True
    assert meant(Ask("Why?"), "Because.") == "Because."


def test_windows_and_old_line_ends_are_lines_too() -> None:
    with open(pipe(b"6\r\n3\n4\r7"), encoding="utf-8") as stream:
        assert list(lines(stream)) == ["6", "3", "4", "7"]


def test_bytes_that_are_no_letters_do_not_end_the_session() -> None:
    with open(pipe(b"6\xff\n3\n"), encoding="ascii") as stream:
        assert list(lines(stream)) == ["6\ufffd", "3"]


def test_what_a_pipe_writes_early_waits_for_its_question() -> None:
    typed = Typed(io.StringIO("6\n?\n4\n"))
    assert typed.command(5) is None
    assert typed.command(5) == "?"
    assert typed.line() == "6"
    assert typed.line() == "4"
    assert typed.line() is None


def pipe(content: bytes) -> int:
    read, write = os.pipe()
    os.write(write, content)
    os.close(write)
    return read


class TestGiven:
    """Answers from a file."""

    def test_a_list_is_one_answer_for_each_time_a_question_comes_up(self) -> None:
        given, question = Given({"x": [1, None, 3]}), Rate("?")
        assert [given.ask("x", question) for _ in range(4)] == [1, None, 3, None]

    def test_one_answer_serves_every_time(self) -> None:
        given, question = Given({"x": 1}), Rate("?")
        assert [given.ask("x", question) for _ in range(3)] == [1, 1, 1]

    def test_a_star_counts_for_each_question_by_itself(self) -> None:
        given = Given({"x.*": [1, 2]})
        assert [given.ask(name, Rate("?")) for name in ("x.a", "x.b", "x.a")] == [1, 1, 2]

    def test_a_list_for_a_choice_of_several_is_one_answer(self) -> None:
        question = Several("?", ("a", "b"))
        assert [Given({"x": ["a", "b"]}).ask("x", question)] == [["a", "b"]]
        given = Given({"x": [["a"], []]})
        assert [given.ask("x", question) for _ in range(3)] == [["a"], [], None]

    def test_the_longest_key_wins_and_an_exact_one_always(self) -> None:
        given = Given({"*": 0, "before.*": 1, "before.pain*": 2, "before.pain": 3})
        assert [given.ask(name, Rate("?")) for name in ("after.x", "before.x", "before.pain2", "before.pain")] == [0, 1, 2, 3]

    def test_what_is_missing_is_declined(self) -> None:
        assert Given({}).ask("x", Rate("?")) is None

    @pytest.mark.parametrize("answer", ["6", 11, -1, 6.5, True, [[6]], {}])
    def test_the_wrong_kind_is_a_sentence(self, answer: object) -> None:
        with pytest.raises(Unknown, match="The answer to x does not fit"):
            Given({"x": answer}).check([("x", Rate("?"))])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals of this kind on Windows")
def test_keys_that_a_terminal_sends_reach_the_session() -> None:
    """At a real terminal a line that is no command asks for help at once, instead of waiting for a question."""
    import pty

    master, slave = pty.openpty()
    os.write(master, b"zzz\n")
    with open(slave, encoding="utf-8") as stream:  # noqa: PTH123
        assert Typed(stream).command(5) == "zzz"
        os.write(master, b"\x04")
    os.close(master)
