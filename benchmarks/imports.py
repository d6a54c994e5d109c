"""What a plugin author's `import dtx` costs, against the import of pydantic."""

from collections.abc import Iterator

from benchmarks.measure import Row, child, interleaved

CODE = "import time; begin = time.perf_counter(); import {}; print((time.perf_counter() - begin) * 1000)"


def rows() -> Iterator[Row]:
    ours, theirs = interleaved(15, lambda: child(CODE.format("dtx")), lambda: child(CODE.format("pydantic; pydantic.BaseModel")))
    yield Row("import dtx", ours, "import pydantic", theirs, "ms", 0.5)
