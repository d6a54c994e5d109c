"""The contents of `plugin.yaml`: which keys there are, what the content contract asks for, and the manifest they become."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BeforeValidator

from dtx.care.flags import FLAGS
from dtx.host.declared_options import read_options
from dtx.host.drawn import drawn, read_drawings
from dtx.host.explain import Findings, ManifestProblems, Wrong, clean, listed, quoted
from dtx.host.flag_names import flag_names
from dtx.host.inside import files_in
from dtx.host.licences import Marked, MediaLicences, check_instruments, read_instrument_licences, unused
from dtx.host.manifest import API, FILE, Declared, Manifest
from dtx.host.options import Option
from dtx.host.script import IN_BRACES, Told
from dtx.host.script_reader import StepReader, read_script
from dtx.host.shape import NAME, NONE_YET, Name, Shape, Text, Texts, Whole, number, schema_of, shaped, text
from dtx.host.trust import WORDS, Tree, plain_bytes
from dtx.host.wording import CLAIMS
from dtx.host.yaml_reader import Node, decoded, missing, read_text, read_yaml
from dtx.language import FIRST, _

VERSION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}(?:[-+.]?[A-Za-z][A-Za-z0-9.+-]{0,30})?")
CODE = re.compile(r"[a-z]{2,3}")
MOST_WORDS = 25
"""The longest purpose (clinical 0.6)."""


def purpose(value: Any) -> str:
    """Words on what it is for: short, and without a promise."""
    words = text(value)
    if (found := len(words.split())) > MOST_WORDS:
        raise Wrong(f"has {found} words; {MOST_WORDS} is the most.", "Say in one plain sentence what the person will do.")
    return without_claim(words)


def without_claim(value: Any) -> str:
    words = text(value)
    if claim := CLAIMS.pattern.search(words):
        raise Wrong(
            f"promises an effect with {quoted(claim[0])}.", "Say what the person does, such as relax, practise, learn or keep track."
        )
    return words


def day(value: Any) -> str:
    word = text(value)
    try:
        return word if word == NONE_YET else date.fromisoformat(word).isoformat()
    except ValueError:
        raise Wrong(f"is no date: {quoted(word)}.", f"Write it like 2025-11-30, or '{NONE_YET}'.") from None


def version(value: Any) -> str:
    word = text(value)
    if not VERSION.fullmatch(word):
        raise Wrong(f"has to begin with numbers, not {quoted(word)}.", "Write it like 1.0.0, and let it grow with each change.")
    return word


def language_code(value: Any) -> str:
    word = text(value)
    if not CODE.fullmatch(word):
        raise Wrong(f"is no code of a language: {quoted(word)}.", "Write two or three small letters, such as en or es.")
    return word


def minutes(value: Any) -> float:
    if not 0 < (found := number(value)) <= 240:
        raise Wrong(f"has to be more than 0 and at most 240, not {found:g}.", "Write the usual length in minutes.")
    return found


def code_file(value: Any) -> str:
    word = text(value)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,60}\.py", word):
        raise Wrong(f"has to be a Python file in this folder, not {quoted(word)}.", "Write its name alone, such as plugin.py.")
    return word


Purpose = Annotated[str, BeforeValidator(purpose), schema_of("string")]
Title = Annotated[str, BeforeValidator(without_claim), schema_of("string")]
Flags = Annotated[tuple[str, ...], BeforeValidator(flag_names), schema_of(["string", "array"], items={"enum": list(FLAGS)})]
Day = Annotated[str, BeforeValidator(day), schema_of("string")]
Version = Annotated[str, BeforeValidator(version), schema_of(["string", "number"])]
Language = Annotated[str, BeforeValidator(language_code), schema_of("string", pattern=CODE.pattern)]
Minutes = Annotated[float, BeforeValidator(minutes), schema_of("number", exclusiveMinimum=0, maximum=240)]
CodeFile = Annotated[str, BeforeValidator(code_file), schema_of("string")]

REMEDIES = {
    "api": f"Add a line 'api: {API}'.",
    "title": "Add a short name, such as 'title: Desk stretches'.",
    "summary": f"Say in one plain sentence of at most {MOST_WORDS} words what the person will do.",
    "author": "Add who wrote it and their profession, such as 'author: A. Therapist, physiotherapy'.",
    "reviewer": f"Add who checked it; 'reviewer: {NONE_YET}' is allowed, and shown.",
    "version": "Add a line such as 'version: 1.0.0'.",
    "licence": "Add a line such as 'licence: CC-BY-4.0'.",
    "flags": f"List who needs care with it, such as [lung, falls], or write 'none'; the flags are {listed(FLAGS)}.",
    "stop_rules": "List when a person does well to stop, one '- ' a line.",
    "easier": "Say what a smaller or easier form looks like.",
    "minutes": "Add the usual length, such as 'minutes: 10'.",
}

ALSO = {
    **dict.fromkeys(("license", "copyright", "rights"), "licence"),
    **dict.fromkeys(("name", "heading"), "title"),
    **dict.fromkeys(("description", "about", "purpose", "aim"), "summary"),
    **dict.fromkeys(("duration", "length", "time", "minute"), "minutes"),
    **dict.fromkeys(("warning", "warnings", "caution", "precautions"), "cautions"),
    **dict.fromkeys(("contraindications", "flag", "health", "not_with"), "flags"),
    **dict.fromkeys(("stop", "stop_rule", "stop_if"), "stop_rules"),
    **dict.fromkeys(("script", "exercises", "step"), "steps"),
    **dict.fromkeys(("review_date", "reviewed", "checked_on"), "reviewed_on"),
    **dict.fromkeys(("checked_by", "reviewed_by"), "reviewer"),
    **dict.fromkeys(("by", "written_by", "creator"), "author"),
    **dict.fromkeys(("alternative", "lighter", "easy", "gentler"), "easier"),
    **dict.fromkeys(("lang", "locale"), "language"),
    **dict.fromkeys(("settings", "option", "choices"), "options"),
}
"""What people write when they mean one of the keys."""


class ActivityShape(Shape):
    """One activity, in the list or at the top level."""

    id: Name | None = None
    title: Title
    summary: Purpose | None = None
    minutes: Minutes
    options: Any = None
    cautions: Texts = ()
    steps: Any = None
    code: CodeFile | None = None


class ContentsShape(Shape):
    """The whole file."""

    api: Annotated[int, Whole(1, API)]
    title: Title
    summary: Purpose
    author: Text
    reviewer: Text
    reviewed_on: Day = NONE_YET
    version: Version
    licence: Text
    language: Language = FIRST
    media_licences: MediaLicences = {}
    instrument_licence: Any = None
    flags: Flags
    cautions: Texts = ()
    stop_rules: Texts
    easier: Texts
    options: Any = None
    activities: Any = None
    id: Name | None = None
    minutes: Minutes | None = None
    steps: Any = None
    code: CodeFile | None = None

    def faults(self) -> Iterator[Wrong]:
        if self.reviewer.casefold() != NONE_YET and self.reviewed_on == NONE_YET:
            yield Wrong("a reviewer is named, but not when.", "Add a line such as 'reviewed_on: 2025-11-30'.", ("reviewer",))
        elif self.reviewer.casefold() == NONE_YET != self.reviewed_on:
            sentence = "there is a day of review, and no reviewer."
            yield Wrong(sentence, "Name the reviewer, or leave 'reviewed_on' out.", ("reviewed_on",))
        for key in ("id", "minutes", "steps") if self.activities is not None else ():
            if getattr(self, key) is not None:
                yield Wrong(f"'{key}' stands beside 'activities'.", "Move it into the activity it belongs to.", (key,))
        if self.activities is None and self.minutes is None:
            yield Wrong("this file has no 'minutes'.", REMEDIES["minutes"])


PICTURE = "picture"
"""A file without this word in it names no pictures, and most name none."""


def read_contents(folder: Path) -> Manifest:
    """Read, check and build. Raises `ManifestProblems`."""
    findings = Findings(folder.name, FILE)
    written = read_text(folder / FILE, findings)
    if written is None:
        raise ManifestProblems(folder.name, findings.found)
    files = files_in(folder)
    drawings = read_drawings(folder, files) if PICTURE in written else {}
    return in_words(built(folder, written, frozenset(files), frozenset(drawings.items())), words_beside(folder, files))


def contents_in(tree: Tree) -> Manifest:
    """The same from the bytes that were hashed, whatever is on disk now. Raises `ManifestProblems`."""
    findings = Findings(tree.folder.name, FILE)
    if tree.written is None:
        findings.add(None, *missing(FILE))
    written = decoded(tree.written, findings) if tree.written is not None else None
    if written is None:
        raise ManifestProblems(tree.folder.name, findings.found)
    drawings = drawn(tree.texts) if PICTURE in written else {}
    return in_words(built(tree.folder, written, frozenset(tree.names), frozenset(drawings.items())), tree.words)


def contents_of(folder: Path, written: str) -> Manifest:
    """The same from a text that may stand in the file one day: with the folder as it is on disk. Raises `ManifestProblems`."""
    findings = Findings(folder.name, FILE)
    text = decoded(written.encode("utf-8", "surrogatepass"), findings)
    if text is None:
        raise ManifestProblems(folder.name, findings.found)
    files = files_in(folder)
    drawings = read_drawings(folder, files) if PICTURE in text else {}
    return in_words(built(folder, text, frozenset(files), frozenset(drawings.items())), words_beside(folder, files))


def in_words(manifest: Manifest, words: Mapping[str, bytes]) -> Manifest:
    return replace(manifest, translations=words) if words else manifest


def words_beside(folder: Path, files: Iterable[str]) -> dict[str, bytes]:
    """The files of translations in a folder, by language; one that cannot be opened is none."""
    found = {}
    for name in files:
        if language := WORDS.fullmatch(name):
            with suppress(OSError):
                found[language[1]] = plain_bytes(folder / name, folder.name, name)
    return found


@lru_cache(maxsize=32)
def built(folder: Path, written: str, files: frozenset[str], drawings: frozenset[tuple[str, str]] = frozenset()) -> Manifest:
    """The manifest of a folder with these files and pictures. The same text is checked once. Raises `ManifestProblems`."""
    findings = Findings(folder.name, FILE)
    root = read_yaml(written, findings)
    if root is not None and not isinstance(root.value, dict):
        findings.add(root.line, "this file has no keys.", "Begin with 'api: 1' and a title; docs/therapists.md has an example.")
    if root is None or not isinstance(root.value, dict):
        raise ManifestProblems(folder.name, findings.found)
    stop_if_too_new(root, findings)
    if not NAME.fullmatch(folder.name):
        known_as = re.sub(r"\W+", "_", folder.name.casefold()).strip("_")
        better = known_as if NAME.fullmatch(known_as) else "my_plugin"
        findings.add(None, f"the folder's name {quoted(folder.name)} cannot be an id.", f"Rename the folder, to '{better}' for example.")
    contents = shaped(ContentsShape, root, findings, "this file", REMEDIES, ALSO)
    reader = StepReader(findings, dict(drawings))
    activities = tuple(read_activities(root, folder, reader))
    licences = read_instrument_licences(root.get("instrument_licence"), findings)
    check_instruments(activities, [Marked(name, line) for name, line in reader.instruments], licences, findings)
    code = code_of(root, files, findings)
    check_braces(root, findings)
    for pattern, there in unused(contents.media_licences if contents is not None else {}, files):
        line = root.line_of(("media_licences", pattern))
        findings.add(line, f"'media_licences' names {quoted(pattern)}, and no such file is in this folder.", there)
    findings.stop_if_any()
    assert contents is not None
    said = contents.model_dump(exclude={"options", "activities", "id", "minutes", "steps", "code", "instrument_licence"})
    declared = tuple(activity for activity, _ in activities)
    return Manifest(id=folder.name, folder=folder, code=code, activities=declared, instrument_licences=licences, **said)


def stop_if_too_new(root: Node, findings: Findings) -> None:
    """A file for a later dtx may say anything; only its `api` is looked at."""
    api = root.get("api")
    if api is not None and isinstance(api.value, str) and re.fullmatch(r"[0-9]{1,9}", api.value.strip()) and int(api.value) > API:
        findings.found.clear()
        sentence = _("it needs a newer dtx: it is written for api {api}, and this dtx knows api {known}.")  # a patient can do something
        findings.add(root.line_of(("api",)), sentence.format(api=int(api.value), known=API), _("Update dtx."))
        findings.stop_if_any(too_new=True)


def check_braces(root: Node, findings: Findings) -> None:
    """Nothing is filled in before a session begins, so no name in braces may stand in what is read then."""
    listing = root.get("activities")
    for owner in (root, *(listing.items() if listing is not None else ())):
        for key in FILLED_NOWHERE:
            found = owner.get(key)
            for one in (found, *found.items()) if found is not None else ():
                if isinstance(one.value, str) and IN_BRACES.search(one.value):
                    sentence = f"'{key}' names an answer in braces, and is read before anything is asked."
                    findings.add(one.line, sentence, "Leave the braces out.")


FILLED_NOWHERE = ("summary", "cautions", "stop_rules", "easier")


def read_activities(root: Node, folder: Path, reader: StepReader) -> Iterator[tuple[Declared, int]]:
    """The activities of the list, or the one at the top level, each with its line."""
    findings = reader.findings
    shared = read_options(root.get("options"), findings)
    listing = root.get("activities")
    if listing is None:
        yield from ((one, root.line) for one in top_level(root, folder, shared, reader))
        return
    if not listing.items():
        findings.add(listing.line, "'activities' has to be a list.", "Begin each activity with '- id: …'.")
    seen: dict[str, int] = {}
    for node in listing.items():
        if not isinstance(node.value, dict):
            findings.add(node.line, "this activity has no keys.", "Write '- id: …', and under it its title, minutes and steps.")
            continue
        shape = shaped(ActivityShape, node, findings, "this activity", REMEDIES, ALSO)
        own = read_options(node.get("options"), findings)
        steps = read_steps_of(node, root, shared | own, reader)
        if shape is None:
            continue
        if shape.id is None:
            findings.add(node.line, "this activity has no 'id'.", "Add a line such as 'id: short'.")
            continue
        if shape.id in seen:
            sentence = f"there are two activities with the id {quoted(shape.id)}; the first is on line {seen[shape.id]}."
            findings.add(node.line_of(("id",)), sentence, "Give one of them another id.")
        seen.setdefault(shape.id, node.line)
        summary = shape.summary or clean(str(plain_text(root, "summary")))
        yield Declared(shape.id, shape.title, summary, shape.minutes, shared | own, steps, shape.cautions), node.line


def top_level(root: Node, folder: Path, options: Mapping[str, Option], reader: StepReader) -> Iterator[Declared]:
    steps = read_steps_of(root, root, options, reader)
    if reader.findings.found:
        return
    known_as = plain_text(root, "id").strip() or folder.name
    length = minutes(plain_text(root, "minutes"))
    yield Declared(known_as, text(plain_text(root, "title")), text(plain_text(root, "summary")), length, options, steps)


def plain_text(node: Node, key: str) -> str:
    found = node.get(key)
    return found.value if found is not None and isinstance(found.value, str) else ""


def read_steps_of(node: Node, root: Node, options: Mapping[str, Option], reader: StepReader) -> tuple[Told, ...] | None:
    """The steps of one activity, or None where code stands for them."""
    findings = reader.findings
    steps, code = node.get("steps"), node.get("code") or root.get("code")
    if steps is not None and node.get("code") is not None:
        findings.add(node.line_of(("code",)), "there are 'steps' and 'code' for one activity.", "Keep one of them.")
    elif steps is None and code is None:
        owner = "this activity" if node is not root else "this file"
        findings.add(node.line, f"{owner} has no 'steps'.", "Add what happens under 'steps:', or a Python file with 'code: plugin.py'.")
    return None if steps is None else read_script(steps, options, reader)


def code_of(root: Node, files: frozenset[str], findings: Findings) -> str | None:
    """The plugin's one code file, which has to be there."""
    listing = root.get("activities")
    owners = [root, *(listing.items() if listing is not None else ())]
    named = {clean(plain_text(owner, "code")): owner.line_of(("code",)) for owner in owners if plain_text(owner, "code")}
    if len(named) > 1:
        findings.add(max(named.values()), "a plugin has one code file, and here are two.", "Let one of them import the other.")
    for file, line in named.items():
        if PurePosixPath(file).name == file and file not in files:
            findings.add(line, f"there is no {quoted(file)} in this folder.", "Put the file there, or correct its name.")
    return next(iter(named), None)
