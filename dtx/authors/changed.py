"""What a new version of a plugin changes, in words: what is said, how much is done, and between which ends one may choose.

What `steps:` say is gone through as it would be delivered. Code is not run: nobody has approved the new one yet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dtx.engine.activity import Activity, Context, Script
from dtx.engine.questions import QUESTIONS, Choose, Several
from dtx.engine.reel import Reel
from dtx.engine.rehearsal import WAYS, Way, reply
from dtx.engine.steps import Breathe, Move, Section, Step, Tense, Timed
from dtx.host.durations import written
from dtx.host.manifest import Declared, Manifest
from dtx.host.options import Option, settle
from dtx.host.trust import Tree
from dtx.language import _, _n

MOST_TEXTS = 20
"""So many changed lines are shown of one activity; more than that is read with `dtx read`."""

ANY_DAY = date(2026, 1, 1)


@dataclass(slots=True)
class Sheet:
    """One activity as it is delivered with its usual options: how long, how much of what, and every line of words, in order."""

    total_s: float = 0.0
    doses: dict[str, str] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)


def changes(old: Manifest, new: Manifest, old_tree: Tree, new_tree: Tree) -> list[str]:
    """Sentences for the person who is asked whether to take the new version. Empty where only files differ that nobody sees."""
    return [*about(old, new), *activities(old, new), *files(old, old_tree, new_tree)]


def about(old: Manifest, new: Manifest) -> Iterator[str]:
    """What is different about the plugin as a whole."""
    for name, was, now in (
        (_("Its name"), old.title, new.title),
        (_("Its author"), old.author, new.author),
        (_("Who may use it"), old.licence, new.licence),
        (_("Who reviewed it"), reviewed(old), reviewed(new)),
    ):
        if was != now:
            yield _("{name} was “{was}”, and is “{now}” now.").format(name=name, was=was, now=now)
    for name, before, after in (
        (_("to know beforehand"), old.cautions, new.cautions),
        (_("on when to stop"), old.stop_rules, new.stop_rules),
        (_("on an easier way"), old.easier, new.easier),
    ):
        yield from words(name, before, after)
    yield from words(_("in the health questions that matter"), old.flags, new.flags)


def reviewed(manifest: Manifest) -> str:
    return manifest.reviewer if manifest.reviewed_on == "none yet" else f"{manifest.reviewer}, {manifest.reviewed_on}"


def activities(old: Manifest, new: Manifest) -> Iterator[str]:
    """What is different about each practice."""
    was, now = {one.id: one for one in old.activities}, {one.id: one for one in new.activities}
    before, after = (scripts(manifest) for manifest in (old, new))
    yield from (_("New: {title}.").format(title=one.title) for name, one in now.items() if name not in was)
    gone = _("No longer there: {title}. What you did in it is kept.")
    yield from (gone.format(title=one.title) for name, one in was.items() if name not in now)
    for name, one in now.items():
        if name in was:
            yield from (f"{one.title}: {line}" for line in activity(was[name], one))
            if name in before and name in after:
                yield from (f"{one.title}: {line}" for line in delivered(before[name], after[name]))


def scripts(manifest: Manifest) -> dict[str, Activity]:
    return {activity.id.partition(".")[2]: activity for activity in manifest.activities_from_yaml()}


def activity(old: Declared, new: Declared) -> Iterator[str]:
    """What is declared otherwise: its name, its usual length, and the ends between which one may choose."""
    if old.title != new.title:
        yield _("it was called “{title}”.").format(title=old.title)
    if old.minutes != new.minutes:
        yield _("it usually takes {new:g} minutes, and took {old:g}.").format(new=new.minutes, old=old.minutes)
    yield from words(_("to know beforehand"), old.cautions, new.cautions)
    for name in dict.fromkeys((*old.options, *new.options)):
        was, now = old.options.get(name), new.options.get(name)
        if was is None and now is not None:
            yield _("{name} can be chosen now; it {takes}.").format(name=name, takes=now.takes())
        elif now is None:
            yield _("{name} can no longer be chosen.").format(name=name)
        elif was is not None and was.takes() != now.takes():
            yield _("{name} {now}; it used to be: {was}.").format(name=name, now=now.takes(), was=was.takes())
        if was is not None and now is not None and was.default != now.default:
            yield _("{name} is {now} if nothing is chosen, and was {was}.").format(name=name, now=usual(now), was=usual(was))
    if (old.steps is None) != (new.steps is None):
        yield _("it is made by code now.") if new.steps is None else _("it is made by steps now, and no longer by code.")


def usual(option: Option) -> str:
    return _("nothing") if option.default in (None, (), "") else option.written(option.default)


def delivered(old: Activity, new: Activity) -> Iterator[str]:
    """What is done and said otherwise, with the usual options."""
    was, now = sheet(old), sheet(new)
    if was.total_s != now.total_s:
        yield _("it takes {now} from beginning to end, and took {was}.").format(now=length(now.total_s), was=length(was.total_s))
    for name in dict.fromkeys((*was.doses, *now.doses)):
        before, after = was.doses.get(name), now.doses.get(name)
        if before is None:
            yield _("{name} is new: {after}.").format(name=name, after=after)
        elif after is None:
            yield _("{name} is no longer in it ({before}).").format(name=name, before=before)
        elif before != after:
            yield _("{name} is {after} now, and was {before}.").format(name=name, after=after, before=before)
    yield from words("", tuple(was.texts), tuple(now.texts))


def length(seconds: float) -> str:
    return written(round(seconds)) if seconds >= 0.5 else _("no time")


def words(about: str, old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    """Lines that are said no longer, and lines that are new; the order does not count."""
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    place, was, now = f" {about}" if about else "", _("no longer said{place}: “{line}”"), _("newly said{place}: “{line}”")
    gone = [was.format(place=place, line=one) for one in before if one not in after]
    fresh = [now.format(place=place, line=one) for one in after if one not in before]
    lines = [*gone, *fresh]
    yield from lines[:MOST_TEXTS]
    if len(lines) > MOST_TEXTS:
        yield _("and {number} more lines of words.").format(number=len(lines) - MOST_TEXTS)


def sheet(activity: Activity) -> Sheet:
    """An activity gone through in three ways with its usual options; its length is that of the first."""
    found = Sheet()
    for way in WAYS:
        walked(activity, way, found)
    return found


def walked(activity: Activity, way: Way, into: Sheet) -> None:
    counts: dict[str, int] = {}
    reel = Reel(script(activity), guest=True)
    total_s = 0.0
    while not reel.ended:
        step = reel.current.step
        for words in said(step):
            into.texts.setdefault(words)
        if (dose := dose_of(step)) is not None:
            name, much = dose
            counts[name] = counts.get(name, 0) + 1
            into.doses.setdefault(name if counts[name] == 1 else f"{name} ({counts[name]})", much)
        total_s += sum(phase.seconds for phase in reel.current.phases)
        reel.advance(reply(step, way) if isinstance(step, QUESTIONS) else None)
    if way == "first":
        into.total_s = total_s


def script(activity: Activity) -> Callable[[], Script]:
    options: Mapping[str, object] = settle(activity.options, {})
    return lambda: activity.script(Context(options, 0, ANY_DAY))


def said(step: Step) -> Iterator[str]:
    """Every line of words of a step, as one would see or hear it."""
    yield from filter(None, (" ".join(str(getattr(step, name, "")).split()) for name in ("text", "how", "caution")))
    for line in getattr(step, "lines", ()):
        yield line if isinstance(line, str) else line.text
    if isinstance(step, Choose | Several):
        yield from step.options


def dose_of(step: Step) -> tuple[str, str] | None:
    """What a step asks of a body, as (name, how much); None where it asks nothing."""
    match step:
        case Move(timed_s=None):
            tempo = "-".join(f"{seconds:g}" for seconds in (step.lift_s, step.hold_s, step.lower_s))
            pace = _("at one's own pace") if step.own_pace else _("at {tempo} s").format(tempo=tempo)
            sides = (
                "" if step.side == "both" else ", " + (_("each side") if step.side == "each" else _("{side} sides").format(side=step.side))
            )
            return step.exercise.replace("_", " "), f"{step.sets} × {step.reps} {pace}{sides}"
        case Move():
            return step.exercise.replace("_", " "), written(step.timed_s or 0)
        case Breathe():
            pattern = step.pattern
            parts = (pattern.inhale, pattern.top_up, pattern.hold, pattern.exhale, pattern.rest)
            tempo = "-".join(f"{part:g}" for part in parts if part)
            return _("breathing"), _("{number} breaths of {tempo} s").format(number=step.cycles, tempo=tempo)
        case Tense():
            held = f"{step.trials} × {step.tense_s:g} s" if step.tense_s else _("letting go alone")
            return step.group.replace("_", " "), held
        case Section():
            return _("the part on {region}").format(region=step.region.replace("_", " ")), written(step.seconds)
        case Timed():
            return f"“{step.text}”", written(step.seconds)
    return None


def files(manifest: Manifest, old: Tree, new: Tree) -> Iterator[str]:
    """Whether code came, went or changed; and sounds and other files."""
    if old.code != new.code:
        yield (
            _("Its code has changed, and stays off until you approve it.")
            if old.code and new.code
            else (_("It has code now, which stays off until you approve it.") if new.code else _("It has no code any more."))
        )
    gone, fresh = (len(set(one.names) - set(other.names)) for one, other in ((old, new), (new, old)))
    if gone or fresh:
        yield _n("{fresh} file came, {gone} went.", "{fresh} files came, {gone} went.", fresh).format(fresh=fresh, gone=gone)
