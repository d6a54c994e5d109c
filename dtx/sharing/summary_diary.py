"""The parts of the summary that come from the diary: check-ins, measures, medicines. Only where the person included it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dtx.care.checkin import TAKEN
from dtx.care.measures import peg
from dtx.care.measures.measure import shown
from dtx.engine.export import Export
from dtx.language import _, _n, at_time, day_of
from dtx.sharing.diary_sheet import rows
from dtx.sharing.paper import NONE, Room, Section, Table, counted, given, shortened, signed
from dtx.sharing.told import Told, cut

TAKING = timedelta(hours=4)
"""A medicine so shortly before a session may be in its ratings (clinical 7.4)."""
STATUS = dict(zip(TAKEN.values, (words.lower() for words in TAKEN.options), strict=True))
PEG_SOURCE = _(
    "PEG (Krebs 2009), past week, 0 to 10 each: pain on average, and how it interfered with enjoyment of life and with activity."
)
NO_DIARY = _("Nothing was noted in this span.")


@dataclass(frozen=True, slots=True)
class Diary:
    """The rows of the diary's table, oldest first; `included` says whether the person let it in."""

    rows: tuple[dict[str, Any], ...]
    included: bool

    @classmethod
    def of(cls, export: Export) -> "Diary":
        return cls(tuple(rows(export.diary, export.about.patient_ref)), "diary" in export.include)

    def kind(self, name: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["kind"] == name]


def check_ins(diary: Diary, room: Room) -> Section | None:
    """The numbers of the newest check-ins."""
    if not diary.included:
        return None
    found = diary.kind("checkin")
    numbers = ("pain_worst", "pain_average", "pain_least", "sleep", "mood", "activity")
    lines = [(at_time(when(row)), *(given(row.get(name)) for name in numbers)) for row in reversed(found)]
    kept, more = shortened(lines, room.diary, _("check-ins"))
    if not kept:
        return Section(_("Check-ins"), (NO_DIARY,))
    head = (_("When"), _("Pain at its worst"), _("on average"), _("at its least"), _("Sleep"), _("Mood"), _("Could do"))
    on = len({when(row)[:10] for row in found})
    said = _("{found} check-ins on {on} days. All from 0 to 10; for sleep, mood and what one could do 10 is most.").format(
        found=len(found), on=on
    )
    return Section(_("Check-ins"), (said,), Table(head, kept, (1, 2, 3, 4, 5, 6)), below=more)


def measures(diary: Diary, room: Room) -> Section | None:
    """The PEG with what changed since the first, and what else was measured. Computed on unrounded values (clinical 7.3)."""
    if not diary.included:
        return None
    weekly = diary.kind("peg")
    first = next((row["peg_score"] for row in weekly if row.get("peg_score") is not None), None)
    lines = [peg_row(row, first if index else None) for index, row in enumerate(weekly)]
    if len(lines) > room.diary:
        lines = [lines[0], *lines[-(room.diary - 1) :]] if room.diary > 1 else lines[-1:]
    others = tuple(others_of(diary))
    if not lines:
        return Section("PEG", (_("No PEG in this span."), *others))
    left = len(weekly) - len(lines)
    more = (_("The {left} between the first and these are in the diary's table.").format(left=left),) if left else ()
    head = (_("Day"), _("Pain"), _("Enjoyment"), _("Activity"), _("Score"), _("Against the first"))
    return Section("PEG", (PEG_SOURCE,), Table(head, tuple(lines), (1, 2, 3, 4), (5,)), below=(*more, *others))


def peg_row(row: dict[str, Any], first: float | None) -> tuple[str, ...]:
    score = row.get("peg_score")
    moved = peg.change(first, score)
    against = NONE
    if moved is not None:
        against = _("{change} points").format(change=signed(moved.points)) + (
            f", {signed(moved.percent)} %" if moved.percent is not None else ""
        )
    items = (given(row.get(f"peg_{name}")) for name in ("pain", "enjoyment", "activity"))
    return day_of(when(row)), *items, NONE if score is None else shown(score), against


def others_of(diary: Diary) -> Iterator[str]:
    for kind, column, name in (
        ("phq4", "phq4_total", _("PHQ-4, worry and low mood over two weeks, 0 to 12, no diagnosis")),
        ("pgic", "pgic", _("Impression of change (PGIC), 1 to 7, 4 is no change")),
    ):
        found = [f"{day_of(when(row))}: {row[column]}" for row in diary.kind(kind) if row.get(column) is not None]
        if found:
            left = "; " + _("{number} earlier ones in the diary's table").format(number=len(found) - 6) if len(found) > 6 else ""
            yield f"{name}. {', '.join(found[-6:])}{left}."


def medicines(diary: Diary, sessions: Sequence[Told], room: Room) -> Section | None:
    """The log as the person kept it, newest first, and in how many sessions a medicine may be in the ratings."""
    if not diary.included:
        return None
    logged, elsewhere = diary.kind("medicine"), diary.kind("treatment")
    treatments = tuple(_("Treatment elsewhere: {treatment}.").format(treatment=treatment(row)) for row in elsewhere[-room.words :])
    if not logged:
        return Section(_("Medicines and treatments"), (_("No medicine was logged in this span."), *treatments))
    lines = [medicine_row(row, room) for row in reversed(logged)]
    kept, more = shortened(lines, room.diary, _("medicines"))
    states = Counter(row.get("medicine_status") for row in logged)
    near = sum(any(timedelta() <= one.start - taken <= TAKING for taken in moments(logged)) for one in sessions)
    times = _n("Logged {number} time ({states}).", "Logged {number} times ({states}).", len(logged))
    said = times.format(number=len(logged), states=counted(states, {**STATUS, None: _("not said")}))
    said += " " + _("In {near} of {all} sessions one was logged within the 4 hours before.").format(near=near, all=len(sessions))
    head = (_("When"), _("What"), _("At"), _("Taken"), _("Helped, 0–10"), _("For, side effect"))
    return Section(_("Medicines and treatments"), (said,), Table(head, kept, (4,), (1, 5)), below=(*more, *treatments))


def medicine_row(row: dict[str, Any], room: Room) -> tuple[str, ...]:
    typed = "; ".join(cut(str(row[name]), room.letters // 2) for name in ("medicine_reason", "medicine_side_effect") if row.get(name))
    taken = STATUS.get(str(row.get("medicine_status")), NONE)
    name = cut(str(row.get("medicine") or NONE), 40)
    return day_of(when(row)), name, given(row.get("medicine_time")), taken, given(row.get("medicine_helped")), typed or NONE


def treatment(row: dict[str, Any]) -> str:
    day = day_of(row.get("treatment_date") or when(row))
    helped = row.get("treatment_helped")
    return f"{day}, {cut(str(row.get('treatment') or NONE), 60)}" + (
        ", " + _("helped {helped} of 10").format(helped=helped) if helped is not None else ""
    )


def moments(logged: Sequence[dict[str, Any]]) -> list[datetime]:
    """When each was taken, where that was said: on the day of the check-in, by its clock."""
    found = []
    for row in logged:
        if row.get("medicine_status") == "missed":
            continue
        noted = datetime.fromisoformat(row["at"])
        hour, _colon, minute = str(row.get("medicine_time") or "").partition(":")
        if hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60:
            taken = noted.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
            found.append(taken if taken <= noted else taken - timedelta(days=1))
    return found


def when(row: dict[str, Any]) -> str:
    return str(row["at"])[:16].replace("T", " ")
