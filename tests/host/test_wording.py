"""The rules for words to patients, with the numbers of the clinical specification."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.host.wording import ENOUGH_WORDS, Fault, faults, reading_age, sentences, syllables, unsaid, whole, words

SCAN = (
    "Welcome. You can sit, lie down or stand; any position your body likes is the right one.",
    "Eyes can close, or rest softly on one spot. You can move, stretch or stop whenever you want.",
    "There is nothing to get right here, and no need to feel relaxed. We are only going to notice.",
    "If it feels fine, notice that you are breathing. Perhaps at the nose, the ribs or the belly.",
    "Let the breath come and go at its own pace. You do not have to deepen it.",
    "Maybe there is warmth, coolness, pressure, tingling, or nothing much at all. All of these count.",
    "Somewhere in the body there may be a spot that feels all right, or at least not difficult.",
)
"""Lines of the script of clinical 2.4, which is what all others are measured by."""

HARD = "Individuals experiencing considerable physiological discomfort occasionally appreciate professional multidisciplinary consultation."


def said(text: str) -> list[str]:
    return [fault.sentence for fault in faults(text)]


def test_the_scripts_of_the_specification_pass() -> None:
    """Clinical 0.5: reading age 11 or lower; the longest sentence of script 2.4 has 18 words."""
    assert [fault for line in SCAN for fault in faults(line)] == []
    assert list(whole(SCAN)) == []
    assert max(len(words(sentence)) for line in SCAN for sentence in sentences(line)) == 18


def test_twenty_words_are_a_sentence_and_twenty_one_are_too_many() -> None:
    """Clinical 0.5."""
    assert said("one " * 19 + "one.") == []
    (fault,) = faults("one " * 20 + "one.")
    assert "has 21 words; 20 is the most" in fault.sentence and not fault.warning


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("It rises; it falls: both are fine.", 1),
        ("Breathe for 4.5 seconds.", 1),
        ("Then think: “Is it so?” Then rest.", 2),
        ("One line\nand another", 2),
        ("… – 1", 1),
        ("", 0),
    ],
)
def test_a_sentence_ends_with_its_mark_or_its_line(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "This practice treats back pain.",
        "It relieves stiffness.",
        "A way to reduce worry that reduces your pain.",
        "A therapy for the back.",
        "Clinically proven.",
        "This digital therapeutic is for you.",
        "It detects tension, and monitors your condition.",
    ],
)
def test_words_that_would_make_it_a_medical_device_are_never_said(text: str) -> None:
    """Clinical 8.6."""
    assert any("promises an effect" in sentence for sentence in said(text))


def test_to_treat_a_guess_as_a_fact_is_no_claim() -> None:
    """Thinking trap 5 of clinical 4.1."""
    assert said("Treating a guess about the future as a fact.") == []
    assert said("Treating pain as soon as it comes.") != []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("You must relax now.", "orders"),
        ("You should feel calm.", "orders"),
        ("Breathe the pain away.", "promises that pain will give way"),
        ("Breathe into the pain.", "promises that pain will give way"),
        ("Soon you will feel calm.", "promises that pain will give way"),
        ("It does not matter that you failed.", "blames or drives"),
        ("Push through the pain.", "blames or drives"),
        ("Good job!", "judges"),
        ("That was wrong, try again.", "judges"),
        ("The pain is imaginary.", "doubts the pain"),
        ("Hurting does not mean harm.", "doubts the pain"),
    ],
)
def test_tones_that_are_never_used(text: str, why: str) -> None:
    """Clinical 0.4, 1.5 and 2.3."""
    assert any(why in fault.sentence and not fault.warning for fault in faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "There is no need to feel relaxed.",
        "You do not have to deepen it.",
        "What exactly would you have to see for this to be true?",
        "Nose over toes, push through the heels.",
        "Every rise in pain is taken for harm; for example: “I'm scared to bend, so bending must damage me.”",
        'For example: "It is my fault the family stayed home."',
        "For example: 'It's all my own fault, I must try harder.'",
        "Let the shoulders be heavy, and breathe out the way that is easy.",
    ],
)
def test_an_invitation_passes_and_so_does_somebodys_thought_in_quotation_marks(text: str) -> None:
    """The thinking traps of clinical 4.1 are made of such thoughts."""
    assert said(text) == []


def test_good_and_bad_are_left_to_the_author_where_nobody_is_judged() -> None:
    """Clinical 4.1 itself says "a good one to take to your therapist"."""
    (fault,) = faults("That is useful to know, and a good one to take to your therapist.")
    assert fault.warning and "may judge with 'good'" in fault.sentence


def test_a_held_breath_that_the_gate_cannot_see_is_pointed_out() -> None:
    assert [fault.warning for fault in faults("Now hold your breath for ten.")] == [True]
    assert said("The breath goes on; never hold your breath here.") == []


@pytest.mark.parametrize("text", ["Call 116 123 at any time.", "Ring 999.", "Text 85258 if you like.", "Our desk is at +44 20 7946 0018."])
def test_a_telephone_number_never_passes_as_verified_in_a_plugins_words(text: str) -> None:
    """Clinical 4.6: numbers carry the day on which they were verified, so they stand in one place."""
    assert any("nobody has verified" in sentence for sentence in said(text))


@pytest.mark.parametrize("text", ["In for 4, hold for 7, out for 8.", "Do this 3 times in 20 seconds.", "Written on 2025-11-30."])
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert said(text) == []


def test_what_a_terminal_would_act_on_is_found() -> None:
    assert any("a terminal would act on" in sentence for sentence in said("Calm\x1b[2J now."))
    assert any("a terminal would act on" in sentence for sentence in said("Calm \u202enow."))


def test_the_reading_age_is_the_grade_of_kincaid_and_five() -> None:
    """10 words, 1 sentence, 12 syllables: 0.39*10 + 11.8*1.2 - 15.59 = 2.47."""
    text = "You might let the shoulders be soft and rest here."
    assert sum(map(syllables, words(text))) == 11
    assert reading_age(text) == pytest.approx(0.39 * 10 + 11.8 * 1.1 - 15.59 + 5)
    assert reading_age("") == 0


def test_a_text_is_judged_as_a_whole_and_a_line_alone_is_only_pointed_out() -> None:
    (line,) = faults(HARD)
    assert line.warning and "reading age" in line.sentence
    together = [HARD] * (ENOUGH_WORDS // len(words(HARD)) + 1)
    (fault,) = whole(together)
    assert not fault.warning and "11 is the most" in fault.sentence
    (hint,) = whole([HARD])
    assert hint.warning, "the formula was made for a hundred words"


def test_labels_and_cues_do_not_make_a_hard_text_look_easy() -> None:
    hard = [HARD] * 9
    assert list(whole([*hard, *["In", "Out", "Go on"] * 500])) == list(whole(hard))


SYLLABLES = {
    1: "the breathe breath breaths eyes toes knee edge wrists cheeks used feel real sighed",
    2: "breathing tingling noticed gentle little people table shoulders muscle muscles tighten needed wanted minutes anxious quiet lonely",
    3: "sensation attention exercise usual radio idea area unpleasant oxygen medicine",
    4: "comfortable situation exercises anxiety usually",
    5: "curiosity",
}


def test_syllables_are_counted_as_they_are_spoken() -> None:
    wrong = {word: (count, found) for count, row in SYLLABLES.items() for word in row.split() if (found := syllables(word)) != count}
    assert wrong == {}


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    assert all(isinstance(fault, Fault) and fault.sentence and fault.remedy for fault in (*faults(text), *whole([text]), *unsaid(text)))
    assert all(syllables(word) >= 1 for word in words(text))
