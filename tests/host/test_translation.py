"""A plugin in another language: its words stand in a file beside plugin.yaml, and what they do not have is said honestly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dtx import language
from dtx.authors.checking import check
from dtx.engine.activity import Activity, Context
from dtx.engine.questions import Choose
from dtx.engine.steps import Say
from dtx.host.manifest import read_manifest, spoken
from dtx.host.options import settle
from dtx.host.reading import manifest_of
from dtx.host.shelf import Shelf
from dtx.host.translation import words_in

TODAY = date(2026, 3, 2)

PLUGIN = """\
api: 1
title: Warm hands
summary: You hold your hands together for a while.
author: A. Therapist, physiotherapy
reviewer: none yet
version: 1.0.0
licence: CC-BY-4.0
flags: none
stop_rules: [Stop whenever you want to.]
easier: One minute is enough.
minutes: 1
options:
  long:
    type: yes_no
    default: no
    words: A little longer?
steps:
  - choose: Which hand is it?
    from: [Left, Right]
    save: hand
  - say: Hold your {hand} hand, if it suits you.
    pause: 10 s
  - say: Only for a person called Right.
    when: hand = Right
"""

SPANISH = """\
Warm hands: Manos calientes
You hold your hands together for a while.: Juntas las manos un rato.
Stop whenever you want to.: Para cuando quieras.
One minute is enough.: Basta un minuto.
A little longer?: ¿Un poco más?
Which hand is it?: ¿Qué mano es?
Left: izquierda
Right: derecha
"Hold your {hand} hand, if it suits you.": "Toma tu mano {hand}, si te va bien."
Only for a person called Right.: Solo a la derecha.
"""


@pytest.fixture
def spanish() -> Iterator[None]:
    language.speak("es")
    yield
    language.speak("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "warm_hands"
    made.mkdir()
    (made / "plugin.yaml").write_text(PLUGIN, encoding="utf-8")
    (made / "words.es.yaml").write_text(SPANISH, encoding="utf-8")
    return made


def steps(activity: Activity, answers: list[Any]) -> list[Any]:
    """The steps of a script, each question answered in turn."""
    script = activity.script(Context(settle(activity.options, {}), 0, TODAY))
    found: list[Any] = [next(script)]
    given = iter(answers)
    try:
        while True:
            found.append(script.send(next(given) if isinstance(found[-1], Choose) else None))
    except StopIteration:
        return found


@pytest.mark.usefixtures("spanish")
def test_everything_a_person_meets_is_in_their_language(folder: Path) -> None:
    manifest = manifest_of(folder)
    [one] = manifest.activities
    assert (manifest.title, one.title, one.summary) == ("Manos calientes", "Manos calientes", "Juntas las manos un rato.")
    assert (manifest.stop_rules, manifest.easier, one.options["long"].words) == (
        ("Para cuando quieras.",),
        ("Basta un minuto.",),
        "¿Un poco más?",
    )
    question, held, right = steps(manifest.activities_from_yaml()[0], ["Right"])
    assert (question.text, question.options) == ("¿Qué mano es?", ("izquierda", "derecha"))
    assert held.text == "Toma tu mano derecha, si te va bien."
    assert right.text == "Solo a la derecha."


@pytest.mark.usefixtures("spanish")
def test_an_answer_is_kept_as_the_author_wrote_it_so_that_it_means_the_same_in_every_language(folder: Path) -> None:
    question = steps(manifest_of(folder).activities_from_yaml()[0], ["Left"])[0]
    assert question.check("derecha") == "Right" == question.check("right")


@pytest.mark.usefixtures("spanish")
def test_words_are_given_the_time_that_they_take(folder: Path) -> None:
    """Two words a second (clinical 0.2), of the words that are said: eight here, and eight in English are none of it."""
    held = steps(manifest_of(folder).activities_from_yaml()[0], ["Left"])[1]
    assert held.phases()[0].seconds == 4


@pytest.mark.usefixtures("spanish")
def test_a_plugin_without_these_words_says_in_its_title_what_language_it_is_in(folder: Path) -> None:
    (folder / "words.es.yaml").unlink()
    manifest = manifest_of(folder)
    assert (manifest.title, manifest.activities[0].title) == ("Warm hands (en inglés)",) * 2


@pytest.mark.usefixtures("spanish")
def test_a_plugin_written_in_this_language_needs_no_mark(folder: Path) -> None:
    (folder / "words.es.yaml").unlink()
    (folder / "plugin.yaml").write_text(PLUGIN.replace("api: 1", "api: 1\nlanguage: es"), encoding="utf-8")
    assert manifest_of(folder).title == "Warm hands"


def test_a_plugin_written_in_another_language_says_so_to_those_who_read_english(folder: Path) -> None:
    (folder / "plugin.yaml").write_text(PLUGIN.replace("api: 1", "api: 1\nlanguage: es"), encoding="utf-8")
    assert manifest_of(folder).title == "Warm hands (es)"


def test_in_its_own_language_a_plugin_is_as_it_is_written(folder: Path) -> None:
    assert manifest_of(folder) == replace(read_manifest(folder)) == spoken(read_manifest(folder))
    assert manifest_of(folder).words is None


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("spoilt", ["", "[]", "a: [", "\x00", "just words", "Warm hands:", "é" * 70_000])
def test_a_file_of_words_that_cannot_be_read_takes_nothing_away(spoilt: str, folder: Path) -> None:
    (folder / "words.es.yaml").write_text(spoilt, encoding="utf-8")
    assert manifest_of(folder).title == "Warm hands (en inglés)"
    assert words_in(spoilt.encode())[1].found


@pytest.mark.usefixtures("spanish")
def test_a_link_in_its_place_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "words.es.yaml").rename(tmp_path / "elsewhere.yaml")
    (folder / "words.es.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert manifest_of(folder).title == "Warm hands (en inglés)"


def test_the_list_changes_with_the_language(folder: Path, dtx_home: Path) -> None:
    def titles() -> list[str]:
        shelf = Shelf(dtx_home, [folder.parent], only="warm_hands")
        shelf.refresh()
        return [one.title for one in shelf.listed()]

    first = titles()
    language.speak("es")
    try:
        second = titles()
    finally:
        language.speak("en")
    assert (first, second, titles()) == (["Warm hands"], ["Manos calientes"], ["Warm hands"])


def test_the_words_belong_to_what_is_approved(folder: Path) -> None:
    """Whoever changes them changes what a person is told, so the hash of the folder counts them."""
    from dtx.host.trust import tree_sha256

    before = tree_sha256(folder)
    (folder / "words.es.yaml").write_text(SPANISH.replace("rato", "buen rato"), encoding="utf-8")
    assert tree_sha256(folder) != before


# -- the check


def hints(folder: Path, home: Path) -> list[str]:
    found = check(folder, Shelf(home), TODAY, mine=True)
    return [f"{one.place}: {one.sentence}" for one in found if one.place.startswith("words.")]


def test_a_whole_translation_has_nothing_against_it(folder: Path, dtx_home: Path) -> None:
    assert hints(folder, dtx_home) == []


def test_the_check_names_what_has_no_translation_yet_as_a_hint(folder: Path, dtx_home: Path) -> None:
    less = SPANISH.replace("One minute is enough.: Basta un minuto.\n", "").replace("Left: izquierda\n", "")
    (folder / "words.es.yaml").write_text(less, encoding="utf-8")
    assert hints(folder, dtx_home) == ["words.es.yaml: 'One minute is enough.' is not in it.", "words.es.yaml: 'Left' is not in it."]
    assert all(one.warning for one in check(folder, Shelf(dtx_home), TODAY, mine=True) if one.place.startswith("words."))


def test_the_check_names_names_in_braces_that_differ(folder: Path, dtx_home: Path) -> None:
    (folder / "words.es.yaml").write_text(SPANISH.replace("mano {hand}", "mano {mano}"), encoding="utf-8")
    assert "words.es.yaml, line 9: the names in braces differ in these two texts." in hints(folder, dtx_home)


def test_the_check_names_what_cannot_be_said_in_its_time(folder: Path, dtx_home: Path) -> None:
    """A section has a length of its own, and more words may not fit into it."""
    (folder / "plugin.yaml").write_text(PLUGIN + "  - section: rest\n    seconds: 5\n    lines: [Rest a while.]\n", encoding="utf-8")
    (folder / "words.es.yaml").write_text(SPANISH + f"Rest a while.: {'muy ' * 11}bien.\n", encoding="utf-8")
    assert hints(folder, dtx_home) == ["words.es.yaml: 1 lines of 6 s do not fit into 5 s."]
    placed = PLUGIN + "  - section: rest\n    seconds: 5\n    lines: {0: Rest a while.}\n"
    (folder / "plugin.yaml").write_text(placed, encoding="utf-8")
    [found] = hints(folder, dtx_home)
    assert "needs 6 s to be said, and has 5 s" in found


@pytest.mark.usefixtures("spanish")
def test_words_that_do_not_fit_at_all_leave_a_step_as_it_was(folder: Path) -> None:
    (folder / "plugin.yaml").write_text(PLUGIN + "  - section: rest\n    seconds: 5\n    lines: [Rest a while.]\n", encoding="utf-8")
    (folder / "words.es.yaml").write_text(SPANISH + f"Rest a while.: {'muy ' * 11}bien.\n", encoding="utf-8")
    assert steps(manifest_of(folder).activities_from_yaml()[0], ["Left"])[-1].lines == ("Rest a while.",)


# -- ours


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("plugin", ["breathing", "body_scan"])
def test_our_own_words_are_whole_and_fit(plugin: str, dtx_home: Path) -> None:
    from dtx import paths

    language.speak("en")
    found = check(paths.bundled("plugins") / plugin, Shelf(dtx_home), TODAY)
    about = [str(one) for one in found if one.place.startswith("words.") and "(a hint)" not in str(one)]
    assert about == []
    if plugin == "breathing":
        assert [str(one) for one in found if one.place.startswith("words.")] == []


@pytest.mark.usefixtures("spanish")
def test_the_scan_of_five_minutes_is_all_in_spanish() -> None:
    from dtx import paths

    [scan] = manifest_of(paths.bundled("plugins") / "body_scan").activities_from_yaml()
    english = words_in((paths.bundled("plugins") / "body_scan" / "words.es.yaml").read_bytes())[0]
    said = [line.text for step in steps(scan, []) for line in getattr(step, "lines", ())]
    assert len(said) == 12 and set(said) <= set(english.exact.values())


def test_what_is_no_step_stays_what_it_is() -> None:
    words = words_in(b"Hello.: Hola.")[0]
    assert words.inside(Say("Hello.")) == Say("Hola.") and words.inside(3) == 3 and words.inside(None) is None
