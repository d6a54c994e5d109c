"""The thought record keeps to clinical 4.1 field by field and word by word."""

import re
from datetime import date
from itertools import chain
from typing import Any

import pytest

from dtx.engine.activity import Context
from dtx.engine.questions import Ask, Choose, Rate, Ready, Several
from dtx.engine.rehearsal import WAYS, rehearse
from tests.plugins.thought_records import COLUMNS_OF_FIVE, FOLDER, NAMES, SEVEN, plugin, walk

# Clinical specification, table 4.1: a field's id, and its prompt word for word.
PROMPTS = {
    "situation": "What was happening? Where, when, with whom?",
    "emotions[].name": "Which feelings showed up, and how strong?",
    "body": "What did your body do? Pain right now?",
    "thoughts[0].text": "What went through your mind? Star the one that hurts most.",
    "traps": "Does one of these patterns fit? (optional)",
    "facts_for": "What makes that thought seem true? Facts a camera would show.",
    "facts_against": "What does not fit it, or what is left out?",
    "balanced.text": "Putting both together, what is a fairer way to say it?",
    "belief_after": "Read it again: how much now?",
    "action.what": "One small thing you will do next",
}
EMOTIONS = (
    "afraid, anxious, panicky, sad, hopeless, lonely, grieving, angry, irritated, frustrated, guilty, ashamed, embarrassed, jealous, "
    "disappointed, overwhelmed, numb, tired-out, calm, hopeful, grateful, proud"
)
TRAPS = """catastrophe|jumping to the worst outcome|"If it hurts today I will end in a wheelchair."
magnify|making the bad part bigger than the rest|"This flare ruins the whole month."
helpless|deciding nothing can make any difference|"There is no point in trying."
all_or_nothing|only perfect or worthless|"If I can't do the whole garden I may as well do nothing."
fortune|treating a guess about the future as a fact|"The walk will set me back a week."
mind_read|assuming others' thoughts|"They think I'm faking."
filter|seeing only what went wrong|forgetting the hour that was all right.
discount|good moments do not count|"That was only luck."
overgeneral|one event becomes always/never|"Exercise never works for me."
emotion_fact|it feels dangerous, so it is|"I'm scared to bend, so bending must damage me."
should|rigid rules|"I should manage like before."
label|one word for a whole person|"I'm useless."
self_blame|taking all responsibility|"It's my fault the family stayed home."
hurt_is_harm|every rise in pain means injury|"""
BANK = """What exactly would you have to see for this to be true?
Has it ever gone another way, even once?
What would you say to a friend with the same pain?
Which part is fact, which part is forecast?
If it did happen, what would help you through the first hour?
How will this look next month?
What did you manage in spite of it?
Is there a middle between "all" and "none"?
What does believing it make you do, and does that help?
What could you test in ten minutes?
Who could you ask?
If it is true, what is the kindest next step?"""
LOUD = "Some thoughts stay loud. That is useful to know, and a good one to take to your therapist."
TRUE = "Sometimes a thought is simply true; then look for what you need, not for a mistake."


def test_seven_columns_keep_every_field_as_it_was_given() -> None:
    assert walk("seven", SEVEN).saved == SEVEN


def test_the_prompts_are_those_of_the_specification() -> None:
    found = walk("seven", SEVEN)
    assert {name: prompt for name, prompt in PROMPTS.items() if prompt not in found.text(name)} == {}


def test_the_fields_come_in_the_order_of_the_columns() -> None:
    assert walk("seven", SEVEN).ids == [
        *("situation", "emotions[].name", "emotions[0].before", "emotions[1].before", "body", "pain_now"),
        *("thoughts[0].text", "thoughts[0].belief_before", "thoughts[1].text", "thoughts[1].belief_before", "thoughts[2].text"),
        *("thoughts[].hot", "traps", "facts_for", "facts_against", "balanced.text", "balanced.belief", "belief_after"),
        *("emotions[0].after", "emotions[1].after"),
        *("action.what", "action.when", "action.where", "action.size", "action.obstacle"),
    ]


def test_five_columns_are_1_2_3_6_and_7() -> None:
    found = walk("five", SEVEN)
    assert found.saved == {name: SEVEN[name] for name in COLUMNS_OF_FIVE}


@pytest.mark.parametrize("name", SEVEN)
def test_any_field_may_be_left_blank_and_costs_no_other(name: str) -> None:
    found = walk("seven", {key: value for key, value in SEVEN.items() if key != name}).saved
    empty: dict[str, Any] = {"balanced": {"text": None}, "action": {"what": None}}
    assert found == SEVEN | {name: empty.get(name)}


def test_all_may_be_left_blank() -> None:
    found = walk("seven", {})
    blank: dict[str, Any] = dict.fromkeys(name for name in SEVEN if name not in ("balanced", "action"))
    assert found.saved == blank | {"balanced": {"text": None}, "action": {"what": None}}
    assert found.read == []


def test_percent_fields_go_from_0_to_100_in_steps_of_5_and_pain_from_0_to_10() -> None:
    scales = {name: question for name, question in walk("seven", SEVEN).asked if isinstance(question, Rate)}
    pain = scales.pop("pain_now")
    assert (pain.low, pain.high, pain.step) == (0, 10, 1)
    assert len(scales) == 2 + 2 + 1 + 1 + 2
    assert {(scale.low, scale.high, scale.step) for scale in scales.values()} == {(0, 100, 5)}


def test_the_situation_has_room_for_500_characters() -> None:
    assert dict(walk("seven", SEVEN).asked)["situation"].limit == 500  # type: ignore[union-attr]


def test_feelings_are_those_of_the_specification_and_ones_own() -> None:
    question = dict(walk("seven", SEVEN).asked)["emotions[].name"]
    assert isinstance(question, Several)
    assert (question.options, question.own) == (tuple(EMOTIONS.split(", ")), True)


def test_the_fourteen_traps_are_word_for_word_and_one_may_be_added() -> None:
    traps = plugin()[2]["traps"].TRAPS
    assert [f"{trap.id}|{trap.definition}|{trap.example.translate({0x201C: 34, 0x201D: 34})}" for trap in traps] == TRAPS.splitlines()
    question = dict(walk("seven", SEVEN).asked)["traps"]
    assert isinstance(question, Several)
    assert (question.values, question.own) == (tuple(line.partition("|")[0] for line in TRAPS.splitlines()), True)
    assert TRUE in question.text
    for trap, option in zip(traps, question.options, strict=True):
        assert trap.definition.casefold() in option.casefold() and trap.example in option


def test_the_question_bank_has_the_twelve_of_the_specification() -> None:
    assert list(plugin()[2]["bank"].BANK) == BANK.splitlines()
    assert len(BANK.splitlines()) == 12


@pytest.mark.parametrize("seed", range(20))
def test_two_or_three_of_the_bank_are_shown_at_a_time_and_none_twice(seed: int) -> None:
    found = walk("seven", SEVEN, seed=seed)
    shown = [[question for question in plugin()[2]["bank"].BANK if question in found.text(name)] for name in ("facts_for", "facts_against")]
    assert [len(questions) for questions in shown] == [2, 3]
    assert len({*chain(*shown)}) == 5
    short = walk("five", SEVEN, seed=seed).text("balanced.text")
    assert sum(question in short for question in plugin()[2]["bank"].BANK) == 3


def test_chance_alone_decides_which_of_them_so_a_draft_shows_the_same_again() -> None:
    texts = {seed: walk("seven", SEVEN, seed=seed).text("facts_for") for seed in range(20)}
    assert len(set(texts.values())) > 10
    later = walk("seven", {**SEVEN, "emotions": [], "thoughts": SEVEN["thoughts"][1:]}, seed=3)
    assert later.text("facts_for") == texts[3]


class TestTheHotThought:
    """Exactly one, in the person's own words, and in sight to the end."""

    def test_its_words_stand_above_each_later_question(self) -> None:
        found = walk("seven", SEVEN)
        later = [question for name, question in found.asked if question.save and name in found.ids[found.ids.index("traps") :]]
        assert len(later) == 13
        assert {question.text.partition("\n")[0] for question in later} == {"“I will be in bed for a week”"}

    def test_it_is_chosen_among_the_thoughts_unchanged(self) -> None:
        question = dict(walk("seven", SEVEN).asked)["thoughts[].hot"]
        assert isinstance(question, Choose)
        assert question.options == tuple(thought["text"] for thought in SEVEN["thoughts"])

    @pytest.mark.parametrize("hot", [True, False, None])
    def test_an_only_thought_is_the_hot_one_without_being_asked_for(self, hot: bool | None) -> None:
        found = walk("five", {"thoughts": [{"text": "a", "belief_before": 50, "hot": hot}]})
        assert found.saved["thoughts"] == [{"text": "a", "belief_before": 50, "hot": True}]
        assert isinstance(dict(found.asked)["thoughts[].hot"], Ready)

    def test_where_no_star_is_given_the_first_is_in_sight_and_the_person_is_told(self) -> None:
        given = {"thoughts": [{"text": "a"}, {"text": "b"}]}
        assert walk("five", given).text("belief_after").startswith("“a”")
        assert walk("five", given).read == ["“a”\n\nThe next questions are about this thought."]
        assert [one["hot"] for one in walk("five", given | {"thoughts[0].hot": True}).saved["thoughts"]] == [True, False]

    def test_there_is_room_for_seven_thoughts(self) -> None:
        """No more than seven choices on a screen (clinical 8.7 item 5)."""
        given = {"thoughts": [{"text": f"thought {n}", "hot": n == 6} for n in range(9)]}
        found = walk("five", given)
        assert [one["text"] for one in found.saved["thoughts"]] == [f"thought {n}" for n in range(7)]
        assert [one["hot"] for one in found.saved["thoughts"]] == [False] * 6 + [True]


class TestTheChange:
    """Shown as numbers, never as a grade."""

    def test_it_is_shown_at_the_end(self) -> None:
        assert walk("seven", SEVEN).read == ["the thought 90 -> 45\nafraid 80 -> 55\nstuck inside 40 -> 35"]

    @pytest.mark.parametrize(
        "louder",
        [
            {"belief_after": 90},
            {"belief_after": 100},
            {"emotions": [{"name": "sad", "before": 40, "after": 40}]},
            {"emotions": [{"name": "sad", "before": 80, "after": 20}, {"name": "ashamed", "before": 40, "after": 45}]},
        ],
    )
    def test_what_stays_loud_is_useful_to_know(self, louder: dict[str, Any]) -> None:
        [end] = walk("seven", SEVEN | louder).read
        assert end.endswith(f"\n\n{LOUD}")

    def test_a_pleasant_feeling_may_grow(self) -> None:
        [end] = walk("seven", SEVEN | {"emotions": [{"name": "hopeful", "before": 20, "after": 60}]}).read
        assert end == "the thought 90 -> 45\nhopeful 20 -> 60"

    def test_half_a_pair_is_not_shown(self) -> None:
        emotions = [{"name": "sad", "before": 40}, {"name": "numb", "after": 20}]
        assert walk("five", {"emotions": emotions, "belief_after": 5}).read == []

    def test_the_number_before_is_hidden_while_the_one_after_is_asked(self) -> None:
        found = walk("seven", SEVEN)
        assert not re.search(r"\d", found.text("belief_after") + found.text("emotions[0].after"))


@pytest.mark.parametrize(("name", "belief", "shown"), [("hopeless", 80, True), ("hopeless", 75, False), ("sad", 100, False)])
def test_hopeless_with_a_strong_belief_shows_quietly_where_help_is(name: str, belief: int, shown: bool) -> None:
    """From a belief of 80 on (clinical 4.1)."""
    given = {"emotions": [{"name": name}], "thoughts": [{"text": "a", "hot": True, "belief_before": belief}]}
    assert ("Help is on every screen: press ?." in " ".join(walk("seven", given).read)) is shown


def test_questions_keep_their_ids_whatever_was_answered_before() -> None:
    """So that a draft finds its answers again: an id hangs on its field, and never on its place."""
    full, bare = walk("seven", SEVEN), walk("seven", {"facts_for": "only this", "action": {"what": "tea"}})
    assert len(set(full.ids)) == len(full.ids)
    assert set(bare.ids) <= set(full.ids)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", WAYS)
def test_it_is_made_of_questions_alone_and_never_breaks_off(name: str, way: Any) -> None:
    script = plugin()[1][name].script
    found = rehearse(lambda: script(Context({}, 1, date(2026, 5, 1))), way)
    assert (found.failure, found.phases) == (None, ())
    assert found.asks


def everything_said() -> list[tuple[str, str]]:
    """Every text of the plugin by where it stands."""
    told: list[tuple[str, str]] = []
    for name in NAMES:
        script = plugin()[1][name].script
        for way in WAYS:
            for asked, question in rehearse(lambda script=script: script(Context({}, 1, date(2026, 5, 1))), way).asks:  # type: ignore[misc]
                words = [question.text, getattr(question, "example", ""), *getattr(question, "options", ())]
                told += [(f"{name} {asked}", text) for text in words]
    manifest = plugin()[0]
    listed = [manifest.summary, *manifest.cautions, *manifest.stop_rules, *manifest.easier]
    listed += [text for one in manifest.activities for text in (one.summary, *one.cautions)]
    told += [("plugin.yaml", text) for text in listed]
    told += [("bank", text) for text in plugin()[2]["bank"].BANK]
    told += [("experiment", text) for name, text in vars(plugin()[2]["experiment"]).items() if name.isupper() and isinstance(text, str)]
    return told


def test_no_sentence_is_longer_than_20_words() -> None:
    """Reading age 11 (clinical 0.5)."""
    sentences = [(where, part) for where, text in everything_said() for part in re.split(r"[.?!…](?:[”\"]?\s|$)|\n", text)]
    assert [(where, part) for where, part in sentences if len(part.split()) > 20] == []


def test_nobody_is_told_what_must_be_or_what_they_did_wrong() -> None:
    """Invitational (clinical 0.4). The traps, the sentence on loud thoughts and `how bad` are given by the specification."""
    traps = [trap.shown for trap in plugin()[2]["traps"].TRAPS] + [LOUD]
    words = re.compile(r"\b(must|failed|wrong answer|good|bad|treats?|relieves?|cures?|therapy for|prescribes?)\b", re.IGNORECASE)
    texts = [(where, text) for where, text in everything_said() if text not in traps and LOUD not in text and "how_bad" not in where]
    assert [(where, found[0]) for where, text in texts if (found := words.search(text))] == []


def test_no_other_worksheet_is_named_or_copied() -> None:
    """Greenberger & Padesky's headings and title are theirs (clinical 4.1)."""
    code = "\n".join(path.read_text("utf-8") for path in (*FOLDER.glob("*.py"), *FOLDER.glob("*.yaml")))
    theirs = r"mind over mood|automatic thoughts?|evidence that|alternative/balanced|rate moods?|mood rating"
    assert re.findall(theirs, code, re.IGNORECASE) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_worked_example_about_pain_one_key_away(name: str) -> None:
    script = plugin()[1][name].script
    asks = rehearse(lambda: script(Context({}, 1, date(2026, 5, 1)))).asks
    fields = [(asked, question) for asked, question in asks if isinstance(question, Ask | Choose | Several | Rate)]
    assert [asked for asked, question in fields if not question.example] == []
    assert all(question.example not in question.text for _, question in fields)


def test_the_manifest_says_who_needs_care_with_it_and_that_a_memory_may_be_left_out() -> None:
    manifest = plugin()[0]
    assert (manifest.reviewer, manifest.licence) == ("none yet", "CC-BY-4.0")
    assert set(manifest.flags) == {"under_18", "trauma", "self_harm", "drowsy"}
    assert any("memory" in caution and "left out" in caution for caution in manifest.cautions)
    assert [f"{one.id}" for one in manifest.activities] == list(NAMES)
    assert all(5 <= one.minutes <= 15 for one in manifest.activities)
