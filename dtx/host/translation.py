"""A plugin in another language: its words from `words.es.yaml`, put in the place of its own wherever a person meets them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import TypeVar

from dtx.engine.activity import Context, Script
from dtx.engine.questions import QUESTIONS, Answer, Choose, Several
from dtx.engine.steps import Step
from dtx.host.delivery import NO_WORDS
from dtx.host.explain import Findings, clean
from dtx.host.manifest import Manifest
from dtx.host.yaml_reader import decoded, read_yaml
from dtx.language import FIRST, _

IN_BRACES = re.compile(r"\{[^{}]*\}")
LIST_MARK = re.compile(r"\s*(?:[–-] )?")

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands for each text. Where an answer or a number stands in a text, `patterns` find it by what is around it."""

    exact: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...] = ()

    def known(self, text: str) -> bool:
        """Whether there is a translation for a text of one line."""
        return clean(text) in self.exact or any(pattern.fullmatch(clean(text)) for pattern, *_ in self.patterns)

    def said(self, text: str) -> str:
        """The translation of a text, line by line; what has none stays as it is."""
        if "\n" in text:
            return "\n".join(map(self.said, text.split("\n")))
        mark = found[0] if (found := LIST_MARK.match(text)) else ""
        bare = clean(text[len(mark) :])
        if (whole := self.exact.get(bare)) is not None:
            return mark + whole
        for pattern, names, words in self.patterns:
            if filled := pattern.fullmatch(bare):
                values = dict(zip(names, (self.exact.get(one, one) for one in filled.groups()), strict=True))
                return mark + IN_BRACES.sub(lambda brace: values[brace[0]], words)  # noqa: B023 - used at once
        return text

    def inside(self, thing: Thing) -> Thing:
        """A step, or any part of one, with its texts translated. What an answer is kept as does not change with the language."""
        if isinstance(thing, str):
            return self.said(thing)  # type: ignore[return-value]
        if isinstance(thing, tuple):
            return tuple(map(self.inside, thing))  # type: ignore[return-value]
        if not is_dataclass(thing) or isinstance(thing, type):
            return thing
        new = {one.name: self.inside(getattr(thing, one.name)) for one in fields(thing) if one.init and one.name not in NO_WORDS}
        if isinstance(thing, Choose | Several) and not thing.values and new["options"] != thing.options:
            new["values"] = thing.options
        return replace(thing, **new)  # type: ignore[type-var]

    def step(self, step: Step) -> Step:
        """A step in these words; as its author wrote it where they do not fit into its time at all."""
        made = self.inside(step)
        try:
            if made is not step and not isinstance(made, QUESTIONS):
                made.phases()
        except ValueError:
            return step
        return made

    def script(self, script: Callable[[Context], Script]) -> Callable[[Context], Script]:
        """The same script, each of its steps in these words."""

        def told(ctx: Context) -> Script:
            inner = script(ctx)
            answer: Answer = None
            try:
                while True:
                    answer = yield self.step(inner.send(answer))
            except StopIteration:
                return
            finally:
                inner.close()

        return told


def file_of(code: str) -> str:
    """The name of the file with the words of a language."""
    return f"words.{code}.yaml"


@lru_cache(maxsize=32)
def words_in(written: bytes, name: str = "words.yaml") -> tuple[Words, Findings]:
    """The words of a file of translations, and what is wrong in it: what can be read of it is used all the same."""
    findings = Findings("", name)
    text = decoded(written, findings)
    root = read_yaml(text, findings) if text is not None else None
    if root is None or not isinstance(root.value, dict):
        if not findings.found:
            findings.add(1, "this file has no texts.", "Write a text in quotes, a colon, and the same in the other language.")
        return Words({}), findings
    exact: dict[str, str] = {}
    patterns = []
    for key, node in root.value.items():
        if not isinstance(node.value, str) or not node.value.strip():
            findings.add(root.lines[key], "there is no translation behind this text.", "Write it after the colon, or leave the line out.")
            continue
        own, other = clean(key), clean(node.value)
        if sorted(set(IN_BRACES.findall(own))) != sorted(set(IN_BRACES.findall(other))):
            findings.add(root.lines[key], "the names in braces differ in these two texts.", "Write the same names in both.")
            continue
        exact[own] = other
        if names := tuple(IN_BRACES.findall(own)):
            around = (re.escape(part) for part in IN_BRACES.split(own))
            patterns.append((re.compile("(.+?)".join(around)), names, other))
    return Words(exact, tuple(patterns)), findings


def in_words(manifest: Manifest, words: Words) -> Manifest:
    """The manifest with its texts, those of its activities and of their options translated; its scripts will be, step by step."""
    activities = (
        replace(
            one,
            title=words.said(one.title),
            summary=words.said(one.summary),
            cautions=words.inside(one.cautions),
            options={name: replace(option, words=words.said(option.words)) for name, option in one.options.items()},
        )
        for one in manifest.activities
    )
    texts = {name: words.inside(getattr(manifest, name)) for name in ("title", "summary", "cautions", "stop_rules", "easier")}
    return replace(manifest, activities=tuple(activities), words=words, **texts)


def marked(manifest: Manifest) -> Manifest:
    """The manifest whose titles say in which language it is."""
    mark = _("{title} (in English)") if manifest.language == FIRST else f"{{title}} ({manifest.language})"
    activities = (replace(one, title=mark.format(title=one.title)) for one in manifest.activities)
    return replace(manifest, title=mark.format(title=manifest.title), activities=tuple(activities))
