"""The commands. Each is thin: it reads its words, asks the services, and writes the answer."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from dtx import __version__
from dtx.errors import DtxError, Unknown
from dtx.services import Services

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
settings = click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Set an option of the activity.")


class Context:
    """What the global options decided; the services are made when a command needs them."""

    def __init__(self, safe: bool, folders: Sequence[Path]) -> None:
        self._safe, self._folders = safe, folders
        self._services: Services | None = None

    @property
    def services(self) -> Services:
        if self._services is None:
            self._services = Services(folders=self._folders, safe=self._safe)
        return self._services


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--safe", is_flag=True, help="Load nothing but the plugins that came with dtx.")
@click.option("--plugins", "folders", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Another folder of plugins.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.version_option(__version__, prog_name="dtx")
@click.pass_context
def dtx(context: click.Context, safe: bool, folders: tuple[Path, ...], debug: bool) -> None:
    """Guided practice at home for people who live with long-term pain. Without a command it opens the app."""
    context.obj = Context(safe, [existing(folder) for folder in folders])
    if context.invoked_subcommand is None:
        if wants_plain(False):
            plain_home(context.obj.services)
        else:
            open_app(context.obj.services)


@dtx.command()
@as_json
@click.pass_obj
def activities(context: Context, as_json: bool) -> None:
    """What can be practised."""
    services = context.services
    services.refresh()
    lines = services.activities()
    if as_json:
        return show_json([activity_json(services, line) for line in lines])
    for line in lines:
        click.echo(f"{line.id:<28} {line.minutes:>3g} min  {line.title}" + ("" if line.available else f"  ({line.why_not})"))
    return None


@dtx.command()
@click.argument("activity_id", metavar="ID")
@settings
@click.option("--plain", is_flag=True, help="Line by line, for a screen reader or a pipe.")
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help="With --plain: answers from a JSON object.")
@click.option("--pace", type=click.Choice(["real", "fast"]), default="real", help="With --plain: fast does not wait.")
@click.option("--at", metavar="TIME", help="With --pace fast: when it begins, ISO 8601.")
@click.option("--mute", is_flag=True, help="No sound.")
@click.pass_obj
def run(
    context: Context, activity_id: str, given: tuple[str, ...], plain: bool, answers: Path | None, pace: str, at: str | None, mute: bool
) -> None:
    """One session, straight away."""
    chosen = pairs(given)
    services = context.services
    driver = Driver(services, plain, answers, pace, at)
    driver.check_answers(activity_id, chosen)
    driver.drive(lambda player, wall: services.begin(activity_id, chosen, player, wall))


@dtx.command()
@click.option("--plain", is_flag=True, help="Line by line, for a screen reader or a pipe.")
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE", help="With --plain: answers from a JSON object.")
@click.option("--pace", type=click.Choice(["real", "fast"]), default="real", help="With --plain: fast does not wait.")
@click.option("--at", metavar="TIME", help="With --pace fast: when it goes on, ISO 8601.")
@click.pass_obj
def resume(context: Context, plain: bool, answers: Path | None, pace: str, at: str | None) -> None:
    """Go on with the unfinished session."""
    services = context.services
    driver = Driver(services, plain, answers, pace, at)
    now = driver.begins
    left = services.unfinished(now)
    services.close_unfinished(only_old=True, now=now)
    if not left:
        raise DtxError("There is no unfinished session.", "Start one with `dtx run ID`; `dtx activities` lists them.")
    if not left[0].open:
        raise DtxError(
            f"The unfinished session ({left[0].title}) was more than 30 minutes ago.",
            "It is kept as interrupted. Start a new one whenever you like.",
        )
    driver.drive(lambda player, wall: services.resume(left[0].session_id, player, wall))


@dtx.command()
@click.argument("activity_id", metavar="ID")
@settings
@click.option("--at", metavar="TIME", help="As if it were that time, ISO 8601.")
@click.option("--here", is_flag=True, hidden=True)
@as_json
@click.pass_obj
def read(context: Context, activity_id: str, given: tuple[str, ...], at: str | None, here: bool, as_json: bool) -> None:
    """The whole of an activity as a page with times."""
    page = context.services.read(activity_id, pairs(given), moment(at) if at else None, here=here)
    if as_json:
        return show_json(page)
    from dtx.page import page_lines

    return click.echo("\n".join(page_lines(page)))


@dtx.command()
@click.option("--since", metavar="DAY", help="From this day on, YYYY-MM-DD.")
@click.option("--until", metavar="DAY", help="Up to this day, itself included.")
@as_json
@click.pass_obj
def sessions(context: Context, since: str | None, until: str | None, as_json: bool) -> None:
    """Your sessions, newest first."""
    services = context.services
    if as_json:
        return show_json([log.to_json() for log in reversed(services.logs(day(since), day(until)))])
    for row in services.history(since=day(since), until=day(until)):
        pain = f"pain {shown(row.pain_before)} → {shown(row.pain_after)}"
        click.echo(
            f"{row.session_id[:8]}  {row.started_at[:16].replace('T', ' ')}  {row.status or 'open':<11} {pain:<14} {row.activity_title}"
        )
    return None


@dtx.command()
@click.argument("session_id", metavar="SESSION")
@as_json
@click.pass_obj
def show(context: Context, session_id: str, as_json: bool) -> None:
    """One session with all its events."""
    log = context.services.log(session_id)
    if as_json:
        return show_json({**log.to_json(), "events": [event.to_json() for event in log.events]})
    from dtx.page import log_lines

    return click.echo("\n".join(log_lines(log)))


@dtx.command()
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="Write down one thing; an empty value takes it away.")
@as_json
@click.pass_obj
def profile(context: Context, given: tuple[str, ...], as_json: bool) -> None:
    """What you told dtx about yourself."""
    services = context.services
    if given:
        services.set_profile(pairs(given))
    kept = {**services.store.profile(), "patient_ref": services.store.patient_ref}
    if as_json:
        return show_json(kept)
    for key, value in sorted(kept.items()):
        click.echo(f"{key}: {', '.join(value) if isinstance(value, list) else value}")
    return None


@dtx.command()
@click.option("--to", "form", required=True, type=click.Choice(["csv", "jsonl"]), help="The form.")
@click.option("--since", metavar="DAY", help="From this day on, YYYY-MM-DD.")
@click.option("--until", metavar="DAY", help="Up to this day, itself included.")
@click.option("--include", metavar="PARTS", default="", help="Also your notes, thoughts, diary; separated by commas.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write here; else to standard output.")
@click.option("--preview", is_flag=True, help="Only say what would be in it.")
@click.option("--yes", is_flag=True, help="Yes, include what --include names.")
@click.pass_obj
def export(
    context: Context, form: str, since: str | None, until: str | None, include: str, out: Path | None, preview: bool, yes: bool
) -> None:
    """Your sessions for the care team."""
    from dtx.sharing.lines import to_jsonl
    from dtx.sharing.select import PARTS, select
    from dtx.sharing.table import dictionary, to_csv
    from dtx.sharing.whole import write_whole

    parts = [part.strip() for part in include.split(",") if part.strip()]
    for part in parts:
        if part not in PARTS:
            raise Unknown(f"--include cannot be {part!r}.", f"It can be {', '.join(PARTS)}.")
    services = context.services
    selection = select(services.logs(day(since), day(until)), parts)
    click.echo(selection.in_words(), err=True)
    if preview:
        return
    if parts and not yes:
        if not sys.stdin.isatty():
            raise DtxError(f"This would share your {' and '.join(parts)}.", "Add --yes if you want that.")
        click.confirm(f"Share your {' and '.join(parts)}, too?", abort=True, err=True)
    content = to_csv(selection) if form == "csv" else to_jsonl(selection)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    if form == "csv":
        write_whole(out.with_name(f"{out.stem}.dictionary.csv"), dictionary(selection, services.store.head))
    write_whole(out, content)
    click.echo(f"Written to {out}.", err=True)


@dtx.command()
@as_json
@click.pass_obj
def plugins(context: Context, as_json: bool) -> None:
    """The plugins and how each is."""
    entries = context.services.shelf.plugins()
    if as_json:
        from dataclasses import asdict

        return show_json([{**asdict(entry), "activities": list(entry.activities)} for entry in entries])
    for entry in entries:
        click.echo(f"{entry.id:<20} {entry.version:<8} {entry.state:<10} {entry.source}" + (f"  {entry.problem}" if entry.problem else ""))
    return None


@dtx.command()
@as_json
@click.pass_obj
def doctor(context: Context, as_json: bool) -> None:
    """Look at everything dtx needs."""
    from dtx.doctor import examine

    findings = list(examine(context.services))
    if as_json:
        show_json([finding.to_json() for finding in findings])
    else:
        for finding in findings:
            click.echo(
                f"{finding.about}: {'ok' if finding.ok else 'problem'}. {finding.says}" + (f" {finding.remedy}" if finding.remedy else "")
            )
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)


class Driver:
    """Which driver runs a session, with what answers and on what clock."""

    def __init__(self, services: Services, plain: bool, answers: Path | None, pace: str, at: str | None) -> None:
        self.services = services
        self.plain = wants_plain(plain)
        if not self.plain and (answers or pace == "fast"):
            raise Unknown("--answers and --pace fast go with --plain.", "Add --plain.")
        if at and pace != "fast":
            raise Unknown("--at goes with --pace fast.", "Add --pace fast.")
        self.answers = read_answers(answers) if answers else None
        self.fast = pace == "fast"
        self.at = moment(at) if at else None

    @property
    def begins(self) -> datetime:
        """Now; with a fast pace `--at`, else the last session's end if that is later than now."""
        now = datetime.now().astimezone()
        if not self.fast:
            return now
        last = self.services.history(limit=1)
        return self.at or max(now, datetime.fromisoformat(last[0].last_at) if last else now)

    def check_answers(self, activity_id: str, given: dict[str, str]) -> None:
        """Find answers of the wrong kind before anything is written."""
        if self.answers is not None:
            from dtx.plain import Given

            Given(self.answers).check(self.services.questions(activity_id, given))

    def drive(self, begin: Callable[[Any, Any], Any]) -> None:
        if not self.plain:
            return open_app(self.services, begin(None, None))
        from dtx.engine.clock import HandClock
        from dtx.page import closing_lines
        from dtx.plain import Given, Typed, run, signals_end
        from dtx.sound.player import Silent

        clock = HandClock(self.begins) if self.fast else None
        answers = Given(self.answers) if self.answers is not None else Typed(sys.stdin)
        practice = begin(Silent(clock), clock.wall) if clock else begin(None, None)
        with signals_end():
            try:
                run(practice, answers, sys.stdout, clock)
            finally:
                practice.close()
        for line in closing_lines(self.services.ended(practice)):
            click.echo(line)
        return None


def wants_plain(asked: bool) -> bool:
    """Plain when asked for, when the environment says so, or where there is no terminal to paint on."""
    if asked or os.environ.get("ACCESSIBLE", "") not in ("", "0") or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    return sys.platform != "win32" and os.environ.get("TERM") in (None, "", "dumb")


def open_app(services: Services, practice: Any = None) -> None:
    from dtx.tui.app import run

    if code := run(services, practice):
        raise SystemExit(code)


def plain_home(services: Services) -> None:
    """The list, and a choice from it, line by line."""
    services.refresh()
    offered = [line for line in services.activities() if line.available]
    for number, line in enumerate(offered, 1):
        click.echo(f"{number}. {line.title}. {line.minutes:g} minutes. {line.summary}")
    click.echo("Type a number and Enter, or Enter alone to leave.")
    typed = sys.stdin.readline().strip()
    if not typed:
        return
    if not typed.isdecimal() or not 1 <= int(typed) <= len(offered):
        raise Unknown(f"There is no number {typed} in the list.", f"Choose from 1 to {len(offered)}.")
    chosen = offered[int(typed) - 1].id
    Driver(services, True, None, "real", None).drive(lambda player, wall: services.begin(chosen, {}, player, wall))


def activity_json(services: Services, line: Any) -> dict[str, Any]:
    from dtx.host.options import json_schema

    schema: dict[str, Any] = {}
    asks: list[str] = []
    if line.available:
        try:
            schema = json_schema(services.options(line.id))
            asks = [asked["id"] for asked in services.read(line.id, {})["asks"]]
        except DtxError as problem:
            return {**line_json(line), "options": schema, "asks": asks, "available": False, "why_not": str(problem)}
    return {**line_json(line), "options": schema, "asks": asks, "available": line.available, "why_not": line.why_not}


def line_json(line: Any) -> dict[str, Any]:
    return {"id": line.id, "plugin": line.plugin, "title": line.title, "summary": line.summary, "minutes": line.minutes}


def pairs(given: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` words as a mapping. Raises `Unknown`."""
    found: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise Unknown(f"{word!r} is not NAME=VALUE.", "Write it as in --set minutes=10.")
        found[name.strip()] = value
    return found


def read_answers(path: Path) -> dict[str, Any]:
    try:
        answers = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unknown(f"The answers in {path} cannot be read ({error.strerror}).", "Give the name of a JSON file.") from None
    except (ValueError, RecursionError):
        raise Unknown(f"{path} is not JSON.", 'Write one object, such as {"before.pain": 6}.') from None
    if not isinstance(answers, dict):
        raise Unknown(f"{path} holds no JSON object.", 'Write one object, such as {"before.pain": 6}.')
    return answers


def moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        raise Unknown(f"{text!r} is not a time.", "Write it as in 2026-05-01T09:30:00+01:00.") from None


def day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unknown(f"{text!r} is not a day.", "Write it as in 2026-05-01.") from None


def existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Unknown(f"There is no folder {folder}.", "Give a folder that holds plugin folders.")
    return folder


def show_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def shown(value: int | None) -> str:
    return "–" if value is None else str(value)
