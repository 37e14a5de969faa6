"""Fuzzes what the host reads of a worker, guided by coverage: `python tests/fuzz/wire_atheris.py [libFuzzer options]`.

Not collected by pytest: atheris (`pip install atheris`) is no dependency of the project. What it once found stands in
tests/sandbox/test_wire.py and test_answers.py. Input: the bytes of a stream or, so that changes get past the lengths,
an "h", a header, a line break and a body. Whatever they are, the decoder gives a dictionary, or raises WireError or
EOFError; and what is made of that dictionary is clean, or ValueError or TypeError.
"""

from __future__ import annotations

import contextlib
import io
import math
import sys
import tempfile
from pathlib import Path

import atheris
import numpy as np

with atheris.instrument_imports():
    from grader.sandbox import answers
    from grader.sandbox.inside import wire

LIMITS = wire.WireLimits(header_bytes=10_000, body_bytes=10_000, arrays=10)
TRUE = (
    {"op": "hello"},
    {"op": "ran", "id": 2, "status": "ok", "arrays": {"dW": np.ones((2, 3))}, "changed": ["W"], "printed": "x"},
    {
        "op": "ran",
        "status": "raised",
        "message": "no",
        "where": "a.py",
        "seconds": 0.5,
        "scale": np.float32(2),
        "x": (1,),
    },
    {"op": "survey", "definitions": [{"name": "f", "file": "a.py", "line": 1}], "facts": [], "problems": {"a.py": "x"}},
    {"op": "survey", "facts": [{"file": "a.py", "name": "f", "calls": [["sum", 2]], "loops": [3]}], "x": math.nan},
)
"""Answers to begin with."""
WORDS = (
    *wire.DTYPES,
    "$array",
    "$dict",
    "$tuple",
    "$float",
    "$scalar",
    "arrays",
    "message",
    "dtype",
    "shape",
    *TRUE[1],
    *TRUE[3],
)
"""What answers are made of."""


def stream(data: bytes) -> bytes:
    """The input itself, or its header and body with the lengths that they have."""
    if not data.startswith(b"h"):
        return data
    header, _, body = data[1:].partition(b"\n")
    return len(header).to_bytes(8, "big") + len(body).to_bytes(8, "big") + header + body


def read(data: bytes) -> None:
    try:
        message = wire.receive(io.BytesIO(stream(data)), LIMITS)
    except (wire.WireError, EOFError):
        return
    assert type(message) is dict
    with contextlib.suppress(ValueError, TypeError):
        seen = answers.observation(message, 0.0, 1000)
        assert seen.message.isprintable()
        assert sum(array.nbytes for array in seen.arrays.values()) <= LIMITS.body_bytes
    told = answers.survey(message, {"a.py"})
    assert {definition.file for definition in told.definitions} <= {"a.py"}


def write_corpus(folder: Path) -> None:
    """True answers, both as streams and as header and body."""
    for number, answer in enumerate(TRUE):
        head, *bodies = wire.frame(answer)
        (folder / f"stream-{number}").write_bytes(b"".join([head, *bodies]))
        (folder / f"parts-{number}").write_bytes(b"h" + head[wire.LENGTHS :] + b"\n" + b"".join(bodies))


def main() -> None:
    with tempfile.TemporaryDirectory() as corpus:
        words = Path(corpus, "words")
        (answers_in := Path(corpus, "answers")).mkdir()
        write_corpus(answers_in)
        words.write_text("".join(f'"\\"{word}\\""\n' for word in WORDS), encoding="ascii")
        atheris.Setup([*sys.argv, f"-dict={words}", str(answers_in)], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
