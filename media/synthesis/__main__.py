"""`python -m media.synthesis` makes every bell, tick, breath tone and bed anew. It needs numpy and soundfile."""

from media.synthesis.sounds import make, manifest

if __name__ == "__main__":
    make()
    for name, sound in manifest()["sounds"].items():
        print(f"{name:14} {sound['seconds']:6.2f} s {sound['lufs']:6.1f} LUFS{'  loop' if sound['loop'] else ''}")
