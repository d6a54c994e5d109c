"""What the gate says to the person, by flag and by kind of activity (clinical 1.5 and 8.2)."""

from collections.abc import Mapping

from dtx.language import _

ABOUT: Mapping[str, str] = {
    "new_pain": _("new or quickly worse pain, or pain after a fall"),
    "red_flag": _("something on the warning list"),
    "under_18": _("being under 18"),
    "limited": _("something a professional asked you to limit"),
    "heart": _("heart, stroke, blood-pressure or fainting problems"),
    "lung": _("lung disease, or being breathless at rest"),
    "epilepsy": _("epilepsy or blackouts"),
    "pregnancy": _("a pregnancy, or a birth in the last 12 weeks"),
    "surgery": _("an operation, a broken bone, a new joint or fragile bones"),
    "numb": _("numb areas, diabetes with foot problems, or poor circulation"),
    "cancer": _("cancer, an infection or a flare of inflamed joints"),
    "falls": _("dizziness or falls"),
    "trauma": _("hard memories, panic, voices or losing touch with what is around you"),
    "eating": _("an eating disorder"),
    "self_harm": _("thoughts of harming yourself"),
    "drowsy": _("driving, a machine, or being very drowsy"),
}
"""The flag as the object of "You told us about …"."""

LEADS: Mapping[str | None, str] = {
    "yes": _("You told us about {about}."),
    "unsure": _("You were not sure about {about}."),
    None: _("The question about {about} was left open."),
}

UNTIL_AGREED = _("This opens once your care team has agreed.")
UNTIL: Mapping[str, str] = {
    "red_flag": _("The list says what to do first. This opens once you have been checked."),
    "new_pain": _("It may be wise to have that looked at first. This opens once your care team has agreed."),
    "under_18": _("This app is made for adults. It opens once a guardian and your care team have agreed."),
    "drowsy": _("This can wait until you are wide awake and in a safe place."),
}
DROWSY: Mapping[str, str] = {
    "driving": _("You told us about driving or a machine. This can wait until you have stopped in a safe place."),
    "in_bed": _("You told us you are very sleepy. This can wait until you are wide awake."),
    "medicine": _(
        "You told us you are sleepy after medicine. This can wait until you are wide awake. "
        "If someone is hard to wake or breathes slowly, call an emergency number."
    ),
}

GENTLE = _("The gentle form is used: a third of your strength, once for each area.")
CAUTIONS: Mapping[str, Mapping[str, str]] = {
    "new_pain": {
        "": _("You might have it looked at soon. Until then, a little is plenty."),
        "exercise": _("You might read the warning list first, and move only as far as is easy."),
    },
    "red_flag": {"": _("You might read the list and its advice first. If one fits, please get help before anything else.")},
    "under_18": {"": _("This app is made for adults. You might ask a guardian and your care team first.")},
    "limited": {"": _("You might stay within that advice, or ask first.")},
    "heart": {
        "": _("You might keep it short and soft, and ask your care team first. If you feel faint, stop."),
        "pmr": f"{GENTLE} {_('You might keep breathing all the way through.')}",
        "heat": _("You might keep it mild and short, and ask your care team first."),
    },
    "lung": {
        "": _("You might ask your care team first, and stop when the breath gets tight."),
        "breathing": _("Breathing starts at the quickest pace. You might agree this with your care team first."),
        "scan": _("You might rest your attention on sounds instead of the breath."),
        "pmr": GENTLE,
        "exercise": _("You might sit upright, go slowly, and rest when talking gets hard."),
    },
    "epilepsy": {
        "": _("You might keep it short, eyes open, and ask your care team first. Sitting or lying is safer."),
        "exercise": _("You might stay near a chair, and have someone close by."),
        "heat": _("You might ask your care team first, and not be alone with it."),
    },
    "pregnancy": {
        "": _("You might keep it short and easy, and ask your care team or midwife first."),
        "pmr": _("The belly is left out. It is enough to let it be soft."),
        "exercise": _("You might keep it small. Late in pregnancy, please do not lie flat on your back."),
        "heat": _("You might keep it mild, away from the belly, and ask your care team or midwife first."),
    },
    "surgery": {
        "": _("You might ask your care team first, and leave that area out."),
        "pmr": _("You might leave that area out. Where you mark it as sore, it is only let go."),
        "exercise": _("Movements that round or bend the back are left out. You might stay within what you were shown."),
    },
    "numb": {
        "": _("You might ask your care team first."),
        "pmr": _("Where feeling is less, you might tighten only a little, and watch for cramp."),
        "exercise": _("You might wear shoes, hold on to something, and look at your feet afterwards."),
    },
    "cancer": {
        "": _("You might ask your care team first, and do less on a tired day."),
        "pmr": _("You might tighten only a little, and leave sore or treated areas out."),
    },
    "falls": {
        "": _("You might sit for this one, and get up slowly afterwards."),
        "pmr": _("This one is done sitting. You might get up slowly afterwards."),
        "exercise": _("Movements are done sitting, or with something steady to hold."),
    },
    "trauma": {
        "": _("Eyes can stay open. You can stop at any moment, and nothing has to be felt."),
        "holds": _("Holding the breath can bring unease. You can let it go at any moment."),
        "breathing": _(
            "Eyes can stay open. If watching the breath brings unease, you might listen to sounds instead. "
            "For a first time, two minutes are plenty."
        ),
        "scan": _("The short form is used, with eyes open. You can leave out any part, or stop."),
        "pmr": f"{GENTLE} {_('Eyes can stay open.')}",
        "thought": _("You might leave hard memories aside, and take a small everyday moment instead."),
    },
    "eating": {
        "": _("You might keep it short, and stop when it turns harsh."),
        "scan": _("Attention on the body can be hard. You can leave out any part, such as the belly."),
        "exercise": _("Movement here is for ease. A little is enough, and you might ask your care team first."),
    },
    "drowsy": {
        "": _("You might wait until you are wide awake and in a safe place."),
    },
}
"""Cautions and what is changed, by flag and column; the empty column stands for those not named."""

OPEN: Mapping[str, str] = {
    "breathing": _("breathing without holds"),
    "scan": _("the body scan"),
    "pmr": _("muscle relaxation"),
    "thought": _("thought records"),
    "exercise": _("gentle movement"),
}
IN_BED = _("You told us you are very sleepy. If you fall asleep here, that is all right.")
LIST_FIRST = _("The warning list and the help page are there now.")
UNPACED_BELLY = _("belly breathing in its starter form")
NOTHING_OPEN = _("Help is there at any time, and so are your notes and past sessions.")


def lead(flag: str, answer: str | None) -> str:
    return LEADS[answer].format(about=ABOUT[flag])


def refusal(flag: str, answer: str | None, detail: object = None) -> str:
    """Why an activity does not open today, and when it will."""
    if flag == "drowsy" and detail in DROWSY:
        return DROWSY[str(detail)]
    return f"{lead(flag, answer)} {UNTIL.get(flag, UNTIL_AGREED)}"


def caution(flag: str, column: str, answer: str | None) -> str:
    """What to show before an activity begins. The column `in_bed` stands for what stays open there."""
    if column == "in_bed":
        return IN_BED
    words = CAUTIONS[flag]
    return f"{lead(flag, answer)} {words.get(column, words.get('', ''))}".rstrip()
