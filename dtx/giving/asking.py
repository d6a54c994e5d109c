"""What is asked before something is handed over: for whom, which days, what else, as what, locked for whom, and where to."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dtx.engine.questions import Ask, Choose, Ready, Several
from dtx.errors import DtxError, Unknown
from dtx.giving import NOT_OF_IT, Giving, Wish
from dtx.language import _
from dtx.sessions.screening import Asked
from dtx.settings import Settings
from dtx.sharing.readers import READERS

if TYPE_CHECKING:
    from dtx.engine.export import Exporter


class Services(Protocol):
    """What sharing needs of the services."""

    home: Path

    def formats(self) -> "dict[str, Exporter]": ...

    def give(self, wish: Wish) -> Giving: ...

    def now(self) -> datetime: ...


OTHER, ALL, NOBODY, SOMEBODY_NEW = "other", "all", "nobody", "somebody_new"
SPANS = {"7": _("The last 7 days"), "30": _("The last 30 days"), "90": _("The last 90 days"), "365": _("The last year"), ALL: _("All days")}
PARTS = {
    "notes": _("My notes, and my words about what felt worse"),
    "thoughts": _("What I wrote or chose inside activities"),
    "diary": _("My diary: check-ins, medicines, weekly questions"),
}
READER = Choose(
    _("Who is it for?"), (_("A physiotherapist"), _("A psychologist"), _("A physician"), _("Somebody else")), "reader", (*READERS, OTHER)
)
SPAN = Choose(_("Which days?"), tuple(SPANS.values()), "span", tuple(SPANS))
INCLUDE = Several(_("May they see any of this, too? What you leave alone stays here."), tuple(PARTS.values()), "include", tuple(PARTS))
AS = _("As what?")
LOCK = _("Shall it be locked, so that only one of them can open it?")
NEW_NAME = Ask(_("What do you call them? For example the name of your physiotherapist."), "name", 60)
NEW_KEY = Ask(_("What is their key? They gave it to you; it begins with age1."), "key", 200)
WHERE = _("Where shall the file go?")
DONE = _("It is written:\n{files}\n\nYou might look at it before you give it away. What you have handed over cannot be taken back.")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen so far, as the questions have it. Nothing of one's own words is in it to begin with."""

    reader: str = OTHER
    days: str = "30"
    include: tuple[str, ...] = ()
    form: str = "pdf"
    locked_for: str = NOBODY

    def wish(self, today: date) -> Wish:
        return Wish(
            form=self.form,
            since=None if self.days == ALL else today - timedelta(days=int(self.days) - 1),
            include=self.include,
            reader=None if self.reader == OTHER else self.reader,
            locked_for=() if self.locked_for == NOBODY else (self.locked_for,),
        )

    def suited(self, reader: str) -> "Choice":
        """For another reader, in the form and for the days that suit them. What else they may see stays as it was ticked."""
        preset = READERS.get(reader)
        return replace(self, reader=reader) if preset is None else replace(self, reader=reader, form=preset.form, days=str(preset.days))


class Sharing:
    """Something that is being put together to hand over. The scripts ask one thing each, and keep the answer in `choice`."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.choice = Choice()
        self.forms = services.formats()
        self.written: list[Path] = []

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(Settings.read(self.services.home).recipients)

    def giving(self) -> Giving:
        """What would leave. Raises DtxError where something is not installed, or somebody's key is gone."""
        return self.services.give(self.choice.wish(self.services.now().date()))

    # -- one question each

    def reader(self) -> Asked:
        answer = yield READER
        if answer is not None:
            self.choice = self.choice.suited(str(answer))

    def days(self) -> Asked:
        answer = yield SPAN
        if answer is not None:
            self.choice = replace(self.choice, days=str(answer))

    def include(self) -> Asked:
        answer = yield INCLUDE
        if isinstance(answer, tuple):
            self.choice = replace(self.choice, include=answer)

    def form(self) -> Asked:
        titles = tuple(f"{exporter.title} ({name})" for name, exporter in self.forms.items())
        answer = yield Choose(AS, titles, "form", tuple(self.forms))
        if answer is not None:
            self.choice = replace(self.choice, form=str(answer))

    def lock(self) -> Asked:
        """For nobody, for somebody the settings know, or for somebody new."""
        names = self.recipients
        options = (_("No. Whoever has the file can read it"), *(_("For {name}").format(name=name) for name in names), _("For somebody new"))
        answer = yield Choose(LOCK, options, "locked_for", (NOBODY, *names, SOMEBODY_NEW))
        if answer == SOMEBODY_NEW:
            yield from self.add()
        elif answer is not None:
            self.choice = replace(self.choice, locked_for=str(answer))

    def add(self) -> Asked:
        """Somebody new to lock for. What cannot be used is asked for again, with the reason."""
        from dtx.sharing.recipients import keep

        name = yield NEW_NAME
        key = yield NEW_KEY
        while name is not None and key is not None:
            try:
                keep(self.services.home, {str(name): str(key)})
            except Unknown as problem:
                key = yield replace(NEW_KEY, text=f"{problem.problem} {problem.remedy}\n\n{NEW_KEY.text}")
            else:
                self.choice = replace(self.choice, locked_for=str(name))
                return

    def hand_over(self, giving: Giving, filled_in: bool = True) -> Asked:
        """Say what it would hold, ask where to, and write it. A place that cannot be written is asked for again.

        Where an answer to begin with is not `filled_in`, the question names one.
        """
        if not (yield Ready(giving.words, button=_("Go on"))):
            return
        place, trouble = free_place(self.services.now().date(), giving.suffix), ""
        example = _("For example {place}").format(place=place)
        while True:
            where = WHERE if filled_in else f"{WHERE} {example}"
            answer = yield Ask(f"{trouble}{where}", "place", 1000, example=str(place))
            if answer is None:
                return
            try:
                out = Path(str(answer)).expanduser()
                files = self.written = giving.write(out)
            except DtxError as problem:
                trouble = f"{problem.problem} {problem.remedy}\n\n"
            else:
                told = DONE.format(files="\n".join(map(str, files)))
                others = [NOT_OF_IT.format(path=path) for path in giving.left_over(out, files)]
                yield Ready("\n\n".join([told, *others]), button=_("Done"))
                return

    def all(self) -> Asked:
        """Everything, one question after the other."""
        for ask in (self.reader, self.days, self.include, self.form, self.lock):
            yield from ask()
        yield from self.hand_over(self.giving(), filled_in=False)


def free_place(today: date, suffix: str) -> Path:
    """A name that nothing has yet, in the person's documents. It says nothing but the day."""
    home = Path.home()
    folder = home / "Documents" if (home / "Documents").is_dir() else home
    place, number = folder / f"practice-{today.isoformat()}{suffix}", 2
    while place.exists():
        place, number = folder / f"practice-{today.isoformat()}-{number}{suffix}", number + 1
    return place
