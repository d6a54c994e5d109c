"""Once more: the lines that a recogniser understood least, at other speeds; what is understood best stays."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dtx.sound.clips import key_of
from media.spoken.clips import Clips, path_of
from media.spoken.heard import Heard, heard_alone, note
from media.spoken.kokoro import SPEEDS, Voice, written
from media.spoken.mastering import TAIL_S


def speak_again(
    found: Iterable[Heard], voice: Voice, limits: Mapping[str, float], recogniser: Path, threads: int
) -> Iterator[tuple[Heard, Heard]]:
    """Each line as it was heard before, and as it is now. Its slot is kept, the fewest wrong words win, and then the slower speed."""
    listen = heard_alone(recogniser, threads)
    for before in found:
        clips, best, kept = Clips.read(), listen(before.clip), path_of(before.clip.text).read_bytes()
        for speed in SPEEDS:
            clip = written(before.clip.text, before.clip.phonemes, voice.say(before.clip.phonemes, speed), speed, TAIL_S)
            if clip.seconds <= limits.get(clip.text, clip.seconds) and (one := listen(clip)).errors < best.errors:
                best, kept = one, path_of(clip.text).read_bytes()
        path_of(best.clip.text).write_bytes(kept)
        clips.clips[key_of(best.clip.text)] = best.clip
        clips.write()
        note(best)
        yield before, best
