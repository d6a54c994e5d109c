"""Every sound that is made, by its name: what makes it, how loud it is, and whether it is a loop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from media.levels import Wave, dbtp, lufs
from media.synthesis import loops, tones

CEILING_DBTP = -3.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """`lufs` is the loudness of the file: 14 LU or more below the voice for a bed."""

    make: Callable[[], Wave]
    lufs: float
    loop: bool = False

    def wave(self) -> Wave:
        """Stereo at 48 kHz, shape (frames, 2), at its level; quieter where a peak would be above -3 dBTP."""
        made = self.make()
        for _ in range(3):  # the loudness of what fades away depends on its level a little: below -70 LUFS nothing counts
            made = made * 10 ** ((self.lufs - lufs(made, tones.RATE)) / 20)
        return made * min(1.0, 10 ** ((CEILING_DBTP - dbtp(made)) / 20))


CUE_LUFS, BED_LUFS = -26.0, -34.0

RECIPES: Mapping[str, Recipe] = {
    "bowl": Recipe(tones.bowl, -24.0),
    "chime": Recipe(tones.chime, CUE_LUFS),
    "tick": Recipe(tones.tick, -30.0),
    "breath_in": Recipe(partial(tones.breath, 392, 1.8), CUE_LUFS),
    "breath_hold": Recipe(partial(tones.breath, 294, 1.2), CUE_LUFS - 2),
    "breath_out": Recipe(partial(tones.breath, 196, 2.4), CUE_LUFS),
    "breath_rest": Recipe(partial(tones.breath, 147, 1.2), CUE_LUFS - 2),
    "bed_pink": Recipe(loops.pink, BED_LUFS, loop=True),
    "bed_brown": Recipe(loops.brown, BED_LUFS, loop=True),
    "bed_rain": Recipe(loops.rain, BED_LUFS, loop=True),
    "bed_ocean": Recipe(loops.ocean, BED_LUFS, loop=True),
    "swell_dark": Recipe(loops.swell_dark, -30.5, loop=True),
    "swell_bright": Recipe(loops.swell_bright, -34.0, loop=True),
}
"""In by a high tone, out by a low one an octave below, the two pauses between and under them (clinical 1.3)."""
