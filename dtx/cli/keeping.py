"""`dtx lock`, `unlock`, `backup`, `restore`, `hide` and `erase`: keeping, moving and deleting one's data."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dtx import amounts
from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.ranges import whole
from dtx.cli.words import as_json, days, since, text, until
from dtx.errors import DtxError, Unknown
from dtx.language import _, at_time, day_of

if TYPE_CHECKING:
    from dtx.records.backing_up import Opened
    from dtx.records.erasure import Erased
    from dtx.services import Services

yes = click.option("--yes", is_flag=True, help=_("Yes, without being asked."))


@click.command()
@click.option("--keyring", is_flag=True, help=_("Let the system's keyring keep the key, so that nothing has to be typed."))
@click.option("--new-passphrase", "change", is_flag=True, help=_("Another passphrase for records that are locked."))
@click.option("--cover-after", "minutes", type=whole(0, 1440), metavar="MINUTES", help=_("Cover the app after so long without a key."))
@as_json
@click.pass_obj
def lock(context: Context, keyring: bool, change: bool, minutes: int | None, as_json: bool) -> None:
    """Encrypt your records, and everything that is written from now on."""
    from dtx.records.keyfile import described
    from dtx.settings import Settings

    services, passphrase = context.services, context.passphrase
    strongbox = services.strongbox
    if keyring and change:
        raise Unknown(_("--keyring and --new-passphrase do not go together."), _("Choose one of them."))
    recovery, left = None, list[Path]()
    if change:
        strongbox.key()
        strongbox.change(passphrase.choose(other=True))
    elif not (strongbox.is_on and minutes is not None):
        services.let_go()
        recovery, left = strongbox.lock(None if keyring else passphrase.choose())
    if minutes is not None:
        replace(Settings.read(services.home), cover_after_min=minutes).keep(services.home, quietly=False)
    cover = Settings.read(services.home).cover_after_min
    if as_json:
        how = described(strongbox.key_file) if strongbox.key_file else {}
        return show_json({"locked": strongbox.is_on, **how, "recovery_key": recovery, "cover_after_min": cover, **unreached(left)})
    if recovery is not None:
        say(_("Your records are locked, with everything you write from now on and with every backup."))
        say("")
        say(_("Your recovery key:  {recovery}").format(recovery=recovery))
        say("")
        say(
            _(
                "You might write it on paper. It opens your records when the passphrase is lost. "
                "It is shown only this once, and kept nowhere."
            )
        )
    elif change:
        say(_("The new passphrase holds. The recovery key stays the same, and older backups open with the older passphrase."))
    say(
        _("The app covers itself after {cover} minutes without a key. F9 covers it at once.").format(cover=cover)
        if cover
        else _("F9 covers the app at once.")
    )
    for path in left:
        note(_("{path} could not be encrypted. It may still hold your words; you might delete it.").format(path=path))
    return None


@click.command()
@as_json
@click.pass_obj
def unlock(context: Context, as_json: bool) -> None:
    """Keep your records without encryption again."""
    services = context.services
    services.strongbox.key()
    services.let_go()
    left = services.strongbox.unlock()
    if as_json:
        return show_json({"locked": False, **unreached(left)})
    say(_("Your records are no longer locked. Backups that were made while they were still are."))
    for path in left:
        note(_("{path} stays locked.").format(path=path))
    return None


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def backup(context: Context, file: Path, as_json: bool) -> None:
    """Write all you own here into one file. Older ones of that name are kept as FILE.1 to FILE.6."""
    made = context.services.back_up(file)
    if as_json:
        return show_json(
            {
                "file": str(made.path),
                "made_at": made.made_at,
                "sessions": made.sessions,
                "check_ins": made.check_ins,
                "locked": made.locked,
            }
        )
    opens = _("It opens with your passphrase or your recovery key.") if made.locked else _("Anybody who has it can read it.")
    say(
        _("{path}: {sessions} and {check_ins}.").format(
            path=made.path, sessions=amounts.sessions(made.sessions), check_ins=amounts.check_ins(made.check_ins)
        )
        + f" {opens}"
    )
    return None


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@yes
@as_json
@click.pass_obj
def restore(context: Context, file: Path, yes: bool, as_json: bool) -> None:
    """Put a backup in the place of what is here. What is here is set aside."""
    from dtx.records.backing_up import lacking, opened
    from dtx.records.backing_up import restore as put_back

    services = context.services
    services.let_go()
    with opened(services.strongbox, file, context.passphrase) as found:
        told = contents(found)
        note(
            _("{path} is whole: {sessions} and {check_ins}{made_at}.").format(
                path=file,
                sessions=amounts.sessions(told["sessions"]),
                check_ins=amounts.check_ins(told["check_ins"]),
                made_at=made_at(found),
            )
        )
        not_in_it = lacking(services.strongbox, found)
        if not_in_it:
            note(_("{entries} of here are not in it. They are set aside.").format(entries=amounts.entries(not_in_it)))
        elif not_in_it is None:
            note(_("What is here cannot be read. It is set aside as it is."))
        if not_in_it != 0:
            agree(yes, _("Put it in the place of what is here?"), _("This would take the place of your present records."))
        aside = put_back(services.strongbox, found, services.now())
    if as_json:
        return show_json({**told, "set_aside": None if aside is None else str(aside), "not_in_it": not_in_it})
    back, here = _("Your records are back."), _("What was here is in {place}.").format(place=aside)
    say(f"{back} {here}" if aside is not None else back)
    return None


@click.command()
@click.argument("what", metavar="[SESSION]", type=text, default="")
@click.option("--undo", is_flag=True, help=_("Bring it back."))
@as_json
@click.pass_obj
def hide(context: Context, what: str, undo: bool, as_json: bool) -> None:
    """Take a session or a check-in away for 30 days. Without one: list what was taken away."""
    services = context.services
    if undo and not what:
        raise Unknown(_("--undo needs to know what to bring back."), _("`dtx hide` lists what was taken away."))
    if what:
        done = services.removal.bring_back(what) if undo else services.hide(what)
        said = (
            _("is back.")
            if undo
            else _("was taken away. `dtx hide {done} --undo` brings it back within 30 days; then it is erased.").format(done=done[:8])
        )
        return show_json({"id": done, "hidden": not undo}) if as_json else say(f"{done[:8]} {said}")
    hidden = services.removal.hidden()
    if as_json:
        return show_json([{"id": one.id, "title": one.title, "started_at": one.started_at, "hidden_at": one.hidden_at} for one in hidden])
    if not hidden:
        say(_("Nothing was taken away."))
    for one in hidden:
        say(
            f"{one.id[:8]}  {at_time(one.started_at)}  "
            + _("{title}, taken away on {day}").format(title=one.title, day=day_of(one.hidden_at))
        )
    return None


@click.command()
@click.argument("what", metavar="[SESSION]…", type=text, nargs=-1)
@since
@until
@click.option("--all", "everything", is_flag=True, help=_("All there is, also what you told about yourself."))
@yes
@as_json
@click.pass_obj
def erase(
    context: Context, what: tuple[str, ...], since: str | None, until: str | None, everything: bool, yes: bool, as_json: bool
) -> None:
    """Erase for good: one session or check-in, a span of days, or all there is. Nobody can bring it back."""
    first, last = days(since, until)
    if sum([bool(what), bool(first or last), everything]) > 1:
        raise Unknown(_("Sessions, a span and --all do not go together."), _("Choose one of them."))
    services = context.services
    ids = chosen(services, what, first, last)
    if ids is not None and not ids:
        say(_("There is nothing in that time.")) if not as_json else show_json({"erased": 0, "backups": [], "left": [], "wiped": True})
        return
    which = _("everything, also what you told about yourself") if ids is None else amounts.entries(len(ids))
    note(
        _("This erases {which}: here, in copies of it here, and in backups that dtx wrote and can reach. Nobody can bring it back.").format(
            which=which
        )
    )
    agree(yes, _("Erase it?"), _("This would erase for good."))
    show_erased(services.erase(ids, (first, last) if first or last else None), as_json)


def chosen(services: "Services", what: tuple[str, ...], first: date | None, last: date | None) -> list[str] | None:
    """The ids that are meant; None for all there is."""
    if what:
        return list(dict.fromkeys(services.removal.find(one) for one in what))
    return services.removal.within(first, last) if first or last else None


ERASED = _("Erased.")


def show_erased(done: "Erased", as_json: bool) -> None:
    if as_json:
        left = [{"file": str(path), "why": why} for path, why in done.left]
        return show_json({"erased": done.sessions, "backups": [str(path) for path in done.backups], "left": left, "wiped": done.wiped})
    also = amounts.backups(len(done.backups)) if done.backups else ""
    say(f"{ERASED} {also}".rstrip())
    if not done.wiped:
        note(_("Another window still has the old file open. What is left in it goes when that window closes."))
    for path, why in done.left:
        note(_("{path} may still hold it. {why} You might delete it.").format(path=path, why=why))
    note(_("Copies that you made yourself, and what you have handed over, are not reached."))
    return None


def agree(yes: bool, question: str, problem: str) -> None:
    """Ask on a terminal. Raises DtxError without one, and Abort for a no."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise DtxError(problem, _("Add --yes if you want that."))
    click.confirm(question, abort=True, err=True)


def contents(found: "Opened") -> dict[str, Any]:
    count = found.store.connection.execute("SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM diary)").fetchone()
    return {"sessions": count[0], "check_ins": count[1], "made_at": found.said.get("made_at")}


def made_at(found: "Opened") -> str:
    made = found.said.get("made_at")
    return _(", of {when}").format(when=at_time(str(made))) if made else ""


def unreached(left: list[Path]) -> dict[str, Any]:
    return {"left": [str(path) for path in left]}
