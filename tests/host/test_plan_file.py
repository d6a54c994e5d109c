"""A plan is read as data; every mistake in it comes at once, with its line and what to do."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from dtx.care.plan import Bound, Ceiling, Item
from dtx.care.progress import Limits
from dtx.host.manifest import ManifestProblems
from dtx.host.plan_file import plan_schema, read_plan

HEAD = """\
api: 1
plan: Back to walking
patient_ref: p-0123
author: A. Therapist, physiotherapy
version: 1.0.0
review_on: 2026-03-01
note: [Begin small., 'Call me: it is fine.']
items:
"""
WHOLE = (
    HEAD
    + """\
  - activity: breathing.coherent_46
    options: {minutes: 8, ramp: yes}
    times_a_week: 5
    limits: {minutes: 3-10}
    from: 2026-01-05
    until: 2026-02-28
  - activity: exercises.gentle_back
    id: back
    times_a_week: 3
    options:
      easier: [bridge, heel_slide]
    limits:
      reps: 8
      harder: no
      exercises:
        bridge: {reps: 6, sets: 1}
  - activity: breathing.coherent_46
    times_a_week: 2
    limits: {minutes: 5, form: [starter], ramp: no, speed: none}
"""
)


def read(text: str) -> object:
    return read_plan(Path("plan.yaml"), text.encode())


def test_a_whole_plan_is_what_it_says() -> None:
    plan = read_plan(Path("plan.yaml"), WHOLE.encode())
    assert (plan.title, plan.patient_ref, plan.author, plan.version) == (
        "Back to walking",
        "p-0123",
        "A. Therapist, physiotherapy",
        "1.0.0",
    )
    assert (plan.review_on, plan.note) == (date(2026, 3, 1), ("Begin small.", "Call me: it is fine."))
    assert plan.sha256 == sha256(WHOLE.encode()).hexdigest()
    assert plan.items == (
        Item(
            "coherent_46",
            "breathing.coherent_46",
            5,
            {"minutes": "8", "ramp": "yes"},
            {"minutes": Bound(3, 10)},
            since=date(2026, 1, 5),
            until=date(2026, 2, 28),
        ),
        Item(
            "back",
            "exercises.gentle_back",
            3,
            {"easier": "bridge,heel_slide"},
            ceiling=Ceiling(Limits(8, None, False), {"bridge": Limits(6, 1)}),
        ),
        Item(
            "coherent_46_2",
            "breathing.coherent_46",
            2,
            bounds={
                "minutes": Bound(high=5),
                "form": Bound(choices=("starter",)),
                "ramp": Bound(choices=("no",)),
                "speed": Bound(choices=()),
            },
        ),
    )


ITEM = "  - activity: breathing.belly\n    times_a_week: 5\n"
MISTAKES = {
    "": ["plan.yaml: this file is empty."],
    "- a\n- b\n": ["plan.yaml, line 1: this file has no keys. Begin with 'api: 1'; `dtx plan new` writes an example."],
    HEAD: ["plan.yaml, line 8: 'items' has to be a list, with at least one item."],
    HEAD.replace("items:\n", ""): [
        "plan.yaml, line 1: this plan has no 'items'. List what you ask for, each beginning with '- activity: …'."
    ],
    HEAD.replace("p-0123", "Jane Doe") + ITEM: ["plan.yaml, line 3: 'patient_ref' is a pseudonym, never a name."],
    HEAD.replace("1.0.0", "spring") + ITEM: ["plan.yaml, line 5: 'version' cannot be 'spring'. Write it in numbers, such as 1.0.0."],
    HEAD.replace("2026-03-01", "soon") + ITEM: ["plan.yaml, line 6: 'review_on' is no day: 'soon'. Write it like 2026-03-01."],
    HEAD.replace("api: 1", "api: 2") + ITEM: ["plan.yaml, line 1: 'api' has to be 1, not '2'."],
    HEAD.replace("author", "autor") + ITEM: ["plan.yaml, line 4: this plan has no use for 'autor'. Did you mean 'author'?"],
    HEAD.replace("[Begin small., 'Call me: it is fine.']", "x" * 2_001) + ITEM: [
        "plan.yaml, line 7: 'note' has 2001 characters; 2000 is the most."
    ],
    HEAD + "  - breathing.belly\n": ["plan.yaml, line 9: this item has no keys."],
    HEAD + "  - activity: breathing.belly\n": [
        "plan.yaml, line 9: this item has no 'times_a_week'. Add how often, such as 'times_a_week: 5'."
    ],
    HEAD + ITEM.replace("5", "often"): ["plan.yaml, line 10: 'times_a_week' has to be a whole number from 1 to 35, not 'often'."],
    HEAD + ITEM.replace("breathing.belly", "Belly breath"): ["plan.yaml, line 9: 'activity' cannot be 'Belly breath'."],
    HEAD + ITEM + "    from: 2026-03-01\n    until: 2026-02-01\n": [
        "plan.yaml, line 12: 'until' comes before 'from'. Let 'until' be the later day."
    ],
    HEAD + ITEM + "    limits: 10\n": ["plan.yaml, line 11: 'limits' has to be names with what they are held to."],
    HEAD + ITEM + "    limits: {minutes: 10-3}\n": [
        "plan.yaml, line 11: the limit of 'minutes' goes from 10 to 3. Write the smaller number first."
    ],
    HEAD + ITEM + "    limits: {minutes: {most: 3}}\n": ["plan.yaml, line 11: the limit of 'minutes' has keys."],
    HEAD + ITEM + "    limits: {reps: 0}\n": ["plan.yaml, line 11: 'reps' has to be a whole number from 1 to 50, not '0'."],
    HEAD + ITEM + "    limits: {harder: maybe}\n": ["plan.yaml, line 11: 'harder' can be yes or no, not 'maybe'."],
    HEAD + ITEM + "    limits: {exercises: [bridge]}\n": ["plan.yaml, line 11: 'exercises' has to be ids with their limits."],
    HEAD + ITEM + "    limits: {exercises: {bridge: 6}}\n": ["plan.yaml, line 11: 'bridge' has no limits."],
    HEAD + ITEM + "    limits: {exercises: {bridge: {rep: 6}}}\n": [
        "plan.yaml, line 11: 'bridge' has no use for 'rep'. Did you mean 'reps'?"
    ],
    HEAD + ITEM + "    limits: {Bad Name: 6}\n": ["plan.yaml, line 11: no option is called 'Bad Name'."],
    HEAD + ITEM + "    options: [5]\n": ["plan.yaml, line 11: 'options' has to be names with values."],
    HEAD + ITEM + "    options: {minutes: {most: 3}}\n": ["plan.yaml, line 11: 'minutes' has to be"],
    HEAD + ITEM + "    id: a\n" + ITEM + "    id: a\n": [
        "plan.yaml, line 14: there are two items with the id 'a'; the first is on line 9."
    ],
    HEAD + ITEM * 41: ["plan.yaml, line 9: this plan has 41 items; 40 is the most."],
    HEAD + "  - &one\n    activity: breathing.belly\n    times_a_week: 1\n  - *one\n": [
        "plan.yaml, line 9: anchors (&) and aliases (*) are not used here."
    ],
    HEAD + "  - activity: !!python/object:os.system ls\n": ["plan.yaml, line 9: tags (!) are not used here."],
    "x" * 70_000: ["plan.yaml: this file is larger than 64 KiB."],
}


@pytest.mark.parametrize("text", MISTAKES, ids=range(len(MISTAKES)))
def test_every_mistake_has_its_line_and_a_remedy(text: str) -> None:
    with pytest.raises(ManifestProblems) as raised:
        read(text)
    problems = [str(problem) for problem in raised.value.problems]
    for sentence in MISTAKES[text]:
        assert any(problem.startswith(sentence) for problem in problems), problems
    assert all(problem.remedy for problem in raised.value.problems)


def test_what_is_said_to_a_terminal_is_words_only() -> None:
    plan = read_plan(Path("plan.yaml"), WHOLE.replace("Back to walking", '"\\e[2JBack \\u202e to walking"').encode())
    assert plan.title == "[2JBack to walking"


def test_the_schema_knows_every_key() -> None:
    schema = plan_schema()
    assert set(schema["properties"]) == {"api", "plan", "patient_ref", "author", "version", "review_on", "note", "items"}
    item = schema["properties"]["items"]["items"]
    assert set(item["properties"]) == {"id", "activity", "options", "times_a_week", "limits", "from", "until"}
    assert set(item["properties"]["limits"]["properties"]) == {"reps", "sets", "harder", "exercises"}
