"""What a student's page costs, and how large it is: `python benchmarks/pages.py [--wall NAME] [--json]`.

The sample class of the bundled course is graded once; then each page is written again and again. Notebooks are drawn in
a process of their own, whose time is counted too; the first one also pays for its start.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import statistics
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from grader.bench import bench_for
from grader.catalog import Course, bundled_root
from grader.grade import Grading, grade
from grader.intake import read_submission
from grader.model import Report, Submission
from grader.report import html
from grader.report.notebook import draw
from grader.samples import write_samples
from grader.sandbox.walls import choose

ASSIGNMENT = "linear_classifiers"
RIGHT, WRONG, NOTEBOOK = "amara.py", "elif.py", "rosa.ipynb"


def main() -> int:
    """Prints a line for each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--wall", default="process")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    assignment = Course(bundled_root(), bundled=True).assignment(ASSIGNMENT)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, choose(options.wall) as wall:
        write_samples(assignment, Path(folder))
        grading = Grading(bench_for(assignment), wall)
        graded = {name: _graded(grading, Path(folder) / name) for name in (RIGHT, WRONG, NOTEBOOK)}
    right, wrong, notebook = (graded[name] for name in (RIGHT, WRONG, NOTEBOOK))
    pages: dict[str, Callable[[], str]] = {
        "everything right": lambda: html.write(*right),
        "five exercises wrong: pictures and code": lambda: html.write(*wrong),
        "the same without pictures and code": lambda: html.write(_bare(wrong[0])),
        "a notebook, five exercises wrong": lambda: html.write(*notebook),
        "the same without the notebook": lambda: html.write(notebook[0]),
    }
    rows = {"first notebook": _first()}
    rows |= {name: _measured(write, options.rounds) for name, write in pages.items()}
    large = _large()
    rows["drawing a notebook of 100 cells and 10 pictures, 2 MB"] = _measured(
        lambda: "".join(cell.source + cell.output for cell in draw(large).cells), 5
    )
    _tell(rows, as_json=options.json)
    return 0


def _graded(grading: Grading, path: Path) -> tuple[Report, Submission]:
    submission = read_submission(path, path.stem)
    return grade(grading, submission), submission


def _bare(report: Report) -> Report:
    exercises = (
        replace(each, findings=tuple(replace(finding, picture=None) for finding in each.findings))
        for each in report.exercises
    )
    return replace(report, exercises=tuple(exercises))


def _first() -> tuple[float, int]:
    raw = _notebook([{"cell_type": "markdown", "metadata": {}, "source": "# A"}])
    started = time.perf_counter()
    drawn = draw(raw)
    return (time.perf_counter() - started) * 1e3, sum(len(cell.source) for cell in drawn.cells)


def _measured(write: Callable[[], str], rounds: int) -> tuple[float, int]:
    """Milliseconds in the middle, and the size in bytes."""
    size, times = len(write().encode()), []
    for _ in range(rounds):
        started = time.perf_counter()
        write()
        times.append((time.perf_counter() - started) * 1e3)
    return statistics.median(times), size


def _large() -> bytes:
    """Prose, code, printed lines, and pictures that do not pack."""
    noise = random.Random(7)  # noqa: S311 - a picture
    code = "def f(x):\n    # a remark\n    return [number + 1.5 for number in x if number]\n" * 6
    cells: list[dict[str, object]] = []
    for turn in range(50):
        cells.append({"cell_type": "markdown", "metadata": {}, "source": f"## Part {turn}\n\n- one\n- *two*\n\n$x^2$"})
        outputs = [{"output_type": "stream", "name": "stdout", "text": "iteration 1: loss 2.3\n" * 40}]
        if turn % 5 == 0:
            data = {"image/png": _picture(noise), "text/plain": "<Figure>"}
            outputs.append({"output_type": "display_data", "metadata": {}, "data": data})  # type: ignore[dict-item]
        cells.append({"cell_type": "code", "metadata": {}, "source": code, "execution_count": turn, "outputs": outputs})
    return _notebook(cells)


def _picture(noise: random.Random) -> str:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + noise.randbytes(3 * 240) for _ in range(200))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 240, 200, 8, 2, 0, 0, 0))
    return base64.b64encode(
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    ).decode()


def _notebook(cells: list[dict[str, object]]) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def _tell(rows: dict[str, tuple[float, int]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: {"ms": round(ms, 1), "bytes": size} for name, (ms, size) in rows.items()}))
        return
    for name, (ms, size) in rows.items():
        print(f"{name:55} {ms:8.1f} ms {size / 1e3:8.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
