"""The app in Spanish: every page, and a person's way from the first run to what is handed over, without a word of English.

The walks run in processes of their own, because a language is chosen before anything is loaded that holds a sentence.
"""

import json
import os
import re
import subprocess
import sys
from functools import cache

import pytest

from tests.abroad import ROOT, Allowed, left, texts_in
from tests.tui.abroad import Seen

CODE = "es"
TRANSLATED = ("breathing", "body_scan")
TYPED = ("Dr", "Own", "Order", "Breaths", "Left", "Right", "Middle", "Begin slowly", "Gentle", "Numb", "You might have ready: a table")
"""What the tour types, and what its practices say beside each other's words."""


ITS_OWN_NAME = Allowed(["English"])
"""What those who speak a language call it stands in any list of languages."""

OF_PROGRAMS = re.compile(r"\d\.\d|\d{4}-\d\d-\d\d|\d ?[ap]m\b", re.IGNORECASE)
"""Numbers with a point, days and hours as no one writes them in Spanish."""

SCENES = ("first_run", "breathing", "scan", "stopped", "heavy", "handing_over")

WIDE = ("looking_back", "all_around")


@cache
def walked(walks: tuple[str, ...], size: tuple[int, int] = (80, 24)) -> dict[str, tuple[Seen, ...]]:
    """What was on each page of some walks, by the walk."""
    words = [sys.executable, "-m", "tests.tui.abroad", CODE, *map(str, size), *walks]
    done = subprocess.run(words, cwd=ROOT, env=dict(os.environ), capture_output=True, encoding="utf-8", timeout=170)
    assert done.returncode == 0, done.stderr[-3000:]
    pages = json.loads(done.stdout)
    return {which: tuple(Seen(one["name"], one["text"], one["focus"], tuple(one["cut"])) for one in seen) for which, seen in pages.items()}


def scene(which: str) -> tuple[Seen, ...]:
    return walked(SCENES if which in SCENES else WIDE)[which]


def page(which: str, name: str) -> str:
    """The words of one page, as they are read."""
    return next(read(one) for one in scene(which) if one.name == name)


def read(one: Seen) -> str:
    return " ".join(re.sub("[\u2580-\u259f]", " ", one.text).split())


@cache
def english_by_design() -> Allowed:
    """The practices that nobody has put into Spanish yet, which say so in their titles, and those of the tour itself."""
    files = [path for path in sorted((ROOT / "plugins").glob("*/*")) if path.suffix in (".py", ".toml") or path.name == "plugin.yaml"]
    files = [path for path in files if path.parent.name not in TRANSLATED]
    files += [ROOT / "tests" / "tui" / "tour.py", ROOT / "tests" / "tui" / "rooms.py"]
    return Allowed([*TYPED, *(text for path in files for text in texts_in(path))])


SIZES = [pytest.param((40, 15), id="40x15"), pytest.param((80, 24), id="80x24", marks=pytest.mark.slow)]
GUIDED = {"say", "breath", "paused", "tense", "own pace", "held"} | {
    *("exercise by the clock", "before an exercise", "exercise", "easier exercise", "exercise, paused")
}


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_in_spanish_with_its_focus_and_its_labels_whole(size: tuple[int, int]) -> None:
    pages = walked(("tour",), size)["tour"]
    assert len(pages) > 70
    assert [(one.name, found) for one in pages if (found := left(CODE, one.text, english_by_design()))] == []
    assert {one.name for one in pages if one.focus is None} == GUIDED
    assert [(one.name, one.cut) for one in pages if one.cut] == []
    assert [(one.name, found) for one in pages if (found := OF_PROGRAMS.findall(one.text))] == []


@pytest.mark.parametrize("which", [*SCENES, *(pytest.param(which, marks=pytest.mark.slow) for which in WIDE)])
def test_on_a_persons_way_there_is_no_english_word(which: str) -> None:
    """Here only practices in Spanish are listed, so that nothing at all may be in English."""
    pages = scene(which)
    assert [(one.name, found) for one in pages if (found := left(CODE, one.text, ITS_OWN_NAME))] == []
    assert [(one.name, one.cut) for one in pages if one.cut] == []
    assert [one.name for one in pages if one.focus is None and not one.name.startswith(("guided", "breath", "paused"))] == []
    assert [(one.name, found) for one in pages if (found := OF_PROGRAMS.findall(one.text))] == []
    assert not any("not saved" in one.name for one in pages)


def test_the_first_run_says_what_dtx_is_asks_and_leads_to_a_saved_breath() -> None:
    assert "No examina, no diagnostica ni trata, no te vigila" in page("first_run", "what it is")
    asked = [one.text for one in scene("first_run") if one.name.startswith("question")]
    assert len([text for text in asked if "Mejor no" in text and "No lo sé" in text]) == 10
    assert "¿Te pasa ahora algo de la lista de avisos?" in asked[1] and "Dolor o presión en el pecho" in asked[1]
    assert any("Inhala" in one.text for one in scene("first_run"))
    assert "Guardado." in page("first_run", "saved")


def test_a_breath_and_a_scan_of_five_minutes_are_guided_to_the_end_and_saved() -> None:
    assert "Inhala" in page("breathing", "breath") and "En pausa" in page("breathing", "paused")
    assert "Guardado." in page("breathing", "saved") and "Antes 6, después 8." in page("breathing", "saved")
    lines = [one.text for one in scene("scan") if one.name.startswith("guided")]
    assert "Pies y parte baja de las piernas" in "".join(lines), "the part of the body it has come to"
    assert "terminada, 5 min." in page("scan", "saved")


def test_what_felt_a_lot_worse_is_asked_about_and_the_team_is_named() -> None:
    asked = [one.text for one in scene("breathing") if one.name.startswith("felt worse")]
    assert "¿Algo se sintió peor durante la sesión, o se siente peor ahora?" in asked[0]
    assert len(asked) > 4
    assert "equipo" in page("breathing", "saved") + "".join(asked)


def test_something_on_the_warning_list_leads_to_the_list_and_to_steadying_words() -> None:
    assert "Algo de la lista de avisos" in page("stopped", "why")
    assert "Pide ayuda enseguida Llama ahora al 112, 911 o 999" in page("stopped", "what to do now")
    assert "Nombra cinco cosas que ves." in page("stopped", "grounding")
    assert "Pide ayuda ahora" in page("stopped", "help")


def test_heavy_words_in_spanish_lead_to_where_help_is() -> None:
    """Clinical 4.6, after a yes to the question and after words in a note."""
    for name, first in (("help after a yes", "Gracias por decírnoslo."), ("help after words", "Algunas de tus palabras suenan a que")):
        assert first in page("heavy", name)
        assert "llama ahora al 112" in page("heavy", name) and "Estoy a salvo, seguir" in page("heavy", name)


def test_what_would_be_handed_over_is_told_with_days_as_people_write_them() -> None:
    assert "1 sesión, del 1 may 2026 al 1 may 2026" in page("handing_over", "preview")
    assert "Sin tus notas, pensamientos, diario." in page("handing_over", "preview")


def test_what_was_done_lately_is_in_spanish() -> None:
    assert "Hoy" in page("breathing", "history") and "Antes Después" in page("breathing", "history")
    assert "Respiración pareja 4-6" in page("breathing", "session")


def test_a_word_of_english_would_be_found() -> None:
    """No check that cannot fail."""
    assert left(CODE, "Guardado. Press Enter when you are done.") != []
    assert left(CODE, "¿Cómo va todo? 1 may 2026, 4,5") == []
    assert left(CODE, "Gentle back (en inglés)", Allowed(["Gentle back"])) == []
