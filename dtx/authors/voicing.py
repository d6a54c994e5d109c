"""Voicing: every line of a plugin that nobody recorded is spoken by an engine on this computer, once, and kept by its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dtx.authors.spoken import Spoken
from dtx.language import _
from dtx.sound.speech import Asked, Speech
from dtx.sound.voices import Voice, own_and_shipped, whose

VARIES = _("It changes with what the person answers.")


@dataclass(frozen=True, slots=True)
class Voiced:
    """What became of one line. `new` says that it was spoken just now; `why` is a sentence where there is only its caption."""

    line: Spoken
    voice: Voice
    path: Path | None = None
    why: str = ""
    new: bool = False


class Voicing:
    """Speaks the lines of one plugin. `asked` are plugins that speak, as for `Speech`."""

    def __init__(self, home: Path, folder: Path, asked: Asked | None = None) -> None:
        self._folder, self._takes = folder, folder / "voice"
        self._recorded = own_and_shipped(home, folder)
        self._speech = Speech(home, asked=asked, plugin=folder)

    @property
    def notices(self) -> Sequence[str]:
        """Who gave up on the way, and why."""
        return self._speech.notices

    def says(self) -> str:
        """One sentence about who speaks."""
        return self._speech.says()

    def voiced(self, lines: Iterable[Spoken]) -> Iterator[Voiced]:
        """Each line as it is done; who stops asking stops the work. Raises StoreProblem where nothing can be kept."""
        for line in lines:
            if line.varies:
                yield Voiced(line, "none", why=VARIES)
            elif line.recording is not None and (named := self._folder / line.recording).is_file():
                yield Voiced(line, "yours", named)
            else:
                yield self._one(line)

    def _one(self, line: Spoken) -> Voiced:
        made = self._speech.render(line.text)
        if made.path is None:
            return Voiced(line, "none", why=made.why)
        return Voiced(line, whose(made.path, self._recorded), made.path, new=made.new)
