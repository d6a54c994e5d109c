"""Checking a plugin before anybody is guided by it: its file, its words, its sounds, and every activity gone through in every form.

What did not come with dtx is gone through in a child process, so that an endless script costs ten seconds and no more (law 9).
"""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dtx import paths
from dtx.authors.authored import IF_YOURS, NOT_APPROVED, PLAIN, Authored, Finding, authored, folder_of, of_problem, written_at
from dtx.authors.recordings import of_licences, of_sounds
from dtx.authors.spoken import Spoken, coded_lines, forms, once, told_lines
from dtx.care.gate import TABLE, columns
from dtx.engine.activity import Activity, Context
from dtx.engine.questions import QUESTIONS
from dtx.engine.rehearsal import WAYS, phase_json
from dtx.errors import PluginProblem
from dtx.host.explain import listed, quoted
from dtx.host.trust import Tree
from dtx.language import _
from dtx.sessions.apart import REHEARSAL_S, in_a_child

if TYPE_CHECKING:
    from dtx.engine.reel import Stand
    from dtx.host.manifest import Manifest
    from dtx.host.shelf import Shelf
    from dtx.host.wording import Fault

__all__ = ["Finding", "check", "folder_of", "here", "lines_of", "months", "of_problem"]

REVIEW_MONTHS = 24
"""A review older than this has to be done again (clinical 0.6)."""

CHOSEN = {"first": _("each first answer is chosen"), "last": _("each last answer is chosen"), "declined": _("every question is declined")}

MOST_MISSING = 20
"""So many texts without a translation are named; of more, only how many."""

NEAR_MINUTES, NEAR_PART = 1.0, 0.25
"""'minutes' is what people plan their evening by; so far off it still tells them the truth."""

INSTRUMENTS = re.compile(
    r"\b(?:(?i:pain catastrophi[sz]ing scale|insomnia severity index|brief pain inventory|pain self-efficacy questionnaire"
    r"|hospital anxiety and depression|wong-?baker|faces pain scale)|PROMIS|HADS|PHQ-?9|GAD-?7|SF-?(?:12|36)|PCS|PSEQ|BPI|ISI)\b"
)
"""Questionnaires that somebody owns, or that need a clinician behind them (clinical 7.2)."""

OWNED = _("is a questionnaire that somebody owns.")


def check(folder: Path, shelf: "Shelf", today: date, *, mine: bool = False, safe: bool = False) -> list[Finding]:
    """Everything found in a plugin's folder.

    Its code is run only if it came with dtx, was approved as it is (but not with `safe`), or is `mine`.
    """
    try:
        made = authored(folder, shelf, mine=mine, safe=safe)
    except PluginProblem as problem:
        return of_problem(problem)
    found = [*of_manifest(made.manifest, made.tree, today), *of_translations(made.manifest)]
    gone, lines = gone_through(made, today)
    found += gone
    found += of_sounds(made, lines)
    found += of_licences(made.manifest, made.folder)
    found += of_options(made.manifest, made.tree)
    if made.manifest.instrument_licences:  # somebody has looked at that already
        found = [one for one in found if not one.sentence.endswith(OWNED)]
    return list({(one.activity, one.sentence): one for one in reversed(found)}.values())[::-1]


def lines_of(made: Authored, today: date) -> list[Spoken]:
    """Every line that is spoken in a plugin. Raises PluginProblem where its code may not run, or does not come to its end."""
    if made.coded and not made.runs:
        raise PluginProblem(
            made.manifest.id,
            _("In {plugin}, {said}").format(plugin=made.manifest.id, said=NOT_APPROVED),
            IF_YOURS.format(again=_("try again")),
        )
    found, lines = gone_through(made, today, only_lines=True)
    for one in found:
        raise PluginProblem(made.manifest.id, str(one), _("`dtx check` says more."))
    return lines


def gone_through(made: Authored, today: date, *, only_lines: bool = False) -> tuple[list[Finding], list[Spoken]]:
    """What there is to put right in the scripts, and what is spoken in them."""
    found: list[Finding] = []
    lines = [line for one in made.manifest.activities for line in told_lines(f"{made.manifest.id}.{one.id}", one)]
    told = [] if only_lines or not made.told else [made.told]  # data never hangs for long: all of it goes through one child
    coded = [(name,) for name in made.coded] if made.runs else []
    if made.coded and not made.runs:
        found.append(Finding(str(made.manifest.code), NOT_APPROVED, IF_YOURS.format(again=_("check again"))))
    for names in [*told, *coded]:
        more, spoken = in_here(made, names, today) if made.ours else apart(made, names, today)
        found += more
        lines += spoken
    return found, once(lines)


def of_manifest(manifest: "Manifest", tree: Tree, today: date) -> Iterator[Finding]:
    """What the rules have against what `plugin.yaml` says outside the scripts."""
    from dtx.host.starter import AUTHOR
    from dtx.host.wording import whole

    said = [manifest.title, manifest.summary, *manifest.cautions, *manifest.stop_rules, *manifest.easier]
    said += [words for one in manifest.activities for words in (one.title, one.summary, *one.cautions)]
    said += [option.words for one in manifest.activities for option in one.options.values()]
    texts = list(dict.fromkeys(filter(None, said)))
    yield from of_texts(texts, PLAIN, tree)
    yield from untranslated(texts, manifest)
    yield from (Finding(PLAIN, fault.sentence, fault.remedy, fault.warning) for fault in whole(texts))
    if manifest.author == AUTHOR:
        place = written_at(AUTHOR, tree) or PLAIN
        yield Finding(place, _("its author is still nobody."), _("Write your name and your profession."), warning=True)
    if manifest.reviewed_on[:1].isdigit() and date.fromisoformat(manifest.reviewed_on) > today:
        place = written_at(manifest.reviewed_on, tree) or PLAIN
        yield Finding(
            place,
            _("it was reviewed on {reviewed_on}, which is yet to come.").format(reviewed_on=manifest.reviewed_on),
            _("Write the day of the review."),
        )
    elif manifest.reviewed_on[:1].isdigit() and months(date.fromisoformat(manifest.reviewed_on), today) > REVIEW_MONTHS:
        sentence = _("it was last reviewed on {reviewed_on}, more than {months} months ago.").format(
            reviewed_on=manifest.reviewed_on, months=REVIEW_MONTHS
        )
        yield Finding(PLAIN, sentence, _("Let a colleague read it again, and write down the day."), warning=True)


def of_options(manifest: "Manifest", tree: Tree) -> Iterator[Finding]:
    """What people can set, and nothing comes of it. What code looks at, nobody can tell."""
    from dtx.host.script import looked_at

    if any(one.steps is None for one in manifest.activities):
        return
    seen = {name for one in manifest.activities for name in looked_at(one.steps or ())}
    for name in dict.fromkeys(name for one in manifest.activities for name in one.options):
        if name not in seen:
            place = written_at(f" {name}:", tree) or PLAIN
            sentence = _("people can set '{name}', and no step looks at it.").format(name=name)
            yield Finding(place, sentence, _("Look at it in a 'when:' or in braces, or leave it out."), warning=True)


def of_translations(manifest: "Manifest") -> Iterator[Finding]:
    """What is wrong in the files of translations: the rest of each is used all the same."""
    from dtx.host.translation import file_of, words_in

    for code, written in manifest.translations.items():
        for problem in words_in(written, file_of(code))[1].found:
            yield Finding(problem.place, problem.sentence, problem.remedy)


def untranslated(texts: Iterable[str], manifest: "Manifest", activity: str | None = None) -> Iterator[Finding]:
    """The texts that a language has no words for yet."""
    from dtx.host.translation import file_of, words_in

    for code, written in manifest.translations.items():
        words = words_in(written)[0]
        missing = [text for text in texts if not words.known(text) and any(map(str.isalpha, text))]
        for text in missing[:MOST_MISSING]:
            yield Finding(
                file_of(code),
                _("{quoted} is not in it.").format(quoted=quoted(text)),
                _("Write it there, a colon, and its translation."),
                True,
                activity,
            )
        if (more := len(missing) - MOST_MISSING) > 0:
            sentence = _("{more} more texts of {name} are not in it.").format(more=more, name=activity or manifest.id)
            yield Finding(file_of(code), sentence, _("Write them there, too."), True, activity)


def too_long_in_words(stand: "Stand", manifest: "Manifest", activity: str) -> Iterator[Finding]:
    """What cannot be said in its time in another language."""
    from dtx.host.delivery import speech_faults
    from dtx.host.translation import file_of, words_in

    for code, written in manifest.translations.items():
        step = words_in(written)[0].inside(stand.step)
        if step == stand.step or isinstance(step, QUESTIONS):
            continue
        try:
            yield from placed(speech_faults(step.phases()), file_of(code), activity)
        except ValueError as problem:
            yield Finding(file_of(code), f"{problem}.", _("Use fewer words; until then its own are said."), activity=activity)


def months(since: date, until: date) -> float:
    """The months from one day to another; a part of one counts as a part."""
    return (until.year - since.year) * 12 + until.month - since.month + (until.day - since.day) / 31


def of_texts(texts: Iterable[str], place: str, tree: Tree, activity: str | None = None) -> Iterator[Finding]:
    """What the rules have against each text, at the line where it is written, or else at `place`."""
    from dtx.host.wording import faults

    for text in texts:
        for fault in faults(text):
            yield Finding(written_at(text, tree) or place, fault.sentence, fault.remedy, fault.warning, activity)
        if found := INSTRUMENTS.search(text):
            sentence = f"{found[0]} {OWNED}"
            yield Finding(written_at(text, tree) or place, sentence, _("Ask for its score alone, unless you may use it."), True, activity)


def of_activity(activity: Activity, manifest: "Manifest", tree: Tree, today: date) -> Iterator[Finding]:
    """What the rules have against an activity, gone through in each of its forms and in three ways."""
    from dtx.host.delivery import easier_faults, step_faults, walk_faults, walked, words_in
    from dtx.host.options import settle
    from dtx.host.wording import whole

    said: dict[str, str] = {}
    flags: set[str] = set()
    usual_s = 0.0
    for given in forms(activity.options):
        context = Context(settle(activity.options, given), 0, today)
        form = activity.id + "".join(f" with {name}={name}" for name, value in given.items())
        for way in WAYS:
            walk = walked(lambda context=context: activity.script(context), way)  # type: ignore[misc]
            for stand, start_s in walk.timed():
                place = f"{form}, {clock(start_s)} {stand.step.verb}"
                for text in words_in(stand.step):
                    said.setdefault(text, place)
                yield from placed(step_faults(stand), place, activity.id)
                yield from too_long_in_words(stand, manifest, activity.id)
            yield from placed(walk_faults(walk), form, activity.id)
            yield from placed(easier_faults(walk) if not given else (), form, activity.id)
            if not given and way == "first":
                usual_s = sum(phase.seconds for phase in walk.phases)
            if walk.failure:
                sentence = _("its script breaks off when {chosen}: {failure}.").format(chosen=CHOSEN[way], failure=walk.failure)
                yield Finding(form, sentence, _("Let it reach its end whatever is answered."), activity=activity.id)
            flags |= closing(phase_json(phase, 0, phase.seconds) for phase in walk.phases)
    for text, place in said.items():
        yield from of_texts([text], place, tree, activity.id)
    yield from untranslated(said, manifest, activity.id)
    yield from placed(whole(said), activity.id, activity.id)
    yield from of_length(activity, usual_s)
    if missing := [flag for flag in TABLE if flag in flags - set(manifest.flags)]:
        sentence = _("'flags' leaves out {missing}, which the gate closes it for.").format(missing=listed(missing))
        yield Finding(activity.id, sentence, _("Name them, so that people see it beforehand."), warning=True, activity=activity.id)


def of_length(activity: Activity, seconds: float) -> Iterator[Finding]:
    """What people read in the list has to be about true; a form of questions alone takes as long as it takes."""
    off = abs(seconds / 60 - activity.minutes)
    if seconds and off > max(NEAR_MINUTES, NEAR_PART * activity.minutes):
        sentence = _("it takes {clock} with its questions left out, and 'minutes' says {minutes:g}.").format(
            clock=clock(seconds), minutes=activity.minutes
        )
        yield Finding(
            activity.id,
            sentence,
            _("Write {minutes}, or what it takes with them.").format(minutes=max(1, round(seconds / 60))),
            True,
            activity.id,
        )


def placed(faults: "Iterable[Fault]", place: str, activity: str) -> Iterator[Finding]:
    for fault in faults:
        yield Finding(place, fault.sentence, fault.remedy, fault.warning, activity)


def closing(phases: Iterable[Mapping[str, Any]]) -> set[str]:
    """The flags that close an activity with these phases (clinical 8.2)."""
    kinds = columns(phases)
    return {flag for flag, marks in TABLE.items() if any(marks[kind].kind == "B" for kind in kinds & marks.keys())}


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


# -- going through it


def in_here(made: Authored, names: Iterable[str], today: date) -> tuple[list[Finding], list[Spoken]]:
    """The findings about these activities, and the lines of those that are code. Raises PluginProblem where that does not load."""
    activities, found, lines = made.activities(), list[Finding](), list[Spoken]()
    for name in names:
        found += of_activity(activities[name], made.manifest, made.tree, today)
        lines += coded_lines(activities[name], today) if name in made.coded else ()
    return found, lines


def apart(made: Authored, names: tuple[str, ...], today: date) -> tuple[list[Finding], list[Spoken]]:
    """The same, by a child process. Whatever becomes of it is a finding."""
    asked = json.dumps({"activities": names, "sha256": made.tree.sha256, "today": today.isoformat()})
    python, env = paths.again()
    command = [*python, "-m", "dtx", "check", str(made.folder), "--here"]
    whole = names[0] if len(names) == 1 else made.manifest.id

    def one(sentence: str, remedy: str) -> tuple[list[Finding], list[Spoken]]:
        return [Finding(whole, sentence, remedy, activity=whole)], []

    try:
        child = in_a_child(command, asked, REHEARSAL_S, env)
    except subprocess.TimeoutExpired:
        return one(
            _("its script does not come to its end within {seconds} seconds.").format(seconds=REHEARSAL_S),
            _("Look for a loop without an end."),
        )
    if child.returncode != 0 or not child.stdout:
        why = child.stderr.strip().rpartition("dtx: ")[2] or _("its code ended the check without a word.")
        return one(why, _("Put that right first."))
    try:
        answer = json.loads(child.stdout)
        return [Finding(**found) for found in answer["findings"]], [Spoken(**line) for line in answer["spoken"]]
    except (ValueError, TypeError, KeyError):
        return one(_("its code wrote something else in place of what was found."), _("Let it write nothing to the terminal."))


def here(folder: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What `apart` asks of its child, from the very bytes that were read.

    Raises `PluginProblem` when these are other ones, or do not load.
    """
    made = authored(folder, None, mine=True)
    if made.tree.sha256 != asked["sha256"]:
        raise PluginProblem(folder.name, _("The folder has changed while it was checked."), _("Check it again."))
    found, lines = in_here(made, asked["activities"], date.fromisoformat(asked["today"]))
    return {"findings": [asdict(one) for one in found], "spoken": [asdict(one) for one in lines]}
