"""`python -m media.spoken lines` lists what is said; `doubtful` the words with two readings; `render MODEL STYLE` speaks it all;
`heard MODEL` plays the clips to a speech recogniser, and with `--check` only says whether it understands them;
`again MODEL STYLE RECOGNISER` speaks the lines that were least understood once more.

All of it in English, or with DTX_LANGUAGE in another language that has a voice."""

import argparse
import os
import sys
from pathlib import Path

from dtx.language import FIRST, speak

speak(os.environ.get("DTX_LANGUAGE", FIRST))  # before the sentences are loaded: each is looked up once

from media.spoken.clips import LISTED, Clips  # noqa: E402
from media.spoken.lines import Fixed, fixed  # noqa: E402
from media.spoken.phonemes import doubtful  # noqa: E402

HEAD = """The lines that are spoken, by activity, for a person to read through. `python -m media.spoken lines` writes this file.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m media.spoken", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("lines", help="write the list of lines")
    commands.add_parser("doubtful", help="show each word with two pronunciations, and which one was chosen")
    rendering = commands.add_parser("render", help="render what is missing or has changed, and delete what is not said any more")
    rendering.add_argument("model", type=Path, help="kokoro-v1.0.int8.onnx")
    rendering.add_argument("style", type=Path, help="af_heart.bin")
    rendering.add_argument("--threads", type=int, default=1)
    hearing = commands.add_parser("heard", help="play every clip to a speech recogniser, and write down what it made of them")
    hearing.add_argument("model", type=Path, help="folder of a Whisper model, as faster-whisper reads it")
    hearing.add_argument("--threads", type=int, default=1)
    hearing.add_argument("--new", action="store_true", help="hear only what the report does not know as it is now")
    hearing.add_argument("--check", action="store_true", help="write nothing, and end with 1 where more than 5 %% of the words are others")
    anew = commands.add_parser("again", help="speak the lines that were least understood at other speeds, and keep what is understood best")
    anew.add_argument("model", type=Path, help="kokoro-v1.0.int8.onnx")
    anew.add_argument("style", type=Path, help="af_heart.bin")
    anew.add_argument("recogniser", type=Path, help="folder of a Whisper model")
    anew.add_argument("--count", type=int, default=10)
    anew.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    if given.command == "heard":
        if given.new:
            hear_new(given.model, given.threads)
        else:
            hear(given.model, given.threads, check=given.check)
        return
    said = fixed()
    if given.command == "again":
        again(said, given.model, given.style, given.recogniser, given.count, given.threads)
    elif given.command == "lines":
        LISTED.parent.mkdir(parents=True, exist_ok=True)
        LISTED.write_text(listing(said), encoding="utf-8")
        print(f"{len(said.texts)} lines are in {LISTED}.")
    elif given.command == "doubtful":
        for word, sounds, text in sorted(set(doubtful(said.texts.values()))):
            print(f"{word:10} {sounds or 'as pronounced':14} {text}")
    else:
        render(said, given.model, given.style, given.threads)


def listing(said: Fixed) -> str:
    """The lines below the names of their activities."""
    parts = [f"\n# {activity}\n" + "".join(f"{line}\n" for line in lines) for activity, lines in said.lines.items()]
    return HEAD + "".join(parts)


def render(said: Fixed, model: Path, style: Path, threads: int) -> None:
    from media.spoken.kokoro import Voice, render_all

    for name, clip in render_all(Voice(model, style, threads), said.texts, said.limits):
        limit_s = said.limits.get(clip.text, clip.seconds)
        late = f", {clip.seconds - limit_s:.2f} s too long" if clip.seconds > limit_s else ""
        print(f"{name} {clip.seconds:6.2f} s {clip.lufs:6.1f} LUFS {clip.peak_dbtp:6.1f} dBTP x{clip.speed}{late}  {clip.text}", flush=True)
    print(f"{len(Clips.read().clips)} clips.")


def hear_new(model: Path, threads: int) -> None:
    from media.spoken.heard import listen_to_what_is_new

    for one in listen_to_what_is_new(model, threads):
        print(f"{one.errors}/{one.words} {one.clip.text!r} was heard as {one.as_heard!r}")


def again(said: Fixed, model: Path, style: Path, recogniser: Path, count: int, threads: int) -> None:
    from media.spoken.again import speak_again
    from media.spoken.heard import least_understood
    from media.spoken.kokoro import Voice

    voice = Voice(model, style, threads)
    for before, after in speak_again(least_understood(count), voice, said.limits, recogniser, threads):
        was, now = f"{before.errors}/{before.words} {before.as_heard!r}", f"{after.errors} {after.as_heard!r}"
        print(f"{was} -> {now} x{after.clip.speed}  {after.clip.text}")


def hear(model: Path, threads: int, *, check: bool) -> None:
    from media.spoken.heard import MOST_ERRORS, listen, report, worst, write

    heard = list(listen(Clips.read().clips, model, threads))
    told = report(heard, model) if check else write(heard, model)
    print(f"{told['errors']} of {told['words']} words were heard as others: {told['word_error_rate']:.2%}.")
    for one in worst(heard, 10 if check else 40):
        print(f"{one.errors}/{one.words} {one.clip.text!r} was heard as {one.as_heard!r}")
    if check and told["word_error_rate"] > MOST_ERRORS:
        sys.exit(1)


if __name__ == "__main__":
    main()
