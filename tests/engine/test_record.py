"""The record is a fold over the journal."""

from dtx.engine.journal import Event
from dtx.engine.record import fold

WORLD = {
    "app_version": "0.1.0",
    "patient_ref": "p",
    "activity_id": "a.b",
    "activity_title": "B",
    "plugin_id": "a",
    "plugin_version": "1",
    "content_sha256": "0",
    "planned_s": 20.0,
    "phases_total": 2,
    "options": {},
}


def journal(*lines: tuple[str, float, str | None, object]) -> list[Event]:
    opened = Event(1, "2026-05-01T20:00:00+00:00", 0.0, "opened", value=WORLD)
    return [
        opened,
        *(Event(n, f"2026-05-01T20:00:{n:02}+00:00", t, kind, step, "f", value) for n, (kind, t, step, value) in enumerate(lines, 2)),
    ]


def test_phases_gone_back_over_count_once() -> None:
    phase = {"phase": 0}
    back = {"step": 0, "phase": 0, "phases_done": 0, "undone": ["say.1"]}
    log = fold(
        "s", journal(("phase", 10, "say.1", phase), ("back", 13, "say.1", back), ("phase", 23, "say.1", phase), ("phase", 33, "x", phase))
    )
    assert (log.phases_done, log.active_s) == (2, 33)


def test_active_time_stands_still_once_the_script_is_over() -> None:
    rated = {"value": 4, "declined": None, "min": 0, "max": 10, "saved": True}
    log = fold("s", journal(("phase", 20, "x", {}), ("completed", 20, None, None), ("rated", 20, "after.pain", rated)))
    assert (log.active_s, log.status, log.after["pain"]["value"]) == (20, "completed", 4)


def test_the_reason_for_a_stop_may_come_with_it_or_after() -> None:
    assert fold("s", journal(("stopped", 5, None, "pain"))).stop_reason == "pain"
    asked = ("answered", 5.0, "stop_reason", {"value": "tired", "declined": None, "saved": True})
    log = fold("s", journal(("stopped", 5, None, None), asked))
    assert (log.stop_reason, log.saved) == ("tired", {})


def test_the_change_is_known_only_where_both_ratings_are() -> None:
    def rated(step: str, value: int | None) -> tuple[str, float, str, object]:
        return (
            "rated",
            0.0,
            step,
            {"value": value, "declined": None if value is not None else "skipped", "min": 0, "max": 10, "saved": True},
        )

    assert fold("s", journal(rated("before.pain", 6), rated("after.pain", 4))).change == -2
    assert fold("s", journal(rated("before.pain", 6), rated("after.pain", None))).change is None
    assert fold("s", journal(rated("before.pain", 0), rated("after.pain", 0))).change == 0


def test_an_answer_that_was_gone_back_over_is_forgotten_with_all_that_hung_on_it() -> None:
    def answered(kind: str, step: str, value: object) -> tuple[str, float, str, object]:
        return (kind, 20.0, step, {"value": value, "declined": None, "min": 0, "max": 10, "saved": True})

    back = ("back", 20.0, "felt_worse.onset", {"step": 2, "phase": 0, "phases_done": 2, "undone": ["felt_worse", "felt_worse.what"]})
    worse = [answered("felt_worse", "felt_worse", "a_lot"), answered("felt_worse", "felt_worse.what", ["pain"])]
    log = fold("s", journal(("completed", 20, None, None), *worse, back, answered("felt_worse", "felt_worse", "no")))
    assert log.felt_worse == {"answer": "no"}
    undone = ("back", 5.0, "b", {"step": 0, "phase": 0, "phases_done": 0, "undone": ["a", "b", "section.3"]})
    log = fold("s", journal(answered("answered", "a", "x"), ("skipped", 5.0, "section.3", {}), undone))
    assert (log.saved, log.skipped) == ({}, ())
