"""The parts of the summary that hold a person's own words: notes, and what they wrote inside activities. Only where they included them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dtx.engine.export import Export
from dtx.engine.saved import leaves
from dtx.language import _, at_time
from dtx.sharing.paper import Room, Section, Table, shortened
from dtx.sharing.summary_diary import Diary, when
from dtx.sharing.told import Told, cut

OWN_WORDS = _("Notes, in the person's own words")


def notes(export: Export, sessions: Sequence[Told], diary: Diary, room: Room) -> Section | None:
    """Only where the person included them; the newest first."""
    if "notes" not in export.include:
        return None
    found = [(one.when, one.title, one.note) for one in sessions if one.note]
    found += [(when(row), _("Check-in"), row["note"]) for row in diary.kind("checkin") if row.get("note")]
    rows = [(at_time(moment), what, cut(words, room.letters)) for moment, what, words in sorted(found, reverse=True)]
    kept, more = shortened(rows, room.words, _("notes"))
    if not kept:
        return Section(OWN_WORDS, (_("No notes in this span."),))
    return Section(OWN_WORDS, table=Table((_("When"), _("Activity"), _("Note")), kept, wide=(2,)), below=more)


INSIDE = _("What was written inside activities")


def thoughts(export: Export, sessions: Sequence[Told], room: Room) -> Section | None:
    """The newest first, each in one cell: feelings and beliefs as `afraid 80 → 55`, the rest by its name."""
    if "thoughts" not in export.include:
        return None
    rows = [(at_time(one.when), one.title, cut("; ".join(written(one.saved)), room.letters * 2)) for one in reversed(sessions) if one.saved]
    kept, more = shortened(rows, room.words, _("sessions in which something was written"))
    if not kept:
        return Section(INSIDE, (_("Nothing in this span."),))
    return Section(INSIDE, table=Table((_("When"), _("Activity"), _("What")), kept, wide=(2,)), below=more)


def written(saved: Mapping[str, Any]) -> Iterator[str]:
    for name, value in saved.items():
        if name == "emotions" and isinstance(value, list):
            yield from (felt(one) for one in value if isinstance(one, Mapping) and one.get("name"))
        elif name == "thoughts" and isinstance(value, list):
            yield from (thought(one) for one in value if isinstance(one, Mapping) and one.get("text"))
        else:
            for path, answer in leaves({name: value}):
                if answer not in (None, [], {}):
                    words = ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)
                    yield f"{path.replace('_', ' ')}: {words}"


def felt(one: Mapping[str, Any]) -> str:
    return f"{one['name']} {' → '.join(str(one[when]) for when in ('before', 'after') if one.get(when) is not None)}".strip()


def thought(one: Mapping[str, Any]) -> str:
    belief = " " + _("(believed {belief})").format(belief=one["belief_before"]) if one.get("belief_before") is not None else ""
    return f"{'★ ' if one.get('hot') else ''}“{one['text']}”{belief}"
