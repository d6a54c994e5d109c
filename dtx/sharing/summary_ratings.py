"""The parts of the summary that hold ratings: pain and its picture, weekly means, how relaxed, and the morning after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dtx.care.measures.change import change, weekly_mean
from dtx.care.measures.measure import shown
from dtx.language import _, _n, on_day
from dtx.sharing.chart import MOST_MARKS, Pair, svg
from dtx.sharing.paper import NONE, Picture, Room, Section, Table, signed
from dtx.sharing.told import Told


def pain(sessions: Sequence[Told]) -> Section | None:
    if not sessions:
        return None
    first, last = sessions[0].day, max(one.day for one in sessions)
    both = [one for one in sessions if one.before is not None and one.after is not None]
    said = _n(
        "Pain from 0 (none) to 10 (the worst one can imagine). Both ratings: {both} of {sessions} session.",
        "Pain from 0 (none) to 10 (the worst one can imagine). Both ratings: {both} of {sessions} sessions.",
        len(sessions),
    ).format(both=len(both), sessions=len(sessions))
    if len(sessions) <= MOST_MARKS:
        pairs, each = [pair(one) for one in sessions], _("each session")
    else:
        pairs, each = list(weekly_pairs(sessions)), _("the mean of each week")
        said += " " + _("The picture shows the mean of each week with at least 4 ratings.")
    alt = (
        _("Pain before and after, {each}, {first} to {last}.").format(each=each, first=first, last=last)
        + " "
        + " ".join(in_words(sessions))
    )
    return Section(_("Pain before and after"), (said,), picture=Picture(svg(pairs, first, last), alt), below=(AFTERWARDS_FOR_TEAMS,))


AFTERWARDS_FOR_TEAMS = _(
    "The change within one session cannot say why: people tend to practise when pain is high, and pain moves by itself."
)


def in_words(sessions: Sequence[Told]) -> Iterator[str]:
    for name, values in ((_("Before"), [one.before for one in sessions]), (_("After"), [one.after for one in sessions])):
        yield spread(name, [value for value in values if value is not None])


def pair(one: Told) -> Pair:
    part = (one.start.hour * 60 + one.start.minute) / 1440
    return Pair(one.day.toordinal() + part, one.before, one.after)


def weekly_pairs(sessions: Sequence[Told]) -> Iterator[Pair]:
    for monday, those in by_week(sessions):
        yield Pair(max(monday, sessions[0].day).toordinal() + 0.5, weekly_mean(befores(those)), weekly_mean(afters(those)))


def weeks(sessions: Sequence[Told], room: Room) -> Section | None:
    """Weekly means. Fewer than 4 ratings make no mean and are listed; the change from the first mean needs a base of 3.0 (clinical 7.4)."""
    found = list(by_week(sessions))
    if not found:
        return None
    first = next((monday for monday, those in found if weekly_mean(befores(those)) is not None), None)
    base = befores(dict(found)[first]) if first else []
    kept = chosen(found, first, room.weeks)
    rows = [week_row(monday, those, base if first and monday > first else ()) for monday, those in kept]
    left = len(found) - len(rows)
    more = (
        _n(
            "{left} more week, before or between these, is in the sheet (--to csv).",
            "{left} more weeks, before or between these, are in the sheet (--to csv).",
            left,
        ).format(left=left),
    )
    against = _("Before, against the week from {day}").format(day=on_day(first)) if first else _("Before, against the first mean")
    head = (_("Week from"), _("Sessions"), "n", _("Pain before"), "n", _("Pain after"), against)
    said = _("A mean needs at least 4 ratings in the week; fewer are listed as they are.")
    return Section(_("Weeks"), (said,), Table(head, tuple(rows), (1, 2, 3, 4, 5), (6,)), below=more if left else ())


def chosen(found: list[tuple[date, list[Told]]], first: date | None, most: int) -> list[tuple[date, list[Told]]]:
    """The newest weeks, and before them the one that they are held against, else the first of all."""
    if len(found) <= most:
        return found
    newest = found[-max(1, most - 1) :]
    base = first or found[0][0]
    return [*(one for one in found if one[0] == base), *newest] if base < newest[0][0] else found[-most:]


def week_row(monday: date, those: Sequence[Told], base: Sequence[int]) -> tuple[str, ...]:
    before, after = befores(those), afters(those)
    moved = change(base, before)
    against = _("{change} points").format(change=signed(moved.points)) + f", {signed(-moved.percent)} %" if moved else NONE
    return on_day(monday), str(len(those)), str(len(before)), mean(before), str(len(after)), mean(after), against


def mean(ratings: Sequence[int]) -> str:
    found = weekly_mean(ratings)
    if found is not None:
        return shown(found)
    return ", ".join(map(str, ratings)) or NONE


def by_week(sessions: Sequence[Told]) -> Iterator[tuple[date, list[Told]]]:
    """Each week in which there was a session, from Monday on, by the clock on the person's wall."""
    found: dict[date, list[Told]] = defaultdict(list)
    for one in sessions:
        found[one.monday].append(one)
    yield from sorted(found.items())


def befores(those: Iterable[Told]) -> list[int]:
    return [one.before for one in those if one.before is not None]


def afters(those: Iterable[Told]) -> list[int]:
    return [one.after for one in those if one.after is not None]


def mornings(sessions: Sequence[Told]) -> Section | None:
    """The morning after exercises: asked, answered, and whether pain was back to at most one above its start (clinical 5.4)."""
    asked = [one for one in sessions if one.follow_up]
    if not asked:
        return None
    rated = [one for one in asked if one.follow_up.get("pain") is not None]
    settled = sum(one.follow_up.get("settled") is True for one in rated)
    told = (
        _("Asked after {asked} sessions, answered after {rated}.").format(asked=len(asked), rated=len(rated))
        + " "
        + _("Pain was at most 1 above the rating before the session after {settled}, more than that after {others}.").format(
            settled=settled, others=len(rated) - settled
        )
    )
    return Section(_("The morning after exercises"), (told,))


def relaxed(sessions: Sequence[Told]) -> Section | None:
    """How relaxed before and after, where that was asked."""
    before = [one.relax_before for one in sessions if one.relax_before is not None]
    after = [one.relax_after for one in sessions if one.relax_after is not None]
    if not before and not after:
        return None
    told = (
        _("From 0 (not at all relaxed) to 10 (fully relaxed).")
        + " "
        + " ".join(spread(name, values, middle(values)) for name, values in ((_("Before"), before), (_("After"), after)))
    )
    return Section(_("How relaxed, before and after"), (told,))


def spread(name: str, values: Sequence[int], middle: str = "") -> str:
    """How many ratings there are, and between which they lie. `middle` is what is said of their mean."""
    match values:
        case []:
            return _("{name}: no ratings.").format(name=name)
        case [value]:
            return _("{name}: one rating, {value}.").format(name=name, value=value)
        case _several:
            said = _("{name}: {number} ratings, {least} to {most}{mean}.")
            return said.format(name=name, number=len(values), least=min(values), most=max(values), mean=middle)


def middle(values: Sequence[int]) -> str:
    """The mean, where there are enough ratings for one."""
    return ", " + _("mean {value}").format(value=shown(sum(values) / len(values))) if weekly_mean(values) is not None else ""
