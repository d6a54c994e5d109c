"""A fuzzer that is guided by what it reaches: `python -m tests.host.fuzz SECONDS` feeds mutated files to the loader.

It stops at anything but our own error, at a file that takes two seconds, and when the process takes more memory than it may.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dtx.host", "dtx.care", "dtx.engine", "yaml"]):
    import yaml

    from dtx.host import contents, yaml_reader
    from dtx.host.explain import ManifestProblems, clean
    from dtx.host.trust import Tree

from tests.host.bombs import bombs
from tests.host.broken_files import FOLDER, kinds

MOST_S = 2
MOST_MEGABYTES = 600
"""It needs 65. Linux counts what the process that started it had, too, and a worker with many tests behind it has some hundred."""

yaml_reader.LOADER = yaml.BaseLoader  # in C nothing guides it
DESK = Path("/nowhere/desk")
PICTURE = {"stick.txt": b" o\n/|\\\n"}


def read(data: bytes) -> None:
    """What the shelf does with the bytes of a `plugin.yaml`."""
    contents.built.cache_clear()
    try:
        contents.contents_in(Tree(DESK, "", {}, ("plugin.yaml", "stick.txt", "plugin.py"), data, None, PICTURE))
    except ManifestProblems as problems:
        for problem in problems.problems[:50]:
            assert problem.sentence.endswith((".", "?")) and problem.remedy and clean(str(problem)) == str(problem)


def seeds(folder: Path) -> None:
    """Every sound and broken file of the corpus, and those that were made to hurt."""
    texts = [file.read_text(encoding="utf-8") for file in FOLDER.glob("*.yaml")]
    texts += [kind.text for source in ("from_the_docs.txt", "from_the_loader.txt") for kind in kinds(source)]
    texts += [text for text in bombs() if len(text) < 4_096]
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")


def main(seconds: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        limits = [f"-max_total_time={seconds}", f"-timeout={MOST_S}", f"-rss_limit_mb={MOST_MEGABYTES}", "-max_len=8192"]
        atheris.Setup([sys.argv[0], folder, *limits, f"-artifact_prefix={folder}/", "-print_final_stats=1"], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1])
