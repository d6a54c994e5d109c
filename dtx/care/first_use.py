"""The first-use questions, one for each flag, and the two that follow some answers (clinical 8.1)."""

from collections.abc import Mapping

from dtx.care.flags import FLAGS
from dtx.engine.questions import Choose, Several

INTRO = "A few questions first, so that we can leave out what may not suit you. You may skip any of them."

WORDS: Mapping[str, str] = {
    "new_pain": "Do you have new pain, pain that quickly got worse, or pain after a fall?",
    "red_flag": "Does anything on the warning list fit you now?",
    "under_18": "Are you under 18?",
    "limited": "Has a professional told you to limit exercise, holding your breath or movement?",
    "heart": "Do you have heart or blood-pressure problems, have you had a stroke, or do you faint?",
    "lung": "Do you have a lung disease, or are you breathless at rest?",
    "epilepsy": "Do you have epilepsy or blackouts?",
    "pregnancy": "Are you pregnant, or did you give birth in the last 12 weeks?",
    "surgery": "In the last 12 weeks, did you have surgery, a broken bone or a new joint? Or do you have osteoporosis (fragile bones)?",
    "numb": "Do you have numb areas, diabetes with foot problems, or poor circulation?",
    "cancer": "Do you have cancer, an infection, or a flare of inflammatory arthritis?",
    "falls": "Have you been dizzy or had a fall in the last 6 months?",
    "trauma": "Have you lived through trauma, flashbacks or panic? Or do you hear voices, or lose touch with your surroundings?",
    "eating": "Do you have an eating disorder?",
    "self_harm": "Are you having thoughts of harming yourself now?",
    "drowsy": "Are you driving or using a machine now, or are you very drowsy?",
}

QUESTIONS: Mapping[str, Choose] = {
    flag: Choose(WORDS[flag], ("Yes", "No", "Not sure"), f"gate.{flag}", ("yes", "no", "unsure")) for flag in FLAGS
}
"""One question a flag. `red_flag` is asked beside the list of `dtx.care.red_flags`."""

DROWSY_WHERE = Choose(
    "Which fits you now?",
    (
        "I am driving, or using a machine",
        "I am sleepy after strong pain medicine or a calming medicine",
        "I am very sleepy, and lying safely in bed",
    ),
    "gate.drowsy.where",
    ("driving", "medicine", "in_bed"),
)
LIMITED_WHAT = Several(
    "What were you told to limit? Choose as many as fit.",
    ("Exercise", "Holding the breath", "Movement"),
    "gate.limited.what",
    ("exercise", "breath_holding", "movement"),
)
FOLLOW_UPS: Mapping[str, Choose | Several] = {"drowsy": DROWSY_WHERE, "limited": LIMITED_WHAT}
"""Asked after a `yes` to the flag they belong to."""
