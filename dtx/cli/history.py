"""`dtx history` and `dtx questions`: what was done, a look back on one page, and what to ask one's team."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from dtx import amounts
from dtx.care import look_back
from dtx.care.help import message_of
from dtx.care.look_back import DAY, EACH_WEEK, MONTH, WEEKS
from dtx.care.measures.measure import shown
from dtx.care.team import LONGEST, MOST, SUGGESTED, TeamQuestion
from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.ranges import whole
from dtx.cli.words import as_json, text
from dtx.errors import Unknown
from dtx.language import _, on_day

if TYPE_CHECKING:
    from dtx.history import Period

LONGEST_WEEKS = 5200


@click.command()
@click.option("--by", type=click.Choice([DAY, EACH_WEEK, MONTH]), help=_("Pain before and after by day (30), week (13) or month (all)."))
@click.option("--weeks", type=whole(1, LONGEST_WEEKS), metavar="N", default=WEEKS, show_default=True, help=_("How far to look back."))
@as_json
@click.pass_obj
def history(context: Context, by: str | None, weeks: int, as_json: bool) -> None:
    """What you did, and a look back on one page."""
    from dtx.history import look_back_json

    services = context.services
    past = services.past
    found = past.look_back(weeks)
    periods = past.periods(by or EACH_WEEK)
    if as_json:
        return show_json(
            {
                "as_of": services.now().isoformat(timespec="seconds"),
                "day_begins": services.profile().day_begins,
                "days_practised_of_last_7": past.practised(),
                "by": by or EACH_WEEK,
                "periods": [one.to_json() for one in periods],
                "check_ins": [one.to_json() for one in past.noted(by or EACH_WEEK)],
                "peg": [{"day": one.day.isoformat(), "score": one.value} for one in past.pegs()],
                "look_back": look_back_json(found),
            }
        )
    say(_("Days practised of the last 7: {practised}.").format(practised=past.practised()))
    if by is not None:
        for one in periods:
            say(in_words(one))
        return None
    say(_("From {first} to {last}:").format(first=on_day(found.first), last=on_day(found.last)))
    for heading, sentences in look_back.lines(found):
        say(f"{heading}.")
        for sentence in sentences:
            say(f"  {sentence}")
    return None


def in_words(one: "Period") -> str:
    """One period as a line that reads well aloud."""
    when = on_day(one.first) if one.first == one.last else _("{first} to {last}").format(first=on_day(one.first), last=on_day(one.last))
    if one.before is None or one.after is None:
        return _("{when}: {sessions}, no pain numbers before and after").format(when=when, sessions=amounts.sessions(one.sessions))
    return _("{when}: {sessions}, pain {before} before, {after} after ({n} with both)").format(
        when=when, sessions=amounts.sessions(one.sessions), before=shown(one.before), after=shown(one.after), n=one.n
    )


@click.command()
@click.option("--add", "new", type=text, metavar="TEXT", help=_("Write down another question."))
@click.option("--asked", type=whole(1, MOST), metavar="N", help=_("Question N of the list was asked today."))
@click.option("--answer", type=text, metavar="TEXT", help=_("With --asked: what the answer was."))
@as_json
@click.pass_obj
def questions(context: Context, new: str | None, asked: int | None, answer: str | None, as_json: bool) -> None:
    """Questions for your care team, and what was answered."""
    services = context.services
    own = list(services.team_questions())
    if answer is not None and asked is None:
        raise Unknown(_("--answer goes with --asked."), _("Say which question it answers, such as --asked 1."))
    if asked is not None and asked > len(own):
        raise Unknown(
            _("There is no question {asked}.").format(asked=asked), _("There are {own}; `dtx questions` lists them.").format(own=len(own))
        )
    for words in (new, answer):
        if words is not None and not 0 < len(words.strip()) <= LONGEST:
            raise Unknown(_("That is no question, or too long for one."), _("Use up to {longest} characters.").format(longest=LONGEST))
    if new is not None:
        if len(own) >= MOST:
            raise Unknown(_("There is room for {most} questions.").format(most=MOST), _("Ask some of them first."))
        own.append(TeamQuestion(" ".join(new.split())))
    if asked is not None:
        own[asked - 1] = replace(own[asked - 1], asked_on=services.now().date().isoformat(), answer=answer or own[asked - 1].answer)
    if new is not None or asked is not None:
        services.keep_team_questions(own)
        for words in (new, answer):
            if words is not None and (sentence := message_of(words, services.profile().country)):
                note(sentence)
    if as_json:
        return show_json([one.to_json() for one in own])
    for number, one in enumerate(own, 1):
        done = " " + _("Asked on {asked_on}.").format(asked_on=one.asked_on) if one.asked_on else ""
        say(f"{number}. {one.text}{done}{f' {one.answer}' if one.answer else ''}")
    say(_("Questions that people often ask:"))
    for suggested in SUGGESTED:
        say(f"- {suggested}")
    return None
