"""The hooks: everything a plugin's code may answer. Arguments are only ever added, and an author may leave any of them out."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from dtx.engine.activity import Activity

if TYPE_CHECKING:
    from dtx.engine.export import Exporter
    from dtx.engine.record import SessionLog
    from dtx.host.manifest import Manifest

hookspec = pluggy.HookspecMarker("dtx")
hookimpl = pluggy.HookimplMarker("dtx")


@hookspec
def dtx_activities(plugin: "Manifest") -> Iterable[Activity]:
    """Offer activities a person can do. `plugin` is your own plugin.yaml; what it does not declare is refused.

    Name the activity by its id there; a plugin with one activity may leave the id out.

    Example:
        from dtx import Say, Silence, hookimpl

        def script(ctx):
            yield Say("You might like to look up from the screen for a moment.")
            yield Silence(20)

        @hookimpl
        def dtx_activities(plugin):
            yield plugin.activity(script)
    """
    return ()


@hookspec
def dtx_exporters() -> Iterable["Exporter"]:
    """Offer forms in which sessions are written for a care team; `dtx export --to NAME` finds them by their names.

    Iterate over the export for its sessions, oldest first; each is as in `dtx show --json`, without what the person keeps to themselves.
    Give back bytes or text, whole or piece by piece.

    Example:
        from dtx import Exporter, hookimpl

        def write(export):
            for log in export:
                yield f"{log.started_at} {log.activity_title}\\n"

        @hookimpl
        def dtx_exporters():
            yield Exporter("lines", "One line a session", ".txt", write)
    """
    return ()


@hookspec(firstresult=True)
def dtx_voice(text: str, voice: str) -> Path | None:
    """Speak the text into a WAV file and return its path, or return None to let another plugin try.

    Example:
        import tempfile
        import wave
        from pathlib import Path

        from dtx import hookimpl

        @hookimpl
        def dtx_voice(text, voice):
            if voice != "quiet":
                return None
            path = Path(tempfile.mkdtemp()) / "line.wav"
            with wave.open(str(path), "wb") as sound:
                sound.setparams((1, 2, 16000, 0, "NONE", ""))
                sound.writeframes(bytes(2 * 16000 * len(text.split()) // 2))
            return path
    """
    return None


@hookspec
def dtx_session_ended(log: "SessionLog") -> None:
    """Notice that a session is over. It is already on disk; nothing done here can change it.

    Example:
        from dtx import hookimpl

        ended = []

        @hookimpl
        def dtx_session_ended(log):
            ended.append(log.activity_id)
    """


NAMES = ("dtx_activities", "dtx_exporters", "dtx_voice", "dtx_session_ended")
