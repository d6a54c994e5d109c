"""A plugin's manifest: what its `plugin.yaml` says, checked as a whole before anything of it is used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dtx.engine.activity import Activity, Context, Script
from dtx.errors import PluginProblem
from dtx.host.explain import ManifestProblems, Problem, listed, suggestion
from dtx.host.options import Option
from dtx.host.script import Told, script_of, sounds_in
from dtx.host.trust import Tree
from dtx.language import FIRST, _, language

if TYPE_CHECKING:
    from dtx.host.translation import Words

__all__ = ["API", "FILE", "Declared", "Manifest", "ManifestProblems", "Problem", "json_schema", "manifest_in", "read_manifest"]

API = 1
FILE = "plugin.yaml"


@dataclass(frozen=True, slots=True)
class Declared:
    """One activity as `plugin.yaml` declares it. `steps` is None where Python code gives the script; `id` is without the plugin's."""

    id: str
    title: str
    summary: str
    minutes: float
    options: Mapping[str, Option] = field(default_factory=dict)
    steps: tuple[Told, ...] | None = None
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstrumentLicence:
    """The licence for the words of a questionnaire (clinical 7.2). `instrument` None is the only one there is."""

    instrument: str | None
    holder: str
    terms_url: str
    proof_on_file: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a plugin says about itself. `id` is the folder's name; `reviewed_on` is an ISO date or "none yet".

    `licence` holds for all that is in the folder, but for the files in `media_licences`: names, or patterns for several.
    `language` is the one its words are in, `translations` what there is in others, and `words` the one of these that is spoken.
    """

    id: str
    folder: Path
    api: int
    title: str
    summary: str
    author: str
    reviewer: str
    reviewed_on: str
    version: str
    licence: str
    flags: tuple[str, ...]
    cautions: tuple[str, ...]
    stop_rules: tuple[str, ...]
    easier: tuple[str, ...]
    code: str | None
    activities: tuple[Declared, ...]
    media_licences: Mapping[str, str] = field(default_factory=dict)
    instrument_licences: tuple[InstrumentLicence, ...] = ()
    language: str = FIRST
    translations: Mapping[str, bytes] = field(default_factory=dict)
    words: "Words | None" = None

    @property
    def signed(self) -> str:
        """Who wrote it, and who has read it, as a sentence for people (clinical 0.6)."""
        reviewed = (
            _("Reviewed by {reviewer} on {day}.").format(reviewer=self.reviewer, day=self.reviewed_on)
            if self.reviewed_on[:1].isdigit()
            else _("Nobody has reviewed it yet.")
        )
        return " ".join((_("Written by {author}.").format(author=self.author), reviewed))

    def activity(self, script: Callable[[Context], Script], id: str | None = None) -> Activity:
        """Bind a script to a declared activity; `id` may be left out where there is only one. Raises `PluginProblem`."""
        ids = [one.id for one in self.activities]
        if id is None and len(ids) > 1:
            raise PluginProblem(
                self.id, f"{FILE} declares {listed(ids)}.", "Say which one the script is for: plugin.activity(script, 'id')."
            )
        for one in self.activities:
            if id in (None, one.id, f"{self.id}.{one.id}"):
                return self._bound(one, script)
        raise PluginProblem(self.id, f"{FILE} declares no activity '{id}'.", suggestion(str(id), ids, f"It declares {listed(ids)}."))

    def activities_from_yaml(self) -> tuple[Activity, ...]:
        """The activities whose script is the `steps:` of the file."""
        return tuple(self._bound(one, script_of(one.steps)) for one in self.activities if one.steps is not None)

    @property
    def sounds(self) -> tuple[str, ...]:
        """The sound files its scripts name, in the plugin's folder or in dtx's media."""
        return tuple(dict.fromkeys(name for one in self.activities for name in sounds_in(one.steps or ())))

    def _bound(self, one: Declared, script: Callable[[Context], Script]) -> Activity:
        cautions = tuple(dict.fromkeys((*self.cautions, *one.cautions)))
        script = self.words.script(script) if self.words is not None else script
        return Activity(f"{self.id}.{one.id}", one.title, one.summary, one.minutes, script, one.options, cautions)


def read_manifest(folder: Path) -> Manifest:
    """Read and check `plugin.yaml` in a folder; runs no code of it. Raises `ManifestProblems` with everything that is wrong."""
    from dtx.host.contents import read_contents  # pydantic is not loaded before a plugin is read

    return read_contents(Path(folder))


def manifest_in(tree: Tree) -> Manifest:
    """The manifest in the bytes that were hashed; what is on disk by now does not count. Raises `ManifestProblems`."""
    from dtx.host.contents import contents_in

    return contents_in(tree)


def spoken(manifest: Manifest) -> Manifest:
    """The manifest with its words in the language that is spoken, where its folder has them; else its titles say which they are in."""
    if manifest.language == language():
        return manifest
    from dtx.host.translation import in_words, marked, words_in

    if (written := manifest.translations.get(language())) is not None and (words := words_in(written)[0]).exact:
        return in_words(manifest, words)
    return marked(manifest)


def json_schema() -> dict[str, object]:
    """The JSON Schema of `plugin.yaml`, for editors."""
    from dtx.host.schema import contents_schema

    return contents_schema()
