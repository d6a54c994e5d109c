"""Broken `plugin.yaml` files: an author meets everything that is wrong with one at once, with its line and what to do."""

# ruff: noqa: E501 (each sentence stands here whole, as an author reads it)

from pathlib import Path

import pytest
import yaml

from dtx.host import yaml_reader
from dtx.host.manifest import ManifestProblems, read_manifest

HEAD = """\
api: 1
title: Desk stretches
summary: Small movements for a break at the desk.
author: A. Therapist, physiotherapy
reviewer: none yet
version: 1.0.0
licence: CC-BY-4.0
flags: none
stop_rules: Stop whenever you want to.
easier: Do one of them only.
"""
TIMED = HEAD + "minutes: 3\n"
STEPS = TIMED + "steps:\n"  # what comes after it begins on line 13

# Each file, and all that is said about it, word for word after "plugin.yaml, ".
BROKEN: list[tuple[str, list[str]]] = [
    ("", ["this file is empty. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    ("# later\n", ["this file is empty. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    ("hello\n", ["line 1: this file has no keys. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    ("- a\n- b\n", ["line 1: this file has no keys. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    (
        STEPS + "  - say: Hello there.\n\tpause: 4\n",
        ["line 14: there is a tab at the beginning of this line. Use spaces instead of the tab."],
    ),
    (STEPS + "  - say: Breathe in: slowly.\n", ["line 13: there is a second ': ' in this text. Put the whole text in \"double quotes\"."]),
    (
        STEPS + "  - choose: Where?\n    from:\n      - Back: lower\n      - Neck\n",
        ["line 15: 'from' has to be text, but a ': ' or a '{' in it makes it something else. Put the whole text in \"double quotes\"."],
    ),
    (
        STEPS + "  - say: {place} is here.\n",
        ['line 13: text that begins with { means something else in YAML. Put the whole text in "double quotes".'],
    ),
    (
        STEPS + "  - say: {place}\n",
        ["line 13: 'say' has to be text, but a ': ' or a '{' in it makes it something else. Put the whole text in \"double quotes\"."],
    ),
    (
        STEPS + "  - say: *gently*\n",
        ['line 13: text that begins with * means something else in YAML. Put the whole text in "double quotes".'],
    ),
    (STEPS + "  - say: @home\n", ['line 13: text that begins with @ means something else in YAML. Put the whole text in "double quotes".']),
    (STEPS + "  - say: %x\n", ['line 13: text that begins with % means something else in YAML. Put the whole text in "double quotes".']),
    (
        STEPS + '  - say: "Rest" for a while.\n',
        ["line 13: text that begins with \" means something else in YAML. Put the whole text in 'single quotes'."],
    ),
    (
        STEPS + '  - say: "Rest for a while.\n  - silence: 4\n',
        [
            "line 13: what \" begins here is not closed, or more text stands after it. Close it; if it is text, put the whole text in 'single quotes'."
        ],
    ),
    (
        STEPS + "  - choose: Where?\n    from: [Back, Neck\n",
        [
            'line 14: what [ begins here is not closed, or more text stands after it. Close it; if it is text, put the whole text in "double quotes".'
        ],
    ),
    (
        STEPS + "  - &first\n    say: Hello.\n",
        [
            'line 13: anchors (&) and aliases (*) are not used here. Write the text out; if it begins with such a sign, put the whole text in "double quotes".'
        ],
    ),
    (
        STEPS + "  - say: &x Hello.\n  - say: *x\n",
        [
            'line 13: anchors (&) and aliases (*) are not used here. Write the text out; if it begins with such a sign, put the whole text in "double quotes".'
        ],
    ),
    (
        STEPS + "  - say: !!python/object/apply:os.system [ls]\n",
        ["line 13: tags (!) are not used here. Leave it out; if the text begins with '!', put the whole text in \"double quotes\"."],
    ),
    (
        STEPS + "  - say: !important Rest\n",
        ["line 13: tags (!) are not used here. Leave it out; if the text begins with '!', put the whole text in \"double quotes\"."],
    ),
    (
        STEPS + "  - say: Hello.\n      for: 4\n",
        ["line 14: this line is further to the right than the one it belongs to. Let keys that belong together begin in the same column."],
    ),
    (
        STEPS + "  - say: Hello.\n   for: 4\n",
        [
            "line 14: this line does not fit here (it belongs to what begins on line 13). Check that lists begin with '- ' and that lines of one level begin in the same column."
        ],
    ),
    (
        STEPS + "  - say: Hello.\n - silence: 4\n",
        ["line 14: this line does not fit here. Check that lists begin with '- ' and that lines of one level begin in the same column."],
    ),
    (STEPS + "  - silence: 4\n---\napi: 1\n", ["line 14: a second document begins here. Keep one document, without '---' in the middle."]),
    ("title: Twice\n" + STEPS + "  - silence: 4\n", ["line 3: 'title' stands here twice; the first is on line 1. Keep one of them."]),
    (
        STEPS + "  - silence: " + "[" * 20 + "]" * 20 + "\n",
        ["line 13: this is nested more than 16 levels deep. Use fewer levels, or 'code:'."],
    ),
    (
        "[a, b]: c\n" + STEPS + "  - silence: 4\n",
        ["line 1: a key has to be a word. If this is text that begins with '{' or '[': Put the whole text in \"double quotes\"."],
    ),
    (STEPS + "  - say: " + "a " * 2100 + "\n", ["line 13: this line is longer than 4096 characters. Break it into several lines."]),
    (STEPS + "  - silence: 4\n" * 5000, ["this file is larger than 64 KiB. Split it into several plugins, or use 'code:'."]),
    (STEPS + "  - say: Ring \x07 now.\n", ["line 13: there is a character in it that cannot be shown. Delete it and type the text again."]),
    (STEPS + '  - say: "\\x07"\n', ["line 13: 'say' has no text. Write something after it, or leave the line out."]),
    ("api: 2\nfoo: bar\n", ["line 1: it needs a newer dtx: it is written for api 2, and this dtx knows api 1. Update dtx."]),
    (TIMED.replace("api: 1", "api: one") + "steps:\n  - silence: 4\n", ["line 1: 'api' has to be 1, not 'one'. Write 1."]),
    (TIMED.replace("api: 1", "api: 0") + "steps:\n  - silence: 4\n", ["line 1: 'api' has to be 1, not '0'. Write 1."]),
    (
        STEPS.replace("author", "auther") + "  - silence: 4\n",
        [
            "line 1: this file has no 'author'. Add who wrote it and their profession, such as 'author: A. Therapist, physiotherapy'.",
            "line 4: this file has no use for 'auther'. Did you mean 'author'?",
        ],
    ),
    (
        "colour: red\n" + STEPS + "  - silence: 4\n",
        [
            "line 1: this file has no use for 'colour'. It knows api, title, summary, author, reviewer, reviewed_on, version, licence, flags, cautions, stop_rules, easier, options, activities, id, minutes, steps and code."
        ],
    ),
    (
        "api: 1\n",
        [
            "line 1: this file has no 'title'. Add a short name, such as 'title: Desk stretches'.",
            "line 1: this file has no 'summary'. Say in one plain sentence of at most 25 words what the person will do.",
            "line 1: this file has no 'author'. Add who wrote it and their profession, such as 'author: A. Therapist, physiotherapy'.",
            "line 1: this file has no 'reviewer'. Add who checked it; 'reviewer: none yet' is allowed, and shown.",
            "line 1: this file has no 'version'. Add a line such as 'version: 1.0.0'.",
            "line 1: this file has no 'licence'. Add a line such as 'licence: CC-BY-4.0'.",
            "line 1: this file has no 'flags'. List who needs care with it, such as [lung, falls], or write 'none'; the flags are new_pain, red_flag, under_18, limited, heart, lung, epilepsy, pregnancy, surgery, numb, cancer, falls, trauma, eating, self_harm and drowsy.",
            "line 1: this file has no 'stop_rules'. List when a person does well to stop, one '- ' a line.",
            "line 1: this file has no 'easier'. Say what a smaller or easier form looks like.",
            "line 1: this file has no 'steps'. Add what happens under 'steps:', or a Python file with 'code: plugin.py'.",
        ],
    ),
    (HEAD + "steps:\n  - silence: 4\n", ["line 1: this file has no 'minutes'. Add the usual length, such as 'minutes: 10'."]),
    (
        STEPS.replace("minutes: 3", "minutes: soon") + "  - silence: 4\n",
        ["line 11: 'minutes' has to be a number, not 'soon'. Write a number such as 5 or 2.5."],
    ),
    (
        STEPS.replace("minutes: 3", "minutes: 0") + "  - silence: 4\n",
        ["line 11: 'minutes' has to be more than 0 and at most 240, not 0. Write the usual length in minutes."],
    ),
    (
        STEPS.replace("Small movements for a break", "Relieves pain") + "  - silence: 4\n",
        ["line 3: 'summary' promises an effect with 'Relieves'. Say what the person does, such as relax, practise, learn or keep track."],
    ),
    (
        STEPS.replace("Small movements", "Small " + "and easy " * 12 + "movements") + "  - silence: 4\n",
        ["line 3: 'summary' has 32 words; 25 is the most. Say in one plain sentence what the person will do."],
    ),
    (STEPS.replace("none\nstop", "[lungs]\nstop") + "  - silence: 4\n", ["line 8: 'flags' has no flag 'lungs'. Did you mean 'lung'?"]),
    (
        STEPS.replace("reviewer: none yet", "reviewer: TIMED. Doctor") + "  - silence: 4\n",
        ["line 5: a reviewer is named, but not when. Add a line such as 'reviewed_on: 2025-11-30'."],
    ),
    (
        STEPS.replace("reviewer: none yet", "reviewer: TIMED. Doctor\nreviewed_on: last week") + "  - silence: 4\n",
        ["line 6: 'reviewed_on' is no date: 'last week'. Write it like 2025-11-30, or 'none yet'."],
    ),
    (
        STEPS.replace("Desk stretches", "") + "  - silence: 4\n",
        ["line 2: 'title' has no text. Write something after it, or leave the line out."],
    ),
    (
        STEPS.replace("title: Desk stretches", "title:\n  en: Desk") + "  - silence: 4\n",
        ["line 2: 'title' has to be text, but a ': ' or a '{' in it makes it something else. Put the whole text in \"double quotes\"."],
    ),
    (
        STEPS.replace("title: Desk stretches", "title: [a, b]") + "  - silence: 4\n",
        ["line 2: 'title' has to be one text, not a list. Write it on one line, without '- '."],
    ),
    (TIMED, ["line 1: this file has no 'steps'. Add what happens under 'steps:', or a Python file with 'code: plugin.py'."]),
    (
        STEPS + "  - silence: 4\ncode: plugin.py\n",
        [
            "line 14: there are 'steps' and 'code' for one activity. Keep one of them.",
            "line 14: there is no 'plugin.py' in this folder. Put the file there, or correct its name.",
        ],
    ),
    (TIMED + "code: plugin.py\n", ["line 12: there is no 'plugin.py' in this folder. Put the file there, or correct its name."]),
    (
        TIMED + "code: ../plugin.py\n",
        ["line 12: 'code' has to be a Python file in this folder, not '../plugin.py'. Write its name alone, such as plugin.py."],
    ),
    (
        TIMED + "id: Desk Stretches\nsteps:\n  - silence: 4\n",
        ["line 12: 'id' cannot be 'Desk Stretches'. Use small letters, digits and '_', beginning with a letter, at most 40."],
    ),
    (TIMED + "steps: later\n", ["line 12: 'steps' has to be a list of steps. Begin each step with '- ', such as '- say: Welcome.'."]),
    (TIMED + "steps: []\n", ["line 12: 'steps' has to be a list of steps. Begin each step with '- ', such as '- say: Welcome.'."]),
    (STEPS + "  - hello\n", ["line 13: this is no step. A step is a word, a colon and what belongs to it, such as '- say: Welcome.'."]),
    (STEPS + "  -\n", ["line 13: this is no step. A step is a word, a colon and what belongs to it, such as '- say: Welcome.'."]),
    (STEPS + "  - pase: 4\n", ["line 13: no such step 'pase'. Did you mean 'silence'?"]),
    (STEPS + "  - sya: Hi\n", ["line 13: no such step 'sya'. Did you mean 'say'?"]),
    (
        STEPS + "  - zzz: 4\n",
        [
            "line 13: no such step 'zzz'. The steps are say, silence, breathe, tense, move, timed, ask, choose, several, rate, ready, ambience, section and repeat."
        ],
    ),
    (
        STEPS + "  - for: 4\n",
        ["line 13: 'for' belongs to a step, and here is none. Begin it with a step, such as '- say: Welcome.', and write 'for' under it."],
    ),
    (
        STEPS + "  - say: Hello.\n    silence: 4\n",
        ["line 14: 'say' and 'silence' stand in one step. Begin each of them with its own '- '."],
    ),
    (STEPS + "  - say: Hello.\n    tiems: 4\n", ["line 14: 'say' has no use for 'tiems'. It knows say, for, pause, recording and when."]),
    (STEPS + "  - breathe: 4-6\n    tiems: 4\n", ["line 14: 'breathe' has no use for 'tiems'. Did you mean 'times'?"]),
    (
        STEPS + "  - silence: long\n",
        ["line 13: 'silence' has to be a length of time, not 'long'. Write it like 4, 90s, 1:30 or 2 min; the longest is 4 hours."],
    ),
    (STEPS + "  - silence: 0\n", ["line 13: 'silence' cannot be 0. Give it some seconds, or leave the step out."]),
    (
        STEPS + "  - silence: 1:75\n",
        ["line 13: 'silence' has to be a length of time, not '1:75'. Write it like 4, 90s, 1:30 or 2 min; the longest is 4 hours."],
    ),
    (
        STEPS + "  - silence: 5000 min\n",
        ["line 13: 'silence' has to be a length of time, not '5000 min'. Write it like 4, 90s, 1:30 or 2 min; the longest is 4 hours."],
    ),
    (
        STEPS + "  - breathe: in out\n    times: 3\n",
        [
            "line 13: 'breathe' has to be seconds with '-' between them, not 'in out'. Write in-hold-out, such as 4-2-6, or in-out, such as 4-6."
        ],
    ),
    (
        STEPS + "  - breathe: 4-2-6\n",
        ["line 13: 'breathe' takes either 'times' or 'for'. Add 'times: 6' for six breaths, or 'for: 2 min', and keep only one."],
    ),
    (
        STEPS + "  - breathe: 4-2-6\n    times: 3\n    for: 60\n",
        ["line 13: 'breathe' takes either 'times' or 'for'. Add 'times: 6' for six breaths, or 'for: 2 min', and keep only one."],
    ),
    (
        STEPS + "  - breathe: 4-2-6\n    times: many\n",
        ["line 14: 'times' has to be a whole number from 1 to 500, not 'many'. Write a number such as 1."],
    ),
    (STEPS + "  - breathe: 4-2-6\n    for: 10\n", ["line 14: one breath takes 12 s, and there are 10 s. Give it more time."]),
    (
        STEPS + "  - breathe: 4-20-6\n    times: 3\n",
        ["line 13: the breath is held for more than 10 s. Write a shorter hold; long ones are not offered."],
    ),
    (
        STEPS + "  - breathe: 0-2-6\n    times: 3\n",
        ["line 13: 'breathe' needs an in-breath and an out-breath. Write in-hold-out, such as 4-2-6, or in-out, such as 4-6."],
    ),
    (
        STEPS + "  - say: One two three four five six seven eight.\n    for: 4\n",
        ["line 14: 8 words need 5 s with a moment of quiet after them, and have 4 s. Give them more time, or use fewer words."],
    ),
    (
        STEPS + "  - say: One.\n    for: 4\n    pause: 2\n",
        ["line 15: 'say' takes 'for' or 'pause', not both. Keep 'for' for the whole length, or 'pause' for the quiet after the words."],
    ),
    (
        STEPS + "  - say: One.\n    recording: ../../secret.wav\n",
        [
            "line 14: 'recording' leads out of the plugin's folder: '../../secret.wav'. Put the file into the folder, and write its name alone."
        ],
    ),
    (
        STEPS + "  - say: One.\n    recording: /etc/passwd\n",
        ["line 14: 'recording' leads out of the plugin's folder: '/etc/passwd'. Put the file into the folder, and write its name alone."],
    ),
    (
        STEPS + "  - say: One.\n    recording: words.txt\n",
        ["line 14: 'recording' is no sound file: 'words.txt'. Use a file that ends in .wav, .ogg, .flac or .mp3."],
    ),
    (STEPS + "  - choose: Where?\n", ["line 13: 'choose' has no 'from'. Add a line 'from: …'."]),
    (
        STEPS + "  - choose: Where?\n    from: [Back]\n",
        ["line 14: a question needs at least two answers, and at most 30. Write them like [Back, Neck, Legs]."],
    ),
    (STEPS + "  - choose: Where?\n    from: [Back, back]\n", ["line 14: two of these answers are the same. Keep one of them."]),
    (STEPS + "  - rate: How much?\n    low: 10\n    high: 0\n", ["line 15: the scale goes from 10 to 0. Let 'high' be larger than 'low'."]),
    (
        STEPS + "  - ask: What?\n    save: My answer\n",
        ["line 14: 'save' cannot be 'My answer'. Use small letters, digits and '_', beginning with a letter, at most 40."],
    ),
    (
        STEPS + "  - ask: What?\n    save: before.pain\n",
        ["line 14: 'save' cannot be 'before.pain': dtx asks that itself. Choose another name."],
    ),
    (
        STEPS + "  - choose: Where?\n    from: [Back, Neck]\n    save: place\n  - say: To your {plcae}.\n",
        ["line 16: no answer is saved as 'plcae'. Did you mean 'place'?"],
    ),
    (
        STEPS + "  - say: To your {xyz}.\n",
        ["line 13: no answer is saved as 'xyz'. Save an answer under this name with 'save:', or leave it out."],
    ),
    (
        STEPS + "  - say: To your {place}.\n  - ask: Where?\n    save: place\n",
        ["line 13: 'place' is used before it is asked. Move the question further up."],
    ),
    (
        STEPS + "  - silence: 4\n    when: place is Back\n",
        ["line 14: 'when' is no comparison: 'place is Back'. Write a saved name or an option, a sign and a value, such as 'place = Back'."],
    ),
    (
        STEPS + "  - silence: 4\n    when: place = Back\n",
        ["line 14: no answer is saved as 'place'. Save an answer under this name with 'save:', or leave it out."],
    ),
    (
        STEPS + "  - choose: Where?\n    from: [Back, Neck]\n    save: place\n  - silence: 4\n    when: place = Bakc\n",
        ["line 17: 'place' is never 'Bakc'. Did you mean 'Back'?"],
    ),
    (
        STEPS + "  - choose: Where?\n    from: [Back, Neck]\n    save: place\n  - silence: 4\n    when: place < 4\n",
        ["line 17: 'place' is no number, so '<' says nothing about it. Use = or !=."],
    ),
    (
        STEPS + "  - rate: How?\n    save: much\n  - silence: 4\n    when: much > lots\n",
        ["line 16: 'much' is a number, and 'lots' is none. Compare it with a number."],
    ),
    (STEPS + "  - repeat: 3\n", ["line 13: 'repeat' has no 'steps'. Add a line 'steps: …'."]),
    (
        STEPS + "  - repeat: 0\n    steps:\n      - silence: 4\n",
        ["line 13: 'repeat' has to be a whole number from 1 to 100, not '0'. Write a number such as 1."],
    ),
    (
        STEPS + "  - repeat: 100\n    steps:\n      - repeat: 100\n        steps:\n          - silence: 4\n",
        ["line 13: this script has more than 2000 steps. Repeat less often."],
    ),
    (STEPS + "  - repeat: 2\n    steps:\n      - sielnce: 4\n", ["line 15: no such step 'sielnce'. Did you mean 'silence'?"]),
    (
        STEPS + "  - section: foot\n    seconds: 40\n    lines:\n      10: One two.\n      0: Three four.\n",
        ["line 16: the line after this one does not begin later. Put the lines in the order of their seconds."],
    ),
    (
        STEPS
        + "  - section: foot\n    seconds: 40\n    lines:\n      0: One two three four five six seven eight nine.\n      4: Three four.\n",
        ["line 16: 9 words need 6 s with a moment of quiet after them, and have 4 s. Give them more time, or use fewer words."],
    ),
    (
        STEPS + "  - section: foot\n    seconds: 40\n    lines:\n      0: One.\n      45: Two.\n",
        ["line 17: this line begins at 45 s, and the section ends at 40 s. Let it begin earlier."],
    ),
    (
        STEPS + "  - section: foot\n    seconds: 10\n    lines:\n      9: One two three.\n",
        ["line 16: 3 words need 3 s with a moment of quiet after them, and have 1 s. Give them more time, or use fewer words."],
    ),
    (
        STEPS + "  - section: foot\n    seconds: 4\n    lines: [One two three four., Five six seven.]\n",
        ["line 15: 2 lines need 6 s with a moment of quiet after each, and have 4 s. Give them more time, or use fewer words."],
    ),
    (
        STEPS + "  - section: foot\n    seconds: 40\n    lines:\n      now: One.\n",
        ["line 16: 'now' has to be a length of time, not 'now'. Write it like 4, 90s, 1:30 or 2 min; the longest is 4 hours."],
    ),
    (
        STEPS + "  - section: foot\n    seconds: 40\n    lines: One.\n",
        ["line 15: 'lines' has to be a list of texts, or texts with the second each begins at. Write '- ' or '0: ' before the text."],
    ),
    (STEPS + "  - section: foot\n    seconds: 40\n", ["line 13: 'section' has no 'lines'. Add a line 'lines: …'."]),
    (
        STEPS + "  - section: foot\n    seconds: 40\n    lines: []\n",
        ["line 15: a section needs at least one line. Write its lines under 'lines:', or use 'silence'."],
    ),
    (
        STEPS + "  - section: foot\n    seconds: 40\n    regions: [fot]\n    lines: [One.]\n",
        ["line 15: 'regions' has no region 'fot'. Did you mean 'foot'?"],
    ),
    (STEPS + "  - timed: Rest\n", ["line 13: 'timed' has no 'for'. Add a line 'for: …'."]),
    (
        STEPS + "  - move: Bridge\n",
        ["line 13: 'move' takes either 'reps' or 'for'. Add 'reps: 8' for eight repetitions, or 'for: 1 min', and keep only one."],
    ),
    (
        STEPS + "  - move: Bridge\n    reps: 3\n    tempo: 2-3\n",
        ["line 15: 'tempo' has to be lift-hold-lower in seconds, not '2-3'. Write it like 2-3-2."],
    ),
    (
        STEPS + "  - move: Bridge\n    reps: 3\n    side: left\n",
        [
            "line 15: 'side' can be both, each or alternate, not 'left'. 'each' is one side after the other, 'alternate' changes with each repetition."
        ],
    ),
    (STEPS + "  - tense: hand\n    hold: 30\n", ["line 14: 'hold' is at most 10 s: tensing stays short and light. Write a shorter time."]),
    (
        STEPS + "  - tense: hand\n    words: One two three four five six.\n    cue: 2\n",
        ["line 15: 6 words need 3 s, and have 2 s. Give them more time with 'cue', or use fewer words."],
    ),
    (
        TIMED + "options: [a]\nsteps:\n  - silence: 4\n",
        ["line 12: 'options' has to be names with what belongs to them. Write 'minutes:' and under it 'type: whole'."],
    ),
    (
        TIMED + "options:\n  pace: slow\nsteps:\n  - silence: 4\n",
        [
            "line 13: the option 'pace' has no 'type'. Under its name, add a line 'type: …'; the types are whole, number, choice, several, yes_no and text."
        ],
    ),
    (TIMED + "options:\n  pace:\n    type: wohle\nsteps:\n  - silence: 4\n", ["line 14: no such type 'wohle'. Did you mean 'whole'?"]),
    (
        TIMED + "options:\n  pace:\n    default: 4\nsteps:\n  - silence: 4\n",
        ["line 14: an option needs a 'type'. The types are whole, number, choice, several, yes_no and text."],
    ),
    (
        TIMED + "options:\n  pace:\n    type: whole\n    from: 9\n    to: 3\nsteps:\n  - silence: 4\n",
        ["line 16: the range goes from 9 to 3. Let 'to' be the larger one."],
    ),
    (
        TIMED + "options:\n  pace:\n    type: whole\n    from: 3\n    to: 9\n    default: 12\nsteps:\n  - silence: 4\n",
        ["line 17: pace is 12, but goes from 3 to 9. Write a default that the option takes."],
    ),
    (
        TIMED + "options:\n  pace:\n    type: choice\nsteps:\n  - silence: 4\n",
        ["line 14: 'choice' needs 'choices'. List them, such as 'choices: [5, 10]'."],
    ),
    (
        TIMED + "options:\n  pace:\n    type: text\n    choices: [a, b]\nsteps:\n  - silence: 4\n",
        ["line 14: 'text' and 'choices' do not go together. Leave 'choices' out, or write 'type: choice'."],
    ),
    (
        TIMED + "options:\n  My pace: [a, b]\nsteps:\n  - silence: 4\n",
        ["line 13: an option cannot be called 'My pace'. Use small letters, digits and '_', beginning with a letter, at most 40."],
    ),
    (
        TIMED + "options:\n  pace:\n    type: whole\n    defualt: 4\nsteps:\n  - silence: 4\n",
        ["line 15: the option 'pace' has no use for 'defualt'. Did you mean 'default'?"],
    ),
    (
        TIMED + "options:\n  pace:\n    type: whole\n    instead_of: minute\n  minutes:\n    type: whole\nsteps:\n  - silence: 4\n",
        ["line 15: 'pace' stands instead of 'minute', which is no other option. Did you mean 'minutes'?"],
    ),
    (
        TIMED + "options:\n  pace: [a, b]\nsteps:\n  - ask: Pace?\n    save: pace\n",
        ["line 15: 'pace' is an option already. Save the answer under another name."],
    ),
    (
        TIMED + "options:\n  pace: [5, 10]\nsteps:\n  - silence: 4\n    when: pace = 7\n",
        ["line 16: 'pace' is never '7'. It can be 5 or 10."],
    ),
    (HEAD + "activities: none\n", ["line 11: 'activities' has to be a list. Begin each activity with '- id: …'."]),
    (
        HEAD + "activities:\n  - title: One\n    minutes: 3\n    steps:\n      - silence: 4\n",
        ["line 12: this activity has no 'id'. Add a line such as 'id: short'."],
    ),
    (
        HEAD + "activities:\n" + "  - id: one\n    title: One\n    minutes: 3\n    steps:\n      - silence: 4\n" * 2,
        ["line 17: there are two activities with the id 'one'; the first is on line 12. Give one of them another id."],
    ),
    (
        TIMED + "activities:\n  - id: one\n    title: One\n    minutes: 3\n    steps:\n      - silence: 4\n",
        ["line 11: 'minutes' stands beside 'activities'. Move it into the activity it belongs to."],
    ),
    (
        HEAD + "activities:\n  - id: one\n    title: One\n    minutes: 3\n",
        ["line 12: this activity has no 'steps'. Add what happens under 'steps:', or a Python file with 'code: plugin.py'."],
    ),
    (HEAD + "activities:\n  - one\n", ["line 12: this activity has no keys. Write '- id: …', and under it its title, minutes and steps."]),
    (
        "<<: {a: b}\n" + STEPS + "  - silence: 4\n",
        [
            "line 1: this file has no use for '<<'. It knows api, title, summary, author, reviewer, reviewed_on, version, licence, flags, cautions, stop_rules, easier, options, activities, id, minutes, steps and code."
        ],
    ),
    (
        "%YAML 9.9\n---\n" + STEPS + "  - silence: 4\n",
        ['line 1: text that begins with % means something else in YAML. Put the whole text in "double quotes".'],
    ),
    (
        STEPS + "  - say: Hello.\n    for: 4\n  -say: x\n",
        [
            "line 15: this line does not fit here (it belongs to what begins on line 13). Check that lists begin with '- ' and that lines of one level begin in the same column."
        ],
    ),
    (STEPS + "  - say Hello.\n", ["line 13: there is no ': ' after 'say'. Write '- say: …', with a space after the colon."]),
    (STEPS + "  - say:Hello.\n", ["line 13: there is no ': ' after 'say'. Write '- say: …', with a space after the colon."]),
]


def sentences(folder: Path, text: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestProblems) as raised:
        read_manifest(folder)
    return [str(problem).removeprefix("plugin.yaml").lstrip(",: ") for problem in raised.value.problems]


def test_there_are_at_least_sixty_kinds_of_mistake() -> None:
    assert len(BROKEN) >= 60


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_every_mistake_has_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: str, text: str, said: list[str]) -> None:
    """The same words whether PyYAML has its C parser or not."""
    if not hasattr(yaml, loader):
        pytest.skip("PyYAML was built without its C parser")
    monkeypatch.setattr(yaml_reader, "LOADER", getattr(yaml, loader))
    assert sentences(tmp_path / "desk", text) == said


def test_all_mistakes_of_a_file_come_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = STEPS + "  - pase: 4\n  - say: Hello.\n    fro: 4\n  - breathe: 4-2-6\n    times: many\n"
    assert [said.split(":")[0] for said in sentences(tmp_path / "desk", text)] == ["line 13", "line 15", "line 17"]


def test_the_one_line_form_names_the_first_problem_and_counts_the_rest(tmp_path: Path) -> None:
    (folder := tmp_path / "desk").mkdir()
    (folder / "plugin.yaml").write_text(STEPS + "  - pase: 4\n  - zzz: 4\n  - yyy: 4\n")
    with pytest.raises(ManifestProblems) as raised:
        read_manifest(folder)
    assert raised.value.plugin == "desk"
    assert raised.value.problem == "plugin.yaml, line 13: no such step 'pase'."
    assert raised.value.remedy == "Did you mean 'silence'? There are 2 more problems."


def test_a_file_for_a_later_dtx_is_too_new_and_not_broken(tmp_path: Path) -> None:
    (folder := tmp_path / "desk").mkdir()
    (folder / "plugin.yaml").write_text("api: 7\nsomething: else\n")
    with pytest.raises(ManifestProblems) as raised:
        read_manifest(folder)
    assert raised.value.too_new


def test_a_missing_file_folder_or_a_folder_in_its_place_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "desk" / "plugin.yaml").mkdir(parents=True)
    for folder in (tmp_path / "nothing", tmp_path / "desk"):
        with pytest.raises(ManifestProblems) as raised:
            read_manifest(folder)
        assert raised.value.remedy


def test_text_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (folder := tmp_path / "desk").mkdir()
    (folder / "plugin.yaml").write_bytes(STEPS.encode() + b"  - say: caf\xe9\n")
    with pytest.raises(ManifestProblems) as raised:
        read_manifest(folder)
    assert str(raised.value) == "plugin.yaml, line 13: this is not UTF-8 text. Save the file with the encoding UTF-8."


def test_a_pipe_in_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    (folder := tmp_path / "desk").mkdir()
    os.mkfifo(folder / "plugin.yaml")
    with pytest.raises(ManifestProblems, match="not an ordinary file"):
        read_manifest(folder)


def test_a_folder_whose_name_cannot_be_an_id_is_told_a_better_one(tmp_path: Path) -> None:
    said = sentences(tmp_path / "Desk Stretches", STEPS + "  - silence: 4\n")
    assert said == ["the folder's name 'Desk Stretches' cannot be an id. Rename the folder, to 'desk_stretches' for example."]
