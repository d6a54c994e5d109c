"""The muscle groups in order: sixteen, seven or four of them, with their words (clinical specification 3.2, 3.4 and 3.5)."""

from typing import NamedTuple

from dtx import Line, Tense


class Group(NamedTuple):
    """One muscle group. `{strong}` and `{other}` stand for a side, left or right, in its id and its regions.

    `regions` are those whose soreness speaks against tightening it; `cue` has at most 20 words for its 10 seconds.
    """

    id: str
    name: str
    regions: tuple[str, ...]
    cue: str
    loosen: str

    def tense(self, strong: str) -> Tense:
        """The step in its standard form, for a person whose stronger side is `strong`."""
        sides = {"strong": strong, "other": "left" if strong == "right" else "right"}
        return Tense(
            self.id.format(**sides),
            self.cue,
            release_lines=(Line(0, "And let go."), Line(6, self.loosen), Line(20, ANYTHING_COUNTS)),
            again_lines=(Line(0, "Let go again."), Line(12, "A little more, only if it wants to.")),
            regions=tuple(region.format(**sides) for region in self.regions),
            name=self.name,
        )


ANYTHING_COUNTS = "Warm, heavy, tingly, or no different: all fine."
ARM = "Notice what changes from shoulder to fingertips."
FACE = "Smooth brow, soft eyes, loose jaw."
NECK = "Let the support carry the head."
TRUNK = "Let the breath move by itself."
LEG = "Let the floor or bed take the weight."

STRONG_ARM = ("hand_{strong}", "arm_{strong}", "shoulder_{strong}")
OTHER_ARM = ("hand_{other}", "arm_{other}", "shoulder_{other}")
HEAD = ("head", "face", "jaw")
THROAT = ("neck", "throat")
MIDDLE = ("chest", "upper_back", "low_back", "belly", "pelvis", "shoulder_left", "shoulder_right")
STRONG_LEG = ("hip_{strong}", "thigh_{strong}", "knee_{strong}", "calf_{strong}", "foot_{strong}")
OTHER_LEG = ("hip_{other}", "thigh_{other}", "knee_{other}", "calf_{other}", "foot_{other}")

SEVEN = (
    Group(
        "arm_{strong}",
        "your stronger arm",
        STRONG_ARM,
        "Your stronger arm first. Make a loose fist, bend the elbow a little and press it softly down.",
        ARM,
    ),
    Group(
        "arm_{other}",
        "the other arm",
        OTHER_ARM,
        "Now the other arm, the same way: loose fist, elbow bent, pressing softly down.",
        ARM,
    ),
    Group(
        "face",
        "the face",
        HEAD,
        "Now the face. Gather it lightly together: brows, eyes, nose, lips. Keep the teeth apart.",
        FACE,
    ),
    Group(
        "neck_throat",
        "the neck",
        THROAT,
        "Now the neck. Press the back of your head very softly into its support, chin level.",
        NECK,
    ),
    Group(
        "trunk",
        "the trunk",
        MIDDLE,
        "Now the trunk. Draw the shoulder blades slightly together and firm the belly. Keep breathing.",
        TRUNK,
    ),
    Group(
        "leg_{strong}",
        "your stronger leg",
        STRONG_LEG,
        "Now your stronger leg. Press the heel down and lift the toes slightly towards you.",
        LEG,
    ),
    Group(
        "leg_{other}",
        "the other leg",
        OTHER_LEG,
        "And the other leg: heel down, toes lifting slightly, thigh gently firm.",
        LEG,
    ),
)

SIXTEEN = (
    Group(
        "hand_{strong}",
        "your stronger hand and forearm",
        ("hand_{strong}", "arm_{strong}"),
        "Your stronger hand and forearm first. Make a loose fist, and let the elbow stay soft.",
        "Notice what changes from wrist to fingertips.",
    ),
    Group(
        "upper_arm_{strong}",
        "that upper arm",
        ("arm_{strong}", "shoulder_{strong}"),
        "Now that upper arm. Bend the elbow a little and press it softly down, the hand loose.",
        "Notice what changes from shoulder to elbow.",
    ),
    Group(
        "hand_{other}",
        "the other hand and forearm",
        ("hand_{other}", "arm_{other}"),
        "Now the other hand and forearm, the same way: a loose fist, the elbow soft.",
        "Notice what changes from wrist to fingertips.",
    ),
    Group(
        "upper_arm_{other}",
        "the other upper arm",
        ("arm_{other}", "shoulder_{other}"),
        "And the other upper arm: elbow bent a little, pressing softly down, the hand loose.",
        "Notice what changes from shoulder to elbow.",
    ),
    Group(
        "forehead",
        "the forehead",
        ("head", "face"),
        "Now the forehead. Raise the eyebrows a little, as if mildly surprised.",
        "Let the brow grow smooth, up into the hair.",
    ),
    Group(
        "cheeks_nose",
        "the upper cheeks and nose",
        ("face",),
        "Now the upper cheeks and nose. Squeeze the eyes lightly, and let the nose wrinkle a little.",
        "Soft eyes, soft cheeks.",
    ),
    Group(
        "jaw",
        "the lower cheeks and jaw",
        ("face", "jaw"),
        "Now the lower cheeks and jaw. Press the lips together in a wide smile, teeth apart.",
        "Loose lips, loose jaw.",
    ),
    Group(
        "neck_throat",
        "the neck and throat",
        THROAT,
        "Now the neck and throat. Press the back of your head very softly into its support, chin level.",
        NECK,
    ),
    Group(
        "chest_shoulders_back",
        "the chest, shoulders and upper back",
        ("chest", "upper_back", "shoulder_left", "shoulder_right"),
        "Now the chest, shoulders and upper back. Draw the shoulder blades slightly together. Keep breathing.",
        "Let the shoulders find their own place.",
    ),
    Group(
        "belly",
        "the belly",
        ("belly", "low_back", "pelvis"),
        "Now the belly. Firm it lightly, and leave the lower back just as it is. Keep breathing.",
        TRUNK,
    ),
    Group(
        "thigh_{strong}",
        "your stronger thigh",
        ("hip_{strong}", "thigh_{strong}", "knee_{strong}"),
        "Now your stronger leg, the thigh. Press the leg softly down, or straighten the knee a little.",
        LEG,
    ),
    Group(
        "calf_{strong}",
        "that calf",
        ("calf_{strong}",),
        "Now that calf. Let the heel rest, and lift the toes slightly towards you.",
        "Let the foot hang or rest, however it likes.",
    ),
    Group(
        "foot_{strong}",
        "that foot",
        ("foot_{strong}",),
        "Now that foot. Curl the toes lightly for a count of four. Then they may let go.",
        "Let the toes lie however they fall.",
    ),
    Group(
        "thigh_{other}",
        "the other thigh",
        ("hip_{other}", "thigh_{other}", "knee_{other}"),
        "And the other thigh: the leg pressing softly down, or the knee a little straighter.",
        LEG,
    ),
    Group(
        "calf_{other}",
        "the other calf",
        ("calf_{other}",),
        "Now the other calf: heel resting, toes lifting slightly towards you.",
        "Let the foot hang or rest, however it likes.",
    ),
    Group(
        "foot_{other}",
        "the other foot",
        ("foot_{other}",),
        "And the other foot: toes lightly curled for a count of four, then free.",
        "Let the toes lie however they fall.",
    ),
)

FOUR = (
    Group(
        "arms",
        "both arms",
        STRONG_ARM + OTHER_ARM,
        "Both arms together. Make loose fists, bend the elbows a little and press them softly down.",
        ARM,
    ),
    Group(
        "face_neck",
        "the face and neck",
        HEAD + THROAT,
        "Now face and neck. Gather the face lightly, teeth apart. Press the head very softly back, chin level.",
        "Smooth brow, loose jaw, the head carried.",
    ),
    SEVEN[4],
    Group(
        "legs",
        "both legs",
        STRONG_LEG + OTHER_LEG,
        "Now both legs. Press the heels down and lift the toes slightly towards you.",
        LEG,
    ),
)

GROUPS = {16: SIXTEEN, 7: SEVEN, 4: FOUR}
