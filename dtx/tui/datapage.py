"""Your data: backing up and bringing back, locking, what was taken away, and erasing, each on a page of its own."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dtx import amounts
from dtx.engine.questions import Answer, Ask, Choose, Question, Ready
from dtx.errors import DtxError, StoreLocked
from dtx.language import _
from dtx.sessions.screening import Asked, Screening
from dtx.settings import Settings
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.secretpage import SecretPage
from dtx.tui.wording import when

if TYPE_CHECKING:
    from dtx.bringing import Brought
    from dtx.records.erasure import Erased
    from dtx.records.keyfile import KeyFile
    from dtx.records.removal import Hidden
    from dtx.services import Services

TITLE = _("Your data")
WORDS = _("It is all on this computer, and yours to keep, to move and to delete.")
FIRST = 18

WHERE = Ask(
    _(
        "Where should the backup go?\n\nA folder or the name of a file, best on another disk or a stick. "
        "A backup that is there already is kept, too."
    ),
    "backup",
    1000,
    "/media/stick",
)
WHICH = Ask(_("Which backup should come back?\n\nIts folder and name."), "restore", 1000, "/media/stick/dtx.backup")
ELSEWHERE = Ask(
    _(
        "What would you like to bring in?\n\nThe folder and name of another computer's backup, or of a pain diary as CSV. "
        "What is here stays as it is."
    ),
    "bring_in",
    1000,
    "/media/stick/diary.csv",
)
DATES = Choose(
    _("Which comes first in the days of this table?\n\nAs in 03/04/2026."),
    (_("The day: 3 April"), _("The month: 4 March")),
    "dates",
    ("day", "month"),
)
RIGHT = (_("Bring it in"), _("Change what a column is"), _("Leave it"))
MOST_SAID = 4
"""So many sentences about what could not be read are said one by one."""
KEEP, PUT_BACK = _("Leave it as it is"), _("Put it in the place of what is here")
LOCK_WORDS = _(
    "A passphrase encrypts your records, and all you write from then on. Four or five words that only you know are good. "
    "Without it, and without the recovery key you will see next, nobody can open them, we neither."
)
RECOVERY = _(
    "Your recovery key:\n\n{key}\n\nYou might write it on paper. It opens your records when the passphrase is lost. "
    "It is shown only this once, and kept nowhere."
)
WRITTEN_DOWN = _("I have it on paper")
COVERS = Choose(
    _(
        "When should this cover itself?\n\nWhen nobody has pressed a key for so long. A practice that guides you is never covered. "
        "F9 covers it at once."
    ),
    (_("After 2 minutes"), _("After 5 minutes"), _("After 10 minutes"), _("After half an hour"), _("Never")),
    "cover",
    ("2", "5", "10", "30", "0"),
)
SURE_UNLOCK = Choose(
    _("Keep your records without encryption again?\n\nWhoever uses this computer as you could then read them."),
    (_("Leave them locked"), _("Unlock them")),
    "unlock",
    ("no", "yes"),
)
BACK, GONE, AWAY = _("Bring it back"), _("Erase it for good now"), _("Leave it away")
SPAN, ALL = _("What I did on some days"), _("Everything, also what I told about myself")
WHAT = Choose(
    _("What would you like to erase?\n\nNobody can bring it back. A backup you make first could."), (SPAN, ALL), "erase", ("span", "all")
)
SINCE = Ask(_("From which day?\n\nThat day itself is included. Left empty, from the beginning."), "since", 10, "2026-03-01")
UNTIL = Ask(_("Up to which day?\n\nThat day itself is included. Left empty, up to today."), "until", 10, "2026-03-31")
NO_DAY = _("That is no day.")
SURE = (_("Keep it"), _("Erase it for good"))


def data_page(services: "Services") -> Page:
    """The list of it all."""
    return ListPage(TITLE, WORDS, lambda: tuple(topics(services)), FIRST)


def topics(services: "Services") -> Iterator[Entry]:
    """One line for each thing, with what holds now."""
    today = services.now().date()
    backups = services.store.backups()
    last = _("the last on {when}").format(when=when(backups[0][1], today)) if backups else _("none yet")
    yield Entry(_("Back up"), last, lambda: asking(backing_up(services)))
    yield Entry(_("Restore a backup"), _("from a file"), partial(restore_page, services))
    yield Entry(_("Bring in"), _("from elsewhere"), partial(bring_in_page, services))
    cover = Settings.read(services.home).cover_after_min
    locked = services.strongbox.is_on
    covers = _("locked, covers after {cover} minutes").format(cover=cover) if cover else _("locked")
    yield Entry(_("Lock"), covers if locked else _("not locked"), partial(locked_page if locked else lock_page, services))
    hidden = len(services.removal.hidden())
    yield Entry(_("Taken away"), _("{n}, for 30 days").format(n=hidden) if hidden else _("nothing"), partial(hidden_page, services))
    yield Entry(_("Erase"), _("days, or all"), lambda: asking(erasing(services)))


def asking(script: Asked, then: Callable[[], Page] | None = None) -> Page:
    return ScreeningPage(Screening().start([script]), TITLE, then, as_it_is=True)


def told(text: str, button: str = _("Done")) -> Page:
    def words() -> Asked:
        yield Ready(text, button=button)

    return ScreeningPage(Screening().start([words()]), TITLE)


def path_in(answer: object) -> Path | None:
    """The file that was typed; None where nothing was."""
    words = str(answer or "").strip().splitlines()
    return Path(words[0].strip().strip("\"'")).expanduser() if words else None


# -- backing up, and bringing back


def backing_up(services: "Services") -> Asked:
    target = path_in((yield WHERE))
    if target is not None:
        made = services.back_up(target)
        opens = _("It opens with your passphrase or the recovery key.") if made.locked else _("Whoever has it can read it.")
        yield Ready(
            _("The backup is written: {sessions}, {check_ins}.").format(
                sessions=amounts.sessions(made.sessions), check_ins=amounts.check_ins(made.check_ins)
            )
            + f"\n\n{made.path}\n\n{opens}"
        )


def restore_page(services: "Services") -> Page:
    """Which backup, its passphrase where it is locked, and whether it is really to take the place of what is here."""
    chosen: list[Path] = []

    def ask() -> Asked:
        if (path := path_in((yield WHICH))) is not None:
            chosen.append(path)

    def then() -> Page:
        if not chosen:
            return data_page(services)
        try:
            return compared(services, chosen[0], None)
        except StoreLocked:
            return SecretPage(TITLE, _("That backup is locked."), (_("Its passphrase, or its recovery key:"),), opened_with)

    def opened_with(typed: Sequence[str]) -> Page:
        return compared(services, chosen[0], typed[0])

    return asking(ask(), then)


def compared(services: "Services", path: Path, typed: str | None) -> Page:
    """Look into a verified backup, and ask whether it may take the place of what is here. Raises DtxError."""
    from dtx.records.backing_up import lacking, opened, restore

    def key(file: "KeyFile") -> bytes | None:
        return None if typed is None else file.open(typed)

    services.let_go()
    with opened(services.strongbox, path, key) as found:
        sessions, check_ins = len(found.store.sessions()), found.store.one("SELECT count(*) FROM diary")
        missing = lacking(services.strongbox, found)

    def ask() -> Asked:
        here = _("{entries} of here are not in it. They are set aside.").format(entries=amounts.entries(missing)) if missing else ""
        what = _("The backup is whole: {sessions}, {check_ins}.").format(
            sessions=amounts.sessions(sessions), check_ins=amounts.check_ins(check_ins)
        )
        answer = yield Choose("\n\n".join(filter(None, (what, here, _("Bring it back?")))), (KEEP, PUT_BACK), "sure", ("no", "yes"))
        if answer == "yes":
            services.let_go()
            with opened(services.strongbox, path, key) as found:
                aside = restore(services.strongbox, found, services.now())
            yield Ready(
                "\n\n".join([_("Your records are back."), *([_("What was here is in {place}.").format(place=aside)] if aside else [])])
            )

    return asking(ask())


# -- bringing in what was kept elsewhere


def bring_in_page(services: "Services") -> Page:
    """Which file, its passphrase where it is a locked backup, and for a table what its columns are."""
    from dtx import bringing

    chosen: list[Path] = []

    def ask() -> Asked:
        if (path := path_in((yield ELSEWHERE))) is not None:
            chosen.append(path)

    def then() -> Page:
        if not chosen:
            return data_page(services)
        if not bringing.is_backup(chosen[0]):
            return asking(mapped(services, chosen[0]))
        try:
            return merged("")
        except StoreLocked:
            return SecretPage(
                TITLE, _("That backup is locked."), (_("Its passphrase, or its recovery key:"),), lambda typed: merged(typed[0])
            )

    def merged(typed: str) -> Page:
        services.let_go()
        return told(came(bringing.backup(services.strongbox, chosen[0], (lambda file: file.open(typed)) if typed else None)))

    return asking(ask(), then)


def mapped(services: "Services", path: Path) -> Asked:
    """Show what each column is taken for until the person says that it is right, and bring the table in."""
    from dtx import bringing
    from dtx.care.diary_table import FIELDS, NOTHING, in_words, with_columns

    table = bringing.read(path)
    plan = bringing.planned(table, {}, None, None)
    while plan.day_first is None:
        answer = yield DATES
        if answer is None:
            return
        plan = replace(plan, day_first=answer == "day")
    while True:
        lines = "\n".join([*in_words(table, plan), *first_of(bringing.left_out(table, plan, services.now()))])
        answer = yield Choose(
            _("{n} rows. Is that right?").format(n=len(table.rows)) + f"\n\n{lines}", RIGHT, "right", ("yes", "change", "no")
        )
        if answer == "change":
            column = yield Choose(_("Which column is something else?"), table.columns, "column", tuple(map(str, range(len(table.columns)))))
            names = tuple(FIELDS)
            words = (*(one.words.capitalize() for one in FIELDS.values()), _("Leave it out"))
            field = (yield Choose(_("What is it?"), words, "field", (*names, NOTHING))) if column is not None else None
            if column is not None and field is not None:
                name = table.columns[int(str(column))]
                before = {one: NOTHING for one, taken in plan.columns.items() if taken == name}
                day_first = plan.day_first
                plan = with_columns(table, plan, before if field == NOTHING else before | {str(field): name})
                plan = replace(plan, day_first=plan.day_first if plan.day_first is not None else day_first)
        elif answer == "yes":
            services.let_go()
            yield Ready(came(bringing.table_in(services.strongbox, table, plan, services.now())))
            return
        else:
            return


def came(brought: "Brought") -> str:
    merged = brought.merged
    parts = [
        _("{sessions} and {check_ins} came in.").format(
            sessions=amounts.sessions(merged.sessions), check_ins=amounts.check_ins(merged.check_ins)
        )
    ]
    parts += [_("{n} were here already.").format(n=merged.known)] if merged.known else []
    parts += [_("{n} that you erased here stay away.").format(n=merged.erased)] if merged.erased else []
    parts += [_("{n} are different here, and were left as they are.").format(n=len(merged.different))] if merged.different else []
    return "\n\n".join([*parts, *first_of(brought.left)])


def first_of(left: Sequence[str]) -> list[str]:
    """The first sentences about what is left out, and how many more there are."""
    return [*left[:MOST_SAID], *([_("And {n} more.").format(n=len(left) - MOST_SAID)] if len(left) > MOST_SAID else [])]


# -- the lock


def lock_page(services: "Services") -> Page:
    def done(typed: Sequence[str]) -> Page:
        same(typed)
        services.let_go()
        recovery, left = services.strongbox.lock(typed[0])
        also = "".join("\n\n" + _("{path} could not be encrypted. You might delete it.").format(path=path) for path in left)
        return told(RECOVERY.format(key=recovery) + also, WRITTEN_DOWN)

    return SecretPage(_("Lock your records"), LOCK_WORDS, (_("A passphrase:"), _("Once more:")), done, button=_("Lock"))


def locked_page(services: "Services") -> Page:
    def lines() -> Iterator[Entry]:
        if not services.strongbox.is_on:
            yield Entry(_("Lock"), _("not locked"), partial(lock_page, services))
            return
        cover = Settings.read(services.home).cover_after_min
        yield Entry(
            _("Covers itself"), _("after {cover} minutes").format(cover=cover) if cover else _("never"), lambda: asking(covering(services))
        )
        yield Entry(_("Passphrase"), _("choose another one"), partial(change_page, services))
        yield Entry(_("Unlock"), _("without encryption again"), lambda: asking(unlocking(services)))

    return ListPage(_("Lock"), _("Locked, your records open with your passphrase or the recovery key."), lambda: tuple(lines()), FIRST)


def covering(services: "Services") -> Asked:
    if (minutes := (yield COVERS)) is not None:
        replace(Settings.read(services.home), cover_after_min=int(str(minutes))).keep(services.home, quietly=False)


def change_page(services: "Services") -> Page:
    def done(typed: Sequence[str]) -> Page:
        same(typed[1:])
        services.strongbox.open_with(typed[0])
        services.strongbox.change(typed[1])
        return told(_("The new passphrase holds. The recovery key stays the same, and older backups open with the older passphrase."))

    words = _("The passphrase or the recovery key you have, and the passphrase you would like.")
    return SecretPage(_("Another passphrase"), words, (_("The present one:"), _("A new one:"), _("Once more:")), done, button=_("Change"))


def unlocking(services: "Services") -> Asked:
    if (yield SURE_UNLOCK) == "yes":
        services.strongbox.key()
        services.let_go()
        left = services.strongbox.unlock()
        yield Ready("\n\n".join([_("Your records are no longer locked."), *(_("{path} stays locked.").format(path=path) for path in left)]))


def same(typed: Sequence[str]) -> None:
    if len(set(typed)) > 1:
        raise DtxError(_("The two are not the same."), _("You might type them once more."))


# -- what was taken away, and erasing


def hidden_page(services: "Services") -> Page:
    words = _("Taken away, it is in no list and no export. After 30 days it is erased.")

    def lines() -> Iterator[Entry]:
        today = services.now().date()
        for one in services.removal.hidden():
            yield Entry(when(one.started_at, today), one.title, partial(one_hidden, services, one))

    return ListPage(_("Taken away"), words, lambda: tuple(lines()), 22)


def one_hidden(services: "Services", one: "Hidden") -> Page:
    def ask() -> Asked:
        question = f"{one.title}, {when(one.started_at, services.now().date())}"
        answer = yield Choose(question, (BACK, AWAY, GONE), "hidden", ("back", "away", "gone"))
        if answer == "back":
            services.removal.bring_back(one.id)
        elif answer == "gone" and (yield from sure(amounts.entries(1))):
            yield Ready(said(services.erase([one.id])))

    return asking(ask())


def erasing(services: "Services") -> Asked:
    what = yield WHAT
    if what is None:
        return
    ids, span, which = None, None, _("everything, also what you told about yourself")
    if what == "span":
        span = since, until = (yield from day_in(SINCE)), (yield from day_in(UNTIL))
        ids = services.removal.within(since, until)
        which = amounts.entries(len(ids))
        if not ids:
            yield Ready(_("There is nothing in that time."))
            return
    if (yield from sure(which)):
        yield Ready(said(services.erase(ids, span)))


def sure(which: str) -> Generator[Question, Answer, bool]:
    """Whether it is to be erased. Nothing else here is asked twice, for nothing else is beyond bringing back."""
    words = _(
        "This erases {which}: here, in copies of it here, and in backups that dtx wrote and can reach. Nobody can bring it back."
    ).format(which=which)
    return (yield Choose(words, SURE, "sure", ("no", "yes"))) == "yes"


def day_in(question: Ask) -> Generator[Question, Answer, date | None]:
    """A day as it was typed, asked until it is one; None where it was left empty."""
    answer = yield question
    while answer is not None:
        try:
            return date.fromisoformat(str(answer))
        except ValueError:
            how = _("Write it as in {example}.").format(example=question.example)
            answer = yield replace(question, text=f"{NO_DAY} {how}\n\n{question.text}")
    return None


def said(done: "Erased") -> str:
    n = len(done.backups)
    also = amounts.backups(n) if done.backups else ""
    parts = [" ".join(filter(None, (_("Erased."), also)))]
    parts += [] if done.wiped else [_("Another window still has the old file open. What is left in it goes when that window closes.")]
    parts += [_("{path} may still hold it. {why} You might delete it.").format(path=path, why=why) for path, why in done.left]
    return "\n\n".join([*parts, _("Copies that you made yourself, and what you handed over, are not reached.")])
