"""Words with two readings, numbers and signs are given to an engine so that it has only one way to say them."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.sound.readings import read_out
from tests.sound.speakers import needs_espeak

LINES = [
    ("Close your eyes.", "klˈoʊz jʊɹ ˈaɪz"),
    ("If it suits you, you might close your eyes, or keep them open.", "klˈoʊz jʊɹ ˈaɪz"),
    ("You may let the eyes close.", "klˈoʊz"),
    ("Let your eyes close, or not.", "klˈoʊz"),
    ("Let the wall be close to you.", "klˈoʊs tə"),
    ("Your eyes can close", "klˈoʊz"),
    ("Come close to the wall.", "klˈoʊs tə"),
    ("A close friend.", "klˈoʊs fɹˈɛnd"),
    ("Live with it for a while.", "lˈɪv wɪð"),
    ("live music", "lˈaɪv mjˈuːzɪk"),
    ("Let the breath wind down.", "wˈaɪnd dˈaʊn"),
    ("Feel the wind.", "wˈɪnd"),
    ("A tear may come.", "tˈɪɹ"),
    ("Tear off a strip.", "tˈɛɹ"),
    ("Read it aloud.", "ɹˈiːd"),
    ("You have read it.", "ɹˈɛd"),
    ("Use your arms.", "jˈuːz"),
    ("Of some use.", "jˈuːs"),
    ("Bow your head.", "bˈaʊ"),
]


@needs_espeak
@pytest.mark.parametrize(("line", "sounds"), LINES)
def test_a_word_of_two_readings_is_said_as_it_is_meant(line: str, sounds: str) -> None:
    """Sound page, section 4: by itself espeak-ng says "Close your eyes" with an /s/, and "Live" like alive."""
    program = shutil.which("espeak-ng")
    assert program is not None
    told = subprocess.run(
        [program, "-q", "--ipa", "-v", "en-us", "--stdin"], input=read_out(line), capture_output=True, encoding="utf-8", check=True
    )
    assert sounds in told.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Breathe 4-7-8", "Breathe 4, 7, 8."),
        ("10-15 times", "10 to 15 times."),
        ("For 30 s or 1 min", "For 30 seconds or 1 minute."),
        ("5 %", "5 percent."),
        ("3x", "3 times."),
        ("A thought – perhaps", "A thought, perhaps."),
        ("I notice ____ now", "I notice… now."),
        ("In", "In."),
        ("Ready?", "Ready?"),
        ("  Let\n go ", "Let go."),
        ("[[kl'oUz]] <break/> -v other", "kl'oUz break/ -v other."),
        ("…", ""),
        ("___", ""),
    ],
)
def test_numbers_and_signs_are_said_in_words(line: str, said: str) -> None:
    assert read_out(line) == said


def test_another_language_keeps_its_words() -> None:
    assert read_out("Use 4-7-8, close [x]", english=False) == "Use 4-7-8, close x."


@given(st.text(max_size=200))
def test_any_text_is_one_line_that_gives_no_orders(text: str) -> None:
    line = read_out(text)
    assert "\n" not in line and "[" not in line and "<" not in line
    assert line == "" or line[-1] in ".?!…"
