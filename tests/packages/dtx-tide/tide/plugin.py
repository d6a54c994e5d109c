"""What happens in Tide: a question, and breaths like waves. A second hook writes how the sea was for a care team."""

from collections.abc import Iterable, Iterator

from dtx import Activity, Choose, Context, Export, Exporter, Manifest, Say, Script, hookimpl

from .waves import waves

SEAS = ("calm", "rough")


def script(ctx: Context) -> Script:
    yield Say("Sit or lie in a way that suits you.", pause=5)
    sea = yield Choose("If today were a sea, how would it be?", ("Calm", "Rough"), "sea", SEAS)
    for step in waves(ctx.options["waves"], sea if isinstance(sea, str) else None):
        yield step
    yield Say("The tide goes out, and you may stay as long as you like.", pause=5)


@hookimpl
def dtx_activities(plugin: Manifest) -> Iterator[Activity]:
    yield plugin.activity(script)


def seas(export: Export) -> Iterable[str]:
    for log in export:
        if log.activity_id == "tide.tide":
            yield f"{log.started_at[:10]} {log.saved.get('sea') or 'not said'}\n"


@hookimpl
def dtx_exporters() -> Iterator[Exporter]:
    yield Exporter("seas", "How the sea was", ".txt", seas)
