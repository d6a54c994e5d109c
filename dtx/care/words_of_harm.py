"""Words that hint at self-harm, looked for only to show where help is: no score, no report (clinical 4.6; NICE NG225)."""

import re
from collections.abc import Mapping
from unicodedata import combining, normalize

from dtx.care.helplines import Helpline
from dtx.language import _

PHRASES = (
    *("kill myself", "killing myself", "end my life", "end it all", "suicide", "suicidal", "want to die"),
    *("wish i was dead", "wish i were dead", "better off dead", "better off without me", "no reason to live"),
    *("don't want to be here anymore", "don't want to live", "can't go on", "hurt myself", "harm myself"),
    *("self harm", "self-harm", "cut myself", "overdose", "all my pills", "never wake up"),
)
"""No negation is looked at: a false alarm is acceptable, and silence is no proof of safety."""

IN_OTHER_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "es": (
        *("matarme", "suicidarme", "suicidio", "suicida", "quitarme la vida", "acabar con mi vida", "acabar con todo", "quiero morir"),
        *("quiero morirme", "ojalá estuviera muerto", "ojalá estuviera muerta", "mejor muerto", "mejor muerta", "mejor sin mí"),
        *("sin razón para vivir", "no hay razón para vivir", "ya no quiero estar aquí", "no quiero vivir", "no quiero seguir viviendo"),
        *("no puedo seguir", "no puedo más", "hacerme daño", "lastimarme", "autolesión", "autolesionarme", "cortarme", "sobredosis"),
        *("todas mis pastillas", "todas las pastillas", "no despertar nunca", "no volver a despertar", "ojalá no despertara"),
        *("me quiero morir", "me quiero matar", "me voy a matar", "me suicido", "suicidarse", "ganas de morir", "ganas de morirme"),
        *("estar muerto", "estar muerta", "harto de vivir", "harta de vivir", "cansado de vivir", "cansada de vivir"),
        *("no vale la pena vivir", "no merece la pena vivir", "quitarme de en medio", "quiero desaparecer", "me hago daño"),
    )
}
"""Ours, by the same rules: no source lists them. Whatever dtx speaks, people write in their own language, so all of them always count."""

STRAIGHT = str.maketrans({**dict.fromkeys("‘’‛ʼ′´`＇", "'"), **dict.fromkeys("“”„‟″＂", '"'), **dict.fromkeys("‐‑", "-")})


def normal(text: str) -> str:
    """Lower case without accents, straight quotes and hyphens, single spaces."""
    bare = "".join(letter for letter in normalize("NFD", text.lower()) if not combining(letter))
    return " ".join(bare.translate(STRAIGHT).split())


ALL = (*PHRASES, *(phrase for phrases in IN_OTHER_LANGUAGES.values() for phrase in phrases))
TYPED = {phrase: re.escape(normal(phrase)).replace("'", "'? ?") for phrase in ALL}
"""People who are tired type `dont`, `don t` and `don't`."""
PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(TYPED.values())})(?!\w)")


def hints(text: str) -> bool:
    """Whether to show where help is. Linear in the length of the text, and it never raises."""
    return PATTERN.search(normal(text)) is not None


WRITTEN = _("Some of your words sound like things may feel too heavy right now.")
SAID = _("Thank you for telling us. Things may feel too heavy right now.")
MESSAGE = _(
    "{first} You are not in trouble, and nothing has been sent to anyone. "
    "If you might act on these thoughts or are not safe, call {emergency} now. If you want to talk to someone: {line}. "
    "Could you be near someone, or put distance between you and anything you might use?"
)
GO_ON = _("I'm safe, go on")


def message(help: Helpline, first: str = WRITTEN) -> str:
    """What is shown. `first` is `SAID` after a yes to the question, `WRITTEN` after words in a free text."""
    return MESSAGE.format(first=first, emergency=help.emergency, line=help.line)


def actions(help: Helpline) -> tuple[str, ...]:
    """What one can do from there: the number to call, the one to text where there is one, and to go on."""
    texting = (_("Text {number}").format(number=help.text),) if help.text else ()
    return (_("Call {number}").format(number=help.emergency), *texting, GO_ON)
