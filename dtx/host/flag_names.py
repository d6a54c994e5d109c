"""The names of the health questions, as authors may write them."""

from typing import Any

from dtx.care.flags import FLAGS
from dtx.host.explain import Wrong, did_you_mean, listed, quoted
from dtx.host.shape import texts

ALSO = {
    **dict.fromkeys(("stroke", "blood_pressure", "blood pressure", "fainting", "cardiac"), "heart"),
    **dict.fromkeys(("asthma", "copd", "breathless", "breathlessness", "lungs"), "lung"),
    **dict.fromkeys(("seizure", "seizures", "blackouts", "fits"), "epilepsy"),
    **dict.fromkeys(("pregnant", "birth"), "pregnancy"),
    **dict.fromkeys(("operation", "fracture", "osteoporosis", "joint replacement"), "surgery"),
    **dict.fromkeys(("diabetes", "circulation", "numbness"), "numb"),
    **dict.fromkeys(("infection", "arthritis", "inflammation", "tumour"), "cancer"),
    **dict.fromkeys(("dizzy", "dizziness", "balance", "fall"), "falls"),
    **dict.fromkeys(("ptsd", "panic", "flashbacks", "psychosis"), "trauma"),
    **dict.fromkeys(("anorexia", "bulimia"), "eating"),
    **dict.fromkeys(("suicide", "suicidal"), "self_harm"),
    **dict.fromkeys(("driving", "sleepy", "machinery", "tired"), "drowsy"),
    **dict.fromkeys(("child", "children", "minor"), "under_18"),
    **dict.fromkeys(("new pain", "worse"), "new_pain"),
    **dict.fromkeys(("red flags", "warning signs"), "red_flag"),
}
"""What people write when they mean one of the flags."""


def flag_names(value: Any) -> tuple[str, ...]:
    """Flags by the names of the contract; `none` is no flag. Raises `Wrong`."""
    words = () if value in ([], "none") else texts(value)
    for word in words:
        if word not in FLAGS:
            meant = next((flag for flag in FLAGS if flag in word.casefold().split()), None) or did_you_mean(word, FLAGS, ALSO)
            raise Wrong(f"has no flag {quoted(word)}.", f"Did you mean '{meant}'?" if meant else f"The flags are {listed(FLAGS)}.")
    return tuple(dict.fromkeys(words))
