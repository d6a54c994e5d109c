"""A plan from its therapist to its patient: written, checked against what there is to practise, shown, and taken in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dtx.authors.checking import Finding, of_problem
from dtx.care.plan import Item, Plan
from dtx.engine.words import whole
from dtx.errors import DtxError, PluginProblem, Refused, Unknown
from dtx.host.bounds import Misfit, wider
from dtx.host.explain import listed
from dtx.host.options import Option
from dtx.host.packing import PLAN, SUFFIX, Pack, read_pack
from dtx.host.plan_file import read_plan
from dtx.host.trust import plain_bytes
from dtx.host.version import lower
from dtx.host.wording import faults
from dtx.language import N_, _, on_day
from dtx.paths import reason
from dtx.services import Services
from dtx.sessions import planned
from dtx.sessions.apart import foreign
from dtx.sessions.planned import Planned, asked, plan_of, standings, to_json
from dtx.sessions.progression import moves_of
from dtx.sharing.whole import write_whole

MOST_BYTES = 2 * 1024 * 1024

TEMPLATE = """\
# A plan for one patient. Change what is here, then: dtx plan check {file}
# What stands behind a # is for you; dtx does not read it.
api: 1
plan: My plan                       # a name for it, which the patient sees
patient_ref: p-0001                 # the pseudonym you know this patient by; never a name
author: A. Therapist, physiotherapy # you, and your profession
version: 1.0.0                      # count it up with each change
review_on: {review}               # when you will look at it together
note: You might begin with the breathing, and add the rest when it suits you.
items:
{items}"""

ITEM = """\
  - activity: {activity}
    times_a_week: {times}
{settable}    # from: 2026-01-05              # the first and the last day
    # until: 2026-03-01
"""


ASKS, MAY = N_("what you ask for"), N_("as far as the patient may choose; of exercises also reps: 8, sets: 2, harder: no")


def settable(options: Mapping[str, Option]) -> str:
    """What can be asked for and limited in an activity, as lines that only have to be taken out of their comment."""
    asked = ", ".join(
        f"{name}: {_written(option, option.default)}" for name, option in options.items() if option.default not in (None, (), "")
    )
    open_to = ", ".join(f"{name}: {ends}" for name, option in options.items() if (ends := _ends(option)))
    lines = (("options", asked, ASKS), ("limits", open_to or "reps: 8", MAY))
    return "".join(f"    # {key}: {{{what}}}   # {why}\n" for key, what, why in lines if what)


def _written(option: Option, value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, tuple) else option.written(value)


def _ends(option: Option) -> str:
    if option.low is not None and option.high is not None:
        return f"{option.low:g}-{option.high:g}"
    return f"[{', '.join(map(str, option.choices))}]" if option.choices and option.type == "choice" else ""


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """A plan that somebody was given, before it counts. `older` is the one it would take the place of."""

    plan: Plan
    older: Plan | None
    titles: Mapping[str, str]
    missing: tuple[str, ...]
    named: bool = True
    """Whether the records carry this pseudonym already."""

    @property
    def there(self) -> bool:
        return self.older is not None and self.older.sha256 == self.plan.sha256

    def lines(self) -> Iterator[str]:
        """What it asks for, who wrote it, and what it changes."""
        plan, older = self.plan, self.older
        yield _("{title}, version {version}, for {patient_ref}").format(
            title=plan.title, version=plan.version, patient_ref=plan.patient_ref
        )
        yield _("Written by {author}.").format(author=plan.author)
        yield from plan.note
        yield from (f"- {asked(item, self.titles)}" for item in plan.items)
        if plan.review_on:
            yield _("To be looked at again on {day}.").format(day=on_day(plan.review_on))
        if not self.named:
            yield _("Your records and exports will carry the name '{patient_ref}' from now on.").format(patient_ref=plan.patient_ref)
        yield f"SHA-256 {plan.sha256}"
        if self.missing:
            yield _("Not installed here, so they rest until they are: {missing}.").format(missing=listed(self.missing))
        if older is not None and not self.there:
            yield _("It takes the place of '{title}', version {version}, by {author}. What changes:").format(
                title=older.title, version=older.version, author=older.author
            )
            yield from (f"- {line}" for line in changes(older, plan, self.titles) or [_("nothing in what it asks for.")])
            yield _("What you have done so far stays.")


# -- in words


def changes(old: Plan, new: Plan, titles: Mapping[str, str]) -> list[str]:
    """What is asked for otherwise."""
    was, now = {item.id: asked(item, titles) for item in old.items}, {item.id: asked(item, titles) for item in new.items}
    lines = [_("new: {line}").format(line=line) for name, line in now.items() if name not in was]
    lines += [_("no longer asked for: {line}").format(line=line) for name, line in was.items() if name not in now]
    lines += [f"{now[name]} " + _("It was: {was}").format(was=was[name]) for name in now if name in was and now[name] != was[name]]
    if old.note != new.note:
        lines.append(_("the note to you."))
    if old.review_on != new.review_on:
        day = on_day(new.review_on) if new.review_on else _("none is set")
        lines.append(_("the day to look at it again ({day}).").format(day=day))
    return lines


class Planning:
    """Plans over the services of whoever sits here: a therapist who writes one, or the patient who was given it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def titles(self) -> dict[str, str]:
        """The titles of what can be practised here, by id."""
        self._services.refresh()
        return {line.id: line.title for line in self._services.activities()}

    # -- for therapists

    def new(self, file: Path, activities: Iterable[str]) -> None:
        """Write a plan to begin with. Raises DtxError where there is a file already, and `Unknown`."""
        chosen = list(activities) or ["breathing.coherent_46"]
        for activity in chosen:
            self._services.shelf.manifest(activity)
            self._services.options(activity)
        if file.exists():
            raise DtxError(_("There is a file {file} already.").format(file=file), _("Choose another name; nothing was changed."))
        times = [ITEM.format(activity=one, times=5, settable=settable(self._services.declared_options(one))) for one in chosen]
        today = self._services.now().date()
        review = date(today.year + (today.month > 10), (today.month + 1) % 12 + 1, 1)
        written = TEMPLATE.format(file=file, review=review.isoformat(), items="".join(times))
        write_whole({file: whole(written).encode()}, self._services.home)

    def check(self, file: Path) -> list[Finding]:
        """Everything to put right before the plan is handed over."""
        try:
            plan = self.read(file)[0]
        except PluginProblem as problem:
            return of_problem(problem)
        return list(self.faults(plan, file.name))

    def pack(self, file: Path, out: Path | None) -> tuple[Path, Plan]:
        """Make one file of a plan, and say where. Raises DtxError where something is to be put right first."""
        plan, data = self.read(file)
        problems = [one for one in self.faults(plan, file.name) if not one.warning]
        if problems:
            raise DtxError(
                _("{name} cannot be handed over yet. {problems}").format(name=file.name, problems=problems[0]),
                _("`dtx plan check {file}` shows everything.").format(file=file),
            )
        place = out or Path(f"plan-{plan.patient_ref}-{plan.version}{SUFFIX}")
        write_whole({place: Pack("plan", {PLAN: data}).to_bytes()}, self._services.home)
        return place, plan

    # -- for patients

    def offer(self, file: Path) -> PlanOffer:
        """The plan in a file. Raises Refused for another patient's and for an older one, and DtxError for what does not fit here."""
        plan = self.read(file)[0]
        store = self._services.store
        chosen = store.profile().get("patient_ref")
        if chosen and chosen != plan.patient_ref:
            raise Refused(
                _("This plan is for '{patient_ref}', and your records carry '{chosen}'.").format(
                    patient_ref=plan.patient_ref, chosen=chosen
                ),
                _("Ask for your own; or if it is yours: `dtx profile --set patient_ref={patient_ref}`.").format(
                    patient_ref=plan.patient_ref
                ),
            )
        older = plan_of(store)
        if older is not None and (older.title, older.author) == (plan.title, plan.author) and lower(plan.version, older.version):
            raise Refused(
                _("This plan is version {version}, and you have {older}.").format(version=plan.version, older=older.version),
                _("Ask for the newest one."),
            )
        titles = self.titles
        missing = tuple(dict.fromkeys(item.activity for item in plan.items if item.activity not in titles))
        problems = [one for one in self.faults(plan, file.name) if not one.warning and one.activity not in missing]
        if problems:
            raise DtxError(
                _("This plan does not fit what is installed here: {sentence}").format(sentence=problems[0].sentence),
                _("Please tell whoever wrote it."),
            )
        return PlanOffer(plan, older, titles, missing, named=bool(chosen))

    def install(self, offer: PlanOffer) -> None:
        """Let the plan count from today on."""
        planned.keep(self._services.store, offer.plan, self._services.now().isoformat(timespec="seconds"))

    def remove(self) -> Plan:
        """Take the plan away; what was done stays. Raises DtxError where there is none."""
        plan = self._services.plan()
        if plan is None:
            raise DtxError(_("There is no plan here."), _("`dtx plan install FILE` takes one in."))
        planned.forget(self._services.store, self._services.now().isoformat(timespec="seconds"))
        return plan

    def shown(self) -> dict[str, Any] | None:
        """The document of `dtx plan show --json`; None where there is no plan."""
        plan = self._services.plan()
        if plan is None:
            return None
        titles = self.titles
        about = {name: value for name, value in plan.to_json().items() if name not in ("items", "note")}
        items = [to_json(one, titles) for one in standings(self._services.store, plan, self._services.now().date())]
        return {**about, "note": list(plan.note), "items": items}

    # -- the parts

    def read(self, file: Path) -> tuple[Plan, bytes]:
        """A plan, from its own file or from a packed one. Raises `PluginProblem` and DtxError."""
        try:
            data = plain_bytes(file.resolve(), file.name, file.name, MOST_BYTES)
        except OSError as error:
            raise DtxError(
                _("{file} cannot be opened ({strerror}).").format(file=file, strerror=reason(error)),
                _("Check its name, and that you may read it."),
            ) from None
        if data[:2] == b"PK":
            pack = read_pack(file)
            if PLAN not in pack.files:
                raise DtxError(
                    _("{name} holds a plugin, and no plan.").format(name=file.name),
                    _("`dtx install {file}` takes it in.").format(file=file),
                )
            data = pack.files[PLAN]
        return read_plan(file, data), data

    def faults(self, plan: Plan, name: str) -> Iterator[Finding]:
        """What is wrong with a plan beyond its grammar."""
        today = self._services.now().date()
        for text in (plan.title, *plan.note):
            yield from (Finding(name, one.sentence, one.remedy, one.warning) for one in faults(text))
        if plan.review_on is None:
            yield Finding(
                name, _("it says no day for looking at it again."), _("Add a line such as 'review_on: 2026-03-01'."), warning=True
            )
        elif plan.review_on < today:
            yield Finding(
                name,
                _("it was to be looked at again on {review_on}.").format(review_on=plan.review_on),
                _("Choose a day to come."),
                warning=True,
            )
        for item in plan.items:
            place = _("{name}, item '{item}'").format(name=name, item=item.id)
            if item.until is not None and item.until < today:
                yield Finding(
                    place,
                    _("it ended on {until}.").format(until=item.until),
                    _("Take it out, or choose a later day."),
                    warning=True,
                    activity=item.activity,
                )
            yield from (Finding(place, *one, activity=item.activity) for one in self._misfits(plan, item))

    def _misfits(self, plan: Plan, item: Item) -> Iterator[tuple[str, str, bool]]:
        """What an item asks that its activity does not take, as (sentence, remedy, only a hint)."""
        try:
            options = self._services.declared_options(item.activity)
        except Unknown as problem:
            yield problem.problem, problem.remedy, False
            return
        except PluginProblem as problem:
            yield (
                _("{activity} cannot be opened: {problem}").format(activity=item.activity, problem=problem.problem),
                _("Put that right first."),
                False,
            )
            return
        for name, bound in item.bounds.items():
            if name in options and (more := wider(options[name], bound)):
                yield _("the limit of '{name}' {more}.").format(name=name, more=more), _("A limit may only be tighter."), False
        rivals = tuple(one for one in plan.items if one.activity == item.activity and together(one, item))
        try:
            Planned((item, *(one for one in rivals if one is not item))).narrow(options)
        except Misfit as misfit:
            yield misfit.problem.replace(_("Your plan"), _("it")), _("Change one of them."), False
            return
        if item.ceiling:
            yield from self._exercise_faults(item)

    def _exercise_faults(self, item: Item) -> Iterator[tuple[str, str, bool]]:
        try:
            prepared = self._services.reader.prepare(item.activity, dict(item.options))
            if foreign(prepared):  # its code is run in a child alone, which tells of no exercises
                return
            known = {move.exercise for move in moves_of(prepared)}
        except DtxError:
            return
        if not known:
            yield _("it limits repetitions or sets, and this practice has no exercises."), _("Take these limits out."), False
        for name in item.ceiling.each:
            if known and name not in known:
                yield (
                    _("there is no exercise '{name}' in it as it comes.").format(name=name),
                    _("It has {known}.").format(known=listed(sorted(known))),
                    True,
                )


def together(one: Item, other: Item) -> bool:
    """Whether there may be a day on which both hold."""
    begin = max((day for day in (one.since, other.since) if day is not None), default=None)
    end = min((day for day in (one.until, other.until) if day is not None), default=None)
    return begin is None or end is None or begin <= end
