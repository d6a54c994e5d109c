"""The first-use questions, one for each flag, and the two that follow some answers (clinical 8.1)."""

from collections.abc import Mapping

from dtx.care.flags import FLAGS
from dtx.engine.questions import Choose, Several
from dtx.language import _

INTRO = _("A few questions first, so that we can leave out what may not suit you. You may skip any of them.")

WORDS: Mapping[str, str] = {
    "new_pain": _("Do you have new pain, pain that quickly got worse, or pain after a fall?"),
    "red_flag": _("Does anything on the warning list fit you now?"),
    "under_18": _("Are you under 18?"),
    "limited": _("Has a professional told you to limit exercise, holding your breath or movement?"),
    "heart": _("Do you have heart or blood-pressure problems, have you had a stroke, or do you faint?"),
    "lung": _("Do you have a lung disease, or are you breathless at rest?"),
    "epilepsy": _("Do you have epilepsy or blackouts?"),
    "pregnancy": _("Are you pregnant, or did you give birth in the last 12 weeks?"),
    "surgery": _("In the last 12 weeks, did you have surgery, a broken bone or a new joint? Or do you have osteoporosis (fragile bones)?"),
    "numb": _("Do you have numb areas, diabetes with foot problems, or poor circulation?"),
    "cancer": _("Do you have cancer, an infection, or a flare of inflammatory arthritis?"),
    "falls": _("Have you been dizzy or had a fall in the last 6 months?"),
    "trauma": _("Have you lived through trauma, flashbacks or panic? Or do you hear voices, or lose touch with your surroundings?"),
    "eating": _("Do you have an eating disorder?"),
    "self_harm": _("Are you having thoughts of harming yourself now?"),
    "drowsy": _("Are you driving or using a machine now, or are you very drowsy?"),
}

QUESTIONS: Mapping[str, Choose] = {
    flag: Choose(WORDS[flag], (_("Yes"), _("No"), _("Not sure")), f"gate.{flag}", ("yes", "no", "unsure")) for flag in FLAGS
}
"""One question a flag. `red_flag` is asked beside the list of `dtx.care.red_flags`."""

DROWSY_WHERE = Choose(
    _("Which fits you now?"),
    (
        _("I am driving, or using a machine"),
        _("I am sleepy after strong pain medicine or a calming medicine"),
        _("I am very sleepy, and lying safely in bed"),
    ),
    "gate.drowsy.where",
    ("driving", "medicine", "in_bed"),
)
LIMITED_WHAT = Several(
    _("What were you told to limit? Choose as many as fit."),
    (_("Exercise"), _("Holding the breath"), _("Movement")),
    "gate.limited.what",
    ("exercise", "breath_holding", "movement"),
)
FOLLOW_UPS: Mapping[str, Choose | Several] = {"drowsy": DROWSY_WHERE, "limited": LIMITED_WHAT}
"""Asked after a `yes` to the flag they belong to."""
